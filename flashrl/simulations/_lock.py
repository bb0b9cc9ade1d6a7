"""A combination lock and those who try to open it, many at once."""

import numpy as np

from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._dataclass import dataclass

RIGHT, WRONG, TELEVISION = 0, 1, 2
"""The actions as they are counted; to the explorers they are nameless, and ties are broken by chance."""

EXPLORERS = ("random", "count", "bonus-only", "noisy-tv")
TIE = 1e-12


@dataclass(frozen=True)
class Explorer:
    """Tabular Q-learning from Q = 0, with a novelty bonus of β/√n for the n-th visit of a pair."""

    name: str
    bonus: float
    step_size: float
    discount: float

    @property
    def actions(self) -> int:
        return 3 if self.name == "noisy-tv" else 2

    def preferences(self, action_values: FloatArray, visits: FloatArray) -> FloatArray:
        """What the greedy choice is made by: Q, with the bonus of a next visit where there is optimism."""
        if self.name == "random":
            return np.zeros_like(action_values)
        if self.name == "bonus-only":
            return action_values
        return action_values + self.bonus / np.sqrt(self.novelty(visits) + 1)

    def novelty(self, visits: FloatArray) -> FloatArray:
        """Visits as they are counted: what the television shows has never been seen before."""
        return np.where(np.arange(self.actions) == TELEVISION, 0.0, visits)


class Lock:
    """`runs` independent locks of that length, each with an explorer of its own."""

    def __init__(self, length: int, runs: int, explorer: Explorer, seed: int) -> None:
        self._length, self._runs, self._explorer = length, runs, explorer
        self._rng = np.random.default_rng(seed)
        self._values = np.zeros((runs, length + 1, explorer.actions))  # the open lock is the last state
        self.visits = np.zeros((runs, length, explorer.actions))
        self.first_success: IntArray = np.zeros(runs, dtype=np.intp)  # 0 where there was none yet
        self.episode = 0

    def play(self) -> None:
        """One episode of every run: at most as many steps as the lock has digits; a wrong one ends it."""
        self.episode += 1
        runs, state = np.arange(self._runs), np.zeros(self._runs, dtype=np.intp)
        for _ in range(self._length):
            action = self._choose(runs, state)
            after = state + (action == RIGHT)
            is_open = after == self._length
            self._learn(runs, state, action, after, is_open | (action == WRONG))
            opened = runs[is_open]
            self.first_success[opened[self.first_success[opened] == 0]] = self.episode
            goes_on = ~is_open & (action != WRONG)
            runs, state = runs[goes_on], after[goes_on]
            if not runs.size:
                break

    def _choose(self, runs: IntArray, state: IntArray) -> IntArray:
        wanted = self._explorer.preferences(self._values[runs, state], self.visits[runs, state])
        best = wanted >= wanted.max(axis=1, keepdims=True) - TIE
        chosen: IntArray = np.where(best, self._rng.random(best.shape), -1.0).argmax(axis=1)
        return chosen

    def _learn(
        self, runs: IntArray, state: IntArray, action: IntArray, after: IntArray, ended: FloatArray
    ) -> None:
        explorer, values = self._explorer, self._values
        self.visits[runs, state, action] += 1
        seen = np.where(action == TELEVISION, 1.0, self.visits[runs, state, action])
        reward = (after == self._length) + explorer.bonus / np.sqrt(seen)
        target = reward + np.where(ended, 0.0, explorer.discount * values[runs, after].max(axis=1))
        values[runs, state, action] += explorer.step_size * (target - values[runs, state, action])
