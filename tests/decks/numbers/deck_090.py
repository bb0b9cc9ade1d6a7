"""Imitation, offline RL and early experience."""

from math import exp, log

import numpy as np

from flashrl.simulations import imitation_drift


def drift(error_rate: float, horizon: int) -> float:
    """The steps off the path without recovery."""
    stays = 1 - error_rate
    return horizon - stays * (1 - stays**horizon) / error_rate


def drift_with_recovery(chance: float) -> float:
    """Of the horizon 100 and the error rate .01."""
    params = imitation_drift.Params(recovery=True, recovery_probability=chance)
    return imitation_drift.run(params).summary(0)["expected_cost"]


SETTLED = 0.01 / (1 - 0.99 * (1 - 0.5))
Q = np.array([1.0, 3.0])
SOFTMAX = np.exp(Q) / np.exp(Q).sum()
SECOND_MOMENT = (0.9**2 + 0.1**2) / 0.5
PRIOR, SUCCESS = np.array([0.9, 0.09, 0.01]), np.array([0.02, 0.2, 0.9])
SHARES = [PRIOR * SUCCESS**k / (PRIOR @ SUCCESS**k) for k in range(4)]
RATES = [float(shares @ SUCCESS) for shares in SHARES]

NUMBERS: dict[str, tuple[str, ...]] = {
    "il-drift-by-hand": (
        f"$1 - 0.98^{{50}} = {1 - 0.98**50:.3f}$",
        f"= {drift(0.02, 50):.1f}$",
        f"= {0.02 * 50 * 51 / 2:.1f}$",
        f"= {0.02 * 50:.0f}$",
        f"$0.98^{{50}} = {0.98**50:.3f}$",
    ),
    "il-recovery": (
        f"${drift(0.01, 100):.1f}$",
        f"{{{1 - 0.99 * 0.5:.3f}}} = {SETTLED:.4f}",
        f"${100 * SETTLED:.2f}$",
        f"${drift_with_recovery(0.5):.2f}$",
        f"${drift_with_recovery(0.1):.1f}$",
    ),
    "il-double-horizon": tuple(
        f"| ${steps}$ | ${drift(0.02, steps):.1f}$ | ${drift(0.02, 2 * steps) / drift(0.02, steps):.2f}$ |"
        for steps in (50, 200)
    ),
    "il-sft-is-cloning": (f"${(1 - 0.001) ** 5000:.3f}$",),
    "il-demonstration-replay": (f"= {10_000 / 1_000_000}$", f"= {0.01 * 256:.2f}$", f"${256 // 2}$"),
    "off-extrapolation-by-hand": (f"= {1 / (1 - 0.9):.0f}$", f"= {1 + 0.9 * 12:.1f}$"),
    "off-cql": (
        f"= {log(exp(1) + exp(3)):.3f} - 1 = {log(exp(1) + exp(3)) - 1:.3f}$",
        f"$({SOFTMAX[0]:.3f}, {SOFTMAX[1]:.3f}) - (1, 0) = ({SOFTMAX[0] - 1:.3f}, {SOFTMAX[1]:.3f})$",
    ),
    "off-iql": (f"$V = \\tau = {0.9 / (0.9 + 0.1):.1f}$",),
    "off-stitching-by-hand": (f"$V(B) = {max(5, 1)}$",),
    "off-return-conditioning-luck": (
        f"= {0.5 * 0.1 / (0.5 * 0.1 + 0.5 * 0):.0f}",
        f"mean of ${0.1 * 10:.0f}$",
    ),
    "off-evaluation": (
        f"= {SECOND_MOMENT:.2f}",
        f"= {SECOND_MOMENT**20 - 1:.0f}$",
        f"$10000/{SECOND_MOMENT**20:.0f} = {10_000 / SECOND_MOMENT**20:.1f}$",
    ),
    "exit-by-hand": (
        " + ".join(f"{each:.3f}" for each in PRIOR * SUCCESS) + f" = {RATES[0]:.3f}$",
        "= (" + ", ".join(f"{each:.1f}" for each in SHARES[1]) + ")$",
        f"= {RATES[1]:.3f}$",
        "$(" + ", ".join(f"{each:.3f}" for each in SHARES[2]) + f")$, success ${RATES[2]:.3f}$",
        f"= {0.9 / RATES[0]:.0f}$",
    ),
    "exit-small-samples": (f"= {20 * RATES[0]:.1f}$", f"= {0.018 / RATES[0]:.1f}$"),
    "exit-cold-start": (
        f"= {(1 - 1 / 2000) ** 64:.4f}",
        f"${100 * (1 - 1 / 2000) ** 64:.0f}\\,\\%$",
        f" {log(2) / 0.0005:.0f}$",
        f"${100 * 64 / 2000:.1f}$ successes",
    ),
}
