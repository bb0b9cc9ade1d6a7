"""Kinds of damage: none is overwritten, and each ends in a collection that runs, in its newest good state."""

import shutil
from collections.abc import Callable
from concurrent.futures import CancelledError
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from flashrl.errors import CollectionError, DamagedCollectionError
from flashrl.model import Quality, ReviewEvent
from flashrl.store import Collection, backup, inventory
from flashrl.store.doctor import examine
from flashrl.store.rescue import put_in_place, rescue, restore, start_empty
from tests.store.damages import (
    BACKED_UP,
    DAMAGES,
    DAYS,
    NOW,
    UNITS,
    contents,
    locked,
    make_home,
    table_gone,
    text,
    truncate,
)
from tests.store.test_collection import without_rights


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("whole")
    make_home(home)
    return home


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "home")
    return tmp_path / "home" / "collection.sqlite"


@pytest.mark.parametrize(("damage", "days"), DAMAGES, ids=lambda each: getattr(each, "__name__", ""))
def test_a_damaged_collection_is_kept_and_the_newest_good_state_comes_back(
    path: Path, damage: Callable[[Path], None], days: int
) -> None:
    damage(path)
    before = contents(path)
    done = rescue(path, NOW)
    assert done.kept is not None
    assert contents(done.kept) == before
    assert backup.check(path) == []
    with Collection.open(path) as collection:
        assert len(collection.events()) == BACKED_UP * UNITS + done.events >= days * UNITS
        assert collection.wrong_states() == 0
        assert len(collection.cards()) == UNITS
        collection.record(ReviewEvent("c0", NOW, NOW.date(), Quality.PASS))
    assert examine(path, NOW) == []


@pytest.mark.parametrize("damage", [each for each, _ in DAMAGES], ids=lambda each: each.__name__)
def test_a_damaged_collection_is_never_overwritten_by_opening_it(
    path: Path, damage: Callable[[Path], None]
) -> None:
    damage(path)
    before = contents(path)
    # What lies deep in the file is found by the check that every backup goes through.
    with pytest.raises(CollectionError), Collection.open(path) as collection:
        collection.back_up(NOW)
    assert contents(path) == before


def test_the_doctor_rescues_and_says_so(path: Path) -> None:
    truncate(path)
    (found,) = examine(path, NOW)
    assert "damaged" in found.what
    assert "restored collection-2026-03-16T120000Z.sqlite" in found.done
    assert examine(path, NOW) == []


def test_a_lost_write_ahead_log_is_noticed_by_what_the_backups_know(path: Path) -> None:
    """The collection as on day 0, the backup of day 15: 300 reviews come back."""
    path.unlink()
    with Collection.open(path):
        pass
    (found,) = examine(path, NOW)
    assert found.what == "300 reviews are in the newest backup and not in the collection"
    with Collection.open(path) as collection:
        assert len(collection.events()) == BACKED_UP * UNITS


def test_the_grades_in_the_write_ahead_log_of_a_killed_program_are_there(path: Path) -> None:
    other = path.parent / "killed" / "collection.sqlite"
    other.parent.mkdir()
    with Collection.open(path) as collection:
        collection.record(ReviewEvent("c0", NOW, NOW.date(), Quality.PASS))
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{other}{ending}")
    with Collection.open(other) as collection:
        assert len(collection.events()) == DAYS * UNITS + 1


def test_a_collection_that_vanished_comes_back(path: Path) -> None:
    path.unlink()
    assert rescue(path, NOW).kept is None
    with Collection.open(path) as collection:
        assert len(collection.events()) == BACKED_UP * UNITS


def test_a_damaged_backup_is_passed_over(path: Path) -> None:
    with Collection.open(path) as collection:
        newer = collection.back_up(NOW + timedelta(days=30))
    truncate(newer)
    truncate(path)
    assert rescue(path, NOW).backup.name == "collection-2026-03-16T120000Z.sqlite"


def test_without_a_good_backup_the_file_is_left_as_it_is(path: Path) -> None:
    for each in [path, *backup.backups(path)]:
        text(each)
    before = contents(path)
    with pytest.raises(CollectionError, match="no good backup"):
        rescue(path, NOW)
    assert contents(path) == before


def test_states_that_are_wrong_are_made_again(path: Path) -> None:
    with Collection.open(path) as collection:
        expected = collection.states()
        collection._db.execute("UPDATE states SET interval_days = 99 WHERE unit IN ('c1', 'c2')")
    assert [each.what for each in examine(path, NOW, repair=False)] == [
        "2 cached states are not what the reviews make of them"
    ]
    assert len(examine(path, NOW)) == 1
    with Collection.open(path) as collection:
        assert collection.states() == expected


def test_a_locked_collection_is_not_taken_for_a_damaged_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flashrl.store.database._BUSY_SECONDS", 0.05)
    with locked(path):
        for attempt in (lambda: Collection.open(path), lambda: examine(path, NOW)):
            with pytest.raises(CollectionError, match=r"locked|another program") as caught:
                attempt()
            assert not isinstance(caught.value, DamagedCollectionError)
    assert examine(path, NOW) == []


def test_a_folder_that_is_read_only_says_so_when_a_backup_is_made(whole: Path) -> None:
    with TemporaryDirectory() as name:
        home = Path(name)
        shutil.copy(whole / "collection.sqlite", home / "collection.sqlite")
        home.chmod(0o555)
        (home / "collection.sqlite").chmod(0o444)
        with without_rights(), pytest.raises(CollectionError) as caught:
            backup.back_up(home / "collection.sqlite", NOW)
        assert not isinstance(caught.value, DamagedCollectionError)
        home.chmod(0o755)
        assert [each.name for each in home.iterdir()] == ["collection.sqlite"]


def test_a_new_file_that_cannot_take_the_place_leaves_the_collection_there(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileNotFoundError):
        put_in_place(path.with_name("never made"), path, NOW)
    assert path.read_bytes() == before


def test_an_empty_collection_keeps_the_broken_file_and_the_reviews_in_it(path: Path) -> None:
    table_gone(path)
    before = path.read_bytes()
    done = start_empty(path, NOW)
    assert done.kept is not None
    assert done.kept.read_bytes() == before
    with Collection.open(path) as collection:
        assert (len(collection.cards()), len(collection.events())) == (0, DAYS * UNITS)


def test_a_rescue_that_is_cancelled_changes_nothing(path: Path) -> None:
    table_gone(path)
    before = path.read_bytes()

    def cancel(_done: int, _total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        restore(path, backup.backups(path)[0], NOW, progress=cancel)
    assert path.read_bytes() == before
    assert not [each for each in path.parent.iterdir() if "replaced" in each.name or "restored" in each.name]


def test_what_a_backup_holds_is_told_without_checking_it(path: Path) -> None:
    (found,) = inventory.backups(path)
    assert (found.cards, found.reviews, found.wrong) == (UNITS, BACKED_UP * UNITS, "")
    assert found.made_at == NOW + timedelta(days=BACKED_UP)
    text(found.path)
    assert [each.wrong for each in inventory.backups(path)] == ["file is not a database"]


def test_the_newest_backup_that_is_sound_is_the_prospect_of_a_damaged_collection(path: Path) -> None:
    with Collection.open(path) as collection:
        text(collection.back_up(NOW + timedelta(days=30)))
    found = inventory.prospect(path, NOW, lambda _done, _total: None)
    assert found.newest is not None
    assert found.newest.path.name == "collection-2026-03-16T120000Z.sqlite"
    assert (found.bad, found.kept_as.name) == (1, "collection-replaced-2026-03-01T120000Z.sqlite")
