"""Both directions of the KL: where the fits end, the two divergences themselves, and the picture."""

from dataclasses import replace
from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations._mixture import Mixture, forward_kl, reverse_kl
from flashrl.simulations.kl_directions import SIMULATION, Params, View, gradient, landscape, run


def last(**values: Any) -> dict[str, float]:
    result = run(Params(**values))
    return result.summary(SIMULATION.frames(result) - 1)


def test_forward_covers_both_modes_with_the_moments_of_the_mixture() -> None:
    found = last()
    assert found["mean"] == pytest.approx(0.0, abs=1e-6)
    assert found["std"] == pytest.approx(2.0616, abs=5e-5)  # √(0.25 + 4)
    assert found["kl"] == found["forward_kl"]


@pytest.mark.parametrize(("start", "mode"), [(0.5, 2.0), (-0.5, -2.0)])
def test_reverse_settles_on_the_nearer_mode_for_log_2(start: float, mode: float) -> None:
    found = last(direction="reverse", start_mean=start)
    assert found["mean"] == pytest.approx(mode, abs=1e-3)
    assert found["std"] == pytest.approx(0.5, abs=1e-3)
    assert found["kl"] == found["reverse_kl"] == pytest.approx(log(2), abs=2e-4)


def test_a_mode_of_another_weight_costs_its_negative_log() -> None:
    found = last(direction="reverse", weights=(0.25, 0.75))
    assert found["kl"] == pytest.approx(-log(0.75), abs=1e-4)


def test_reverse_from_a_wide_start_ends_in_a_poor_minimum_between_the_modes() -> None:
    found = last(direction="reverse", start_std=6.0)
    assert abs(found["mean"]) < 1e-6
    assert found["kl"] > 1.8


def test_forward_of_any_mixture_has_its_mean_and_variance() -> None:
    found = last(mode_means=(-1.0, 0.0, 5.0), mode_stds=(0.1, 2.0, 1.0), weights=(0.2, 0.5, 0.3))
    mean = -0.2 + 1.5
    variance = 0.2 * (1 + 0.01) + 0.5 * 4 + 0.3 * (25 + 1) - mean**2
    assert (found["mean"], found["std"]) == pytest.approx((mean, variance**0.5))


def test_of_a_single_mode_both_directions_find_it_at_no_cost() -> None:
    for direction in ("forward", "reverse"):
        found = last(direction=direction, mode_means=(1.0,), mode_stds=(0.7,), weights=(1.0,))
        assert (found["mean"], found["std"], found["kl"]) == pytest.approx((1.0, 0.7, 0.0), abs=1e-6)


def test_between_two_gaussians_both_divergences_have_their_closed_form() -> None:
    one = Mixture(np.array([1.0]), np.array([0.5]), np.ones(1))
    at = np.array(0.0), np.array(2.0)
    assert forward_kl(one, *at, one.entropy) == pytest.approx(log(4) + 1.25 / 8 - 0.5)
    assert reverse_kl(one, *at) == pytest.approx(-log(4) + 5 / 0.5 - 0.5)


@pytest.mark.parametrize(("mean", "std"), [(0.0, 0.5), (0.3, 1.5), (2.0, 3.0)])
def test_the_divergences_agree_with_a_fine_sum(mean: float, std: float) -> None:
    mixture = Params().mixture
    x = np.linspace(-30, 30, 300_001)
    log_p = mixture.log_density(x)
    log_q = -(((x - mean) / std) ** 2) / 2 - log(std) - 0.5 * log(2 * np.pi)
    at = np.array(mean), np.array(std)
    width = float(x[1] - x[0])
    assert reverse_kl(mixture, *at) == pytest.approx(
        (np.exp(log_q) * (log_q - log_p)).sum() * width, abs=1e-5
    )
    forward = (np.exp(log_p) * (log_p - log_q)).sum() * width
    assert forward_kl(mixture, *at, mixture.entropy) == pytest.approx(forward, abs=1e-6)


@pytest.mark.parametrize("direction", ["forward", "reverse"])
@given(mean=st.floats(-3, 3), std=st.floats(0.3, 2))
@settings(max_examples=25, deadline=None)
def test_the_gradient_is_that_of_the_divergence(direction: str, mean: float, std: float) -> None:
    params, step = Params(direction=direction), 1e-5
    mixture = params.mixture

    def kl(mean: float, log_std: float) -> float:
        at = np.array(mean), np.exp(np.array(log_std))
        return float(forward_kl(mixture, *at, 0.0) if direction == "forward" else reverse_kl(mixture, *at))

    wanted = (
        (kl(mean + step, log(std)) - kl(mean - step, log(std))) / (2 * step),
        (kl(mean, log(std) + step) - kl(mean, log(std) - step)) / (2 * step),
    )
    assert gradient(params, mixture, mean, std) == pytest.approx(wanted, rel=1e-4, abs=1e-3)


@pytest.mark.parametrize("direction", ["forward", "reverse"])
@given(mean=st.floats(-6, 6), std=st.floats(0.1, 6), step_size=st.floats(0.01, 1))
@settings(max_examples=15, deadline=None)
def test_no_step_raises_the_divergence(direction: str, mean: float, std: float, step_size: float) -> None:
    result = run(Params(direction=direction, start_mean=mean, start_std=std, step_size=step_size, steps=20))
    assert np.diff(result.kl).max() < 1e-9
    assert result.kl.min() > -1e-6


def test_a_frame_is_a_step_and_the_first_is_the_start() -> None:
    result = run(Params(steps=7, start_mean=1.0, start_std=0.4))
    assert SIMULATION.frames(result) == 8
    assert (result.mean[0], result.std[0]) == (1.0, 0.4)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"weights": [0.5, 0.4]}, r"weights are probabilities that sum to 1, these sum to 0\.9"),
        ({"weights": [1.0]}, "weights has 1 items and needs 2"),
        ({"mode_stds": [1.0, 1.0, 1.0]}, "mode_stds has 3 items and needs 2"),
        ({"mode_means": [0.0] * 6}, "mode_means has 6 items; p has at most 5 modes"),
    ],
)
def test_what_is_no_mixture_is_refused(values: dict[str, Any], message: str) -> None:
    with pytest.raises(SimulationError, match=message):
        SIMULATION.parse(values)


def view_of(params: Params) -> tuple[View, Any]:
    result = run(params)
    figure = Figure()
    view = View(figure, result, LIGHT)
    view.show(params.steps)
    return view, figure.axes


def test_a_drag_in_the_landscape_takes_the_start_there() -> None:
    params = Params()
    view, (densities, _, over) = view_of(params)
    assert view.edited(params, over, -1.234, 0.567) == replace(params, start_mean=-1.23, start_std=0.57)
    assert view.edited(params, densities, -1.0, 0.5) is None


def test_the_landscape_says_the_divergence_under_the_pointer() -> None:
    view, (_, _, over) = view_of(Params())
    assert view.explained(over, 0.0, 17**0.5 / 2) == "μ = 0, σ = 2.06: KL(p‖q) = 0.724"


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        ("forward", "x = 0: p = 0.000268, q = 0.194; the KL has 0.000268 log(0.000268/0.194) ="),
        ("reverse", "x = 0: p = 0.000268, q = 0.000271; the KL has 0.000271 log(0.000271/0.000268) ="),
    ],
)
def test_a_place_says_what_it_adds_to_the_divergence(direction: str, words: str) -> None:
    view, (densities, terms, _) = view_of(Params(direction=direction))
    said = view.explained(densities, 0.0, 0.1)
    assert said is not None
    assert said.startswith(words)
    assert view.explained(terms, 0.0, 0.1) == said


def test_the_lowest_place_of_the_landscape_is_where_the_fit_ends() -> None:
    places, heights, kl = landscape(Params())
    row, column = np.unravel_index(kl.argmin(), kl.shape)
    assert (places[column], heights[row]) == pytest.approx((0.0, 2.06), abs=0.1)


@pytest.mark.parametrize("values", [{"start_mean": -1.0}, {"direction": "reverse"}, {"weights": (0.1, 0.9)}])
def test_another_run_moves_the_same_picture(values: dict[str, Any]) -> None:
    view, _ = view_of(Params())
    assert view.renew(run(Params(**values)))
