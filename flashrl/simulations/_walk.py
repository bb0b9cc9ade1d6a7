"""Walks from a start to a goal on a grid whose moves go where they are meant."""

from functools import cached_property, lru_cache

import numpy as np

from flashrl.simulations import _grid
from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray
from flashrl.simulations._dataclass import dataclass

KINDS = ".#CGS"
"""What a cell of a walk may be, in the order in which clicks go through them."""

ACTIONS = len(_grid.ACTIONS)

SURELY_BETTER = 1e-7
"""An action must be better by this much to be changed to: more than rounding, so that no loop is endless."""


@dataclass(frozen=True)
class Walk:
    """A world with one start. What a move does is at `state · 4 + action` of the flat tables."""

    world: _grid.GridWorld
    start: int
    next_state: IntArray  # (states · actions,)
    reward: FloatArray  # (states · actions,)
    ends: BoolArray  # (states,): goals

    @property
    def shape(self) -> tuple[int, int]:
        return self.world.shape

    @cached_property
    def entered(self) -> IntArray:
        """(states · actions,): the cell that a move sets foot on; it is not next_state where one falls."""
        letters = np.array([list(row) for row in self.world.rows])
        rows, columns = np.indices(letters.shape).reshape(2, -1, 1)
        down, right = np.array(_grid.STEPS).T
        row = (rows + down).clip(0, letters.shape[0] - 1).ravel()
        column = (columns + right).clip(0, letters.shape[1] - 1).ravel()
        falls = (letters[row, column] == "C") & self.world.acts.repeat(ACTIONS)
        return np.where(falls, row * letters.shape[1] + column, self.next_state)

    @cached_property
    def reached(self) -> BoolArray:
        """(states,): the cells that can be reached from the start."""
        found = np.zeros(self.ends.size, dtype=bool)
        found[self.start] = True
        while not found[self.next_state.reshape(-1, ACTIONS)[found]].all():
            found[self.next_state.reshape(-1, ACTIONS)[found]] = True
        return found


@lru_cache(maxsize=16)
def walk(rows: tuple[str, ...], *, step_reward: float, goal_reward: float) -> Walk:
    """The walk of a map. Raises ValueError that names `rows` for one without a way to a goal."""
    world = _grid.grid_world(
        _checked(rows), step_reward=step_reward, bump_reward=0.0, goal_reward=goal_reward
    )
    letters = np.array([list(row) for row in world.rows]).ravel()
    made = Walk(
        world=world,
        start=int(np.flatnonzero(letters == "S")[0]),
        next_state=world.next_state[:, :, 1].T.ravel(),
        reward=world.reward.T.ravel(),
        ends=letters == "G",
    )
    if not (made.reached & made.ends).any():
        raise ValueError("rows: no goal G can be reached from the start S")
    return made


def _checked(rows: tuple[str, ...]) -> tuple[str, ...]:
    joined = "".join(rows)
    if unknown := set(joined) - set(KINDS):
        raise ValueError(f"rows: a cell is {min(unknown)!r}; it may be one of {' '.join(KINDS)}")
    if joined.count("S") != 1:
        raise ValueError(f"rows: the map needs one start S, it has {joined.count('S')}")
    return _grid.check_rows(rows)


def painted(rows: tuple[str, ...], row: int, column: int, kinds: str = KINDS) -> tuple[str, ...] | None:
    """The map on which that cell has become the next of `kinds` that leaves a map with a way.

    There is one start: it is put elsewhere, and never painted over. None if nothing can change.
    """
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row])) or rows[row][column] == "S":
        return None
    place = max(kinds.find(rows[row][column]), 0)
    for kind in kinds[place + 1 :] + kinds[:place]:
        cleared = tuple(each.replace("S", ".") for each in rows) if kind == "S" else rows
        after = list(cleared)
        after[row] = cleared[row][:column] + kind + cleared[row][column + 1 :]
        try:
            walk(tuple(after), step_reward=-1.0, goal_reward=0.0)
        except ValueError:
            continue
        return tuple(after)
    return None


def trace(made: Walk, greedy: IntArray) -> list[int] | None:
    """The cells on the way from the start to a goal, for one action a state; None if it never gets there."""
    state, cells = made.start, [made.start]
    while not made.ends[state]:
        state = int(made.next_state[state * ACTIONS + greedy[state]])
        if state in cells:
            return None
        cells.append(state)
    return cells


def soft_policy(made: Walk, greedy: IntArray, exploration_rate: float) -> FloatArray:
    """π(a | s), (actions, states), ε-greedy around one action a state; 0 where nobody comes."""
    policy = np.full((ACTIONS, greedy.size), exploration_rate / ACTIONS)
    policy[greedy, np.arange(greedy.size)] += 1 - exploration_rate
    return np.where(made.world.acts & made.reached, policy, 0.0)


def soft_state_values(made: Walk, greedy: IntArray, exploration_rate: float, discount: float) -> FloatArray:
    """v of the ε-greedy policy around `greedy`, exact."""
    policy = soft_policy(made, greedy, exploration_rate)
    return _grid.exact_state_values(made.world, policy, discount)


def optimal_state_values(made: Walk, discount: float) -> FloatArray:
    """v* of the cells that can be reached: value iteration from far below, exact for walks without chance."""
    values = np.where(made.ends, 0.0, -np.inf)
    moves = made.next_state.reshape(-1, ACTIONS)
    rewards = made.reward.reshape(-1, ACTIONS)
    while True:
        renewed = np.where(made.world.acts, (rewards + discount * values[moves]).max(axis=1), values)
        if (renewed == values).all():
            return np.where(made.reached & made.world.acts, values, 0.0)
        values = renewed


def greedy_actions(
    made: Walk, state_values: FloatArray, discount: float, order: tuple[int, ...] = (0, 1, 2, 3)
) -> IntArray:
    """One best action a state, (states,); of several the first in `order`."""
    is_best = made.world.greedy(made.world.action_values(state_values, discount))
    first: IntArray = np.array(order)[is_best[list(order)].argmax(axis=0)]
    return first


def best_soft_state_values(made: Walk, exploration_rate: float, discount: float) -> FloatArray:
    """The largest values of any ε-greedy policy, by policy iteration from an optimal deterministic one."""
    greedy = greedy_actions(made, optimal_state_values(made, discount), discount)
    states = np.arange(greedy.size)
    while True:
        state_values = soft_state_values(made, greedy, exploration_rate, discount)
        action_values = made.world.action_values(state_values, discount)
        better = action_values.max(axis=0) > action_values[greedy, states] + SURELY_BETTER
        if not (better & made.reached).any():
            return state_values
        greedy = np.where(better, action_values.argmax(axis=0), greedy)
