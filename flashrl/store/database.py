"""Opening the SQLite file, and turning SQLite's errors into ones a person can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flashrl.errors import CollectionError, DamagedCollectionError
from flashrl.optional import OPENSSL, hollow, without

# sqlite-utils uses numpy only to name columns for its values, which never reach it here; and hashlib takes
# OpenSSL's functions, 3 MB of them, where Python's own would do. It has functions that read dates of all
# kinds, with a library of another 2 MB; none of them is used.
with without("numpy", *OPENSSL), hollow("dateutil", "parser"):
    from sqlite_utils import Database

_BUSY_SECONDS = 3.0
_SHORT_MS = 50
"""As long as a window may stand still."""
RESTORE = "run `flashrl doctor`, which brings the newest good backup back, or choose another --home"
_DAMAGES = (
    ("not a database", "this file is not a flashrl collection"),
    ("encrypted", "this file is not a flashrl collection"),
    ("malformed", "the collection is damaged"),
    ("no such table", "the collection is damaged"),
    ("no such column", "the collection is damaged"),
)
_REMEDIES = (
    ("locked", "another program is writing to the collection", "close the other program and try again"),
    ("readonly", "the collection may not be written", "allow writing to the file and its folder"),
    ("read-only", "the collection may not be written", "allow writing to the file and its folder"),
    (
        "unable to open",
        "the collection cannot be opened",
        "check the folder's permissions, or name another --home",
    ),
    ("full", "the disk is full", "free some space; nothing was lost"),
    (
        "disk I/O error",
        "the disk could not be read or written",
        "see that it is there and has free space; nothing that was written before is lost",
    ),
)


@contextmanager
def readable_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite or the file system raises into a CollectionError about `path`, and let one that says
    no place be about it too."""
    try:
        yield
    except CollectionError as error:
        if error.path is not None:
            raise
        raise type(error)(error.message, error.remedy, path=path) from error
    except sqlite3.Error as error:
        reason = str(error)
        for words, message in _DAMAGES:
            if words in reason:
                raise DamagedCollectionError(message, RESTORE, path=path) from error
        for words, message, remedy in _REMEDIES:
            if words in reason:
                raise CollectionError(message, remedy, path=path) from error
        raise CollectionError(
            f"the collection failed: {reason}", "run `flashrl doctor`", path=path
        ) from error
    except OSError as error:
        message = f"the collection cannot be opened: {error.strerror or error}"
        raise CollectionError(message, "name another folder with --home", path=path) from error


def connect(path: Path) -> Any:
    """A sqlite-utils Database on `path`, made if missing; a committed grade survives a power cut, as
    synchronous=FULL waits for the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous=FULL")
        return Database(connection, execute_plugins=False)
    except BaseException:
        connection.close()
        raise


@contextmanager
def writing(db: Any, path: Path) -> Iterator[None]:
    """A transaction that writes, all or nothing, with its errors as `readable_errors`.

    It takes the lock at its beginning: one that has read before is refused at once where another program has
    written meanwhile, and would not wait for it.
    """
    with readable_errors(path), db.atomic():
        db.execute("UPDATE settings SET value = value WHERE 0")
        yield


def use_write_ahead_log(db: Any) -> None:
    """Let a reader and a writer work side by side. This is written into the file."""
    db.execute("PRAGMA journal_mode=WAL")
    # Moved into the file often and little at a time, so that no grade waits for a long move.
    db.execute("PRAGMA wal_autocheckpoint=50")


def wait_at_most(db: Any, seconds: float) -> None:
    """Let what another program has locked fail after so long."""
    db.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")


@contextmanager
def without_waiting(db: Any) -> Iterator[None]:
    """Within this, what another program has locked fails soon, for a window that must not stand still."""
    (before,) = db.execute("PRAGMA busy_timeout").fetchone()
    db.execute(f"PRAGMA busy_timeout={_SHORT_MS}")
    try:
        yield
    finally:
        db.execute(f"PRAGMA busy_timeout={before}")


def reading(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing, not even where the file is missing."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
