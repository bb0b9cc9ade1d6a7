"""Files of one question, questions that only count, and the topics that cards stand below."""

import pytest

from flashrl.formats import parse
from flashrl.model import Card

_NOTE = "# {title}\n\nIt keeps its variables.\n\n## Details\n\nMore.\n\n## Example\n\nOne.\n\n# Links\n\nhttps://example.org\n"


def cards(text: str, name: str = "README") -> list[Card]:
    return list(parse(text, name).deck.cards)


@pytest.mark.parametrize(
    ("name", "title", "question"),
    [
        ("What do you know about closures", "Closures", "What do you know about closures"),
        ("explain-closures", "Explain closures", "Explain closures"),
        ("12", "What is a closure?", "What is a closure?"),
    ],
)
def test_a_file_whose_name_or_title_asks_is_one_card(name: str, title: str, question: str) -> None:
    (card,) = cards(_NOTE.format(title=title), name)
    assert card.question == question
    assert "## Example" in card.sections[0].text


@pytest.mark.parametrize("name", ["README", "what-is-new", "How to contribute", "closures"])
def test_a_page_with_another_name_is_no_card(name: str) -> None:
    assert cards(_NOTE.format(title="Closures"), name) == []


def test_the_statement_below_a_heading_that_only_counts_is_the_question() -> None:
    text = (
        "### Question 1\n\nA policy may be random.\n\nIt may.\n\n### Question 2\n\nRewards add up.\n\nTrue."
    )
    assert [card.question for card in cards(text)] == ["A policy may be random.", "Rewards add up."]


def test_a_heading_inside_an_answer_is_no_topic_of_the_next_cards() -> None:
    text = "## Basics\n\n### What is one?\n\nIt is.\n\n#### Details\n\nMore.\n\n### What is two?\n\nIt is.\n"
    assert [card.topic for card in cards(text)] == ["Basics", "Basics"]


def test_a_question_in_two_languages_is_one_card() -> None:
    text = "# Вопрос (RU)\n> Что это?\n\n# Question (EN)\n> What is it?\n\n## Answer (EN)\nIt."
    (card,) = cards(text)
    assert card.question == "Что это?"
