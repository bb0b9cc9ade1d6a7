"""When it is offered to spread what waits after a break."""

from datetime import date, timedelta

import pytest

from flashrl.scheduling.breaks import (
    Break,
    Overdue,
    a_day,
    is_much,
    is_over,
    last_day,
    latest_break,
    usual_pace,
)
from flashrl.scheduling.queue import Backlog

TODAY = date(2026, 3, 31)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_a_break_lasts_since_the_last_day_of_study() -> None:
    assert latest_break([ago(40), ago(24), ago(23)], TODAY) == Break(ago(23), days=23)


@pytest.mark.parametrize(("days", "is_break"), [(7, False), (8, True)])
def test_a_week_is_no_break(days: int, is_break: bool) -> None:
    assert (latest_break([ago(days)], TODAY) is not None) is is_break


@pytest.mark.parametrize(("back", "is_offered"), [(0, True), (6, True), (7, False)])
def test_who_came_back_is_asked_for_a_week(back: int, is_offered: bool) -> None:
    days = [ago(back + 30), *(ago(each) for each in range(back + 1))]
    assert latest_break(days, TODAY) == (Break(ago(back + 30), 30) if is_offered else None)


def test_who_never_studied_had_no_break() -> None:
    assert latest_break([], TODAY) is None
    assert latest_break([TODAY], TODAY) is None


def test_the_usual_pace_is_that_of_the_days_of_study_in_the_month_before_the_break() -> None:
    """60 reviews on three days: 20. What was before that month, or after the break, is not usual."""
    reviews = {ago(0): 500, ago(23): 30, ago(24): 10, ago(25): 0, ago(52): 20, ago(53): 1_000}
    assert usual_pace(reviews, ago(23)) == 20.0
    assert usual_pace({}, ago(23)) == 0.0


@pytest.mark.parametrize(
    ("waiting", "pace", "expected"), [(19, 1, False), (20, 1, True), (59, 30, False), (60, 30, True)]
)
def test_much_is_two_usual_days_and_twenty(waiting: int, pace: float, expected: bool) -> None:
    assert is_much(waiting, pace) is expected


def test_a_plan_says_how_many_a_day_and_until_when() -> None:
    assert [a_day(187, days) for days in (3, 7, 14)] == [63, 27, 14]
    plan = Backlog(TODAY, days=3, total=9)
    assert last_day(plan) == TODAY + timedelta(days=2)
    assert [is_over(plan, 1, TODAY + timedelta(days=each)) for each in (0, 2, 3)] == [False, False, True]
    assert is_over(plan, 0, TODAY)


def test_a_plan_says_what_is_asked_today_and_what_is_put_off() -> None:
    plan = Backlog(TODAY, days=7, total=70)
    first = Overdue(TODAY, waiting=75, days_away=20, plan=plan, left=70)
    assert (first.is_spread, first.left_today, first.put_off, first.left_a_day) == (True, 10, 60, 10)
    done = Overdue(TODAY, waiting=65, days_away=20, plan=plan, left=60)
    assert (done.left_today, done.put_off, done.left_a_day) == (0, 60, 10)
    unplanned = Overdue(TODAY, waiting=75, days_away=20)
    assert (unplanned.is_spread, unplanned.left_today, unplanned.put_off) == (False, 0, 0)
