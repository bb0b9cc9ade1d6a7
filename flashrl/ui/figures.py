"""The numbers of the statistics page, counted off the GUI thread."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flashrl import statistics
from flashrl.scheduling.scheduler import SchedulerName
from flashrl.statistics import Day, DeckFigures, Pace, Recall, Stage
from flashrl.store import Collection

PAST_DAYS = 90
"""So many days are shown of what was done."""
HARDEST = 10


@dataclass(frozen=True, slots=True)
class HardUnit:
    """A unit that was forgotten so many times, with its question."""

    unit: str
    question: str
    deck: str
    lapses: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the page shows. `desired_retention` is None under SM-2, which has none."""

    today: date
    done: Day
    pace: Pace
    young: Recall
    mature: Recall
    stages: dict[Stage, int]
    forecast: list[tuple[date, int]]
    past: list[tuple[date, int]]
    hardest: list[HardUnit]
    decks: list[DeckFigures]
    desired_retention: float | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever reviewed."""
        begun = sum(self.stages.values()) - self.stages[Stage.NEW] - self.stages[Stage.SUSPENDED]
        return not begun and not any(count for _, count in self.past)


def count(path: Path, today: date) -> Figures:
    """Count everything. Raises CollectionError."""
    with Collection.open(path) as collection:
        answers = collection.answers(today - timedelta(days=statistics.WINDOW_DAYS - 1))
        standings = collection.standings()
        past = collection.reviews_by_day(today - timedelta(days=PAST_DAYS - 1))
        name, retention = collection.scheduler_name
        worst = statistics.hardest(standings, HARDEST)
        questions = {each.unit: collection.card(each.unit).card.question for each in worst}
    young, mature = statistics.recall(answers)
    return Figures(
        today=today,
        done=statistics.day(answers, today),
        pace=statistics.pace(answers, today),
        young=young,
        mature=mature,
        stages=statistics.stages(standings),
        forecast=statistics.forecast(standings, today),
        past=statistics.daily(past, today, PAST_DAYS),
        hardest=[HardUnit(each.unit, questions[each.unit], each.deck, each.state.lapses) for each in worst],
        decks=statistics.decks(answers, standings),
        desired_retention=retention if name is SchedulerName.FSRS else None,
    )
