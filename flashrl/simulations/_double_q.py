"""Q-learning with one table or two in a world of two states, over many runs at once."""

from dataclasses import dataclass, field

import numpy as np

from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray


@dataclass
class Learner:
    """In A it goes right, which pays nothing and ends, or left to B, where every action ends. γ = 1.

    With two tables a coin says which one moves, towards what the other one says of its best action:
    Sutton & Barto (2018), equation 6.10. With one table that is the maximum of Q-learning, equation 6.8.
    Q(A, right) is 0 from the start and stays so.
    """

    tables: int
    runs: int
    arms: int
    step_size: float
    exploration_rate: float
    rng: np.random.Generator
    left_values: FloatArray = field(init=False)  # (tables, runs): Q(A, left)
    action_values: FloatArray = field(init=False)  # (tables, runs, arms): Q(B, b)

    def __post_init__(self) -> None:
        self.left_values = np.zeros((self.tables, self.runs))
        self.action_values = np.zeros((self.tables, self.runs, self.arms))

    def goes_left(self) -> BoolArray:
        """ε-greedy in A by the sum of the tables, (runs,)."""
        value = self.left_values.sum(axis=0)
        coin = self.rng.random(self.runs) < 0.5
        is_free = (value == 0) | (self.rng.random(self.runs) < self.exploration_rate)
        return np.where(is_free, coin, value > 0)

    def learn_left(self, runs: IntArray) -> None:
        """Q(A, left) of those runs moves towards what B is worth."""
        table = self._coin(runs.size)
        target = self.target(runs, table)
        self.left_values[table, runs] += self.step_size * (target - self.left_values[table, runs])

    def target(self, runs: IntArray, table: IntArray) -> FloatArray:
        """The other table's value of the best action by `table`; its own maximum if it is alone."""
        chosen = self.action_values[table, runs]
        if self.tables == 1:
            return np.asarray(chosen[np.arange(runs.size), chosen.argmax(axis=1)])  # faster than max
        return np.asarray(self.action_values[1 - table, runs, _argmax(chosen, self.rng)])

    def choose(self, runs: IntArray) -> IntArray:
        """ε-greedy in B by the sum of the tables."""
        values = sum((each[runs] for each in self.action_values[1:]), self.action_values[0, runs])
        actions = _argmax(values, self.rng)
        explores = self.rng.random(runs.size) < self.exploration_rate
        return np.where(explores, self.rng.integers(self.arms, size=runs.size), actions)

    def learn_action(self, runs: IntArray, actions: IntArray, rewards: FloatArray) -> None:
        """Q(B, b) moves towards the reward, with which the episode ends."""
        pulled = self._coin(runs.size), runs, actions
        self.action_values[pulled] += self.step_size * (rewards - self.action_values[pulled])

    def _coin(self, size: int) -> IntArray:
        """Which table each run moves."""
        return self.rng.integers(self.tables, size=size)


def _argmax(values: FloatArray, rng: np.random.Generator) -> IntArray:
    """The best of each row, ties broken at random."""
    best = values.argmax(axis=1)
    is_best = values == values[np.arange(len(values)), best][:, None]
    ties = np.flatnonzero(np.count_nonzero(is_best, axis=1) > 1)
    best[ties] = np.where(is_best[ties], rng.random((ties.size, values.shape[1])), -1.0).argmax(axis=1)
    return np.asarray(best)
