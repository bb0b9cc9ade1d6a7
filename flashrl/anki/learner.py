"""What a collection is asked for, and gets, when its cards go to Anki and what was done there comes back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flashrl.anki.export import Past, Report, write_package
from flashrl.anki.scheduling import Schedule
from flashrl.model import CardState, ExportedNote, FiledCard, KeyedCard, ReviewEvent, UnitMarks
from flashrl.scheduling.replay import Event
from flashrl.scheduling.scheduler import Scheduler

if TYPE_CHECKING:
    from flashrl.anki.incoming import Incoming


class Exports(Protocol):
    """What earlier exports held."""

    def notes(self) -> dict[str, ExportedNote]: ...
    def remember(self, notes: Sequence[ExportedNote]) -> None: ...


class Learner(Protocol):
    """A collection, as far as Anki is concerned."""

    @property
    def exports(self) -> Exports: ...
    @property
    def scheduler(self) -> Scheduler: ...
    def cards(self) -> list[FiledCard]: ...
    def keyed_cards(self, decks: Sequence[str]) -> list[KeyedCard]: ...
    def gone_cards(self, decks: Sequence[str] = ()) -> list[FiledCard]: ...
    def events(self) -> list[ReviewEvent]: ...
    def history(self) -> list[Event]: ...
    def states(self) -> dict[str, CardState]: ...
    def marks(self) -> dict[str, UnitMarks]: ...
    def instants(self) -> Mapping[str, list[datetime]]: ...
    def study_day(self, now: datetime) -> date: ...
    def add_events(self, events: Sequence[ReviewEvent]) -> None: ...


def schedule_of(learner: Learner, now: datetime) -> Schedule:
    """The states and reviews of all units at a local instant."""
    return Schedule(
        learner.states(),
        learner.history(),
        now=now,
        today=learner.study_day(now),
        scheduler=learner.scheduler,
        marks=learner.marks(),
    )


def export(
    learner: Learner,
    target: Path,
    *,
    now: datetime,
    decks: Sequence[str] = (),
    scheduling: bool = False,
    simulations: bool = True,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    cancelled: Callable[[], bool] | None = None,
) -> Report:
    """Write these decks and those below them (all where none is named) as a package, and remember how the
    notes are. `now` is a local instant. Raises what `write_package` does."""
    report = write_package(
        learner.keyed_cards(decks),
        target,
        simulations=simulations,
        schedule=schedule_of(learner, now) if scheduling else None,
        past=Past(learner.exports.notes(), learner.gone_cards(decks), now),
        progress=progress,
        cancelled=cancelled,
    )
    learner.exports.remember(report.exported)
    return report


@contextmanager
def looked_into(learner: Learner, path: Path) -> "Iterator[Incoming]":
    """A package, and what is new in it for a collection. Raises DeckError where it is none."""
    from flashrl.anki import incoming

    cards = [entry.card for entry in [*learner.cards(), *learner.gone_cards()]]
    known = incoming.Known(cards, learner.events(), learner.instants())
    with incoming.opened(path, known, lambda at: learner.study_day(at.astimezone())) as package:
        yield package


def bring_in(learner: Learner, package: "Incoming", folder: Path) -> None:
    """Write a package's decks into `folder`, and add its reviews. Raises DeckError where a deck that was made
    before has been edited since; nothing is added then."""
    if package.converted.decks:
        package.save(folder)
    learner.add_events(package.reviews.events)
