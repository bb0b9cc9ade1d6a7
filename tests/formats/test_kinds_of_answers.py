"""The line in bold that says what kind of answer follows is no part of that, at its head."""

import pytest

from flashrl.formats import parse


@pytest.mark.parametrize(
    "title",
    [
        "**Interview Answer:**",
        "**🎯 Interview answer (30 sec):**",
        "**Crisp answer**",
        "**Answer Key Points:**",
    ],
)
@pytest.mark.parametrize("gap", ["\n", " ", "\n\n"])
def test_the_name_of_an_answer_is_not_shown_above_it(title: str, gap: str) -> None:
    text = "".join(f"### {n}. What is method {n}?\n\n{title}{gap}It bootstraps.\n\n" for n in range(1, 4))
    cards = parse(f"# Interview questions\n\n{text}", "notes").deck.cards
    assert [[each.text for each in card.sections] for card in cards] == [["It bootstraps."]] * 3


def test_below_a_longer_text_it_stays() -> None:
    told = "A target is built from estimates.\n\n**Interview answer:** it bootstraps."
    cards = parse(f"### 1. What is TD?\n\n{told}\n\n### 2. What is MC?\n\n{told}\n", "questions").deck.cards
    assert [[each.text for each in card.sections] for card in cards] == [[told]] * 2
