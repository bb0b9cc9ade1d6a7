"""Entropy collapse: the tilted optimum, the exact gradient, and how long an escape takes."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations._softmax_gradient import Ascent, entropy_of, log_softmax, temperature_for, tilted
from flashrl.simulations.entropy_collapse import SIMULATION, Params, Result, View, grow, run


@pytest.fixture(scope="module")
def default() -> Result:
    return run(Params())


def last(**values: Any) -> dict[str, float]:
    return run(Params(**values)).summary(-1)


def test_the_policy_ends_at_the_tilted_optimum(default: Result) -> None:
    expected = [0.7273, 0.2675, 0.0049, 0.0002, 0.0]
    assert default.policy[-1].tolist() == pytest.approx(expected, abs=5e-5)
    assert default.optimal_policy[-1].tolist() == pytest.approx(expected, abs=5e-5)
    found = default.summary(-1)
    assert found["entropy"] == pytest.approx(0.6128, abs=5e-5)
    assert found["optimal_entropy"] == pytest.approx(0.6128, abs=5e-5)


def test_the_optimum_is_worth_the_log_partition(default: Result) -> None:
    # max E r + τ H = τ ln Σ exp(r / τ).
    worth = 0.1 * math.log(sum(math.exp(r / 0.1) for r in (1, 0.9, 0.5, 0.2, 0)))
    assert default.summary(-1)["objective"] == pytest.approx(worth, abs=1e-6)


def test_the_start_is_nearly_certain_of_the_second_best_arm(default: Result) -> None:
    assert default.policy[0].tolist() == pytest.approx([0.02, 0.92, 0.02, 0.02, 0.02])
    assert run(Params(rewards=(0.1, 0.9, 0.7), steps=1)).policy[0].tolist() == pytest.approx(
        [0.02, 0.02, 0.96]
    )


def test_the_first_step_is_the_one_by_hand() -> None:
    # π = (.25, .75), r = (1, 0): J = .25, so θ moves by α(.25 · .75, −.75 · .25).
    result = run(Params(mode="none", rewards=(1.0, 0.0), start_probability=0.25, step_size=2.0, steps=1))
    odds = 0.25 / 0.75 * math.exp(2 * 2.0 * 0.1875)
    assert result.policy[1, 0] == pytest.approx(odds / (1 + odds))


policies = st.lists(st.floats(-3, 3), min_size=2, max_size=6)


@given(logits=policies, temperature=st.floats(0, 2), seed=st.integers(0, 99))
def test_a_step_follows_the_gradient_of_reward_and_entropy(
    logits: list[float], temperature: float, seed: int
) -> None:
    rewards = tuple(np.random.default_rng(seed).uniform(-1, 1, len(logits)).tolist())

    def objective(at: np.ndarray) -> float:
        policy = np.exp(log_softmax(at.tolist()))
        return float(policy @ np.array(rewards) + temperature * entropy_of(policy))

    step = 1e-4
    steps = Ascent(rewards, step, temperature, None, 0.0).steps(logits)
    before, after = (np.log(next(steps)[0]) for _ in range(2))
    moved = (after - before) / step
    at, eye = np.array(logits), np.eye(len(logits)) * step
    slope = np.array([(objective(at + each) - objective(at - each)) / (2 * step) for each in eye])
    # The policy tells logits up to a constant.
    assert moved - moved.mean() == pytest.approx(slope - slope.mean(), abs=1e-3)


@pytest.mark.parametrize(("fewer", "more"), [(0.01, 0.001), (0.002, 0.001)])
def test_without_a_bonus_an_escape_takes_time_in_proportion_to_one_over_pi(fewer: float, more: float) -> None:
    times = [
        last(mode="none", rewards=(1.0, 0.9), start_probability=each, steps=3000)["escape_step"]
        for each in (fewer, more)
    ]
    assert times[1] / times[0] == pytest.approx(fewer / more, rel=0.1)


def test_a_bonus_shortens_the_escape() -> None:
    plain, helped = (last(mode=mode, start_probability=0.01, steps=10_000) for mode in ("none", "fixed"))
    assert helped["escape_step"] < plain["escape_step"] / 10


def test_what_has_not_escaped_has_no_escape_step() -> None:
    result = run(Params(mode="none", start_probability=0.001))
    assert "escape_step" not in result.summary(-1)
    assert result.summary(-1)["expected_reward"] == pytest.approx(0.9, abs=1e-3)


def test_escapes_are_not_known_before_they_happen(default: Result) -> None:
    escape = int(default.summary(-1)["escape_step"])
    frame = int(np.searchsorted(default.step, escape))
    assert "escape_step" not in default.summary(frame - 1)
    assert default.summary(frame)["escape_step"] == escape


def test_a_uniform_start_needs_no_escape() -> None:
    assert last(start_probability=0.2, steps=1)["escape_step"] == 0


@pytest.mark.parametrize("target", [0.1, 0.8, 1.3])
def test_an_adapted_temperature_reaches_the_target_entropy(target: float) -> None:
    found = last(mode="auto", target_entropy=target)
    assert found["entropy"] == pytest.approx(target, abs=1e-3)
    assert found["temperature"] == pytest.approx(found["optimal_temperature"], rel=1e-3)
    assert found["optimal_entropy"] == pytest.approx(target)


@settings(max_examples=30)
@given(temperature=st.floats(0.05, 5.0))
def test_a_temperature_is_found_from_its_entropy(temperature: float) -> None:
    rewards = (1.0, 0.9, 0.5, 0.2, 0.0)
    entropy = float(entropy_of(tilted(rewards, temperature)))
    assert temperature_for(rewards, entropy) == pytest.approx(temperature, rel=1e-5)


@given(policies)
def test_the_entropy_lies_between_certainty_and_chance(logits: list[float]) -> None:
    entropy = float(entropy_of(np.exp(log_softmax(logits))))
    assert 0 <= entropy <= math.log(len(logits)) + 1e-12


def test_the_policy_is_a_distribution_at_every_step(default: Result) -> None:
    assert (default.policy >= 0).all()
    assert default.policy.sum(axis=1) == pytest.approx(np.ones(len(default.step)))


def test_the_objective_never_falls() -> None:
    result = run(Params(step_size=1.0, steps=2000))
    worth = result.expected_reward + 0.1 * result.entropy
    assert (np.diff(worth) > -1e-12).all()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"rewards": [1.0]}, "rewards takes 2 to 10 numbers, not 1"),
        ({"start_probability": 0.25}, "start_probability is below 1/4 with 5 arms"),
        ({"mode": "auto", "target_entropy": 1.7}, "target_entropy is below ln 5 = 1.609"),
        ({"temperature": 1.0}, "step_size is at most 4 where the temperature is 1"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(values: dict[str, Any], words: str) -> None:
    with pytest.raises(SimulationError, match=words):
        SIMULATION.parse(values)


def test_ties_among_the_best_share_the_optimum() -> None:
    result = run(Params(mode="none", rewards=(1.0, 1.0, 0.0), steps=10))
    assert result.optimal_policy[0].tolist() == [0.5, 0.5, 0.0]


def test_a_run_shows_its_first_frames_while_it_grows(default: Result) -> None:
    results = list(grow(default.params))
    assert [done for done, _ in results] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    lengths = [len(result.step) for _, result in results]
    assert lengths == sorted(lengths)
    assert (results[-1][1].policy == default.policy).all()


def test_a_pointed_at_arm_is_explained_by_what_moves_it() -> None:
    result = run(Params(mode="none", rewards=(1.0, 0.0), start_probability=0.25, step_size=2.0, steps=1))
    view = View(Figure(), result, LIGHT)
    told = view.explained(view._policy, 1.2, 0.1)
    assert told == "arm 1: Δθ = απ(r − E r) = 2 · 0.25 · (1 − 0.25) = 0.375"
    assert view.explained(view._policy, 2.6, 0.1) is None
    assert str(view.explained(view._plot, 0.1, 0.1)).startswith("step 0: H = −Σ π ln π = 0.5623")


def test_with_a_bonus_its_part_is_told(default: Result) -> None:
    view = View(Figure(), default, LIGHT)
    told = view.explained(view._policy, 1.0, 0.1)  # −0.1 ln 0.02 = 0.391; J = 0.862 + 0.1 · 0.3897
    assert told == "arm 1: Δθ = απ(r − τ ln π − J) = 5 · 0.02 · (1 + 0.391 − 0.901) = 0.049"


@pytest.mark.parametrize(("y", "reward"), [(0.604, 0.6), (1.4, 1.0), (-0.3, 0.0)])
def test_a_drag_takes_a_reward_along_within_its_axis(default: Result, y: float, reward: float) -> None:
    view = View(Figure(), default, LIGHT)
    edited = view.edited(default.params, view._rewards, 3.2, y)
    assert edited == replace(default.params, rewards=(1.0, 0.9, reward, 0.2, 0.0))
    assert view.edited(default.params, view._policy, 3.2, y) is None
    assert view.edited(default.params, view._rewards, 5.7, y) is None


def test_a_drag_to_where_the_policy_would_never_settle_is_not_followed() -> None:
    params = Params(mode="auto", target_entropy=1.53, step_size=4.0, steps=1)  # whose τ is 0.94
    view = View(Figure(), run(params), LIGHT)
    assert view.edited(params, view._rewards, 2.0, 0.89) is not None
    assert view.edited(params, view._rewards, 2.0, 0.0) is None


def test_another_run_with_as_many_arms_moves_the_same_artists(default: Result) -> None:
    view = View(Figure(), default, LIGHT)
    assert view.renew(run(Params(mode="auto", steps=99, step_size=1.0, rewards=(1.0, -2.0, 3.0, 0.0, 0.0))))
    assert not view.renew(run(Params(rewards=(1.0, 0.0), steps=10)))
    view.show(5)
