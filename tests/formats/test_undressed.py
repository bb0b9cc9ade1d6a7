"""What is put around a question and says nothing of it is taken off: anchors, underlining, levels."""

import pytest

from flashrl.formats import parse
from flashrl.formats.foreign.page.undressed import undressed

ASKED = [
    "What is a horizon?",
    "Explain discounting",
    "Finite or infinite",
    "Why stop early?",
    "What ends it?",
]
LOOKS = [
    '<a name="q{n}"></a>**{n}. {asked}**',
    '<a id="q{n}"></a>{n}. {asked}',
    '<span id="q{n}"></span>### {n}. {asked}',
    "<u>**{n}. {asked}**</u>",
    "<ins>{n}. {asked}</ins>",
    '* <span id="q{n}">**{asked}**</span>',
    "## - {n}. {asked}",
    "{n}. **[Easy]** {asked}",
    "{n}. `hard` {asked}",
    "{n}. **Medium** - {asked}",
    "{n}. :question: {asked}",
]


def _questions(text: str) -> list[str]:
    return [card.question for card in parse(text, "notes").deck.cards if not card.is_draft]


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_around_a_question_hides_it_from_no_one(look: str) -> None:
    rows = enumerate(ASKED, start=1)
    text = "".join(f"{look.format(n=n, asked=asked)}\n\nTold in {n}.\n\n" for n, asked in rows)
    assert _questions(f"# Interview questions\n\n{text}") == ASKED


def test_a_level_before_what_asks_nothing_stays() -> None:
    steps = "1. **Basic** - a table\n2. **Medium** - tiles\n3. **Hard** - a network"
    text = f"## What is there to begin with?\n\n{steps}\n\n## What comes next?\n\nMore.\n\n## Why?\n\nSo.\n"
    cards = parse(text, "questions").deck.cards
    assert cards[0].sections[-1].text == steps
    assert len(cards) == 3


def test_a_heading_whose_space_was_forgotten_is_one_where_others_of_its_level_stand() -> None:
    text = (
        "# RL questions\n\n### What is a return?\n\nA sum.\n\n###Explain the horizon\n\nHow far it looks.\n\n"
        "### How is it cut?\n\n```\n\n###What is this\n```\n\n### Why?\n\n#tagged text stays.\n"
    )
    cards = parse(text, "questions").deck.cards
    asked = ["What is a return?", "Explain the horizon", "How is it cut?", "Why?"]
    assert [card.question for card in cards] == asked
    assert "###What is this" in cards[2].sections[0].text
    assert cards[3].sections[0].text == "#tagged text stays."


def test_tags_of_blocks_around_labelled_questions_and_their_answers_are_none_of_their_text() -> None:
    rows = [
        '<div class="q">Qua. 1) What is a horizon?</div>\n<div class="a">Ans. => How far.</div>',
        '<div class="q">Qua. 2) What is a step\n ?</div>\n\n <div>Ans. => One action.\n\nAnd a reward.</div>',
        '<p class="q">Qn. 3 What is an episode?</p>\n\n<p>Ans -> Steps up to the end.</p>',
    ]
    cards = parse("\n\n".join(rows), "notes").deck.cards
    assert [card.question for card in cards] == [
        "What is a horizon?",
        "What is a step ?",
        "What is an episode?",
    ]
    assert [card.sections[-1].text for card in cards] == [
        "How far.",
        "One action.\n\nAnd a reward.",
        "Steps up to the end.",
    ]


def test_blocks_without_questions_keep_their_tags() -> None:
    text = (
        '# Page\n\n<div align="center">Q3 was good.</div>\n\n<p>Answer: none</p>\n\n## Why?\n\n<p>So.</p>\n'
    )
    assert undressed(text.split("\n")) == text.split("\n")


def test_a_break_before_the_mark_of_an_answer_is_no_part_of_it() -> None:
    gaps = ["<br>", "<br/> ", "", "</br>&nbsp;", "<br /><br>  "]
    rows = enumerate(zip(ASKED, gaps, strict=True), start=1)
    text = "".join(f"**{n}. {asked}**\n{gap}**Answer:** Told in {n}.\n\n" for n, (asked, gap) in rows)
    cards = parse(f"# RL questions\n\n{text}", "README").deck.cards
    assert [card.question for card in cards] == ASKED
    assert [card.sections[-1].text for card in cards] == [f"Told in {n}." for n in range(1, 6)]
    kept = ["<br> Answers differ.", "```", "  <br>"]
    assert undressed(kept) == kept


def test_a_letter_below_a_break_opens_the_answer_to_a_question_with_a_prefix() -> None:
    text = "# RL\n\nQ. What is a {}?\n<br />\nA. A sum.\n\nQ. Why does it matter in code? <br/>\nA. \n"
    first, second = parse(text.format("return"), "README").deck.cards
    assert (first.question, first.sections[0].text) == ("What is a return?", "A sum.")
    assert (second.question, second.is_draft) == ("Why does it matter in code?", True)
    options = "# RL\n\nQ. Which of them bootstraps?\nA. SARSA\nB. Monte Carlo\n"
    assert parse(options, "README").deck.cards[0].is_draft


def test_the_date_that_a_task_was_done_on_is_no_answer() -> None:
    marks = [
        "✅ 2031-05-01",
        "📅 2031-05-01 ✅ 2031-05-02",
        "🔁 every week ⏳ 2031-05-01",
        "⏫",
        "[due:: 2031-05-01]",
    ]
    rows = "".join(f"- [x] {asked} {mark}\n" for asked, mark in zip(ASKED, marks, strict=True))
    cards = parse(f"# RL questions\n\n{rows}- [ ] What is gamma? ✅ It discounts.\n", "notes").deck.cards
    assert [card.question for card in cards if card.is_draft] == ASKED
    assert cards[-1].sections[0].text.endswith("It discounts.")


@pytest.mark.parametrize(
    "footer",
    [
        "[Az elejére](#top)",
        '<div align="right">\n  <b><a href="#">↥ вернуться к началу</a></b><br>\n'
        '  <b><a href="#">звезда ★</a></b>\n</div>',
    ],
)
def test_a_link_up_below_each_answer_is_in_none_of_them(footer: str) -> None:
    rows = enumerate(ASKED, start=1)
    text = "".join(f"### {n}. {asked}\n\nTold in {n}.\n\n{footer}\n\n" for n, asked in rows)
    cards = parse(f"# Interview questions\n\n{text}", "notes").deck.cards
    assert [card.sections[0].text for card in cards] == [f"Told in {n}." for n in range(1, 6)]


def test_a_reference_within_the_page_now_and_then_stays() -> None:
    rows = enumerate(ASKED, start=1)
    told = "Told in {n}.\n\n[the horizon](#1)"
    text = "".join(f"### {n}. {asked}\n\n{told.format(n=n) if n < 4 else 'So.'}\n\n" for n, asked in rows)
    assert parse(f"# Interview questions\n\n{text}", "notes").deck.cards[2].sections[0].text == told.format(
        n=3
    )


@pytest.mark.parametrize(
    "look", ["**{} **", "** {}**", "{n}. **{} **", "- **{} **", "### **{} **", "**{n}. {} **"]
)
def test_stars_with_a_gap_inside_close_a_question_all_the_same(look: str) -> None:
    asked = [each for each in ASKED if not look.startswith("** ") or each.endswith("?")]
    rows = enumerate(asked, start=1)
    text = "".join(f"{look.format(each, n=n)}\n\nTold in {n}, with 2 ** 3 steps.\n\n" for n, each in rows)
    cards = parse(f"# Interview questions\n\n{text}", "notes").deck.cards
    assert [card.question for card in cards] == asked
    assert cards[0].sections[0].text == "Told in 1, with 2 ** 3 steps."


def test_other_stars_with_gaps_stay() -> None:
    lines = ["** is a power", "** a ** b ** c", "**kwargs ** 2", "- **It** asks? ** so", "**How?**"]
    assert undressed(lines) == lines
    assert undressed(["**How far? **Far."]) == ["**How far?** Far."]
