"""Every topic of docs/coverage.md is answered by cards that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flashrl import paths
from flashrl.formats import read_all

COVERAGE = Path(__file__).parents[2] / "docs" / "coverage.md"


def rows() -> Iterator[tuple[str, list[str]]]:
    """Topic and card ids of every row of the tables, without their heads."""
    for line in COVERAGE.read_text(encoding="utf-8").splitlines():
        topic, _, cards = line.strip("| ").partition(" | ")
        if line.startswith("| ") and cards != "cards":
            yield topic, re.findall(r"`([^`]+)`", cards)


ROWS = list(rows())
DECKS = {file.deck.name: {card.id for card in file.deck.cards} for file in read_all([paths.decks()])}
CARDS = set().union(*DECKS.values())


def test_the_tables_are_found() -> None:
    assert ("the tuple (S, A, P, R, γ)", ["mdp-definition"]) in ROWS


@pytest.mark.parametrize("cards", [pytest.param(cards, id=topic) for topic, cards in ROWS])
def test_a_topic_is_answered_by_cards_that_exist(cards: list[str]) -> None:
    assert cards
    assert [card for card in cards if card not in CARDS] == []


def test_no_row_names_a_card_twice() -> None:
    assert [topic for topic, cards in ROWS if len(set(cards)) < len(cards)] == []


def test_every_deck_is_drawn_on() -> None:
    named = {card for _, cards in ROWS for card in cards}
    assert [name for name, ids in DECKS.items() if not ids & named] == []
