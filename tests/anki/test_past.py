"""Exports that follow each other: what changed is newer in Anki, what is gone is tagged."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flashrl.anki import Past, Report, write_package
from flashrl.formats import parse
from flashrl.model import Card, FiledCard
from flashrl.store import Collection
from tests.anki.imports import MONDAY, TUESDAY, anki, card

LATER = datetime(2026, 1, 7, 12, tzinfo=UTC)


def filed(*cards: Card) -> list[FiledCard]:
    return [FiledCard(each, "RL", Path("/nowhere/deck.md"), MONDAY) for each in cards]


def exported(
    *cards: Card, to: Path, before: Report | None = None, gone: tuple[Card, ...] = (), now: datetime = TUESDAY
) -> Report:
    notes = {each.guid: each for each in before.exported} if before else {}
    return write_package(filed(*cards), to, past=Past(notes, filed(*gone), now))


def test_a_note_keeps_its_date_while_its_content_stays(tmp_path: Path) -> None:
    first = exported(card(), to=tmp_path / "a.apkg")
    second = exported(card(), to=tmp_path / "b.apkg", before=first)
    assert second.exported == first.exported
    assert first.exported[0].changed_at == MONDAY.timestamp()


def test_content_that_changes_without_the_card_is_newer(tmp_path: Path) -> None:
    """As that of a picture does, or the way in which a card is written."""
    first = exported(card(), to=tmp_path / "a.apkg")
    second = exported(card("Q", "new"), to=tmp_path / "b.apkg", before=first)
    third = exported(card("Q", "new"), to=tmp_path / "c.apkg", before=second, now=LATER)
    assert second.exported[0].changed_at == third.exported[0].changed_at == TUESDAY.timestamp()
    with anki(tmp_path) as target:
        target.import_package(first.path)
        assert target.import_package(second.path) == {"updated": 1}
        assert target.import_package(third.path) == {"duplicate": 1}


def test_a_removed_card_is_tagged_in_anki(tmp_path: Path) -> None:
    other = card("Other?", id="other")
    first = exported(card(), other, to=tmp_path / "a.apkg")
    second = exported(card(), to=tmp_path / "b.apkg", before=first, gone=(other,))
    with anki(tmp_path) as target:
        target.import_package(first.path)
        assert target.import_package(second.path) == {"updated": 1, "duplicate": 1}
        assert target.note("other").tags == ["flashrl::removed"]
        assert target.note("return").tags == []


def test_a_card_that_comes_back_loses_the_tag(tmp_path: Path) -> None:
    first = exported(card(), to=tmp_path / "a.apkg")
    second = exported(to=tmp_path / "b.apkg", before=first, gone=(card(),))
    third = exported(card(), to=tmp_path / "c.apkg", before=second, now=LATER)
    with anki(tmp_path) as target:
        for report in (first, second, third):
            target.import_package(report.path)
        assert target.note("return").tags == []


def test_a_removed_card_that_was_never_exported_stays_away(tmp_path: Path) -> None:
    first = exported(card(), to=tmp_path / "a.apkg")
    second = exported(card(), to=tmp_path / "b.apkg", before=first, gone=(card("Q", id="never"),))
    assert second.notes == 1


def test_the_collection_remembers_what_was_exported(tmp_path: Path) -> None:
    report = exported(card(), to=tmp_path / "a.apkg")
    with Collection.open(tmp_path / "collection.sqlite") as collection:
        collection.exports.remember(report.exported)
        (note,) = report.exported
        later = replace(note, digest="another")
        collection.exports.remember([later])
        assert collection.exports.notes() == {note.guid: later}


def test_the_collection_knows_the_cards_that_are_gone(tmp_path: Path) -> None:
    text = "---\nflashrl: 1\ndeck: RL::{}\n---\n### Q\n<!-- card\nid: {}\n-->\n\nA.\n"
    path = tmp_path / "deck.md"
    with Collection.open(tmp_path / "collection.sqlite") as collection:
        for name in ("a", "b"):
            file = replace(parse(text.format(name, name), "deck"), path=path)
            collection.apply([file], now=MONDAY)
        assert [gone.card.id for gone in collection.gone_cards()] == ["a"]
        assert [gone.card.id for gone in collection.gone_cards(["RL"])] == ["a"]
        assert collection.gone_cards(["RL::b"]) == []
