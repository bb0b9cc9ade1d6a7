"""Exploration."""

from fractions import Fraction
from math import log, sqrt

ARMS = {"A": (0.6, 80), "B": (0.5, 15), "C": (0.3, 5)}
"""Mean reward and pulls of three arms after 100 pulls."""


def indices() -> tuple[str, ...]:
    """The rows of UCB1's table."""
    wide = 2 * log(100)
    return tuple(
        f"| {arm} | ${mean}$ | $\\sqrt{{{wide:.2f}/{pulls}}} = {sqrt(wide / pulls):.3f}$ "
        f"| ${mean + sqrt(wide / pulls):.3f}$ |"
        for arm, (mean, pulls) in ARMS.items()
    )


def lai_robbins() -> tuple[str, ...]:
    """Regret of ε-greedy over 10,000 pulls of arms that pay 0.5 and 0.3, and the lower bound."""
    divergence = 0.3 * log(0.3 / 0.5) + 0.7 * log(0.7 / 0.5)
    factor = 0.2 / divergence
    return (
        f"= {10000 * 0.05 * 0.2:.0f}$",
        f"= {divergence:.4f}$",
        f"= {factor:.2f}$",
        f"= {factor * log(10000):.1f}$",
    )


def mixed(success: float) -> str:
    return f"{1 - success**8 - (1 - success) ** 8:.3f}$"


def pseudo_count(count: int, total: int) -> tuple[str, ...]:
    before, after = count / total, (count + 1) / (total + 1)
    return f"{after:.4f}", f"= {before * (1 - after) / (after - before):.1f}$"


def loop(discount: float) -> tuple[str, ...]:
    """The threshold of the bonus, and what the loop is worth with a bonus of 0.15."""
    fade, gain = 1 - discount**2, discount**2 + discount - 1
    return (
        f"{{{fade:.4f}}}{{{gain:.4f}}} = {fade / gain:.4f}",
        f"= {discount * 0.15 / fade:.3f}$",
        f"${1 + 0.15}$ for the goal",
    )


NUMBERS: dict[str, tuple[str, ...]] = {
    "ex-epsilon-greedy": (f"${100 * (1 - 0.1 + 0.1 / 10):.0f}\\,\\%$",),
    "ex-lai-robbins": lai_robbins(),
    "ex-ucb-by-hand": indices(),
    "ex-ucb-spike": (f"${2 * sqrt(log(11)):.1f}$", f"${2 * sqrt(log(12) / 2):.1f}$"),
    "ex-thompson": (f"= {float(1 - Fraction(2, 3)):.3f}",),
    "ex-dithering": (f"= {2**10}$", f"= {2**20}$", f"= {1 - (1 - 1 / 1024) ** 60:.3f}"),
    "ex-pseudo-count": pseudo_count(10, 100),
    "ex-her-by-hand": (f"from ${3 * -1}$ to ${0 - 1 + 0}$",),
    "ex-curriculum-by-hand": (*map(mixed, (0.01, 0.5, 0.9)), f"${0.01 * 0.99:.4f}$", f"${0.9 * 0.1:.2f}$"),
    "ex-shaping-loop": loop(0.95),
    "ex-shaping-terminal": (f"= {1 + 0}$", f"= {0.5 + 1}$"),
}
