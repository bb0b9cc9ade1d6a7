"""A scalar plant under linear feedback: x′ = ax + bu with u = −kx, its stability and its quadratic cost."""

import math
from collections.abc import Callable

import numpy as np

from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._dataclass import dataclass

UNSTABLE = math.inf
GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True)
class Plant:
    """Growth a > 1, so that it runs away by itself; b lies in 1 ± half_width; the cost is Σ x² + ru²."""

    growth: float
    half_width: float
    control_cost: float

    @property
    def widest(self) -> float:
        """The half-width from which on no gain stabilises every b: (a − 1)/(1 − h) < (a + 1)/(1 + h)."""
        return 1 / self.growth

    @property
    def stabilising_gains(self) -> tuple[float, float] | None:
        """The gains between which every b of the range is stable; None where there is none."""
        low, high = 1 - self.half_width, 1 + self.half_width
        if self.half_width >= self.widest:
            return None
        return (self.growth - 1) / low, (self.growth + 1) / high

    def closed_loop(self, gain: float, b: FloatArray) -> FloatArray:
        """a − bk: what multiplies x every step. Stable iff it is less than 1 in size."""
        return self.growth - b * gain

    def cost(self, gain: float, b: FloatArray) -> FloatArray:
        """Σ_{t≥0} x_t² + r u_t² from x_0 = 1: (1 + rk²) / (1 − (a − bk)²), infinite where unstable."""
        left = 1 - self.closed_loop(gain, b) ** 2
        stable = left > 0
        found: FloatArray = np.where(
            stable, (1 + self.control_cost * gain**2) / np.where(stable, left, 1.0), UNSTABLE
        )
        return found

    def cost_at(self, gain: float, b: float) -> float:
        return float(self.cost(gain, np.array(b)))

    def worst_cost(self, gain: float) -> float:
        """Over the range; it is at one of its ends, as (a − bk)² is convex in b."""
        ends = np.array([1 - self.half_width, 1 + self.half_width])
        return float(self.cost(gain, ends).max())

    def mean_cost(self, gain: float) -> float:
        """Over b uniform in the range: (1 + rk²) / 2hk · [artanh(a − bk)] from b = 1 + h to 1 − h."""
        if math.isinf(self.worst_cost(gain)):
            return UNSTABLE
        if self.half_width < 1e-6:
            return self.cost_at(gain, 1.0)
        ends = (self.growth - (1 + side * self.half_width) * gain for side in (-1, 1))
        high, low = (math.atanh(each) for each in ends)
        return (1 + self.control_cost * gain**2) / (2 * self.half_width * gain) * (high - low)

    def stable_share(self, gain: float) -> float:
        """Which share of the range is stable."""
        if self.half_width < 1e-12 or gain <= 0:
            return float(self.closed_loop(gain, np.array(1.0)) ** 2 < 1)
        low = max((self.growth - 1) / gain, 1 - self.half_width)
        high = min((self.growth + 1) / gain, 1 + self.half_width)
        return max(0.0, high - low) / (2 * self.half_width)

    def informed_gain(self, b: float) -> float:
        """The best gain for a b that is known: abP / (r + b²P), with P of the scalar Riccati equation."""
        a, r = self.growth, self.control_cost
        middle = b**2 + r * a**2 - r
        # b²P² − (b² + ra² − r)P − r = 0, from P = 1 + a²P − (abP)²/(r + b²P)
        p = (middle + math.sqrt(middle**2 + 4 * b**2 * r)) / (2 * b**2)
        return a * b * p / (r + b**2 * p)

    def best_gain(self, cost: Callable[[float], float]) -> float | None:
        """The stabilising gain with the least cost (the worst or the mean one); None where there is none."""
        if self.stabilising_gains is None:
            return None
        low, high = self.stabilising_gains
        for _ in range(80):
            # Each third of the golden section: the costs fall towards one least value, and rise after it.
            inner, outer = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
            if cost(inner) <= cost(outer):
                high = outer
            else:
                low = inner
        return (low + high) / 2
