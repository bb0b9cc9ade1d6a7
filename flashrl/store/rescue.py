"""Bringing a collection back: the broken file is kept, the newest good backup takes its place, and what can
still be read of the reviews since then is added to it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flashrl.errors import CollectionError
from flashrl.store import backup, rows
from flashrl.store.database import connect, readable_errors, reading
from flashrl.store.history import History, Progress
from flashrl.store.migrations import migrate

_LEFT_OUT = "reviews_left_out_at"
_BESIDE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Replacement:
    """Where the file that stood there before is kept, and how many reviews that only it held came along."""

    kept: Path | None
    events: int


@dataclass(frozen=True, slots=True)
class Rescue(Replacement):
    """The same, with the backup that took the place."""

    backup: Path


def rescue(collection: Path, now: datetime) -> Rescue:
    """Put the newest good backup in the place of a collection that does not open.

    Raises CollectionError where there is none; the file is then left as it is.
    """
    good = backup.newest_good(collection)
    if good is None:
        raise CollectionError(
            "there is no good backup", "keep the file, and start afresh with another --home", path=collection
        )
    return restore(collection, good, now)


def restore(
    collection: Path,
    source: Path,
    now: datetime,
    *,
    add_events: bool = True,
    progress: Progress = lambda _done, _total: None,
) -> Rescue:
    """Put a backup in the collection's place, with the reviews that only the file there before holds.

    That file is renamed, not removed. Raises DamagedCollectionError where the backup is not sound, and
    CollectionError where the collection is open elsewhere or nothing can be written. What `progress` raises
    leaves all as it was.
    """
    backup.require_good(source)
    done = _replace(collection, source, now, add_events=add_events, progress=progress)
    return Rescue(done.kept, done.events, source)


def start_empty(
    collection: Path, now: datetime, progress: Progress = lambda _done, _total: None
) -> Replacement:
    """Put a collection without cards in the place of one that does not open, with the reviews that can still
    be read: they count again once their cards are imported. Raises as `restore`."""
    return _replace(collection, None, now, add_events=True, progress=progress)


def _replace(
    collection: Path, source: Path | None, now: datetime, *, add_events: bool, progress: Progress
) -> Replacement:
    if collection.is_file():
        backup.require_unused(collection)
    made = collection.with_name(f".{collection.name}.restored")
    with readable_errors(collection):
        try:
            _remove(made)
            if source is None:
                _make_empty(made)
            else:
                backup.copy(source, made)
            events = _add_events(made, collection, progress) if add_events and collection.is_file() else 0
            if not add_events:
                _forget_before(made, now)
            progress(1, 1)  # the last moment at which this can be taken back
            kept = put_in_place(made, collection, now)
        finally:
            _remove(made)
    return Replacement(kept, events)


def _make_empty(path: Path) -> None:
    with closing(connect(path)) as db:
        migrate(db)


def _remove(made: Path) -> None:
    for ending in _BESIDE:
        made.with_name(made.name + ending).unlink(missing_ok=True)


def _forget_before(made: Path, now: datetime) -> None:
    """Keep in mind that what older backups hold was left out on purpose."""
    with closing(connect(made)) as db:
        db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [_LEFT_OUT, json.dumps(now.isoformat())])


def is_left_out(collection: Path, source: Path) -> bool:
    """Whether a backup is from before its reviews were left out on purpose."""
    with closing(reading(collection)) as connection:
        found = connection.execute("SELECT value FROM settings WHERE key = ?", [_LEFT_OUT]).fetchone()
    made = backup.made_at(source)
    return found is not None and made is not None and made <= datetime.fromisoformat(json.loads(found[0]))


def add_missing_events(collection: Path, source: Path) -> int:
    """Add the events of a backup that the collection lacks. Returns how many those are."""
    with readable_errors(collection):
        return _add_events(collection, source)


def missing_events(collection: Path, source: Path) -> int:
    """How many events of a backup the collection lacks, as when it lost its write-ahead log."""
    with closing(reading(collection)) as own:
        known = {tuple(values) for values in _events(own)}
    with closing(reading(source)) as other:
        return sum(tuple(values) not in known for values in _events(other))


def _add_events(target: Path, source: Path, progress: Progress = lambda _done, _total: None) -> int:
    """Add to a sound collection the events, and the marks of undone ones, that only another file holds."""
    with closing(connect(target)) as db:
        migrate(db)
        with db.atomic(), closing(reading(source)) as other:
            known = {values[1:]: values[0] for values in _numbered(db.conn)}
            numbers: dict[int, int] = {}
            added = 0
            for number, *values in _numbered(other):
                if tuple(values) not in known:
                    known[tuple(values)] = _insert(db, values)
                    added += 1
                numbers[number] = known[tuple(values)]
            for number, undone_at in _rows(other, "SELECT event, undone_at FROM undone", "event"):
                if number in numbers:
                    db.execute("INSERT OR IGNORE INTO undone VALUES (?, ?)", [numbers[number], undone_at])
            History(db).rebuild(progress)
    return added


def _insert(db: Any, values: list[Any]) -> int:
    places = ", ".join("?" for _ in values)
    number: int = db.execute(f"INSERT INTO events ({rows.EVENT}) VALUES ({places})", values).lastrowid
    return number


def _events(connection: sqlite3.Connection) -> Iterator[list[Any]]:
    return (list(values) for _, *values in _numbered(connection))


def _numbered(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """The events with their numbers, those of before there were values too."""
    try:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(events)")}
    except sqlite3.Error:
        return
    wanted = rows.EVENT if "value" in columns else rows.EVENT.replace(", value", ", NULL")
    yield from _rows(connection, f"SELECT id, {wanted} FROM events", "id")


def _rows(connection: sqlite3.Connection, sql: str, number: str) -> Iterator[tuple[Any, ...]]:
    """The rows that can be read, from both ends: what is damaged between them is passed over."""
    seen: set[int] = set()
    for order in ("", " DESC"):
        try:
            for row in connection.execute(f"{sql} ORDER BY {number}{order}"):
                if row[0] in seen:
                    continue
                seen.add(row[0])
                if _is_sound(row):
                    yield row
            return
        except sqlite3.Error:
            continue


def _is_sound(row: tuple[Any, ...]) -> bool:
    """Whether a row reads as an event or a mark of one that was undone; damage may change any byte."""
    try:
        if len(row) == len(rows.EVENT.split(",")) + 1:
            rows.event(row[1:])
        else:
            datetime.fromisoformat(row[1])
    except (ValueError, TypeError, IndexError, KeyError):
        return False
    return True


def put_in_place(made: Path, collection: Path, now: datetime) -> Path | None:
    """Let a new file be the collection. Returns under which name the one before is kept."""
    kept = _set_aside(collection, now)
    made.replace(collection)
    return kept


def _move(collection: Path, kept: Path) -> None:
    """Give a file another name; its own it keeps too until another takes it, where the disk can do that: a
    process that is killed in between then leaves a collection behind."""
    try:
        kept.hardlink_to(collection)
    except OSError:
        collection.rename(kept)


def kept_as(collection: Path, now: datetime) -> Path:
    """Under which name what is in the collection's place would be kept."""
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    kept, number = collection.with_name(f"{collection.stem}-replaced-{stamp}{collection.suffix}"), 1
    while kept.exists():
        number += 1
        kept = collection.with_name(f"{collection.stem}-replaced-{stamp}-{number}{collection.suffix}")
    return kept


def _set_aside(collection: Path, now: datetime) -> Path | None:
    """Rename what is in the collection's place, with the files that SQLite keeps beside it."""
    if not collection.exists():
        return None
    kept = kept_as(collection, now)
    _move(collection, kept)
    for ending in _BESIDE[1:]:
        beside = collection.with_name(collection.name + ending)
        if beside.exists() and (ending == "-shm" or not beside.stat().st_size):
            beside.unlink()  # holds nothing of its own
        elif beside.exists():
            beside.rename(kept.with_name(kept.name + ending))
    return kept
