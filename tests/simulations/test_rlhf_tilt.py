"""RLHF's optimum: the tilted reference, its KL, and the frontier that leads there."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.rlhf_tilt import SIMULATION, STEPS, Params, View, frontier, run


def view_of(params: Params, frame: int = STEPS) -> View:
    figure = Figure(figsize=(6.4, 4.2), dpi=100)
    FigureCanvasAgg(figure)
    view = View(figure, run(params), LIGHT)
    view.show(frame)
    return view


def test_the_default_run_ends_with_the_tilted_reference() -> None:
    result = run(Params())
    assert result.policy[-1] == pytest.approx([0.0491, 0.1, 0.1813, 0.6697], abs=5e-5)
    assert result.summary(-1)["kl"] == pytest.approx(1.0428, abs=5e-5)


def test_it_starts_with_the_reference() -> None:
    result = run(Params())
    assert result.policy[0] == pytest.approx([0.4, 0.3, 0.2, 0.1])
    assert result.summary(0)["kl"] == 0
    assert result.summary(0)["expected_reward"] == pytest.approx(0.55)


def test_two_answers_tilt_by_their_odds() -> None:
    # Odds 1 : 1 become 1 : e² for a reward of 1 at β = 0.5.
    result = run(Params(rewards=(0.0, 1.0), reference_policy=(0.5, 0.5)))
    assert result.policy[-1] == pytest.approx([0.1192029, 0.8807971], abs=1e-7)
    assert result.expected_reward[-1] == pytest.approx(0.8807971, abs=1e-7)


def test_the_optimal_objective_is_beta_log_z() -> None:
    # Z = .4 + .3e + .2e² + .1e⁴ = 8.153069; 0.5 ln Z = 1.049200.
    assert run(Params()).summary(0)["optimal_objective"] == pytest.approx(1.049200, abs=1e-6)


def test_half_of_the_way_is_the_optimum_for_twice_the_coefficient() -> None:
    way, end = run(Params()), run(Params(kl_coefficient=1.0))
    assert way.policy[STEPS // 2] == pytest.approx(end.policy[-1])
    assert way.summary(STEPS // 2)["optimal_for_kl_coefficient"] == 1.0


def test_an_answer_that_the_reference_never_gives_stays_out() -> None:
    result = run(Params(reference_policy=(0.5, 0.3, 0.2, 0.0), rewards=(0.0, 1.0, 2.0, 100.0)))
    assert not result.policy[:, 3].any()
    assert result.summary(-1)["best_answer_probability"] == result.policy[-1, 2]


@pytest.mark.parametrize("rewards", [(-100.0, 100.0, 0.0, 0.0), (7.0,) * 4])
def test_extreme_and_equal_rewards_stay_finite(rewards: tuple[float, ...]) -> None:
    result = run(Params(kl_coefficient=0.01, rewards=rewards))
    assert all(np.isfinite(list(result.summary(frame).values())).all() for frame in range(STEPS + 1))
    assert view_of(result.params)


@st.composite
def any_params(draw: st.DrawFn) -> Params:
    count = draw(st.integers(2, 6))
    weights = np.array(draw(st.lists(st.floats(0.01, 1), min_size=count, max_size=count)))
    rewards = draw(st.lists(st.floats(-5, 5), min_size=count, max_size=count))
    return Params(draw(st.floats(0.05, 10)), tuple(rewards), tuple((weights / weights.sum()).tolist()))


@given(any_params())
def test_every_frame_is_a_distribution_that_misses_beta_times_its_kl_to_the_optimum(params: Params) -> None:
    result = run(params)
    assert result.policy.sum(axis=1) == pytest.approx(np.ones(STEPS + 1))
    first, optimum = result.policy[0], result.policy[-1]
    if optimum.min() > 1e-30:
        missing = float(first @ np.log(first / optimum))
        assert result.kl_to_optimum[0] == pytest.approx(missing, abs=1e-6)


@given(any_params(), st.integers(0, 2**31))
def test_no_other_policy_has_a_higher_objective(params: Params, seed: int) -> None:
    others = np.random.default_rng(seed).dirichlet(np.ones(len(params.rewards)), size=50) + 1e-300
    kl = (others * np.log(others / np.array(params.reference_policy))).sum(axis=1)
    objective = others @ np.array(params.rewards) - params.kl_coefficient * kl
    assert objective.max() <= run(params).objective[-1] + 1e-7


def test_the_slope_of_the_frontier_is_the_coefficient() -> None:
    near = [run(Params(kl_coefficient=each)) for each in (0.499, 0.501)]
    rise = near[0].expected_reward[-1] - near[1].expected_reward[-1]
    assert rise / (near[0].kl[-1] - near[1].kl[-1]) == pytest.approx(0.5, abs=1e-4)


def test_the_frontier_ends_where_only_the_best_answer_is_given() -> None:
    kl, expected = frontier(Params())
    assert (kl[-1], expected[-1]) == pytest.approx((-np.log(0.1), 2.0))
    assert (np.diff(kl) >= -1e-9).all()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"reference_policy": [0.4, 0.3, 0.2, 0.2]}, "reference_policy takes probabilities that sum to 1"),
        ({"rewards": [0.0, 1.0]}, "rewards takes one reward for each of the 4"),
        ({"reference_policy": [1.0]}, "reference_policy takes 2 to 12 probabilities"),
    ],
)
def test_what_is_no_distribution_or_does_not_fit_is_refused(
    values: dict[str, list[float]], words: str
) -> None:
    with pytest.raises(SimulationError, match=words):
        SIMULATION.parse(values)


def test_dragging_a_bar_sets_its_reward() -> None:
    view = view_of(Params())
    assert view.edited(Params(), view._rewards, 1.1, 1.52) == replace(Params(), rewards=(0.0, 1.5, 1.0, 2.0))
    assert view.edited(Params(), view._policy, 1.1, 0.5) is None
    assert view.edited(Params(), None, 1.1, 0.5) is None


def test_dragging_along_the_frontier_sets_the_coefficient() -> None:
    view = view_of(Params(kl_coefficient=3.0))
    edited = view.edited(Params(), view._plot, 1.0428, 0.7)
    assert edited is not None
    assert edited.kl_coefficient == 0.5
    assert view.edited(Params(), view._plot, 2.4, 0.7) is None


def test_values_under_the_pointer_are_explained() -> None:
    view = view_of(Params())
    assert view.explained(view._policy, 1.0, 0.05) == "π₂ = π_ref·exp(r/β)/Z = 0.3·exp(0.5/0.5)/8.153 = 0.1"
    assert view.explained(view._plot, 1.0428, 1.0) == (
        "KL 1.04 buys a reward of 1.571 at most: the optimum for β = 0.5"
    )
    assert view.explained(view._rewards, 3.0, 1.0) == "r₄ = 2"
    assert view.explained(view._policy, 1.5, 0.05) is None
    start = view_of(Params(), 0)
    assert start.explained(start._policy, 0.0, 0.1) == "π₁ = 0.4, as in the reference"


def test_another_number_of_answers_moves_the_same_artists() -> None:
    view = view_of(Params())
    assert view.renew(run(Params(rewards=(1.0,) * 10, reference_policy=(0.1,) * 10)))
    view.show(STEPS)
