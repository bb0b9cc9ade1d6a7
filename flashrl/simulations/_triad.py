"""Counterexamples in which semi-gradient updates diverge: their features, transitions and updates."""

import numpy as np

from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._dataclass import dataclass


@dataclass(frozen=True)
class Counterexample:
    """States with rewards of 0 only, so that every true value is 0 and weights of 0 are a solution.

    v(s) = x(s)·w. `transitions` are those of the policy that is evaluated; `behaviour` and `on_policy` say
    how often each state is updated by another policy's experience, and in the long run by its own.
    """

    features: FloatArray  # (states, weights)
    transitions: FloatArray  # (states, states)
    behaviour: FloatArray  # (states,)
    on_policy: FloatArray  # (states,)


def _baird() -> Counterexample:
    """2w_i + w_8 in six states, w_7 + 2w_8 in the seventh, to which the policy always leads."""
    features = np.zeros((7, 8))
    features[:6, :6] = 2 * np.eye(6)
    features[:6, 7] = 1.0
    features[6, 6:] = 1.0, 2.0
    return _to_the_last(features, np.full(7, 1 / 7))


def _to_the_last(features: FloatArray, behaviour: FloatArray) -> Counterexample:
    """Every state is followed by the last one, and that by itself."""
    last = np.eye(len(features))[-1]
    return Counterexample(features, np.tile(last, (len(features), 1)), behaviour, last)


COUNTEREXAMPLES = {
    "baird": _baird(),
    "w-2w": _to_the_last(np.array([[1.0], [2.0]]), np.array([1.0, 0.0])),
    "tsitsiklis-van-roy": _to_the_last(np.array([[1.0], [2.0]]), np.array([0.5, 0.5])),
}


@dataclass(frozen=True)
class ExpectedUpdates:
    """w ← w + α Σ d(s) [u(s) − v(s)] x(s), with the targets u = γ P v⁻, or 0 without bootstrapping.

    v⁻ is v itself at a `target_period` of 1, otherwise that of the weights copied every so many updates.
    """

    features: FloatArray
    transitions: FloatArray
    distribution: FloatArray
    discount: float  # 0 without bootstrapping: all rewards, and so all returns, are 0
    step_size: float
    target_period: int

    def td_errors(self, weights: FloatArray, target_weights: FloatArray) -> FloatArray:
        """u(s) − v(s): (…, states)."""
        targets = self.discount * target_weights @ self.features.T @ self.transitions.T
        return np.asarray(targets - weights @ self.features.T)

    def growth_factor(self) -> float:
        """By how much the values grow or shrink at each update in the long run, as a mean over a period.

        The largest modulus of an eigenvalue of the map from the values at one copy to those at the next.
        """
        states = len(self.features)
        pull = self.step_size * self.features @ self.features.T * self.distribution
        still = np.eye(states)
        step = np.block(
            [[still - pull, self.discount * pull @ self.transitions], [np.zeros((states, states)), still]]
        )
        period = np.linalg.matrix_power(step, self.target_period)[:states]
        reachable = self._reachable()
        copied = reachable.T @ (period[:, :states] + period[:, states:]) @ reachable
        return float(np.abs(np.linalg.eigvals(copied)).max() ** (1 / self.target_period))

    def _reachable(self) -> FloatArray:
        """An orthonormal basis of the values that some weights have: (states, dimensions)."""
        basis, sizes, _ = np.linalg.svd(self.features, full_matrices=False)
        return np.asarray(basis[:, sizes > 1e-9])

    def run(self, weights: FloatArray, updates: int, largest: float) -> tuple[FloatArray, FloatArray]:
        """The weights, and those of the targets, after 0 to `updates`; fewer if one exceeds `largest`."""
        target_weights = weights
        found, targets = [weights], [target_weights]
        for update in range(1, updates + 1):
            errors = self.td_errors(weights, target_weights)
            weights = weights + self.step_size * (self.distribution * errors) @ self.features
            if np.abs(weights).max() > largest:
                break
            if update % self.target_period == 0:
                target_weights = weights
            found.append(weights)
            targets.append(target_weights)
        return np.array(found), np.array(targets)
