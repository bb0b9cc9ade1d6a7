"""The bandit testbed: how often each algorithm finds the best arm, and the updates by hand."""

from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations._bandit import ActionValues, GradientBandit
from flashrl.simulations.bandit_testbed import SIMULATION, Params, Result, View, grow, run


@pytest.fixture(scope="module")
def testbed() -> Result:
    return run(Params())


@pytest.fixture(scope="module")
def few() -> Result:
    return run(Params(algorithm="ucb", runs=400, steps=150))


@pytest.mark.parametrize(
    ("algorithm", "percent"), [("greedy", 34.7), ("epsilon_greedy", 80.0), ("ucb", 84.9)]
)
def test_how_often_the_last_100_pulls_were_of_the_best_arm(
    testbed: Result, algorithm: str, percent: float
) -> None:
    found = testbed.summary(999)[f"optimal_action_last_100_{algorithm}"]
    assert found == pytest.approx(percent, abs=1.5)


def test_the_chosen_algorithm_is_also_summarised_under_the_plain_names(testbed: Result) -> None:
    found = testbed.summary(999)
    plain, named = (found["optimal_action_last_100" + end] for end in ("", "_epsilon_greedy"))
    assert plain == pytest.approx(named)
    assert found["average_reward_last_100"] == pytest.approx(1.36, abs=0.04)


def test_epsilon_greedy_pulls_the_best_arm_in_91_percent_at_most(testbed: Result) -> None:
    assert testbed.optimal_action[-100:].mean() < 91


def test_ucb_spikes_at_step_11(testbed: Result) -> None:
    ucb = testbed.optimal_action_of_each[:, 2]
    assert ucb[10] > ucb[9] + 25
    assert ucb[10] > ucb[11] + 5


def test_ucb_first_tries_every_arm_once(few: Result) -> None:
    assert few.action_counts[9].tolist() == [1] * 10


def test_every_pull_is_counted(few: Result) -> None:
    assert few.action_counts.sum(axis=1).tolist() == list(range(1, 151))


def test_without_exploration_epsilon_greedy_is_greedy() -> None:
    result = run(Params(exploration_rate=0.0, runs=50, steps=50))
    assert (result.optimal_action_of_each[:, 0] == result.optimal_action_of_each[:, 1]).all()


def test_always_exploring_pulls_each_arm_alike() -> None:
    result = run(Params(exploration_rate=1.0, runs=1000, steps=100))
    assert result.summary(99)["optimal_action_last_100"] == pytest.approx(10, abs=0.5)


def test_with_a_baseline_the_gradient_does_not_mind_an_offset() -> None:
    at_0, at_4 = (run(Params(reward_offset=offset, runs=50, steps=80)) for offset in (0.0, 4.0))
    assert at_0.optimal_action_of_each[:, 4].tolist() == at_4.optimal_action_of_each[:, 4].tolist()


def test_without_a_baseline_an_offset_slows_the_gradient() -> None:
    with_it, without = (
        run(Params(algorithm="gradient", baseline=each, reward_offset=4.0, runs=300, steps=400))
        for each in (True, False)
    )
    assert with_it.optimal_action[-1] > without.optimal_action[-1] + 10


@pytest.mark.parametrize(("step_size", "value"), [(0.0, 2.0), (0.1, 4.44)])
def test_a_value_is_the_sample_mean_or_moves_by_the_step_size(step_size: float, value: float) -> None:
    learner = ActionValues(np.full((1, 2), 5.0), step_size)
    for reward in (1.0, 3.0):  # 5 → 4.6 → 4.44
        learner.learn(np.array([1]), np.array([reward]))
    assert learner.values[0] == pytest.approx([5.0, value])


@pytest.mark.parametrize(("baseline", "preferences"), [(True, [0.05, -0.05]), (False, [0.25, -0.25])])
def test_the_gradient_moves_preferences_by_the_advantage(baseline: bool, preferences: list[float]) -> None:
    learner = GradientBandit((1, 2), 0.1, baseline, np.random.default_rng(0))
    learner.learn(np.array([0]), np.array([2.0]))  # the first advantage over a baseline is 0
    learner.preferences[:] = 0.0
    learner.learn(np.array([0]), np.array([3.0 if baseline else 5.0]))
    assert learner.preferences[:, 0] == pytest.approx(preferences)


def test_the_first_reward_is_its_own_baseline() -> None:
    learner = GradientBandit((1, 2), 0.1, True, np.random.default_rng(0))
    learner.learn(np.array([0]), np.array([2.0]))
    assert not learner.preferences.any()


def test_a_run_grows_into_the_same_result(few: Result) -> None:
    *_, (share, last) = grow(few.params)
    assert share == 1
    assert (last.average_reward_of_each == few.average_reward_of_each).all()
    assert (last.action_values == few.action_values).all()


def test_growing_only_adds_frames(few: Result) -> None:
    share, first = next(grow(few.params))
    assert share == pytest.approx(100 / 150)
    assert SIMULATION.frames(first) == 100
    assert (first.average_reward == few.average_reward[:100]).all()


@pytest.mark.parametrize(
    ("name", "value"), [("algorithm", "thompson"), ("exploration_rate", 1.1), ("runs", 0)]
)
def test_what_is_no_testbed_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(SimulationError, match=name):
        SIMULATION.parse({name: value})


@pytest.fixture
def view(few: Result) -> View:
    figure = Figure(figsize=(6.4, 4.8), dpi=100)
    canvas = FigureCanvasAgg(figure)
    view = View(figure, few, LIGHT)
    view.show(149)
    canvas.draw()
    return view


def test_a_curve_is_explained_with_its_numbers(view: View, few: Result) -> None:
    axes, share = view._optimal, few.optimal_action_of_each[99, 0]
    text = view.explained(axes, 100.0, share)
    assert text is not None
    assert text.startswith(f"greedy, step 100: pulls the best arm in {share:.1f} % of 400 problems")
    assert view.explained(axes, 100.0, 3.0) is None


def test_an_arm_is_explained_with_its_bound(view: View) -> None:
    text = view.explained(view._violins, 5.2, 0.0)
    assert text is not None
    assert text.startswith("arm 5: q* = 1.31, Q = ")
    assert "2·√(ln 151 / " in text


def test_a_click_on_a_curve_chooses_its_algorithm(view: View, few: Result) -> None:
    edited = view.edited(few.params, view._optimal, 100.0, few.optimal_action_of_each[99, 0])
    assert edited is not None
    assert edited.algorithm == "greedy"
    assert view.edited(few.params, view._violins, 3.0, 0.0) is None
