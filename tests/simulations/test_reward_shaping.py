"""Reward shaping: the bonus from which on looping is optimal, and Q′ = Q − Φ for a potential."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.reward_shaping import SIMULATION, Params, Result, View, run


def last(**values: Any) -> dict[str, float]:
    result = run(SIMULATION.parse(values))
    return result.summary(SIMULATION.frames(result) - 1)


def shown(**values: Any) -> View:
    result = run(SIMULATION.parse(values))
    view = View(Figure(), result, LIGHT)
    view.show(SIMULATION.frames(result) - 1)
    return view


@pytest.mark.parametrize("length", [2, 3, 6, 20])
@pytest.mark.parametrize(("bonus", "loops"), [(0.1143, 0.0), (0.1144, 1.0)])
def test_looping_wins_from_a_bonus_of_11437_on_however_long_the_line(
    length: int, bonus: float, loops: float
) -> None:
    found = last(length=length, bonus=bonus)
    assert found["loops"] == loops
    assert found["loop_threshold"] == pytest.approx(0.11437, abs=5e-6)


def test_a_larger_reward_at_the_goal_takes_a_larger_bonus() -> None:
    assert last(goal_reward=2.0, bonus=0.2287)["loops"] == 0.0
    assert last(goal_reward=2.0, bonus=0.2288)["loops"] == 1.0


def test_an_impatient_agent_never_loops() -> None:
    found = last(discount=0.6, bonus=2.0)  # γ² + γ = .96
    assert found["loops"] == 0.0
    assert "loop_threshold" not in found


def test_the_two_values_before_the_goal_by_hand() -> None:
    # c = .2: into the goal 1.2, the loop .95·.2/.0975; c = .1: back and forth once, .95(.1 + .95·1.1)
    assert last(bonus=0.2)["value_of_goal"] == pytest.approx(1.2)
    assert last(bonus=0.2)["value_of_going_back"] == pytest.approx(1.948718, abs=1e-6)
    assert last(bonus=0.1)["value_of_going_back"] == pytest.approx(1.08775)


def test_an_agent_that_loops_is_never_paid_by_the_world() -> None:
    result = run(Params(bonus=0.15, steps=30))
    assert len(result.position) == 31
    assert result.returns[-1] == 0.0
    assert set(result.position[6:].tolist()) == {4, 5}


def test_an_agent_that_walks_is_paid_on_the_last_step() -> None:
    found = last(bonus=0.1)
    assert (found["step"], found["position"]) == (6, 6)
    assert found["return"] == pytest.approx(0.95**5)
    assert found["shaped_return"] == pytest.approx(0.95**5 + 0.1 * (1 - 0.95**6) / 0.05)
    assert found["start_value"] == pytest.approx(found["shaped_return"])


worlds = st.builds(
    Params,
    bonus=st.floats(0.0, 2.0),
    shaping=st.just("potential"),
    discount=st.floats(0.0, 0.99),
    goal_reward=st.floats(0.1, 10.0),
    length=st.integers(2, 20),
)


@given(worlds)
def test_a_potential_only_moves_the_values(params: Params) -> None:
    result = run(params)
    moved = result.original_action_values[0, :-1] - result.potentials[0, :-1, None]
    assert result.action_values[0, :-1] == pytest.approx(moved, abs=1e-9)
    assert result.summary(0)["loops"] == 0.0


@given(worlds)
def test_a_potential_telescopes_along_the_walk(params: Params) -> None:
    result = run(params)
    if result.position[-1] == params.length:
        assert result.shaped_returns[-1] - result.returns[-1] == pytest.approx(
            params.bonus * params.length, abs=1e-9
        )


@given(worlds, st.sampled_from(["naive", "potential"]))
def test_the_values_satisfy_bellmans_equation(params: Params, shaping: str) -> None:
    world = Params(params.bonus, shaping, params.discount, params.goal_reward, params.length).world
    q, cells = world.action_values(), np.arange(params.length)
    for action, there in enumerate((np.maximum(cells - 1, 0), cells + 1)):
        reward = world.shaping_reward(cells, there) + params.goal_reward * (there == params.length)
        assert q[:-1, action] == pytest.approx(reward + params.discount * q[there].max(axis=1), abs=1e-9)


def test_visits_count_every_frame() -> None:
    result: Result = run(Params())
    assert result.visits.sum(axis=1).tolist() == list(range(1, 42))


def test_a_shaping_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SimulationError, match="shaping takes one of naive, potential"):
        SIMULATION.parse({"shaping": "curiosity"})


def test_the_pointer_tells_an_action_value_with_its_terms() -> None:
    told = shown(bonus=0.1).explained(None, 0, 0)
    assert told is None
    view = shown(bonus=0.1)
    assert str(view.explained(view._world, 5.1, -0.5)).endswith(
        "Q′(5, right) = r + F + γV′(6) = 1 + 0.1 + 0.95·0 = 1.1"
    )


def test_the_pointer_tells_what_a_step_was_paid() -> None:
    view = shown(bonus=0.1)
    assert view.explained(view._plot, 1.2, 0.3) == "step 1, 0 → 1: r = 0, F = 0.1; return 0, with shaping 0.1"


def test_a_drag_sets_the_bonus() -> None:
    view = shown()
    assert view.edited(Params(), view._choice, 0.0804, 1.0) == Params(bonus=0.08)
    assert view.edited(Params(), view._world, 0.1, 1.0) is None


def test_a_renewed_picture_shows_the_other_run() -> None:
    view = shown()
    assert view.renew(run(Params(shaping="potential", length=3)))
    view.show(3)
    assert view._title.get_text().endswith("walks to the goal")
