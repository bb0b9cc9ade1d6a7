"""Which study day an instant belongs to."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

Clock = Callable[[], datetime]
"""Says the instant it is, with the local time zone."""

ROLLOVER_HOUR = 4
"""A study day starts at this local hour, so that a review after midnight still counts for the evening."""


def study_day(now: datetime, rollover_hour: int = ROLLOVER_HOUR) -> date:
    """The study day of a local instant.

    Subtracts on the wall clock, so a day is the same whether summer time begins or ends in its night. Raises
    ValueError for an hour that no day has.
    """
    if not 0 <= rollover_hour < 24:
        raise ValueError(f"a day starts at an hour from 0 to 23, not {rollover_hour}")
    return (now.replace(tzinfo=None) - timedelta(hours=rollover_hour)).date()
