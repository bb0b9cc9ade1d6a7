"""Bandit algorithms over many independent problems at once: (runs, arms) arrays, one pull a run at a time."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from flashrl.simulations._arrays import FloatArray, IntArray


class Learner(Protocol):
    """Chooses an arm in every run, and learns from what it paid.

    Ties go to the lowest arm: the arms of a problem are drawn alike, so that no order among them matters.
    """

    def choose(self) -> IntArray:
        """One arm for every run, (runs,)."""
        ...

    def learn(self, arms: IntArray, rewards: FloatArray) -> None: ...


@dataclass
class ActionValues:
    """Q(a) ← Q(a) + α (r − Q(a)), with α = 1/N(a), the sample average, where `step_size` is 0."""

    values: FloatArray  # (runs, arms), where Q starts
    step_size: float = 0.0
    counts: FloatArray = field(init=False)  # (runs, arms)

    def __post_init__(self) -> None:
        runs, arms = self.values.shape
        self.counts = np.zeros((runs, arms))
        self._first = np.arange(runs) * arms

    def learn(self, arms: IntArray, rewards: FloatArray) -> None:
        pulled = self._first + arms
        values, counts = self.values.reshape(-1), self.counts.reshape(-1)
        count = counts[pulled] + 1
        counts[pulled] = count
        before = values[pulled]
        values[pulled] = before + (rewards - before) * (self.step_size or 1 / count)


@dataclass
class EpsilonGreedy(ActionValues):
    """The best arm by Q, but with probability ε any of them. Sutton & Barto (2018), section 2.4."""

    exploration_rate: float = 0.0
    rng: np.random.Generator = field(default_factory=np.random.default_rng)

    def choose(self) -> IntArray:
        arms = self.values.argmax(axis=1)
        if self.exploration_rate:
            runs, count = self.values.shape
            explore = self.rng.random(runs) < self.exploration_rate
            arms = np.where(explore, self.rng.integers(count, size=runs), arms)
        return np.asarray(arms)


@dataclass
class UpperConfidenceBound(ActionValues):
    """argmax Q(a) + c √(ln t / N(a)), an arm never tried first. Sutton & Barto (2018), equation 2.10."""

    confidence: float = 2.0
    pulls: int = 0

    def choose(self) -> IntArray:
        self.pulls += 1
        if self.pulls <= self.values.shape[1]:  # until then some arm is untried
            return np.full(len(self.values), self.pulls - 1)
        bonus = np.sqrt(np.log(self.pulls) / self.counts)
        return np.asarray((self.values + self.confidence * bonus).argmax(axis=1))


@dataclass
class GradientBandit:
    """H(b) ← H(b) + α (r − r̄)(1[b = a] − π(b)), with π the softmax of H.

    The baseline r̄ is the mean of the rewards before this one, and the first reward itself at first.
    Sutton & Barto (2018), equation 2.12.
    """

    shape: tuple[int, int]  # runs, arms
    step_size: float
    baseline: bool
    rng: np.random.Generator
    preferences: FloatArray = field(init=False)  # (arms, runs): sums over the arms are then cheap
    policy: FloatArray = field(init=False)  # (arms, runs), of the last choice

    def __post_init__(self) -> None:
        runs, arms = self.shape
        self.preferences = np.zeros((arms, runs))
        self.policy = np.full((arms, runs), 1 / arms)
        self._mean = np.zeros(runs)
        self._pulls = 0
        self._runs = np.arange(runs)

    def choose(self) -> IntArray:
        weights = np.exp(self.preferences - self.preferences.max(axis=0))
        self.policy = weights / weights.sum(axis=0)
        below = np.cumsum(self.policy[:-1], axis=0)
        return np.asarray((below <= self.rng.random(self.shape[0])).sum(axis=0))

    def learn(self, arms: IntArray, rewards: FloatArray) -> None:
        advantages = rewards - (self._mean if self._pulls else rewards) if self.baseline else rewards
        self._pulls += 1
        self._mean += (rewards - self._mean) / self._pulls
        step = self.step_size * advantages
        self.preferences -= step * self.policy
        self.preferences[arms, self._runs] += step
