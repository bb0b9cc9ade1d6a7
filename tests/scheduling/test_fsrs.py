"""FSRS here, beside the package it comes from."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.model import CardState, EventKind, Quality, ReviewEvent
from flashrl.scheduling import sm2
from flashrl.scheduling.replay import apply, replay
from flashrl.scheduling.scheduler import SchedulerName, choose
from flashrl.scheduling.session import Phase, QueuedUnit, Session

TODAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RATINGS = [1, 1, 1, 2, 3, 4]
"""FSRS's ratings of the qualities 0 to 5."""

histories = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 400)), min_size=1, max_size=12)


def peer(history: list[tuple[int, int]], retention: float) -> fsrs.Card:
    """What the package itself makes of grades so many days after each other, all at noon."""
    scheduler = fsrs.Scheduler(
        desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    card, moment = fsrs.Card(1, due=NOON), NOON
    for quality, days in history:
        moment += timedelta(days=days)
        card, _ = scheduler.review_card(card, fsrs.Rating(RATINGS[quality]), moment)
    return card


def events(history: list[tuple[int, int]]) -> list[ReviewEvent]:
    made, moment = [], NOON
    for quality, days in history:
        moment += timedelta(days=days)
        made.append(ReviewEvent("u", moment, moment.date(), Quality(quality)))
    return made


@given(histories, st.sampled_from([0.7, 0.8, 0.9, 0.95]))
def test_states_are_the_packages_own_for_the_same_events(
    history: list[tuple[int, int]], retention: float
) -> None:
    state = replay(events(history), choose("fsrs", retention))["u"]
    card = peer(history, retention)
    assert (state.stability, state.difficulty) == (card.stability, card.difficulty)
    assert state.due_on == card.due.date()


@pytest.mark.parametrize(
    ("quality", "days", "stability"),
    [(0, 1, 0.212), (2, 1, 0.212), (3, 1, 1.2931), (4, 2, 2.3065), (5, 8, 8.2956)],
)
def test_a_first_grade_gives_the_published_stability(quality: int, days: int, stability: float) -> None:
    """At a desired retention of 0.9 the interval is the stability, rounded, and at least a day."""
    state = choose("fsrs").review(sm2.NEW, Quality(quality), TODAY)
    assert (state.interval_days, state.stability) == (days, stability)
    assert state.due_on == TODAY + timedelta(days=days)


def test_a_higher_desired_retention_comes_sooner() -> None:
    states = [choose("fsrs", each).review(sm2.NEW, Quality.PERFECT, TODAY) for each in (0.8, 0.9, 0.95)]
    assert [state.interval_days for state in states] == [28, 8, 3]


def test_an_evening_and_the_next_morning_are_a_day_apart() -> None:
    late = datetime(2026, 3, 1, 23, tzinfo=UTC)
    made = [
        ReviewEvent("u", late, TODAY, Quality.PASS),
        ReviewEvent("u", late + timedelta(hours=9), TODAY + timedelta(days=1), Quality.PASS),
    ]
    assert replay(made, choose("fsrs")) == replay(events([(4, 0), (4, 1)]), choose("fsrs"))


def test_repetitions_and_lapses_count_as_under_sm2() -> None:
    states = [replay(events([(q, 9) for q in (4, 4, 1, 1, 4)]), each)["u"] for each in (sm2, choose("fsrs"))]
    assert [(each.repetitions, each.lapses) for each in states] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("name", list(SchedulerName))
def test_drill_and_practice_leave_the_schedule_alone(name: SchedulerName) -> None:
    state = choose(name).review(sm2.NEW, Quality.WRONG, TODAY)
    drilled = apply(state, ReviewEvent("u", NOON, TODAY, Quality.PASS, EventKind.DRILL), choose(name))
    assert (drilled.drill_on, drilled.due_on, drilled.stability) == (None, state.due_on, state.stability)
    practised = ReviewEvent("u", NOON, TODAY, Quality.PERFECT, EventKind.PRACTICE)
    assert apply(state, practised, choose(name)) == state


@pytest.mark.parametrize("name", list(SchedulerName))
@pytest.mark.parametrize("quality", list(Quality))
def test_a_preview_is_what_the_grade_then_does(name: SchedulerName, quality: Quality) -> None:
    waiting = choose(name).review(sm2.NEW, Quality.PASS, TODAY - timedelta(days=3))
    running = Session.start([QueuedUnit("u", waiting, Phase.DUE)], choose(name))
    preview = running.preview(quality, TODAY)
    event = running.grade(quality, now=NOON, today=TODAY)
    assert apply(waiting, event, choose(name)) == preview


def test_the_due_day_stays_on_the_calendar() -> None:
    state = CardState(stability=40_000.0, difficulty=5.0, reviewed_on=date(9990, 1, 1), due_on=date.max)
    assert choose("fsrs").review(state, Quality.PASS, date(9998, 1, 1)).due_on == date.max


def test_recall_is_the_desired_share_when_the_stability_is_over() -> None:
    from flashrl.scheduling.fsrs import Fsrs

    state = CardState(stability=10.0, difficulty=5.0, reviewed_on=TODAY)
    assert round(Fsrs(0.9).recall(state, TODAY + timedelta(days=10)), 9) == 0.9


@pytest.mark.parametrize(("name", "retention"), [("fsrs", 0.5), ("fsrs", 1.0), ("sm2", 0.2), ("sm18", 0.9)])
def test_what_no_scheduler_can_do_is_refused(name: str, retention: float) -> None:
    with pytest.raises(ValueError, match=r"0\.7 to 0\.97|sm18"):
        choose(name, retention)


def test_sm2_does_not_load_fsrs() -> None:
    script = "import sys; from flashrl.scheduling.session import Session; sys.exit('fsrs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
