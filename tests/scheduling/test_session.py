from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.model import CardState, ChangeKind, EventKind, Quality
from flashrl.scheduling import replay, sm2
from flashrl.scheduling.session import Phase, QueuedUnit, Session, summarise

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DUE = CardState(interval_days=6, repetitions=2, due_on=TODAY)


def session(*units: str, phase: Phase = Phase.NEW) -> Session:
    return Session.start([QueuedUnit(unit, sm2.NEW, phase) for unit in units])


def grade(running: Session, *qualities: int) -> list[str]:
    """Grade in turn, and return the units that were asked."""
    asked = []
    for quality in qualities:
        assert running.current is not None
        asked.append(running.current.unit)
        running.grade(Quality(quality), now=NOW, today=TODAY)
    return asked


def test_what_was_graded_below_4_comes_again_until_it_is_4() -> None:
    running = session("a", "b", "c")
    assert grade(running, 1, 4, 3) == ["a", "b", "c"]
    assert grade(running, 2, 4, 5) == ["a", "c", "a"]
    assert running.current is None


def test_drill_grades_are_recorded_as_such() -> None:
    running = session("a")
    grade(running, 0, 4)
    assert [step.event.kind for step in running.steps] == [EventKind.SCHEDULED, EventKind.DRILL]


def test_undo_asks_the_same_unit_in_its_old_state() -> None:
    running = Session.start([QueuedUnit("a", DUE, Phase.DUE), QueuedUnit("b", DUE, Phase.DUE)])
    before = running.current
    grade(running, 1)
    assert running.undo() is not None
    assert running.current == before
    assert running.remaining() == {Phase.DUE: 2}


def test_undo_with_nothing_done_does_nothing() -> None:
    assert session("a").undo() is None


def test_grading_after_the_end_is_an_error() -> None:
    with pytest.raises(ValueError, match="over"):
        session().grade(Quality.PASS, now=NOW, today=TODAY)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=30))
def test_undo_is_the_exact_reverse_of_a_grade(moves: list[tuple[bool, int]]) -> None:
    running = session("a", "b", "c")
    seen: list[object] = []
    for is_undo, quality in moves:
        if is_undo and seen:
            running.undo()
            assert (running.current, running.remaining(), list(running.drill)) == seen.pop()
        elif running.current is not None:
            seen.append((running.current, running.remaining(), list(running.drill)))
            grade(running, quality)


@pytest.mark.parametrize("quality", list(Quality))
def test_a_preview_is_what_the_grade_then_does(quality: Quality) -> None:
    running = Session.start([QueuedUnit("a", DUE, Phase.DUE)])
    preview = running.preview(quality, TODAY)
    event = running.grade(quality, now=NOW, today=TODAY)
    assert replay.apply(DUE, event) == preview


def test_a_summary_counts_reviews_and_drills_apart() -> None:
    running = session("a", "b")
    grade(running, 1, 5, 4)
    summary = summarise(running.steps)
    assert (summary.reviewed, summary.passed, summary.learned, summary.drilled) == (2, 1, 2, 1)


def test_replay_applies_events_in_their_order() -> None:
    running = session("a", "b")
    grade(running, 1, 5, 4)
    states = replay.replay(step.event for step in running.steps)
    assert states["a"] == CardState(due_on=date(2026, 3, 2), interval_days=1)
    assert states["b"].easiness_factor == 260


def test_a_card_that_is_given_an_id_goes_on_under_it() -> None:
    running = session("a", "b")
    grade(running, Quality.WRONG)
    running.rename({"a": "named-a", "b": "named-b"})
    assert grade(running, 4, 4) == ["named-b", "named-a"]
    for _ in range(3):
        running.undo()
    assert grade(running, 4) == ["named-a"]


def test_a_unit_that_waits_in_the_drill_is_suspended_there_and_undo_puts_it_back_in_its_place() -> None:
    running = session("a", "b", "c", "d")
    grade(running, 1, 1, 1)
    running.change(ChangeKind.SUSPENDED, now=NOW, today=TODAY, unit="b")
    assert [each.unit for each in (*running.queue, *running.drill)] == ["d", "a", "c"]
    running.undo()
    assert [each.unit for each in (*running.queue, *running.drill)] == ["d", "a", "b", "c"]


def test_a_unit_that_was_done_with_can_be_changed_and_nothing_is_asked_in_between() -> None:
    running = session("a", "b")
    grade(running, 4)
    change = running.change(ChangeKind.SUSPENDED, now=NOW, today=TODAY, unit="a")
    assert (change.unit, running.steps[-1].state.repetitions) == ("a", 1)
    assert running.undo() is not None
    assert running.current is not None
    assert running.current.unit == "b"
    with pytest.raises(ValueError, match="no part"):
        running.change(ChangeKind.SUSPENDED, now=NOW, today=TODAY, unit="z")


CHANGES = [kind for kind in ChangeKind if kind is not ChangeKind.RESUMED]


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([None, *CHANGES]), st.sampled_from("abcd"))))
def test_undo_is_the_exact_reverse_of_any_change_of_any_unit(
    moves: list[tuple[int, ChangeKind | None, str]],
) -> None:
    running = session("a", "b", "c", "d")
    seen: list[object] = []

    def place() -> object:
        return list(running.queue), list(running.drill), len(running.steps)

    for quality, kind, unit in moves:
        before = place()
        if kind is not None and running.current is not None:
            running.change(kind, now=NOW, today=TODAY, due_on=TODAY, unit=unit)
        elif running.current is not None:
            grade(running, quality)
        if place() != before:
            seen.append(before)
    for before in reversed(seen):
        running.undo()
        assert place() == before
