"""One window to a collection: a lock that the operating system takes back when the process ends, however it
ends."""

import os
import sys
from pathlib import Path
from typing import IO

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


def address(collection: Path) -> str:
    """The name by which the process with the window is reached, the same for all ways to write the path."""
    from hashlib import sha256  # a start needs none of it

    return f"flashrl-{sha256(os.fsencode(_file(collection))).hexdigest()[:24]}"


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
