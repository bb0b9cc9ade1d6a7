"""The crossroads: values of both loops in closed form, where they tie, and which one is optimal."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.discount_crossroads import SIMULATION, Params, View, run, tie_discounts


def last(params: Params) -> dict[str, float]:
    return run(params).summary(params.ticks)


def shown(params: Params) -> View:
    return View(Figure(), run(params), LIGHT)


@pytest.mark.parametrize(
    ("discount", "value_a", "value_b"),
    [(0.0, 1, 0), (0.5, 4 / 3, 4 / 3), (0.9, 5.263158, 9.473684), (0.99, 50.251256, 99.497487)],
)
def test_the_loops_have_their_values_in_closed_form(discount: float, value_a: float, value_b: float) -> None:
    found = last(Params(discount=discount))  # 1/(1 − γ²) and 2γ/(1 − γ²)
    assert found["state_value_a"] == pytest.approx(value_a, rel=1e-6)
    assert found["state_value_b"] == pytest.approx(value_b, rel=1e-6)
    assert found["state_value"] == max(found["state_value_a"], found["state_value_b"])


@pytest.mark.parametrize(
    ("discount", "a_is_optimal", "b_is_optimal"), [(0.49, 1, 0), (0.5, 1, 1), (0.51, 0, 1)]
)
def test_the_discount_alone_changes_the_optimum(
    discount: float, a_is_optimal: float, b_is_optimal: float
) -> None:
    found = last(Params(discount=discount))
    assert (found["a_is_optimal"], found["b_is_optimal"]) == (a_is_optimal, b_is_optimal)
    assert found["tie_discount"] == pytest.approx(0.5)


def test_a_longer_loop_has_a_denominator_of_its_own() -> None:
    found = last(Params(rewards_b=(0.0, 0.0, 2.0)))
    assert found["state_value_b"] == pytest.approx(2 * 0.81 / (1 - 0.729))


@pytest.mark.parametrize(
    ("rewards_a", "rewards_b", "ties"),
    [
        ((1.0,), (0.0, 2.0), []),  # 1/(1 − γ) is ahead for every γ < 1
        ((1.0, 0.0), (1.0, 0.0), []),
        ((0.0,), (-1.0, 3.0), [1 / 3]),
        ((0.0,), (1.0, -5.0, 6.0), [1 / 3, 1 / 2]),
    ],
)
def test_the_loops_tie_where_their_values_cross(
    rewards_a: tuple[float, ...], rewards_b: tuple[float, ...], ties: list[float]
) -> None:
    assert tie_discounts(Params(rewards_a=rewards_a, rewards_b=rewards_b)) == pytest.approx(ties)


def test_without_a_tie_the_summary_names_none() -> None:
    assert "tie_discount" not in last(Params(rewards_a=(5.0,)))


def test_a_frame_adds_the_discounted_reward_of_a_tick() -> None:
    returns = run(Params(discount=0.5, ticks=4)).returns
    assert returns[:, 0].tolist() == [0, 1, 1, 1.25, 1.25]
    assert returns[:, 1].tolist() == [0, 0, 1, 1, 1.25]


loops = st.lists(st.floats(-10, 10), min_size=1, max_size=8).map(tuple)


@given(rewards_a=loops, rewards_b=loops, discount=st.floats(0, 0.95))
def test_the_returns_tend_to_the_values(
    rewards_a: tuple[float, ...], rewards_b: tuple[float, ...], discount: float
) -> None:
    result = run(Params(discount=discount, rewards_a=rewards_a, rewards_b=rewards_b, ticks=400))
    left = 10 * discount**400 / (1 - discount)
    assert np.abs(result.returns[-1] - result.state_values[-1]).max() <= left + 1e-9


@given(rewards_a=loops, rewards_b=loops)
def test_at_a_tie_both_loops_are_optimal(rewards_a: tuple[float, ...], rewards_b: tuple[float, ...]) -> None:
    params = Params(rewards_a=rewards_a, rewards_b=rewards_b, ticks=1)
    for tie in tie_discounts(params):
        if tie < 0.8:
            found = last(replace(params, discount=tie))
            assert found["state_value_a"] == pytest.approx(found["state_value_b"], abs=1e-4)


@pytest.mark.parametrize("name", ["rewards_a", "rewards_b"])
def test_a_loop_of_more_than_eight_steps_is_refused(name: str) -> None:
    with pytest.raises(SimulationError, match=f"{name} has 9 items; a loop has 1 to 8 steps"):
        SIMULATION.parse({name: [0.0] * 9})


def test_a_drag_in_the_plot_takes_the_discount_along() -> None:
    view = shown(Params())
    assert view.edited(Params(), view._plot, 0.501, 7) == Params(discount=0.5)
    assert view.edited(Params(), view._plot, 1.2, 7) == Params(discount=0.99)


def test_a_drag_over_a_bar_sets_the_reward_of_its_step() -> None:
    view = shown(Params())
    bars = view._rewards.axes
    assert view.edited(Params(), bars, 1.2, 1.52) == Params(rewards_a=(1.0, 1.5))
    assert view.edited(Params(), bars, 4.1, 0.7) == Params(rewards_b=(0.0, 0.7))
    assert view.edited(Params(), bars, 2.0, 0.7) is None


def test_a_click_on_the_loops_changes_nothing() -> None:
    view = shown(Params())
    assert view.edited(Params(), view._loops.axes, 0, 0) is None


def test_the_values_under_the_pointer_are_explained() -> None:
    view = shown(Params())
    assert view.explained(view._plot, 0.5, 3) == "γ = 0.50: V_A = 1.333, V_B = 1.333"
    assert view.explained(view._loops.axes, 1, 0) == "V_B = (0 + 0.9·2) / (1 − 0.81) = 9.4737"
    assert view.explained(view._rewards.axes, 4, 1) == (
        "loop B, step 2: 0.9 · 2 = 1.8 the first time, 9.4737 in all"
    )
    assert view.explained(None, 0, 0) is None


def test_the_fill_of_a_bar_is_what_its_reward_was_worth_last() -> None:
    view = shown(Params(discount=0.5, ticks=4))
    heights = []
    for frame in (0, 2, 3, 4):
        view.show(frame)
        paths = view._rewards._worth.get_paths()
        heights.append([float(np.asarray(path.vertices)[:, 1].max()) for path in paths])
    assert heights == [[1, 0, 0, 1], [1, 0, 0, 1], [0.25, 0, 0, 1], [0.25, 0, 0, 0.25]]


def test_loops_of_the_same_lengths_are_renewed_and_others_are_not() -> None:
    view = shown(Params())
    assert view.renew(run(Params(discount=0.3, rewards_b=(3.0, -1.0))))
    assert not view.renew(run(Params(rewards_b=(3.0,))))
