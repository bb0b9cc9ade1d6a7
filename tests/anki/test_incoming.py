"""Packages that come in: reviews made in Anki, other people's notes, and files that mean harm."""

import json
import shutil
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from flashrl.anki import archive, incoming
from flashrl.anki.incoming import Incoming, Known
from flashrl.errors import DeckError
from flashrl.formats import parse, read
from flashrl.model import Card, EventKind, Quality, ReviewEvent
from flashrl.scheduling.day import study_day
from tests.anki.imports import anki, card, cloze_card, export, imported
from tests.anki.packages import GENERATIONS, add, answer, written

CARDS = (card(), cloze_card("==c1::a== ==c2::b==", 1, 2))


def look(path: Path, cards: Sequence[Card] = CARDS, events: Sequence[ReviewEvent] = ()) -> Incoming:
    """What is in a package, for a collection of these cards and events."""
    instants: dict[str, list[datetime]] = {}
    for event in events:
        instants.setdefault(event.unit, []).append(event.reviewed_at)
    with incoming.opened(path, Known(cards, events, instants), study_day) as found:
        return found


# -- reviews -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GENERATIONS)
def test_reviews_made_in_anki_come_back(name: str, tmp_path: Path) -> None:
    with imported(*CARDS, folder=tmp_path) as target:
        answer(target, target.note("return"), 3)
        answer(target, target.note("cloze"), 1)
        found = look(written(target, tmp_path / name)).reviews
    assert [(event.unit, event.quality) for event in found.events] == [
        ("return", Quality.PASS),
        ("cloze#c1", Quality.WRONG),
    ]
    assert all(abs(event.reviewed_at - datetime.now(UTC)) < timedelta(minutes=1) for event in found.events)
    assert found.events[0].day == study_day(datetime.now(UTC))


def test_later_reviews_of_a_day_are_drill(tmp_path: Path) -> None:
    with imported(*CARDS, folder=tmp_path) as target:
        answer(target, target.note("return"), 1, 2, 4)
        found = look(written(target, tmp_path / "new.apkg")).reviews
    assert [(event.quality, event.kind) for event in found.events] == [
        (Quality.WRONG, EventKind.SCHEDULED),
        (Quality.PASS_HARD, EventKind.DRILL),
        (Quality.PERFECT, EventKind.DRILL),
    ]


def test_a_day_that_was_scheduled_here_is_not_scheduled_twice(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    here = ReviewEvent("return", now - timedelta(seconds=5), study_day(now), Quality.PASS)
    with imported(*CARDS, folder=tmp_path) as target:
        answer(target, target.note("return"), 3)
        found = look(written(target, tmp_path / "new.apkg"), events=[here]).reviews
    assert [event.kind for event in found.events] == [EventKind.DRILL]


def test_what_came_in_before_is_known(tmp_path: Path) -> None:
    with imported(*CARDS, folder=tmp_path) as target:
        answer(target, target.note("return"), 3)
        package = written(target, tmp_path / "new.apkg")
    first = look(package).reviews
    again = look(package, events=first.events).reviews
    assert (len(first.events), again.events, again.known) == (1, (), 1)


def test_notes_of_decks_that_are_not_here_are_counted(tmp_path: Path) -> None:
    with imported(*CARDS, folder=tmp_path) as target:
        answer(target, target.note("return"), 3)
        found = look(written(target, tmp_path / "new.apkg"), CARDS[1:]).reviews
    assert (found.events, found.strange) == ((), 1)


def test_our_own_notes_become_no_decks(tmp_path: Path) -> None:
    assert look(export(*CARDS, to=tmp_path / "own.apkg")).converted.decks == ()


# -- other people's notes ------------------------------------------------------------------------


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A package of every kind of note that is understood, and of some that are not."""
    with anki(tmp_path) as target:
        picture = tmp_path / "the grid.png"
        picture.write_bytes(b"a picture")
        name = target.collection.media.add_file(str(picture))
        add(target, "Basic", "What is <b>V</b>?", f'\\(V(s)\\)<br><img src="{name}">', tags=("rl", "value"))
        add(target, "Basic (and reversed card)", "front", "back")
        add(target, "Basic (optional reversed card)", "one way", "only", "")
        add(target, "Cloze", "The {{c1::TD}} error is {{c2::\\(r + V\\)::hint}}.", "More.", deck="C")
        add(target, "Basic", "", "no question")
        add(target, "Basic", "Sound?", "Yes [sound:a.mp3]")
        return written(target, tmp_path / "new.apkg")


def test_notes_become_cards(theirs: Path) -> None:
    first, second = (parse(deck.text, deck.file) for deck in look(theirs).converted.decks)
    assert (first.diagnostics, second.diagnostics) == ((), ())
    assert (first.deck.name, second.deck.name) == ("A::B", "C")
    assert [each.question for each in first.deck.cards] == [
        "What is **V**?",
        "front",
        "back",
        "one way",
        "Sound?",
    ]
    asked = first.deck.cards[0]
    assert asked.sections[0].text == "$V(s)$\\\n![](<media/the grid.png>)"
    assert asked.tags == ("rl", "value")
    (cloze,) = second.deck.cards
    assert cloze.blanks == (1, 2)
    assert cloze.question == "The … error is …."
    assert [section.text for section in cloze.sections] == [
        "The ==c1:: TD == error is ==c2:: $r + V$ ==.",
        "More.",
    ]


def test_what_is_not_understood_is_said(theirs: Path) -> None:
    assert look(theirs).converted.losses == (
        "a note of the type Basic is left out: it has no question",
        "sound is left out (Basic)",
        "the hint of a blank is left out (Cloze)",
    )


def test_decks_are_written_with_their_pictures(theirs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "decks"
    with incoming.opened(theirs, Known(), study_day) as package:
        paths = package.save(folder)
        assert [path.name for path in paths] == ["a-b.md", "c.md"]
        assert (folder / "media" / "the grid.png").read_bytes() == b"a picture"
        assert read(paths[0]).diagnostics == ()
        assert package.save(folder) == paths


def test_an_edited_deck_is_not_written_over(theirs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "decks"
    with incoming.opened(theirs, Known(), study_day) as package:
        first, second = package.save(folder)
        second.write_text(second.read_text() + "\nmine\n")
        first.write_text("")
        with pytest.raises(DeckError, match="was edited since"):
            package.save(folder)
        assert second.read_text().endswith("mine\n")


def test_another_deck_of_that_name_has_a_file_of_its_own(theirs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "decks"
    folder.mkdir()
    (folder / "c.md").write_text("### Mine\n")
    with incoming.opened(theirs, Known(), study_day) as package:
        assert [path.name for path in package.save(folder)] == ["a-b.md", "c-2.md"]
    assert (folder / "c.md").read_text() == "### Mine\n"


def test_a_folder_that_cannot_be_written_to_is_said(theirs: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with (
        incoming.opened(theirs, Known(), study_day) as package,
        pytest.raises(DeckError, match="cannot be written"),
    ):
        package.save(tmp_path / "file" / "decks")


# -- files that mean harm ------------------------------------------------------------------------


def read_whole(path: Path) -> None:
    with incoming.opened(path, Known(), study_day) as package:
        for name in package.archive.media:
            package.archive.read_media(name)


def refused(path: Path) -> str:
    with pytest.raises(DeckError) as caught:
        read_whole(path)
    assert caught.value.path == path
    return caught.value.message


def zipped(path: Path, **members: bytes) -> Path:
    with ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "."), content)
    return path


def database(theirs: Path, change: str) -> bytes:
    """The collection of a package of the older kind, after a change to it."""
    with ZipFile(theirs) as file:
        path = theirs.with_name("changed.db")
        path.write_bytes(file.read("collection.anki21"))
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()
    return path.read_bytes()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with anki(tmp_path) as target:
        add(target, "Basic", "Q", "A")
        return written(target, tmp_path / "old.apkg")


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.apkg").write_text("# a deck")
    assert refused(tmp_path / "a.apkg") == "this is no Anki package: it is no zip file"
    assert refused(zipped(tmp_path / "b.apkg", x=b"")) == "this is no Anki package: it holds no collection"
    assert refused(tmp_path / "none.apkg") == "it cannot be read: No such file or directory"
    assert refused(zipped(tmp_path / "c.apkg", collection__anki2=b"no database")).startswith(
        "the package is damaged"
    )


def test_a_truncated_package_is_refused(old: Path, tmp_path: Path) -> None:
    content = old.read_bytes()
    for share in (0.3, 0.6, 0.95):
        part = tmp_path / "part.apkg"
        part.write_bytes(content[: int(share * len(content))])
        assert "package" in refused(part)


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE notes",
        "UPDATE col SET models = '[]'",
        "UPDATE col SET decks = 'x'",
        "UPDATE notes SET mid = 1",
    ],
)
def test_a_damaged_collection_is_refused(old: Path, tmp_path: Path, change: str) -> None:
    path = zipped(tmp_path / "bad.apkg", collection__anki21=database(old, change))
    assert refused(path).startswith("the package is damaged: its collection cannot be read")


def test_a_collection_of_a_later_version_is_refused(old: Path, tmp_path: Path) -> None:
    path = zipped(tmp_path / "bad.apkg", collection__anki21=database(old, "UPDATE col SET ver = 99"))
    assert refused(path) == "this package was written for another version of Anki (schema 99)"


@pytest.mark.parametrize(
    "name", ["../x.png", "/x.png", "a/b.png", "a\\b.png", "..", "", "C:x.png", "x\n.png"]
)
def test_a_media_name_that_leads_elsewhere_is_refused(old: Path, tmp_path: Path, name: str) -> None:
    media = json.dumps({"0": name}).encode()
    path = zipped(tmp_path / "bad.apkg", collection__anki21=database(old, "SELECT 1"), media=media)
    assert refused(path).endswith("which is not a plain name")


def test_a_bomb_is_not_unpacked(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_COLLECTION", 50_000)
    assert refused(old) == "collection.anki21 in this package is larger than 0 MB when unpacked"
    monkeypatch.setattr(archive, "MOST_COLLECTION", 10**9)
    monkeypatch.setattr(archive, "MOST_MEDIA_FILE", 1000)
    collection = database(old, "SELECT 1")
    bomb = {"collection__anki21": collection, "media": b'{"0": "x.png"}', "0": bytes(10**6)}
    with ZipFile(tmp_path / "bomb.apkg", "w", compression=8) as file:
        for member, content in bomb.items():
            file.writestr(member.replace("__", "."), content)
    assert refused(tmp_path / "bomb.apkg") == "0 in this package is larger than 0 MB when unpacked"


def test_a_media_list_that_is_none_is_refused(old: Path, tmp_path: Path) -> None:
    for media in (b"[]", b"{", b"\xff"):
        path = zipped(tmp_path / "bad.apkg", collection__anki21=database(old, "SELECT 1"), media=media)
        assert refused(path) == "the package is damaged: its list of media cannot be read"


@pytest.mark.parametrize("member", ["collection.anki21b", "media"])
def test_newer_members_that_are_damaged_are_refused(theirs: Path, tmp_path: Path, member: str) -> None:
    path = tmp_path / "bad.apkg"
    with ZipFile(theirs) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name)[:-5] if name == member else source.read(name))
    assert refused(path).startswith("the package is damaged")


def test_nothing_is_left_behind(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    look(old)
    refused(zipped(tmp_path / "bad.apkg", collection__anki21=b"no database"))
    assert list(folder.iterdir()) == []
    shutil.rmtree(folder)
