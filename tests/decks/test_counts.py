"""The shipped decks hold what they promise: how many cards there are, and what is on them."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from flashrl import paths, simulations
from flashrl.formats import read_all
from flashrl.model import Card, Deck, Difficulty, SectionKind, SimulationBlock
from flashrl.spans import find_math
from tests.decks.test_numbers import BY_HAND, NUMBERS

FILES = read_all([paths.decks()])
CARDS = [card for file in FILES for card in file.deck.cards]
README = Path(__file__).parents[2] / "README.md"
LONG_ANSWERS = ("160-debugging-cases.md", "170-whiteboard-proofs.md")
"""The decks of cases and proofs, whose answers take the words that they need."""


def with_section(*kinds: SectionKind) -> list[Card]:
    return [card for card in CARDS if any(section.text.strip() for section in card.of_kind(*kinds))]


def blocks(card: Card) -> Iterator[SimulationBlock]:
    for section in card.sections:
        yield from (part for part in section.parts if isinstance(part, SimulationBlock))


def texts(card: Card) -> list[str]:
    return [card.question, *(section.text for section in card.sections)]


def words(text: str) -> int:
    """How many words a text has; a formula counts as one."""
    for start, end in reversed([(each.start, each.end) for each in find_math(text)]):
        text = f"{text[:start]} formula {text[end:]}"
    return len([word for word in text.split() if re.search(r"\w", word)])


def without_answers(card: Card) -> list[str]:
    """The follow-up questions below which nothing is said."""
    text = "\n\n".join(section.text for section in card.of_kind(SectionKind.FOLLOW_UPS))
    asked = re.split(r"^[-*] ", text, flags=re.MULTILINE)[1:]
    return [each for each in asked if not re.search(r"\S\n+ +\S", each)] if asked else [text]


def test_there_are_sixteen_decks_below_rl_in_study_order() -> None:
    names = [file.path.name for file in FILES if file.path]
    assert len(names) == 16
    assert names == sorted(names)
    assert [file.deck.name for file in FILES if not file.deck.name.startswith("RL::")] == []


def table() -> list[str]:
    """The rows of the README's table of decks."""
    rows = []
    for file in FILES:
        found, name = file.deck.cards, file.deck.name.removeprefix("RL::")
        shown = [list(blocks(card)) for card in found]
        simulated, guessed = sum(map(bool, shown)), sum(any(each.predict for each in some) for some in shown)
        by_hand = sum(BY_HAND in card.tags for card in found)
        link = f"[{name}](decks/{file.path.name if file.path else ''})"
        rows.append(f"| {link} | {len(found)} | {by_hand} | {simulated} | {guessed} |")
    return rows


def test_the_readme_lists_the_decks_with_their_numbers() -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.match(r"\| \[.*\]\(decks/", line)] == table()


def test_there_are_450_cards_and_none_is_a_draft() -> None:
    assert len(CARDS) >= 450
    assert [card.id for card in CARDS if card.is_draft] == []


def test_every_card_has_an_id_of_its_own_a_difficulty_and_a_tag() -> None:
    assert [name for name, count in Counter(card.id for card in CARDS).items() if count > 1 or not name] == []
    assert [card.id for card in CARDS if card.difficulty is None or not card.tags] == []


@pytest.mark.parametrize(
    ("kind", "share"),
    [(SectionKind.REFERENCES, 0.60), (SectionKind.TRAP, 0.25), (SectionKind.FOLLOW_UPS, 0.40)],
)
def test_so_many_cards_have_references_a_trap_and_follow_ups(kind: SectionKind, share: float) -> None:
    assert len(with_section(kind)) >= share * len(CARDS)


def test_every_follow_up_has_an_answer() -> None:
    asking = with_section(SectionKind.FOLLOW_UPS)
    assert {card.id: found for card in asking if (found := without_answers(card))} == {}


def test_every_open_question_has_key_points() -> None:
    """A text with blanks and a computation are right or wrong by themselves."""
    open_questions = {card.id for card in CARDS if not card.is_cloze and BY_HAND not in card.tags}
    assert open_questions - {card.id for card in with_section(SectionKind.KEY_POINTS)} == set()


def test_there_are_60_blanks_and_120_cards_with_formulas() -> None:
    assert sum(len(card.blanks) for card in CARDS) >= 60
    assert sum(any(find_math(text) for text in texts(card)) for card in CARDS) >= 120


def test_80_cards_show_a_simulation_and_20_ask_for_its_outcome_first() -> None:
    assert sum(any(blocks(card)) for card in CARDS) >= 80
    assert sum(any(block.predict for block in blocks(card)) for card in CARDS) >= 20


@pytest.mark.parametrize("slug", simulations.discover())
def test_a_simulation_is_on_two_cards(slug: str) -> None:
    assert sum(any(block.slug == slug for block in blocks(card)) for card in CARDS) >= 2


def test_30_computations_by_hand_are_recomputed() -> None:
    assert len([card for card in CARDS if BY_HAND in card.tags and card.id in NUMBERS]) >= 30


def test_an_answer_has_at_most_200_words() -> None:
    answers = {
        card.id: sum(words(section.text) for section in card.of_kind(SectionKind.ANSWER))
        for file in FILES
        for card in file.deck.cards
        if file.path and file.path.name not in LONG_ANSWERS
    }
    assert {name: count for name, count in answers.items() if count > 200} == {}


@pytest.mark.parametrize("deck", [pytest.param(file.deck, id=file.deck.name) for file in FILES])
def test_a_deck_goes_from_easy_to_expert(deck: Deck) -> None:
    spread = Counter(card.difficulty for card in deck.cards)
    assert [level for level in Difficulty if not spread[level]] == []
    assert max(spread.values()) <= 0.6 * len(deck.cards)
