"""Continuous control and entropy."""

from math import e, exp, log, pi, sqrt, tanh

import numpy as np

from flashrl.simulations import gradient_variance, gumbel_softmax, sim2real_gain
from flashrl.simulations._softmax_gradient import entropy_of, temperature_for

ARMS = (1.0, 0.9, 0.5, 0.2, 0.0)
NARROW = exp(-1 - 0.5 * log(2 * pi * e))
"""The deviation of a Gaussian whose entropy is −1."""


def entropy_law() -> tuple[str, ...]:
    """The covariance, the first-order and the exact change of the entropy."""
    policy, advantage = np.array([0.7, 0.2, 0.1]), np.array([0.3, -0.6, -0.9])
    covariance = float(policy @ (np.log(policy) * advantage))
    after = policy * np.exp(0.1 * advantage)
    change = float(entropy_of(after / after.sum()) - entropy_of(policy))
    return f"= {covariance:.3f}", f"\\approx {-0.1 * covariance:.4f}$", f"${change:.4f}$"


def future_entropy() -> tuple[str, ...]:
    """V(B), and how often right is chosen with the entropy in the return and with a bonus beside it."""
    value = 0.9 + 0.5 * log(10)
    soft, bonus = (1 / (1 + exp(-(each - 1) / 0.5)) for each in (value, 0.9))
    return f"= {value:.3f}", f"= {soft:.3f}$", f"= {bonus:.3f}$"


def steep(k: float = 100) -> tuple[str, ...]:
    """The variances of both estimators for a steep sigmoid at the mean."""
    density = 1 / sqrt(2 * pi)
    return (
        f"= {density:.3f}$",
        f"= {density * k / 6:.2f}$",
        f"= {density * k / 6 - density**2:.2f}$",
        f"= {0.5 - density**2:.2f}$",
        f"${k / 4:.0f}$",
    )


def squashed() -> tuple[str, ...]:
    normal, slope = -0.5 * log(2 * pi) - 0.5, 1 - tanh(1) ** 2
    return (
        f"= {normal:.3f}$",
        f"= {tanh(1):.3f}$",
        f"= {slope:.3f}$",
        f"${log(slope):.3f}$",
        f"= {normal - log(slope):.3f}$",
    )


def plant() -> tuple[str, ...]:
    """Best gains for the nominal plant and for the worst of those between 0.5 and 1.5, and their costs."""
    params = sim2real_gain.Params(half_width=0.5)
    exact = sim2real_gain.run(params).exact
    nominal, robust = exact["nominal_gain"], exact["robust_gain"]
    costs = (
        exact["nominal_cost"],
        params.plant.worst_cost(nominal),
        exact["robust_gain_worst_cost"],
        exact["robust_gain_cost_in_simulator"],
    )
    gains = tuple(f"${each:.3f}$" for each in (nominal, robust))
    return gains + tuple(f"${each:.2f}$" for each in costs)


def estimators(mean: float) -> tuple[str, ...]:
    summary = gradient_variance.run(gradient_variance.Params(mean=mean)).summary(0)
    return tuple(f"{summary[f'variance_{name}']:.0f}$" for name in ("score", "baseline", "reparameterised"))


def relaxed(temperature: float, digits: int) -> tuple[str, str]:
    """The mean of the first category's weight, and the deviation of its gradient."""
    result = gumbel_softmax.run(gumbel_softmax.Params(temperature=temperature))
    summary = result.summary(len(result.samples) - 1)
    return f"${summary['relaxed_mean']:.2f}$", f"${summary['relaxed_gradient_std']:.{digits}f}$"


LOGITS = 16 * 1024 * 100_000 * 4 / 1e9

NUMBERS: dict[str, tuple[str, ...]] = {
    "cc-escape-time": (f"= {1 / (2 * 10 * 0.1 * 0.001):.0f}", f"be ${1 / (2 * 10 * 0.1 * 0.01):.0f}$"),
    "cc-entropy-law": entropy_law(),
    "cc-auto-temperature-loop": (
        f"${temperature_for(ARMS, 0.5):.3f}$",
        f"${entropy_of(np.exp(np.array(ARMS) / 0.1) / np.exp(np.array(ARMS) / 0.1).sum()):.3f}$",
    ),
    "cc-future-entropy": future_entropy(),
    "cc-temperature-by-hand": (f"= {-(2 + -3)} > 0", f"= {log(10):.3f}$"),
    "cc-differential-entropy": (
        f"= {0.5 * log(2 * pi * e):.3f} +",
        f"= {log(NARROW):.3f}$",
        f"= {NARROW:.3f}$",
        f"= {log(2):.3f}$",
    ),
    "cc-tanh-correction": squashed(),
    "cc-robustness": plant(),
    "cc-clipped-double": (f"= {-1 / sqrt(pi):.3f}",),
    "cc-debug-saturation": (f"${1 - tanh(5) ** 2:.5f}$",),
    "cc-reparam-variance-proof": (*(f"= {each}" for each in estimators(3.0)[:2]), f"about ${222 / 4:.0f}$"),
    "cc-reparam-step": steep(),
    "cc-score-narrow": (
        f"${2 + 0.1**2:.2f}$",
        f"${2 + (0.1 / 0.1) ** 2:.0f}$",
        f"${2 + (0.1 / 0.01) ** 2:.0f}$",
    ),
    "cc-gumbel-temperature": (*relaxed(0.1, 2), *relaxed(1.0, 2), *relaxed(5.0, 3)),
    "cc-gumbel-memory": (f"= {LOGITS:.2f} ", f"${4 * LOGITS:.1f}$", f"${16 * 1024 * 4 / 1e3:.1f}$"),
    "cc-discretise-by-hand": (f"= {11**7}$", f"= {7 * 11}$"),
}
