"""Policy evaluation: published values, both kinds of sweep, and when the greedy policy is optimal."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.policy_evaluation import SIMULATION, Params, View, run

RIGHT, DOWN, LEFT = 1, 2, 3


def shown(**values: Any) -> View:
    view = View(Figure(), run(Params(**values)), LIGHT)
    view.show(min(3, len(view._result.error) - 1))
    return view


@pytest.mark.parametrize(
    ("sweep", "first_row"),
    [(0, [0, 0, 0, 0]), (1, [0, -1, -1, -1]), (2, [0, -1.75, -2, -2]), (3, [0, -2.4375, -2.9375, -3])],
)
def test_the_first_sweeps_of_the_4x4_grid_are_the_published_ones(sweep: int, first_row: list[float]) -> None:
    assert run(Params()).state_values[sweep, 0].tolist() == first_row  # Sutton & Barto, Figure 4.1


def test_the_4x4_grid_converges_to_the_published_values() -> None:
    assert run(Params()).state_values[-1] == pytest.approx(
        np.array([[0, -14, -20, -22], [-14, -18, -20, -20], [-20, -20, -18, -14], [-22, -20, -14, 0]]),
        abs=1e-6,
    )


def test_after_ten_sweeps_the_4x4_grid_is_as_in_the_book() -> None:
    values = run(Params(sweeps=10)).state_values[10]
    assert values[0].round(1).tolist() == [0, -6.1, -8.4, -9.0]
    assert values[1].round(1).tolist() == [-6.1, -7.7, -8.4, -8.4]


def test_the_greedy_policy_of_the_4x4_grid_is_optimal_from_sweep_3_on() -> None:
    result = run(Params())
    assert np.flatnonzero(~result.policy_is_optimal).tolist() == [0, 1, 2]
    assert result.summary(3)["sweeps_until_policy_stays_optimal"] == 3


def test_the_values_are_then_still_far_off() -> None:
    result = run(Params())
    assert result.summary(3)["error"] == pytest.approx(19)
    assert result.summary(99)["error"] > 0.1 > result.summary(100)["error"]


def test_the_5x5_grid_has_the_published_values() -> None:
    values = run(Params(map="5x5")).state_values[-1]
    assert values[0].round(1).tolist() == [3.3, 8.8, 4.4, 5.3, 1.5]  # Sutton & Barto, Figure 3.2
    assert values[4].round(1).tolist() == [-1.9, -1.3, -1.2, -1.4, -2.0]


def test_greedy_on_the_random_policys_values_need_not_be_optimal() -> None:
    assert not run(Params(map="5x5")).policy_is_optimal.any()


def test_a_sweep_in_place_uses_what_it_has_renewed() -> None:
    values = run(Params(update="in-place", sweeps=1)).state_values[1]
    assert values[0].tolist() == [0, -1, -1.25, -1.3125]
    assert values[1].tolist() == [-1, -1.5, -1.6875, -1.75]


@pytest.mark.parametrize("map", ["4x4", "5x5", "own"])
def test_both_kinds_of_sweep_reach_the_same_values(map: str) -> None:
    both = [run(Params(map=map, update=update, sweeps=1000)) for update in ("synchronous", "in-place")]
    assert both[0].state_values[-1] == pytest.approx(both[1].state_values[-1], abs=1e-3)
    assert both[1].error[-1] < both[0].error[-1]


def test_a_run_ends_when_the_values_have_settled() -> None:
    error = run(Params()).error
    assert error[-1] < 1e-6 <= error[-2]


def test_the_discount_can_be_set() -> None:
    # One cell beside the goal, bumping three ways: v = −1 + 0.5 · ¾ v.
    values = run(Params(map="own", rows=("G.",), discount=0.5)).state_values[-1]
    assert values[0, 1] == pytest.approx(-1.6, abs=1e-6)


@st.composite
def maps(draw: st.DrawFn) -> tuple[str, ...]:
    columns = draw(st.integers(1, 5))
    row = st.text(".FSGH#+-", min_size=columns, max_size=columns)
    return (*draw(st.lists(row, max_size=4)), "G" * columns)


@given(rows=maps(), discount=st.floats(0.1, 0.99), update=st.sampled_from(["synchronous", "in-place"]))
def test_every_sweep_contracts_by_the_discount(rows: tuple[str, ...], discount: float, update: str) -> None:
    error = run(Params(map="own", rows=rows, discount=discount, update=update, sweeps=20)).error
    assert (error[1:] <= discount * error[:-1] + 1e-9).all()


@given(rows=maps(), update=st.sampled_from(["synchronous", "in-place"]))
def test_the_values_only_fall_where_every_move_costs(rows: tuple[str, ...], update: str) -> None:
    rows = tuple(row.replace("+", ".") for row in rows)
    values = run(Params(map="own", rows=rows, update=update, sweeps=30)).state_values
    assert (np.diff(values, axis=0) <= 1e-9).all()


def test_a_walk_without_an_end_is_discounted() -> None:
    assert run(Params(map="own", rows=("G#.",), sweeps=1)).summary(1)["discount"] == 0.9
    assert run(Params(map="own", rows=("G..",), sweeps=1)).summary(1)["discount"] == 1


@pytest.mark.parametrize("values", [{"map": "5x5"}, {"map": "own", "rows": ["G#."]}])
def test_a_discount_of_one_is_refused_where_the_walk_does_not_end(values: dict[str, Any]) -> None:
    with pytest.raises(SimulationError, match="discount takes 1 only"):
        SIMULATION.parse({**values, "discount": 1.0})


def test_a_map_without_a_goal_is_refused() -> None:
    with pytest.raises(SimulationError, match="the map has no goal"):
        SIMULATION.parse({"map": "own", "rows": ["...."]})


def test_a_cell_explains_its_backup() -> None:
    view = shown()
    assert view.explained(view._picture.grid.axes, 1.2, 0.1) == (
        "v₃ = ¼[(−1 − 1.75) + (−1 − 2) + (−1 − 2) + (−1 + 0)] = −2.4375"
    )


def test_a_backup_in_place_names_the_values_it_used() -> None:
    view = shown(update="in-place")
    view.show(1)
    assert view.explained(view._picture.grid.axes, 2, 0) == (
        "v₁ = ¼[(−1 + 0) + (−1 + 0) + (−1 + 0) + (−1 − 1)] = −1.25"
    )


def test_a_backup_has_its_discount() -> None:
    view = shown(map="5x5", sweeps=1)
    assert view.explained(view._picture.grid.axes, 1, 0) == (
        "v₁ = ¼[(10 + 0.9·0) + (10 + 0.9·0) + (10 + 0.9·0) + (10 + 0.9·0)] = 10"
    )


def test_where_nothing_is_nothing_is_explained() -> None:
    view = shown(map="own")
    assert view.explained(view._picture.grid.axes, 1, 1) is None  # a wall
    assert view.explained(view._picture.grid.axes, 9, 0) is None
    assert view.explained(None, 1, 1) is None


def test_a_sweep_of_the_plot_tells_its_error() -> None:
    view = shown()
    assert view.explained(view._picture.plot, 3.2, 1) == "after sweep 3 the largest error is 19"


def test_a_click_on_the_4x4_grid_makes_a_wall_and_then_a_goal() -> None:
    view, params = shown(), Params()
    walled = view.edited(params, view._picture.grid.axes, 1, 0)
    assert walled == Params(map="own", rows=("G#..", "....", "....", "...G"))
    again = view.edited(walled, view._picture.grid.axes, 1, 0)
    assert again == Params(map="own", rows=("GG..", "....", "....", "...G"))


def test_a_click_that_cuts_a_cell_off_gives_up_the_discount_of_one() -> None:
    view = shown(map="own", rows=("G..",), discount=1.0)
    params = Params(map="own", rows=("G..",), discount=1.0)
    edited = view.edited(params, view._picture.grid.axes, 1, 0)
    assert edited == Params(map="own", rows=("G#.",), discount=0.0)


def test_the_same_world_is_renewed_and_another_is_not() -> None:
    view = shown()
    assert view.renew(run(Params(update="in-place", sweeps=50)))
    assert not view.renew(run(Params(map="5x5")))
