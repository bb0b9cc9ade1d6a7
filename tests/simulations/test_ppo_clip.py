"""PPO's clipped objective: its value and slope on both sides, and the dual clip."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.ppo_clip import SIMULATION, Params, View, objective, run


def last(**values: float) -> dict[str, float]:
    result = run(Params(**values))
    return result.summary(SIMULATION.frames(result) - 1)


@pytest.mark.parametrize(
    ("prob_ratio", "advantage", "objective", "slope"),
    [(1.5, 1.0, 1.2, 0.0), (0.5, 1.0, 0.5, 1.0), (0.5, -1.0, -0.8, 0.0), (1.5, -1.0, -1.5, -1.0)],
)
def test_one_side_is_clipped_and_the_other_stays_open(
    prob_ratio: float, advantage: float, objective: float, slope: float
) -> None:
    found = last(prob_ratio=prob_ratio, advantage=advantage)
    assert (found["objective"], found["slope"]) == pytest.approx((objective, slope))


@pytest.mark.parametrize(
    ("prob_ratio", "objective", "slope"), [(1.9, -1.9, -1.0), (2.0, -2.0, -1.0), (2.5, -2.0, 0.0)]
)
def test_a_dual_clip_bounds_the_loss_of_a_bad_action(
    prob_ratio: float, objective: float, slope: float
) -> None:
    found = last(prob_ratio=prob_ratio, advantage=-1.0, dual_clip=2.0)
    assert (found["objective"], found["slope"]) == pytest.approx((objective, slope))


def test_a_dual_clip_leaves_good_actions_alone() -> None:
    assert last(prob_ratio=2.5, dual_clip=2.0)["objective"] == pytest.approx(1.2)


@pytest.mark.parametrize(("prob_ratio", "advantage"), [(1.2, 1.0), (0.8, -1.0), (1.28, 2.0)])
def test_at_a_kink_the_gradient_is_still_passed_on(prob_ratio: float, advantage: float) -> None:
    found = last(prob_ratio=prob_ratio, advantage=advantage, clip_high=0.28 if prob_ratio == 1.28 else 0.2)
    assert found["slope"] == advantage


def test_the_two_clips_are_independent() -> None:
    found = last(prob_ratio=1.5, clip_low=0.2, clip_high=0.28)
    assert found["clipped_objective"] == found["objective"] == pytest.approx(1.28)


def test_the_loss_is_the_negative_objective() -> None:
    assert last() == pytest.approx(
        {
            "prob_ratio": 1.5,
            "objective": 1.2,
            "loss": -1.2,
            "slope": 0.0,
            "unclipped_objective": 1.5,
            "clipped_objective": 1.2,
        }
    )


@pytest.mark.parametrize("dual_clip", [0.01, 0.5, 1.0])
def test_a_dual_clip_of_one_or_less_is_refused(dual_clip: float) -> None:
    with pytest.raises(SimulationError, match=r"dual_clip is 0 \(off\) or more than 1"):
        SIMULATION.parse({"dual_clip": dual_clip})


@pytest.mark.parametrize(("target", "frames"), [(1.0, 1), (1.01, 2), (1.5, 51), (0.0, 101), (3.0, 201)])
def test_a_frame_nudges_the_ratio_by_a_hundredth(target: float, frames: int) -> None:
    ratio = run(Params(prob_ratio=target)).prob_ratio
    assert (len(ratio), ratio[0], ratio[-1]) == (frames, 1.0, target)
    assert np.abs(np.diff(ratio)) == pytest.approx(np.full(frames - 1, 0.01))


def test_the_last_nudge_is_shorter_where_the_target_lies_between() -> None:
    assert run(Params(prob_ratio=0.985)).prob_ratio.tolist() == [1.0, 0.99, 0.985]


params = st.builds(
    Params,
    prob_ratio=st.floats(0.0, 3.0),
    advantage=st.floats(-3.0, 3.0),
    clip_low=st.floats(0.01, 0.9),
    clip_high=st.floats(0.01, 2.0),
)


@given(params)
def test_the_objective_is_never_above_the_unclipped_one(params: Params) -> None:
    result = run(params)
    assert (result.objective <= result.unclipped_objective).all()
    assert (result.objective <= result.clipped_objective).all()


@given(params)
def test_inside_the_clip_range_nothing_is_clipped(params: Params) -> None:
    result = run(params)
    inside = (result.prob_ratio > 1 - params.clip_low) & (result.prob_ratio < 1 + params.clip_high)
    assert (result.objective == result.unclipped_objective)[inside].all()
    assert (result.slope == params.advantage)[inside].all()


@given(params, st.floats(1.1, 5.0))
def test_the_slope_is_the_derivative_away_from_kinks(params: Params, dual_clip: float) -> None:
    params = replace(params, dual_clip=dual_clip)
    result, step = run(params), 1e-6
    kinks = [1 - params.clip_low, 1 + params.clip_high, dual_clip]
    smooth = np.abs(result.prob_ratio[:, None] - kinks).min(axis=1) > 2 * step
    above, below = (objective(result.prob_ratio + each, params) for each in (step, -step))
    assert ((above - below) / (2 * step))[smooth] == pytest.approx(result.slope[smooth], abs=1e-6)


@pytest.mark.parametrize(
    ("values", "ratio", "said"),
    [
        ({}, 1.5, "r = 1.5: L = min(1.5·1, 1.2·1) = 1.2, slope 0"),
        ({"advantage": -1.0}, 1.5, "r = 1.5: L = min(1.5·(−1), 1.2·(−1)) = −1.5, slope −1"),
        (
            {"advantage": -1.0, "dual_clip": 1.3},
            1.5,
            "r = 1.5: L = max(min(1.5·(−1), 1.2·(−1)), 1.3·(−1)) = −1.3, slope 0",
        ),
        ({}, 3.2, None),
    ],
)
def test_a_ratio_explains_which_term_the_min_takes(
    values: dict[str, Any], ratio: float, said: str | None
) -> None:
    figure = Figure()
    view = View(figure, run(Params(**values)), LIGHT)
    assert view.explained(figure.axes[0], ratio, 0.0) == said
