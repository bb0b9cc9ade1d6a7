"""Preference optimisation."""

from math import exp, log, sqrt

from flashrl.simulations import best_of_n, rlhf_tilt


def sigmoid(margin: float) -> float:
    return 1 / (1 + exp(-margin))


def kl_bound(n: int) -> float:
    return log(n) - (n - 1) / n


MARGIN = 0.1 * ((-10.5 + 11) - (-14 + 12))
TILT = rlhf_tilt.run(rlhf_tilt.Params(kl_coefficient=0.5))
IMPLICIT = 0.5 * log(0.6697 / 0.1), 0.5 * log(0.0491 / 0.4)
RARE = 0.9 * log(0.9 / 0.001), 0.1 * log(0.1 / 0.999)
NEARLY_PERFECT = best_of_n.run(best_of_n.Params(n=16, noise="gaussian", noise_scale=0.1)).summary(15)
ODDS = 0.5 / (1 - 0.5) / (0.25 / (1 - 0.25))
TOKENS = log(0.4 / 0.7), log(0.6 / 0.3)
AHEAD = 2 * (-0.8 + 1.1) - 0.5

NUMBERS: dict[str, tuple[str, ...]] = {
    "dpo-loss-by-hand": (
        f"= {0.1 * (-10.5 + 11):.2f}$",
        f"= {0.1 * (-14 + 12):.1f}$",
        f"= {MARGIN:.2f}$",
        f"= {-log(sigmoid(MARGIN)):.3f}$",
        f"= {sigmoid(-MARGIN):.3f}$",
    ),
    "dpo-implicit-reward-by-hand": (
        "(" + ", ".join(f"{each:.4f}" for each in TILT.policy[-1]) + ")",
        *(f"= {each:.3f}$" for each in IMPLICIT),
        f"= {IMPLICIT[0] - IMPLICIT[1]:.3f}$",
        f"\\beta \\ln Z = {TILT.objective[-1]:.3f}$",
    ),
    "dpo-beta": (f"${1 / 0.1:.0f}$ nats", f"${1 / 0.5:.0f}$ nats", f"= {-log(sigmoid(1)):.3f}$"),
    "dpo-gradient": (f"${sigmoid(0.2):.3f}$",),
    "dpo-likelihood-displacement": (f"$1 - {0.9 * 2} = {1 - 0.9 * 2:.1f}$",),
    "dpo-length-bias": tuple(f"= {0.1 * length * 0.02:.1f}$" for length in (100, 500)),
    "dpo-noisy-labels": (
        f"= {log(0.9 / 0.1):.3f}",
        f"${log(0.9 / 0.1) / 0.1:.2f}$",
        f"= {-0.9 * log(0.9) - 0.1 * log(0.1):.3f}$",
    ),
    "ipo-deterministic": (f"= {1 / (2 * 0.1):.0f}$", f"= {sigmoid(-0.1 * 5):.3f}$"),
    "kto-unpaired": (f"= {sigmoid(0.1 * (2 - 1)):.3f}$", f"${1 - sigmoid(0.1):.3f}$"),
    "orpo-odds": (f"= {log(ODDS):.3f}$", f"= {-log(sigmoid(log(ODDS))):.3f}$"),
    "simpo-margin": (f"= {AHEAD:.1f}$", f"= {-log(sigmoid(AHEAD)):.3f}$"),
    "bon-kl-by-hand": (
        f"= {log(16):.3f} - {15 / 16:.3f} = {kl_bound(16):.3f}",
        *(f"${kl_bound(n):.3f}$" for n in (2, 4)),
        f"${NEARLY_PERFECT['expected_gold']:.2f}$",
    ),
    "bon-rare-answer": (
        f"= {log(0.1) / log(0.999):.1f}$",
        f"= {RARE[0]:.3f} - {-RARE[1]:.3f} = {sum(RARE):.3f}$",
        f"= {kl_bound(2302):.3f}$",
    ),
    "pref-forward-kl-by-hand": (
        f"= {0.7 * -2 + 0.3 * 2:.1f}$",
        f"= {0.5**2 + 2**2:.2f}$",
        f"= {4.25 - 0.8**2:.2f}$",
        f"is ${sqrt(4.25 - 0.8**2):.1f}$",
        f"= {4**2 / 0.5**2 / 2:.0f}$ nats",
    ),
    "pref-reverse-kl": (f"= {-log(0.3):.3f}$", f"= {-log(0.7):.3f}$"),
    "dpo-what-to-log": (f"= {log(2):.3f}$",),
    "opd-by-hand": (
        *(f"= {each:.3f}$" for each in TOKENS),
        f"= {0.7 * TOKENS[0] + 0.3 * TOKENS[1]:.3f}$",
    ),
}
