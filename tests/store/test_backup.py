"""Backups: when they are made, which are kept, and that each is sound."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from flashrl.errors import CollectionError, DamagedCollectionError
from flashrl.formats import read
from flashrl.model import Quality, ReviewEvent
from flashrl.store import Collection, backup, doctor, rescue
from flashrl.store.migrations import _migrations

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DECK = "---\nflashrl: 1\n---\n### V?\n<!-- card\nid: v\n-->\nThe return.\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "collection.sqlite"


@pytest.fixture
def collection(path: Path, tmp_path: Path) -> Iterator[Collection]:
    """Open, with one card."""
    (tmp_path / "deck.md").write_text(DECK)
    with Collection.open(path) as opened:
        opened.apply([read(tmp_path / "deck.md")], now=NOW)
        yield opened


def grade(collection: Collection, days: int = 0, quality: int = 4) -> int:
    moment = NOW + timedelta(days=days)
    return collection.record(ReviewEvent("v", moment, moment.date(), Quality(quality)))


def names(path: Path) -> list[str]:
    return [each.name for each in backup.backups(path)]


def test_a_backup_of_an_open_collection_holds_the_last_grade(collection: Collection) -> None:
    grade(collection)
    made = collection.back_up(NOW)
    assert made.name == "collection-2026-03-01T120000Z.sqlite"
    with Collection.open(made) as opened:
        assert (opened.events(), opened.states()) == (collection.events(), collection.states())


def test_a_closed_collection_can_be_backed_up_too(collection: Collection, path: Path) -> None:
    grade(collection)
    collection.close()
    made = backup.back_up(path, NOW)
    assert backup.check(made) == []
    with closing(sqlite3.connect(made)) as copy:
        assert copy.execute("SELECT count(*) FROM events").fetchone() == (1,)


@pytest.mark.usefixtures("collection")
def test_a_backup_is_due_after_a_day(path: Path) -> None:
    hours = [0, 23, 24, 47, 48]
    made = [backup.back_up_if_due(path, NOW + timedelta(hours=each)) is not None for each in hours]
    assert made == [True, False, True, False, True]
    assert backup.back_up_if_due(path, NOW - timedelta(days=90)) is not None  # the clock was set back


def test_ten_days_and_six_months_are_kept(path: Path) -> None:
    """Three a day from January to August: the last ten days, and the newest of six months."""
    moments = [datetime(2026, 1, 1, 8 * n % 24, tzinfo=UTC) + timedelta(days=n // 3) for n in range(3 * 240)]
    paths = [path.with_name(backup.name(each)) for each in moments][::-1]
    kept = sorted(made.date() for each in backup.keep(paths) if (made := backup.made_at(each)))
    days = [date(2026, 8, 28) - timedelta(days=each) for each in range(10)]
    months = [date(2026, month, last) for month, last in ((3, 31), (4, 30), (5, 31), (6, 30), (7, 31))]
    assert kept == months + days[::-1]


@pytest.mark.usefixtures("collection")
def test_backups_that_are_not_kept_are_removed_and_other_files_are_not(path: Path) -> None:
    backup.folder(path).mkdir()
    (backup.folder(path) / "mine.sqlite").write_text("x")
    for hours in range(3):
        backup.back_up(path, NOW + timedelta(hours=hours))
    assert names(path) == ["collection-2026-03-01T140000Z.sqlite"]
    assert (backup.folder(path) / "mine.sqlite").exists()


def test_an_import_makes_a_backup_first(collection: Collection, path: Path, tmp_path: Path) -> None:
    assert names(path) == []  # there was nothing to lose
    (tmp_path / "deck.md").write_text(DECK.replace("The return.", "Another answer."))
    collection.apply([read(tmp_path / "deck.md")], now=NOW)
    (made,) = backup.backups(path)
    with Collection.open(made) as before:
        assert "The return." in before.card("v").card.sections[0].text


def test_a_migration_makes_a_backup_first(path: Path) -> None:
    path.parent.mkdir()
    db = Database(sqlite3.connect(path, isolation_level=None), execute_plugins=False)
    _migrations().apply(db, stop_before="0004_schedulers")
    db.close()
    Collection.open(path).close()
    (made,) = backup.backups(path)
    with closing(sqlite3.connect(made)) as old:
        assert "stability" not in {row[1] for row in old.execute("PRAGMA table_info(states)")}


def test_what_is_damaged_is_not_backed_up_and_replaces_no_backup(collection: Collection, path: Path) -> None:
    for day in range(200):
        grade(collection, day)
    backup.back_up(path, NOW)
    collection.close()
    damaged = bytearray(path.read_bytes())
    damaged[8192:16384] = os.urandom(8192)
    path.write_bytes(damaged)
    with pytest.raises(DamagedCollectionError, match="damaged"):
        backup.back_up(path, NOW + timedelta(hours=1))
    assert names(path) == ["collection-2026-03-01T120000Z.sqlite"]
    assert list(backup.folder(path).glob(".*")) == []


def test_a_restored_backup_gets_the_reviews_made_since(collection: Collection, path: Path) -> None:
    grade(collection)
    made = collection.back_up(NOW)
    grade(collection, 1)
    collection.undo(grade(collection, 7, quality=1), now=NOW)
    grade(collection, 7)
    expected = (collection.events(), collection.states(), collection.steps("v"))
    collection.close()
    done = rescue.restore(path, made, NOW)
    assert done.events == 3
    with Collection.open(path) as opened:
        assert (opened.events(), opened.states(), opened.steps("v")) == expected
        assert opened.wrong_states() == 0


def test_a_backup_may_be_restored_as_it_was(collection: Collection, path: Path) -> None:
    grade(collection)
    made = collection.back_up(NOW)
    grade(collection, 1)
    collection.back_up(NOW + timedelta(days=1))
    collection.close()
    kept = rescue.restore(path, made, NOW + timedelta(days=2), add_events=False).kept
    assert kept is not None
    assert doctor.examine(path, NOW) == []  # what was left out on purpose does not come back
    for each, events in ((path, 1), (kept, 2)):
        with Collection.open(each) as opened:
            assert len(opened.events()) == events


def test_nothing_is_restored_while_the_collection_is_open(collection: Collection, path: Path) -> None:
    made = collection.back_up(NOW)
    with pytest.raises(CollectionError, match="has the collection open"):
        rescue.restore(path, made, NOW)
    grade(collection)
    assert len(collection.events()) == 1


def test_a_file_that_is_no_backup_is_not_restored(collection: Collection, path: Path, tmp_path: Path) -> None:
    collection.close()
    before = path.read_bytes()
    (tmp_path / "other").write_bytes(b"x" * 5000)
    with pytest.raises(DamagedCollectionError, match="no sound collection"):
        rescue.restore(path, tmp_path / "other", NOW)
    assert path.read_bytes() == before
