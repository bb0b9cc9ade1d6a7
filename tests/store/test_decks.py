"""How much waits in each deck, and the order in which the tables lie for it."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from flashrl.model import ChangeKind, Quality, ReviewEvent, UnitChange
from flashrl.store import Collection, DeckCounts, decks
from flashrl.store.migrations import _migrations

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOW.date()


def old_collection(path: Path) -> None:
    """A collection of before its units lay in order: in deck A a new, a due, a suspended and a gone unit, in
    deck B one that was buried today and one that comes back in the drill."""
    units = [("n", "A"), ("d", "A"), ("s", "A"), ("g", "A"), ("b", "B"), ("r", "B")]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        db = Database(connection, execute_plugins=False)
        _migrations().apply(db, stop_before="0005_units_in_order")
        db.table("units").insert_all(
            {"id": id_, "card": id_, "deck": deck, "position": n, "blank": None, "status": "active"}
            for n, (id_, deck) in enumerate(units)
        )
        db.table("units").update("g", {"status": "gone"})


def test_the_counts_of_each_deck_say_what_waits_in_it(tmp_path: Path) -> None:
    old_collection(tmp_path / "c.sqlite")
    with Collection.open(tmp_path / "c.sqlite") as collection:
        yesterday = NOW - timedelta(days=1)
        collection.record(ReviewEvent("d", yesterday, yesterday.date(), Quality.PASS))
        collection.record(ReviewEvent("r", NOW, TODAY, Quality.WRONG))
        collection.change(UnitChange("s", NOW, TODAY, ChangeKind.SUSPENDED))
        collection.change(UnitChange("b", NOW, TODAY, ChangeKind.BURIED))
        a = DeckCounts("A", cards=2, new=1, due=1, drill=0, suspended=2, drafts=0)
        b = DeckCounts("B", cards=2, new=0, due=0, drill=1, suspended=0, drafts=0)
        assert collection.decks(TODAY) == [a, b]


def test_a_migration_keeps_every_state_and_every_mark(tmp_path: Path) -> None:
    old_collection(tmp_path / "c.sqlite")
    with closing(sqlite3.connect(tmp_path / "c.sqlite", isolation_level=None)) as connection:
        connection.execute("INSERT INTO events VALUES (1, 'd', '2026-03-01T12:00:00+00:00', '2026-03-01', 4, "
                           "'scheduled', 3.0, NULL)")  # fmt: skip
        connection.execute("INSERT INTO states VALUES ('d', 250, 1, 1, 0, '2026-03-02', NULL, NULL, NULL, "
                           "'2026-03-01', 1, NULL, 3)")  # fmt: skip
    with Collection.open(tmp_path / "c.sqlite") as collection:
        assert collection.states()["d"].due_on == date(2026, 3, 2)
        assert collection.marks()["d"].is_suspended
        assert collection.marks()["d"].flag == 3


def test_the_new_units_are_counted_without_looking_for_each_ones_state(tmp_path: Path) -> None:
    with Collection.open(tmp_path / "c.sqlite") as collection:
        plan = collection._db.execute(f"EXPLAIN QUERY PLAN {decks._NEW}", {"today": "2026-03-02"}).fetchall()
    steps = [step[-1] for step in plan]
    assert "SCAN units" in steps  # by its own order, by no index
    assert "SEARCH states USING PRIMARY KEY (unit=?) LEFT-JOIN" in steps
