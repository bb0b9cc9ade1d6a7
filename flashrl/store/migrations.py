"""The collection's schema, one step at a time. A step once released is never changed.

The review events are the truth and are only ever added to; `undone` names those taken back. `states` is a
cache that replaying the events makes again.
"""

from typing import Any

from flashrl.errors import DamagedCollectionError, NewerCollectionError
from flashrl.store.database import RESTORE

__all__ = ["migrate"]

STEPS = {"0001_collection", "0002_readings", "0003_exports", "0004_schedulers", "0005_units_in_order"}
"""The names of all steps that this version knows."""

FIRST_STEP = "0001_collection"


def _migrations() -> Any:
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("flashrl")

    @migrations(name="0001_collection")
    def collection(db: Any) -> None:
        _make_deck_tables(db)
        _make_review_tables(db)
        db["settings"].create({"key": str, "value": str}, pk="key")

    @migrations(name="0002_readings")
    def readings(db: Any) -> None:
        _make_readings(db)

    @migrations(name="0003_exports")
    def exports(db: Any) -> None:
        db["exports"].create({"guid": str, "digest": str, "changed_at": int}, pk="guid")

    @migrations(name="0004_schedulers")
    def schedulers(db: Any) -> None:
        _add_changes(db)

    @migrations(name="0005_units_in_order")
    def units_in_order(db: Any) -> None:
        _keep_units_in_order(db)

    return migrations


def _make_deck_tables(db: Any) -> None:
    db["sources"].create(
        {
            "path": str,
            "deck": str,
            "title": str,
            "format": str,
            "introduction": str,
            "topics": str,
            "imported_at": str,
        },
        pk="path",
    )
    db["cards"].create(
        {
            "id": str,
            "source": str,
            "deck": str,
            "position": int,
            "question": str,
            "content": str,
            "fingerprint": str,
            "line": int,
            "end_line": int,
            "is_draft": int,
            "is_generated_id": int,
            "is_gone": int,
            "added_at": str,
            "changed_at": str,
        },
        pk="id",
    )
    db["cards"].create_index(["source"])
    db["cards"].create_index(["fingerprint"])
    db.execute("CREATE INDEX drafts ON cards (deck) WHERE is_draft AND NOT is_gone")
    db["units"].create(
        {"id": str, "card": str, "deck": str, "position": int, "blank": int, "status": str},
        pk="id",
        not_null={"status"},
    )
    db["units"].create_index(["card"])
    db["units"].create_index(["deck", "position"])


def _make_review_tables(db: Any) -> None:
    db["events"].create(
        {
            "id": int,
            "unit": str,
            "reviewed_at": str,
            "day": str,
            "quality": int,
            "kind": str,
            "seconds": float,
        },
        pk="id",
        not_null={"unit", "reviewed_at", "day", "quality", "kind"},
    )
    db["events"].create_index(["unit", "day"])
    db["events"].create_index(["day"])
    db["undone"].create({"event": int, "undone_at": str}, pk="event")
    db.create_view(
        "live_events",
        "SELECT * FROM events WHERE NOT EXISTS (SELECT 1 FROM undone WHERE undone.event = events.id)",
    )
    # Only a card's id may change (when its author gives it one); a grade never does.
    for name, change in (("kept", "DELETE"), ("final", "UPDATE OF id, reviewed_at, day, quality, kind")):
        db.execute(
            f"CREATE TRIGGER events_are_{name} BEFORE {change} ON events "
            "BEGIN SELECT RAISE(ABORT, 'review events are only ever added'); END"
        )
    db["states"].create(
        {
            "unit": str,
            "easiness_factor": int,
            "interval_days": int,
            "repetitions": int,
            "lapses": int,
            "due_on": str,
            "drill_on": str,
        },
        pk="unit",
    )


def _make_readings(db: Any) -> None:
    """What each file held when it was last read: a cache, so that only what has changed is read again."""
    db["readings"].create(
        {
            "path": str,
            "digest": str,
            "reader": str,
            "deck": str,
            "format": str,
            "cards": int,
            "drafts": int,
            "findings": str,
            "reasons": str,
        },
        pk="path",
    )


def _add_changes(db: Any) -> None:
    """What FSRS keeps, and what a person does to a unit beside grading it: events too, with a value."""
    db["events"].add_column("value", str)
    db.execute(
        "CREATE TRIGGER event_values_are_final BEFORE UPDATE OF value ON events "
        "BEGIN SELECT RAISE(ABORT, 'review events are only ever added'); END"
    )
    db["states"].add_column("stability", float)
    db["states"].add_column("difficulty", float)
    db["states"].add_column("reviewed_on", str)
    db["states"].add_column("is_suspended", int, not_null_default=0)
    db["states"].add_column("buried_on", str)
    db["states"].add_column("flag", int, not_null_default=0)
    db["states"].create_index(["due_on"])
    db["states"].create_index(["drill_on"])


def _keep_units_in_order(db: Any) -> None:
    """Keep units and their states in the order of their ids: the decks' counts then go through both side by
    side, instead of looking up a state here and there for each unit."""
    _rebuild(
        db,
        "units",
        "id TEXT PRIMARY KEY, card TEXT, deck TEXT, position INTEGER, blank INTEGER, status TEXT NOT NULL",
    )
    _rebuild(
        db,
        "states",
        "unit TEXT PRIMARY KEY, easiness_factor INTEGER, interval_days INTEGER, repetitions INTEGER, "
        "lapses INTEGER, due_on TEXT, drill_on TEXT, stability REAL, difficulty REAL, reviewed_on TEXT, "
        "is_suspended INTEGER NOT NULL DEFAULT 0, buried_on TEXT, flag INTEGER NOT NULL DEFAULT 0",
    )
    db["units"].create_index(["card"])
    db["units"].create_index(["deck", "position"])
    db["states"].create_index(["due_on"])
    db["states"].create_index(["drill_on"])
    db.execute("CREATE INDEX units_not_active ON units (deck) WHERE status != 'active'")
    db.execute("CREATE INDEX units_suspended ON states (unit) WHERE is_suspended")


def _rebuild(db: Any, table: str, columns: str) -> None:
    """Make a table again, its rows with it; its indexes go with the old one."""
    db.execute(f"CREATE TABLE made_again ({columns}) WITHOUT ROWID")
    names = ", ".join(column.name for column in db["made_again"].columns)
    db.execute(f"INSERT INTO made_again ({names}) SELECT {names} FROM {table}")
    db.execute(f"DROP TABLE {table}")
    db.execute(f"ALTER TABLE made_again RENAME TO {table}")


TABLES = {
    "0001_collection": ("sources", "cards", "units", "events", "undone", "live_events", "states", "settings"),
    "0002_readings": ("readings",),
    "0003_exports": ("exports",),
}
"""What each step makes, by which a file that lost some of it is known."""

_LOG = "_sqlite_migrations"


def pending(db: Any) -> list[str]:
    """The steps that are still to be made. Raises NewerCollectionError, and
    DamagedCollectionError for one of another program, or one that lost what steps had made."""
    applied = _applied(db.conn)
    newer = applied - STEPS
    if newer:
        raise NewerCollectionError(
            f"this collection was written by a newer flashrl ({', '.join(sorted(newer))})",
            "update flashrl",
        )
    missing = missing_parts(db.conn) if applied or _names(db.conn) else []
    if missing:
        raise DamagedCollectionError(f"the collection is damaged: {missing[0]}", RESTORE)
    return sorted(STEPS - applied)


def migrate(db: Any) -> None:
    """Bring a database to this version's schema. Raises as `pending`."""
    if pending(db):
        _migrations().apply(db)


def missing_parts(connection: Any) -> list[str]:
    """What a database lacks to be a collection of the steps that were made in it."""
    applied, names = _applied(connection), _names(connection)
    if not applied:
        return ["it is not a flashrl collection"]
    newer = applied - STEPS
    if newer:
        return [f"it was written by a newer flashrl ({', '.join(sorted(newer))})"]
    wanted = [name for step in sorted(applied) for name in TABLES.get(step, ())]
    return [f"the table {name} is missing" for name in wanted if name not in names]


def _names(connection: Any) -> set[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    return {name for (name,) in found.fetchall()}


def _applied(connection: Any) -> set[str]:
    """The steps that were made, without loading what makes them: a start waits for this."""
    if _LOG not in _names(connection):
        return set()
    found = connection.execute(f"SELECT name FROM {_LOG} WHERE migration_set = 'flashrl'").fetchall()
    return {name for (name,) in found}
