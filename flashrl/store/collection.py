"""The collection: cards, review events and the states that follow from them."""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flashrl.errors import CollectionError, DamagedCollectionError
from flashrl.formats import ParsedFile
from flashrl.model import (
    CardState,
    FiledCard,
    KeyedCard,
    ReviewEvent,
    StudyPath,
    UnitChange,
    UnitMarks,
    is_below,
)
from flashrl.scheduling import day, leech, sm2
from flashrl.scheduling.queue import ALL, Limits, Phase, QueuedUnit, Rules, day_queue
from flashrl.scheduling.replay import NO_MARKS, Event
from flashrl.scheduling.scheduler import DESIRED_RETENTION, Scheduler, SchedulerName
from flashrl.store import backup, practice, readings, rows, waiting
from flashrl.store.database import RESTORE, connect, readable_errors, use_write_ahead_log
from flashrl.store.exports import Exports
from flashrl.store.history import History, HistoryStep
from flashrl.store.import_report import ImportReport, Progress
from flashrl.store.migrations import FIRST_STEP, migrate, pending
from flashrl.store.practice import Choice
from flashrl.store.readings import Found, Reading
from flashrl.store.waiting import Waiting

if TYPE_CHECKING:
    from flashrl.statistics import Answer, UnitStanding
    from flashrl.store.imports import Import
    from flashrl.store.study_paths import PathCounts

ROLLOVER_HOUR = "rollover_hour"
"""The setting of the local hour at which a study day starts."""


@dataclass(frozen=True, slots=True)
class DeckCounts:
    """A deck and how many of its review units wait. `cards` counts all that are not suspended."""

    name: str
    cards: int
    new: int
    due: int
    drill: int
    suspended: int
    drafts: int


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A deck file that was imported: its deck, the format it was read as, and how many cards it has."""

    path: Path
    deck: str
    format: str
    cards: int


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
        with readable_errors(path):
            _require_filled(path)
            db = connect(path)
            try:
                steps = pending(db)
                use_write_ahead_log(db)
                if steps and steps[0] != FIRST_STEP:
                    backup.back_up(path, datetime.now(UTC))
                migrate(db)
            except CollectionError as error:
                db.close()
                raise type(error)(error.message, error.remedy, path=path) from error
            except BaseException:
                db.close()
                raise
        return cls(path, db)

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
        with readable_errors(self.path), self._db.atomic():
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
        with readable_errors(self.path), self._db.atomic():
            self._db.execute("UPDATE settings SET value = value WHERE 0")  # takes the write lock first
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
        with readable_errors(self.path), suppress(_TakenBack), self._db.atomic():
            report = self._import(now, files, unchanged, deck).run(folders, progress)
            raise _TakenBack
        return report

    def sources(self) -> list[SourceFile]:
        """The deck files that cards come from, in order of path, with their cards that are not gone."""
        sql = """
            SELECT sources.*, (SELECT count(*) FROM cards WHERE source = path AND NOT is_gone) AS cards
            FROM sources ORDER BY path
        """
        with readable_errors(self.path):
            return [
                SourceFile(Path(row["path"]), row["deck"], row["format"], row["cards"])
                for row in self._db.query(sql)
            ]

    def homes(self, ids: Iterable[str]) -> set[Path]:
        """The files that cards with these ids stand in."""
        sql = "SELECT DISTINCT source FROM cards WHERE NOT is_gone AND id IN (SELECT value FROM json_each(?))"
        with readable_errors(self.path):
            found = self._db.execute(sql, [json.dumps(list(ids))]).fetchall()
        return {Path(path) for (path,) in found}

    def card_ids(self) -> set[str]:
        """The ids of all cards, of those that are gone too."""
        with readable_errors(self.path):
            return {card_id for (card_id,) in self._db.execute("SELECT id FROM cards").fetchall()}

    def decks(self, today: date) -> list[DeckCounts]:
        """Every deck in order of name, with its counts for `today`."""
        sql = """
            SELECT deck AS name, count(*) FILTER (WHERE is_kept) AS cards,
              count(*) FILTER (WHERE is_kept AND is_asked AND due_on IS NULL) AS new,
              count(*) FILTER (WHERE is_kept AND is_asked AND due_on <= :today) AS due,
              count(*) FILTER (WHERE is_kept AND is_asked AND drill_on = :today) AS drill,
              count(*) FILTER (WHERE NOT is_kept) AS suspended
            FROM (
              SELECT deck, due_on, drill_on, buried_on IS NOT :today AS is_asked,
                status = 'active' AND NOT coalesce(is_suspended, 0) AS is_kept
              FROM units LEFT JOIN states ON states.unit = units.id
            ) GROUP BY name
        """
        drafts_sql = "SELECT deck, count(*) FROM cards WHERE is_draft AND NOT is_gone GROUP BY deck"
        with readable_errors(self.path):
            counted = {row["name"]: row for row in self._db.query(sql, {"today": today.isoformat()})}
            drafts: dict[str, int] = dict(self._db.execute(drafts_sql).fetchall())
        empty = {"cards": 0, "new": 0, "due": 0, "drill": 0, "suspended": 0}
        return [
            DeckCounts(**{**empty, **counted.get(name, {}), "name": name, "drafts": drafts.get(name, 0)})
            for name in sorted(counted.keys() | drafts.keys())
        ]

    def card(self, unit: str) -> FiledCard:
        """The card of a review unit."""
        with readable_errors(self.path):
            found = list(
                self._db.query(
                    "SELECT cards.* FROM cards JOIN units ON units.card = cards.id WHERE units.id = ?", [unit]
                )
            )
        if not found:
            raise CollectionError(f"there is no card {unit!r}", "import its deck again", path=self.path)
        return _stored(found[0])

    def cards(self, decks: Sequence[str] = ()) -> list[FiledCard]:
        """The cards that are neither gone nor drafts, in their authors' order; `decks` with those below
        them (all where none is named). Raises CollectionError for a deck that does not exist."""
        where, values = self._chosen(decks)
        order = "deck, source, position"
        with readable_errors(self.path):
            return [_stored(row) for row in self._db["cards"].rows_where(where, values, order_by=order)]

    def keyed_cards(self, decks: Sequence[str] = ()) -> list[KeyedCard]:
        """The same cards, each read when it is needed."""
        where, values = self._chosen(decks)
        sql = f"SELECT {', '.join(rows.KEY)} FROM cards WHERE {where} ORDER BY deck, source, position"
        with readable_errors(self.path):
            found = self._db.execute(sql, values).fetchall()
        return [KeyedCard(rows.key(values), partial(self._filed, values[0])) for values in found]

    def _filed(self, card_id: str) -> FiledCard:
        with readable_errors(self.path):
            return _stored(self._db["cards"].get(card_id))

    def _chosen(self, decks: Sequence[str]) -> tuple[str, list[str]]:
        """The condition for the cards of these decks and those below them, and its values."""
        names = [counts.name for counts in self.decks(date.min)]
        chosen = [name for name in names if not decks or any(is_below(name, deck) for deck in decks)]
        for deck in decks:
            if not any(is_below(name, deck) for name in names):
                remedy = "`flashrl decks` lists them"
                raise CollectionError(f"there is no deck {deck!r}", remedy, path=self.path)
        return f"deck IN ({', '.join('?' for _ in chosen)}) AND NOT is_gone AND NOT is_draft", chosen

    def gone_cards(self, decks: Sequence[str] = ()) -> list[FiledCard]:
        """The cards that vanished from their files, drafts left out; of these decks and those below them."""
        where, order = "is_gone AND NOT is_draft", "deck, source, position"
        with readable_errors(self.path):
            cards = [_stored(row) for row in self._db["cards"].rows_where(where, order_by=order)]
        return [each for each in cards if not decks or any(is_below(each.deck, deck) for deck in decks)]

    @property
    def exports(self) -> Exports:
        """What was exported to Anki."""
        return Exports(self._db, self.path)

    def cards_with_simulation(self, slug: str) -> list[FiledCard]:
        """The cards that show a simulation, in their authors' order; none that is gone."""
        written = json.dumps({"slug": slug})[1:-1]
        where = "instr(content, ?) AND NOT is_gone"
        with readable_errors(self.path):
            found = self._db["cards"].rows_where(where, [written], order_by="deck, source, position")
            return [_stored(row) for row in found]

    # -- reviews ---------------------------------------------------------------------------------

    def queue(
        self, today: date, *, deck: str | None = None, new_limit: int | None = None
    ) -> list[QueuedUnit]:
        """What waits on `today` in a deck and those below it (None: in all), as `day_queue` orders it.

        `new_limit` is what is left of the day's new cards; by default the setting less those begun today.
        """
        with readable_errors(self.path):
            rules, done = self._rules(today), waiting.done(self._db, today)
            if new_limit is not None:
                rules = waiting.with_new_left(rules, new_limit, done)
            candidates = Waiting(self._db, today, deck)
            return day_queue(candidates.due(), candidates.new(), candidates.drill(), rules, done)

    def path_queue(self, today: date, path: StudyPath) -> list[QueuedUnit]:
        """What waits on `today` on a study path, in its order. Cards of it that are not here are left out."""
        from flashrl.store import study_paths  # no part of the first page

        with readable_errors(self.path):
            return study_paths.queue(self._db, path, self._rules(today))

    def path_counts(self, today: date, path: StudyPath) -> "PathCounts":
        """How much waits on `today` on a study path."""
        from flashrl.store import study_paths

        with readable_errors(self.path):
            return study_paths.counts(self._db, path, self._rules(today))

    def new_left(self, today: date) -> int:
        """How many new units may still be begun today."""
        with readable_errors(self.path):
            begun = sum(each.was_new for each in waiting.done(self._db, today))
            limit = self._rules(today).limits[ALL].new
        return max(0, (limit or 0) - begun)

    def limits(self) -> dict[str, Limits]:
        """The daily limits that were set, by deck; those of the whole collection under ALL."""
        with readable_errors(self.path):
            return waiting.limits(waiting.settings(self._db, waiting.RULES))

    def set_limits(self, deck: str, limits: Limits) -> None:
        """Limit a deck, those below it included, or ALL. What has no limit keeps to those above it."""
        with readable_errors(self.path), self._db.atomic():
            changed = waiting.with_limits(waiting.settings(self._db, waiting.RULES), deck, limits)
            for key, value in changed.items():
                self.set_setting(key, value)

    def spread_backlog(self, today: date, days: int) -> int:
        """Ask what is overdue in so many days, from `today` on; 0 days asks all of it at once. Returns how
        many units that are. No due day changes."""
        with readable_errors(self.path):
            total = len(Waiting(self._db, today).due())
        backlog = {"since": today.isoformat(), "days": days, "total": total}
        self.set_setting("backlog", backlog if days > 0 else None)
        return total

    def _rules(self, today: date) -> Rules:
        return waiting.rules(waiting.settings(self._db, waiting.RULES), today)

    def next_due(self, today: date) -> tuple[date, int] | None:
        """The next day after `today` on which something is due, and how many units are."""
        sql = """
            SELECT due_on, count(*) FROM states JOIN units ON units.id = states.unit
            WHERE status = 'active' AND NOT is_suspended AND due_on > ?
            GROUP BY due_on ORDER BY due_on LIMIT 1
        """
        with readable_errors(self.path):
            found = self._db.execute(sql, [today.isoformat()]).fetchone()
        return (date.fromisoformat(found[0]), found[1]) if found else None

    def record(self, event: ReviewEvent) -> int:
        """Add a review event and move its unit's state; both are on disk when this returns.

        Returns the event's number, by which it can be undone.
        """
        with readable_errors(self.path), self._db.atomic():
            return self._history.add(event)

    def change(self, change: UnitChange) -> int:
        """Suspend, resume, bury, flag, reset or put off a unit. Returns the number to undo it by."""
        with readable_errors(self.path), self._db.atomic():
            return self._history.add(change)

    def undo(self, number: int, *, now: datetime) -> CardState:
        """Take an event or a change back: it stays in the log, marked, and the unit's state and marks are
        made again without it."""
        with readable_errors(self.path), self._db.atomic():
            return self._history.undo(number, now)

    def add_events(self, events: Sequence[Event]) -> None:
        """Add events that were made elsewhere, and make the states of their units again; all or nothing."""
        with readable_errors(self.path), self._db.atomic():
            self._history.add_all(events)

    def instants(self) -> dict[str, list[datetime]]:
        """When each unit was reviewed, also where that was undone."""
        found: dict[str, list[datetime]] = {}
        sql = "SELECT unit, reviewed_at FROM events WHERE quality != ?"
        with readable_errors(self.path):
            for unit, at in self._db.execute(sql, [rows.NO_QUALITY]).fetchall():
                found.setdefault(unit, []).append(datetime.fromisoformat(at))
        return found

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
        from flashrl.statistics import Answer

        with readable_errors(self.path):
            decks = dict(self._db.execute("SELECT id, deck FROM units").fetchall())
            found = self._history.answers(since)
            return [Answer(decks[event.unit], event, state) for event, state in found if event.unit in decks]

    def standings(self) -> "list[UnitStanding]":
        """Where every unit stands whose card is not gone."""
        from flashrl.statistics import UnitStanding

        sql = f"""
            SELECT deck, coalesce(is_suspended, 0), {rows.STATE} FROM units
            LEFT JOIN states ON states.unit = units.id WHERE status = 'active'
        """
        with readable_errors(self.path):
            found = self._db.execute(sql).fetchall()
        return [UnitStanding(deck, rows.state(state), bool(held)) for deck, held, *state in found]

    def leech_lapses(self) -> int:
        """How many lapses make a leech."""
        return int(self.setting("leech_lapses", leech.LAPSES))

    def practice(self, choice: Choice) -> list[QueuedUnit]:
        """The units of a choice, to be asked out of turn: their grades leave the schedule alone."""
        lapses = self.leech_lapses()
        with readable_errors(self.path):
            found = practice.candidates(self._db, choice, lapses)
        return [QueuedUnit(each.unit, each.state, Phase.PRACTICE) for each in found]

    def states(self) -> dict[str, CardState]:
        """The cached state of every unit that was reviewed."""
        with readable_errors(self.path):
            found = self._db.execute(f"SELECT {rows.STATE}, unit FROM states").fetchall()
        states = {values[-1]: rows.state(values[:-1]) for values in found}
        return {unit: state for unit, state in states.items() if state != sm2.NEW}

    def marks(self) -> dict[str, UnitMarks]:
        """The cached marks of every unit that has any."""
        with readable_errors(self.path):
            found = self._db.execute(f"SELECT {rows.MARKS}, unit FROM states").fetchall()
        marks = {values[-1]: rows.marks(values[:-1]) for values in found}
        return {unit: each for unit, each in marks.items() if each != NO_MARKS}

    def wrong_states(self) -> int:
        """How many units' cached states and marks are not what their events make of them."""
        with readable_errors(self.path):
            return self._history.wrong_states()

    def rebuild_states(self, progress: Progress = lambda _done, _total: None) -> None:
        """Make the cache of states again from the events. What `progress` raises leaves it as it was."""
        with readable_errors(self.path), self._db.atomic():
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
        with readable_errors(self.path), self._db.atomic():
            self._history.use_scheduler(name, desired_retention, progress)

    # -- settings --------------------------------------------------------------------------------

    def setting(self, key: str, default: Any) -> Any:
        with readable_errors(self.path):
            found = self._db.execute("SELECT value FROM settings WHERE key = ?", [key]).fetchone()
        return default if found is None else json.loads(found[0])

    def set_setting(self, key: str, value: Any) -> None:
        with readable_errors(self.path):
            self._db["settings"].upsert({"key": key, "value": json.dumps(value)}, pk="key")


def _require_filled(path: Path) -> None:
    """An empty file would be taken for a collection to be made; beside backups it is one that was lost."""
    is_lost = path.is_file() and path.stat().st_size == 0
    if is_lost and backup.backups(path):
        raise DamagedCollectionError("the collection is empty", RESTORE, path=path)


def _stored(row: dict[str, Any]) -> FiledCard:
    return FiledCard(
        card=rows.card(row),
        deck=row["deck"],
        source=Path(row["source"]),
        changed_at=datetime.fromisoformat(row["changed_at"]),
    )
