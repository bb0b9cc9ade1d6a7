"""A line of cells with a goal at its end, and a shaped reward: exact action values."""

from dataclasses import replace

import numpy as np

from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray
from flashrl.simulations._dataclass import dataclass

LEFT, RIGHT = 0, 1
TIE = 1e-12
"""By how much going back has to be better; with equal values the agent goes on to the goal."""


@dataclass(frozen=True)
class LineWorld:
    """Cells 0 to length − 1, then the goal, which ends the episode; left of the first cell is a wall."""

    length: int
    discount: float
    goal_reward: float
    bonus: float
    is_potential: bool

    def with_bonus(self, bonus: float) -> "LineWorld":
        return replace(self, bonus=bonus)

    @property
    def loop_threshold(self) -> float | None:
        """The naive bonus above which looping is optimal; None where no bonus is enough."""
        gain = self.discount**2 + self.discount - 1
        return self.goal_reward * (1 - self.discount**2) / gain if gain > TIE else None

    def potential(self, cells: IntArray) -> FloatArray:
        """Φ(s) = −c · distance to the goal."""
        return -self.bonus * (self.length - cells).astype(np.float64)

    def shaping_reward(self, here: IntArray, there: IntArray) -> FloatArray:
        """F(s, s′): c for a step forward, or γΦ(s′) − Φ(s)."""
        if not self.is_potential:
            return np.where(there > here, self.bonus, 0.0)
        return self.discount * self.potential(there) - self.potential(here)

    def action_values(self) -> FloatArray:
        """Q′ of left and right with the shaped reward, (cells, 2); the goal has 0.

        By policy iteration, from the policy that walks to the goal.
        """
        here = np.arange(self.length)
        nexts = np.stack([np.maximum(here - 1, 0), here + 1])
        rewards = np.array([self.shaping_reward(here, there) for there in nexts])
        rewards[RIGHT, -1] += self.goal_reward
        policy = np.full(self.length, RIGHT)
        while True:
            moves = np.eye(self.length + 1)[nexts[policy, here], :-1]
            values = np.zeros(self.length + 1)
            values[:-1] = np.linalg.solve(np.eye(self.length) - self.discount * moves, rewards[policy, here])
            q: FloatArray = (rewards + self.discount * values[nexts]).T
            better = q[here, 1 - policy] > q[here, policy] + TIE
            if not better.any():
                return np.concatenate([q, np.zeros((1, 2))])
            policy = np.where(better, 1 - policy, policy)

    def walk(self, action_values: FloatArray, steps: int) -> IntArray:
        """The cells that a greedy agent is in, from the first one to the goal or to the last step."""
        back, cells = goes_back(action_values), [0]
        while cells[-1] < self.length and len(cells) <= steps:
            cells.append(max(cells[-1] - 1, 0) if back[cells[-1]] else cells[-1] + 1)
        return np.array(cells, dtype=np.intp)


def goes_back(action_values: FloatArray) -> BoolArray:
    """Where left is the greedy action."""
    return np.asarray(action_values[..., LEFT] > action_values[..., RIGHT] + TIE)
