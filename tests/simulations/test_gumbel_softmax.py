"""Gumbel-max and its relaxation: what is exact, how far the relaxed mean is off, and what a drag does."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.gumbel_softmax import (
    BATCH,
    SIMULATION,
    Params,
    Result,
    View,
    corners,
    logit_for,
    noisy_logits,
    run,
)

SOFTMAX = [0.6439, 0.2369, 0.0871, 0.0321]


@pytest.fixture(scope="module")
def default() -> Result:
    return run(Params())


def test_the_argmax_of_noisy_logits_has_the_probabilities_of_the_softmax(default: Result) -> None:
    assert default.policy[-1] == pytest.approx(SOFTMAX, abs=5e-5)
    assert default.frequencies[-1] == pytest.approx(SOFTMAX, abs=0.005)  # 3 deviations of 100,000 samples


def test_the_relaxed_mean_is_off(default: Result) -> None:
    found = default.summary(99)
    assert found["relaxed_mean"] == pytest.approx(0.534, abs=0.003)
    assert found["relaxed_bias"] == pytest.approx(0.110, abs=0.003)


def test_the_relaxed_mean_is_that_of_a_race_of_exponentials(default: Result) -> None:
    # exp(−g) is exponential for Gumbel g, so at τ = 1 a sample y is w/E over its sum.
    race = np.exp([2.0, 1.0, 0.0, -1.0]) / np.random.default_rng(1).exponential(size=(200_000, 4))
    wanted = (race / race.sum(axis=1, keepdims=True)).mean(axis=0)
    assert default.relaxed_means[-1] == pytest.approx(wanted, abs=0.004)


@pytest.mark.parametrize("temperature", [0.05, 1.0, 10.0])
def test_the_exact_sample_does_not_depend_on_the_temperature(default: Result, temperature: float) -> None:
    assert (run(Params(temperature=temperature)).frequencies == default.frequencies).all()


def test_cold_the_relaxation_is_one_hot_and_hot_it_is_uniform() -> None:
    cold, hot = run(Params(temperature=0.05)), run(Params(temperature=10.0))
    assert cold.relaxed_means[-1] == pytest.approx(SOFTMAX, abs=0.01)
    assert hot.relaxed_means[-1] == pytest.approx([0.25] * 4, abs=0.06)


def test_of_two_equal_logits_the_relaxed_sample_is_uniform_at_temperature_1() -> None:
    # The difference of two Gumbels is logistic, and its sigmoid is uniform: E y(1 − y) = 1/6.
    result = run(Params(logits=(0.0, 0.0)))
    assert result.relaxed_means[-1, 0] == pytest.approx(0.5, abs=0.004)
    assert result.gradients[-1, 0] == pytest.approx(1 / 6, abs=0.002)
    assert result.gradients[-1, 1] == pytest.approx((1 / 30 - 1 / 36) ** 0.5, abs=0.002)


def test_a_cold_gradient_is_nearly_unbiased_but_spreads() -> None:
    found = [run(Params(temperature=each)).summary(99) for each in (0.1, 1.0, 5.0)]
    wanted = 0.6439 * (1 - 0.6439)
    assert [each["gradient"] for each in found] == pytest.approx([wanted] * 3, abs=1e-4)
    assert found[0]["relaxed_gradient"] == pytest.approx(wanted, abs=0.01)
    assert found[2]["relaxed_gradient"] < found[1]["relaxed_gradient"] < 0.8 * wanted
    assert found[0]["relaxed_gradient_std"] > 5 * found[1]["relaxed_gradient_std"]


def test_a_frame_adds_a_thousand_samples(default: Result) -> None:
    assert SIMULATION.frames(default) == 100
    assert default.samples[[0, 1, 99]].tolist() == [1000, 2000, 100_000]
    winners = np.concatenate([noisy_logits(Params(), batch).argmax(axis=1) for batch in (0, 1)])
    assert default.frequencies[1, 0] == pytest.approx((winners == 0).mean())
    assert len(winners) == 2 * BATCH


@given(
    logits=st.lists(st.floats(-10, 10), min_size=2, max_size=6),
    temperature=st.floats(0.05, 10),
    seed=st.integers(0, 99),
)
def test_every_mean_is_a_distribution(logits: list[float], temperature: float, seed: int) -> None:
    result = run(Params(logits=tuple(logits), temperature=temperature, seed=seed, batches=1))
    for shares in (result.policy, result.frequencies, result.relaxed_means):
        assert (shares >= 0).all()
        assert shares.sum(axis=1) == pytest.approx(1.0)
    assert all(np.isfinite(list(result.summary(0).values())))


@pytest.mark.parametrize("count", [1, 7])
def test_too_few_or_too_many_categories_are_refused(count: int) -> None:
    with pytest.raises(SimulationError, match=f"logits has {count} items; 2 to 6 fit"):
        SIMULATION.parse({"logits": [0.0] * count})


@given(
    logits=st.lists(st.floats(-5, 5), min_size=2, max_size=6),
    index=st.integers(0, 1),
    wanted=st.floats(0.01, 0.99),
)
def test_a_logit_for_a_probability_gives_it(logits: list[float], index: int, wanted: float) -> None:
    logits[index] = logit_for(tuple(logits), index, wanted)
    powers = np.exp(logits)
    assert powers[index] / powers.sum() == pytest.approx(wanted)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_the_corners_are_apart_and_around_the_middle(count: int) -> None:
    ends = corners(count)
    far = np.hypot(*(ends[:, None] - ends[None]).transpose(2, 0, 1))[np.triu_indices(count, 1)]
    assert far.min() > 0.9
    assert ends.mean(axis=0) == pytest.approx([0.0, 0.0], abs=1e-12)


def view_of(result: Result) -> tuple[View, Any]:
    figure = Figure()
    view = View(figure, result, LIGHT)
    view.show(SIMULATION.frames(result) - 1)
    return view, figure.axes


def test_a_drag_takes_the_probability_of_a_category_along(default: Result) -> None:
    view, (simplex, bars, _) = view_of(default)
    # log(0.5/0.5) + log(e¹ + e⁰ + e⁻¹)
    assert view.edited(default.params, bars, 0.1, 0.5) == replace(
        default.params, logits=(1.41, 1.0, 0.0, -1.0)
    )
    assert view.edited(default.params, bars, 4.6, 0.5) is None
    assert view.edited(default.params, simplex, 0.1, 0.5) is None


@pytest.mark.parametrize(("x", "temperature"), [(0.5034, 0.5), (0.01, 0.05), (30.0, 10.0)])
def test_a_drag_along_the_track_changes_the_temperature(
    default: Result, x: float, temperature: float
) -> None:
    view, (_, _, track) = view_of(default)
    assert view.edited(default.params, track, x, 0.0) == replace(default.params, temperature=temperature)


def test_a_bar_says_what_made_it(default: Result) -> None:
    view, (_, bars, _) = view_of(default)
    assert view.explained(bars, -0.27, 0.1) == "p₀ = exp ℓ / Σ exp ℓ = exp(2) / 11.5 = 0.6439"
    assert (view.explained(bars, 1.0, 0.1) or "").startswith("ℓ + g was largest at 1 in 23,")
    assert (view.explained(bars, 2.27, 0.1) or "").startswith("mean of y₂ = 0.13")
    assert view.explained(bars, 4.0, 0.1) is None


def test_a_point_is_a_sample_and_the_track_tells_of_the_gradient(default: Result) -> None:
    view, (simplex, _, track) = view_of(default)
    x, y = corners(4)[0]
    assert "the exact one is category 0" in (view.explained(simplex, x, y) or "")
    assert view.explained(simplex, 1.2, 1.2) is None
    assert (view.explained(track, 1.0, 0.0) or "").endswith("of the softmax p₀(1 − p₀) = 0.229")


def test_another_number_of_categories_is_shown_with_the_same_bars(default: Result) -> None:
    view, (_, bars, _) = view_of(default)
    for logits in ((1.0, 2.0), (0.0,) * 6):
        assert view.renew(run(Params(logits=logits, batches=1)))
        assert bars.get_xlim() == (-0.5, len(logits) - 0.5)
