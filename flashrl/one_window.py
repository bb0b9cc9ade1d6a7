"""One window to a collection: a lock that the operating system takes back when the process ends, however it
ends."""

import os
import sys
import time
from pathlib import Path
from typing import IO

from flashrl import whole_file

TOKEN = "XDG_ACTIVATION_TOKEN"
"""Where a desktop says who may take the keyboard: the one that was started last, which hands it on."""

_AGAIN_SECONDS = 0.02
_HELD: dict[Path, IO[bytes]] = {}


def take(collection: Path) -> bool:
    """Be the one process with a window on this collection. False where another is; True too where the file
    system knows no locks."""
    path = _file(collection)
    if path in _HELD:
        return True
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError:
        return True  # what is wrong with the folder is told when the collection is opened
    if _is_locked_elsewhere(file):
        file.close()
        return False
    _HELD[path] = file  # the lock is held as long as the file is open
    return True


def release(collection: Path) -> None:
    """Let another process have its window."""
    file = _HELD.pop(_file(collection), None)
    if file is not None:
        file.close()


def bell(collection: Path) -> Path:
    """The file that asks the process with the window to step forward. Which process may take the keyboard
    stands in it, where the desktop says so."""
    return collection.parent.resolve() / f".{collection.name}.bell"


def ring(collection: Path, seconds: float) -> bool:
    """Ask the process that has the window to step forward: it then takes the file away. False where it does
    not within so long, or where the folder cannot be written."""
    file = bell(collection)
    try:
        whole_file.write(file, os.environ.get(TOKEN, "").encode())
        until = time.monotonic() + seconds
        while file.exists():
            if time.monotonic() > until:
                file.unlink(missing_ok=True)
                return False
            time.sleep(_AGAIN_SECONDS)
    except OSError:
        return False
    return True


def _file(collection: Path) -> Path:
    return collection.parent.resolve() / f".{collection.name}.window"


if sys.platform == "win32":
    import msvcrt

    def _is_locked_elsewhere(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return True
        return False
else:
    import fcntl

    def _is_locked_elsewhere(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False
