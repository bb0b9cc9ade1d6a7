"""Value iteration: published values, contraction, and when the greedy policy is optimal."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations import get
from flashrl.simulations.value_iteration import SIMULATION, Params, Result, View, run

FIRST_ROW = [22.0, 24.4, 22.0, 19.4, 17.5]
LAST_ROW = [14.4, 16.0, 14.4, 13.0, 11.7]


@pytest.fixture(scope="module")
def default() -> Result:
    return run(Params())


def test_the_last_frame_of_the_default_is_the_published_table(default: Result) -> None:
    assert default.state_values[-1, 0].round(1).tolist() == FIRST_ROW  # Sutton & Barto, Figure 3.5
    assert default.state_values[-1, 4].round(1).tolist() == LAST_ROW


def test_the_first_frame_is_before_the_first_sweep(default: Result) -> None:
    assert not default.state_values[0].any()
    assert default.summary(0)["error"] == pytest.approx(24.419, abs=1e-3)


def test_a_run_ends_when_the_values_have_settled(default: Result) -> None:
    # 24.419 · 0.9^k < 1e-6 from k = 162 on.
    assert SIMULATION.frames(default) == 163


def test_there_is_a_frame_for_every_sweep_and_one_before() -> None:
    result = run(Params(sweeps=70))
    assert SIMULATION.frames(result) == 71
    assert result.policy.shape == (71, 5, 5, 4)


def test_on_the_5x5_grid_the_error_shrinks_by_exactly_the_discount(default: Result) -> None:
    ratios = [default.summary(frame)["error_ratio"] for frame in range(1, 71)]
    assert ratios == pytest.approx([0.9] * 70, abs=1e-9)


def test_the_greedy_policy_is_optimal_first_after_14_sweeps(default: Result) -> None:
    assert not default.policy_is_optimal[:14].any()
    assert default.policy_is_optimal[14]
    assert default.summary(0)["sweeps_until_policy_optimal"] == 14


def test_the_greedy_policy_is_optimal_for_good_after_29_sweeps(default: Result) -> None:
    lost = [frame for frame in range(14, 71) if not default.policy_is_optimal[frame]]
    assert lost == [16, 17, 18, 21, 22, 23, 26, 27, 28]
    assert default.summary(0)["sweeps_until_policy_stays_optimal"] == 29


def test_the_optimal_policy_of_the_5x5_grid_is_the_published_one(default: Result) -> None:
    arrows = default.policy[-1] > 0  # up, right, down, left
    assert arrows[0, 0].tolist() == [False, True, False, False]
    assert arrows[0, 1].all()
    assert arrows[2, 2].tolist() == [True, False, False, True]
    assert arrows[4, 0].tolist() == [True, True, False, False]


def test_a_run_too_short_to_tell_leaves_the_sweeps_out() -> None:
    assert "sweeps_until_policy_optimal" not in run(Params(sweeps=5)).summary(5)


def test_frozen_lake_has_its_known_start_value() -> None:
    result = run(Params(map="frozen-lake-4x4", discount=0.99, sweeps=1000))
    assert result.state_values[-1, 0, 0] == pytest.approx(0.5420, abs=5e-5)
    assert result.error[-1] < 1e-9


def test_rounding_has_no_error_ratio() -> None:
    result = run(Params(map="own", sweeps=20))
    assert result.summary(20) == {
        "sweep": 20,
        "error": 0,
        "policy_is_optimal": 1,
        "sweeps_until_policy_optimal": 12,
        "sweeps_until_policy_stays_optimal": 12,
    }


def test_without_discount_one_sweep_is_enough() -> None:
    assert run(Params(discount=0.0)).error[1] == 0


def test_a_map_on_which_nothing_is_to_be_done_is_solved_at_once() -> None:
    result = run(Params(map="own", rows=("GH",), sweeps=3))
    assert result.error.tolist() == [0, 0, 0, 0]
    assert not result.policy.any()


def test_a_map_of_ones_own_is_refused_with_what_is_wrong() -> None:
    with pytest.raises(SimulationError, match="value-iteration: rows: the map has no goal"):
        SIMULATION.parse({"map": "own", "rows": ["..", ".."]})


def test_a_map_of_ones_own_is_only_looked_at_when_it_is_chosen() -> None:
    assert SIMULATION.parse({"rows": ["?"]}).map == "5x5"


@st.composite
def maps(draw: st.DrawFn) -> tuple[str, ...]:
    columns = draw(st.integers(1, 5))
    row = st.text(".FSGH#+-", min_size=columns, max_size=columns)
    return (*draw(st.lists(row, max_size=4)), "G" * columns)


@given(rows=maps(), discount=st.floats(0.0, 0.99), slippery=st.booleans())
def test_every_sweep_contracts_by_the_discount(
    rows: tuple[str, ...], discount: float, slippery: bool
) -> None:
    error = run(Params(map="own", rows=rows, discount=discount, slippery=slippery, sweeps=30)).error
    assert (error[1:] <= discount * error[:-1] + 1e-9).all()


@given(rows=maps(), discount=st.floats(0.0, 0.99))
def test_the_policy_is_a_distribution_where_there_is_a_choice(rows: tuple[str, ...], discount: float) -> None:
    result = run(Params(map="own", rows=rows, discount=discount, sweeps=5))
    choice = np.array([[float(letter not in "GH#") for letter in row] for row in rows])
    assert (result.policy >= 0).all()
    assert result.policy.sum(axis=-1) == pytest.approx(np.broadcast_to(choice, (6, *choice.shape)))


@pytest.mark.parametrize(
    ("values", "frame", "cell", "said"),
    [
        ({}, 1, (1, 0), "v₁ = max r + γΣP·v, by up: 10 + 0.9·0 = 10"),
        ({}, 2, (0, 0), "v₂ = max r + γΣP·v, by right: 0 + 0.9·10 = 9"),
        (
            {"map": "frozen-lake-4x4"},
            2,
            (2, 3),
            "v₂ = max r + γΣP·v, by right: 0.33333 + 0.9·⅓(0 + 0 + 0.33333) = 0.43333",
        ),
        ({"map": "frozen-lake-4x4"}, 2, (3, 3), "terminal: its value is 0"),
        ({}, 0, (0, 0), "v₀ = 0 before the first sweep"),
        ({"map": "own"}, 1, (1, 1), None),
    ],
)
def test_a_cell_explains_the_backup_of_its_best_action(
    values: dict[str, Any], frame: int, cell: tuple[int, int], said: str | None
) -> None:
    figure = Figure()
    simulation = get("value-iteration")
    view = View(figure, simulation.run(simulation.parse(values)), LIGHT)
    view.show(frame)
    assert view.explained(figure.axes[0], *cell) == said


def test_a_sweep_of_the_plot_tells_its_error_and_the_bound() -> None:
    figure = Figure()
    view = View(figure, run(Params(sweeps=20)), LIGHT)
    assert (
        view.explained(figure.axes[1], 2.1, 1)
        == "after sweep 2 the largest error is 19.78; its bound is 19.78"
    )
    assert view.explained(None, 2.1, 1) is None


def test_clicks_paint_walls_goals_holes_rewards_and_costs() -> None:
    figure = Figure()
    params = Params(map="own", rows=("..G",))
    view = View(figure, run(params), LIGHT)
    painted = []
    for _ in range(6):
        params = view.edited(params, figure.axes[0], 0.0, 0.0) or params
        painted.append(params.rows[0][0])
    assert painted == ["#", "G", "H", "+", "-", "."]
