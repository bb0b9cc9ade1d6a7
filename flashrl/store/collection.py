"""The collection: cards, review events and the states that follow from them."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flashrl.formats import ParsedFile
from flashrl.model import (
    CardState,
    FiledCard,
    KeyedCard,
    ReviewEvent,
    StudyPath,
    UnitChange,
    UnitMarks,
)
from flashrl.scheduling import day, leech
from flashrl.scheduling.queue import Backlog, Limits, Phase, QueuedUnit
from flashrl.scheduling.replay import Event
from flashrl.scheduling.scheduler import DESIRED_RETENTION, Scheduler, SchedulerName
from flashrl.store import backup, decks, filed_cards, opening, practice, readings, settings, waiting
from flashrl.store.database import readable_errors, wait_at_most, without_waiting, writing
from flashrl.store.decks import DeckCounts, SourceFile
from flashrl.store.exports import Exports
from flashrl.store.history import History, HistoryStep
from flashrl.store.import_report import ImportReport, Progress
from flashrl.store.practice import Choice
from flashrl.store.readings import Found, Reading

if TYPE_CHECKING:
    from flashrl.statistics import Answer, UnitStanding
    from flashrl.store.browse import Browser
    from flashrl.store.imports import Import
    from flashrl.store.study_paths import PathCounts

ROLLOVER_HOUR = "rollover_hour"
"""The setting of the local hour at which a study day starts."""


class _TakenBack(Exception):  # noqa: N818 - no error: it ends a transaction that was only tried
    pass


class Collection:
    """One open collection. Use it on the thread that opened it; other threads open their own."""

    def __init__(self, path: Path, db: Any) -> None:
        self.path = path
        self._db = db
        self._history = History(db)

    @classmethod
    def open(cls, path: Path) -> "Collection":
        """Open the collection at `path`, made if missing; one of an older version after a backup.

        Raises DamagedCollectionError where `rescue` can help, else CollectionError with what to do. Neither
        changes the file.
        """
        return cls(path, opening.opened(path))

    def back_up(self, now: datetime) -> Path:
        """Make a backup; it is checked. Returns where it is."""
        return backup.back_up(self.path, now)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> "Collection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- decks -----------------------------------------------------------------------------------

    def read(
        self,
        sources: Sequence[Path],
        *,
        deck: str = "",
        progress: Progress = lambda _done, _total: None,
    ) -> Found:
        """Read the deck files that `sources` mean, to be applied; not those that are as they were when they
        were applied last, with the same `deck`. Raises DeckError as `formats.read_all`."""
        with readable_errors(self.path):
            kept = readings.of(self._db, deck)
        found = readings.find(kept, sources, progress)
        if found.passed_over:
            with writing(self._db, self.path):
                readings.keep(self._db, found.passed_over, deck)
        return found

    def apply(
        self,
        files: Sequence[ParsedFile],
        *,
        now: datetime,
        folders: Sequence[Path] = (),
        unchanged: Sequence[Reading] = (),
        deck: str = "",
        progress: Progress = lambda _done, _total: None,
    ) -> ImportReport:
        """Bring parsed files in, all in one transaction. A file with errors is left as it was.

        `folders` were read whole: cards of files that vanished from them are suspended. `unchanged` files
        were found to be as they were. With `deck` all cards go into that one. What `progress` raises takes
        all of it back.
        """
        if (files or folders) and self._has_cards():
            backup.back_up_before_import(self.path, now)
        with writing(self._db, self.path):
            return self._import(now, files, unchanged, deck).run(folders, progress)

    def _import(
        self, now: datetime, files: Sequence[ParsedFile], unchanged: Sequence[Reading], deck: str
    ) -> "Import":
        # Knowing cards again takes much code, and no start of the app needs it.
        from flashrl.store.imports import Import

        return Import(self._db, now, files, unchanged, deck)

    def _has_cards(self) -> bool:
        with readable_errors(self.path):
            return self._db.execute("SELECT 1 FROM cards LIMIT 1").fetchone() is not None

    def rehearse(
        self,
        files: Sequence[ParsedFile],
        *,
        now: datetime,
        folders: Sequence[Path] = (),
        unchanged: Sequence[Reading] = (),
        deck: str = "",
        progress: Progress = lambda _done, _total: None,
    ) -> ImportReport:
        """What `apply` would report. Nothing is changed: the same import is made, and taken back."""
        report = ImportReport()
        with suppress(_TakenBack), writing(self._db, self.path):
            report = self._import(now, files, unchanged, deck).run(folders, progress)
            raise _TakenBack
        return report

    def sources(self) -> list[SourceFile]:
        """The deck files that cards come from, in order of path, with their cards that are not gone."""
        with readable_errors(self.path):
            return decks.sources(self._db)

    def homes(self, ids: Iterable[str]) -> set[Path]:
        """The files that cards with these ids stand in."""
        with readable_errors(self.path):
            return decks.homes(self._db, ids)

    def card_ids(self) -> set[str]:
        """The ids of all cards, of those that are gone too."""
        with readable_errors(self.path):
            return filed_cards.ids(self._db)

    def decks(self, today: date) -> list[DeckCounts]:
        """Every deck in order of name, with its counts for `today`."""
        with readable_errors(self.path):
            return decks.counts(self._db, today)

    def deck_names(self) -> list[str]:
        """The names of the decks, in order."""
        with readable_errors(self.path):
            return decks.names(self._db)

    def card(self, unit: str) -> FiledCard:
        """The card of a review unit."""
        with readable_errors(self.path):
            return filed_cards.of_unit(self._db, unit)

    def cards(self, decks: Sequence[str] = ()) -> list[FiledCard]:
        """The cards that are neither gone nor drafts, in their authors' order; `decks` with those below
        them (all where none is named). Raises CollectionError for a deck that does not exist."""
        with readable_errors(self.path):
            return filed_cards.of_decks(self._db, decks)

    def keyed_cards(self, decks: Sequence[str] = ()) -> list[KeyedCard]:
        """The same cards, each read when it is needed."""
        with readable_errors(self.path):
            found = filed_cards.keys(self._db, decks)
        return [KeyedCard(key, partial(self._filed, card_id)) for card_id, key in found]

    def _filed(self, card_id: str) -> FiledCard:
        with readable_errors(self.path):
            return filed_cards.by_id(self._db, card_id)

    def gone_cards(self, decks: Sequence[str] = ()) -> list[FiledCard]:
        """The cards that vanished from their files, drafts left out; of these decks and those below them."""
        with readable_errors(self.path):
            return filed_cards.gone(self._db, decks)

    @property
    def browser(self) -> "Browser":
        """What finds units to be looked through."""
        from flashrl.store.browse import Browser  # no part of the first page

        return Browser(self._db, self.path)

    @property
    def exports(self) -> Exports:
        """What was exported to Anki."""
        return Exports(self._db, self.path)

    def cards_with_simulation(self, slug: str) -> list[FiledCard]:
        """The cards that show a simulation, in their authors' order; none that is gone."""
        with readable_errors(self.path):
            return filed_cards.with_simulation(self._db, slug)

    # -- reviews ---------------------------------------------------------------------------------

    def queue(
        self, today: date, *, deck: str | None = None, new_limit: int | None = None
    ) -> list[QueuedUnit]:
        """What waits on `today` in a deck and those below it (None: in all), as `day_queue` orders it.

        `new_limit` is what is left of the day's new cards; by default the setting less those begun today.
        """
        with readable_errors(self.path):
            return waiting.queue(self._db, today, deck, new_limit)

    def path_queue(self, today: date, path: StudyPath) -> list[QueuedUnit]:
        """What waits on `today` on a study path, in its order. Cards of it that are not here are left out."""
        from flashrl.store import study_paths  # no part of the first page

        with readable_errors(self.path):
            return study_paths.queue(self._db, path, waiting.rules(self._db, today))

    def path_counts(self, today: date, path: StudyPath) -> "PathCounts":
        """How much waits on `today` on a study path."""
        from flashrl.store import study_paths

        with readable_errors(self.path):
            return study_paths.counts(self._db, path, waiting.rules(self._db, today))

    def new_left(self, today: date) -> int:
        """How many new units may still be begun today."""
        with readable_errors(self.path):
            return waiting.new_left(self._db, today)

    def limits(self) -> dict[str, Limits]:
        """The daily limits that were set, by deck; those of the whole collection under ALL."""
        with readable_errors(self.path):
            return waiting.limits(self._db)

    def set_limits(self, deck: str, limits: Limits) -> None:
        """Limit a deck, those below it included, or ALL. What has no limit keeps to those above it."""
        with writing(self._db, self.path):
            waiting.set_limits(self._db, deck, limits)

    def spread_backlog(self, today: date, days: int) -> int:
        """Ask what is overdue in so many days, from `today` on; 0 days asks all of it at once. Returns how
        many units that are. No due day changes."""
        with writing(self._db, self.path):
            return waiting.spread_backlog(self._db, today, days)

    def backlog(self, today: date) -> tuple[Backlog, int] | None:
        """The plan that what was overdue is spread by, and how many units are left of it."""
        with readable_errors(self.path):
            return waiting.backlog(self._db, today)

    def next_due(self, today: date) -> tuple[date, int] | None:
        """The next day after `today` on which something is due, and how many units are."""
        with readable_errors(self.path):
            return waiting.next_due(self._db, today)

    def record(self, event: ReviewEvent) -> int:
        """Add a review event and move its unit's state; both are on disk when this returns.

        Returns the event's number, by which it can be undone.
        """
        with writing(self._db, self.path):
            return self._history.add(event)

    def change(self, change: UnitChange) -> int:
        """Suspend, resume, bury, flag, reset or put off a unit. Returns the number to undo it by."""
        with writing(self._db, self.path):
            return self._history.add(change)

    def change_all(
        self, changes: Iterable[UnitChange], *, progress: Progress = lambda _done, _total: None
    ) -> list[int]:
        """Make many changes, all or none. Returns their numbers. What `progress` raises takes all back."""
        with writing(self._db, self.path):
            return self._history.add_each(list(changes), progress)

    def undo(self, number: int, *, now: datetime) -> CardState:
        """Take an event or a change back: it stays in the log, marked, and the unit's state and marks are
        made again without it."""
        with writing(self._db, self.path):
            return self._history.undo(number, now)

    def undo_all(
        self, numbers: Sequence[int], *, now: datetime, progress: Progress = lambda _done, _total: None
    ) -> None:
        """Take many events or changes back, the last first, all or none."""
        with writing(self._db, self.path):
            self._history.undo_each(numbers[::-1], now, progress)

    def add_events(self, events: Sequence[Event]) -> None:
        """Add events that were made elsewhere, and make the states of their units again; all or nothing."""
        with writing(self._db, self.path):
            self._history.add_all(events)

    def instants(self) -> dict[str, list[datetime]]:
        """When each unit was reviewed, also where that was undone."""
        with readable_errors(self.path):
            return self._history.instants()

    def events(self) -> list[ReviewEvent]:
        """Every grade that was not undone, in the order they were made."""
        with readable_errors(self.path):
            return self._history.reviews()

    def history(self, unit: str | None = None) -> list[Event]:
        """Every grade and change that was not undone, of one unit or of all, in the order they were made."""
        with readable_errors(self.path):
            return list(self._history.events() if unit is None else self._history.events("unit = ?", [unit]))

    def steps(self, unit: str) -> list[HistoryStep]:
        """Every event of a unit with the state after it, those that were undone among them."""
        with readable_errors(self.path):
            return self._history.steps(unit)

    def answers(self, since: date) -> "list[Answer]":
        """Every grade since a day that is of a unit here, with its deck and the state before it."""
        from flashrl.store import answers

        with readable_errors(self.path):
            return answers.since(self._db, since)

    def standings(self) -> "list[UnitStanding]":
        """Where every unit stands whose card is not gone."""
        from flashrl.store import answers

        with readable_errors(self.path):
            return answers.standings(self._db)

    def reviews_by_day(self, first: date) -> dict[date, int]:
        """How many scheduled reviews were made on each day since the first."""
        with readable_errors(self.path):
            return self._history.reviews_by_day(first)

    def days_since(self, first: date) -> list[date]:
        """The days since the first on which anything was done."""
        with readable_errors(self.path):
            return self._history.days_since(first)

    def last_day_before(self, day: date) -> date | None:
        """The last day before this one on which anything was done."""
        with readable_errors(self.path):
            return self._history.last_day_before(day)

    def leech_lapses(self) -> int:
        """How many lapses make a leech."""
        return int(self.setting("leech_lapses", leech.LAPSES))

    def practice(self, choice: Choice) -> list[QueuedUnit]:
        """The units of a choice, to be asked out of turn: their grades leave the schedule alone."""
        lapses = self.leech_lapses()
        with readable_errors(self.path):
            found = practice.candidates(self._db, choice, lapses)
        return [QueuedUnit(each.unit, each.state, Phase.PRACTICE) for each in found]

    def practice_units(self, choice: Choice) -> list[str]:
        """The same units without their states, in no order of any meaning: what a quiz is drawn from."""
        lapses = self.leech_lapses()
        with readable_errors(self.path):
            return practice.unit_ids(self._db, choice, lapses)

    def states(self) -> dict[str, CardState]:
        """The cached state of every unit that was reviewed."""
        with readable_errors(self.path):
            return self._history.states()

    def marks(self) -> dict[str, UnitMarks]:
        """The cached marks of every unit that has any."""
        with readable_errors(self.path):
            return self._history.marks()

    def marks_of(self, unit: str) -> UnitMarks:
        """The cached marks of a unit."""
        with readable_errors(self.path):
            return self._history.state(unit)[1]

    def wait_at_most(self, seconds: float) -> None:
        """From now on what another program has locked fails after so long, not after three seconds."""
        wait_at_most(self._db, seconds)

    def without_waiting(self) -> AbstractContextManager[None]:
        """Within this, what another program has locked fails after a twentieth of a second."""
        return without_waiting(self._db)

    def wrong_states(self) -> int:
        """How many units' cached states and marks are not what their events make of them."""
        with readable_errors(self.path):
            return self._history.wrong_states()

    def rebuild_states(self, progress: Progress = lambda _done, _total: None) -> None:
        """Make the cache of states again from the events. What `progress` raises leaves it as it was."""
        with writing(self._db, self.path):
            self._history.rebuild(progress)

    def study_day(self, now: datetime) -> date:
        """The study day of a local instant, by the hour that was set for it to start."""
        return day.study_day(now, int(self.setting(ROLLOVER_HOUR, day.ROLLOVER_HOUR)))

    # -- schedulers ------------------------------------------------------------------------------

    @property
    def scheduler(self) -> Scheduler:
        """The scheduler that grades go through, for a session's previews."""
        with readable_errors(self.path):
            return self._history.scheduler()

    @property
    def scheduler_name(self) -> tuple[SchedulerName, float]:
        """The chosen scheduler, and the share of cards that are to be recalled when they are due."""
        with readable_errors(self.path):
            return self._history.scheduler_name()

    def use_scheduler(
        self,
        name: SchedulerName,
        desired_retention: float = DESIRED_RETENTION,
        *,
        progress: Progress = lambda _done, _total: None,
    ) -> None:
        """Schedule by another one from now on: every event is replayed, all or nothing. Raises ValueError for
        a desired retention out of bounds."""
        with writing(self._db, self.path):
            self._history.use_scheduler(name, desired_retention, progress)

    # -- settings --------------------------------------------------------------------------------

    def setting(self, key: str, default: Any) -> Any:
        with readable_errors(self.path):
            return settings.value(self._db, key, default)

    def set_setting(self, key: str, value: Any) -> None:
        with readable_errors(self.path):
            settings.keep(self._db, key, value)
