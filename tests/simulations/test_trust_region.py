"""Steps in a trust region: the KL of a gradient step and of a natural one, and what the picture says."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.trust_region import (
    SIMULATION,
    Params,
    View,
    contour,
    kl_of_step,
    run,
    steps_from,
)


def last(**values: Any) -> dict[str, float]:
    result = run(Params(**values))
    return result.summary(SIMULATION.frames(result) - 1)


@pytest.mark.parametrize(("std", "kl"), [(1.0, 0.0023), (0.1, 0.180), (0.01, 18.0)])
def test_the_same_step_of_the_parameters_is_another_step_of_the_policy(std: float, kl: float) -> None:
    found = last(std=std)
    assert found["kl"] == found["kl_gradient"] == pytest.approx(kl, rel=0.01)
    assert found["mean"] == pytest.approx(0.06)  # 0.01 · 2 · 3, whatever σ is


@pytest.mark.parametrize("std", [1.0, 0.1, 0.01])
def test_a_natural_step_has_the_same_kl_for_every_policy(std: float) -> None:
    found = last(std=std, natural=True)
    assert found["kl"] == found["kl_natural"] == pytest.approx(0.010, abs=5e-4)


def test_a_worked_gradient_step() -> None:
    # ∇J = (6, −2σ²) = (6, −0.5): Δμ = 0.3 and Δ log σ = −0.025.
    found = last(std=0.5, step_size=0.05)
    assert (found["mean"], found["std"]) == pytest.approx((0.3, 0.5 * np.exp(-0.025)))
    assert found["kl"] == pytest.approx(-0.025 + (0.25 + 0.09) / (0.5 * np.exp(-0.05)) - 0.5)


def test_a_worked_natural_step() -> None:
    # At σ = 1: F⁻¹∇J = (6, −1), ∇Jᵀ F⁻¹∇J = 38, so that Δθ = √(0.02/38) (6, −1).
    found = last(natural=True)
    assert (found["mean"], np.log(found["std"])) == pytest.approx((0.137649, -0.0229416), rel=1e-5)


def test_the_expected_reward_is_that_of_samples() -> None:
    actions = np.random.default_rng(0).normal(0.0, 1.0, 200_000)
    assert run(Params()).expected_reward[0] == -10
    assert -((actions - 3) ** 2).mean() == pytest.approx(-10, abs=0.1)


def test_the_first_frame_has_no_step_behind_it() -> None:
    start = run(Params()).summary(0)
    assert "kl" not in start
    assert start["kl_gradient"] == pytest.approx(0.00228, abs=5e-6)


@pytest.mark.parametrize("natural", [False, True])
def test_many_steps_end_near_the_best_action(natural: bool) -> None:
    found = last(steps=200, natural=natural)
    assert found["step"] == 200
    assert found["mean"] == pytest.approx(3.0, abs=0.06)
    assert found["expected_reward"] > -0.12


def test_natural_steps_keep_their_kl_as_the_policy_sharpens() -> None:
    result = run(Params(steps=100, natural=True))
    assert result.std[-1] < 1e-3
    assert result.kl[1:] == pytest.approx(np.full(100, 0.0105), abs=6e-4)


def test_at_the_optimum_no_step_is_left_in_the_mean() -> None:
    found = last(mean=3.0, natural=True)
    assert found["mean"] == 3.0
    assert found["std"] == pytest.approx(np.exp(-0.1))  # ½ · 2 Δ² = 0.01


policies = {"std": st.floats(0.005, 3.0), "mean": st.floats(-5, 5), "step_size": st.floats(0.001, 0.2)}


@given(**policies)
def test_a_natural_step_has_its_kl_to_second_order(std: float, mean: float, step_size: float) -> None:
    params = Params(step_size=step_size)
    _, (in_mean, in_log_std) = steps_from(np.array(mean), np.log(np.array(std)), params)
    assert in_mean**2 / (2 * std**2) + in_log_std**2 == pytest.approx(step_size, rel=1e-9)


@given(std=st.floats(0.01, 3.0), mean_step=st.floats(-2, 2), log_std_step=st.floats(-1, 1))
def test_the_kl_is_the_integral(std: float, mean_step: float, log_std_step: float) -> None:
    nodes = np.linspace(-9, 9, 3001)
    weights = np.exp(-(nodes**2) / 2) / np.exp(-(nodes**2) / 2).sum()
    step = mean_step * std
    there = (nodes * std - step) / (std * np.exp(log_std_step))
    wanted = weights @ (log_std_step + there**2 / 2 - nodes**2 / 2)
    assert kl_of_step(np.log(np.array(std)), np.array(step), np.array(log_std_step)) == pytest.approx(
        wanted, abs=1e-9
    )


@given(kl=st.floats(0.001, 30.0))
def test_every_point_of_a_contour_has_its_kl(kl: float) -> None:
    shift, log_ratio = contour(kl)
    assert kl_of_step(np.zeros(len(shift)), shift, log_ratio) == pytest.approx(np.full(121, kl), rel=1e-6)


@given(**policies)
def test_every_summary_is_finite(std: float, mean: float, step_size: float) -> None:
    result = run(Params(std=std, mean=mean, target=-5.0 if mean > 0 else 5.0, step_size=step_size, steps=9))
    for frame in range(10):
        assert all(abs(value) < 1e9 for value in result.summary(frame).values())


@pytest.mark.parametrize("std", [0.0, -1.0, 4.0])
def test_a_policy_without_spread_is_refused(std: float) -> None:
    with pytest.raises(SimulationError, match=r"0\.005 to 3"):
        SIMULATION.parse({"std": std})


def view_of(**values: Any) -> tuple[Params, View, Any]:
    params = Params(**values)
    figure = Figure()
    view = View(figure, run(params), LIGHT)
    view.show(params.steps)
    return params, view, figure.axes


@pytest.mark.parametrize(("x", "std"), [(0.123456, 0.123), (0.001, 0.005), (5.0, 3.0)])
def test_a_drag_over_sigma_takes_it_along(x: float, std: float) -> None:
    params, view, (plane, policies, over) = view_of()
    assert view.edited(params, over, x, 0.1) == replace(params, std=std)
    assert view.edited(params, plane, x, 0.1) is view.edited(params, policies, x, 0.1) is None


def test_a_place_over_sigma_has_both_steps_with_their_terms() -> None:
    _, view, (_, policies, over) = view_of()
    said = "σ = 0.1: Δμ = η dJ/dμ = 0.01·6 = 0.06, KL 0.18; natural: Δμ = 0.0141, KL 0.01"
    assert view.explained(over, 0.1, 0.01) == said
    assert view.explained(policies, 0.1, 0.01) is None


def test_a_place_in_the_plane_has_its_kl() -> None:
    _, view, (plane, _, _) = view_of(std=0.1)
    assert view.explained(plane, 0.06, 0.0) == "Δμ = 0.06 = 0.6 σ, Δ log σ = 0: KL(old‖new) = 0.18"


def test_the_plane_stands_still_while_sigma_shrinks() -> None:
    _, view, (plane, _, _) = view_of()
    limits = plane.get_xlim(), plane.get_ylim()
    for std in (0.5, 0.1, 0.01):
        assert view.renew(run(Params(std=std)))
        assert (plane.get_xlim(), plane.get_ylim()) == limits
