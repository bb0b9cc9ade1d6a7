"""Anki packages among what is imported: their notes become deck files, their reviews events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flashrl import paths
from flashrl.cli.decks import open_collection
from flashrl.scheduling.day import study_day

if TYPE_CHECKING:
    from flashrl.anki.incoming import Incoming

ENDINGS = (".apkg", ".colpkg")


@dataclass(frozen=True, slots=True)
class Taken:
    """What was in a package. `decks` is the folder of the deck files that were made of it, if any were."""

    path: Path
    cards: int
    reviews: int
    known_reviews: int
    strange: int
    losses: tuple[str, ...]
    decks: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """As a file among the others."""
        return {
            "path": str(self.path),
            "format": "anki",
            "cards": self.cards,
            "drafts": 0,
            "reviews": self.reviews,
            "diagnostics": [
                {"line": 1, "column": 1, "severity": "warning", "code": "anki-left-out", "message": loss}
                for loss in self.losses
            ],
        }

    def tell(self) -> None:
        click.echo(f"{self.path}: {self.cards} cards of other people's notes, {self.reviews} new reviews")
        if self.known_reviews:
            click.echo(f"  {self.known_reviews} reviews are known already")
        if self.strange:
            click.echo(
                f"  {self.strange} notes of flashrl are of decks that are not here; import those first"
            )
        if self.decks is not None:
            click.echo(f"  its decks are in {self.decks}")
        for loss in self.losses:
            click.echo(f"  {loss}")


def is_package(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


def take_in(home: Path, sources: Sequence[Path], *, dry_run: bool) -> list[Taken]:
    """Look into packages, and unless it is a dry run write their decks and add their reviews. A dry run does
    not open the collection: all reviews are then new."""
    return [_look(path) if dry_run else _take(home, path) for path in sources]


def _look(path: Path) -> Taken:
    from flashrl.anki import incoming

    with incoming.opened(path, incoming.Known(), study_day) as package:
        return replace(_taken(path, package), reviews=package.reviews.total, strange=0)


def _take(home: Path, path: Path) -> Taken:
    from flashrl.anki import learner

    folder = paths.own_decks(home) / "anki"
    with open_collection(home) as collection, learner.looked_into(collection, path) as package:
        learner.bring_in(collection, package, folder)
        return _taken(path, package, folder if package.converted.decks else None)


def _taken(path: Path, package: "Incoming", folder: Path | None = None) -> Taken:
    reviews, converted = package.reviews, package.converted
    return Taken(
        path=path,
        cards=converted.cards,
        reviews=len(reviews.events),
        known_reviews=reviews.known,
        strange=reviews.strange,
        losses=converted.losses,
        decks=folder,
    )
