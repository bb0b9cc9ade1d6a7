"""Estimators of a KL divergence: closed forms, what samples and their gradients say, the picture."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.kl_estimators import (
    BINS,
    SIMULATION,
    Params,
    Result,
    View,
    bin_edges,
    estimators,
    expected_gradients,
    run,
    slopes,
)


def last(**values: Any) -> dict[str, float]:
    result = run(Params(**values))
    return result.summary(SIMULATION.frames(result) - 1)


@pytest.fixture(scope="module")
def default() -> Result:
    return run(Params())


@pytest.mark.parametrize(
    ("mean", "bias", "std"),
    [
        (1.0, (0.0, 0.25, 0.0), (2.0, 1.732, 1.695)),
        (0.1, (0.0, 0.0025, 0.0), (20.0, 1.418, 1.417)),  # Schulman (2020) has them as 20, 1.42, 1.42
        (2.0, (0.0, 1.0, 0.0), (1.0, 2.449, 3.521)),  # √6; √(e⁴ − 5)/2
    ],
)
def test_bias_and_spread_have_closed_forms(
    mean: float, bias: tuple[float, ...], std: tuple[float, ...]
) -> None:
    found = last(mean=mean, samples=10)
    assert found["kl"] == pytest.approx(mean**2 / 2)
    assert [found[f"k{each}_relative_bias"] for each in (1, 2, 3)] == pytest.approx(bias)
    assert [found[f"k{each}_relative_std"] for each in (1, 2, 3)] == pytest.approx(std, abs=6e-4)


def test_samples_agree_with_the_closed_forms() -> None:
    actions = np.random.default_rng(1).standard_normal(400_000)
    values = estimators(actions - 0.5) / 0.5  # of μ = 1, relative to its KL of 0.5
    assert values.mean(axis=0) == pytest.approx([1.0, 1.25, 1.0], abs=0.02)
    assert values.std(axis=0) == pytest.approx([2.0, 1.732, 1.695], abs=0.05)


def test_k3_spreads_more_than_k1_beyond_a_mean_of_1_12() -> None:
    below, above = last(mean=1.12), last(mean=1.13)
    assert below["k3_relative_std"] < below["k1_relative_std"]
    assert above["k3_relative_std"] > above["k1_relative_std"]


def test_as_a_loss_k1_is_noise_k2_is_right_and_k3_is_the_other_direction() -> None:
    found = last(mean=0.5)
    names = ("kl", "k1", "k2", "k3")
    assert [found[f"{name}_gradient_mean"] for name in names] == [-0.5, 0, -0.5, -0.5]
    assert [found[f"{name}_gradient_log_std"] for name in names] == [0, 0, 0, -0.25]


def test_samples_agree_with_the_expected_gradients() -> None:
    actions = np.random.default_rng(1).standard_normal(400_000)
    found = slopes(0.5 * actions - 0.125, actions).mean(axis=0)
    assert found == pytest.approx(expected_gradients(0.5), abs=0.01)


def _numeric(of: Any) -> list[float]:
    """The slopes of a function of (mean, log std) at (0, 0)."""
    step = 1e-5
    return [
        (of(*point) - of(*(-each for each in point))) / (2 * step) for point in ((step, 0.0), (0.0, step))
    ]


@given(mean=st.floats(0.1, 2.0))
def test_k2_has_the_gradient_of_reverse_kl_and_k3_that_of_forward_kl(mean: float) -> None:
    def reverse(m: float, log_s: float) -> Any:
        return -log_s + (np.exp(2 * log_s) + (m - mean) ** 2 - 1) / 2

    def forward(m: float, log_s: float) -> Any:
        return log_s + (1 + (m - mean) ** 2) / (2 * np.exp(2 * log_s)) - 0.5

    assert expected_gradients(mean)[1] == pytest.approx(_numeric(reverse), abs=1e-6)
    assert expected_gradients(mean)[2] == pytest.approx(_numeric(forward), abs=1e-6)


@given(mean=st.floats(0.01, 3.0), action=st.floats(-6, 6))
def test_a_slope_is_the_derivative_of_the_estimator_at_a_fixed_sample(mean: float, action: float) -> None:
    def at(m: float, log_s: float) -> Any:
        log_q = -log_s - (action - m) ** 2 / (2 * np.exp(2 * log_s))
        return estimators(np.array([-((action - mean) ** 2) / 2 - log_q]))[0]

    log_ratio = np.array([mean * action - mean**2 / 2])
    found = slopes(log_ratio, np.array([action]))[0]
    wanted = np.array(_numeric(at)).T
    assert found == pytest.approx(wanted, rel=1e-4, abs=1e-4 * (1 + np.exp(log_ratio[0])))


@given(mean=st.floats(0.01, 3.0), seed=st.integers(0, 99))
def test_k2_and_k3_are_never_negative(mean: float, seed: int) -> None:
    assert (run(Params(mean=mean, seed=seed, samples=50)).estimates[:, 1:] >= 0).all()


def test_a_frame_is_one_more_sample_and_the_estimate_their_mean(default: Result) -> None:
    assert default.samples.tolist() == list(range(1, 1001))
    action = np.random.default_rng(0).standard_normal(2)
    assert default.estimates[1, 0] == pytest.approx((0.5 - action).mean())


def test_a_long_run_keeps_about_as_many_frames_with_the_first_samples_and_the_last() -> None:
    samples = run(Params(samples=100_000)).samples
    assert len(samples) <= 1000
    assert samples[:10].tolist() == list(range(1, 11))
    assert samples[-1] == 100_000


def test_many_samples_come_near_the_expectations() -> None:
    found = last(samples=100_000)
    assert [found["k1"], found["k2"], found["k3"]] == pytest.approx([0.5, 0.625, 0.5], abs=0.01)


def test_every_sample_is_in_one_bin(default: Result) -> None:
    assert default.histogram.shape == (1000, 3, BINS)
    assert (default.histogram.sum(axis=2) == default.samples[:, None]).all()
    assert np.abs(bin_edges(1.0)).min() < 1e-12  # so that no bin mixes the signs


@pytest.mark.parametrize("mean", [0.0, -1.0, 3.5])
def test_a_mean_without_a_kl_or_too_far_away_is_refused(mean: float) -> None:
    with pytest.raises(SimulationError, match=r"0\.01 to 3"):
        SIMULATION.parse({"mean": mean})


def view_of(result: Result) -> tuple[View, Any]:
    figure = Figure()
    view = View(figure, result, LIGHT)
    view.show(SIMULATION.frames(result) - 1)
    return view, figure.axes


@pytest.mark.parametrize(("x", "mean"), [(1.523, 1.52), (-2.0, 0.05), (6.0, 3.0)])
def test_a_drag_over_the_densities_takes_the_mean_along(default: Result, x: float, mean: float) -> None:
    view, axes = view_of(default)
    assert view.edited(default.params, axes[0], x, 0.1) == replace(default.params, mean=mean)
    assert view.edited(default.params, axes[1], x, 0.1) is None


def test_a_bin_says_how_many_samples_it_has_and_what_the_mean_should_be(default: Result) -> None:
    view, axes = view_of(default)
    edges, counts = bin_edges(1.0), default.histogram[-1, 1]
    first = int(np.flatnonzero(counts)[0])
    said = view.explained(axes[2], float(edges[first] + edges[first + 1]) / 2, 0.0) or ""
    assert said.startswith(f"{counts[first]} of 1000 samples")
    assert said.endswith("E k₂ = KL + bias = 0.5 + 0.125 = 0.625")


def test_a_place_under_the_densities_has_its_ratio(default: Result) -> None:
    view, axes = view_of(default)
    said = "x = 1.5: log r = μx − μ²/2 = 1, so k₁ = −1, k₂ = 0.5, k₃ = 0.718"
    assert view.explained(axes[0], 1.5, 0.1) == said
    assert view.explained(axes[4], 0.5, 0.5) is None


def test_another_mean_moves_the_same_picture(default: Result) -> None:
    view, axes = view_of(default)
    assert view.renew(run(Params(mean=2.0)))
    assert axes[1].get_xlim()[1] > 15  # 2 + 3.5 · 2√6
