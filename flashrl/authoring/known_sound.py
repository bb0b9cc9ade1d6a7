"""What was found to be sound, kept between runs: most of a deck is as it was when it was checked last."""

import hashlib
from pathlib import Path

from flashrl.authoring.writing import replace_bytes
from flashrl.errors import DeckError

_MOST = 100_000


class KnownSound:
    """A set of texts, kept in a file as digests. Whatever decides over a text has to be part of it."""

    def __init__(self, path: Path | None = None) -> None:
        """Without a path nothing is known, nor kept."""
        self._path = path
        self._old = self._read()
        self._used: dict[str, None] = {}

    def __contains__(self, text: str) -> bool:
        key = _key(text)
        is_known = key in self._used or key in self._old
        if is_known:
            self._used[key] = None
        return is_known

    def add(self, text: str) -> None:
        self._used[_key(text)] = None

    def save(self) -> None:
        """Keep it for the next run; what was not asked for longest goes first. A folder that cannot be
        written to keeps nothing."""
        if self._path is None or self._used.keys() <= self._old.keys():
            return
        unused = [key for key in self._old if key not in self._used]
        kept = [*unused, *self._used][-_MOST:]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_bytes(self._path, "".join(f"{key}\n" for key in kept).encode())
        except (OSError, DeckError):
            return

    def _read(self) -> dict[str, None]:
        """The digests, the one that was not asked for longest first."""
        try:
            text = self._path.read_text(encoding="ascii") if self._path else ""
        except (OSError, UnicodeDecodeError):
            return {}
        return dict.fromkeys(text.split())


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
