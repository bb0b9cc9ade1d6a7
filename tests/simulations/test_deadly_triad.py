"""The deadly triad: Baird's weights, the growth in two states, and what the three ingredients each do."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.deadly_triad import LARGEST_WEIGHT, SIMULATION, Params, View, run

ENVS = ("baird", "w-2w", "tsitsiklis-van-roy")


def last(**values: Any) -> dict[str, float]:
    return run(Params(**values)).summary(-1)


def view_of(**values: Any) -> View:
    return View(Figure(), run(Params(**values)), LIGHT)


def test_bairds_weights_after_a_thousand_updates_are_the_known_ones() -> None:
    weights = run(Params()).weights[-1]
    assert weights.tolist() == pytest.approx([114.4337] * 6 + [6.8500, 335.0012], abs=5e-5)
    assert last()["weight_8"] == last()["largest_weight"] == pytest.approx(335.0012, abs=5e-5)


def test_bairds_first_update_is_the_one_by_hand() -> None:
    # δ = 0.99·12 − 3 = 8.88 in six states and −0.12 in the seventh, each a seventh of the sum.
    weights = run(Params(updates=1)).weights[1]
    first, seventh = 1 + 0.01 / 7 * 8.88 * 2, 10 - 0.01 / 7 * 0.12
    assert weights.tolist() == pytest.approx([first] * 6 + [seventh, 1 + 0.01 / 7 * (6 * 8.88 - 0.24)])


def test_w_2w_grows_by_its_factor() -> None:
    # 1 + α(2γ − 1): from 10 to 10.98 at α = 0.1.
    result = run(Params(env="w-2w", step_size=0.1, initial_weights=(10.0,), updates=2))
    assert result.weights[:, 0].tolist() == pytest.approx([10.0, 10.98, 10.98 * 1.098])
    assert result.summary(0)["growth_factor"] == pytest.approx(1.098)


@pytest.mark.parametrize(("discount", "diverges"), [(0.49, 0), (0.5, 0), (0.51, 1)])
def test_w_2w_diverges_above_a_discount_of_a_half(discount: float, diverges: int) -> None:
    assert last(env="w-2w", discount=discount)["diverges"] == diverges


def test_two_states_updated_alike_diverge_above_five_sixths() -> None:
    # 1 + α(6γ − 5)/2.
    assert last(env="tsitsiklis-van-roy")["growth_factor"] == pytest.approx(1.0047)
    assert last(env="tsitsiklis-van-roy", discount=0.83)["diverges"] == 0
    assert last(env="tsitsiklis-van-roy", discount=0.84)["diverges"] == 1


@pytest.mark.parametrize("env", ENVS)
@pytest.mark.parametrize("without", ["off_policy", "bootstrapping", "function_approximation"])
def test_without_any_one_of_the_three_nothing_diverges(env: str, without: str) -> None:
    assert last(env=env)["diverges"] == 1
    assert last(env=env, **{without: False})["diverges"] == 0


def test_a_target_network_delays() -> None:
    plain, delayed = last(), last(target_network=True, target_period=50)
    assert delayed["diverges"] == 1
    assert 1 < delayed["growth_factor"] < plain["growth_factor"]
    assert delayed["largest_weight"] < plain["largest_weight"]


def test_slow_copies_cure_baird_but_not_w_2w() -> None:
    assert last(target_network=True, target_period=100)["diverges"] == 0
    slow = last(env="w-2w", target_network=True, target_period=1000)
    # (1 − α)^1000 is nearly nothing: a copy multiplies the weight by 2γ = 1.98.
    assert slow["weight_1"] == pytest.approx(1.98, abs=1e-3)
    assert slow["growth_factor"] ** 1000 == pytest.approx(1.98, abs=1e-3)


def test_the_targets_wait_for_the_copy() -> None:
    result = run(Params(target_network=True, target_period=3, updates=4))
    assert (result.target_weights[2] == result.weights[0]).all()
    assert (result.target_weights[3] == result.weights[3]).all()
    assert (result.target_weights[4] == result.weights[3]).all()


def test_a_period_of_one_is_no_target_network() -> None:
    assert last(target_network=True, target_period=1) == last()


@settings(deadline=None, max_examples=25)
@given(
    env=st.sampled_from(ENVS),
    discount=st.floats(0.0, 1.0),
    step_size=st.floats(0.001, 0.2),
    target_period=st.integers(1, 20),
)
def test_weights_of_zero_stay_there_and_the_update_is_linear(
    env: str, discount: float, step_size: float, target_period: int
) -> None:
    given_too: dict[str, Any] = {
        "env": env,
        "discount": discount,
        "step_size": step_size,
        "target_network": True,
        "target_period": target_period,
        "updates": 30,
    }
    ones, twos, zeros = (
        run(Params(initial_weights=(float(each),) * 8, **given_too)).weights[-1] for each in (1, 2, 0)
    )
    assert not zeros.any()
    assert twos == pytest.approx(2 * ones)


def test_a_run_ends_before_its_weights_have_no_bound() -> None:
    result = run(Params(env="w-2w", step_size=0.5))
    assert len(result.update) < 100
    assert LARGEST_WEIGHT / 2 < result.summary(-1)["weight_1"] <= LARGEST_WEIGHT


def test_a_long_run_has_its_frames_thinned_out_but_ends_at_the_end() -> None:
    result = run(Params(off_policy=False, updates=9999))
    assert len(result.update) <= 1001
    assert result.update[-1] == 9999


def test_a_table_starts_with_the_values_of_the_weights() -> None:
    result = run(Params(function_approximation=False))
    assert result.state_values[0].tolist() == [3.0] * 6 + [12.0]


@pytest.mark.parametrize("weights", [[1.0] * 7, [1.0] * 9])
def test_another_number_of_weights_is_refused(weights: list[float]) -> None:
    with pytest.raises(SimulationError, match="initial_weights takes 8 numbers for baird"):
        SIMULATION.parse({"initial_weights": weights})


def test_a_pointed_at_state_is_explained_by_its_td_error() -> None:
    view = view_of()
    told = view.explained(view._states, 0.5, 1.2)
    assert told == "δ₁ = γv(s₇) − v(s₁) = 0.99 · 12 − 3 = 8.88"
    assert view.explained(view._plot, 1000.0, 300.0) == "update 1000: w₈ = 335"
    assert view.explained(view._plot, -1.0, 300.0) is None
    assert view.explained(view._states, 0.5, 8.0) is None


def test_without_bootstrapping_the_return_is_explained() -> None:
    view = view_of(bootstrapping=False)
    assert view.explained(view._states, 0.5, 7.0) == "v(s₇): return − v(s₇) = 0 − 12 = −12"


def test_another_run_of_the_same_weights_moves_the_same_artists() -> None:
    view = view_of()
    assert view.renew(run(Params(target_network=True, updates=200)))
    assert not view.renew(run(Params(env="w-2w")))
    view.show(200)
    assert view._title.get_text().startswith("update 200   max |w| ")


@pytest.mark.parametrize("env", ENVS)
@pytest.mark.parametrize("function_approximation", [True, False])
def test_every_counterexample_has_a_picture(env: str, function_approximation: bool) -> None:
    view = view_of(env=env, function_approximation=function_approximation, off_policy=False, updates=5)
    view.show(5)
    assert np.isfinite(view._plot.get_ylim()).all()
