"""The numbers on the cards are recomputed, and a card that asks for a computation has some."""

import pkgutil
from importlib import import_module

import pytest

from flashrl import paths
from flashrl.formats import read_all
from flashrl.model import Card
from tests.decks import numbers

BY_HAND = "by-hand"
"""The tag of cards that ask for a computation."""


def shipped_cards() -> dict[str, Card]:
    return {card.id or "": card for file in read_all([paths.decks()]) for card in file.deck.cards}


CARDS = shipped_cards()
NUMBERS: dict[str, tuple[str, ...]] = {
    card: texts
    for module in pkgutil.iter_modules(numbers.__path__)
    for card, texts in import_module(f"{numbers.__name__}.{module.name}").NUMBERS.items()
}


@pytest.mark.parametrize("card", NUMBERS)
def test_a_card_says_the_numbers_that_its_formula_yields(card: str) -> None:
    said = "\n".join(section.text for section in CARDS[card].sections)
    assert [text for text in NUMBERS[card] if text not in said] == []


def test_every_computation_by_hand_is_recomputed() -> None:
    asked = {card.id for card in CARDS.values() if BY_HAND in card.tags}
    assert asked - NUMBERS.keys() == set()
