from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from flashrl.scheduling.day import study_day

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("hour", "minute", "day"),
    [(23, 59, date(2026, 3, 1)), (4, 0, date(2026, 3, 1)), (3, 59, date(2026, 2, 28))],
)
def test_the_day_turns_at_four(hour: int, minute: int, day: date) -> None:
    assert study_day(datetime(2026, 3, 1, hour, minute, tzinfo=BERLIN)) == day


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_day_turns_at_four_on_the_clock_when_the_clocks_change(night: date) -> None:
    before = datetime(night.year, night.month, night.day, 3, 59, tzinfo=BERLIN)
    assert study_day(before) < night
    assert study_day(before.replace(hour=4, minute=0)) == night
