"""FSRS, the Free Spaced Repetition Scheduler: memory as stability and difficulty, by the package `fsrs`.

Learning steps and fuzz are off. The package counts days between instants; it is given study days, so an
evening and the next morning are a day apart, as they are everywhere here. SM-2's six qualities become FSRS's
four ratings: 0 to 2 Again, 3 Hard, 4 Good, 5 Easy.
"""

from datetime import UTC, date, datetime, timedelta

import fsrs

from flashrl.model import CardState, Quality
from flashrl.scheduling import sm2

_RATINGS = {
    Quality.BLACKOUT: fsrs.Rating.Again,
    Quality.WRONG: fsrs.Rating.Again,
    Quality.WRONG_BUT_FAMILIAR: fsrs.Rating.Again,
    Quality.PASS_HARD: fsrs.Rating.Hard,
    Quality.PASS: fsrs.Rating.Good,
    Quality.PERFECT: fsrs.Rating.Easy,
}
_NOW = datetime(9000, 1, 1, tzinfo=UTC)
"""When every review is said to be: only the days between two count, and the calendar has an end."""


class Fsrs:
    """FSRS for a share of cards that are to be recalled when they are due."""

    def __init__(self, desired_retention: float) -> None:
        self._scheduler = fsrs.Scheduler(
            desired_retention=desired_retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False
        )

    def review(self, state: CardState, quality: Quality, today: date) -> CardState:
        """The state after a scheduled review of that quality on `today`."""
        grade = Quality(quality)
        is_pass = grade >= sm2.PASSING
        card, _ = self._scheduler.review_card(_card(state, today), _RATINGS[grade], _NOW)
        interval = min((card.due - _NOW).days, (date.max - today).days)
        return CardState(
            easiness_factor=state.easiness_factor,
            interval_days=interval,
            repetitions=state.repetitions + 1 if is_pass else 0,
            lapses=state.lapses + (not is_pass and state.repetitions > 0),
            due_on=today + timedelta(days=interval),
            drill_on=today if grade < sm2.DRILL_PASSING else None,
            stability=card.stability,
            difficulty=card.difficulty,
            reviewed_on=today,
        )

    def recall(self, state: CardState, today: date) -> float:
        """The chance, 0 to 1, that a unit is recalled on `today`."""
        return self._scheduler.get_card_retrievability(_card(state, today), _NOW)


def _card(state: CardState, today: date) -> fsrs.Card:
    if state.stability is None or state.reviewed_on is None:
        return fsrs.Card(0, due=_NOW)
    return fsrs.Card(
        0,
        fsrs.State.Review,
        stability=state.stability,
        difficulty=state.difficulty,
        due=_NOW,
        last_review=_NOW - (today - state.reviewed_on),
    )
