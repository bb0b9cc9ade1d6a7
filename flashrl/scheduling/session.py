"""A review session: what comes next, what a grade would do, and undo."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from flashrl.model import CardState, ChangeKind, EventKind, Quality, ReviewEvent, UnitChange
from flashrl.scheduling import replay, sm2
from flashrl.scheduling.queue import Phase, QueuedUnit
from flashrl.scheduling.replay import Event
from flashrl.scheduling.scheduler import Scheduler

__all__ = ["Phase", "QueuedUnit", "Session", "Step", "Summary", "summarise"]

_KINDS = {Phase.DRILL: EventKind.DRILL, Phase.PRACTICE: EventKind.PRACTICE}
_ANY_INSTANT = datetime(1, 1, 1, tzinfo=UTC)
"""For events that are only tried: no scheduler looks at the instant."""


@dataclass(frozen=True, slots=True)
class Step:
    """One grade given, or one change made: what was asked, the event, and the state that it led to."""

    asked: QueuedUnit
    event: Event
    state: CardState
    left: bool = True
    """Whether the unit left its place in the queue, or in the drill where `was_repeated`."""
    was_repeated: bool = False
    place: int = 0
    """How many stood before it."""
    was_answered: bool = False
    """Whether an answer was given before the card's own was shown."""


@dataclass(slots=True)
class Session:
    """A day's queue, then the drill of all that was graded below 4 until it is 4 or 5.

    Holds no clock and stores nothing: `grade` returns the event, and the caller records it.
    """

    queue: deque[QueuedUnit]
    drill: deque[QueuedUnit] = field(default_factory=deque)
    steps: list[Step] = field(default_factory=list)
    scheduler: Scheduler = sm2

    @classmethod
    def start(cls, waiting: Sequence[QueuedUnit], scheduler: Scheduler = sm2) -> "Session":
        """A session over a day's queue, which may hold a drill left open earlier that day."""
        scheduled = deque(each for each in waiting if each.phase is not Phase.DRILL)
        drill = deque(each for each in waiting if each.phase is Phase.DRILL)
        return cls(scheduled, drill, scheduler=scheduler)

    @property
    def current(self) -> QueuedUnit | None:
        """What is asked now; None at the end."""
        if self.queue:
            return self.queue[0]
        return self.drill[0] if self.drill else None

    @property
    def following(self) -> QueuedUnit | None:
        """What is asked next if the current one passes: worth preparing."""
        waiting = [*list(self.queue)[:2], *list(self.drill)[:2]]
        return waiting[1] if len(waiting) > 1 else None

    def remaining(self) -> Counter[Phase]:
        """How many units still wait, by phase."""
        return Counter(each.phase for each in (*self.queue, *self.drill))

    @property
    def done(self) -> int:
        """How many grades were given."""
        return sum(isinstance(step.event, ReviewEvent) for step in self.steps)

    def preview(self, quality: Quality, today: date) -> CardState:
        """The state that a grade would lead to."""
        event = self._event(quality, today, _ANY_INSTANT, 0.0)
        return replay.apply(self._asked().state, event, self.scheduler)

    def grade(
        self,
        quality: Quality,
        *,
        now: datetime,
        today: date,
        seconds: float = 0.0,
        was_answered: bool = False,
    ) -> ReviewEvent:
        """Grade the current unit, move on, and return the event to record.

        `now` is an aware UTC instant; `was_answered` where an answer was given before the card's own was
        shown. Raises ValueError when nothing is asked.
        """
        asked = self._asked()
        event = self._event(quality, today, now, seconds)
        state = replay.apply(asked.state, event, self.scheduler)
        self._go_on(Step(asked, event, state, was_repeated=not self.queue, was_answered=was_answered))
        if asked.phase is Phase.PRACTICE:
            if quality < sm2.DRILL_PASSING:
                self.drill.append(asked)
        elif state.drill_on is not None:
            self.drill.append(QueuedUnit(asked.unit, state, Phase.DRILL))
        return event

    def change(
        self,
        kind: ChangeKind,
        *,
        now: datetime,
        today: date,
        flag: int = 0,
        due_on: date | None = None,
        unit: str | None = None,
    ) -> UnitChange:
        """Do something else to the current unit than grade it, or to another of this session, and return the
        change to record. All but a flag takes it out of what waits. Raises ValueError when nothing is asked,
        or for a unit of no part in the session."""
        asked, was_repeated, place = self._find(self._asked().unit if unit is None else unit)
        change = UnitChange(asked.unit, now, today, kind, flag, due_on)
        state = replay.apply(asked.state, change, self.scheduler)
        left = place is not None and kind not in (ChangeKind.FLAGGED, ChangeKind.RESUMED)
        self._go_on(Step(asked, change, state, left, was_repeated, place or 0))
        return change

    def _find(self, unit: str) -> tuple[QueuedUnit, bool, int | None]:
        """A unit, whether it waits in the drill, and its place there or in the queue; None for one that was
        done with."""
        for waiting in (self.queue, self.drill):
            for place, each in enumerate(waiting):
                if each.unit == unit:
                    return each, waiting is self.drill, place
        for step in reversed(self.steps):
            if step.asked.unit == unit:
                return replace(step.asked, state=step.state), False, None
        raise ValueError(f"{unit!r} is no part of this session")

    def _go_on(self, step: Step) -> None:
        if step.left:
            del (self.drill if step.was_repeated else self.queue)[step.place]
        self.steps.append(step)

    def undo(self) -> Step | None:
        """Take the last grade or change back: its unit is asked again. None when there is nothing to take
        back."""
        if not self.steps:
            return None
        step = self.steps.pop()
        if step.left:
            if self.drill and self.drill[-1].unit == step.asked.unit:
                self.drill.pop()
            (self.drill if step.was_repeated else self.queue).insert(step.place, step.asked)
        return step

    def rename(self, renamed: Mapping[str, str]) -> None:
        """Go on under new ids: cards were given some while they waited here."""

        def new(each: QueuedUnit) -> QueuedUnit:
            return replace(each, unit=renamed.get(each.unit, each.unit))

        self.queue = deque(map(new, self.queue))
        self.drill = deque(map(new, self.drill))
        self.steps = [replace(step, asked=new(step.asked)) for step in self.steps]

    def _asked(self) -> QueuedUnit:
        if self.current is None:
            raise ValueError("nothing is asked: the session is over")
        return self.current

    def _event(self, quality: Quality, today: date, now: datetime, seconds: float) -> ReviewEvent:
        asked = self._asked()
        kind = _KINDS.get(asked.phase, EventKind.SCHEDULED)
        return ReviewEvent(asked.unit, now, today, quality, kind, seconds)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session came to: units reviewed on schedule, passed among them, new ones, drill grades, grades
    out of turn, the units that were missed at least once, and how many grades were given after an answer of
    one's own."""

    reviewed: int
    passed: int
    learned: int
    drilled: int
    seconds: float
    practised: int = 0
    missed: tuple[str, ...] = ()
    answered: int = 0


def summarise(steps: Sequence[Step]) -> Summary:
    """Count a session's grades."""
    given = [(step.asked, step.event) for step in steps if isinstance(step.event, ReviewEvent)]
    scheduled = [(asked, event) for asked, event in given if event.kind is EventKind.SCHEDULED]
    missed = (asked.unit for asked, event in given if event.quality < sm2.PASSING)
    return Summary(
        reviewed=len(scheduled),
        passed=sum(event.quality >= sm2.PASSING for _, event in scheduled),
        learned=sum(asked.phase is Phase.NEW for asked, _ in scheduled),
        drilled=sum(event.kind is EventKind.DRILL for _, event in given),
        seconds=sum(event.seconds for _, event in given),
        practised=sum(event.kind is EventKind.PRACTICE for _, event in given),
        missed=tuple(dict.fromkeys(missed)),
        answered=sum(step.was_answered for step in steps),
    )
