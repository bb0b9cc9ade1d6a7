"""Maximization bias: who goes left, with one table and with two, and the updates by hand."""

from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations._double_q import Learner
from flashrl.simulations.maximization_bias import SIMULATION, Params, Result, View, grow, run


@pytest.fixture(scope="module")
def hundred() -> Result:
    return run(Params(episodes=100))


@pytest.mark.parametrize(("episode", "q_learning", "double_q_learning"), [(10, 86.9, 45.3), (100, 46.1, 9.6)])
def test_how_many_of_10000_runs_go_left(
    hundred: Result, episode: int, q_learning: float, double_q_learning: float
) -> None:
    found = hundred.summary(episode - 1)
    assert found["episode"] == episode
    assert found["percent_left_q_learning"] == pytest.approx(q_learning, abs=1.5)
    assert found["percent_left_double_q_learning"] == pytest.approx(double_q_learning, abs=1.5)


def test_at_first_either_way_is_as_good(hundred: Result) -> None:
    assert hundred.percent_left_of_each[0] == pytest.approx([50, 50], abs=1.5)


def test_the_plain_names_are_of_the_chosen_algorithm() -> None:
    found = run(Params(double=True, episodes=60, runs=200)).summary(59)
    assert found["percent_left"] == found["percent_left_double_q_learning"]


def test_the_maximum_is_biased_upwards_and_double_q_is_not() -> None:
    single, double = (run(Params(double=each, episodes=100, runs=2000)) for each in (False, True))
    assert single.summary(99)["maximization_bias"] > 0.1
    assert double.summary(99)["maximization_bias"] < 0.02


def test_without_noise_no_one_is_misled_for_long() -> None:
    result = run(Params(reward_deviation=0.0, episodes=200, runs=2000))
    assert result.percent_left_of_each[-1] == pytest.approx([5, 5], abs=2)


def test_a_maximum_over_one_action_has_no_bias() -> None:
    assert run(Params(arms=1, episodes=20, runs=50)).summary(19)["maximization_bias"] == 0


@pytest.mark.parametrize(("mean", "percent"), [(-0.1, 10.0), (0.0, 50.0), (0.3, 90.0)])
def test_the_best_possible_share_is_what_exploration_leaves(mean: float, percent: float) -> None:
    found = run(Params(mean_reward=mean, exploration_rate=0.2, episodes=1, runs=1)).summary(0)
    assert found["percent_left_optimal"] == pytest.approx(percent)


def _learner(tables: int) -> Learner:
    """Q₁(B, ·) = (0.3, −0.2), and Q₂(B, ·) = (−0.4, 0.6) if there are two."""
    learner = Learner(tables, 1, 2, 0.1, 0.0, np.random.default_rng(0))
    learner.action_values[:, 0] = [[0.3, -0.2], [-0.4, 0.6]][:tables]
    return learner


def test_q_learning_moves_left_towards_the_maximum() -> None:
    learner = _learner(1)
    learner.learn_left(np.array([0]))
    assert learner.left_values[0, 0] == pytest.approx(0.03)


@pytest.mark.parametrize(("table", "target"), [(0, -0.4), (1, -0.2)])
def test_double_q_evaluates_with_the_other_table(table: int, target: float) -> None:
    assert _learner(2).target(np.array([0]), np.array([table])).tolist() == [target]


def test_double_q_chooses_by_the_sum_of_its_tables() -> None:
    assert _learner(2).choose(np.array([0])).tolist() == [1]  # −0.1 against 0.4


def test_a_reward_moves_one_table_only() -> None:
    learner = _learner(2)
    learner.learn_action(np.array([0]), np.array([0]), np.array([1.0]))
    moved = learner.action_values[:, 0] - [[0.3, -0.2], [-0.4, 0.6]]
    assert np.count_nonzero(moved) == 1
    assert moved.max() == pytest.approx(0.07 if moved[0, 0] else 0.14)


def test_ties_are_broken_at_random() -> None:
    learner = Learner(1, 4000, 4, 0.1, 0.0, np.random.default_rng(0))
    counts = np.bincount(learner.choose(np.arange(4000)), minlength=4)
    assert counts == pytest.approx(np.full(4, 1000), abs=120)


def test_a_run_grows_into_the_same_result() -> None:
    params = Params(episodes=60, runs=100)
    grown, result = list(grow(params)), run(params)
    assert [share for share, _ in grown] == pytest.approx([25 / 60, 50 / 60, 1])
    assert (grown[-1][1].percent_left_of_each == result.percent_left_of_each).all()
    assert (grown[0][1].action_values == result.action_values[:25]).all()


@pytest.mark.parametrize(("name", "value"), [("arms", 0), ("double", 1), ("exploration_rate", -0.1)])
def test_what_is_no_such_world_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(SimulationError, match=name):
        SIMULATION.parse({name: value})


def _shown(result: Result, frame: int) -> View:
    figure = Figure(figsize=(6.4, 4.8), dpi=100)
    canvas = FigureCanvasAgg(figure)
    view = View(figure, result, LIGHT)
    view.show(frame)
    canvas.draw()
    return view


def test_the_target_is_explained_as_a_bias(hundred: Result) -> None:
    text = _shown(hundred, 99).explained(None, 0.0, 0.0)
    assert text is None
    view = _shown(hundred, 99)
    text = view.explained(view._means, 0.0, 1.1)
    found = hundred.summary(99)
    assert text is not None
    assert text.startswith(f"max Q(B, b): {found['target']:.3f} in the mean; minus the mean Q(B, b)")
    assert text.endswith(f"= {found['maximization_bias']:.3f}")


def test_the_best_action_of_double_q_is_explained_with_both_tables() -> None:
    result = run(Params(double=True, episodes=60, runs=50))
    view, best = _shown(result, 59), int(result.action_values[59].argmax())
    text = view.explained(view._arms, best + 1.2, 0.0)
    assert text is not None
    assert f"Q₁ = {result.action_values[59, best]:.3f}".replace("-", "−") in text
    assert text.endswith("Q₁ chooses it, Q₂ says what it is worth")


def test_a_curve_is_explained_and_chosen_by_a_click(hundred: Result) -> None:
    view = _shown(hundred, 0)
    share = hundred.percent_left_of_each[49, 1]
    text = view.explained(view._left, 50.0, share)
    assert text is not None
    assert text.startswith(f"Double Q-learning, episode 50: {share:.1f} % of 10,000 runs went left")
    edited = view.edited(hundred.params, view._left, 50.0, share)
    assert edited is not None
    assert edited.double
