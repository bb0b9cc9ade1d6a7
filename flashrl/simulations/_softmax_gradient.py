"""Exact policy gradients of a softmax policy on a bandit, with an entropy bonus whose weight may adapt."""

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._dataclass import dataclass

LARGEST_STEP = 4.0
"""Of α τ: the curvature of τ H is at most τ / 2, and steps above 2 / curvature never settle."""

LEAST_TEMPERATURE = 1e-6


@dataclass(frozen=True)
class Ascent:
    """θ_a ← θ_a + α π_a [q_a − Σ π q] with q = r − τ ln π, which is ∇(E r + τ H).

    With a `target_entropy` the temperature follows: ln τ ← ln τ − η τ (H − target), as in SAC.
    """

    rewards: tuple[float, ...]
    step_size: float
    temperature: float  # 0 without an entropy bonus
    target_entropy: float | None
    temperature_step_size: float

    def steps(self, logits: list[float]) -> Iterator[tuple[list[float], float]]:
        """The policy and the temperature at every step, without end. Plain lists: the arms are few."""
        temperature, most = self.temperature, LARGEST_STEP / max(self.step_size, 1e-9)
        while True:
            log_policy = log_softmax(logits)
            policy = [math.exp(each) for each in log_policy]
            yield policy, temperature
            soft = [r - temperature * each for r, each in zip(self.rewards, log_policy, strict=True)]
            mean = sum(p * q for p, q in zip(policy, soft, strict=True))
            logits = [
                each + self.step_size * p * (q - mean)
                for each, p, q in zip(logits, policy, soft, strict=True)
            ]
            if self.target_entropy is not None:
                entropy = -sum(p * each for p, each in zip(policy, log_policy, strict=True))
                pull = self.temperature_step_size * temperature * (entropy - self.target_entropy)
                temperature = min(max(temperature * math.exp(-pull), LEAST_TEMPERATURE), most)


def log_softmax(logits: list[float]) -> list[float]:
    largest = max(logits)
    total = largest + math.log(sum(math.exp(each - largest) for each in logits))
    return [each - total for each in logits]


def tilted(rewards: tuple[float, ...], temperature: float) -> FloatArray:
    """softmax(r / τ), which maximises E r + τ H; at τ = 0 the best arms alone."""
    gaps = np.array(rewards) - max(rewards)
    weights = np.exp(gaps / temperature) if temperature > 0 else (gaps == 0).astype(np.float64)
    policy: FloatArray = weights / weights.sum()
    return policy


def entropy_of(policy: FloatArray) -> FloatArray:
    """−Σ π ln π over the last axis, in nats."""
    logs = np.log(np.where(policy > 0, policy, 1.0))
    # Not minus the sum: a certain choice has an entropy of 0, not of −0.
    return np.asarray((policy * -logs).sum(axis=-1))


@lru_cache(maxsize=64)
def temperature_for(rewards: tuple[float, ...], entropy: float) -> float:
    """The τ at which softmax(r / τ) has that entropy, by bisection; 0 where ties among the best have more."""
    low, high = math.log(LEAST_TEMPERATURE), math.log(1e9)
    if entropy_of(tilted(rewards, math.exp(low))) >= entropy:
        return 0.0
    for _ in range(100):
        middle = (low + high) / 2
        if entropy_of(tilted(rewards, math.exp(middle))) < entropy:
            low = middle
        else:
            high = middle
    return math.exp(high)
