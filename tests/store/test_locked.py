"""A collection that another program is writing to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flashrl.errors import CollectionError
from flashrl.model import ChangeKind, Quality, ReviewEvent, UnitChange, UnitMarks
from flashrl.store import Collection

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GRADE = ReviewEvent("u", NOW, NOW.date(), Quality.PASS)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    with Collection.open(tmp_path / "collection.sqlite") as opened:
        yield opened


@pytest.fixture
def other(collection: Collection) -> Iterator[sqlite3.Connection]:
    """Another program's connection."""
    with closing(sqlite3.connect(collection.path, isolation_level=None)) as connection:
        yield connection


def test_what_is_locked_fails_at_once_where_nobody_may_wait(
    collection: Collection, other: sqlite3.Connection
) -> None:
    other.execute("BEGIN IMMEDIATE")
    with (
        collection.without_waiting(),
        pytest.raises(CollectionError, match="another program is writing to the collection"),
    ):
        collection.record(GRADE)
    assert collection.events() == []  # what is written by then can be read
    other.execute("ROLLBACK")
    collection.record(GRADE)
    assert collection.events() == [GRADE]


def test_afterwards_it_waits_as_before(collection: Collection) -> None:
    def patience() -> int:
        (milliseconds,) = collection._db.execute("PRAGMA busy_timeout").fetchone()
        return int(milliseconds)

    assert patience() == 3000
    collection.wait_at_most(0.5)
    with collection.without_waiting():
        assert patience() == 50
    assert patience() == 500


def test_the_marks_of_one_unit_are_those_among_all(collection: Collection) -> None:
    collection.change(UnitChange("u", NOW, NOW.date(), ChangeKind.FLAGGED, flag=2))
    assert collection.marks_of("u") == collection.marks()["u"] == UnitMarks(flag=2)
    assert collection.marks_of("v") == UnitMarks()
