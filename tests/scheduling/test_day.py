from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
HOUR = timedelta(hours=1)


@given(
    st.integers(0, 30 * 365 * 24 * 60),
    st.integers(1, 36 * 60),
    st.sampled_from(ZONES),
    st.integers(0, 23),
)
def test_time_that_goes_on_never_brings_a_day_back(
    begun: int, minutes: int, zone: str, rollover: int
) -> None:
    instant = datetime(2005, 1, 1, tzinfo=UTC) + timedelta(minutes=begun)
    later = instant + timedelta(minutes=minutes)
    days = [study_day(each.astimezone(ZoneInfo(zone)), rollover) for each in (instant, later)]
    assert days[0] <= days[1]


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 28), 23), (date(2026, 10, 24), 25), (date(2026, 7, 1), 24)]
)
def test_a_day_has_the_hours_of_its_night(day: date, hours: int) -> None:
    start = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    instants = [start + each * HOUR for each in range(-24, 48)]
    days = [study_day(each.astimezone(BERLIN)) for each in instants]
    assert days.count(day) == hours


def test_one_instant_may_be_two_days_in_two_zones() -> None:
    instant = datetime(2026, 3, 1, 20, tzinfo=UTC)
    days = [study_day(instant.astimezone(ZoneInfo(zone))) for zone in ("Asia/Tokyo", "America/Los_Angeles")]
    assert days == [date(2026, 3, 2), date(2026, 3, 1)]


def test_the_day_may_turn_at_another_hour() -> None:
    night = datetime(2026, 3, 1, 1, 30, tzinfo=BERLIN)
    days = [study_day(night, hour) for hour in (0, 1, 2)]
    assert days == [date(2026, 3, 1), date(2026, 3, 1), date(2026, 2, 28)]


@pytest.mark.parametrize("hour", [-1, 24])
def test_an_hour_that_no_day_has_is_refused(hour: int) -> None:
    with pytest.raises(ValueError, match="0 to 23"):
        study_day(datetime(2026, 3, 1, tzinfo=BERLIN), hour)
