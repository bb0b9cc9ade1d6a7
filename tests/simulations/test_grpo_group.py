"""GRPO's advantages of a group: the four normalisers, groups without signal, and dragging a reward."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.grpo_group import NORMALISERS, SIMULATION, Params, Result, View, run


def given_advantages(rewards: tuple[float, ...], normaliser: str) -> list[float]:
    found: list[float] = run(Params(rewards=rewards, normaliser=normaliser)).advantages[-1].tolist()
    return found


def view_of(params: Params) -> View:
    figure = Figure(figsize=(6.4, 4.2), dpi=100)
    FigureCanvasAgg(figure)
    view = View(figure, run(params), LIGHT)
    view.show(params.groups)
    return view


@pytest.mark.parametrize(
    ("normaliser", "size"), [("population", 1.0), ("sample", 0.8660254), ("none", 0.5), ("rloo", 2 / 3)]
)
def test_two_right_of_four_have_the_advantage_of_their_normaliser(normaliser: str, size: float) -> None:
    found = given_advantages((1.0, 0.0, 0.0, 1.0), normaliser)
    assert found == pytest.approx([size, -size, -size, size], abs=1e-6)


def test_the_default_run_ends_with_the_group_given() -> None:
    result = run(Params())
    assert result.rewards[-1].tolist() == [1, 0, 0, 1]
    assert result.advantages[-1].tolist() == [1, -1, -1, 1]


def test_one_right_of_eight_counts_the_square_root_of_seven() -> None:
    found = given_advantages((1.0, *[0.0] * 7), "population")
    assert found == pytest.approx([2.6457513] + [-0.3779645] * 7, abs=1e-6)


def test_dr_grpo_gives_a_full_score_above_a_mean_of_two_fifths_six_tenths() -> None:
    assert given_advantages((1.0, 0.0, 1.0, 0.0, 0.0), "none")[0] == pytest.approx(0.6)


def test_leave_one_out_subtracts_the_mean_of_the_others() -> None:
    assert given_advantages((3.0, 1.0, 0.5), "rloo") == pytest.approx([2.25, -0.75, -1.5])


@pytest.mark.parametrize("normaliser", NORMALISERS)
@pytest.mark.parametrize("rewards", [(0.1, 0.1, 0.1), (0.0, 0.0), (1.0,) * 7, (-0.3,) * 49])
def test_equal_rewards_have_no_advantage_at_all(rewards: tuple[float, ...], normaliser: str) -> None:
    assert given_advantages(rewards, normaliser) == [0.0] * len(rewards)


@pytest.mark.parametrize(("p", "size", "share"), [(0.5, 4, 0.125), (0.9, 8, 0.43046722), (1.0, 3, 1.0)])
def test_the_share_of_groups_without_signal_is_exact(p: float, size: int, share: float) -> None:
    result = run(Params(rewards=(1.0,) + (0.0,) * (size - 1), success_probability=p))
    assert result.summary(0)["zero_signal_share"] == pytest.approx(share, abs=1e-8)


def test_sampled_groups_have_that_share() -> None:
    result = run(Params(success_probability=0.8, groups=500))
    expected = 0.8**4 + 0.2**4
    assert result.summary(500)["zero_signal_sampled"] == pytest.approx(expected, abs=0.06)


def test_a_frame_is_a_sampled_group_and_the_last_one_is_given() -> None:
    result = run(Params(groups=7, seed=3))
    assert SIMULATION.frames(result) == 8
    assert set(result.rewards[:-1].ravel().tolist()) == {0.0, 1.0}
    assert not np.array_equal(result.rewards[:-1], run(Params(groups=7, seed=4)).rewards[:-1])


def test_without_sampled_groups_nothing_is_said_of_them() -> None:
    result = run(Params(groups=0))
    assert SIMULATION.frames(result) == 1
    assert "zero_signal_sampled" not in result.summary(0)


rewards = st.lists(st.floats(-100, 100), min_size=2, max_size=64).map(tuple)


@given(rewards=rewards, normaliser=st.sampled_from(NORMALISERS))
def test_advantages_sum_to_zero_and_keep_the_order_of_the_rewards(
    rewards: tuple[float, ...], normaliser: str
) -> None:
    found = np.array(given_advantages(rewards, normaliser))
    assert abs(found.sum()) < 1e-6 * max(1.0, float(np.abs(found).max()))
    assert (np.diff(found[np.argsort(rewards)]) >= 0).all()


@given(rewards=rewards, scale=st.floats(0.01, 1.0), shift=st.floats(-1, 1))
def test_dividing_by_the_deviation_forgets_scale_and_shift(
    rewards: tuple[float, ...], scale: float, shift: float
) -> None:
    if np.ptp(rewards) < 1e-3:
        return
    moved = tuple(np.clip(scale * np.array(rewards) * 0.9 + shift, -100, 100).tolist())
    before, after = (given_advantages(each, "population") for each in (rewards, moved))
    assert after == pytest.approx(before, abs=1e-6)


@pytest.mark.parametrize("size", [1, 65])
def test_a_group_of_one_or_of_too_many_is_refused(size: int) -> None:
    with pytest.raises(SimulationError, match="rewards takes a group of 2 to 64"):
        SIMULATION.parse({"rewards": [1.0] * size})


def test_dragging_a_bar_sets_that_reward() -> None:
    view = view_of(Params())
    assert view.edited(Params(), view._rewards, 1.1, 0.43) == replace(Params(), rewards=(1.0, 0.45, 0.0, 1.0))
    assert view.edited(Params(), view._rewards, 1.1, 1.2) == replace(Params(), rewards=(1.0, 1.0, 0.0, 1.0))
    assert view.edited(Params(), view._rewards, 1.5, 0.4) is None
    assert view.edited(Params(), None, 1.1, 0.4) is None


def test_dragging_on_the_right_sets_the_success_probability() -> None:
    view = view_of(Params())
    assert view.edited(Params(), view._plot, 0.204, 0.9) == replace(Params(), success_probability=0.2)


@pytest.mark.parametrize(
    ("normaliser", "words"),
    [
        ("population", "A₁ = (r − mean)/std = (1 − 0.5)/0.5 = 1"),
        ("sample", "A₁ = (r − mean)/std = (1 − 0.5)/0.5774 = 0.866"),
        ("none", "A₁ = r − mean = 1 − 0.5 = 0.5"),
        ("rloo", "A₁ = r − mean of the others = 1 − 0.3333 = 0.6667"),
    ],
)
def test_an_advantage_is_explained_with_its_terms(normaliser: str, words: str) -> None:
    view = view_of(Params(normaliser=normaliser))
    assert view.explained(view._advantages, 0.1, 0.2) == words


def test_other_places_are_explained_too_and_empty_ones_are_not() -> None:
    view = view_of(Params(rewards=(1.0, 1.0)))
    assert view.explained(view._advantages, 0.0, 0.0) == "A₁ = 0: all rewards of the group are equal"
    assert view.explained(view._rewards, 1.0, 0.5) == "r₂ = 1, 0 from the mean 1"
    assert view.explained(view._plot, 0.3, 0.5) == "pᴳ + (1 − p)ᴳ = 0.3^2 + 0.7^2 = 0.58"
    assert view.explained(view._rewards, 0.5, 0.5) is None


@pytest.mark.parametrize("values", [{"rewards": (0.5,) * 64}, {"groups": 0}, {"rewards": (-3.0, 40.0)}])
def test_another_run_moves_the_same_artists(values: dict[str, object]) -> None:
    view = view_of(Params())
    other: Result = run(replace(Params(), **values))  # type: ignore[arg-type]
    assert view.renew(other)
    view.show(SIMULATION.frames(other) - 1)
