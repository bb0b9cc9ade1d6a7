"""What is in the collection of an Anki package: notes, their cards, and the reviews that were made."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flashrl.anki import protobuf
from flashrl.anki.archive import Archive
from flashrl.errors import DeckError

_NEWEST_SCHEMA = 18
_OLD_SCHEMA = 11
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class NoteType:
    """`fronts` are the question sides of its templates, in order."""

    id: int
    name: str
    is_cloze: bool
    fields: tuple[str, ...]
    fronts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """`fields` are HTML, in the order of the type's. `cards` are the numbers of its cards, from 0."""

    id: int
    guid: str
    type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnkiReview:
    """A line of the review log. `card` is the number of the note's card, `kind` Anki's: 0 learning,
    1 review, 2 relearning, 3 in a filtered deck, higher ones no review. `ease` 0 is no button."""

    guid: str
    card: int
    at: datetime
    ease: int
    seconds: float
    kind: int


@dataclass(frozen=True, slots=True)
class AnkiCollection:
    notes: tuple[AnkiNote, ...]
    reviews: tuple[AnkiReview, ...]


def read(archive: Archive) -> AnkiCollection:
    """Raises DeckError for a collection that is damaged, or of a version that is not known."""
    with tempfile.TemporaryDirectory(prefix="flashrl-") as folder:
        path = Path(folder, "collection.db")
        archive.unpack_collection(path)
        try:
            with _connected(path) as connection:
                return _read(connection, archive.path)
        except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"the package is damaged: its collection cannot be read ({error})"
            remedy = "in Anki run Tools, Check Database, and export it anew"
            raise DeckError(message, remedy, path=archive.path) from error


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        # Anki's own order of names; whichever it is matters to nothing that is read here.
        connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        connection.row_factory = sqlite3.Row
        yield connection


def _read(connection: sqlite3.Connection, path: Path) -> AnkiCollection:
    (version,) = connection.execute("SELECT ver FROM col").fetchone()
    if version == _OLD_SCHEMA:
        types, decks = _old_types(connection), _old_decks(connection)
    elif _OLD_SCHEMA < version <= _NEWEST_SCHEMA:
        types, decks = _new_types(connection), _new_decks(connection)
    else:
        raise DeckError(
            f"this package was written for another version of Anki (schema {version})",
            'in Anki export it with "Support older Anki versions"',
            path=path,
        )
    notes = _notes(connection, types, decks)
    return AnkiCollection(tuple(notes.values()), tuple(_reviews(connection, notes)))


def _old_types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    (models,) = connection.execute("SELECT models FROM col").fetchone()
    return {
        int(number): NoteType(
            id=int(number),
            name=str(model["name"]),
            is_cloze=model["type"] == 1,
            fields=_in_order(model["flds"], "name"),
            fronts=_in_order(model["tmpls"], "qfmt"),
        )
        for number, model in json.loads(models).items()
    }


def _in_order(items: Sequence[dict[str, Any]], key: str) -> tuple[str, ...]:
    return tuple(str(item[key]) for item in sorted(items, key=lambda item: int(item["ord"])))


def _old_decks(connection: sqlite3.Connection) -> dict[int, str]:
    (decks,) = connection.execute("SELECT decks FROM col").fetchone()
    return {int(number): str(deck["name"]) for number, deck in json.loads(decks).items()}


def _new_types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    fields: dict[int, list[str]] = {}
    for number, name in connection.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(number, []).append(name)
    fronts: dict[int, list[str]] = {}
    for number, config in connection.execute("SELECT ntid, config FROM templates ORDER BY ntid, ord"):
        fronts.setdefault(number, []).append("".join(protobuf.texts(config, 1)))
    return {
        number: NoteType(
            id=number,
            name=name,
            is_cloze=protobuf.first_number(config, 1) == 1,
            fields=tuple(fields.get(number, ())),
            fronts=tuple(fronts.get(number, ())),
        )
        for number, name, config in connection.execute("SELECT id, name, config FROM notetypes")
    }


def _new_decks(connection: sqlite3.Connection) -> dict[int, str]:
    rows = connection.execute("SELECT id, name FROM decks")
    return {number: name.replace(_SEPARATOR, "::") for number, name in rows}


def _notes(
    connection: sqlite3.Connection, types: dict[int, NoteType], decks: dict[int, str]
) -> dict[int, AnkiNote]:
    """By their numbers, in the order in which their cards are new, or else were made."""
    cards: dict[int, list[tuple[int, int]]] = {}
    # A card in a filtered deck has its own deck in odid.
    sql = "SELECT nid, ord, CASE WHEN odid THEN odid ELSE did END FROM cards ORDER BY type, due, id"
    for note, number, deck in connection.execute(sql):
        cards.setdefault(note, []).append((number, deck))
    rows = {row["id"]: row for row in connection.execute("SELECT id, guid, mid, tags, flds FROM notes")}
    return {
        number: AnkiNote(
            id=number,
            guid=str(rows[number]["guid"]),
            type=types[rows[number]["mid"]],
            fields=tuple(str(rows[number]["flds"]).split(_SEPARATOR)),
            tags=tuple(str(rows[number]["tags"]).split()),
            deck=decks.get(found[0][1], ""),
            cards=tuple(sorted(at for at, _ in found)),
        )
        for number, found in cards.items()
        if number in rows
    }


def _reviews(connection: sqlite3.Connection, notes: dict[int, AnkiNote]) -> Iterator[AnkiReview]:
    """In the order in which they were made; those of cards that are no more are left out."""
    sql = """
        SELECT revlog.id, revlog.ease, revlog.time, revlog.type, cards.nid, cards.ord
        FROM revlog JOIN cards ON cards.id = revlog.cid ORDER BY revlog.id
    """
    for at, ease, milliseconds, kind, note, number in connection.execute(sql):
        if note in notes:
            yield AnkiReview(
                guid=notes[note].guid,
                card=number,
                at=datetime.fromtimestamp(at / 1000, UTC),
                ease=ease,
                seconds=milliseconds / 1000,
                kind=kind,
            )
