"""Text of a card that is in no deck yet, kept aside while it is written: not even a crash takes it."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from flashrl import whole_file

_LONGEST_NAME = 60


def place(folder: Path, deck: Path | None, card: str) -> Path:
    """The file in `folder` for the text of a card of a deck file; of a new card where that is None."""
    words = re.sub(r"[^\w-]+", "-", f"{deck.stem}-{card}" if deck else "new card").strip("-")
    mark = sha256(f"{deck}\n{card}".encode()).hexdigest()[:8]
    return folder / f"{words[:_LONGEST_NAME]}-{mark}.md"


def keep(file: Path, text: str) -> None:
    """Keep a text. Raises OSError where that cannot be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    whole_file.write(file, text.encode())


def kept(file: Path) -> tuple[str, datetime] | None:
    """The text that is kept in a file, and when it was; None where there is none that can be read."""
    try:
        return file.read_bytes().decode(), datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except (OSError, UnicodeDecodeError):
        return None


def forget(file: Path) -> None:
    """Let a text go that is in its deck now, or that nobody wants. Raises OSError."""
    file.unlink(missing_ok=True)
