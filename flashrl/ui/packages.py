"""Anki packages among what is imported: what is in them, and what becomes of it. Off the GUI thread."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flashrl import paths
from flashrl.store import Collection

if TYPE_CHECKING:
    from flashrl.anki.incoming import Incoming
    from flashrl.formats import ParsedFile

SUFFIXES = (".apkg", ".colpkg")


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """A package that was looked into: the reviews that are new here, the decks that its other notes would
    become, how many of flashrl's notes are of decks that are not here, and what would be left out."""

    path: Path
    reviews: int
    strange: int
    losses: tuple[str, ...]
    files: "tuple[ParsedFile, ...]"


def is_package(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def look(collection: Collection, path: Path) -> PackagePlan:
    """Find out what is in a package. Raises DeckError where it is none."""
    from flashrl.formats import parse

    folder = _folder(collection)
    with _opened(collection, path) as package:
        files = [
            replace(parse(text, target.stem), path=target) for target, text in package.files(folder).items()
        ]
        reviews, losses = package.reviews, package.converted.losses
        return PackagePlan(path, len(reviews.events), reviews.strange, losses, tuple(files))


def bring_in(collection: Collection, plans: Sequence[PackagePlan]) -> None:
    """Write the decks of packages, and add their reviews. Raises DeckError where a deck was edited since."""
    for plan in plans:
        with _opened(collection, plan.path) as package:
            if plan.files:
                package.save(_folder(collection))
            collection.add_events(package.reviews.events)


@contextmanager
def _opened(collection: Collection, path: Path) -> "Iterator[Incoming]":
    from flashrl.anki import incoming

    cards = [entry.card for entry in [*collection.cards(), *collection.gone_cards()]]
    known = incoming.Known(cards, collection.events(), collection.instants())
    zone = datetime.now().astimezone().tzinfo
    assert zone is not None
    with incoming.opened(path, known, zone) as package:
        yield package


def _folder(collection: Collection) -> Path:
    return paths.own_decks(collection.path.parent) / "anki"
