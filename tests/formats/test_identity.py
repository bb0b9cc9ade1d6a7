from dataclasses import replace

import pytest

from flashrl.formats import identity
from flashrl.formats.identity import KnownCard, Match
from flashrl.model import Card, Section, SectionKind


def card(question: str, answer: str = "A", card_id: str | None = None) -> Card:
    return Card(question, (Section(SectionKind.ANSWER, (answer,)),), id=card_id)


def known(each: Card, source: str = "f.md", card_id: str = "text-1") -> KnownCard:
    generated = each.id is None
    return KnownCard(each.id or card_id, source, identity.fingerprint(each), each.question, generated)


def test_an_id_is_the_same_card_whatever_it_says() -> None:
    old = known(card("What is V?", "old", "v"))
    assert identity.match([card("Define V.", "new", "v")], "f.md", [old]) == [Match("v", old)]


@pytest.mark.parametrize(
    "question", ["12. What is V?", "**What** is `V`?", "  what IS v? ", "Q3: What is V?"]
)
def test_numbers_and_formatting_do_not_make_another_card(question: str) -> None:
    old = known(card("What is V?"))
    (found,) = identity.match([card(question)], "f.md", [old])
    assert (found.id, found.known) == ("text-1", old)


def test_a_card_that_gets_its_id_keeps_its_past() -> None:
    old = known(card("What is V?"))
    (found,) = identity.match([card("What is V?", card_id="v")], "f.md", [old])
    assert (found.id, found.known) == ("v", old)


def test_equal_texts_twice_are_two_cards() -> None:
    first, second = identity.match([card("Output?"), card("Output?")], "f.md", [])
    assert first.known is None
    assert second.known is None
    assert first.id != second.id


def test_an_id_that_moves_with_its_question_is_moved() -> None:
    old = known(card("What is the discount for?", card_id="d"), source="old.md")
    (found,) = identity.match([card("What is a discount for?", card_id="d")], "new.md", [old])
    assert not found.is_clash


def test_an_id_that_another_file_uses_for_another_question_clashes() -> None:
    old = known(card("What is the discount for?", card_id="d"), source="old.md")
    (found,) = identity.match([card("Define DQN's target.", card_id="d")], "new.md", [old])
    assert found.is_clash


def test_an_id_of_a_file_that_is_gone_is_free_to_move() -> None:
    old = replace(known(card("What is the discount for?", card_id="d"), source="old.md"), is_source_gone=True)
    (found,) = identity.match([card("Define DQN's target.", card_id="d")], "new.md", [old])
    assert (found.known, found.is_clash) == (old, False)
