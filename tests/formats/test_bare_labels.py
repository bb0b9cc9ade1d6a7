"""A heading or line in bold that only says that a question follows is the name of no card."""

import pytest

from flashrl.formats import parse

ASKED = ["What is a belief state?", "Why filter?", "Name a solver", "When is the state hidden?"]
PAIRS = [
    ("### ❓ Question", "### ✅ Answer"),
    ("### 💬 Interview Question", "### 💡 Sample Answer"),
    ("### 🎯 Scenario", "### ✅ Solution"),
    ("### Question ❓", "### Answer ✅"),
    ("**❓ Question:**", "**✅ Answer:**"),
    ("**Question**", "**Answer**"),
    ("**Task:**", "**Solution:**"),
]


def _text(above: str, pair: tuple[str, str]) -> str:
    asking, answering = pair
    return "# POMDP interview questions\n\n" + "".join(
        f"{above.format(n=n)}\n\n{asking}\n\n{asked}\n\n{answering}\n\nTold in {n}.\n\n"
        for n, asked in enumerate(ASKED, start=1)
    )


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0])
@pytest.mark.parametrize("above", ["---", "## Question {n}"])
def test_the_text_below_a_bare_label_names_the_card(above: str, pair: tuple[str, str]) -> None:
    cards = parse(_text(above, pair), "notes").deck.cards
    assert [card.question for card in cards] == ASKED
    assert [card.sections[-1].text.strip() for card in cards] == [
        f"Told in {n}." for n in range(1, len(ASKED) + 1)
    ]


def test_a_label_below_a_name_is_no_line_of_the_question() -> None:
    cards = parse(_text("## Topic {n}: beliefs", ("### Question", "### Answer")), "notes").deck.cards
    asked = [[part for section in card.sections[:1] for part in section.parts] for card in cards]
    assert asked == [[text] for text in ASKED]


def test_a_sign_behind_the_colon_of_an_answer_is_the_answer() -> None:
    text = "Q: Is the state seen?\nA: ❌\n\nQ: Is the reward seen?\nA: ✅\n\nQ: Is it a tree?\nA: ❌\n"
    assert [card.sections[-1].text.strip() for card in parse(text, "notes").deck.cards] == ["❌", "✅", "❌"]
