"""Notes into a package file, through genanki."""

import errno
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import genanki

from flashrl.anki import note_type, scheduling
from flashrl.anki.note import Note
from flashrl.anki.scheduling import Schedule


def write(
    notes: Sequence[Note],
    media: Sequence[Path],
    file: BinaryIO,
    checkpoint: Callable[[], None],
    schedule: Schedule | None = None,
) -> None:
    """Write the package. `checkpoint` is called for each note and may raise to stop. Cards are new without a
    `schedule`.

    The same notes give the same database. Raises OSError if there is no room for it.
    """
    types = {each.id: _Model(each) for each in (note_type.BASIC, note_type.CLOZE)}
    decks: dict[str, Any] = {}
    for note in notes:
        if note.deck not in decks:
            decks[note.deck] = genanki.Deck(_deck_id(note.deck), note.deck)
        decks[note.deck].add_note(_Note(note, types[note.type.id], checkpoint, schedule))
    # Anki numbers notes by the millisecond they were made in; this one is the same in every export.
    latest = max((note.changed_at for note in notes), default=0)
    package = _Package(list(decks.values()), [str(path) for path in media])
    package.schedule = schedule
    try:
        package.write_to_file(file, timestamp=latest)
    finally:
        package.clean_up()


def _deck_id(name: str) -> int:
    """Anki knows decks by their names; the number only tells them apart within a package."""
    digest = hashlib.sha256(name.encode()).digest()
    return 2**40 + int.from_bytes(digest[:5])


class _Model(genanki.Model):  # type: ignore[misc]  # genanki is untyped
    def __init__(self, kind: note_type.NoteType) -> None:
        super().__init__(
            model_id=kind.id,
            name=kind.name,
            fields=[
                {
                    "name": each.name,
                    "id": each.id,
                    "description": each.description,
                    "collapsed": each.is_collapsed,
                }
                for each in kind.fields
            ],
            templates=[
                {"name": kind.template_name, "id": kind.template_id, "qfmt": kind.front, "afmt": kind.back}
            ],
            css=kind.style,
            model_type=genanki.Model.CLOZE if kind.is_cloze else genanki.Model.FRONT_BACK,
        )

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """With the date of the templates: the export's would undo the owner's own changes each time."""
        del timestamp
        content: dict[str, Any] = super().to_json(note_type.CHANGED_AT, deck_id)
        return content


class _Note(genanki.Note):  # type: ignore[misc]  # genanki is untyped
    def __init__(
        self, note: Note, model: _Model, checkpoint: Callable[[], None], schedule: Schedule | None
    ) -> None:
        super().__init__(model, list(note.fields), tags=note.tags, guid=note.guid, due=note.position)
        self._changed_at = note.changed_at
        self._checkpoint = checkpoint
        rows = {at: schedule.row(unit) if schedule else None for at, unit in note.units.items()}
        self._own_cards = [
            _Card(at, row, suspend=schedule is not None and schedule.is_suspended(note.units[at]))
            for at, row in rows.items()
        ]

    @property
    def cards(self) -> list["_Card"]:
        """Known already: genanki would look for them in the fields."""
        return self._own_cards

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Any) -> None:
        """With the date of the content: the export's would undo the owner's own changes each time."""
        del timestamp
        self._checkpoint()
        super().write_to_db(cursor, self._changed_at, deck_id, id_gen)

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Nothing: rendering has made sound HTML, and genanki takes an attribute of two lines for none."""


class _Card(genanki.Card):  # type: ignore[misc]  # genanki is untyped
    def __init__(self, number: int, row: scheduling.CardRow | None, *, suspend: bool) -> None:
        super().__init__(number, suspend=suspend)
        self._row = row

    def write_to_db(
        self, cursor: Any, timestamp: float, deck_id: int, note_id: int, id_gen: Any, due: int = 0
    ) -> None:
        super().write_to_db(cursor, timestamp, deck_id, note_id, id_gen, due)
        if self._row is not None:
            scheduling.write(cursor, cursor.lastrowid, self._row)


class _Package(genanki.Package):  # type: ignore[misc]  # genanki is untyped
    """genanki makes its database in a temporary file, and leaves it there."""

    schedule: Schedule | None = None
    _database: Path | None = None

    def write_to_db(self, cursor: Any, timestamp: float, id_gen: Any) -> None:
        connection = cursor.connection
        self._database = Path(connection.execute("PRAGMA database_list").fetchone()[2])
        try:
            # Nobody else reads it before it is whole, and nobody wants it after a power cut.
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA journal_mode = MEMORY")
            super().write_to_db(cursor, timestamp, id_gen)
            if self.schedule is not None:
                scheduling.begin(cursor, self.schedule)
            connection.commit()
        except connection.Error as error:
            connection.close()
            raise OSError(errno.ENOSPC, f"{error}, in the folder for temporary files") from error
        except BaseException:
            connection.close()  # or it stays open with the file
            raise

    def clean_up(self) -> None:
        if self._database is not None:
            self._database.unlink(missing_ok=True)
