"""Expert iteration: the success of the mixture against its closed form, sampling, and the dragged bars."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.expert_iteration import SIMULATION, Params, View, run, with_share


def shown(frame: int = 0, **values: Any) -> View:
    view = View(Figure(), run(SIMULATION.parse(values)), LIGHT)
    view.show(frame)
    return view


def test_the_mixture_succeeds_ever_more_often() -> None:
    result = run(Params())
    assert result.success_probability[:4] == pytest.approx([0.045, 0.268, 0.665, 0.836], abs=5e-4)


def test_the_first_refits_by_hand() -> None:
    # .9·.02, .09·.2, .01·.9 = .018, .018, .009; those times s = .00036, .0036, .0081
    policy = run(Params()).policy
    assert policy[1] == pytest.approx([0.4, 0.4, 0.2])
    assert policy[2] == pytest.approx(np.array([0.00036, 0.0036, 0.0081]) / 0.01206)


@given(
    st.lists(st.tuples(st.integers(1, 100), st.floats(0.01, 1.0)), min_size=2, max_size=8),
    st.integers(1, 12),
)
def test_after_k_rounds_the_policy_is_the_prior_times_success_to_the_k(
    strategies: list[tuple[int, float]], iterations: int
) -> None:
    weights, success = (np.array(each, dtype=float) for each in zip(*strategies, strict=True))
    prior = weights / weights.sum()
    result = run(Params(tuple(prior), tuple(success), iterations))
    tilted = prior * success**iterations
    assert result.policy[-1] == pytest.approx(tilted / tilted.sum())
    assert (np.diff(result.success_probability) >= -1e-12).all()


def test_the_summary_tells_the_wait_for_a_first_success() -> None:
    found = run(Params()).summary(0)
    assert found["samples_per_success"] == pytest.approx(22.2222, abs=1e-4)
    assert found["best_strategy_share"] == 0.01


def test_many_samples_come_near_the_exact_refits() -> None:
    exact, sampled = run(Params(iterations=4)), run(Params(iterations=4, samples=10000))
    assert sampled.success_probability == pytest.approx(exact.success_probability, abs=0.03)


def test_without_a_success_nothing_changes() -> None:
    result = run(Params(success=(0.0, 0.0, 0.9), samples=10, iterations=40))
    assert result.summary(0)["no_success_probability"] == pytest.approx((1 - 0.009) ** 10)
    found = int((result.kept.sum(axis=1) > 0).argmax())  # the round of the first success
    assert found > 1
    assert result.policy[:found].tolist() == [[0.9, 0.09, 0.01]] * found
    assert result.policy[found].tolist() == [0.0, 0.0, 1.0]


def test_what_can_never_succeed_stays_as_it_is() -> None:
    result = run(Params(success=(0.0, 0.0, 0.0)))
    assert result.policy[-1] == pytest.approx([0.9, 0.09, 0.01])
    assert "samples_per_success" not in result.summary(8)


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"prior": [0.5, 0.3, 0.1]}, "prior takes probabilities that sum to 1, not to 0.9"),
        ({"prior": [0.5, 0.5]}, "success takes one probability for each of the 2 of prior, not 3"),
        ({"prior": [1.0], "success": [0.5]}, "prior takes 2 to 8 probabilities, not 1"),
    ],
)
def test_lists_that_are_no_strategies_are_refused(values: dict[str, Any], refused: str) -> None:
    with pytest.raises(SimulationError, match=refused):
        SIMULATION.parse(values)


def test_the_pointer_tells_a_share_with_its_terms() -> None:
    view = shown(frame=1)
    assert view.explained(view._shares, 1.2, 0.1) == "q_1(B) = q_0·s/p_0 = 0.09·0.2/0.045 = 0.4"
    told = view.explained(view._plot, 1.1, 0.5)
    assert told == "p_1 = Σ q·s = 0.4·0.02 + 0.4·0.2 + 0.2·0.9 = 0.268"
    assert view.explained(view._shares, 0.5, 0.1) is None


def test_a_dragged_chance_of_success_is_the_strategys() -> None:
    view = shown()
    edited = view.edited(Params(), view._chances, 1.1, 0.504)
    assert edited == Params(success=(0.02, 0.5, 0.9))
    assert view.edited(Params(), view._plot, 1.0, 0.5) is None


def test_a_dragged_prior_leaves_the_others_in_proportion() -> None:
    view = shown()
    edited = view.edited(Params(), view._shares, 2.0, 0.34)
    assert edited is not None
    assert edited.prior == pytest.approx((0.6, 0.06, 0.34))


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=8).filter(any), st.integers(0, 7), st.floats(0, 1))
def test_a_dragged_prior_always_sums_to_1(weights: list[int], strategy: int, share: float) -> None:
    prior = tuple(each / sum(weights) for each in weights)
    changed = with_share(prior, strategy % len(prior), round(share, 2))
    assert sum(changed) == pytest.approx(1.0, abs=1e-9)
    assert min(changed) >= 0


def test_a_renewed_picture_may_have_other_strategies() -> None:
    view = shown()
    assert view.renew(run(Params(prior=(0.5, 0.5), success=(0.1, 0.3), samples=50)))
    view.show(0)
    assert view._title.get_text().startswith("iteration 0   p = 0.2 ")
