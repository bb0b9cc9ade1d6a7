"""State aggregation: exact values and fixed points of the long walk, and the learner that nears them."""

from collections.abc import Iterator
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations._jump_walk import TOGETHER, Aggregation, JumpWalk, visits
from flashrl.simulations.aggregation_walk import (
    SIMULATION,
    Params,
    Result,
    View,
    grow,
    run,
)


@pytest.fixture(scope="module")
def monte_carlo() -> Result:
    return run(Params())


@pytest.fixture(scope="module")
def td() -> Result:
    return run(Params(method="td", episodes=2000))


def test_the_last_state_has_its_exact_value(td: Result) -> None:
    assert td.summary(-1)["true_value_last_state"] == pytest.approx(0.92196, abs=5e-6)
    assert td.true_values[0, 0] == pytest.approx(-0.92196, abs=5e-6)


def test_td_ends_further_from_the_true_values_than_monte_carlo(monte_carlo: Result, td: Result) -> None:
    assert monte_carlo.summary(-1)["root_ve"] == pytest.approx(0.05438, abs=5e-6)
    assert td.summary(-1)["root_ve"] == pytest.approx(0.11674, abs=5e-6)
    for result in (monte_carlo, td):
        both = [result.summary(0)[f"root_ve_{method}"] for method in ("mc", "td")]
        assert both == pytest.approx([0.05438, 0.11674], abs=5e-6)


def test_the_last_frame_is_the_fixed_point_and_has_no_episode(td: Result) -> None:
    assert "episode" not in td.summary(-1)
    assert td.weights[-1].tolist() == td.params.problem.fixed_point("td").tolist()
    assert td.summary(len(td.episode) - 2)["episode"] == 2000


def test_the_learner_nears_the_fixed_point(monte_carlo: Result) -> None:
    assert monte_carlo.summary(-1)["root_ve_learner"] == pytest.approx(0.05438, abs=0.03)
    assert monte_carlo.root_ve[0] > 0.4


def test_td_learns_the_td_fixed_point() -> None:
    result = run(Params(method="td", step_size=0.001, episodes=20_000))
    assert np.abs(result.weights[-2] - result.weights[-1]).max() < 0.05


def test_where_no_states_share_both_methods_find_the_true_values() -> None:
    problem = Aggregation(JumpWalk(states=20, max_jump=5), groups=20, discount=1.0)
    for method in ("mc", "td"):
        assert problem.fixed_point(method) == pytest.approx(problem.true_values)


def test_a_discount_of_zero_leaves_nothing_to_bootstrap_from() -> None:
    problem = Params(discount=0.0).problem
    assert problem.fixed_point("td") == pytest.approx(problem.fixed_point("mc"))


@settings(deadline=None, max_examples=25)
@given(discount=st.floats(0.0, 0.99), groups=st.integers(1, 30), max_jump=st.integers(2, 60))
def test_the_error_of_td_is_within_its_bound(discount: float, groups: int, max_jump: int) -> None:
    # VE(TD) ≤ min VE / (1 − γ): Sutton & Barto, equation 9.14.
    found = run(Params(discount=discount, groups=groups, states=60, max_jump=max_jump, episodes=1)).summary(0)
    least, td = found["root_ve_mc"] ** 2, found["root_ve_td"] ** 2
    assert least - 1e-12 <= td <= least / (1 - discount) + 1e-12


def test_a_symmetric_walk_spends_its_time_symmetrically() -> None:
    walk = JumpWalk(states=101, max_jump=7)
    share = Aggregation(walk, groups=1, discount=1.0).state_distribution
    assert share.sum() == pytest.approx(1.0)
    assert share == pytest.approx(share[::-1])


def test_episodes_are_as_long_and_end_where_the_equations_say() -> None:
    walk = JumpWalk(states=1000, max_jump=100)
    batches = list(islice(walk.episodes(seed=1), 20))
    lengths = np.concatenate([lengths for _, lengths, _ in batches])
    rewards = np.concatenate([rewards for _, _, rewards in batches])
    assert lengths.mean() == pytest.approx(visits(walk).sum(), abs=4 * lengths.std() / np.sqrt(lengths.size))
    assert rewards.mean() == pytest.approx(0.0, abs=4 / np.sqrt(rewards.size))
    assert len(lengths) == 20 * TOGETHER


def test_a_walk_jumps_at_most_so_far_and_never_stays() -> None:
    states, lengths, _ = next(iter(JumpWalk(states=50, max_jump=3).episodes(seed=0)))
    jumps = np.diff(states[: lengths[0], 0])
    assert set(np.abs(jumps).tolist()) == {1, 2, 3}
    assert states[0, 0] == 24  # the 25th of 50


def test_more_episodes_only_add_frames() -> None:
    short, longer = (run(Params(episodes=episodes)) for episodes in (10, 40))
    assert (short.weights[:11] == longer.weights[:11]).all()


def test_a_run_shows_its_first_frames_while_it_grows(monte_carlo: Result) -> None:
    def grown() -> Iterator[tuple[float, Result]]:
        return grow(monte_carlo.params)

    *earlier, (done, last) = grown()
    assert done == 1.0
    assert [len(result.episode) for _, result in earlier] == sorted(
        len(result.episode) for _, result in earlier
    )
    assert not any(result.at_fixed_point.any() for _, result in earlier)
    assert SIMULATION.at(last, -1) == SIMULATION.at(monte_carlo, -1)
    assert (last.weights == monte_carlo.weights).all()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"groups": 50, "states": 20}, "groups is at most the number of states, 20, not 50"),
        ({"max_jump": 1}, "episodes is at most 120 where max_jump is only 1"),
        ({"method": "sarsa"}, "method takes one of mc, td"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(values: dict[str, object], words: str) -> None:
    with pytest.raises(SimulationError, match=words):
        SIMULATION.parse(values)


def test_a_pointed_at_state_is_explained(td: Result) -> None:
    figure = Figure()
    view = View(figure, td, LIGHT)
    view.show(len(td.episode) - 1)
    values, error = figure.axes
    told = view.explained(values, 1000.2, 0.3)
    assert told == "state 1000, group 10: w = 0.731, v = 0.922; limits MC 0.830, TD 0.731"
    assert str(view.explained(error, 1.0, 0.3)).startswith("episode 1: root-VE")
    assert view.explained(values, 0.2, 0.3) is None
    assert view.explained(error, 0.5, 0.3) is None


def test_another_run_moves_the_same_artists(td: Result, monte_carlo: Result) -> None:
    view = View(Figure(), td, LIGHT)
    assert view.renew(monte_carlo)
    view.show(0)
