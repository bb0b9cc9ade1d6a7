"""The cliff walk: exact values of paths, what each algorithm collects, and a map that is painted."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations import _walk
from flashrl.simulations._cliff_view import View
from flashrl.simulations.cliff_walk import CLIFF, SIMULATION, Params, Result, exact_values, grow, run

UP, RIGHT, DOWN, LEFT = range(4)
QUICK = Params(episodes=30, runs=4)


@pytest.fixture(scope="module")
def default() -> Result:
    return run(Params())


@pytest.fixture
def view() -> View:
    return View(Figure(), run(QUICK), LIGHT)


def test_the_paths_have_their_exact_values() -> None:
    found = exact_values(CLIFF, 0.1)
    assert found["optimal_value"] == -13
    assert found["edge_path_value"] == pytest.approx(-51.81, abs=0.005)
    assert found["top_path_value"] == pytest.approx(-22.27, abs=0.005)


def test_without_exploration_a_path_is_worth_its_length() -> None:
    assert exact_values(CLIFF, 0.0) == {
        "optimal_value": -13,
        "best_soft_value": -13,
        "edge_path_value": -13,
        "top_path_value": -17,
    }


@given(st.floats(0.0, 0.5))
def test_no_path_is_worth_more_than_the_best_soft_policy(exploration_rate: float) -> None:
    found = exact_values(CLIFF, exploration_rate)
    assert found["optimal_value"] >= found["best_soft_value"]
    assert found["best_soft_value"] >= max(found["edge_path_value"], found["top_path_value"]) - 1e-6


def test_the_edge_is_better_only_for_those_who_hardly_explore() -> None:
    rarely, often = exact_values(CLIFF, 0.01), exact_values(CLIFF, 0.02)
    assert rarely["edge_path_value"] > rarely["top_path_value"]
    assert often["edge_path_value"] < often["top_path_value"]


def test_the_last_hundred_of_500_episodes_collect_what_is_known(default: Result) -> None:
    found = default.summary(499)
    assert found["return_sarsa"] == pytest.approx(-27.1, abs=2.5)
    assert found["return_q_learning"] == pytest.approx(-49.9, abs=2.5)
    assert found["return"] == found["return_sarsa"]


def test_q_learning_collects_about_what_the_edge_path_is_worth(default: Result) -> None:
    found = default.summary(499)
    assert found["return_q_learning"] == pytest.approx(found["edge_path_value"], abs=4)
    assert found["return_expected_sarsa"] > found["return_sarsa"] > found["return_q_learning"]


def test_q_learning_learns_the_optimal_values_on_the_edge() -> None:
    result = run(Params(algorithm="q-learning", episodes=500, runs=1))
    assert result.state_values[-1, 2, :11] == pytest.approx(np.arange(-12.0, -1.0), abs=1e-3)
    assert result.summary(499)["greedy_return"] == -13


def test_without_exploration_all_learn_the_shortest_path() -> None:
    found = run(Params(exploration_rate=0.0, runs=3)).summary(499)
    assert {found[f"return_{name}"] for name in ("sarsa", "q_learning", "expected_sarsa")} == {-13}


def test_every_algorithm_is_the_same_race() -> None:
    sarsa, q_learning = (run(Params(algorithm=name, episodes=20, runs=3)) for name in ("sarsa", "q-learning"))
    assert (sarsa.returns_q_learning == q_learning.returns).all()


def test_a_path_is_made_of_steps_and_falls() -> None:
    result = run(Params(episodes=5, runs=1))
    for frame in range(5):
        found = result.summary(frame)
        assert result.returns[frame] == -found["steps"] - 99 * found["falls"]
        assert len(result.path[frame]) == found["steps"] + found["falls"] + 1
    assert result.path[0][0].tolist() == [3, 0]
    assert result.path[0][-1].tolist() == [3, 11]


def test_one_step_of_sarsa_is_as_by_hand() -> None:
    # A start beside the goal: q(s, right) = α (−1 + 0), the first time that it is tried.
    result = run(Params(rows=("SG",), episodes=1, runs=1, step_size=0.5, exploration_rate=0.0))
    values = result.action_values[0, 0, 0]
    assert values[RIGHT] == -0.5
    assert result.returns[0] == -result.steps[0]


def test_growing_ends_with_the_run() -> None:
    *_, (share, last) = grow(QUICK)
    whole = run(QUICK)
    assert share == 1
    for name in ("returns", "action_values", "policy", "steps"):
        assert (getattr(last, name) == getattr(whole, name)).all()


def test_growing_has_ever_more_episodes() -> None:
    lengths = [len(result.returns) for _, result in grow(Params(runs=5))]
    assert lengths == sorted(set(lengths))
    assert len(lengths) > 2


def test_a_fall_leads_back_to_the_start() -> None:
    walk = _walk.walk(CLIFF, step_reward=-1.0, goal_reward=0.0)
    move = 36 * 4 + RIGHT
    assert (walk.next_state[move], walk.reward[move], walk.entered[move]) == (36, -100, 37)
    assert walk.next_state[25 * 4 + DOWN] == 36


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (["S..", "CCC"], "rows: no goal G"),
        (["S#G"], "rows: no goal G can be reached"),
        (["..G"], "rows: the map needs one start S, it has 0"),
        (["SSG"], "it has 2"),
        (["SFG"], "rows: a cell is 'F'"),
        (["S.", "G"], "rows: row 2 of the map has 1 cells"),
    ],
)
def test_a_map_without_a_way_is_refused(rows: list[str], wrong: str) -> None:
    with pytest.raises(SimulationError, match=wrong):
        SIMULATION.parse({"rows": rows})


@pytest.mark.parametrize(
    ("before", "after"),
    [("S...G", "S.#.G"), ("S.#.G", "S.C.G"), ("S.C.G", "S.G.G"), ("S.G.G", "..S.G"), ("..S.G", None)],
)
def test_a_click_makes_ground_a_wall_a_cliff_a_goal_and_the_start(before: str, after: str | None) -> None:
    painted = _walk.painted((before, "....."), 0, 2)
    assert painted == (None if after is None else (after, "....."))


def test_a_click_passes_over_what_would_leave_no_way() -> None:
    assert _walk.painted(("S.G",), 0, 1) == ("SGG",)
    assert _walk.painted(("S.G",), 0, 2) is None


def test_the_start_is_moved_by_putting_it_elsewhere() -> None:
    assert _walk.painted(("SGG",), 0, 1, kinds="GS") == (".SG",)


def test_a_click_on_the_grid_paints_and_one_beside_does_not(view: View) -> None:
    grid = view._grid.axes
    edited = view.edited(QUICK, grid, 4.2, 1.1)
    assert edited is not None
    assert edited.rows == (CLIFF[0], "....#.......", *CLIFF[2:])
    assert view.edited(QUICK, grid, 12.6, 1) is None
    assert view.edited(QUICK, view._plot, 4, 1) is None


def test_a_cell_explains_its_action_values(view: View) -> None:
    result = run(QUICK)
    up, right, down, left = result.action_values[0, 3, 0]
    said = view.explained(view._grid.axes, 0, 3)
    assert said is not None
    assert said.startswith(f"q: up −{-up:.4g}, right −{-right:.4g}, down −{-down:.4g}, left −{-left:.4g}")
    assert view.explained(view._grid.axes, 5, 3) == "cliff: −100, and back to the start"
    assert view.explained(None, 5, 3) is None


def test_an_episode_of_the_plot_tells_what_was_collected(view: View) -> None:
    said = view.explained(view._plot, 3.1, -50)
    assert said is not None
    assert said.startswith(f"episode 3, average of 4 runs: SARSA −{-run(QUICK).returns[2]:.1f}")


def test_another_run_on_the_same_map_renews_the_picture(view: View) -> None:
    assert view.renew(run(Params(algorithm="q-learning", episodes=10, runs=2)))
    assert not view.renew(run(Params(rows=("S.G", "CCC"), episodes=2, runs=1)))


@pytest.mark.parametrize(
    "values",
    [{"rows": ("SG",)}, {"rows": ("." * 20,) * 18 + ("S" + "C" * 18 + "G",)}, {"exploration_rate": 0.5}],
)
def test_other_maps_and_rates_have_a_picture(values: dict[str, Any]) -> None:
    result = run(Params(episodes=5, runs=2, **values))
    View(Figure(), result, LIGHT).show(4)
    assert all(abs(value) < 1e9 for value in result.summary(4).values())
