"""The random walk: errors of the methods, n-step TD by the textbook, and what batches converge to."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations._walkers import Moves, NStepTD, Walk, batch_values
from flashrl.simulations.random_walk import SIMULATION, Params, Result, View, grow, run


@pytest.fixture(scope="module")
def default() -> Result:
    return run(Params())


def test_the_error_of_td_after_100_episodes(default: Result) -> None:
    assert default.summary(100)["rms_error"] == pytest.approx(0.0547, abs=0.004)


def test_the_error_of_monte_carlo_after_100_episodes() -> None:
    found = run(Params(method="mc", step_size=0.02)).summary(100)
    assert found["rms_error"] == pytest.approx(0.0814, abs=0.004)


def test_all_start_halfway_between_the_ends(default: Result) -> None:
    # √ of the mean of (1/3)², (1/6)², 0, (1/6)², (1/3)²
    assert default.rms_error_of_each[0] == pytest.approx(np.full(5, np.sqrt(1 / 18)))
    assert default.state_values[0].tolist() == [0.5] * 5


@pytest.mark.parametrize(("states", "values"), [("5", np.arange(1, 6) / 6), ("19", np.arange(-9, 10) / 10)])
def test_the_true_values_are_a_line(states: str, values: Any) -> None:
    result = run(Params(states=states, episodes=1, runs=2))
    assert result.true_values[-1] == pytest.approx(values)


def test_batch_td_ends_nearer_to_the_truth_than_batch_monte_carlo(default: Result) -> None:
    found = default.summary(100)
    assert found["rms_error_batch"] < 0.8 * found["rms_error_batch_mc"]


def test_one_step_td_is_td() -> None:
    result = run(Params(n=1, runs=20))
    assert (result.rms_error_of_each[:, 2] == result.rms_error_of_each[:, 0]).all()


def test_n_step_td_that_looks_past_every_end_is_monte_carlo() -> None:
    result = run(Params(n=512, runs=20))
    assert result.rms_error_of_each[:, 2] == pytest.approx(result.rms_error_of_each[:, 1])


def test_bias_and_variance_add_up_to_the_squared_error(default: Result) -> None:
    found = default.summary(100)
    assert found["squared_bias"] + found["variance"] == pytest.approx(found["mean_squared_error"])
    assert found["mean_squared_error"] >= found["rms_error"] ** 2  # a mean of squares, a mean of roots


def test_a_step_size_of_0_learns_nothing() -> None:
    result = run(Params(step_size=0.0, runs=5, episodes=5))
    assert (result.state_values == 0.5).all()


PATHS = ([3, 4, 3, 2, 3, 4, 5, 6], [3, 2, 1, 2, 1, 0], [3, 2, 3, 4, 5, 4, 5, 6])


@pytest.mark.parametrize("n", [0, 1, 2, 3, 5])
def test_n_step_td_is_the_textbooks_loop(n: int) -> None:
    learner, clock, history = NStepTD(_start(), 0.3, n), 0, np.zeros((max(n, 1), 1), dtype=np.intp)
    for path in PATHS:
        began = np.array([clock])
        for here, there in pairwise(path):
            history[clock % len(history)] = here
            done = np.flatnonzero([there in (0, 6)])
            learner.learn(
                Moves(clock, began, np.array([here]), np.array([there]), history, done, np.array([0]))
            )
            clock += 1
    assert learner.values[0, 1:-1] == pytest.approx(_textbook(n or 1000, 0.3))


def _start() -> Any:
    return np.array([[0.0, 0.5, 0.5, 0.5, 0.5, 0.5, 1.0]])


def _textbook(n: int, step_size: float) -> list[float]:
    """Sutton & Barto (2018), section 7.1, n-step TD for estimating V."""
    values = [0.5] * 7
    for path in PATHS:
        last = len(path) - 1
        for tau in range(last):
            target = values[path[tau + n]] if tau + n < last else float(path[-1] == 6)
            values[path[tau]] += step_size * (target - values[path[tau]])
    return values[1:-1]


def test_batch_values_by_hand() -> None:
    # v1 = v2/3 and v2 = v1/4 + 3/4, so that v1 = 3/11 and v2 = 9/11; 1 of 3 and 3 of 4 visits were won.
    counts = (np.array([each]) for each in ([2.0, 1.0], [1.0, 3.0], [1.0, 3.0]))
    td, mc = batch_values(Walk(2, 0.0, 1.0), *counts)
    assert td[0] == pytest.approx([3 / 11, 9 / 11])
    assert mc[0] == pytest.approx([1 / 3, 3 / 4])


def test_a_state_never_visited_keeps_its_start_value() -> None:
    counts = (np.array([each]) for each in ([0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]))
    td, mc = batch_values(Walk(3, -1.0, 1.0), *counts)
    assert (td[0, [0, 2]].tolist(), mc[0].tolist()) == ([0.0, 0.0], [0.0, -1.0, 0.0])


@given(arrays.arrays(float, (2, 19), elements=st.integers(1, 50)))
def test_batch_td_solves_the_bellman_equation_of_the_counts(counts: Any) -> None:
    td, _ = batch_values(Walk(19, -1.0, 1.0), counts[0], counts[1], counts[1])
    around = np.concatenate([[-1.0], td, [1.0]])
    assert td == pytest.approx((counts[0] * around[:-2] + counts[1] * around[2:]) / counts.sum(axis=0))


@pytest.mark.parametrize("method", ["n-step", "batch", "batch-mc"])
def test_a_run_grows_into_the_same_result(method: str) -> None:
    params = Params(method=method, states="19", runs=20, episodes=20)
    grown, result = list(grow(params)), run(params)
    assert [share for share, _ in grown] == sorted({share for share, _ in grown})
    assert (grown[-1][1].state_values == result.state_values).all()
    early = grown[0][1]
    frames = SIMULATION.frames(early)
    assert 1 < frames < 21
    assert early.state_values == pytest.approx(result.state_values[:frames])


@pytest.mark.parametrize(
    ("name", "value"), [("states", "7"), ("method", "sarsa"), ("n", 0), ("step_size", 1.5)]
)
def test_what_is_no_walk_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(SimulationError, match=name):
        SIMULATION.parse({name: value})


@pytest.fixture
def view(default: Result) -> View:
    figure = Figure(figsize=(6.4, 4.8), dpi=100)
    canvas = FigureCanvasAgg(figure)
    view = View(figure, default, LIGHT)
    view.show(0)
    canvas.draw()
    return view


def test_a_state_is_explained_with_its_bias(view: View) -> None:
    text = view.explained(view._values, 4.2, 0.3)
    assert text is not None
    assert text.startswith("state D: bias = 0.500 − 0.667 = −0.167")


def test_a_curve_is_explained_and_chosen_by_a_click(view: View, default: Result) -> None:
    error = default.rms_error_of_each[60, 1]
    text = view.explained(view._errors, 60.2, error)
    assert text is not None
    assert text.startswith(f"MC, episode 60: RMS error {error:.4f}")
    edited = view.edited(default.params, view._errors, 60.2, error)
    assert edited is not None
    assert edited.method == "mc"
    assert view.edited(default.params, view._values, 3.0, 0.5) is None
