"""Importance sampling: exact variances and values, what estimates do with them, and what a clip costs."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations import _off_policy
from flashrl.simulations.importance_sampling import SIMULATION, Params, Result, View, run


@pytest.fixture(scope="module")
def default() -> Result:
    return run(Params())


@pytest.fixture(scope="module")
def clipped() -> Result:
    return run(Params(clip=10.0))


def last(result: Result) -> dict[str, float]:
    return result.summary(SIMULATION.frames(result) - 1)


def test_the_variance_of_the_ratio_after_ten_steps(default: Result) -> None:
    assert last(default)["ratio_variance"] == pytest.approx(1.64**10 - 1)
    assert last(default)["ratio_variance"] == pytest.approx(139.7, abs=0.05)


def test_the_sampled_variance_is_near_the_exact_one(default: Result) -> None:
    assert last(default)["ratio_variance_sampled"] == pytest.approx(139.7, rel=0.05)


@given(st.integers(1, 20), st.floats(0.0, 1.0), st.floats(0.05, 0.95))
def test_the_variance_grows_exponentially_with_the_horizon(
    horizon: int, target: float, behaviour: float
) -> None:
    outcomes = _off_policy.chain(horizon, target, behaviour)
    step = target**2 / behaviour + (1 - target) ** 2 / (1 - behaviour)
    assert outcomes.ratio_variance == pytest.approx(step**horizon - 1, rel=1e-6, abs=1e-9)
    assert outcomes.mean(outcomes.ratio) == pytest.approx(1)
    assert outcomes.value == pytest.approx(target)


def test_the_value_of_the_blackjack_state_is_the_published_one() -> None:
    # −0.27726 is a mean of 100 million episodes, with a standard error of some 0.0001.
    assert _off_policy.blackjack().value == pytest.approx(-0.27726, abs=2e-4)
    assert last(run(Params(env="blackjack", episodes=1, runs=1)))["state_value"] == pytest.approx(
        -0.2772, abs=1e-4
    )


def test_the_chances_of_blackjack_are_a_distribution_with_mean_ratio_one() -> None:
    outcomes = _off_policy.blackjack()
    assert (outcomes.chance >= 0).all()
    assert outcomes.chance.sum() == pytest.approx(1)
    assert outcomes.mean(outcomes.ratio) == pytest.approx(1)


def test_a_hand_that_ends_with_the_second_decision_has_a_ratio_of_4() -> None:
    # Under π: a 7 or an 8 makes 20 or 21, stick; or a 9 and then a 10, or a 10 and then a 9 or a 10, bust.
    outcomes = _off_policy.blackjack()
    found = outcomes.chance[outcomes.ratio == 4].sum()
    assert 4 * found == pytest.approx(2 / 13 + 1 / 13 * 4 / 13 + 4 / 13 * 5 / 13)
    assert 2.0 not in outcomes.ratio


def test_both_estimates_end_near_the_value(default: Result) -> None:
    found = last(default)
    assert found["estimate_ordinary"] == pytest.approx(0.9, abs=0.05)
    assert found["estimate_weighted"] == pytest.approx(0.9, abs=0.01)
    assert found["mse_weighted"] < found["mse_ordinary"] / 10


def test_the_error_of_the_ordinary_estimate_is_its_variance_over_n() -> None:
    result = run(Params(env="blackjack", runs=500, episodes=1000))
    ratio = result.mse_ordinary[50:] / result.mse_ordinary_exact[50:]
    assert ratio == pytest.approx(np.ones_like(ratio), abs=0.25)


def test_the_same_policy_needs_no_correction() -> None:
    result = run(Params(target_probability=0.5, episodes=100, runs=3))
    assert result.effective_sample_size == pytest.approx(result.episode)
    assert result.mse_ordinary == pytest.approx(result.mse_weighted)


def test_the_effective_sample_size_is_at_most_the_number_of_episodes(default: Result) -> None:
    assert (default.effective_sample_size <= default.episode * (1 + 1e-9)).all()
    # In the long run an episode is worth 1 / 140.7.
    assert last(default)["effective_sample_size"] == pytest.approx(10000 / 140.7, rel=0.1)


def test_a_weighted_estimate_of_one_episode_is_its_return() -> None:
    result = run(Params(episodes=1, runs=500, horizon=1))
    assert result.estimate_weighted[0] == pytest.approx(0.5, abs=0.07)  # the value of b: all of the bias


def test_an_estimate_is_0_until_a_ratio_is_above_0() -> None:
    result = run(Params(horizon=50, target_probability=1.0, behaviour_probability=0.05, episodes=10, runs=2))
    assert not result.estimate_ordinary.any()
    assert not result.estimate_weighted.any()
    assert result.mse_weighted == pytest.approx(np.ones(10))


def test_a_clip_of_a_single_step_has_its_bias_by_hand() -> None:
    # ρ is 1.8 with G = 1, or 0.2 with G = 0: clipped at 1, E[ρG] = 0.5 and E[ρ] = 0.6 against v = 0.9.
    outcomes = _off_policy.chain(1, 0.9, 0.5)
    assert outcomes.bias(1.0) == pytest.approx(-0.4)
    assert outcomes.weighted_bias(1.0) == pytest.approx(0.5 / 0.6 - 0.9)
    assert outcomes.bias(0.0) == 0


def test_a_clip_lowers_the_variance_and_leaves_a_bias(clipped: Result) -> None:
    found = last(clipped)
    assert found["ratio_variance_clipped"] < 2
    assert found["mse_ordinary_clipped"] == pytest.approx(found["bias_ordinary_clipped"] ** 2, rel=0.05)
    assert found["mse_weighted_clipped"] == pytest.approx(found["bias_weighted_clipped"] ** 2, rel=0.05)
    assert found["effective_sample_size_clipped"] > found["effective_sample_size"]


def test_a_clip_leaves_the_other_estimates_alone(default: Result, clipped: Result) -> None:
    assert (default.mse_ordinary == clipped.mse_ordinary).all()
    assert "mse_ordinary_clipped" not in last(default)


def test_every_episode_is_a_frame_at_first_and_the_powers_of_ten_are_later(default: Result) -> None:
    assert default.episode[:10].tolist() == list(range(1, 11))
    assert {100, 1000, 10000} <= set(default.episode.tolist())


def test_a_number_too_large_to_say_anything_is_left_out() -> None:
    found = last(run(Params(horizon=50, episodes=10, runs=2)))
    assert "ratio_variance" not in found  # 5 · 10¹⁰
    assert all(abs(value) < 1e9 for value in found.values())


@pytest.mark.parametrize(
    ("name", "value"), [("env", "poker"), ("behaviour_probability", 0.0), ("clip", -1.0)]
)
def test_what_cannot_be_sampled_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(SimulationError, match=name):
        SIMULATION.parse({name: value})


def _shown(result: Result) -> View:
    figure = Figure(figsize=(6.4, 4.8), dpi=100)
    canvas = FigureCanvasAgg(figure)
    view = View(figure, result, LIGHT)
    canvas.draw()
    return view


def test_the_ordinary_error_is_explained_with_its_variance(default: Result) -> None:
    view, frame = _shown(default), int(np.flatnonzero(default.episode == 100)[0])
    text = view.explained(view._errors, 100.0, default.mse_ordinary[frame])
    assert text is not None
    assert text.startswith("ordinary, n = 100: ")
    assert "Var[ρG] / n = 136.7 / 100 = 1.37" in text


def test_an_effective_sample_size_is_explained(clipped: Result) -> None:
    view = _shown(clipped)
    text = view.explained(view._sizes, 10000.0, clipped.effective_sample_size_clipped[-1])
    assert text is not None
    assert text.startswith("of min(ρ, c): 10,000 episodes count as")


def test_a_click_on_a_ratio_clips_there_and_another_takes_the_clip_off(default: Result) -> None:
    view = _shown(default)
    place = float(np.flatnonzero(np.isclose(view._ratio, 1.8**9 * 0.2))[0])
    edited = view.edited(default.params, view._ratios, place + 0.2, 0.1)
    assert edited is not None
    assert edited.clip == 39.67
    again = view.edited(edited, view._ratios, place, 0.1)
    assert again is not None
    assert again.clip == 0
    text = view.explained(view._ratios, place, 0.1)
    assert text is not None
    assert "chance 0.00977 by b, ρ times that by π: 0.387" in text


def test_a_clip_that_comes_needs_a_picture_of_its_own(default: Result, clipped: Result) -> None:
    assert not _shown(default).renew(clipped)
    assert _shown(clipped).renew(run(Params(clip=3.0, runs=2, episodes=50)))
