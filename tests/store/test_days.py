"""Study days over a collection: the hour that was set, flights, and clocks that were wrong."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashrl.model import EventKind, Quality, ReviewEvent
from flashrl.scheduling import sm2
from flashrl.scheduling.replay import replay
from flashrl.store import Collection

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    with Collection.open(tmp_path / "collection.sqlite") as opened:
        yield opened


def grade(collection: Collection, now: datetime, quality: int = 4) -> None:
    event = ReviewEvent("u", now.astimezone(UTC), collection.study_day(now), Quality(quality))
    collection.record(event)


def test_the_day_starts_at_the_hour_that_was_set(collection: Collection) -> None:
    night = datetime(2026, 3, 10, 5, tzinfo=UTC)
    assert collection.study_day(night) == date(2026, 3, 10)
    collection.set_setting("rollover_hour", 6)
    assert collection.study_day(night) == date(2026, 3, 9)


def test_a_review_with_the_clock_set_back_counts_for_the_day_it_says(collection: Collection) -> None:
    """4 on 8 March with a wrong clock, after 4 on 10 March: as 4 on the 8th and then on the 10th."""
    grade(collection, NOW)
    grade(collection, NOW - timedelta(days=2))
    state = collection.states()["u"]
    assert (state.repetitions, state.interval_days, state.due_on) == (2, 6, date(2026, 3, 16))


def test_a_clock_that_ran_ahead_spoils_nothing_for_good(collection: Collection) -> None:
    ahead = ReviewEvent("u", NOW + timedelta(days=3000), date(2034, 5, 27), Quality.PASS)
    number = collection.record(ahead)
    grade(collection, NOW)
    assert collection.states()["u"].due_on == date(2034, 6, 2)
    collection.undo(number, now=NOW)
    assert collection.states()["u"].due_on == date(2026, 3, 11)


def test_a_flight_to_the_west_counts_both_evenings(collection: Collection) -> None:
    tokyo, angeles = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Los_Angeles")
    grade(collection, datetime(2026, 3, 10, 20, tzinfo=tokyo))
    grade(collection, datetime(2026, 3, 10, 20, tzinfo=angeles))
    assert [event.day for event in collection.events()] == [date(2026, 3, 10)] * 2
    assert collection.states()["u"].due_on == date(2026, 3, 16)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(-500, 500), st.integers(0, 5)), max_size=12))
def test_however_the_clock_jumps_the_cache_is_what_replay_makes(
    tmp_path_factory: pytest.TempPathFactory, jumps: list[tuple[int, int]]
) -> None:
    with Collection.open(tmp_path_factory.mktemp("home") / "c.sqlite") as collection:
        for hours, quality in jumps:
            grade(collection, NOW + timedelta(hours=hours), quality)
        replayed = replay(collection.events())
        assert collection.states() == {u: state for u, state in replayed.items() if state != sm2.NEW}


def test_reviews_are_counted_by_the_day_that_they_count_for(collection: Collection) -> None:
    today = NOW.date()
    for days in (0, 0, 3):
        grade(collection, NOW - timedelta(days=days))
    collection.record(ReviewEvent("u", NOW, today, Quality.PASS, EventKind.DRILL))
    number = collection.record(ReviewEvent("u", NOW, today - timedelta(days=5), Quality.PASS))
    collection.undo(number, now=NOW)
    three_ago = today - timedelta(days=3)
    assert collection.reviews_by_day(today - timedelta(days=9)) == {today: 2, three_ago: 1}
    assert collection.reviews_by_day(today) == {today: 2}
    assert collection.last_day_before(today) == three_ago
    assert collection.days_since(three_ago) == [three_ago, today]
