"""What is done to a unit beside grading it, in a session and in its states."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.model import CardState, ChangeKind, EventKind, Quality, ReviewEvent, UnitChange, UnitMarks
from flashrl.scheduling import sm2
from flashrl.scheduling.leech import became_leech
from flashrl.scheduling.replay import Event, replay, replay_marks
from flashrl.scheduling.session import Phase, QueuedUnit, Session, summarise

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DUE = CardState(interval_days=6, repetitions=2, due_on=TODAY)
REMOVING = [ChangeKind.SUSPENDED, ChangeKind.BURIED, ChangeKind.RESET, ChangeKind.RESCHEDULED]


def session(*units: str, phase: Phase = Phase.DUE) -> Session:
    return Session.start([QueuedUnit(unit, DUE, phase) for unit in units])


def grade(running: Session, *qualities: int) -> str:
    asked = ""
    for quality in qualities:
        assert running.current is not None
        asked += running.current.unit
        running.grade(Quality(quality), now=NOW, today=TODAY)
    return asked


def change(kind: ChangeKind, flag: int = 0, due_on: date | None = None) -> UnitChange:
    return UnitChange("u", NOW, TODAY, kind, flag, due_on)


@pytest.mark.parametrize("kind", REMOVING)
def test_what_is_set_aside_makes_room_for_the_next_and_comes_back_with_undo(kind: ChangeKind) -> None:
    running = session("a", "b")
    made = running.change(kind, now=NOW, today=TODAY, due_on=TODAY)
    assert (made.unit, made.kind) == ("a", kind)
    assert grade(running, 4) == "b"
    running.undo()
    running.undo()
    assert grade(running, 4, 4) == "ab"


def test_a_flag_leaves_the_card_where_it_is() -> None:
    running = session("a", "b")
    running.change(ChangeKind.FLAGGED, now=NOW, today=TODAY, flag=2)
    running.undo()
    assert grade(running, 4, 4) == "ab"
    assert running.done == 2


def test_what_waits_in_the_drill_can_be_set_aside_too() -> None:
    running = session("a", "b")
    grade(running, 1, 1)
    running.change(ChangeKind.BURIED, now=NOW, today=TODAY)
    assert running.remaining() == {Phase.DRILL: 1}
    running.undo()
    assert grade(running, 4, 4) == "ab"


def test_a_reset_unit_is_new_again() -> None:
    events: list[Event] = [ReviewEvent("u", NOW, TODAY, Quality.PASS), change(ChangeKind.RESET)]
    assert replay(events)["u"] == sm2.NEW


def test_another_due_day_changes_the_due_day_alone() -> None:
    """4, 4, put off by a month, 4: the interval goes on from 6 to 15."""
    day = TODAY + timedelta(days=30)
    events: list[Event] = [
        ReviewEvent("u", NOW, TODAY, Quality.PASS),
        ReviewEvent("u", NOW, TODAY, Quality.PASS),
        change(ChangeKind.RESCHEDULED, due_on=day),
    ]
    assert replay(events)["u"] == CardState(interval_days=6, repetitions=2, due_on=day)
    last = ReviewEvent("u", NOW, day, Quality.PASS)
    assert replay([*events, last])["u"].interval_days == 15


def test_marks_follow_from_the_changes() -> None:
    events = [change(ChangeKind.FLAGGED, flag=3), change(ChangeKind.SUSPENDED), change(ChangeKind.BURIED)]
    assert replay_marks(events) == {"u": UnitMarks(True, TODAY, 3)}
    assert replay_marks([*events, change(ChangeKind.RESUMED)]) == {"u": UnitMarks(flag=3)}
    assert replay_marks([*events, change(ChangeKind.FLAGGED)]) == {"u": UnitMarks(True, TODAY, 0)}


def test_practice_asks_again_what_failed_and_leaves_the_states_alone() -> None:
    running = session("a", "b", phase=Phase.PRACTICE)
    assert grade(running, 1, 4, 3, 5) == "abaa"
    events = [step.event for step in running.steps]
    assert {event.kind for event in events} == {EventKind.PRACTICE}
    assert set(replay(events).values()) == {sm2.NEW}
    for _ in range(4):
        running.undo()
    assert running.remaining() == {Phase.PRACTICE: 2}
    assert grade(running, 4, 4) == "ab"


def test_the_summary_names_what_was_missed() -> None:
    running = session("a", "b", "c")
    running.change(ChangeKind.FLAGGED, now=NOW, today=TODAY, flag=1)
    grade(running, 1, 3, 2, 2, 4, 4, 4)
    summary = summarise(running.steps)
    assert (summary.reviewed, summary.drilled, summary.missed) == (3, 4, ("a", "c"))


@given(st.lists(st.tuples(st.sampled_from([*ChangeKind, None]), st.integers(0, 5)), max_size=20))
def test_undo_takes_back_grades_and_changes_alike(moves: list[tuple[ChangeKind | None, int]]) -> None:
    running, seen = session("a", "b", "c"), []
    for kind, quality in moves:
        if running.current is None:
            break
        seen.append((list(running.queue), list(running.drill)))
        if kind is None:
            grade(running, quality)
        else:
            running.change(kind, now=NOW, today=TODAY, due_on=TODAY)
    while seen:
        running.undo()
        assert (list(running.queue), list(running.drill)) == seen.pop()


def test_a_leech_is_told_at_eight_lapses_and_at_every_fourth_after() -> None:
    states = [CardState(lapses=number) for number in range(20)]
    told = [number for number in range(1, 20) if became_leech(states[number - 1], states[number])]
    assert told == [8, 12, 16]
    assert not became_leech(states[8], states[8])
