"""What every scheduler does, and which one is chosen."""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from flashrl.model import CardState, Quality
from flashrl.scheduling import sm2

DESIRED_RETENTION = 0.9
LOWEST_RETENTION, HIGHEST_RETENTION = 0.7, 0.97
"""Below, most of a session is failures; above, the intervals shrink to a few days."""


class SchedulerName(StrEnum):
    SM2 = "sm2"
    FSRS = "fsrs"


class Scheduler(Protocol):
    """Moves a state by a grade. Pure: the same arguments, the same state."""

    def review(self, state: CardState, quality: Quality, today: date) -> CardState:
        """The state after a scheduled review of that quality on `today`."""


@lru_cache
def choose(name: str, desired_retention: float = DESIRED_RETENTION) -> Scheduler:
    """The scheduler of that name. Only FSRS looks at the share of cards to be recalled when they are due.

    Raises ValueError for another name, or a share out of bounds.
    """
    if not LOWEST_RETENTION <= desired_retention <= HIGHEST_RETENTION:
        raise ValueError(
            f"the desired retention is {LOWEST_RETENTION} to {HIGHEST_RETENTION}, not {desired_retention}"
        )
    if SchedulerName(name) is SchedulerName.SM2:
        return sm2
    from flashrl.scheduling.fsrs import Fsrs

    return Fsrs(desired_retention)
