"""Whiteboard proofs."""

from math import e, log, pi, sqrt

import numpy as np

from flashrl.simulations._arrays import FloatArray

REFERENCE = np.array([0.4, 0.3, 0.2, 0.1])
REWARDS = np.array([0, 0.5, 1, 2])
MEAN, SQUARE = REFERENCE @ REWARDS, REFERENCE @ REWARDS**2


def second_moment(baseline: float, p: float = 0.9) -> float:
    """Of (R − b) times the score, rewards 1 and 0 for the two actions."""
    return p * (1 - baseline) ** 2 * (1 - p) ** 2 + (1 - p) * baseline**2 * p**2


def variance(baseline: float) -> float:
    return second_moment(baseline) - 0.09**2


def gaussian_mean(f: FloatArray) -> float:
    """E f(x) for a standard normal, on the grid X."""
    return float((f * np.exp(-(X**2) / 2)).sum() * (X[1] - X[0]) / sqrt(2 * pi))


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
        f"0.25 - 0.5 \\cdot 0.5 = {0.25 - 0.5 * 0.5:.0f}$",
    ),
    "proof-discount-switch": (f"at $\\gamma = {1 / 1.5:.3f}$",),
    "proof-simulation-lemma": (f"bound is ${0.99 * 0.01 * 100 / (1 - 0.99):.0f}$",),
    "proof-baseline": (f"= {0.5 * 1 * 0.5 + 0.5 * 0 * -0.5:.2f}",),
    "proof-baseline-gradient": (f"\\ln 2 = {log(2):.3f}$",),
    "proof-optimal-baseline": (
        f"$b^* = {(1 - 0.9) * 1 + 0.9 * 0:.1f}$ and both give ${(1 - 0.1) * (1 - 0.9):.2f}$",
        f"variance is ${variance(0.9):.4f}$, with no baseline ${variance(0):.4f}$",
        f"= {-0.9 * -0.9:.2f}$, nine times",
    ),
    "proof-softmax-gradient": (
        f"here $({SLOPES[0]:.2f}, {SLOPES[1]:.2f}, {SLOPES[2]:.2f})$",
        f"= {PROBABILITIES @ PAY:.1f}$, so",
    ),
    "proof-score-or-pathwise": (
        f"$d = 100$: ${100 + 1}$",
        f"${gaussian_mean(PATH):.0f}$ against ${gaussian_mean(SCORE):.1f}$",
    ),
    "proof-score-equals-pathwise": (f"= {1 / sqrt(2 * pi):.3f}$, right",),
    "proof-frontier-slope": (
        f"$\\mathbb{{E}}[r] = {MEAN:.2f}$, $\\mathbb{{E}}[r^2] = {SQUARE:.3f}$",
        f"= {SQUARE - MEAN**2:.4f}$",
    ),
    "proof-bradley-terry-maximum": (f"$z = \\ln 3 = {log(3):.3f}$",),
    "proof-soft-value": (
        f"${e / (e + 1):.3f}$ for the first action and ${log(e + 1):.3f}$",
        f"between $1$ and ${1 + log(2):.3f}$",
        f"here ${log(e + 1) - e / (e + 1):.3f}$",
    ),
    "proof-soft-bellman": (f"that is ${0.99 * 0.1 * log(4) / (1 - 0.99):.1f}$",),
}
