"""Generalised advantage estimation: worked numbers, the two ends of λ, and what a drag does."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.gae_lab import SIMULATION, Params, View, run


def shown(**values: Any) -> tuple[Params, View, Any, Any, Any]:
    """Params, their view on its last frame, and its axes: what is known, what is found, λ."""
    params = Params(**values)
    result = run(params)
    figure = Figure()
    view = View(figure, result, LIGHT)
    view.show(SIMULATION.frames(result) - 1)
    known, found, track = figure.axes
    return params, view, known, found, track


def test_the_default_run_goes_from_the_td_errors_to_monte_carlo_minus_v() -> None:
    result = run(Params())
    assert result.advantages[0] == pytest.approx([0.04, -0.24, 0.32, 0.2])
    assert result.advantages[-1] == pytest.approx([0.229, 0.21, 0.5, 0.2])
    assert result.td_errors[-1] == pytest.approx([0.04, -0.24, 0.32, 0.2])


def test_a_lambda_between_the_ends_weighs_the_td_errors_by_powers_of_gamma_lambda() -> None:
    result = run(Params(gae_lambda=0.5))
    # γλ = 0.45: 0.04 − 0.45·0.24 + 0.45²·0.32 + 0.45³·0.2
    assert result.advantages[-1, 0] == pytest.approx(0.015025)
    assert result.returns[-1, 0] == pytest.approx(0.515025)


def test_the_summary_is_of_the_first_step() -> None:
    assert run(Params(gae_lambda=0.5)).summary(50) == pytest.approx(
        {"gae_lambda": 0.5, "td_error": 0.04, "advantage": 0.015025, "return": 0.515025, "horizon": 1 / 0.55}
    )


def test_a_trace_that_never_fades_has_no_horizon() -> None:
    assert "horizon" not in run(Params(discount=1.0)).summary(100)


@pytest.mark.parametrize(("gae_lambda", "frames"), [(0.0, 1), (0.01, 2), (0.95, 96), (0.955, 97), (1.0, 101)])
def test_a_frame_moves_lambda_by_a_hundredth_and_the_last_is_the_chosen_one(
    gae_lambda: float, frames: int
) -> None:
    moved = run(Params(gae_lambda=gae_lambda)).gae_lambda
    assert (len(moved), moved[0], moved[-1]) == (frames, 0.0, gae_lambda)


def test_a_last_value_that_is_not_zero_is_bootstrapped_from() -> None:
    result = run(Params(rewards=(1.0, 2.0), state_values=(0.0, 0.0, 10.0), discount=0.5))
    assert result.returns[-1] == pytest.approx([1 + 0.5 * 2 + 0.25 * 10, 2 + 0.5 * 10])


@pytest.mark.parametrize("count", [4, 6])
def test_values_must_be_one_more_than_rewards(count: int) -> None:
    with pytest.raises(SimulationError, match=f"state_values has {count} items and needs 5"):
        SIMULATION.parse({"state_values": [0.0] * count})


def test_a_trajectory_has_at_most_20_steps() -> None:
    with pytest.raises(SimulationError, match="rewards has 21 items; a trajectory has at most 20"):
        SIMULATION.parse({"rewards": [0.0] * 21, "state_values": [0.0] * 22})


@st.composite
def trajectories(draw: st.DrawFn) -> Params:
    steps = draw(st.integers(1, 8))
    numbers = st.floats(-5, 5)
    return Params(
        rewards=tuple(draw(st.lists(numbers, min_size=steps, max_size=steps))),
        state_values=tuple(draw(st.lists(numbers, min_size=steps + 1, max_size=steps + 1))),
        discount=draw(st.floats(0, 1)),
        gae_lambda=draw(st.floats(0, 1)),
    )


@given(trajectories())
def test_at_lambda_0_the_advantages_are_the_td_errors(params: Params) -> None:
    result = run(replace(params, gae_lambda=0.0))
    assert (result.advantages[-1] == result.td_errors[-1]).all()


@given(trajectories())
def test_at_lambda_1_the_values_ahead_cancel(params: Params) -> None:
    result = run(replace(params, gae_lambda=1.0))
    ahead = params.state_values[-1]
    for step in reversed(range(len(params.rewards))):
        ahead = params.rewards[step] + params.discount * ahead
        assert result.returns[-1, step] == pytest.approx(ahead, abs=1e-9)


@given(trajectories())
def test_the_lambda_return_mixes_the_next_value_and_the_next_lambda_return(params: Params) -> None:
    # Sutton & Barto (2018), equation 12.18: G_t = r + γ[(1 − λ) V_{t+1} + λ G_{t+1}].
    result = run(params)
    values = np.array(params.state_values)
    later = np.append(result.returns[-1, 1:], values[-1])
    mixed = (1 - params.gae_lambda) * values[1:] + params.gae_lambda * later
    assert result.returns[-1] == pytest.approx(np.array(params.rewards) + params.discount * mixed, abs=1e-9)


def test_a_drag_takes_the_bar_of_a_reward_or_a_value_along() -> None:
    params, view, known, _, _ = shown()
    assert view.edited(params, known, 0.8, 0.404) == replace(params, rewards=(0.0, 0.4, 0.0, 1.0))
    assert view.edited(params, known, 4.2, -0.3) == replace(params, state_values=(0.5, 0.6, 0.4, 0.8, -0.3))


def test_a_drag_along_the_track_moves_lambda_to_its_ends_at_most() -> None:
    params, view, _, _, track = shown()
    assert view.edited(params, track, 0.951, 0.2) == replace(params, gae_lambda=0.95)
    assert view.edited(params, track, 1.2, 0.0) == params


def test_a_drag_where_nothing_can_be_changed_changes_nothing() -> None:
    params, view, known, found, _ = shown()
    assert view.edited(params, found, 1.2, 0.3) is None
    assert view.edited(params, known, 3.9, 0.3) is None  # the last state has no reward
    assert view.edited(params, None, 1.2, 0.3) is None


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (1.8, "δ₂ = r₂ + γV₃ − V₂ = 0 + 0.9·0.8 − 0.4 = 0.32"),
        (0.2, "A₀ = δ₀ + γλA₁ = 0.04 + 0.9·0.5·(−0.0555) = 0.015"),
        (3.2, "A₃ = δ₃ = 0.2: the last step has its TD error only"),
        (4.2, None),
        (0.5, None),
    ],
)
def test_a_bar_that_was_found_says_what_made_it(x: float, words: str | None) -> None:
    _, view, _, found, _ = shown(gae_lambda=0.5)
    assert view.explained(found, x, 0.01) == words


def test_a_bar_that_is_known_says_its_number_and_lambda_how_far_it_looks() -> None:
    _, view, known, _, track = shown(gae_lambda=0.5)
    assert view.explained(known, 2.8, 0.1) == "r₃ = 1"
    assert view.explained(known, 4.2, 0.1) == "V₄ = 0, to bootstrap from"
    assert view.explained(known, 3.8, 0.1) is None
    assert "0.45ˡ, so A looks ahead about 1.82 steps" in (view.explained(track, 0.5, 0.0) or "")


def test_the_axes_of_what_is_dragged_stand_still_under_the_pointer() -> None:
    _, view, known, _, _ = shown()
    before = known.get_ylim()
    for reward in (0.5, 0.3, -0.2):
        view.renew(run(Params(rewards=(0.0, 0.0, 0.0, reward))))
        assert known.get_ylim() == before
    view.renew(run(Params(rewards=(0.0, 0.0, 0.0, 8.0))))
    assert known.get_ylim()[1] > 8


def test_another_length_is_shown_with_the_same_bars() -> None:
    _, view, known, _, _ = shown()
    assert view.renew(run(Params(rewards=(1.0,) * 20, state_values=(0.5,) * 21)))
    assert known.get_xlim() == (-0.5, 20.5)
