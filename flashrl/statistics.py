"""Answers and states -> numbers: retention, how far the units are, what is to come, the pace. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flashrl.model import CardState, EventKind, Quality, ReviewEvent

WINDOW_DAYS = 30
"""Retention and pace look back so many days, and the forecast so many ahead."""

MATURE_DAYS = 21
LEARNED = 2
"""Passes in a row after which a unit is no longer being learnt."""


class Stage(StrEnum):
    """How far a unit is: never reviewed, being learnt (again), known for less than three weeks, or longer."""

    NEW = "new"
    LEARNING = "learning"
    YOUNG = "young"
    MATURE = "mature"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Answer:
    """A grade with the deck of its unit and the state before it."""

    deck: str
    event: ReviewEvent
    before: CardState


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """Where a unit of a deck stands."""

    deck: str
    state: CardState
    is_suspended: bool = False


@dataclass(frozen=True, slots=True)
class Retention:
    """The shares, 0 to 1, of young and of mature units that were recalled when they were due; None where none
    was due."""

    young: float | None
    mature: float | None


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on a day: scheduled reviews, new units among them, minutes of all answers."""

    reviews: int
    new: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Pace:
    """What was done on average on the days of a window, and how many of them were studied on."""

    reviews_a_day: float
    new_a_day: float
    minutes_a_day: float
    days_studied: int


def stage(standing: UnitStanding) -> Stage:
    state = standing.state
    if standing.is_suspended:
        return Stage.SUSPENDED
    if state.is_new:
        return Stage.NEW
    if state.repetitions < LEARNED:
        return Stage.LEARNING
    return Stage.MATURE if state.interval_days >= MATURE_DAYS else Stage.YOUNG


def stages(standings: Iterable[UnitStanding]) -> dict[Stage, int]:
    """How many units are in each stage."""
    counts = Counter(map(stage, standings))
    return {each: counts[each] for each in Stage}


def retention(answers: Iterable[Answer]) -> Retention:
    """Of the scheduled reviews of units that were known: new ones, and those just failed, are learnt."""
    asked, passed = Counter[bool](), Counter[bool]()
    for each in answers:
        if each.event.kind is EventKind.SCHEDULED and each.before.repetitions > 0:
            is_mature = each.before.interval_days >= MATURE_DAYS
            asked[is_mature] += 1
            passed[is_mature] += each.event.quality >= Quality.PASS_HARD
    young, mature = (passed[each] / asked[each] if asked[each] else None for each in (False, True))
    return Retention(young, mature)


def day(answers: Iterable[Answer], today: date) -> Day:
    """What was done on one day."""
    made = [each for each in answers if each.event.day == today]
    scheduled = [each for each in made if each.event.kind is EventKind.SCHEDULED]
    return Day(
        reviews=len(scheduled),
        new=sum(each.before.is_new for each in scheduled),
        minutes=sum(each.event.seconds for each in made) / 60,
    )


def forecast(
    standings: Iterable[UnitStanding], today: date, days: int = WINDOW_DAYS
) -> list[tuple[date, int]]:
    """How many units are due on each of the coming days; what is overdue is due today."""
    counts = Counter(
        max(today, each.state.due_on)
        for each in standings
        if each.state.due_on is not None and not each.is_suspended
    )
    ahead = [today + timedelta(days=number) for number in range(days)]
    return [(each, counts[each]) for each in ahead]


def pace(answers: Sequence[Answer], today: date, days: int = WINDOW_DAYS) -> Pace:
    """The averages of the last days, `today` among them."""
    window = [today - timedelta(days=number) for number in range(days)]
    done = [day([each for each in answers if each.event.day == one], one) for one in window]
    return Pace(
        reviews_a_day=sum(each.reviews for each in done) / days,
        new_a_day=sum(each.new for each in done) / days,
        minutes_a_day=sum(each.minutes for each in done) / days,
        days_studied=len({each.event.day for each in answers} & set(window)),
    )
