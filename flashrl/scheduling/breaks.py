"""A break of weeks, and when to offer that what waits after it is spread over some days.

It is offered after more than 7 days on which nothing was done, where at least twice as many units wait as
were reviewed on average on a day of study, and at least 20: what two usual days would clear needs no plan.
Usual are the days of study among the 30 that end with the last one before the break. Whoever comes back sees
the offer for 7 days more, as long as so much still waits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from flashrl.scheduling.queue import Backlog

LONG_DAYS = 7
RECENT_DAYS = 7
PACE_DAYS = 30
_DAYS_WORTH = 2
_LEAST = 20

SPREADS = (3, 7, 14)
"""Over so many days what waits may be spread."""


@dataclass(frozen=True, slots=True)
class Break:
    """So many days on which nothing was done, after `last_day`."""

    last_day: date
    days: int


def latest_break(days: Iterable[date], today: date) -> Break | None:
    """The latest break that lasts, or ended in the last days. `days` are those on which anything was done, at
    least from the last before RECENT_DAYS on."""
    before = sorted((day for day in set(days) if day < today), reverse=True)
    for back, last in pairwise([today, *before]):
        if (today - back).days >= RECENT_DAYS:
            return None
        if (back - last).days > LONG_DAYS:
            return Break(last, (back - last).days)
    return None


def usual_pace(reviews: Mapping[date, int], until: date) -> float:
    """How many reviews a day of study had on average among the PACE_DAYS that end with `until`."""
    first = until - timedelta(days=PACE_DAYS - 1)
    usual = [count for day, count in reviews.items() if first <= day <= until and count]
    return sum(usual) / len(usual) if usual else 0.0


def is_much(waiting: int, pace: float) -> bool:
    """Whether more waits than two usual days would clear."""
    return waiting >= max(_LEAST, _DAYS_WORTH * pace)


def a_day(waiting: int, days: int) -> int:
    """How many are asked a day, rounded up."""
    return -(-waiting // days)


def last_day(plan: Backlog) -> date:
    """The day on which the last of a plan is asked."""
    return plan.since + timedelta(days=plan.days - 1)


def is_over(plan: Backlog, left: int, today: date) -> bool:
    """Whether a plan has come to its end: nothing is left of it, or its days are."""
    return not left or today > last_day(plan)


@dataclass(frozen=True, slots=True)
class Overdue:
    """So many units wait on a day, after so many days without a review; with the plan that they are spread
    by, where there is one, and what is left of it."""

    today: date
    waiting: int
    days_away: int
    plan: Backlog | None = None
    left: int = 0

    @property
    def is_spread(self) -> bool:
        """Whether a plan is under way."""
        return self.plan is not None and not is_over(self.plan, self.left, self.today)

    @property
    def left_today(self) -> int:
        """How many of the plan are still asked today."""
        return 0 if self.plan is None else min(self.plan.share(self.today, self.left), self.left)

    @property
    def put_off(self) -> int:
        """How many of those that wait are not asked today."""
        return self.left - self.left_today if self.is_spread else 0

    @property
    def left_a_day(self) -> int:
        """How many of the plan are asked a day from now on."""
        if self.plan is None:
            return 0
        days = (last_day(self.plan) - max(self.today, self.plan.since)).days + bool(self.left_today)
        return a_day(self.left, max(1, days))
