"""The random walk that jumps: its values, where it spends its time, and episodes of it.

Sutton & Barto (2018), Example 9.1, is the case of 1000 states and jumps of up to 100.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import numpy as np

from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._dataclass import dataclass

TOGETHER = 500
"""Walkers drawn side by side. A fixed number, so that the first episodes are the same however many follow."""

AHEAD = 64
"""How many jumps of every walker are drawn at once."""


@dataclass(frozen=True)
class JumpWalk:
    """From a state the walk jumps to one of the `max_jump` on either side, all equally likely.

    What would lead past an end terminates, left with a reward of −1, right with +1. It starts in the middle.
    """

    states: int
    max_jump: int

    @property
    def start(self) -> int:
        """State 500 of 1 to 1000, counted from 0."""
        return (self.states - 1) // 2

    def transitions(self) -> FloatArray:
        """P(s′ | s) between states, (states, states); what is missing to 1 terminates."""
        index = np.arange(self.states)
        distance = np.abs(index[:, None] - index)
        matrix: FloatArray = ((distance > 0) & (distance <= self.max_jump)) / (2.0 * self.max_jump)
        return matrix

    def rewards(self) -> FloatArray:
        """E[r | s]: the probability to leave on the right less that on the left."""
        past_right = np.arange(self.states) + self.max_jump - (self.states - 1)
        exits: FloatArray = np.clip(past_right, 0, None) / (2.0 * self.max_jump)
        return exits - exits[::-1]

    def episodes(self, seed: int) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
        """Walks without end, TOGETHER at a time: their states (steps, walkers), lengths and last rewards."""
        rng = np.random.default_rng(seed)
        while True:
            yield self._walks(rng)

    def _walks(self, rng: np.random.Generator) -> tuple[IntArray, IntArray, IntArray]:
        here = np.full(TOGETHER, self.start)
        lengths = np.zeros(TOGETHER, dtype=np.intp)
        rewards = np.zeros(TOGETHER, dtype=np.intp)
        visited: list[IntArray] = []
        while not lengths.all():
            jumps = rng.integers(-self.max_jump, self.max_jump, size=(AHEAD, TOGETHER))
            path = here + np.cumsum(jumps + (jumps >= 0), axis=0)
            visited.append(np.concatenate([here[None], path[:-1]]))
            outside = (path < 0) | (path >= self.states)
            ends = outside.argmax(axis=0)
            ended = outside.any(axis=0) & (lengths == 0)
            lengths[ended] = AHEAD * (len(visited) - 1) + ends[ended] + 1
            rewards[ended] = np.where(path[ends, np.arange(TOGETHER)] < 0, -1, 1)[ended]
            here = np.where(lengths > 0, self.start, path[-1])
        return np.concatenate(visited), lengths, rewards


@lru_cache(maxsize=8)
def true_values(walk: JumpWalk, discount: float) -> FloatArray:
    """v = r + γ P v, solved; (states,)."""
    return _solved(np.eye(walk.states) - discount * walk.transitions(), walk.rewards())


@lru_cache(maxsize=8)
def visits(walk: JumpWalk) -> FloatArray:
    """Expected visits of every state in an episode, η = h + Pᵀ η: Sutton & Barto, equation 9.2."""
    started = np.eye(walk.states)[walk.start]
    return _solved(np.eye(walk.states) - walk.transitions().T, started)


def _solved(matrix: FloatArray, right: FloatArray) -> FloatArray:
    """The solution, which nobody may change: all who ask get the same array."""
    found: FloatArray = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    found.setflags(write=False)
    return found


@dataclass(frozen=True)
class Aggregation:
    """Values of the walk that neighbouring states share: x(s) is one-hot for the group of s."""

    walk: JumpWalk
    groups: int
    discount: float

    @property
    def group_of_state(self) -> IntArray:
        """(states,): groups of one size if the number of states allows."""
        return np.arange(self.walk.states) * self.groups // self.walk.states

    @property
    def true_values(self) -> FloatArray:
        return true_values(self.walk, self.discount)

    @property
    def state_distribution(self) -> FloatArray:
        """μ: the share of an episode's time that is spent in every state, (states,)."""
        often = visits(self.walk)
        share: FloatArray = often / often.sum()
        return share

    def root_ve(self, state_values: FloatArray) -> FloatArray:
        """√VE of values (…, states): Sutton & Barto, equation 9.1."""
        squared = (state_values - self.true_values) ** 2
        root: FloatArray = np.sqrt(squared @ self.state_distribution)
        return root

    def fixed_point(self, method: str) -> FloatArray:
        """Where the expected updates of the method, "mc" or "td", are zero: (groups,)."""
        return _fixed_point(self, method)


@lru_cache(maxsize=16)
def _fixed_point(problem: Aggregation, method: str) -> FloatArray:
    """mc: the μ-weighted mean of v in each group. td: A⁻¹b, A = XᵀD(I − γP)X and b = XᵀDr."""
    walk = problem.walk
    one_hot = np.eye(problem.groups)[problem.group_of_state]
    weighted = one_hot * problem.state_distribution[:, None]
    if method == "mc":
        return _solved(weighted.T @ one_hot, weighted.T @ problem.true_values)
    ahead = walk.transitions() @ one_hot
    return _solved(weighted.T @ (one_hot - problem.discount * ahead), weighted.T @ walk.rewards())


def learner(problem: Aggregation, method: str, step_size: float, seed: int) -> Iterator[list[float]]:
    """The weights after each episode, without end, always in the same list: a step changes one number."""
    weights = [0.0] * problem.groups
    learn = _learn_mc if method == "mc" else _learn_td
    for states, lengths, rewards in problem.walk.episodes(seed):
        # What comes after the end of an episode may lie outside; it is cut off below.
        visited = problem.group_of_state[np.clip(states, 0, problem.walk.states - 1)].T
        for path, length, reward in zip(visited, lengths.tolist(), rewards.tolist(), strict=True):
            learn(weights, path[:length].tolist(), reward, step_size, problem.discount)
            yield weights


def _learn_mc(
    weights: list[float], path: list[int], reward: float, step_size: float, discount: float
) -> None:
    """Gradient Monte Carlo: every state towards the return that followed it."""
    for steps_left, group in zip(range(len(path) - 1, -1, -1), path, strict=True):
        weights[group] += step_size * (reward * discount**steps_left - weights[group])


def _learn_td(
    weights: list[float], path: list[int], reward: float, step_size: float, discount: float
) -> None:
    """Semi-gradient TD(0): every state towards the estimate of the next one, the last towards the reward."""
    for group, following in pairwise(path):
        weights[group] += step_size * (discount * weights[following] - weights[group])
    weights[path[-1]] += step_size * (reward - weights[path[-1]])
