"""Copies of the collection, made by SQLite itself while it is in use, each checked before it counts."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flashrl.errors import CollectionError, DamagedCollectionError
from flashrl.store.database import readable_errors, reading

DAILY, MONTHLY = 10, 6
"""So many days and months keep their newest backup."""

MOST_AGE = timedelta(days=1)
_LEAST_AGE = timedelta(minutes=1)
"""Imports in quick succession, as when a deck file is being edited, share a backup."""

_NAME = "collection-%Y-%m-%dT%H%M%SZ.sqlite"
_PATTERN = "collection-*Z.sqlite"


def folder(collection: Path) -> Path:
    """Where the backups of a collection are."""
    return collection.parent / "backups"


def backups(collection: Path) -> list[Path]:
    """The backups there are, the newest first."""
    found = folder(collection).glob(_PATTERN)
    return sorted((each for each in found if made_at(each) is not None), key=lambda each: each.name)[::-1]


def name(now: datetime) -> str:
    """What a backup of that instant is called."""
    return now.astimezone(UTC).strftime(_NAME)


def made_at(path: Path) -> datetime | None:
    """When a backup was made, by its name; None of another file."""
    try:
        return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def back_up(collection: Path, now: datetime) -> Path:
    """Make a backup beside the others, and remove those that are not kept. Returns its path.

    Raises DamagedCollectionError where the collection does not pass SQLite's check, CollectionError where the
    backup cannot be written.
    """
    target = folder(collection) / name(now)
    copy(collection, target)
    kept = keep(backups(collection))
    for each in backups(collection):
        if each not in kept:
            each.unlink(missing_ok=True)
    return target


def back_up_if_due(collection: Path, now: datetime, age: timedelta = MOST_AGE) -> Path | None:
    """Make a backup where the newest is older than that, or a clock was wrong. None where none was made."""
    newest = next(iter(backups(collection)), None)
    made = None if newest is None else made_at(newest)
    if made is not None and timedelta(0) <= now - made < age:
        return None
    return back_up(collection, now)


def back_up_before_import(collection: Path, now: datetime) -> Path | None:
    """Make a backup, unless one was made within the last minute."""
    return back_up_if_due(collection, now, _LEAST_AGE)


def keep(paths: Sequence[Path]) -> set[Path]:
    """Which of these, the newest first, are kept: the newest of each of ten days and of six months."""
    stamps = [(made.date(), path) for path in paths if (made := made_at(path)) is not None]
    days = _first_of_each((day.isoformat(), path) for day, path in stamps)
    months = _first_of_each((f"{day:%Y-%m}", path) for day, path in stamps)
    return {*days[:DAILY], *months[:MONTHLY]}


def _first_of_each(named: Iterable[tuple[str, Path]]) -> list[Path]:
    found: dict[str, Path] = {}
    for name, path in named:
        found.setdefault(name, path)
    return list(found.values())


def copy(source: Path, target: Path) -> None:
    """Copy a database that may be in use. The copy is checked and on disk before it has its name."""
    partial = target.with_name(f".{target.name}.partial")
    with readable_errors(source), closing(reading(source)) as original:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(partial)) as made:
                original.backup(made)
                # A copy of a database in WAL mode would need two files more.
                made.execute("PRAGMA journal_mode=DELETE")
            findings = check(partial)
            if findings:
                raise DamagedCollectionError(
                    f"the collection is damaged: {findings[0]}", "run `flashrl doctor`", path=source
                )
            with partial.open("rb+") as written:
                os.fsync(written.fileno())
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)


def check(path: Path) -> list[str]:
    """What SQLite finds wrong in a file, and what a collection lacks to be one. Nothing is written."""
    from flashrl.store.migrations import missing_parts

    if not path.is_file():
        return ["it is no file"]
    try:
        with closing(reading(path)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
            return [*(each for each in found if each != "ok"), *missing_parts(connection)]
    except sqlite3.Error as error:
        return [str(error)]


def newest_good(collection: Path) -> Path | None:
    """The newest backup that passes its check."""
    return next((each for each in backups(collection) if not check(each)), None)


def require_good(path: Path) -> None:
    """Raise DamagedCollectionError for a file that is no sound collection."""
    findings = check(path)
    if findings:
        raise DamagedCollectionError(
            f"this is no sound collection: {findings[0]}", "choose another backup", path=path
        )


def require_unused(collection: Path) -> None:
    """Raise CollectionError where another program has the collection open."""
    try:
        with closing(sqlite3.connect(collection, timeout=0.2, isolation_level=None)) as connection:
            # Nobody gets this lock while another has the database open. Nothing is written.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise CollectionError(
                "another program has the collection open", "close it and try again", path=collection
            ) from error
    except sqlite3.Error:
        pass  # whatever is wrong with it, nobody works with it
