"""Answers and states -> numbers: retention, how far the units are, what is to come, the pace. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from heapq import nsmallest

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
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Retention:
    """The shares, 0 to 1, of young and of mature units that were recalled when they were due; None where none
    was due."""

    young: float | None
    mature: float | None


@dataclass(frozen=True, slots=True)
class Recall:
    """How many reviews there were of units that were known, and how many of these passed."""

    asked: int
    passed: int

    @property
    def share(self) -> float | None:
        """The share that passed, 0 to 1; None where nothing was asked."""
        return self.passed / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class DeckFigures:
    """A deck alone: its units by stage, and what was recalled of the young and the mature ones."""

    name: str
    stages: dict[Stage, int]
    young: Recall
    mature: Recall


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
    """The shares that passed, of what `recall` counts."""
    young, mature = recall(answers)
    return Retention(young.share, mature.share)


def recall(answers: Iterable[Answer]) -> tuple[Recall, Recall]:
    """The scheduled reviews of young and of mature units that were known: new ones, and those just failed,
    are learnt."""
    asked, passed = Counter[bool](), Counter[bool]()
    for each in answers:
        if each.event.kind is EventKind.SCHEDULED and each.before.repetitions > 0:
            is_mature = each.before.interval_days >= MATURE_DAYS
            asked[is_mature] += 1
            passed[is_mature] += each.event.quality >= Quality.PASS_HARD
    return Recall(asked[False], passed[False]), Recall(asked[True], passed[True])


def decks(answers: Iterable[Answer], standings: Iterable[UnitStanding]) -> list[DeckFigures]:
    """The figures of every deck that has units, in order of name; those below it are not in them."""
    made, held = defaultdict[str, list[Answer]](list), defaultdict[str, list[UnitStanding]](list)
    for answer in answers:
        made[answer.deck].append(answer)
    for standing in standings:
        held[standing.deck].append(standing)
    return [DeckFigures(name, stages(held[name]), *recall(made[name])) for name in sorted(held)]


def hardest(standings: Iterable[UnitStanding], count: int) -> list[UnitStanding]:
    """The units with the most lapses, those that are suspended left out; of as many, the one whose interval
    is shorter comes first."""
    lapsed = (each for each in standings if each.state.lapses and not each.is_suspended)
    return nsmallest(count, lapsed, key=lambda each: (-each.state.lapses, each.state.interval_days))


def daily(counts: Mapping[date, int], today: date, days: int) -> list[tuple[date, int]]:
    """The counts of the last days, `today` the last of them; nothing is 0."""
    behind = [today - timedelta(days=number) for number in reversed(range(days))]
    return [(each, counts.get(each, 0)) for each in behind]


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
