"""Process against outcome rewards: the exact signal-to-noise ratios, and what batches show of them."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.prm_vs_orm import SIMULATION, Params, View, run


def last(**values: float) -> dict[str, float]:
    return run(SIMULATION.parse({"batches": 1, "samples": 10, **values})).summary(0)


def view_of(params: Params) -> View:
    figure = Figure(figsize=(6.4, 4.2), dpi=100)
    FigureCanvasAgg(figure)
    view = View(figure, run(params), LIGHT)
    view.show(params.batches - 1)
    return view


@pytest.mark.parametrize(("steps", "ratio"), [(1, 1.146), (5, 0.435), (10, 0.170), (20, 0.028)])
def test_the_outcome_reward_loses_the_signal_and_the_process_reward_keeps_it(
    steps: int, ratio: float
) -> None:
    found = last(steps=steps)
    assert (found["snr_orm"], found["snr_prm"]) == pytest.approx((ratio, 1.146), abs=5e-4)


@pytest.mark.parametrize(("steps", "ratio"), [(1, 1.5275252), (5, 0.4494710), (20, 0.0282587)])
def test_without_a_baseline_the_ratio_is_the_root_of_the_odds(steps: int, ratio: float) -> None:
    found = last(steps=steps, baseline=False)
    assert (found["snr_orm"], found["snr_prm"]) == pytest.approx((ratio, 1.5275252), abs=1e-6)


@given(
    steps=st.integers(1, 8),
    p=st.floats(0.05, 0.95).filter(lambda p: abs(p - 0.5) > 0.01),
    baseline=st.booleans(),
)
def test_the_formula_is_the_sum_over_all_answers(steps: int, p: float, baseline: bool) -> None:
    first, second = 0.0, 0.0
    for answer in itertools.product((0, 1), repeat=steps):
        chance = math.prod(p if right else 1 - p for right in answer)
        gradient = (answer[0] - p) * (all(answer) - (p**steps if baseline else 0))
        first, second = first + chance * gradient, second + chance * gradient**2
    found = last(steps=steps, success_probability=p, baseline=baseline)
    assert found["gradient_mean_orm"] == pytest.approx(first)
    assert found["snr_orm"] == pytest.approx(first / math.sqrt(second - first**2), rel=1e-6)


def test_the_gradient_is_that_of_the_expected_reward() -> None:
    # dP/dlogit = P (1 − p) for P = pᵀ and one of the T logits.
    found = last(steps=3)
    assert found["gradient_mean_orm"] == pytest.approx(0.343 * 0.3)
    assert found["outcome_probability"] == pytest.approx(0.343)


def test_a_fair_step_with_a_baseline_has_no_noise_and_so_no_ratio() -> None:
    found = last(steps=1, success_probability=0.5)
    assert "snr_prm" not in found
    assert "snr_orm" not in found
    assert (found["gradient_mean_prm"], found["gradient_std_prm"]) == pytest.approx((0.25, 0), abs=1e-6)
    assert view_of(Params(success_probability=0.5))


def test_as_many_samples_as_the_inverse_square_make_signal_equal_noise() -> None:
    found = last(steps=20)
    assert found["samples_for_snr_1_orm"] == pytest.approx(found["snr_orm"] ** -2)
    assert found["samples_for_snr_1_orm"] > 1200


def test_sampled_ratios_approach_the_exact_ones() -> None:
    result = run(Params(samples=2000))
    at = [0, 4, 9]
    assert result.sampled_snr_orm[-1, at] == pytest.approx(result.snr_orm[-1, at], rel=0.04)
    assert result.sampled_snr_prm[-1, at] == pytest.approx(result.snr_prm[-1, at], rel=0.02)


def test_before_the_first_right_answer_there_is_no_sampled_ratio() -> None:
    found = last(steps=50, success_probability=0.3)
    assert "sampled_snr_orm" not in found
    assert found["sampled_snr_prm"] > 0


def test_batches_scatter_as_the_ratio_says() -> None:
    result = run(Params(samples=500, batches=200))
    assert result.batch_gradient_orm.mean() == pytest.approx(1, abs=0.06)
    assert result.batch_gradient_orm.std() == pytest.approx(1 / 0.16968 / math.sqrt(500), rel=0.15)
    assert result.batch_gradient_prm.std() == pytest.approx(1 / 1.14564 / math.sqrt(500), rel=0.15)


def test_a_frame_is_a_batch_and_another_seed_draws_others() -> None:
    params = Params(batches=7)
    result = run(params)
    assert SIMULATION.frames(result) == 7
    assert (result.batch_gradient_orm != run(replace(params, seed=1)).batch_gradient_orm).any()


@pytest.mark.parametrize(
    "values",
    [{"success_probability": 0.05}, {"success_probability": 0.95}, {"baseline": False, "samples": 10}],
)
def test_every_number_is_finite_at_the_bounds(values: dict[str, float]) -> None:
    params = SIMULATION.parse({"steps": 50, **values})
    result = run(params)
    assert all(abs(value) < 1e9 for frame in range(40) for value in result.summary(frame).values())
    for name, array in vars(result).items():
        assert name == "params" or np.isfinite(array).all()
    assert view_of(params)


def test_a_chance_outside_its_bounds_is_refused() -> None:
    with pytest.raises(SimulationError, match=r"success_probability takes a number from 0\.05 to 0\.95"):
        SIMULATION.parse({"success_probability": 1.0})


def test_dragging_along_the_ratios_sets_the_steps() -> None:
    view = view_of(Params())
    assert view.edited(Params(), view._ratios, 4.6, 0.1) == replace(Params(), steps=5)
    assert view.edited(Params(), view._ratios, 20.6, 0.1) == replace(Params(), steps=20)
    assert view.edited(Params(), view._batches, 4.6, 0.1) is None


def test_values_under_the_pointer_are_explained() -> None:
    view = view_of(Params())
    assert view.explained(view._ratios, 10.2, 0.2) == (
        "outcome, T = 10: SNR = mean/std = 0.008474/0.04994 = 0.1697"
    )
    assert view.explained(view._ratios, 10.2, 1.0) == (
        "process, T = 10: SNR = mean/std = 0.21/0.1833 = 1.146"
    )
    words = view.explained(view._batches, 3.0, 1.0)
    assert words is not None
    assert words.startswith("batch 3: ")
    assert view.explained(view._ratios, 21.0, 1.0) is None


def test_another_run_moves_the_same_artists() -> None:
    view = view_of(Params())
    assert view.renew(run(Params(steps=50, success_probability=0.3, baseline=False)))
    view.show(39)
