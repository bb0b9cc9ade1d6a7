"""Two schedulers over one history."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from flashrl.model import Quality, ReviewEvent
from flashrl.scheduling.replay import replay
from flashrl.scheduling.scheduler import SchedulerName, choose
from flashrl.store import Collection
from flashrl.store.migrations import _migrations

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    with Collection.open(tmp_path / "collection.sqlite") as opened:
        yield opened


def grade(collection: Collection, unit: str, quality: int, days: int) -> int:
    moment = NOW + timedelta(days=days)
    return collection.record(ReviewEvent(unit, moment, moment.date(), Quality(quality)))


def test_sm2_is_the_scheduler_until_another_is_chosen(collection: Collection) -> None:
    assert collection.scheduler_name == (SchedulerName.SM2, 0.9)
    collection.use_scheduler(SchedulerName.FSRS, 0.85)
    assert collection.scheduler_name == (SchedulerName.FSRS, 0.85)


def test_switching_replays_every_event_and_back_again(collection: Collection) -> None:
    for days, quality in enumerate((4, 5, 1, 3)):
        grade(collection, "a", quality, days)
        grade(collection, "b", 5 - quality, days)
    before = collection.states()
    collection.use_scheduler(SchedulerName.FSRS)
    assert collection.states() == replay(collection.events(), choose("fsrs"))
    collection.use_scheduler(SchedulerName.SM2)
    assert collection.states() == before == replay(collection.events())


def test_a_grade_under_fsrs_goes_on_from_what_the_cache_holds(collection: Collection) -> None:
    collection.use_scheduler(SchedulerName.FSRS, 0.8)
    for days, quality in ((0, 4), (3, 4), (20, 1), (22, 5)):
        grade(collection, "a", quality, days)
    assert collection.states() == replay(collection.events(), choose("fsrs", 0.8))


def test_undo_under_fsrs_brings_the_state_before_back(collection: Collection) -> None:
    collection.use_scheduler(SchedulerName.FSRS)
    grade(collection, "a", 4, 0)
    before = collection.states()
    collection.undo(grade(collection, "a", 1, 5), now=NOW)
    assert collection.states() == before


def test_a_switch_that_is_stopped_changes_nothing(collection: Collection) -> None:
    def stop(_done: int, _total: int) -> None:
        raise RuntimeError

    grade(collection, "a", 4, 0)
    before = collection.states()
    with pytest.raises(RuntimeError):
        collection.use_scheduler(SchedulerName.FSRS, progress=stop)
    assert (collection.states(), collection.scheduler_name) == (before, (SchedulerName.SM2, 0.9))


def test_a_switch_says_how_far_it_is(collection: Collection) -> None:
    for days in range(3):
        grade(collection, "a", 4, days)
    told: list[tuple[int, int]] = []
    collection.use_scheduler(SchedulerName.FSRS, progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]


def test_a_collection_of_before_the_schedulers_keeps_its_states(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    db = Database(sqlite3.connect(path, isolation_level=None), execute_plugins=False)
    _migrations().apply(db, stop_before="0004_schedulers")
    db.execute(
        "INSERT INTO events (unit, reviewed_at, day, quality, kind, seconds) "
        "VALUES ('v', '2026-03-01T12:00:00+00:00', '2026-03-01', 4, 'scheduled', 3.5)"
    )
    db.execute("INSERT INTO states VALUES ('v', 250, 1, 1, 0, '2026-03-02', NULL)")
    db.close()
    with Collection.open(path) as collection:
        event = ReviewEvent("v", NOW, TODAY, Quality.PASS, seconds=3.5)
        assert collection.events() == [event]
        assert collection.states() == replay([event])
        collection.use_scheduler(SchedulerName.FSRS)
        assert collection.states()["v"].stability == 2.3065
