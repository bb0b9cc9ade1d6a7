"""Agents and tools."""

from itertools import pairwise
from math import comb, hypot

import numpy as np

from flashrl.simulations import prm_vs_orm

COSTS = np.array([-0.4, -0.3, -0.05, -0.35, -0.4, -0.3])
VALUES = (0.5, 0.7, 0.2, 0.6, 1.0)  # the last is the reward
TURNS = prm_vs_orm.run(prm_vs_orm.Params(steps=15, success_probability=0.8, batches=1)).summary(0)
SAMPLES = TURNS["samples_for_snr_1_prm"], TURNS["samples_for_snr_1_orm"]
STEP = 0.1


def per_token(trace: float, tokens: int) -> str:
    """As the card sets it."""
    digits, exponent = f"{trace**tokens:.1e}".split("e")
    return f"${trace}^{{{tokens}}} = {digits} \\cdot 10^{{{int(exponent)}}}$"


NUMBERS: dict[str, tuple[str, ...]] = {
    "agent-value-of-asking": (
        f"= {0.6 - 0.4:.1f}$",
        f"$1 - 0.3 = {1 - 0.3:.1f}$",
        f"$b = {(0.7 + 1) / 2:.2f}$",
        f"= {0.9 - 0.1 - 0.3:.1f}$",
    ),
    "agent-mask-by-hand": (
        f"= {40 * 0.2:.0f}$",
        f"= {160 * 1.0:.0f}$",
        f"= {160 / 168:.3f}$",
        f"= {168 / 200:.2f}$",
        f"= {8 / 40:.1f}$",
    ),
    "agent-tool-cost-by-hand": (f"$c^* = {0.75 - 0.6:.2f}$", f"= {0.3 - 0.2:.2f}$"),
    "agent-cheapest-failure": (
        f"mean is ${COSTS.mean():.1f}$",
        f"${COSTS.std():.3f}$",
        f"= {(COSTS - COSTS.mean()).max() / COSTS.std():.2f}$",
    ),
    "agent-sparse-chain": (
        f"1/{2**12}",
        f"= {1 - (1 - 1 / 4096) ** 1000:.3f}",
        f"$0.9^{{12}} = {0.9**12:.3f}$",
        f"${1 + 4 * 12 / 2:.0f}$ episodes",
    ),
    "agent-shaping-tests": (f"$10 \\cdot 0.1 = {10 * 0.1:.0f}$",),
    "agent-scalarisation": (f"= {0.45 * 0.45:.4f}$",),
    "agent-turn-credit": tuple(
        f"| {turn} | ${now}$ | ${after:g} - {now} = {after - now:.1f}$ | ${1 - now:.1f}$ |"
        for turn, (now, after) in enumerate(pairwise(VALUES), start=1)
    ),
    "agent-lambda-per-turn": (
        per_token(0.95, 500),
        f"$0.95^5 = {0.95**5:.3f}$",
        f"= {1 / (1 - 0.95):.0f}$ tokens",
    ),
    "agent-turn-rewards": (
        f"${TURNS['snr_prm']:.3f}$",
        f"${TURNS['snr_orm']:.3f}$",
        f"= {0.8**15:.3f}$",
        *(f"= {each:.3g}$" for each in SAMPLES),
        f"= {SAMPLES[1] / SAMPLES[0]:.1f}$",
    ),
    "agent-matching-pennies": (
        f"= {0.6 + STEP * 2 * (2 * 0.5 - 1):.1f}$",
        f"= {0.5 - STEP * 2 * (2 * 0.6 - 1):.2f}$",
        f"= {hypot(0.1, 0.04):.3f}$",
        f"= {1 + 16 * STEP**2:.2f}$",
    ),
    "agent-team-credit": (f"$1 - 0.9 = {1 - 0.9:.1f}$", f"$1 - 0.3 = {1 - 0.3:.1f}$"),
    "agent-async-by-hand": (f"= {(7 * 10 + 70) / (8 * 70):.2f}$",),
    "agent-mixed-versions": (
        f"$0.33/0.2 = {0.33 / 0.2:.2f}$",
        f"$0.33/0.30 = {0.33 / 0.3:.1f}$",
        f"$0.30/0.2 = {0.3 / 0.2:.1f}$",
    ),
    "agent-pass-hat-k": (
        f"\\frac{{{comb(6, 4)}}}{{{comb(8, 4)}}} = {comb(6, 4) / comb(8, 4):.3f}",
        f"$0.75^4 = {0.75**4:.3f}$",
        f"\\frac{{{comb(2, 4)}}}{{70}} = {1 - comb(2, 4) / 70:.0f}",
    ),
}
