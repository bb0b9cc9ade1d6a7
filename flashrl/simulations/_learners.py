"""Many independent ε-greedy learners of action values on one walk, a step of all of them at a time."""

import numpy as np

from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray
from flashrl.simulations._walk import ACTIONS, Walk

BLOCK = 256
"""For so many steps chances are drawn at once."""


class Learners:
    """`action_values[learner · states + state, action]`, from 0, and the state of every learner."""

    def __init__(self, walk: Walk, count: int, exploration_rate: float, rng: np.random.Generator) -> None:
        self.walk = walk
        self.action_values = np.zeros((count * walk.ends.size, ACTIONS))
        self.state = np.full(count, walk.start)
        self.rows = np.arange(count) * walk.ends.size
        self._first = np.arange(count) * ACTIONS
        self._exploration_rate = exploration_rate
        self._rng = rng
        self._step = BLOCK
        self.next_step()

    def next_step(self) -> None:
        """Have new chances for the next step."""
        self._step += 1
        if self._step >= BLOCK:
            size = BLOCK, len(self.rows)
            self._luck = 1 - self._rng.random((*size, ACTIONS))  # more than 0
            self._explores = self._rng.random(size) < self._exploration_rate
            self._any_action = self._rng.integers(ACTIONS, size=size)
            self._step = 0

    def values_at(self, state: IntArray) -> FloatArray:
        """Every learner's q(s, ·) of its `state`: (learners, actions)."""
        return self.action_values.take(self.rows + state, axis=0)

    def greedy(self, values: FloatArray) -> IntArray:
        """A best action of each learner, by chance where there are several."""
        most = self.of(values, values.argmax(axis=1))
        best: IntArray = ((values == most[:, None]) * self._luck[self._step]).argmax(axis=1)
        return best

    def explored(self, greedy: IntArray) -> IntArray:
        """Each learner's `greedy` action, or with probability ε any action."""
        return np.where(self._explores[self._step], self._any_action[self._step], greedy)

    def of(self, values: FloatArray, action: IntArray) -> FloatArray:
        """`values` (learners, actions) of each learner's action."""
        return values.ravel().take(self._first + action)

    def update(self, action: IntArray, target: FloatArray, step_size: float) -> None:
        """q(s, a) += α (target − q(s, a)) of every learner's state and action."""
        self.improve((self.rows + self.state) * ACTIONS + action, target, step_size)

    def improve(self, place: IntArray, target: FloatArray, step_size: float) -> None:
        """The same for one action value of each learner, at `place` when all are in one row."""
        flat = self.action_values.reshape(-1)  # a view: the array is contiguous
        old = flat.take(place)
        flat[place] = old + step_size * (target - old)


class Episodes:
    """What every learner has collected: in episodes that are over, and so far in this one.

    Each learner goes at its own pace, and those that are done with `wanted` episodes go on unrecorded,
    as waiting for them would cost as much.
    """

    def __init__(self, count: int, wanted: int) -> None:
        self.done = np.zeros(count, dtype=np.intp)
        self.length = np.zeros(count, dtype=np.intp)
        self._reward = np.zeros(count)
        self._returns = np.zeros((count, wanted + 1))
        self._lengths = np.zeros((count, wanted + 1))
        self._wanted = wanted

    def count(self, reward: FloatArray | float, acts: BoolArray | bool = True) -> None:
        """A step of every learner that `acts`."""
        self._reward += reward
        self.length += acts

    def end(self, over: BoolArray) -> None:
        """Write down the episodes that are over."""
        learners = np.flatnonzero(over)
        episode = np.minimum(self.done[learners], self._wanted)
        self._returns[learners, episode] = self._reward[learners]
        self._lengths[learners, episode] = self.length[learners]
        self._reward[learners] = 0.0
        self.length[learners] = 0
        self.done[learners] += 1

    @property
    def complete(self) -> int:
        """How many of the wanted episodes all learners have done."""
        return int(min(self.done.min(), self._wanted))

    @property
    def returns(self) -> FloatArray:
        """(learners, complete episodes)"""
        return self._returns[:, : self.complete]

    @property
    def lengths(self) -> FloatArray:
        """(learners, complete episodes), in steps"""
        return self._lengths[:, : self.complete]
