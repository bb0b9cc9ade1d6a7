"""Practice and systems."""

import numpy as np

from flashrl.simulations import bandit_testbed, imitation_drift, sim2real_gain


def costs(gain: float, half_width: float = 0.8) -> str:
    """The table row's costs: in the simulator, on average, at worst."""
    plant = sim2real_gain.Params(half_width=half_width).plant
    found = plant.cost_at(gain, 1.0), plant.mean_cost(gain), plant.worst_cost(gain)
    return f"| ${gain:.2f}$ | " + " | ".join(f"${cost:.2f}$" for cost in found) + " |"


def best_gain(cost: str) -> float:
    plant = sim2real_gain.Params(half_width=0.8).plant
    gain = plant.best_gain(getattr(plant, cost))
    assert gain is not None
    return gain


def last_pulls(algorithm: str) -> str:
    """How often the best arm was pulled at the end, by five runs of each of three seeds."""
    shares = []
    for seed in range(3):
        params = bandit_testbed.Params(runs=5, seed=seed)
        summary = bandit_testbed.run(params).summary(params.steps - 1)
        shares.append(summary[f"optimal_action_last_100_{algorithm}"])
    return "${:.1f}$ %, ${:.1f}$ % and ${:.1f}$ %".format(*shares)


def expected_maximum(n: int) -> float:
    """Of n standard normals, by sums over a fine grid."""
    z = np.linspace(-10, 10, 200_001)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    below = np.cumsum(density) * (z[1] - z[0])
    return float((z * n * below ** (n - 1) * density).sum() * (z[1] - z[0]))


def toward_long(share: float, success: float, baseline: float) -> float:
    """Mean gradient of the logit of "long" at even odds: scores ±0.5, short ones succeed with 0.3."""
    return 0.5 * share * (success - baseline) - 0.5 * (1 - share) * (0.3 - baseline)


RUNS = [2, 9, 11, 12, 13, 18, 19, 60]
SCORES = [(4000 - 0) / (100 - 0), (130 - 50) / (250 - 50), (100 - 0) / (1000 - 0)]
OFF_ROAD = imitation_drift.run(imitation_drift.Params(error_rate=0.02, horizon=50)).summary(0)
PER_TOKEN = 2 * 32 * 8 * 128 * 2
"""Bytes of the key-value cache."""
RATIOS = [1.0, 0.9, 1.1, 8.0, 0.1]

NUMBERS: dict[str, tuple[str, ...]] = {
    "s2r-too-wide": (
        f"\\approx {1 / 1.1:.3f}$",
        f"between ${0.1 / (1 - 0.5):.1f}$ and ${2.1 / (1 + 0.5):.1f}$",
        f"$({0.1 / (1 - 0.9):.0f}, {2.1 / (1 + 0.9):.3f})$",
    ),
    "s2r-robust-objective": (
        costs(sim2real_gain.Params().plant.informed_gain(1.0)),
        costs(best_gain("mean_cost")),
        costs(best_gain("worst_cost")),
    ),
    "s2r-fine-tuning-step": (
        f"costs ${0.06**2 / 2:.4f}$ at",
        f"${0.06**2 / (2 * 0.1**2):.2f}$ at $\\sigma = 0.1$",
    ),
    "s2r-driving": (f"${OFF_ROAD['cost_without_recovery']:.1f}$ of $50$",),
    "sys-ewc": (f"$103/101 = {(3 + 100) / (1 + 100):.3f}$", f"= {(3 + 0.01) / (1 + 0.01):.3f}$"),
    "sys-seeds": (last_pulls("epsilon_greedy"), last_pulls("gradient")),
    "sys-iqm": (
        f"${sum(RUNS)}/8 = {sum(RUNS) / 8:.1f}$",
        f"median: ${sum(RUNS[3:5]) / 2:.1f}$",
        f"$11, 12, 13, 18$: ${sum(RUNS[2:6]) / 4:.1f}$",
    ),
    "sys-best-of-seeds": (
        f"${expected_maximum(2):.2f}$ for $n = 2$, ${expected_maximum(5):.2f}$ for $5$"
        f" and ${expected_maximum(10):.2f}$ for $10$",
        f"= {100 + expected_maximum(5) * 20:.0f}$",
        f"reports ${95 + expected_maximum(5) * 40:.0f}$",
    ),
    "sys-human-normalised": (
        f"${SCORES[0]:.0f}$, ${SCORES[1]:.1f}$ and ${SCORES[2]:.1f}$",
        f"Mean ${sum(SCORES) / 3:.1f}$, median ${SCORES[1]:.1f}$",
    ),
    "sys-sticky-actions": (f"${0.75**10:.3f}$ for ten",),
    "sys-openai-five": (
        f"about ${10 / 12:.2f}$ years",
        f"\\approx {round(45_000 / 0.83, -3) / 1000:.0f}{{,}}000",
    ),
    "sys-a3c-impala": (
        f"= {1.7e6 * 4 / 1e6:.1f} \\text{{ MB}}",
        f"= {20 * 84 * 84 / 1e6:.3f} \\text{{ MB}}",
    ),
    "sys-dropped-answers": (
        f"= {0.5 * 0.3 + 0.5 * 0.8:.2f}$",
        f"= {(0.5 * 0.3 + 0.125 * 0.8) / 0.625:.1f}\n",
        f"only ${0.125 / 0.625 * 100:.0f}$ %",
        f"succeed with ${0.25 * 0.8:.1f}$",
        f"| all | ${toward_long(0.5, 0.8, 0.55):.3f}$",
        f"mean as baseline | ${toward_long(0.2, 0.8, 0.4):.3f}$",
        f"no baseline | ${toward_long(0.2, 0.8, 0):.3f}$",
        f"count as wrong | ${toward_long(0.5, 0.25 * 0.8, 0.25):.3f}$",
        f"average ${0.5 * 0.2 - 0.5 * 0.8:.1f}$",
    ),
    "sys-truncated-or-masked": (
        f"sum ${sum(min(ratio, 2) for ratio in RATIOS):.1f}$",
        f"masked ${sum(ratio for ratio in RATIOS if 0.5 <= ratio <= 2):.1f}$",
    ),
    "sys-routing-replay": (
        f"is ${(1 - 1e-5) ** (48 * 1000):.2f}$ at $q = 10^{{-5}}$ and ${(1 - 1e-4) ** (48 * 1000):.3f}$ at",
    ),
    "sys-kv-cache": (
        f"= {PER_TOKEN} \\text{{ bytes}}",
        f"= {256 * 4096}$",
        f"${PER_TOKEN * 256 * 4096 / 1e9:.1f}$ GB",
        f"about ${15 * 2000 * PER_TOKEN / 1e9:.1f}$ GB",
    ),
}
