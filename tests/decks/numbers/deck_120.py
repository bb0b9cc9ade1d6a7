"""GRPO, verifiers and reasoning."""

from itertools import pairwise
from math import exp, log, log2, sqrt

import numpy as np


def signal_to_noise(p: float, steps: int) -> float:
    """Of an outcome reward's gradient for one of `steps` steps, with the expected reward as baseline."""
    success = p**steps
    return sqrt(success * (1 - p) / ((1 - p) * (1 - 3 * success) + success * p))


def some_right(p: float, answers: int = 8) -> float:
    return 1 - (1 - p) ** answers


EIGHT = np.array([1.0, 0, 0, 0, 1, 0, 0, 0])
CENTRED = EIGHT - EIGHT.mean()
FAILURE = np.array([1.0] * 7 + [0.0])
TIES = np.array([1.0, 1, 1, 1.01, 1, 1, 1, 1])
TWO_GROUPS = np.array([0.25, 0.25, 0.25, -0.75, 0, 0, 0, 0])
VALUES = [successes / 8 for successes in (4, 7, 6, 1, 0)]
LENGTHS, SIGNS = (100, 300, 200, 1400), (1, 1, -1, -1)
TRAINED, FROZEN = 32 * 16, 32 * 2
SILENT = 0.9**8 + 0.1**8
TWO_RIGHT, ALL_DIFFER = 3 * 0.4**2 * 0.6 + 0.4**3, 6 * 0.4 * 0.3 * 0.3

NUMBERS: dict[str, tuple[str, ...]] = {
    "rlvr-noisy-verifier": (
        f"${1 - 0.1 - 0.05:.2f} \\nabla p$",
        f"${0.2 * 0.9:.2f} / ({0.2 * 0.9:.2f} + {0.8 * 0.05:.2f}) = {0.18 / (0.18 + 0.04):.3f}$",
        f"${0.02 * 0.9:.3f} / ({0.018:.3f} + {0.98 * 0.05:.3f}) = {0.018 / (0.018 + 0.049):.3f}$",
    ),
    "prm-signal-over-length": (
        f"${signal_to_noise(0.7, 1):.3f}$",
        f"${signal_to_noise(0.7, 20):.3f}$",
        f"${signal_to_noise(0.7, 20) ** -2:.0f}$",
    ),
    "prm-strong-base": (
        f"${0.95}^{{10}} = {0.95**10:.3f}$",
        f"${signal_to_noise(0.95, 10):.3f}$",
        f"${signal_to_noise(0.95, 1):.3f}$",
    ),
    "prm-group-of-eight": (
        f"$0.7^{{10}} = {0.7**10:.4f}$",
        f"= {some_right(0.7**10):.3f}$",
        f"= {1 / 0.7**10:.1f}$",
        f"= {log(0.1) / log(1 - 0.7**10):.1f}",
        f"= {0.8**10:.3f}$",
        f"${some_right(0.8**10):.3f}$",
        f"= {8 * round(0.7**10, 4):.3f}$",
    ),
    "prm-automatic-labels": (f"$\\log_2 16 = {log2(16):.0f}$",),
    "prm-labels-by-hand": (
        *(f"${value:g}$" for value in VALUES),
        *(f"${after - before:+.3f}$" for before, after in pairwise(VALUES)),
        f"= {sqrt(0.75 * 0.25 / 8):.3f}$",
        f"has ${sqrt(0.875 * 0.125 / 8):.3f}$",
        f"= {sqrt((0.75 * 0.25 + 0.875 * 0.125) / 8):.3f}$",
        f"= {0.75 * 0.25 / 0.05**2:.0f}$",
    ),
    "rsn-self-correction": (f"${60 + 10 - 5}\\,\\%$",),
    "rsn-majority-vote": (
        f"$1 - 0.6^3 = {1 - 0.6**3:.3f}$",
        f"= {TWO_RIGHT:.3f}$",
        f"= {ALL_DIFFER:.3f}$",
        f"= {TWO_RIGHT + ALL_DIFFER / 3:.3f}$",
    ),
    "grpo-eight-by-hand": (
        *(f"${each:.3f}$" for each in (CENTRED / EIGHT.std())[:2]),
        *(f"${each:.3f}$" for each in (CENTRED / EIGHT.std(ddof=1))[:2]),
        *(f"${each:.2f}$" for each in CENTRED[:2]),
        *(f"${each:.3f}$" for each in (CENTRED * 8 / 7)[:2]),
        f"= {EIGHT.var():.4f}$",
        f"${EIGHT.std():.3f}$",
        f"= {EIGHT.std(ddof=1):.3f}$",
    ),
    "grpo-memory-by-hand": (
        f"= {TRAINED}$ GB",
        f"= {FROZEN}$ GB",
        *(f"${models * TRAINED + frozen * FROZEN}$ GB" for models in (2, 1) for frozen in (0, 1, 2)),
    ),
    "grpo-std-bias": (
        f"${1 / sqrt(0.5 * 0.5):.0f}$",
        f"${1 / sqrt(0.01 * 0.99):.2f}$",
        f"${(FAILURE - FAILURE.mean()).min() / FAILURE.std():.3f}$",
        f"${(FAILURE - FAILURE.mean()).max() / FAILURE.std():.3f}$",
    ),
    "grpo-rloo-identity": (f"${64 / 63:.3f}$", f"${1 - 0.25:.2f}$", f"${-0.25 * 4 / 3:.3f}$"),
    "grpo-zero-signal": (f"= {SILENT:.3f}", f"= {1 / (1 - SILENT):.2f}$"),
    "grpo-tiny-differences": (
        f"${(TIES - TIES.mean()).max():.5f}$",
        f"${TIES.std():.5f}$",
        f"${(TIES - TIES.mean()).max() / TIES.std():.3f}$",
    ),
    "grpo-token-weights-by-hand": (
        *(f"${sign / (4 * length):.5f}$" for sign, length in zip(SIGNS, LENGTHS, strict=True)),
        f"= {sum(LENGTHS)}$",
        f"${1 / sum(LENGTHS):.4f}$",
        f"${1 / 8000:.6f}$",
    ),
    "dapo-overlong-by-hand": (
        f"20480 - 4096 = {20480 - 4096}$",
        f"4096 = {(20480 - 4096 - 18432) / 4096:.1f}$",
    ),
    "grpo-kl-placement-by-hand": (
        f"= {0.8 * 0.2 * (log(0.8 / 0.5) - log(0.2 / 0.5)):.3f}$",
        f"= {0.8 - 0.5:.1f}$",
        f"${0.55 * 0.45 * (log(0.55 / 0.5) - log(0.45 / 0.5)):.4f}$",
        f"${0.55 - 0.5:.2f}$",
    ),
    "gspo-sequence-ratio": (f"= {3 ** (1 / 1000):.4f}$",),
    "cispo-gradient": (f"| ${1.5:.1f}$ | $0$ | ${min(1.5, 1.2):.1f}$ |",),
    "reinforce-pp": (f"${TWO_GROUPS[:4].std():.3f}$", f"${TWO_GROUPS.std():.3f}$"),
    "grpo-entropy-law": tuple(f"${0.7 - 0.2 * exp(entropy):.3f}$" for entropy in (1, 0.5, 0)),
}
