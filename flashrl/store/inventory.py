"""What the backups of a collection hold, and how a collection that does not open could go on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flashrl.errors import CollectionError, DamagedCollectionError
from flashrl.store import backup, rescue
from flashrl.store.database import reading
from flashrl.store.rows import NO_QUALITY


@dataclass(frozen=True, slots=True)
class Holding:
    """A file that is or was a collection: when it was made or last written, its size in bytes, its cards that
    are neither gone nor drafts, its grades that were not undone; and what is wrong with it, if anything."""

    path: Path
    made_at: datetime
    size: int
    cards: int = 0
    reviews: int = 0
    wrong: str = ""


_CARDS = "SELECT count(*) FROM cards WHERE NOT is_gone AND NOT is_draft"
_REVIEWS = f"""
    SELECT (SELECT count(*) FROM events WHERE quality != {NO_QUALITY})
      - (SELECT count(*) FROM undone JOIN events ON id = event WHERE quality != {NO_QUALITY})
"""


def holding(path: Path) -> Holding:
    """What a file holds. It is not checked: only what keeps it from being read is found wrong."""
    try:
        found = path.stat()
    except OSError as error:
        return Holding(path, datetime.now(UTC), 0, wrong=error.strerror or str(error))
    made_at = backup.made_at(path) or datetime.fromtimestamp(found.st_mtime, UTC)
    try:
        with closing(reading(path)) as connection:
            (cards,), (reviews,) = (connection.execute(sql).fetchone() for sql in (_CARDS, _REVIEWS))
    except sqlite3.Error as error:
        return Holding(path, made_at, found.st_size, wrong=str(error))
    return Holding(path, made_at, found.st_size, cards, reviews)


def backups(collection: Path) -> Iterator[Holding]:
    """What each backup holds, the newest first."""
    return map(holding, backup.backups(collection))


@dataclass(frozen=True, slots=True)
class Prospect:
    """The newest backup that passes its check (None: there is none), how many newer ones do not, and under
    which name the file that does not open would be kept at that instant."""

    newest: Holding | None
    bad: int
    kept_as: Path
    at: datetime


def prospect(collection: Path, now: datetime, progress: Callable[[int, int], object]) -> Prospect:
    """How a collection that does not open could go on. Each backup is checked until one is sound."""
    found = backup.backups(collection)
    kept_as = rescue.kept_as(collection, now)
    for bad, path in enumerate(found):
        progress(bad, len(found))
        if not backup.check(path):
            return Prospect(holding(path), bad, kept_as, now)
    return Prospect(None, len(found), kept_as, now)


def is_damaged(collection: Path, error: CollectionError) -> bool:
    """Whether something else than a collection is in its place, so that a backup may take that."""
    try:
        return isinstance(error, DamagedCollectionError) or (collection.exists() and not collection.is_file())
    except OSError:  # a folder that may not be looked into
        return False
