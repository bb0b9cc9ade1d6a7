"""Opening the SQLite file, and turning SQLite's errors into ones a person can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flashrl.errors import CollectionError
from flashrl.optional import OPENSSL, without

# sqlite-utils uses numpy only to name columns for its values, which never reach it here; and hashlib takes
# OpenSSL's functions, 3 MB of them, where Python's own would do.
with without("numpy", *OPENSSL):
    from sqlite_utils import Database

_BUSY_SECONDS = 3.0
_REMEDIES = (
    ("not a database", "this file is not a flashrl collection", "restore a backup, or choose another --home"),
    ("malformed", "the collection is damaged", "restore a backup, or choose another --home"),
    ("encrypted", "this file is not a flashrl collection", "restore a backup, or choose another --home"),
    ("locked", "another program is writing to the collection", "close the other program and try again"),
    ("readonly", "the collection may not be written", "allow writing to the file and its folder"),
    ("read-only", "the collection may not be written", "allow writing to the file and its folder"),
    (
        "unable to open",
        "the collection cannot be opened",
        "check the folder's permissions, or name another --home",
    ),
    ("full", "the disk is full", "free some space; nothing was lost"),
)


@contextmanager
def readable_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite or the file system raises into a CollectionError about `path`."""
    try:
        yield
    except sqlite3.Error as error:
        reason = str(error)
        for words, message, remedy in _REMEDIES:
            if words in reason:
                raise CollectionError(message, remedy, path=path) from error
        raise CollectionError(f"the collection failed: {reason}", "restore a backup", path=path) from error
    except OSError as error:
        message = f"the collection cannot be opened: {error.strerror or error}"
        raise CollectionError(message, "name another folder with --home", path=path) from error


def connect(path: Path) -> Any:
    """A sqlite-utils Database on `path`, made if missing; a committed grade survives a power cut.

    WAL lets a reader and a writer work side by side; synchronous=FULL waits for the disk.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return Database(connection, execute_plugins=False)
    except BaseException:
        connection.close()
        raise
