"""Whiteboard proofs."""

from math import e, log, pi, sqrt

import numpy as np

REFERENCE = np.array([0.4, 0.3, 0.2, 0.1])
REWARDS = np.array([0, 0.5, 1, 2])
TILTED = REFERENCE * np.exp(REWARDS / 0.5)
OPTIMUM = TILTED / TILTED.sum()
GAP = 0.5 * log(TILTED.sum()) - REFERENCE @ REWARDS


def second_moment(baseline: float, p: float = 0.9) -> float:
    """Of (R − b) times the score, rewards 1 and 0 for the two actions."""
    return p * (1 - baseline) ** 2 * (1 - p) ** 2 + (1 - p) * baseline**2 * p**2


def variance(baseline: float) -> float:
    return second_moment(baseline) - 0.09**2


def gaussian_mean(f: np.ndarray, x: np.ndarray) -> float:
    """E f(x) for a standard normal, on a fine grid."""
    return float((f * np.exp(-(x**2) / 2)).sum() * (x[1] - x[0]) / sqrt(2 * pi))


PROBABILITIES, PAY = np.array([0.5, 0.3, 0.2]), np.array([1, 0, 2])
SLOPES = PROBABILITIES * (PAY - PROBABILITIES @ PAY)
X = np.linspace(-9, 9, 400_001)
SCORE, PATH = np.sin(10 * X) ** 2 * X**2, 100 * np.cos(10 * X) ** 2

NUMBERS: dict[str, tuple[str, ...]] = {
    "proof-contraction-where": (f"\\gamma \\sqrt{{2}} = {0.9 * sqrt(2):.2f}",),
    "proof-greedy-loss": (f"that is ${2 * 0.99 * 0.1 / (1 - 0.99):.1f}$",),
    "proof-improvement-where": (
        f"$V(s_1) = {0.5 * 1:.1f}$, $V(s_0) = {0.5 * 0.5:.2f}$",
        f"$V^{{\\pi'}}(s_0) = {1 * 0 * 1} < 0.25$",
    ),
    "proof-discount-switch": (f"at $\\gamma = {1 / 1.5:.3f}$",),
    "proof-simulation-lemma": (f"bound is ${0.99 * 0.01 * 100 / (1 - 0.99):.0f}$",),
    "proof-baseline": (f"= {0.5 * 1 * 0.5 + 0.5 * 0 * -0.5:.2f}",),
    "proof-optimal-baseline": (
        f"= {second_moment(0):.3f}$ | ${variance(0):.4f}$",
        f"= {second_moment(0.9):.4f}$ | ${variance(0.9):.4f}$",
        f"${second_moment(0.1):.4f}$ | ${abs(variance(0.1)):.0f}$",
        f"= {-0.9 * -0.9:.2f}$, nine times",
    ),
    "proof-softmax-gradient": (
        f"here $({SLOPES[0]:.2f}, {SLOPES[1]:.2f}, {SLOPES[2]:.2f})$",
        f"= {PROBABILITIES @ PAY:.1f}$, so",
    ),
    "proof-score-or-pathwise": (
        f"$d = 100$: ${100 + 1}$",
        f"${gaussian_mean(PATH, X):.0f}$ against ${gaussian_mean(SCORE, X):.1f}$",
    ),
    "proof-gibbs": (
        f"= {TILTED.sum():.3f}$",
        f"= {0.5 * log(TILTED.sum()):.3f}$",
        f"= {REFERENCE @ REWARDS:.2f}$",
        f"gap of ${GAP:.3f}$",
        f"\\cdot {REFERENCE @ np.log(REFERENCE / OPTIMUM):.3f}$",
    ),
    "proof-bradley-terry-maximum": (f"$z = \\ln 3 = {log(3):.3f}$",),
    "proof-soft-value": (
        f"${e / (e + 1):.3f}$ for the first action and ${log(e + 1):.3f}$",
        f"between $1$ and ${1 + log(2):.3f}$",
    ),
}
