"""SuperMemo 2.

Source: P. A. Wozniak, "Application of a computer to improve the results obtained in working with the
SuperMemo method" (1990; the algorithm is from 1987), steps 1 to 7. Where that text is silent, or his own
published Delphi source differs from it, the choice made here is:

- The easiness factor (EF) starts at 2.5, never falls below 1.3 and has no ceiling. It is an integer number
  of hundredths: in floats 125 × 2.8 rounds up to 351 instead of 350.
- EF' = EF + (0.1 − (5 − q)(0.08 + (5 − q) 0.02)) for a quality q ≥ 3, so +0.10, 0 or −0.14.
- q < 3 restarts the repetitions with an interval of one day and leaves EF alone (the text; the Delphi
  source lowers it).
- I(1) = 1, I(2) = 6, I(n) = ⌈I(n−1) EF⌉ days, with the EF held before this review's update (the Delphi
  source, and Anki).
- The next review is due on the day of this review + I: a late review counts from the day it was made.
- Drill: a card graded below 4 comes again on the same day until it is graded 4 or 5. Drill grades change
  neither EF, nor n, nor I.
"""

from dataclasses import replace
from datetime import date, timedelta

from flashrl.model import CardState, Quality

NEW = CardState()
"""The state of a card never reviewed."""

PASSING = Quality.PASS_HARD
DRILL_PASSING = Quality.PASS

_LOWEST_EASINESS = 130
_EASINESS_CHANGE = {Quality.PASS_HARD: -14, Quality.PASS: 0, Quality.PERFECT: 10}
_FIRST_INTERVAL = 1
_SECOND_INTERVAL = 6


def review(state: CardState, quality: Quality | int, today: date) -> CardState:
    """The state after a scheduled review of that quality on `today`.

    Raises ValueError for a quality outside 0 to 5.
    """
    grade = quality if quality.__class__ is Quality else Quality(quality)  # looking it up costs a third
    if grade < PASSING:
        return CardState(
            easiness_factor=state.easiness_factor,
            interval_days=_FIRST_INTERVAL,
            lapses=state.lapses + (state.repetitions > 0),
            due_on=today + timedelta(days=_FIRST_INTERVAL),
            drill_on=today,
        )
    # EF has no ceiling, but the calendar has an end.
    interval = min(_next_interval(state), (date.max - today).days)
    return CardState(
        easiness_factor=max(_LOWEST_EASINESS, state.easiness_factor + _EASINESS_CHANGE[grade]),
        interval_days=interval,
        repetitions=state.repetitions + 1,
        lapses=state.lapses,
        due_on=today + timedelta(days=interval),
        drill_on=today if grade < DRILL_PASSING else None,
    )


def drill(state: CardState, quality: Quality | int) -> CardState:
    """The state after a drill grade: the schedule stays, and a grade of 4 or 5 ends the drill."""
    return replace(state, drill_on=None) if Quality(quality) >= DRILL_PASSING else state


def _next_interval(state: CardState) -> int:
    """Days until the review after a pass."""
    if state.repetitions == 0:
        return _FIRST_INTERVAL
    if state.repetitions == 1:
        return _SECOND_INTERVAL
    return -(-state.interval_days * state.easiness_factor // 100)  # rounds up
