"""DPO's loss of one pair: its value, its slope, and how the chosen answer can fall with it."""

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
from flashrl.simulations.dpo_loss import SIMULATION, Params, View, dpo_loss, expit, run, with_margin


def last(params: Params) -> dict[str, float]:
    return run(params).summary(-1)


def view_of(params: Params) -> View:
    figure = Figure(figsize=(6.4, 4.2), dpi=100)
    FigureCanvasAgg(figure)
    view = View(figure, run(params), LIGHT)
    view.show(20)
    return view


def test_the_default_run_ends_with_the_loss_of_the_log_probs_given() -> None:
    found = last(Params())
    assert found["loss"] == pytest.approx(0.59814, abs=5e-6)
    assert (found["margin"], found["policy_chosen"], found["policy_rejected"]) == pytest.approx(
        (0.2, -10, -12)
    )
    assert (found["chosen_reward"], found["rejected_reward"]) == pytest.approx((0.1, -0.1))


@pytest.mark.parametrize(
    ("kl_coefficient", "logprobs", "loss"),
    [
        (0.5, (-10, -12, -11, -11), math.log(1 + math.exp(-1))),
        (0.1, (-12, -10, -11, -11), 0.798139),  # ln(1 + e^0.2)
        (0.1, (-30, -35, -20, -20), 0.474077),  # ln(1 + e^-0.5), though the chosen answer lost 10 nats
        (5.0, (-200, 0, 0, -200), 2000.0),
        (5.0, (0, -200, -200, 0), 0.0),
    ],
)
def test_the_loss_is_the_log_of_one_plus_e_to_the_negative_margin(
    kl_coefficient: float, logprobs: tuple[float, ...], loss: float
) -> None:
    assert last(Params(kl_coefficient, *map(float, logprobs)))["loss"] == pytest.approx(loss, abs=1e-6)


def test_the_first_frame_is_the_reference_with_loss_ln_2() -> None:
    found = run(Params()).summary(0)
    assert (found["loss"], found["gradient_weight"]) == pytest.approx((math.log(2), 0.5))
    assert (found["policy_chosen"], found["policy_rejected"]) == (-11, -11)


def test_with_shared_features_the_same_loss_leaves_the_chosen_answer_less_likely() -> None:
    # Direction (1 − ρκ, ρκ − κ²) = (−0.8, −2.2) for ρ = .9, κ = 2; the two are 2 nats apart at last.
    result = run(Params())
    assert result.coupled_logprobs[-1] == pytest.approx([-11 - 0.8 * 2 / 1.4, -11 - 2.2 * 2 / 1.4])
    assert (np.diff(result.loss) < 0).all()
    assert (np.diff(result.coupled_logprobs[:, 0]) < 0).all()


@pytest.mark.parametrize(
    ("cosine", "ratio", "rises"), [(0.0, 2.0, True), (0.4, 2.0, True), (0.6, 2.0, False)]
)
def test_the_chosen_answer_falls_when_the_inner_product_exceeds_its_squared_norm(
    cosine: float, ratio: float, rises: bool
) -> None:
    found = last(Params(gradient_cosine=cosine, gradient_norm_ratio=ratio))
    assert (found["coupled_chosen_change"] > 0) == rises


def test_gradient_steps_on_shared_features_keep_to_the_line_shown() -> None:
    params = Params(policy_chosen=-8.0, policy_rejected=-14.0, gradient_cosine=0.7, gradient_norm_ratio=1.8)
    chosen, rejected = np.array([1.0, 0.0]), 1.8 * np.array([0.7, math.sqrt(1 - 0.49)])
    weights = np.zeros(2)
    for _ in range(400):
        margin = 0.1 * (weights @ chosen - weights @ rejected)
        weights += 0.1 * float(expit(-margin)) * (chosen - rejected)
        if margin >= params.margin:
            break
    gained = np.array([weights @ chosen, weights @ rejected])
    shown = run(params).coupled_logprobs[-1] - [-11.0, -11.0]
    assert gained / np.linalg.norm(gained) == pytest.approx(shown / np.linalg.norm(shown))


logprob = st.floats(-200, 0)
params = st.builds(
    Params,
    kl_coefficient=st.floats(0.01, 5),
    policy_chosen=logprob,
    policy_rejected=logprob,
    reference_chosen=logprob,
    reference_rejected=logprob,
    gradient_cosine=st.floats(-0.99, 0.99),
    gradient_norm_ratio=st.floats(0.1, 10),
)


@given(params)
def test_shared_features_have_the_same_margin_and_no_probability_above_one(params: Params) -> None:
    result = run(params)
    apart = result.coupled_logprobs - [params.reference_chosen, params.reference_rejected]
    assert params.kl_coefficient * (apart[:, 0] - apart[:, 1]) == pytest.approx(result.margin, abs=1e-6)
    assert (result.coupled_logprobs <= 0).all()


@given(params, st.floats(-50, 50))
def test_adding_the_same_to_both_answers_changes_no_loss(params: Params, shift: float) -> None:
    moved = replace(
        params,
        policy_chosen=params.policy_chosen + shift,
        policy_rejected=params.policy_rejected + shift,
    )
    assert run(moved).loss == pytest.approx(run(params).loss, abs=1e-6)


@given(st.floats(-30, 30))
def test_the_slope_of_the_loss_is_the_gradient_weight(margin: float) -> None:
    at, step = np.array(margin), 1e-5
    slope = (dpo_loss(at + step) - dpo_loss(at - step)) / (2 * step)
    assert slope == pytest.approx(-float(expit(-at)), abs=1e-6)


def test_a_log_probability_above_zero_is_refused() -> None:
    with pytest.raises(SimulationError, match="policy_chosen takes a number from -200 to 0"):
        SIMULATION.parse({"policy_chosen": 0.5})


def test_dragging_along_the_loss_moves_both_answers_by_half() -> None:
    view = view_of(Params())
    assert view.edited(Params(), view._loss, 0.4, 1.0) == replace(
        Params(), policy_chosen=-9.0, policy_rejected=-13.0
    )
    assert view.edited(Params(), None, 0.4, 1.0) is None


def test_where_the_chosen_answer_is_certain_the_rejected_one_gives_the_rest() -> None:
    found = with_margin(Params(policy_chosen=-0.5, policy_rejected=-12.0), 1.25)
    assert (found.policy_chosen, found.policy_rejected) == (0.0, -12.5)
    found = with_margin(Params(policy_chosen=-0.5, policy_rejected=-12.0), 1.5)
    assert (found.policy_chosen, found.policy_rejected) == (0.0, -15.0)


@pytest.mark.parametrize(
    ("x", "y", "changed"),
    [
        (0.1, -9.42, {"policy_chosen": -9.4}),
        (1.0, -12.3, {"policy_rejected": -12.3}),
        (1.0, -11.2, {"reference_rejected": -11.2}),
        (0.0, -30.0, {"reference_chosen": -15.0}),
    ],
)
def test_dragging_a_column_moves_the_nearer_of_policy_and_reference(
    x: float, y: float, changed: dict[str, float]
) -> None:
    view = view_of(Params())
    assert view.edited(Params(), view._answers, x, y) == replace(Params(), **changed)


def test_the_columns_of_shared_features_are_not_dragged() -> None:
    view = view_of(Params())
    assert view.edited(Params(), view._answers, 2.5, -12.0) is None


def test_values_under_the_pointer_are_explained() -> None:
    view = view_of(Params())
    assert view.explained(view._loss, 0.2, 0.5) == "m = 0.2: loss −log σ(m) = 0.598, slope −σ(−m) = −0.45"
    assert view.explained(view._answers, 0.0, -10.0) == (
        "chosen: β(log π − log π_ref) = 0.1·(−10 − (−11)) = 0.1"
    )
    assert view.explained(view._answers, 3.6, -13.0) == (
        "rejected: β(log π − log π_ref) = 0.1·(−14.14 − (−11)) = −0.314"
    )
    assert view.explained(view._answers, 1.8, -13.0) is None
