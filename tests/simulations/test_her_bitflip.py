"""Hindsight on bit flipping: without 0, with 1 of success, and nothing for a table of pairs."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations._bit_flip import LinearLearner, TableLearner, pairs_apart
from flashrl.simulations.her_bitflip import SIMULATION, Params, Result, View, grow, run


@cache
def result_of(**values: Any) -> Result:
    result: Result = run(SIMULATION.parse(values))
    return result


def last(**values: Any) -> dict[str, float]:
    return result_of(**values).summary(SIMULATION.frames(result_of(**values)) - 1)


def shown(**values: Any) -> View:
    result = result_of(**values)
    view = View(Figure(), result, LIGHT)
    view.show(SIMULATION.frames(result) - 1)
    return view


def test_with_relabelling_every_goal_of_20_bits_is_reached() -> None:
    assert last()["success_rate"] == 1.0


def test_without_relabelling_none_is_as_no_transition_was_ever_rewarded() -> None:
    found = last(relabel=False, episodes=100)
    assert found["success_rate"] == 0.0
    assert found["goals_reached"] == found["rewarded_share"] == 0


def test_a_table_has_the_rewards_and_reaches_nothing_all_the_same() -> None:
    found = last(learner="table", episodes=60)
    assert found["rewarded_share"] > 0.1
    assert found["success_rate"] == 0.0


def test_few_bits_need_no_hindsight() -> None:
    assert last(bits=2, relabel=False, episodes=40)["success_rate"] == 1.0


def test_a_step_of_an_attempt_flips_one_bit_until_the_goal_is_reached() -> None:
    result = result_of(bits=6, episodes=30)
    changed = result.differs[:, 1:] != result.differs[:, :-1]
    assert (changed.sum(axis=2) == (result.flipped >= 0)).all()
    frame, step = np.nonzero(result.flipped >= 0)
    assert changed[frame, step, result.flipped[frame, step]].all()
    assert not result.differs[:, :-1][result.flipped < 0].any()


def test_what_the_linear_learner_learns_for_one_goal_holds_for_another() -> None:
    learner = LinearLearner(bits=4, step_size=1.0)
    rng = np.random.default_rng(1)
    states, goals = pairs_apart(1, 4, rng)
    flips = rng.integers(2, size=4)
    learner.update(learner.encode(states, goals, to_learn=True), np.array([2]), np.array([-3.0]))
    other = learner.action_values(learner.encode(states ^ flips, goals ^ flips, to_learn=True))
    assert other[0].tolist() == pytest.approx([0, 0, -3, 0])


def test_what_the_table_learns_for_one_goal_says_nothing_of_another() -> None:
    learner = TableLearner(bits=4, step_size=0.5)
    states, goals = np.array([[0, 0, 0, 0]]), np.array([[0, 1, 0, 0]])
    learner.update(learner.encode(states, goals, to_learn=True), np.array([2]), np.array([-3.0]))
    same, other = (learner.encode(states, each, to_learn=False) for each in (goals, 1 - goals))
    assert learner.action_values(same).tolist() == [[0, 0, -1.5, 0]]
    assert learner.action_values(other).tolist() == [[0, 0, 0, 0]]


def test_a_state_is_never_its_own_goal() -> None:
    states, goals = pairs_apart(500, 2, np.random.default_rng(0))
    assert (states != goals).any(axis=1).all()


def test_a_run_that_grows_ends_as_the_run_does() -> None:
    params = Params(bits=5, episodes=40)
    steps = list(grow(params))
    assert [share for share, _ in steps] == [15 / 40, 30 / 40, 1.0]
    assert SIMULATION.at(steps[-1][1], -1) == SIMULATION.at(run(params), -1)


def test_too_many_bits_are_refused() -> None:
    with pytest.raises(SimulationError, match="bits takes a whole number from 2 to 30"):
        SIMULATION.parse({"bits": 31})


def test_the_pointer_tells_a_bit_of_the_attempt() -> None:
    view = shown(bits=6, episodes=30)
    result = result_of(bits=6, episodes=30)
    bit = int(result.flipped[-1, 0])
    state = "differs from the goal" if result.differs[-1, 0, bit] else "is as in the goal"
    told = view.explained(view._attempt, bit + 1.2, 0.1)
    assert told == f"step 0, bit {bit + 1} {state}, flipped now; {result.differs[-1, 0].sum()} differ"
    assert view.explained(view._attempt, 7.0, 0.0) is None


def test_the_pointer_tells_the_success_of_an_episode() -> None:
    view = shown(bits=2, relabel=False, episodes=40)
    assert str(view.explained(view._plot, 40.0, 50.0)).startswith(
        "after episode 40: 100 of 100 goals reached"
    )


def test_a_renewed_picture_has_as_many_bits() -> None:
    view = shown(bits=6, episodes=30)
    assert view.renew(result_of(bits=6, episodes=10))
    assert not view.renew(result_of(bits=2, relabel=False, episodes=40))
