"""The short corridor: J(p) in closed form, its optimum, and REINFORCE, which finds it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.palette import LIGHT
from flashrl.simulations.short_corridor import (
    FOLLOWING,
    OPTIMAL_PROBABILITY,
    SIMULATION,
    Params,
    Result,
    View,
    _followed,
    _learnt,
    expected_return,
    grow,
    play,
    run,
)


@pytest.fixture(scope="module")
def default() -> Result:
    return run(Params())


@pytest.mark.parametrize(("probability", "worth"), [(0.05, -82.1053), (0.5, -12.0), (0.95, -44.2105)])
def test_before_the_first_episode_a_policy_has_its_exact_worth(probability: float, worth: float) -> None:
    found = run(Params(probability_right=probability, episodes=0)).summary(-1)
    assert found["expected_return"] == pytest.approx(worth, abs=5e-5)
    assert found["start_return"] == pytest.approx(worth, abs=5e-5)
    assert "return" not in found


def test_the_optimum_is_the_known_one(default: Result) -> None:
    found = default.summary(0)
    assert found["optimal_probability_right"] == pytest.approx(0.5858, abs=5e-5)  # 2 − √2
    assert found["optimal_return"] == pytest.approx(-11.657, abs=5e-4)
    assert expected_return(OPTIMAL_PROBABILITY) == pytest.approx(found["optimal_return"])


@given(st.floats(0.01, 0.99))
def test_no_policy_is_better(probability: float) -> None:
    assert expected_return(probability) <= expected_return(OPTIMAL_PROBABILITY)


@given(st.floats(0.05, 0.95))
def test_the_worth_solves_the_bellman_equations(probability: float) -> None:
    chances = np.zeros((4, 4))
    for state in range(4):
        chances[state, FOLLOWING[state]] += 1 - probability
        chances[state, FOLLOWING[4 + state]] += probability
    values = np.linalg.solve(np.eye(3) - chances[:3, :3], -np.ones(3))
    assert expected_return(probability) == pytest.approx(values[0])


def test_reinforce_learns_to_go_right_about_six_times_in_ten(default: Result) -> None:
    assert default.summary(-1)["expected_return"] == pytest.approx(-11.657, abs=0.4)
    assert default.summary(-1)["probability_right"] == pytest.approx(0.586, abs=0.06)


def test_a_baseline_brings_the_runs_closer_together(default: Result) -> None:
    with_baseline = run(replace(default.params, baseline=True))
    assert with_baseline.summary(-1)["expected_return"] == pytest.approx(-11.657, abs=0.4)
    both = [each.summary(-1)["probability_right_std"] for each in (with_baseline, default)]
    assert both[0] < 0.8 * both[1]


def test_the_update_is_an_unbiased_gradient_with_or_without_baseline() -> None:
    # dJ/dθ = J′(p) p(1 − p), with J′(0.2) = 2.48 / 0.0256: 15.5 for θ_right, twice for the difference.
    runs, params = 50_000, Params(step_size=1e-9)
    preference = np.full(runs, np.log(0.2 / 0.8))
    episode = play(np.full(runs, 0.2), np.random.default_rng(0))
    plain, against = (
        (_learnt(params, preference, episode, np.full(runs, value)) - preference) / 2e-9
        for value in (0.0, -15.0)
    )
    for gradient in (plain, against):
        assert gradient.mean() == pytest.approx(15.5, abs=4 * gradient.std() / np.sqrt(runs))
    assert against.var() < 0.5 * plain.var()


def test_episodes_are_as_long_as_their_worth_says() -> None:
    result = run(Params(step_size=0.0, probability_right=0.5, runs=200, episodes=50, seed=3))
    lengths = -result.returns[1:]
    assert lengths.mean() == pytest.approx(12.0, abs=4 * lengths.std() / np.sqrt(lengths.size))
    assert lengths.min() == 3


def test_the_baseline_moves_as_if_step_by_step() -> None:
    value = -20.0
    for steps_left in range(7, 0, -1):
        value += 0.1 * (-steps_left - value)
    assert _followed(np.array([-20.0]), np.array([7.0]), 0.1) == pytest.approx(value)


def test_without_a_step_size_nothing_is_learnt() -> None:
    result = run(Params(step_size=0.0, episodes=5))
    assert result.probability_right == pytest.approx(np.full((6, 100), 0.05))


@pytest.mark.parametrize(("episodes", "frames"), [(0, 1), (1, 2), (1000, 1001), (1001, 502)])
def test_a_long_run_has_its_frames_thinned_out(episodes: int, frames: int) -> None:
    result = run(Params(episodes=episodes, runs=1, probability_right=0.5))
    assert SIMULATION.frames(result) == frames
    assert result.episode[-1] == episodes


def test_episodes_that_would_hardly_end_are_cut_off() -> None:
    result = run(Params(step_size=0.02, runs=20, episodes=30))
    assert result.returns.min() >= -1024
    assert abs(result.summary(-1)["expected_return"]) < 1e6


def test_a_run_shows_its_first_frames_while_it_grows(default: Result) -> None:
    results = list(grow(default.params))
    assert [done for done, _ in results] == pytest.approx([each / 10 for each in range(1, 11)])
    assert len(results[0][1].episode) == 101
    assert (results[-1][1].probability_right == default.probability_right).all()


def test_a_pointed_at_probability_is_explained(default: Result) -> None:
    view = View(Figure(), default, LIGHT)
    assert view.explained(view._curve, 0.3, -50.0) == "J(0.3) = (2p − 4) / (p(1 − p)) = −3.4 / 0.21 = −16.19"
    assert view.explained(view._curve, 0.001, -50.0) is None
    told = str(view.explained(view._plot, 0.2, -50.0))
    assert told == "episode 0: mean return none yet, mean J(p) after it −82.11"


def test_a_click_on_the_curve_starts_from_there(default: Result) -> None:
    view = View(Figure(), default, LIGHT)
    edited = view.edited(default.params, view._curve, 0.904, -50.0)
    assert edited == replace(default.params, probability_right=0.9)
    assert view.edited(default.params, view._curve, 1.2, -50.0) == replace(edited, probability_right=0.99)
    assert view.edited(default.params, view._plot, 500.0, -50.0) is None


def test_another_run_moves_the_same_artists(default: Result) -> None:
    view = View(Figure(), default, LIGHT)
    assert view.renew(run(Params(episodes=0)))
    view.show(0)
    assert view._title.get_text().startswith("episode 0   p = 0.050   J = −82.11")
