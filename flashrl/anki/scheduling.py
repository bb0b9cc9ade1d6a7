"""The schedule of cards in Anki's terms, for a move of one's whole learning from here to there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from flashrl.model import CardState, EventKind, Quality, ReviewEvent, UnitMarks
from flashrl.scheduling import replay, sm2
from flashrl.scheduling.day import ROLLOVER_HOUR, study_day
from flashrl.scheduling.replay import Event
from flashrl.scheduling.scheduler import Scheduler

_DAYS = 3650
"""A package's collection is said to have begun so many days ago: Anki counts due days from there."""

_LEARN, _REVIEW, _FILTERED = 0, 1, 3
_EASE = {quality: max(1, quality - 1) for quality in Quality}
"""Anki's buttons are Again 1, Hard 2, Good 3 and Easy 4."""

_LONGEST_MS = 10 * 60 * 1000


@dataclass(frozen=True, slots=True)
class CardRow:
    """What a reviewed card has in Anki's table; `due` counts days from the beginning of the collection."""

    due: int
    interval_days: int
    factor: int
    reps: int
    lapses: int
    log: tuple["LogRow", ...]


@dataclass(frozen=True, slots=True)
class LogRow:
    """A review. `at` is the instant in milliseconds since 1970, which in Anki is the review's number too."""

    at: int
    ease: int
    interval_days: int
    last_interval_days: int
    factor: int
    milliseconds: int
    kind: int


class Schedule:
    """The states, marks and history of all units under a scheduler, as they are at `now` (with its time
    zone), on the study day `today`."""

    def __init__(
        self,
        states: Mapping[str, CardState],
        events: Iterable[Event],
        *,
        now: datetime,
        today: date | None = None,
        scheduler: Scheduler = sm2,
        marks: Mapping[str, UnitMarks] = MappingProxyType({}),
    ) -> None:
        self._states, self._marks, self._scheduler = states, marks, scheduler
        self._today = today or study_day(now)
        self._now = now
        self._events: dict[str, list[Event]] = defaultdict(list)
        self._taken: set[int] = set()
        for event in events:
            self._events[event.unit].append(event)

    def is_suspended(self, unit: str) -> bool:
        return unit in self._marks and self._marks[unit].is_suspended

    @property
    def began_at(self) -> int:
        """When the collection began, in epoch seconds: at the turn of a study day."""
        first = self._today - timedelta(days=_DAYS)
        zone = self._now.tzinfo
        return int(datetime(first.year, first.month, first.day, ROLLOVER_HOUR, tzinfo=zone).timestamp())

    def row(self, unit: str) -> CardRow | None:
        """What Anki is to know of a unit; None of one that was never reviewed."""
        state = self._states.get(unit)
        if state is None or state.due_on is None:
            return None
        events = self._events[unit]
        return CardRow(
            due=self._day(state.due_on),
            interval_days=state.interval_days,
            factor=_factor(state),
            reps=sum(isinstance(event, ReviewEvent) for event in events),
            lapses=state.lapses,
            log=tuple(self._log(events)),
        )

    def _day(self, day: date) -> int:
        return _DAYS + (day - self._today).days

    def _log(self, events: Iterable[Event]) -> Iterable[LogRow]:
        state = sm2.NEW
        for event in events:
            before, state = state, replay.apply(state, event, self._scheduler)
            if not isinstance(event, ReviewEvent):
                continue
            is_extra = event.kind is not EventKind.SCHEDULED
            yield LogRow(
                at=self._free(round(event.reviewed_at.timestamp() * 1000)),
                ease=_EASE[event.quality],
                interval_days=state.interval_days,
                last_interval_days=before.interval_days,
                factor=0 if is_extra else _factor(state),
                milliseconds=min(round(event.seconds * 1000), _LONGEST_MS),
                kind=_FILTERED if is_extra else _LEARN if before.is_new else _REVIEW,
            )

    def _free(self, at: int) -> int:
        """Two reviews of one millisecond get two numbers."""
        while at in self._taken:
            at += 1
        self._taken.add(at)
        return at


def _factor(state: CardState) -> int:
    """Thousandths, where flashrl counts hundredths."""
    return state.easiness_factor * 10


def begin(cursor: Any, schedule: Schedule) -> None:
    """Say when a package's collection began, and that its first reviews have four buttons: Anki counts those
    of its first scheduler, which genanki's collections say they have, from another button on."""
    cursor.execute(
        "UPDATE col SET crt = ?, conf = json_set(conf, '$.schedVer', 2)",
        (schedule.began_at,),
    )


def write(cursor: Any, card: int, row: CardRow) -> None:
    """Give a card of a package its place in the schedule and its reviews."""
    cursor.execute(
        "UPDATE cards SET type = 2, queue = CASE queue WHEN -1 THEN -1 ELSE 2 END, due = ?, ivl = ?, "
        "factor = ?, reps = ?, lapses = ? WHERE id = ?",
        (row.due, row.interval_days, row.factor, row.reps, row.lapses, card),
    )
    cursor.executemany(
        "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)",
        [
            (
                each.at,
                card,
                each.ease,
                each.interval_days,
                each.last_interval_days,
                each.factor,
                each.milliseconds,
                each.kind,
            )
            for each in row.log
        ],
    )
