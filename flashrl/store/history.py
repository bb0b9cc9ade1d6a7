"""Events, and the states and marks that follow from them: the one place where both are written."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any, TypeVar

from flashrl.model import CardState, EventKind, ReviewEvent, UnitMarks
from flashrl.scheduling import replay, scheduler, sm2
from flashrl.scheduling.replay import NO_MARKS, Event
from flashrl.scheduling.scheduler import Scheduler, SchedulerName
from flashrl.store import rows

SCHEDULER = "scheduler"
"""The setting that says which scheduler the cached states are of."""

_ORDER = "day, reviewed_at, id"
_BLOCK = 5_000
_REPORT_EVERY = 500
_ADD = f"INSERT INTO events ({rows.EVENT}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_KEEP = f"""
    INSERT OR REPLACE INTO states (unit, {rows.STATE}, {rows.MARKS})
    VALUES (:unit, :easiness_factor, :interval_days, :repetitions, :lapses, :due_on, :drill_on,
      :stability, :difficulty, :reviewed_on, :is_suspended, :buried_on, :flag)
"""
Progress = Callable[[int, int], object]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """An event of a unit and its state after it; one that was undone left the state as it was."""

    event: Event
    state: CardState
    is_undone: bool


class History:
    """The log of a collection, which is only ever added to, with its cache of states. What writes belongs
    inside one transaction of `db`."""

    def __init__(self, db: Any) -> None:
        self._db = db

    # -- the scheduler ---------------------------------------------------------------------------

    def scheduler_name(self) -> tuple[SchedulerName, float]:
        """Which scheduler the states are of, and the share of cards that are to be recalled when due."""
        found = self._db.execute("SELECT value FROM settings WHERE key = ?", [SCHEDULER]).fetchone()
        chosen = {} if found is None else json.loads(found[0])
        name = SchedulerName(chosen.get("name", SchedulerName.SM2))
        return name, float(chosen.get("desired_retention", scheduler.DESIRED_RETENTION))

    def scheduler(self) -> Scheduler:
        return scheduler.choose(*self.scheduler_name())

    def use_scheduler(self, name: SchedulerName, desired_retention: float, progress: Progress) -> None:
        """Have all states made by another scheduler. Raises ValueError as `scheduler.choose`."""
        scheduler.choose(name, desired_retention)
        value = json.dumps({"name": name, "desired_retention": desired_retention})
        self._db.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", [SCHEDULER, value])
        self.rebuild(progress)

    # -- writing ---------------------------------------------------------------------------------

    def add(self, event: Event) -> int:
        """Add an event and move its unit's state. Returns the event's number."""
        number: int = self._db.execute(_ADD, rows.event_values(event)).lastrowid
        if self._is_latest(number):
            state, marks = self.state(event.unit)
            state = replay.apply(state, event, self.scheduler())
            self._keep(event.unit, state, replay.mark(marks, event))
        else:
            self._replay(event.unit)
        return number

    def add_each(self, events: Sequence[Event], progress: Progress) -> list[int]:
        """Add events, one after the other. Returns their numbers."""
        return [self.add(event) for event in _reported(events, progress)]

    def undo_each(self, numbers: Sequence[int], now: datetime, progress: Progress) -> None:
        """Take events back, one after the other."""
        for number in _reported(numbers, progress):
            self.undo(number, now)

    def add_all(self, events: Sequence[Event]) -> None:
        """Add events that were made elsewhere, and make the states of their units again."""
        self._db.conn.executemany(_ADD, map(rows.event_values, events))
        for unit in {event.unit for event in events}:
            self._replay(unit)

    def undo(self, number: int, now: datetime) -> CardState:
        """Take an event back: it stays in the log, marked, and the state is made again without it."""
        self._db.execute("INSERT OR IGNORE INTO undone VALUES (?, ?)", [number, rows.instant(now)])
        (unit,) = self._db.execute("SELECT unit FROM events WHERE id = ?", [number]).fetchone()
        return self._replay(unit)

    def rebuild(self, progress: Progress = lambda _done, _total: None) -> None:
        """Make the cache of states again from the events."""
        (total,) = self._db.execute("SELECT count(*) FROM live_events").fetchone()
        self._db.execute("DELETE FROM states")
        made, done = self._replayed(), 0
        while block := list(islice(made, _BLOCK)):
            self._db.conn.executemany(_KEEP, [row for row, _ in block])
            done += sum(count for _, count in block)
            progress(done, total)

    def wrong_states(self) -> int:
        """How many cached rows are not what the events make of them."""
        sql = f"SELECT unit, {rows.STATE}, {rows.MARKS} FROM states"
        blank = tuple(rows.state_row("", sm2.NEW, NO_MARKS).values())[1:]
        cached = {unit: tuple(rest) for unit, *rest in self._db.execute(sql)}
        made = {row["unit"]: tuple(row.values())[1:] for row, _ in self._replayed()}
        return sum(cached.get(unit, blank) != made.get(unit, blank) for unit in cached.keys() | made.keys())

    # -- reading ---------------------------------------------------------------------------------

    def state(self, unit: str) -> tuple[CardState, UnitMarks]:
        """The cached state and marks of a unit."""
        sql = f"SELECT {rows.STATE}, {rows.MARKS} FROM states WHERE unit = ?"
        found = self._db.execute(sql, [unit]).fetchone()
        return (sm2.NEW, NO_MARKS) if found is None else (rows.state(found[:-3]), rows.marks(found[-3:]))

    def states(self) -> dict[str, CardState]:
        """The cached state of every unit that was reviewed."""
        found = self._db.execute(f"SELECT {rows.STATE}, unit FROM states").fetchall()
        states = {values[-1]: rows.state(values[:-1]) for values in found}
        return {unit: state for unit, state in states.items() if state != sm2.NEW}

    def marks(self) -> dict[str, UnitMarks]:
        """The cached marks of every unit that has any."""
        found = self._db.execute(f"SELECT {rows.MARKS}, unit FROM states").fetchall()
        marks = {values[-1]: rows.marks(values[:-1]) for values in found}
        return {unit: each for unit, each in marks.items() if each != NO_MARKS}

    def instants(self) -> dict[str, list[datetime]]:
        """When each unit was reviewed, also where that was undone."""
        found: dict[str, list[datetime]] = {}
        sql = "SELECT unit, reviewed_at FROM events WHERE quality != ?"
        for unit, at in self._db.execute(sql, [rows.NO_QUALITY]).fetchall():
            found.setdefault(unit, []).append(datetime.fromisoformat(at))
        return found

    def events(self, where: str = "1", values: Sequence[Any] = (), order: str = _ORDER) -> Iterator[Event]:
        """The events that were not undone, in the order they were made."""
        sql = f"SELECT {rows.EVENT} FROM live_events WHERE {where} ORDER BY {order}"
        return map(rows.event, self._db.execute(sql, values))

    def steps(self, unit: str) -> "list[HistoryStep]":
        """Every event of a unit, those that were undone too, with the state after it."""
        sql = f"""
            SELECT {rows.EVENT}, EXISTS (SELECT 1 FROM undone WHERE event = id) FROM events
            WHERE unit = ? ORDER BY {_ORDER}
        """
        found = [(rows.event(row[:-1]), bool(row[-1])) for row in self._db.execute(sql, [unit])]
        states = iter(replay.states_after((each for each, gone in found if not gone), self.scheduler()))
        made, state = [], sm2.NEW
        for event, is_undone in found:
            state = state if is_undone else next(states)
            made.append(HistoryStep(event, state, is_undone))
        return made

    def answers(self, since: date) -> Iterator[tuple[ReviewEvent, CardState]]:
        """Every grade since a day, with the state before it."""
        chosen = self.scheduler()
        recent = "unit IN (SELECT unit FROM live_events WHERE day >= ? AND quality != ?)"
        found = self.events(recent, [since.isoformat(), rows.NO_QUALITY], f"unit, {_ORDER}")
        for _, group in groupby(found, key=lambda event: event.unit):
            state = sm2.NEW
            for event in group:
                if isinstance(event, ReviewEvent) and event.day >= since:
                    yield event, state
                state = replay.apply(state, event, chosen)

    def reviews(self) -> list[ReviewEvent]:
        """The grades among them."""
        found = self.events("quality != ?", [rows.NO_QUALITY])
        return [event for event in found if isinstance(event, ReviewEvent)]

    def reviews_by_day(self, first: date) -> dict[date, int]:
        """How many scheduled reviews were made on each day since the first."""
        sql = "SELECT day, count(*) FROM live_events WHERE kind = ? AND day >= ? GROUP BY day"
        found = self._db.execute(sql, [EventKind.SCHEDULED, first.isoformat()]).fetchall()
        return {date.fromisoformat(day): count for day, count in found}

    def days_since(self, first: date) -> list[date]:
        """The days since the first on which anything was done."""
        found = self._db.execute("SELECT DISTINCT day FROM events WHERE day >= ?", [first.isoformat()])
        return [date.fromisoformat(day) for (day,) in found.fetchall()]

    def last_day_before(self, day: date) -> date | None:
        """The last day before this one on which anything was done."""
        (found,) = self._db.execute("SELECT max(day) FROM events WHERE day < ?", [day.isoformat()]).fetchone()
        return None if found is None else date.fromisoformat(found)

    def _replayed(self) -> Iterator[tuple[dict[str, Any], int]]:
        """The row of each unit that has events, and how many it has."""
        chosen = self.scheduler()
        # A unit's events are together in an index, so all of them need not be sorted first.
        for unit, group in groupby(self.events(order=f"unit, {_ORDER}"), key=lambda event: event.unit):
            events = list(group)
            yield rows.state_row(unit, *_outcome(events, chosen)), len(events)

    def _replay(self, unit: str) -> CardState:
        """Make the state of a unit again from its events."""
        state, marks = _outcome(self.events("unit = ?", [unit]), self.scheduler())
        self._keep(unit, state, marks)
        return state

    def _keep(self, unit: str, state: CardState, marks: UnitMarks) -> None:
        self._db.execute(_KEEP, rows.state_row(unit, state, marks))

    def _is_latest(self, number: int) -> bool:
        """Whether an event comes after all others of its unit: it does not if a clock was set back, or if
        reviews of later days were brought in from elsewhere."""
        sql = """
            SELECT 1 FROM events AS own JOIN live_events AS other ON other.unit = own.unit
            WHERE own.id = ? AND other.day >= own.day
              AND (other.day, other.reviewed_at, other.id) > (own.day, own.reviewed_at, own.id)
        """
        return self._db.execute(sql, [number]).fetchone() is None


def _reported(values: Sequence[T], progress: Progress) -> Iterator[T]:
    """Pass values on, and report now and then how many have gone."""
    for number, each in enumerate(values):
        if number % _REPORT_EVERY == 0:
            progress(number, len(values))
        yield each
    progress(len(values), len(values))


def _outcome(events: Iterable[Event], chosen: Scheduler) -> tuple[CardState, UnitMarks]:
    """The state and the marks after the events of one unit."""
    state, marks = sm2.NEW, NO_MARKS
    for event in events:
        state = replay.apply(state, event, chosen)
        if not isinstance(event, ReviewEvent):
            marks = replay.mark(marks, event)
    return state, marks
