"""Notes as they were written before: what has not changed need not be rendered again."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flashrl import rendering, whole_file
from flashrl.anki import note_type
from flashrl.anki.note import Note

_MOST = 50_000
_LIBRARIES = ("markdown", "markdown-it-py", "pymdown-extensions", "pygments", "nh3")


class KeptNotes:
    """Notes without pictures by the keys of their cards, in a file that may vanish at any time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[str, list[Any]] = {}
        self._used: dict[str, list[Any]] = {}
        with suppress(OSError, ValueError, TypeError, KeyError):
            found = json.loads(path.read_text(encoding="utf-8"))
            if found["made_by"] == _source():
                self._rows = found["notes"]

    def get(self, key: str, position: int, dated: Callable[[str, str, int], int]) -> Note | None:
        """The note of a card, at its position in this export. `dated` says when it has changed, by its guid,
        its digest, and when its card has."""
        row = self._rows.get(key)
        if row is None:
            return None
        self._used[key] = row
        source_id, guid, is_cloze, deck, fields, tags, changed_at, units, digest = row
        return Note(
            source_id=source_id,
            guid=guid,
            type=note_type.CLOZE if is_cloze else note_type.BASIC,
            deck=deck,
            fields=tuple(fields),
            tags=tuple(tags),
            changed_at=dated(guid, digest, changed_at),
            position=position,
            units=dict(units),
            digest=digest,
        )

    def put(self, key: str, note: Note) -> None:
        """Keep a note; nothing where its card has no key."""
        if key:
            self._used[key] = [
                note.source_id,
                note.guid,
                note.type.is_cloze,
                note.deck,
                note.fields,
                note.tags,
                note.changed_at,
                list(note.units.items()),
                note.digest,
            ]

    def save(self) -> None:
        """Write the notes of this export, and as many of others as there is room for."""
        if self._used.keys() <= self._rows.keys():
            return
        others = {key: row for key, row in self._rows.items() if key not in self._used}
        room = max(0, _MOST - len(self._used))
        kept = {**self._used, **dict(list(others.items())[:room])}
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            content = json.dumps({"made_by": _source(), "notes": kept})
            whole_file.write(self._path, content.encode())


@cache
def _source() -> str:
    """What tells one way of writing notes from another."""
    folders = (Path(__file__).parent, Path(rendering.__file__).parent)
    texts = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.py"))]
    libraries = " ".join(version(name) for name in _LIBRARIES)
    return hashlib.sha256(b"".join(texts) + libraries.encode()).hexdigest()
