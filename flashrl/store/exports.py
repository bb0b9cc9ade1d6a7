"""What was exported to Anki: how each note was, so that the next export knows which have changed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flashrl.model import ExportedNote
from flashrl.store.database import readable_errors, writing


class Exports:
    """The notes of all exports so far, by their guids."""

    def __init__(self, db: Any, path: Path) -> None:
        self._db = db
        self._path = path

    def notes(self) -> dict[str, ExportedNote]:
        with readable_errors(self._path):
            rows = self._db.execute("SELECT guid, digest, changed_at FROM exports").fetchall()
        return {guid: ExportedNote(guid, digest, changed_at) for guid, digest, changed_at in rows}

    def remember(self, notes: Iterable[ExportedNote]) -> None:
        """Keep how these notes are now."""
        rows = [{"guid": each.guid, "digest": each.digest, "changed_at": each.changed_at} for each in notes]
        with writing(self._db, self._path):
            self._db["exports"].upsert_all(rows, pk="guid")
