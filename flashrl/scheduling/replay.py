"""Events -> card states. The events are the truth; states can always be made again from them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from flashrl.model import CardState, ChangeKind, EventKind, ReviewEvent, UnitChange, UnitMarks
from flashrl.scheduling import sm2
from flashrl.scheduling.scheduler import Scheduler

Event = ReviewEvent | UnitChange
NO_MARKS = UnitMarks()


def apply(state: CardState, event: Event, scheduler: Scheduler = sm2) -> CardState:
    """The state after one more event."""
    if isinstance(event, UnitChange):
        return _changed(state, event)
    if event.kind is EventKind.SCHEDULED:
        return scheduler.review(state, event.quality, event.day)
    if event.kind is EventKind.DRILL:
        return sm2.drill(state, event.quality)
    return state


def _changed(state: CardState, change: UnitChange) -> CardState:
    if change.kind is ChangeKind.RESET:
        return sm2.NEW
    if change.kind is ChangeKind.RESCHEDULED:
        return replace(state, due_on=change.due_on)
    return state


def mark(marks: UnitMarks, event: Event) -> UnitMarks:
    """The marks after one more event. Grades leave them as they are."""
    if isinstance(event, ReviewEvent):
        return marks
    if event.kind is ChangeKind.BURIED:
        return replace(marks, buried_on=event.day)
    if event.kind is ChangeKind.FLAGGED:
        return replace(marks, flag=event.flag)
    if event.kind is ChangeKind.SUSPENDED:
        return replace(marks, is_suspended=True)
    if event.kind is ChangeKind.RESUMED:
        return replace(marks, is_suspended=False, buried_on=None)
    return marks


def states_after(events: Iterable[Event], scheduler: Scheduler = sm2) -> list[CardState]:
    """The state of one unit after each of its events."""
    states, state = [], sm2.NEW
    for event in events:
        state = apply(state, event, scheduler)
        states.append(state)
    return states


def replay(events: Iterable[Event], scheduler: Scheduler = sm2) -> dict[str, CardState]:
    """The state of every unit that `events`, in the order they were made, say anything of."""
    states: dict[str, CardState] = {}
    for event in events:
        states[event.unit] = apply(states.get(event.unit, sm2.NEW), event, scheduler)
    return states


def replay_marks(events: Iterable[Event]) -> Mapping[str, UnitMarks]:
    """The marks of every unit that was changed."""
    marks: dict[str, UnitMarks] = {}
    for event in events:
        if isinstance(event, UnitChange):
            marks[event.unit] = mark(marks.get(event.unit, NO_MARKS), event)
    return marks
