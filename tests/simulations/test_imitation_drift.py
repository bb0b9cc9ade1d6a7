"""Imitation and its drift: the exact cost with and without recovery, and rollouts that agree with it."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.imitation_drift import SIMULATION, Params, View, expected_costs, run


def last(**values: Any) -> dict[str, float]:
    result = run(SIMULATION.parse(values))
    return result.summary(SIMULATION.frames(result) - 1)


def shown(**values: Any) -> View:
    result = run(SIMULATION.parse(values))
    view = View(Figure(), result, LIGHT)
    view.show(SIMULATION.frames(result) - 1)
    return view


def test_a_hundred_steps_cost_37_without_recovery_and_1_with() -> None:
    assert last()["expected_cost"] == pytest.approx(37.2372, abs=1e-4)
    assert last(recovery=True)["expected_cost"] == pytest.approx(1.0)


def test_both_costs_are_told_whichever_is_chosen() -> None:
    for recovery in (False, True):
        found = last(recovery=recovery)
        assert found["cost_without_recovery"] == pytest.approx(37.2372, abs=1e-4)
        assert found["cost_with_recovery"] == pytest.approx(1.0)


def test_three_steps_by_hand() -> None:
    # p = .1, .1 + .9·.1 = .19, .1 + .9·.19 = .271; with ρ = .5: .1, .145, .1 + .45·.145 = .16525
    assert last(error_rate=0.1, horizon=3)["expected_cost"] == pytest.approx(0.561)
    halfway = last(error_rate=0.1, horizon=3, recovery=True, recovery_probability=0.5)
    assert halfway["expected_cost"] == pytest.approx(0.41025)
    assert halfway["off_path_probability"] == pytest.approx(0.16525)


@given(st.floats(0.0, 0.3), st.floats(0.0, 1.0), st.integers(1, 200))
def test_the_closed_form_is_the_recursion(error_rate: float, back: float, horizon: int) -> None:
    probability, cost = 0.0, 0.0
    for _ in range(horizon):
        probability = error_rate + (1 - error_rate) * (1 - back) * probability
        cost += probability
    assert expected_costs(error_rate, back, horizon)[-1] == pytest.approx(cost, abs=1e-9)


@given(st.floats(0.0, 0.3), st.integers(1, 200))
def test_the_cost_lies_between_the_linear_and_the_quadratic_one(error_rate: float, horizon: int) -> None:
    cost = expected_costs(error_rate, 0.0, horizon)[-1]
    assert error_rate * horizon <= cost + 1e-9
    assert cost <= error_rate * horizon * (horizon + 1) / 2 + 1e-9


def test_twice_the_horizon_costs_four_times_as_much_without_recovery_and_twice_with() -> None:
    assert last(error_rate=0.001, horizon=20)["doubling_ratio"] == pytest.approx(4, rel=0.05)
    assert last(error_rate=0.001, horizon=20, recovery=True)["doubling_ratio"] == pytest.approx(2)


@pytest.mark.parametrize("recovery", [False, True])
def test_rollouts_cost_what_is_expected(recovery: bool) -> None:
    found = last(runs=500, recovery=recovery, recovery_probability=0.3, error_rate=0.02, seed=1)
    assert found["mean_cost"] == pytest.approx(found["expected_cost"], rel=0.1)


def test_a_rollout_that_has_left_the_path_never_comes_back_without_recovery() -> None:
    assert (np.diff(run(Params()).off_path.astype(int), axis=1) >= 0).all()


def test_the_mean_is_that_of_the_rollouts_so_far() -> None:
    result = run(Params(error_rate=0.05))
    assert result.mean_costs[50, -1] == pytest.approx(result.cost[1:51].mean())
    assert result.summary(0)["rollouts"] == 0


def test_who_never_errs_pays_nothing() -> None:
    assert last(error_rate=0.0)["expected_cost"] == 0.0


def test_a_recovery_probability_above_1_is_refused() -> None:
    with pytest.raises(SimulationError, match="recovery_probability takes a number from 0 to 1"):
        SIMULATION.parse({"recovery_probability": 1.5})


def test_the_pointer_tells_the_recursion_with_its_numbers() -> None:
    view = shown(error_rate=0.1, horizon=3)
    told = view.explained(view._plot, 2.2, 0.1)
    assert told == "p_2 = ε + (1 − ε)(1 − ρ) p_1 = 0.1 + 0.9·1·0.1 = 0.19; cost so far 0.29"
    assert view.explained(view._plot, 0.1, 0.0) is None


def test_the_pointer_tells_what_became_of_a_rollout() -> None:
    view = shown(runs=1, error_rate=0.3, horizon=100)
    assert str(view.explained(view._rows, 5.0, 0.0)).startswith("rollout 1: first off at step ")
    assert view.explained(view._rows, 5.0, 1.0) is None


def test_a_drag_takes_the_curve_along() -> None:
    view = shown()
    edited = view.edited(Params(), view._plot, 100.0, 37.24)
    assert edited == Params(error_rate=0.01)
    halved = view.edited(Params(), view._plot, 50.0, 20.0)
    assert halved is not None
    assert expected_costs(halved.error_rate, 0.0, 50)[-1] == pytest.approx(20.0, abs=0.5)
    assert view.edited(Params(), view._rows, 50.0, 1.0) is None


def test_a_renewed_picture_shows_the_other_run() -> None:
    view = shown()
    assert view.renew(run(Params(recovery=True)))
    view.show(200)
    assert view._title.get_text().startswith("1 of 100 steps off the path")
