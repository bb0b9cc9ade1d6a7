"""The key points that were said, and the grade they propose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.scheduling.key_points import grade_points


@pytest.mark.parametrize(
    ("total", "qualities"),
    [(1, [1, 4]), (2, [1, 3, 4]), (3, [1, 2, 3, 4]), (4, [1, 2, 3, 3, 4]), (5, [1, 2, 2, 3, 3, 4])],
)
def test_few_are_fewer_than_half_and_some_are_not_all(total: int, qualities: list[int]) -> None:
    assert [grade_points(said, total) for said in range(total + 1)] == qualities


@given(st.integers(1, 60).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total - 1))))
def test_one_point_more_never_proposes_less(counts: tuple[int, int]) -> None:
    total, said = counts
    assert grade_points(said, total) <= grade_points(said + 1, total)


@given(st.integers(1, 60).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_only_all_of_them_are_a_four_and_only_none_a_one(counts: tuple[int, int]) -> None:
    said, total = counts
    quality = grade_points(said, total)
    assert (quality == 4) == (said == total)
    assert (quality == 1) == (said == 0)


@pytest.mark.parametrize(("said", "total"), [(0, 0), (3, 2), (-1, 2)])
def test_what_cannot_be_said_has_no_grade(said: int, total: int) -> None:
    with pytest.raises(ValueError, match="cannot be said"):
        grade_points(said, total)
