"""Anki packages among what is imported: what is in them, and what becomes of it. Off the GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flashrl import paths
from flashrl.store import Collection

if TYPE_CHECKING:
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
    from flashrl.anki import learner
    from flashrl.formats import parse

    folder = _folder(collection)
    with learner.looked_into(collection, path) as package:
        files = [
            replace(parse(text, target.stem), path=target) for target, text in package.files(folder).items()
        ]
        reviews, losses = package.reviews, package.converted.losses
        return PackagePlan(path, len(reviews.events), reviews.strange, losses, tuple(files))


def bring_in(collection: Collection, plans: Sequence[PackagePlan]) -> None:
    """Write the decks of packages, and add their reviews. Raises DeckError where a deck was edited since."""
    from flashrl.anki import learner

    for plan in plans:
        with learner.looked_into(collection, plan.path) as package:
            learner.bring_in(collection, package, _folder(collection))


def _folder(collection: Collection) -> Path:
    return paths.own_decks(collection.path.parent) / "anki"
