"""Dyna-Q: steps with planning and without, exact waiting times, and what a frame shows."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations import _grid, _walk
from flashrl.simulations._dyna import Model
from flashrl.simulations._dyna_view import View
from flashrl.simulations.dyna_maze import MAZE, SIMULATION, Params, Result, grow, run

QUICK = Params(planning_steps=5, episodes=6, runs=3)


@pytest.fixture(scope="module")
def quick() -> Result:
    return run(QUICK)


@pytest.fixture
def view(quick: Result) -> View:
    return View(Figure(), quick, LIGHT)


def last(result: Result) -> dict[str, float]:
    return result.summary(SIMULATION.frames(result) - 1)


def test_the_shortest_path_has_14_steps(quick: Result) -> None:
    assert quick.summary(0)["shortest_path"] == 14


@pytest.mark.parametrize(("planning_steps", "steps"), [(0, 573), (5, 170), (50, 37)])
def test_planning_saves_real_steps_in_the_second_episode(planning_steps: int, steps: float) -> None:
    found = last(run(Params(planning_steps=planning_steps, episodes=2)))
    assert found["steps_in_episode_2"] == pytest.approx(steps, rel=0.15)


def test_the_first_episode_is_a_random_walk() -> None:
    walk = Params().walk
    anywhere = _walk.soft_policy(walk, np.zeros(54, dtype=np.intp), 1.0)
    waiting = np.eye(54) - _grid.transitions(walk.world, anywhere)
    expected = np.linalg.solve(waiting, anywhere.sum(axis=0))[walk.start]
    assert expected == pytest.approx(868.7, abs=0.1)
    steps = run(Params(planning_steps=0, episodes=2, runs=100)).steps_per_episode[0, 0]
    assert steps == pytest.approx(expected, abs=3 * 85)  # three standard errors


def test_the_first_episode_is_the_same_whatever_is_planned() -> None:
    first = {run(Params(planning_steps=n, episodes=2)).steps_per_episode[0, 0] for n in (0, 5, 50)}
    assert len(first) == 1


def test_in_the_end_all_take_about_the_shortest_path() -> None:
    found = last(run(Params(planning_steps=20)))
    assert found["greedy_path"] == pytest.approx(14, abs=2)
    assert 14 < found["steps_lately"] < 19


def test_values_are_never_above_those_of_the_shortest_path(quick: Result) -> None:
    optimal = _walk.optimal_state_values(QUICK.walk, 0.95)
    assert optimal[QUICK.walk.start] == pytest.approx(0.95**13)
    assert (quick.state_values <= optimal.reshape(6, 9) + 1e-12).all()
    assert (np.diff(quick.state_values, axis=0) >= 0).all()


def test_without_planning_the_first_success_teaches_one_move() -> None:
    result = run(Params(planning_steps=0, episodes=2, runs=1))
    first_end = int(np.flatnonzero(result.episode == 1)[-1])
    values = result.action_values[first_end]
    assert np.argwhere(values).tolist() == [[1, 8, 0]]  # up, into the goal
    assert values[1, 8, 0] == pytest.approx(0.1)


def test_a_frame_has_as_many_planned_updates_as_were_asked_for(quick: Result) -> None:
    rewarded = quick.episode > 1
    assert (quick.planned[rewarded].sum(axis=(1, 2)) == 5).all()
    walls = np.array([[letter in "#G" for letter in row] for row in MAZE])
    assert not quick.planned[:, walls].any()


def test_a_frame_is_a_step_and_its_path_is_what_was_visited(quick: Result) -> None:
    for frame in range(SIMULATION.frames(quick)):
        assert len(quick.path[frame]) == quick.step[frame] + 1
        assert quick.visits[frame].sum() == quick.step[frame] + 1
    assert (quick.step[0], quick.episode[0]) == (0, 1)
    assert quick.path[-1][-1].tolist() == [0, 8]


def test_long_episodes_are_thinned_out() -> None:
    result = run(Params(planning_steps=0, episodes=10, runs=2))
    assert SIMULATION.frames(result) < 1100
    assert sorted(set(result.episode.tolist())) == list(range(1, 11))


def test_the_model_recalls_only_what_was_tried() -> None:
    model = Model(count=2, states=3)
    model.remember(np.array([0, 2]), np.array([1, 3]))
    model.remember(np.array([0, 2]), np.array([1, 0]))
    moves = model.recalled(50, np.random.default_rng(0))
    assert set(moves[:, 0].tolist()) == {0 * 4 + 1}
    assert set(moves[:, 1].tolist()) == {2 * 4 + 3, 2 * 4 + 0}


def test_growing_ends_with_the_run(quick: Result) -> None:
    *_, (share, grown) = grow(QUICK)
    assert share == 1
    for name in ("episode", "action_values", "planned", "steps_per_episode", "steps_without_planning"):
        assert (getattr(grown, name) == getattr(quick, name)).all()


@pytest.mark.parametrize(
    ("rows", "wrong"), [(["SCG"], "rows: a cell is 'C'"), (["S#G"], "rows: no goal G can be reached")]
)
def test_a_maze_without_a_way_is_refused(rows: list[str], wrong: str) -> None:
    with pytest.raises(SimulationError, match=wrong):
        SIMULATION.parse({"rows": rows})


def test_a_click_paints_a_wall(view: View) -> None:
    edited = view.edited(QUICK, view._grid.axes, 3.8, 5.2)
    assert edited is not None
    assert edited.rows == (*MAZE[:5], "....#....")
    assert view.edited(QUICK, view._plot, 3.8, 5.2) is None


def test_a_cell_explains_what_is_known_of_it(view: View, quick: Result) -> None:
    view.show(SIMULATION.frames(quick) - 1)
    up = quick.action_values[-1, 1, 8, 0]
    assert (view.explained(view._grid.axes, 8, 1) or "").startswith(f"q: up {up:.4g}, right 0")
    assert view.explained(view._grid.axes, 7, 0) == "wall"
    assert view.explained(view._grid.axes, 9, 0) is None


def test_an_episode_explains_its_steps(view: View, quick: Result) -> None:
    steps, without = quick.steps_per_episode[0, 1], quick.steps_without_planning[0, 1]
    said = view.explained(view._plot, 2.2, 100)
    assert said == (
        f"episode 2, average of 3 runs: {steps:.4g} steps with n = 5, {without:.4g} steps with n = 0"
    )


def test_the_same_maze_is_renewed_and_another_is_not(view: View) -> None:
    assert view.renew(run(Params(planning_steps=0, episodes=3, runs=2)))
    assert not view.renew(run(Params(rows=("S.G",), episodes=2, runs=1)))
