"""Exports that follow each other: what changed is newer in Anki, what is gone is tagged."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from flashrl import paths
from flashrl.anki import Past, Report, learner, write_package
from flashrl.anki.content import Writer
from flashrl.formats import parse
from flashrl.model import Card, FiledCard, KeyedCard, SimulationBlock
from flashrl.store import Collection
from tests.anki.imports import MONDAY, TUESDAY, anki, card, cloze_card
from tests.anki.packages import answer, written

BLOCK = SimulationBlock("trust-region", {"steps": 1})
LATER = datetime(2026, 1, 7, 12, tzinfo=UTC)


def filed(*cards: Card) -> list[FiledCard]:
    return [FiledCard(each, "RL", Path("/nowhere/deck.md"), MONDAY) for each in cards]


def exported(
    *cards: Card, to: Path, before: Report | None = None, gone: tuple[Card, ...] = (), now: datetime = TUESDAY
) -> Report:
    """An export; `exported` of it is what all exports so far tell."""
    notes = {each.guid: each for each in before.exported} if before else {}
    report = write_package(filed(*cards), to, past=Past(notes, filed(*gone), now))
    return replace(report, exported=(*before.exported, *report.exported) if before else report.exported)


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
    assert [each.changed_at for each in second.exported] == [MONDAY.timestamp(), TUESDAY.timestamp()]
    assert third.exported == second.exported
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


def keyed(*cards: FiledCard) -> list[KeyedCard]:
    return [KeyedCard(repr(each), partial(lambda card: card, each)) for each in cards]


def fields_of(path: Path, folder: Path) -> dict[str, list[str]]:
    """What Anki makes of a package."""
    folder.mkdir()
    with anki(folder) as target:
        target.import_package(path)
        return {note["Source ID"]: [*note.fields, *note.tags] for note in target.notes()}


def test_what_was_kept_makes_the_same_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = filed(card("*What?*", tags=("a",)), cloze_card("==c1::a== $x$", 1), card("S?", BLOCK, id="s"))
    first = write_package(keyed(*cards), tmp_path / "a.apkg")
    monkeypatch.setattr(Writer, "line", Writer.question)  # fails where a kept note is written again
    kept = write_package(keyed(*cards[:2]), tmp_path / "b.apkg")
    monkeypatch.undo()
    assert kept.exported == first.exported[:2]
    before, again = fields_of(first.path, tmp_path / "1"), fields_of(kept.path, tmp_path / "2")
    assert again == {name: before[name] for name in ("return", "cloze")}


def test_a_simulation_is_not_kept_without_its_pictures(tmp_path: Path) -> None:
    cards = keyed(*filed(card("S?", BLOCK, id="s")))
    assert write_package(cards, tmp_path / "a.apkg", simulations=False).media == 0
    assert write_package(cards, tmp_path / "b.apkg").media == 6


def test_a_damaged_file_of_kept_notes_is_made_anew(tmp_path: Path) -> None:
    path = paths.kept_notes()
    path.parent.mkdir()
    for text in ("", "[]", '{"made_by": 1}', "\xff"):
        path.write_text(text, encoding="latin-1")
        assert write_package(keyed(*filed(card())), tmp_path / "a.apkg").notes == 1
    assert "return" in path.read_text()


def test_a_kept_id_is_another_cards_already(tmp_path: Path) -> None:
    write_package(keyed(*filed(card())), tmp_path / "a.apkg")
    report = write_package(keyed(*filed(card(), card("Again?"))), tmp_path / "b.apkg")
    assert report.notes == 1
    assert [each.why for each in report.skipped] == ["the id return is another card's already"]


def test_a_card_that_moves_to_a_renamed_deck_keeps_its_note_and_its_history(tmp_path: Path) -> None:
    first = write_package(filed(card()), tmp_path / "a.apkg")
    moved = FiledCard(card("What is it?", "Rewritten."), "RL::New name", Path("/elsewhere/b.md"), TUESDAY)
    past = Past({each.guid: each for each in first.exported}, (), TUESDAY)
    second = write_package([moved], tmp_path / "b.apkg", past=past)
    with anki(tmp_path) as target:
        target.import_package(first.path)
        answer(target, target.note("return"), 3)
        before = target.log("return")
        assert target.import_package(second.path) == {"updated": 1}
        assert target.note("return")["Answer"] == "<p>Rewritten.</p>"
        assert target.log("return") == before
        assert len(before) == target.collection.card_count() == 1


def test_an_export_follows_edits_moves_and_reviews_there_and_back(tmp_path: Path) -> None:
    """Out with a schedule, a review in Anki, back in, and out again: nothing is there twice."""
    text = "---\nflashrl: 1\ndeck: RL::{}\n---\n### {}\n<!-- card\nid: x\n-->\n\nA.\n"
    path = tmp_path / "deck.md"
    with Collection.open(tmp_path / "collection.sqlite") as collection, anki(tmp_path) as target:
        for number, (deck, question) in enumerate((("One", "Q?"), ("Two", "Edited?"))):
            file = replace(parse(text.format(deck, question), "deck"), path=path)
            collection.apply([file], now=MONDAY if number == 0 else TUESDAY)
            report = learner.export(collection, tmp_path / f"{number}.apkg", now=LATER)
            target.import_package(report.path)
            if number == 0:
                answer(target, target.note("x"), 3)
            back = written(target, tmp_path / f"back{number}.apkg")
            with learner.looked_into(collection, back) as package:
                learner.bring_in(collection, package, tmp_path / "decks")
        assert target.note("x")["Question"] == "<p>Edited?</p>"
        assert len(target.log("x")) == len(collection.events()) == 1
        assert len(target.notes()) == 1
