"""Files are written whole or not at all."""

import os
from pathlib import Path

from flashrl.errors import DeckError


def replace_file(path: Path, text: str) -> None:
    """Write `text` as the file at `path`; see `replace_bytes`."""
    replace_bytes(path, text.encode())


def replace_bytes(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and rename it, so that a failure leaves the old file whole. A link stays
    a link, and a file keeps its mode.

    Raises DeckError where that cannot be done, and for a file that is read-only.
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name}.flashrl")
    try:
        is_old = target.exists()
        mode = target.stat().st_mode if is_old else 0
        if is_old and not (mode & 0o222 and os.access(target, os.W_OK)):
            # Renaming would replace it all the same, and its owner hardly meant that.
            raise DeckError("the file is read-only", "allow writing to it", path=path)
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if is_old:
                beside.chmod(mode)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        reason = f"cannot be written: {error.strerror}"
        raise DeckError(reason, "allow writing to it and to its folder", path=path) from error
