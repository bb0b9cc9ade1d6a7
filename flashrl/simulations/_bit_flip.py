"""Bit flipping with a goal, and two learners of Q(s, g, a), of which one generalises across goals."""

from typing import Protocol

import numpy as np

from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray

ALMOST_NOTHING = 1e-9
"""What breaks ties between actions; values that differ do so by more."""


class Learner(Protocol):
    """Q of every action for states and goals, (pairs, bits) of 0 and 1, which it turns into its own codes."""

    def encode(self, states: IntArray, goals: IntArray, *, to_learn: bool) -> FloatArray | IntArray: ...

    def action_values(self, codes: FloatArray | IntArray) -> FloatArray: ...

    def update(self, codes: FloatArray | IntArray, actions: IntArray, targets: FloatArray) -> None: ...


class LinearLearner:
    """Q(s, g, i) = w_i · φ with φ = 1 and, for every bit, +1 where it agrees with the goal, −1 where not.

    What it learns for one goal holds for all, as only agreement counts; and both signs are alike, so that
    without a reward nothing points to the goal.
    """

    def __init__(self, bits: int, step_size: float) -> None:
        self._weights = np.zeros((bits, bits + 1))
        self._step_size = step_size

    def encode(
        self,
        states: IntArray,
        goals: IntArray,
        *,
        to_learn: bool,  # noqa: ARG002 - the table's
    ) -> FloatArray:
        codes = np.ones((len(states), states.shape[1] + 1))
        codes[:, 1:] -= 2.0 * (states != goals)
        return codes

    def action_values(self, codes: FloatArray | IntArray) -> FloatArray:
        found: FloatArray = codes @ self._weights.T
        return found

    def update(self, codes: FloatArray | IntArray, actions: IntArray, targets: FloatArray) -> None:
        """A normalised step: α over ‖φ‖², averaged over the samples of each action."""
        error = targets - np.einsum("ij,ij->i", codes, self._weights[actions])
        chosen = np.zeros((len(actions), len(self._weights)))
        chosen[np.arange(len(actions)), actions] = 1.0
        each = np.maximum(chosen.sum(axis=0), 1.0)[:, None]
        self._weights += self._step_size / codes.shape[1] * (chosen.T @ (error[:, None] * codes)) / each


class TableLearner:
    """A number for every state, goal and action: what it learns for one pair says nothing of another."""

    def __init__(self, bits: int, step_size: float) -> None:
        self._places = 1 << np.arange(bits, dtype=np.int64)
        self._row_of: dict[tuple[int, int], int] = {}
        self._values = np.zeros((1024, bits))  # row 0 stays 0, for all that was never seen
        self._step_size = min(step_size, 1.0)

    def encode(self, states: IntArray, goals: IntArray, *, to_learn: bool) -> IntArray:
        pairs = zip((states @ self._places).tolist(), (goals @ self._places).tolist(), strict=True)
        if not to_learn:
            return np.array([self._row_of.get(pair, 0) for pair in pairs])
        rows = [self._row_of.setdefault(pair, len(self._row_of) + 1) for pair in pairs]
        if len(self._row_of) >= len(self._values):
            self._values = np.concatenate([self._values, np.zeros_like(self._values)])
        return np.array(rows)

    def action_values(self, codes: FloatArray | IntArray) -> FloatArray:
        found: FloatArray = self._values[codes.astype(np.intp)]
        return found

    def update(self, codes: FloatArray | IntArray, actions: IntArray, targets: FloatArray) -> None:
        rows = codes.astype(np.intp)
        self._values[rows, actions] += self._step_size * (targets - self._values[rows, actions])


def greedy(learner: Learner, states: IntArray, goals: IntArray, rng: np.random.Generator) -> IntArray:
    values = learner.action_values(learner.encode(states, goals, to_learn=False))
    chosen: IntArray = (values + ALMOST_NOTHING * rng.random(values.shape)).argmax(axis=1)
    return chosen


def pairs_apart(count: int, bits: int, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """States and goals, uniform but never alike."""
    states, goals = rng.integers(2, size=(2, count, bits))
    same = (states == goals).all(axis=1)
    goals[same, rng.integers(bits, size=count)[same]] ^= 1
    return states, goals


def attempts(
    learner: Learner, states: IntArray, goals: IntArray, rng: np.random.Generator
) -> tuple[BoolArray, IntArray]:
    """Greedy episodes of as many steps as there are bits: where bits differ, (steps + 1, pairs, bits).

    And the bits that were flipped, (steps, pairs); −1 after the goal is reached.
    """
    states, bits = states.copy(), states.shape[1]
    differs = np.empty((bits + 1, *states.shape), dtype=np.bool_)
    flipped = np.full((bits, len(states)), -1)
    differs[0] = states != goals
    for step in range(bits):
        on = np.flatnonzero(differs[step].any(axis=1))
        if on.size:
            flipped[step, on] = greedy(learner, states[on], goals[on], rng)
            states[on, flipped[step, on]] ^= 1
        differs[step + 1] = states != goals
    return differs, flipped
