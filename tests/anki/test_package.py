"""Packages as the real Anki imports them."""

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from flashrl.anki import Skipped, note_type, write_package
from flashrl.model import Card, Difficulty, FiledCard, Section, SectionKind
from tests.anki.imports import MONDAY, TUESDAY, anki, card, cloze_card, export, imported


def test_a_card_becomes_a_note_in_its_deck(tmp_path: Path) -> None:
    with imported(card(), folder=tmp_path, deck="RL:: Basics") as target:
        (shown,) = target.note().cards()
        assert target.collection.decks.name(shown.did) == "RL::Basics"
        assert target.note()["Question"] == "<p>What is a return?</p>"
        assert target.note()["Answer"] == "<p>The discounted sum of rewards.</p>"


def test_each_section_has_its_field(tmp_path: Path) -> None:
    kinds = [kind for kind in SectionKind if kind not in (SectionKind.CLOZE, SectionKind.QUESTION)]
    sections = tuple(Section(kind, (f"on {kind.value}",)) for kind in kinds)
    full = replace(card(), sections=sections, topic="Values & *returns*", difficulty=Difficulty.HARD)
    with imported(full, folder=tmp_path) as target:
        note = target.note()
        assert {kind.value: note[kind.value] for kind in kinds} == {
            kind.value: f"<p>on {kind.value}</p>" for kind in kinds
        }
        assert note["Topic"] == "Values &amp; <em>returns</em>"
        assert (note["Difficulty"], note["My notes"], note["Spare 1"]) == ("hard", "", "")


def test_tags_hold_no_space_and_name_the_difficulty(tmp_path: Path) -> None:
    tagged = card(tags=("rl", "value based", "\u3000", "rl"), difficulty=Difficulty.EASY)
    with imported(tagged, folder=tmp_path) as target:
        assert target.note().tags == ["flashrl::difficulty::easy", "rl", "value-based"]


def test_new_cards_come_in_the_authors_order(tmp_path: Path) -> None:
    names = ["c", "a", "b"]
    with imported(*(card(name, id=name) for name in names), folder=tmp_path) as target:
        assert [target.note(name).cards()[0].due for name in names] == [0, 1, 2]


def test_the_same_package_again_changes_nothing(tmp_path: Path) -> None:
    cards = (card(), cloze_card("==c1::a== and ==c2::b==", 1, 2))
    with imported(*cards, folder=tmp_path) as target:
        again = export(*cards, to=tmp_path / "again.apkg")
        assert target.import_package(again) == {"duplicate": 2}
        assert target.collection.card_count() == 3


def test_a_later_change_updates_the_note(tmp_path: Path) -> None:
    with imported(card(), card("other", id="other"), folder=tmp_path) as target:
        edited = export(card("Return?", "The sum."), to=tmp_path / "b", changed_at=TUESDAY)
        assert target.import_package(edited) == {"updated": 1}
        assert target.note()["Answer"] == "<p>The sum.</p>"
        assert len(target.notes()) == 2


def test_an_earlier_version_is_ignored(tmp_path: Path) -> None:
    with imported(card(), folder=tmp_path, changed_at=TUESDAY) as target:
        older = export(card("old"), to=tmp_path / "b", changed_at=MONDAY)
        assert target.import_package(older) == {"duplicate": 1}
        assert "return" in target.note()["Question"]


def test_a_new_blank_adds_a_card(tmp_path: Path) -> None:
    with imported(cloze_card("==c1::a== b", 1), folder=tmp_path) as target:
        more = export(cloze_card("==c1::a== ==c2::b==", 1, 2), to=tmp_path / "b", changed_at=TUESDAY)
        assert target.import_package(more) == {"updated": 1}
        assert [each.ord for each in target.note("cloze").cards()] == [0, 1]


def test_personal_notes_outlive_an_unchanged_card(tmp_path: Path) -> None:
    with imported(card(), folder=tmp_path) as target:
        note = target.note()
        note["My notes"] = "mine"
        target.collection.update_note(note)
        target.import_package(export(card(), to=tmp_path / "again.apkg"))
        assert target.note()["My notes"] == "mine"


def test_an_update_of_the_card_empties_personal_notes(tmp_path: Path) -> None:
    """Anki replaces every field, an absent one too. Only what is written after the last change stays."""
    with imported(card(), folder=tmp_path) as target:
        note = target.note()
        note["My notes"] = "mine"
        target.collection.update_note(note)
        target.collection.db.execute("update notes set mod = ?", int(MONDAY.timestamp()))  # type: ignore[union-attr]
        target.import_package(export(card("Return?"), to=tmp_path / "b", changed_at=TUESDAY))
        assert target.note()["My notes"] == ""


def test_what_was_edited_in_anki_after_the_last_change_stays(tmp_path: Path) -> None:
    with imported(card(), folder=tmp_path) as target:
        note = target.note()
        note["Answer"] = "my own words"
        target.collection.update_note(note)
        later = export(card("Return?"), to=tmp_path / "b", changed_at=TUESDAY)
        assert target.import_package(later) == {"duplicate": 1}
        assert target.note()["Answer"] == "my own words"


def test_types_are_the_same_for_every_package(tmp_path: Path) -> None:
    with imported(card(), folder=tmp_path) as target:
        path = export(card("b", id="b"), cloze_card("==c1::a==", 1), to=tmp_path / "b", deck="X")
        assert target.import_package(path) == {"new": 2}
        names = [each.name for each in target.collection.models.all_names_and_ids()]
        assert [name for name in names if "FlashRL" in name] == ["FlashRL", "FlashRL Cloze"]


def test_the_style_arrives_with_its_night_mode(tmp_path: Path) -> None:
    with imported(card(), folder=tmp_path) as target:
        kind = target.note().note_type()
        assert kind is not None
        assert ".card.nightMode" in kind["css"]
        assert kind["mod"] == note_type.CHANGED_AT


def test_cards_without_id_are_known_by_their_question(tmp_path: Path) -> None:
    first = (card("Q", "1", id=None), card("Q", "2", id=None))
    with imported(*first, folder=tmp_path) as target:
        edited = export(
            card("Q", "1", id=None), card("Q", "3", id=None), to=tmp_path / "b", changed_at=TUESDAY
        )
        assert target.import_package(edited) == {"updated": 2}
        assert sorted(note["Answer"] for note in target.notes()) == ["<p>1</p>", "<p>3</p>"]


def test_the_same_cards_give_the_same_database(tmp_path: Path) -> None:
    paths = [export(card(), cloze_card("==c1::a==", 1), to=tmp_path / name) for name in "ab"]
    first, second = (ZipFile(path).read("collection.anki2") for path in paths)
    assert first == second


@pytest.mark.parametrize(
    ("left_out", "why"),
    [
        (Card("Why?", id="return"), "it has no answer yet"),
        (card("", id="b"), "it has no question"),
        (card("Another", id="good"), "the id good is another card's already"),
    ],
)
def test_cards_that_cannot_be_notes_are_listed(left_out: Card, why: str, tmp_path: Path) -> None:
    entries = [FiledCard(each, "D", tmp_path / "deck.md", MONDAY) for each in (card(id="good"), left_out)]
    report = write_package(entries, tmp_path / "deck.apkg")
    assert report.skipped == (Skipped(left_out.id or "", why),)
    assert (report.decks, report.notes, report.cards) == (1, 1, 1)


def test_the_report_counts(tmp_path: Path) -> None:
    cards = [card(), cloze_card("==c1::a== ==c2::b==", 1, 2)]
    entries = [FiledCard(each, each.question, tmp_path / "deck.md", MONDAY) for each in cards]
    seen: list[tuple[int, int]] = []
    report = write_package(entries, tmp_path / "deck.apkg", progress=lambda *done: seen.append(done))
    assert (report.decks, report.notes, report.cards, report.media) == (2, 2, 3, 0)
    assert report.path == tmp_path / "deck.apkg"
    assert seen == [(1, 2), (2, 2)]


def test_nothing_to_export_gives_an_empty_package(tmp_path: Path) -> None:
    with anki(tmp_path) as target:
        assert target.import_package(export(to=tmp_path / "deck.apkg")) == {}
