"""From simulation to reality: when one gain stabilises every b, and what that costs."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations._feedback import Plant
from flashrl.simulations.sim2real_gain import SIMULATION, Params, View, run


def last(**values: Any) -> dict[str, float]:
    result = run(SIMULATION.parse(values))
    return result.summary(SIMULATION.frames(result) - 1)


def shown(frame: int = -1, **values: Any) -> View:
    result = run(SIMULATION.parse(values))
    view = View(Figure(), result, LIGHT)
    view.show(frame % SIMULATION.frames(result))
    return view


@pytest.mark.parametrize(("half_width", "exists"), [(0.0, 1.0), (0.909, 1.0), (0.9091, 0.0), (1.2, 0.0)])
def test_a_common_stabiliser_exists_iff_h_is_below_1_over_a(half_width: float, exists: float) -> None:
    found = last(half_width=half_width)
    assert found["common_stabiliser_exists"] == exists
    assert found["half_width_limit"] == pytest.approx(0.909091, abs=1e-6)


def test_a_plant_that_grows_faster_allows_less() -> None:
    assert last(growth=2.0, half_width=0.49)["common_stabiliser_exists"] == 1.0
    assert last(growth=2.0, half_width=0.51)["common_stabiliser_exists"] == 0.0


@pytest.mark.parametrize(
    ("gain", "stable"), [(0.199, 0.0), (0.201, 1.0), (1.399, 1.0), (1.401, 0.0), (0.0, 0.0)]
)
def test_at_half_width_a_half_gains_from_a_fifth_to_7_fifths_are_stable(gain: float, stable: float) -> None:
    assert last(half_width=0.5, gain=gain)["stable"] == stable


def test_the_cost_in_the_simulator_by_hand() -> None:
    # k = 1.1 is dead-beat: (1 + 1.21) / 1; k = .6: (1 + .36) / (1 − .5²)
    assert last(gain=1.1)["cost_in_simulator"] == pytest.approx(2.21)
    assert last(gain=0.6)["cost_in_simulator"] == pytest.approx(1.36 / 0.75)


def test_the_nominal_gain_is_the_lqrs() -> None:
    # P² − 1.21 P − 1 = 0, so P = 1.773771 and k = 1.1 P / (1 + P)
    found = last(half_width=0.0)
    assert found["nominal_gain"] == pytest.approx(0.703428, abs=1e-6)
    assert found["nominal_cost"] == pytest.approx(1.773771, abs=1e-6)
    assert found["robust_gain"] == pytest.approx(found["nominal_gain"], abs=1e-6)
    assert found["randomised_gain"] == pytest.approx(found["nominal_gain"], abs=1e-6)


@given(st.floats(0.001, 0.9), st.floats(1.01, 1.1), st.floats(0.0, 10.0), st.floats(0.05, 0.95))
def test_the_mean_cost_is_the_mean_over_b(h: float, growth: float, r: float, where: float) -> None:
    plant = Plant(growth, h, r)
    assert plant.stabilising_gains is not None
    low, high = plant.stabilising_gains
    gain = low + where * (high - low)
    b = 1 + h * (2 * np.arange(20000) + 1 - 20000) / 20000
    assert plant.mean_cost(gain) == pytest.approx(plant.cost(gain, b).mean(), rel=1e-3)
    assert plant.worst_cost(gain) >= plant.cost(gain, b).max()


@given(st.floats(0.0, 0.85), st.floats(1.01, 1.1), st.floats(0.0, 10.0))
def test_no_other_gain_is_better_on_average_or_at_worst(h: float, growth: float, r: float) -> None:
    plant = Plant(growth, h, r)
    assert plant.stabilising_gains is not None
    for cost in (plant.mean_cost, plant.worst_cost):
        best = plant.best_gain(cost)
        assert best is not None
        assert (
            cost(best) <= min(cost(gain) for gain in np.linspace(*plant.stabilising_gains, 60)[1:-1]) + 1e-6
        )


def test_robustness_costs_more_in_the_simulator_the_wider_the_range() -> None:
    costs = [last(half_width=h)["robust_gain_cost_in_simulator"] for h in (0.0, 0.3, 0.5, 0.8)]
    assert costs == sorted(costs)
    assert costs[0] < costs[-1]


def test_the_stable_share_is_that_of_the_range() -> None:
    # k = 1.4, h = .7: unstable above b = 2.1/1.4 = 1.5, so 1.2 of 1.4 are stable
    assert last(gain=1.4, half_width=0.7)["stable_share"] == pytest.approx(1.2 / 1.4)


def test_rollouts_cost_what_is_expected() -> None:
    found = last(runs=200, horizon=100)
    assert found["sampled_cost"] == pytest.approx(found["mean_cost"], rel=0.05)


def test_the_first_frame_is_the_simulator() -> None:
    result = run(Params(gain=0.6, horizon=3))
    assert result.plant_gain[0] == 1.0
    assert result.states[0] == pytest.approx([1.0, 0.5, 0.25, 0.125])
    assert result.cost[0] == pytest.approx(1.36 * (1 + 0.25 + 0.0625))


def test_a_rollout_that_runs_away_has_no_cost_in_the_summary() -> None:
    found = last(gain=3.0, half_width=1.2, horizon=100)
    assert "sampled_cost" not in found
    assert found["stable"] == 0.0


def test_a_gain_out_of_bounds_is_refused() -> None:
    with pytest.raises(SimulationError, match="gain takes a number from 0 to 3"):
        SIMULATION.parse({"gain": 4})


def test_the_pointer_tells_stability_and_cost() -> None:
    view = shown()
    told = view.explained(view._plane, 0.5, 1.2)
    assert told == "a − bk = 1.1 − 0.50·1.20 = 0.500: cost (1 + rk²)/(1 − (a − bk)²) = 3.253"
    assert str(view.explained(view._curve, 0.1, 0.0)).endswith("= 1.030: unstable")


def test_the_pointer_tells_a_state() -> None:
    view = shown(frame=0, gain=0.6)
    assert view.explained(view._traces, 2.1, 0.3) == "x_2 = (a − bk)^2 = (0.5)^2 = 0.25"


def test_a_drag_sets_the_gain_or_the_range() -> None:
    view = shown()
    assert view.edited(Params(), view._plane, 1.3, 0.904) == Params(gain=0.9)
    assert view.edited(Params(), view._curve, 0.2, 3.0) == Params(half_width=0.8)
    assert view.edited(Params(), view._traces, 0.2, 0.5) is None


def test_a_renewed_picture_shows_the_other_run() -> None:
    view = shown()
    assert view.renew(run(Params(gain=1.4, half_width=0.7)))
    view.show(0)
    assert view._title.get_text() == "simulator: b = 1.00, cost 3.25   k = 1.4 stable for 86% of b"
