"""What a chat or a page brings along in an answer: its titles stay, its buttons and offers go."""

import pytest

from flashrl.formats import parse

_TABLE = "| step | reward |\n|---|---|\n| 1 | 0 |"


def _told(text: str) -> list[tuple[str, str]]:
    cards = parse(text, "interview questions").deck.cards
    return [(card.question, card.sections[-1].text if card.sections else "") for card in cards]


def test_a_drawn_title_in_an_answer_is_a_part_of_it() -> None:
    drawn = "Two kinds.\n\nOn policy:\n----------\nSARSA.\n\nOff-policy:\n-----------\nQ-learning."
    others = "### Q2. What is MC?\n\nWaits.\n\n### Q3. What is DP?\n\nSweeps.\n"
    text = f"# RL\n\n### Q1. What is TD?\n\n{drawn}\n\n{others}"
    assert _told(text) == [("What is TD?", drawn), ("What is MC?", "Waits."), ("What is DP?", "Sweeps.")]


def test_a_drawn_title_above_questions_is_a_chapter() -> None:
    asked = "### Q{0}. What is option {0}?\n\nA policy.\n\n"
    parts = (f"Part {n}\n------\n\n{asked.format(n)}{asked.format(n + 1)}" for n in (1, 3, 5))
    assert [told for _, told in _told("# Options\n\n" + "".join(parts))] == ["A policy."] * 6


_COUNTED = (
    "# RL\n\n## Question 1: What is V?\n\nA mean.\n\n{part}"
    "## Question 2: What is Q?\n\nA mean.\n\n## Question 3: Why?\n\nTo act.\n"
)


def test_one_title_above_the_level_of_counted_questions_is_a_part() -> None:
    part = f"# How V is estimated\n\n{_TABLE}"
    assert _told(_COUNTED.format(part=f"{part}\n\n"))[0] == ("What is V?", f"A mean.\n\n{part}")


def test_one_that_names_the_next_questions_is_none() -> None:
    for part in ("# Control\n\n", "# Part 2: Control\n\nWhat acts.\n\n"):
        assert _told(_COUNTED.format(part=part))[0] == ("What is V?", "A mean.")


_STEPS = (
    "# RL\n\n## What is a return?\n\nA sum.\n\n## How do you tune it?\n\n{told}\n\n"
    "## Why discount?\n\nTo end.\n"
)


def test_counted_headings_that_an_answer_announces_are_its_steps() -> None:
    told = "In two steps:\n\n---\n\n## 1. Pick a horizon\n\nLong.\n\n## 2. Pick a discount\n\n0.99."
    assert [told for _, told in _told(_STEPS.format(told=told))] == ["A sum.", told, "To end."]
    other = told.replace("steps:", "steps.")
    assert _told(_STEPS.format(told=other))[1][1] == "In two steps."


def test_titles_in_bold_between_questions_are_in_no_answer() -> None:
    asked = "**Q{n}. What is arm {n}?**\n\n**Answer:** One of ten.\n\n"
    parts = (
        f"**🎯 {name}**\n\n{''.join(asked.format(n=n) for n in range(3))}" for name in ("Pulls", "Means")
    )
    deck = parse("# Bandits\n\n" + "".join(parts), "quiz").deck
    assert {card.sections[-1].text for card in deck.cards} == {"One of ten."}
    assert [card.topic for card in deck.cards] == ["🎯 Pulls"] * 3 + ["🎯 Means"] * 3


def test_a_last_word_in_bold_stays_in_its_answer() -> None:
    asked = "**Q{n}. What is arm {n}?**\n\n**Answer:** One of ten.\n\n**🎯 Pull it**\n\n"
    text = "# Bandits\n\n" + "".join(asked.format(n=n) for n in range(5))
    assert {told for _, told in _told(text)} == {"One of ten.\n\n**🎯 Pull it**"}


@pytest.mark.parametrize(
    "chat",
    [
        "Would you like this as a table?\n",
        "---\n\n¿Quieres que prepare más?\n",
        "**You said:**\n\nmore\n\n**ChatGPT said:**\n\nHere they are:\n",
        "##### You said:\n\nmore\n",
    ],
)
def test_what_a_chat_says_between_questions_is_in_no_answer(chat: str) -> None:
    text = f"# RL\n\n**Q1. What is V?**\n\nA mean.\n\n{chat}\n**Q2. What is Q?**\n\nA mean too.\n"
    assert _told(text) == [("What is V?", "A mean."), ("What is Q?", "A mean too.")]


def test_an_offer_that_is_told_stays() -> None:
    said = 'It asks:\n\n"Would you like more of it?"'
    text = f"# RL\n\n**Q1. What does it say?**\n\n{said}\n\n**Q2. What is Q?**\n\nA mean.\n"
    assert _told(text)[0][1] == said


@pytest.mark.parametrize("button", ["CopyEdit", "Copy code"])
def test_the_buttons_of_a_copied_page_are_dropped(button: str) -> None:
    text = f"## What does it print?\n\npython\n\n{button}\n\nprint(gamma)\n\n## What is 2?\n\nA seed.\n"
    (card, _) = parse(text, "interview questions").deck.cards
    assert [each.text for each in card.sections] == ["print(gamma)"]


def test_the_break_of_a_line_stays_between_two_and_goes_at_an_end() -> None:
    text = "**Q1. What is V?**\n\n- A. A mean\n- B. A sum\\\n  **Answer:** A. A mean\\\n  of returns\n\n"
    (card,) = parse(f"{text}---\n", "quiz").deck.cards
    assert [each.text for each in card.sections] == ["- A. A mean\n- B. A sum", "A. A mean\\\nof returns"]


def test_paragraphs_in_html_are_paragraphs() -> None:
    told = "<p><b>V</b> is a mean.</p>\n  <p>Of returns.</p>"
    text = f"<h2>1. What is V?</h2>\n  {told}\n\n<h2>2. What is Q?</h2>\n  {told}\n"
    assert _told(text)[0][1] == "<b>V</b> is a mean.\n\nOf returns."
    code = "<p>As in</p>\n\n```html\n<p>V</p>\n<p>Q</p>\n```"
    assert "</p>\n<p>Q" in _told(f"## What is shown?\n\n{code}\n\n## What is Q?\n\nA mean.\n")[0][1]


QUOTED = "".join(
    f"> ## What does {name} do?\n>  It looks ahead:\n>\n>   * by one step\n\n-----\n\n"
    for name in ("TD(0)", "Sarsa", "Q-learning")
)


def test_a_file_that_is_one_long_quote_is_read_as_if_it_were_none() -> None:
    cards = parse(QUOTED, "README").deck.cards
    assert [card.question for card in cards] == [
        f"What does {n} do?" for n in ("TD(0)", "Sarsa", "Q-learning")
    ]
    assert all("by one step" in card.sections[0].text and ">" not in card.sections[0].text for card in cards)


def test_quoted_headings_in_a_text_are_none_of_its_own() -> None:
    said = "So the paper asks, and the paper answers at length.\n\n" * 4
    assert not parse(QUOTED.replace("-----", said), "README").deck.cards


@pytest.mark.parametrize("number", ["{n}. ", "{n}) ", "Q{n}. "])
def test_lines_with_a_sign_and_a_number_ask_where_a_chat_was_copied_without_blank_lines(number: str) -> None:
    asked = ["What is a return?", "Explain discounting", "What ends it?", "Why stop early?", "What is a cut?"]
    answer = "🔹 1. First part\nIt is told.\n🔹 2. Second part"
    rows = (f"✅ {number.format(n=n)}{each}\n{answer}\n" for n, each in enumerate(asked, start=1))
    text = "# RL questions\nHere are they:\n" + "".join(rows)
    assert _told(text) == [(each, answer) for each in asked]


def test_lines_with_a_sign_and_a_number_that_hardly_ask_are_steps() -> None:
    steps = "".join(f"✅ {n}. Step {n} is taken\nIt is told.\n" for n in range(1, 7))
    assert _told(f"# RL questions\n\n## How is a trace cut?\n\n{steps}") == [
        ("How is a trace cut?", steps[:-1])
    ]
