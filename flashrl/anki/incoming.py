"""A package that comes in: what is in it for this collection, and its decks as files."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from flashrl import whole_file
from flashrl.anki import archive, collection, foreign, reviews
from flashrl.anki.archive import Archive
from flashrl.errors import DeckError
from flashrl.model import Card, ReviewEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

_ID = re.compile(r"^id: (anki-\S+)$", re.MULTILINE)
_MADE = ".made-from-anki.json"
"""Says how the deck files of a folder were when they were made; one that is otherwise was edited since."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the collection knows: its cards (of those gone, too), its events, and when each unit was ever
    reviewed."""

    cards: Sequence[Card] = ()
    events: Sequence[ReviewEvent] = ()
    instants: "Mapping[str, list[datetime]] | None" = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """An open package: its reviews of known cards, and its other notes as decks."""

    archive: Archive
    reviews: reviews.Found
    converted: foreign.Converted

    def files(self, folder: Path) -> dict[Path, str]:
        """The deck files that would be written, with their texts."""
        return {_target(folder, deck): deck.text for deck in self.converted.decks}

    def save(self, folder: Path) -> list[Path]:
        """Write the decks and their pictures into `folder`, and return the decks' paths.

        Raises DeckError where a deck file that was made before has been edited since, or nothing can be
        written; the decks are then as they were.
        """
        try:
            return self._save(folder)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            remedy = "free some space, or allow writing to the folder"
            raise DeckError(f"the decks cannot be written: {reason.lower()}", remedy, path=folder) from error

    def _save(self, folder: Path) -> list[Path]:
        made = _made(folder)
        targets = {deck: _target(folder, deck) for deck in self.converted.decks}
        for deck, path in targets.items():
            _refuse_edited(path, deck.text, made.get(path.name))
        (folder / foreign.MEDIA).mkdir(parents=True, exist_ok=True)
        for name in sorted(self.converted.pictures):
            whole_file.write(folder / foreign.MEDIA / name, self.archive.read_media(name))
        for deck, path in targets.items():
            whole_file.write(path, deck.text.encode())
            made[path.name] = _digest(deck.text.encode())
        whole_file.write(folder / _MADE, json.dumps(made, indent=1).encode())
        return list(targets.values())


def _target(folder: Path, deck: foreign.Deck) -> Path:
    """The file that holds cards of this deck already, or else a new one: two packages may have decks of one
    name and not a card in common."""
    wanted, own = Path(deck.file), set(_ID.findall(deck.text))
    for number in count(1):
        path = folder / (deck.file if number == 1 else f"{wanted.stem}-{number}{wanted.suffix}")
        if not path.exists() or own & set(_ID.findall(path.read_text(encoding="utf-8", errors="replace"))):
            return path
    raise AssertionError


@contextmanager
def opened(path: Path, known: Known, day_of: Callable[[datetime], date]) -> Iterator[Incoming]:
    """Look into the package at `path`; `day_of` says which study day an instant belongs to.

    Raises DeckError where it is none, or cannot be read.
    """
    with archive.opened(path) as package:
        content = collection.read(package)
        found = reviews.find(
            content, known.cards, live=known.events, instants=known.instants or {}, day_of=day_of
        )
        yield Incoming(package, found, foreign.convert(content, package.media))


def _made(folder: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads((folder / _MADE).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {str(name): str(digest) for name, digest in found.items()}
    return {}


def _refuse_edited(path: Path, text: str, digest: str | None) -> None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return
    if content != text.encode() and _digest(content) != digest:
        message = "this deck was edited since it was made from an Anki package"
        raise DeckError(message, "rename it, or move it to another folder, and import again", path=path)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
