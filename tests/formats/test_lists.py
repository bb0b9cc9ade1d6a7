"""List items that ask: what stands behind the question mark, and what is no answer."""

import pytest

from flashrl.formats import parse


def first(tail: str) -> tuple[str, str]:
    """The question of an item with `tail` behind it, and its answer."""
    others = "".join(f"{n}. What is agent {n}? One that acts.\n" for n in range(2, 6))
    card = parse(f"# Interview questions\n\n1. {tail}\n{others}", "README").deck.cards[0]
    return card.question, "\n".join(each.text for each in card.sections)


@pytest.mark.parametrize(
    "asked",
    [
        "What is a return? *@ada*",
        "What is a return? *(at the first round)*",
        "What is a return? **Important**",
        "Can a value be learned? Would it be right at once",
        "Which target is unbiased? The return or the one that bootstraps",
        "How is it cut? and what is kept of it? [Lab 2023]",
    ],
)
def test_a_remark_or_more_of_the_question_behind_its_sign_is_no_answer(asked: str) -> None:
    assert first(asked) == (asked, "")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Is the buffer ordered?", "*No*"),
        ("Who is paid?", "**The agent**"),
        ("Which target is unbiased?", "The return. A bootstrapped one is not, or not at first."),
        ("What may a policy be?", "Greedy or soft"),
        ("When does it end?", "Can be any step."),
    ],
)
def test_few_words_behind_the_sign_answer(question: str, answer: str) -> None:
    assert first(f"{question} {answer}") == (question, answer)


@pytest.mark.parametrize("number", ["S.No 4:", "Sr. No. 4:", "Q-4:", "4. ."])
def test_what_counts_a_question_is_no_part_of_it(number: str) -> None:
    others = "## 5. What ends it?\n\nA step.\n"
    text = f"# Interview questions\n\n## {number} What is a return?\n\nA sum.\n\n{others}"
    assert parse(text, "README").deck.cards[0].question == "What is a return?"


def test_comments_are_in_no_answer_but_in_code_and_where_they_are_the_key() -> None:
    told = "<!-- from: returns.md -->\nA sum.\n\n```html\n<!-- a world -->\n```\n<!-- answer: a sum -->"
    text = f"# Interview questions\n\n## What is a return?\n\n{told}\n\n## What ends it?\n\nA step.\n"
    (section,) = parse(text, "README").deck.cards[0].sections
    assert section.text == "A sum.\n\n```html\n<!-- a world -->\n```\n<!-- answer: a sum -->"


@pytest.mark.parametrize(
    "told", ["--- Planning and models ----------", "=== Policies ===", "Explanation:\n  TODO"]
)
def test_the_title_of_what_follows_and_a_labelled_to_do_are_no_answer(told: str) -> None:
    text = f"# Interview questions\n\n## What is a return?\n\n{told}\n\n## What ends it?\n\nA step.\n"
    assert [card.is_draft for card in parse(text, "README").deck.cards] == [True, False]


@pytest.mark.parametrize("told", ["---> A sum.", "***A sum***", "A sum -- or a mean ---"])
def test_signs_around_an_answer_are_no_line_around_a_title(told: str) -> None:
    text = f"# Interview questions\n\n## What is a return?\n\n{told}\n\n## What ends it?\n\nA step.\n"
    assert not parse(text, "README").deck.cards[0].is_draft


def test_a_link_that_lost_its_address_is_no_answer() -> None:
    answered = [f"{n}. What is agent {n}? A video tells.\n" for n in range(2, 6)]
    text = "# Interview questions\n\n1. What is a return? link\n" + "".join(answered)
    drafts = [card.is_draft for card in parse(text, "README").deck.cards]
    assert drafts == [True, False, False, False, False]


def listed(form: str, told: str = "", *, title: str = "Interview questions") -> list[bool]:
    """For each card of a list of six items of a form whether it is a draft."""
    names = ("returns", "traces", "critics", "options", "models", "bandits")
    items = "".join(f"{form.format(n=n, name=name)}\n{told}\n" for n, name in enumerate(names, start=1))
    return [card.is_draft for card in parse(f"# {title}\n\n{items}", "README").deck.cards]


@pytest.mark.parametrize(
    "form",
    [
        "{n}. What are {name}? Give an example.",
        "{n}. What are {name} (in one line)? Why do they help? Justify your answer.",
        "{n}. Explain {name}.",
        "{n}. Describe how {name} are learned",
        "{n}. Difference between {name} and values",
    ],
)
def test_numbered_items_that_ask_and_tell_or_only_tell_are_questions(form: str) -> None:
    assert listed(form, "   They are estimated.\n") == [False] * 6
    assert listed(form) == [True] * 6


def test_bullets_that_ask_without_a_sign_and_hold_an_answer_are_questions() -> None:
    assert listed("- What are {name}", "  - Estimates") == [False] * 6
    assert listed("- What are {name}") == []


@pytest.mark.parametrize(
    ("form", "title"),
    [
        ("{n}. Create {name}", "Interview questions"),
        ("{n}. Check the {name}", "Interview questions"),
        ("- What to read on {name}", "Interview questions"),
        ("- Discuss {name}", "Interview questions"),
        ("{n}. Explain {name} to the trainer", "The trainer's guide"),
    ],
)
def test_steps_and_advice_are_no_tasks_of_an_examiner(form: str, title: str) -> None:
    assert listed(form, "   - They are estimated.\n", title=title) == []


def counted(*lines: str) -> list[str]:
    """The questions of three glued numbers and what follows on them."""
    known = ("1.What is a return?", "2.Who acts?", "3.When does it end?")
    text = "".join(f"{line}\n\nIt depends on the world.\n\n" for line in [*known, *lines])
    return [card.question for card in parse(f"# Agents\n\n{text}", "README").deck.cards][3:]


@pytest.mark.parametrize(
    "asked", ["how can a critic help?", "`argmax` or softmax?", '"on-policy" means what?']
)
def test_a_number_glued_to_a_small_letter_or_to_code_counts_on(asked: str) -> None:
    assert counted(f"4.{asked}", "5.Which critic?") == [asked, "Which critic?"]
    assert counted(f"4.{asked}") == [asked]


@pytest.mark.parametrize(
    "told", ["6.1e4 steps are few?", "9.how far is that?", "4.js?", "Well,\n4.how can that be so?"]
)
def test_an_amount_another_number_or_text_in_a_paragraph_does_not_count_on(told: str) -> None:
    assert counted(told) == []


def test_bullets_a_space_further_in_than_those_that_ask_answer_them() -> None:
    asked = [f"What does trace {n} keep?" for n in range(1, 7)]
    text = "# Notes\n\n" + "\n".join(f"- {each}\n - A map.\n - And a sum.\n" for each in asked)
    cards = parse(text, "notes").deck.cards
    assert [card.question for card in cards] == asked
    assert {card.sections[0].text for card in cards} == {"- A map.\n- And a sum."}
    assert parse(text.replace("What does", "The").replace("?", "."), "notes").deck.cards == ()


def test_exam_tasks_that_tell_to_list_count_beside_those_that_tell_to_define() -> None:
    tasks = [
        "Define a policy.",
        "List and discuss its kinds.",
        "Name two critics.",
        "Describe a model.",
        "Identify the reward.",
    ]
    text = "# Long quiz\n\n" + "\n".join(
        f"{n}. {each}\nIt is told below {n}." for n, each in enumerate(tasks, 1)
    )
    assert [card.question for card in parse(text, "quiz").deck.cards] == tasks
    steps = [
        "List the needs.",
        "Name the parts.",
        "Identify the limits.",
        "Outline the plan.",
        "Define the test.",
    ]
    guide = "# Interview guide\n\n" + "\n".join(
        f"{n}. {each}\nDo it early." for n, each in enumerate(steps, 1)
    )
    assert parse(guide, "guide").deck.cards == ()


def test_hashes_glued_to_the_question_of_an_item_are_none_of_it() -> None:
    assert listed("- ###What is {name}?", "  It is estimated.\n") == listed(
        "- What is {name}?", "  It is estimated.\n"
    )
    text = "".join(f"- ##What is {name}?\n\n  It is estimated.\n\n" for name in ("bias", "noise", "gain"))
    assert parse(text, "README").deck.cards[0].question == "What is bias?"


@pytest.mark.parametrize("address", ["https://example.org/cut", "<https://example.org/cut>"])
def test_an_item_that_is_an_address_alone_is_no_question(address: str) -> None:
    items = ["- What is a trace?\n  - A memory.", "- Why cut it?\n  - It is off-policy."] * 2
    text = "\n".join([*items, "- Explain the cut", f"- {address}\n  - https://example.org/why", *items])
    cards = parse(f"# Trace interview questions\n\n{text}\n", "README").deck.cards
    assert [card.question for card in cards if "cut" in card.question] == ["Why cut it?"] * 2 + [
        "Explain the cut"
    ] + ["Why cut it?"] * 2


def test_items_that_go_on_with_questions_in_bold_do_so_over_a_number_used_twice_or_left_out() -> None:
    bold = "".join(f"{n}. **How long is trace {n}?**\n\nA few steps.\n\n" for n in range(1, 5))
    plain = "".join(f"{n}. How long is path {n}?\n\n- Some steps.\n\n" for n in (5, 5, 6, 8, 9))
    asked = [card.question for card in parse(f"# Questions\n\n{bold}{plain}", "README").deck.cards]
    assert asked[4:] == [f"How long is path {n}?" for n in (5, 5, 6, 8, 9)]


def test_a_list_far_behind_the_number_of_the_item_above_it_is_part_of_its_answer() -> None:
    bold = "".join(f"{n}. **How long is trace {n}?**\n\nA few steps.\n\n" for n in range(1, 5))
    steps = "Ask yourself:\n\n1. How long is it?\n2. Who ends it?\n"
    cards = parse(f"# Questions\n\n{bold}5. How long is path 5?\n\n{steps}", "README").deck.cards
    assert len(cards) == 5
    assert cards[-1].sections[0].text.endswith("2. Who ends it?")
