from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.model import CardState
from flashrl.scheduling import sm2

TODAY = date(2026, 3, 1)
qualities = st.integers(0, 5)


def reviewed(grades: list[int]) -> list[CardState]:
    """The state after each grade, every review made on its due day."""
    states, state, day = [], sm2.NEW, TODAY
    for grade in grades:
        state = sm2.review(state, grade, day)
        states.append(state)
        assert state.due_on is not None
        day = state.due_on
    return states


# Grades, then easiness factors in hundredths, intervals and repetitions after each: worked out by hand
# from the published equations.
TABLE = [
    ([4] * 5, [250] * 5, [1, 6, 15, 38, 95], [1, 2, 3, 4, 5]),
    ([5] * 5, [260, 270, 280, 290, 300], [1, 6, 17, 48, 140], [1, 2, 3, 4, 5]),
    (
        [3] * 10,
        [236, 222, 208, 194, 180, 166, 152, 138, 130, 130],
        [1, 6, 14, 30, 59, 107, 178, 271, 374, 487],
        list(range(1, 11)),
    ),
    ([4, 4, 4, 2, 4, 4, 4], [250] * 7, [1, 6, 15, 1, 1, 6, 15], [1, 2, 3, 0, 1, 2, 3]),
    ([0, 1, 2, 3, 4, 5], [250, 250, 250, 236, 236, 246], [1, 1, 1, 1, 6, 15], [0, 0, 0, 1, 2, 3]),
]


@pytest.mark.parametrize(("grades", "easiness", "intervals", "repetitions"), TABLE)
def test_the_published_equations_give_these_states(
    grades: list[int], easiness: list[int], intervals: list[int], repetitions: list[int]
) -> None:
    states = reviewed(grades)
    assert [state.easiness_factor for state in states] == easiness
    assert [state.interval_days for state in states] == intervals
    assert [state.repetitions for state in states] == repetitions


def test_easiness_is_exact_where_floats_are_not() -> None:
    state = CardState(easiness_factor=280, interval_days=125, repetitions=4, due_on=TODAY)
    assert sm2.review(state, 4, TODAY).interval_days == 350


def test_a_fraction_of_a_day_rounds_up() -> None:
    state = CardState(easiness_factor=250, interval_days=15, repetitions=3, due_on=TODAY)
    assert sm2.review(state, 4, TODAY).interval_days == 38


def test_a_late_review_counts_from_the_day_it_was_made() -> None:
    state = sm2.review(sm2.NEW, 4, TODAY)
    late = TODAY + timedelta(days=30)
    assert sm2.review(state, 4, late).due_on == late + timedelta(days=6)


def test_only_forgetting_something_known_is_a_lapse() -> None:
    assert [state.lapses for state in reviewed([0, 1, 4, 2, 2, 4, 0])] == [0, 0, 0, 1, 1, 1, 2]


def test_a_new_card_is_due_on_no_day() -> None:
    assert sm2.NEW.is_new
    assert sm2.NEW.due_on is None


@pytest.mark.parametrize("quality", [-1, 6])
def test_a_quality_off_the_scale_is_refused(quality: int) -> None:
    with pytest.raises(ValueError, match=str(quality)):
        sm2.review(sm2.NEW, quality, TODAY)


def test_grades_below_4_are_drilled_that_day() -> None:
    assert [sm2.review(sm2.NEW, quality, TODAY).drill_on for quality in range(6)] == [TODAY] * 4 + [None] * 2


@given(st.lists(qualities, max_size=20), qualities)
def test_a_drill_moves_nothing_but_itself(grades: list[int], quality: int) -> None:
    state = ([sm2.NEW, *reviewed(grades)])[-1]
    drilled = sm2.drill(state, quality)
    assert drilled.drill_on == (None if quality >= 4 else state.drill_on)
    assert (drilled.easiness_factor, drilled.interval_days, drilled.repetitions, drilled.due_on) == (
        state.easiness_factor,
        state.interval_days,
        state.repetitions,
        state.due_on,
    )


@given(st.lists(qualities, max_size=60))
def test_easiness_never_falls_below_its_floor(grades: list[int]) -> None:
    assert all(state.easiness_factor >= 130 for state in reviewed(grades))


@given(st.lists(qualities, max_size=40), st.integers(3, 5))
def test_a_pass_never_shortens_a_growing_interval(grades: list[int], quality: int) -> None:
    state = ([sm2.NEW, *reviewed(grades)])[-1]
    after = sm2.review(state, quality, state.due_on or TODAY)
    assert after.interval_days >= (state.interval_days if state.repetitions else 1)
    assert after.repetitions == state.repetitions + 1


@given(st.lists(qualities, max_size=40), st.integers(0, 2))
def test_a_failure_starts_again_and_keeps_the_easiness(grades: list[int], quality: int) -> None:
    state = ([sm2.NEW, *reviewed(grades)])[-1]
    after = sm2.review(state, quality, TODAY)
    assert (after.repetitions, after.interval_days, after.due_on) == (0, 1, TODAY + timedelta(days=1))
    assert after.easiness_factor == state.easiness_factor


@given(st.lists(qualities, min_size=1, max_size=200))
def test_the_due_day_is_always_the_interval_away_and_on_the_calendar(grades: list[int]) -> None:
    state = sm2.NEW
    for grade in grades:
        state = sm2.review(state, grade, TODAY)
        assert state.due_on == TODAY + timedelta(days=state.interval_days)
