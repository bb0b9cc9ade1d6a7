"""Trust regions and PPO."""

from itertools import pairwise
from math import ceil, exp, log, sqrt

from flashrl.simulations import gae_lab

Floats = tuple[float, ...]


def trpo_step(p: float, budget: float) -> float:
    """The step of a sigmoid policy in its logit: the natural gradient is 1, so √(2δ / (p(1-p)))."""
    return sqrt(2 * budget / (p * (1 - p)))


def kl(p: float, q: float) -> float:
    return p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))


def objective(prob_ratio: float, advantage: float, clip: float = 0.2) -> float:
    return min(prob_ratio * advantage, min(max(prob_ratio, 1 - clip), 1 + clip) * advantage)


def ratio_row(old: float, new: float, digits: int) -> str:
    ratios = f"${new / old:.3g}$ | ${(1 - new) / (1 - old):.3g}$"
    return f"| ${old} \\to {new}$ | {ratios} | ${kl(old, new):.{digits}f}$ |"


def advantages(rewards: Floats, state_values: Floats, gae_lambda: float) -> list[float]:
    """At a discount of 0.9; the last value is that of the state after the last step."""
    params = gae_lab.Params(rewards, state_values, discount=0.9, gae_lambda=gae_lambda)
    return [float(value) for value in gae_lab.run(params).advantages[-1]]


def drift() -> tuple[str, ...]:
    """A fair choice pushed by 0.2 in the logit per update, for 23 updates."""
    path = [1 / (1 + exp(-0.2 * update)) for update in range(24)]
    steps = list(pairwise(path))
    ratios = [ratio for p, q in steps for ratio in (q / p, (1 - q) / (1 - p))]
    return (
        f"After $23$ updates one of them has ${path[-1]:.2f}$",
        f"never above ${max(kl(*step) for step in steps):.3f}$",
        f"between ${min(ratios):.2f}$ and ${max(ratios):.2f}$",
    )


def moved_logit(p: float, step: float) -> float:
    return 1 / (1 + exp(-(log(p / (1 - p)) + step)))


LOG_RATIOS = (0.4, -0.2, -0.1, 0.3)
NON_NEGATIVE = [exp(x) - 1 - x for x in LOG_RATIOS]
SAMPLES = ((1.3, 2), (0.7, 1), (1.1, -1), (0.7, -2))
STEP_099 = trpo_step(0.99, 0.01)
FIRST = (0.0, 1.0), (0.5, 0.8, 0.0)
SECOND = (0.0, 0.0), (0.3, 0.4, 0.6)
A_95 = advantages(*FIRST, 0.95) + advantages(*SECOND, 0.95)

NUMBERS: dict[str, tuple[str, ...]] = {
    "ppo-big-steps": (f"${0.1**2 / (2 * 1**2):.3f}$", f"${0.1**2 / (2 * 0.01**2):.0f}$"),
    "trpo-surrogate-by-hand": (
        f"$0.9 \\cdot 0.25 - 0.1 \\cdot 0.25 = {0.9 * 0.25 - 0.1 * 0.25:.1f}$",
        f"$0.1 \\cdot 0.5 - 0.9 \\cdot 0.5 = {0.1 * 0.5 - 0.9 * 0.5:.1f}$",
        f"= {0.2 - 0.9 * 0.4:.2f}$",
        f"$0.9 \\cdot 0.1 = {0.9 * 0.1:.2f}$",
        f"${0.8 * 0.25 + 0.5 * 0.8 * 0.5:.1f}$, the truth is ${0.9 * 0.9 - 0.25:.2f}$",
    ),
    "trpo-bound": (
        f"$C = {4 * 0.99 / (1 - 0.99) ** 2:.0f}$",
        f"costs ${39600 * 0.01:.0f}$",
        f"(1-\\gamma) = {1 / (1 - 0.99):.0f}$",
    ),
    "npg-bernoulli-by-hand": (
        f"| $0.9$ | ${0.9 * 0.1:.2f}$ | $1$ | ${trpo_step(0.9, 0.01):.3f}$ |",
        f"| $0.99$ | ${0.99 * 0.01:.4f}$ | $1$ | ${STEP_099:.3f}$ |",
        f"${kl(0.99, moved_logit(0.99, STEP_099)):.4f}$",
    ),
    "ppo-four-cases": tuple(
        f"| ${ratio}$ | ${ratio * advantage}$ | ${min(max(ratio, 0.8), 1.2) * advantage}$ "
        f"| ${objective(ratio, advantage)}$ |"
        for advantage in (1, -1)
        for ratio in (1.5, 0.5)
    ),
    "ppo-loss-code": (f"here ${-sum(objective(*sample) for sample in SAMPLES) / 4:.1f}$",),
    "ppo-gae-by-hand": (
        f"$({', '.join(f'{each:.4g}' for each in A_95)})$",
        f"factor $\\gamma\\lambda = {0.9 * 0.95:.3f}$",
        *(f"${old + gain:.4g}$ |" for old, gain in zip((0.5, 0.8, 0.3, 0.4), A_95, strict=True)),
        f"$0.2 + 0.855 \\cdot 0.1797 = {A_95[1] + 0.855 * A_95[2]:.4f}$",
        f"${advantages(*FIRST, 0.0)[0]:.2f}$, the TD error, and ${advantages(*FIRST, 1.0)[0]:.1f}$",
    ),
    "ppo-debug-entropy-collapse": drift(),
    "ppo-kl-early-stopping": (
        f"= {-sum(LOG_RATIOS) / 4:.1f}$",
        " + ".join(f"{value:.4f}" for value in NON_NEGATIVE),
        f"= {sum(NON_NEGATIVE) / 4:.4f}$",
    ),
    "ppo-epochs": (f"${10 * 2048 // 64}$ steps",),
    "ppo-advantage-normalisation": (
        f"is ${sqrt((2 * 10**2 + 2 * 0.1**2) / 4):.2f}$",
        f"$\\pm {0.1 / sqrt((2 * 10**2 + 2 * 0.1**2) / 4):.3f}$",
    ),
    "ppo-value-clipping": (
        f"$(1.5 - 3)^2 = {(1.5 - 3) ** 2:.2f}$",
        f"$(1.2 - 3)^2 = {(1.2 - 3) ** 2:.2f}$",
    ),
    "ppo-ratio-versus-kl": (
        ratio_row(0.9, 0.99, 3),
        ratio_row(0.5, 0.6, 4),
        ratio_row(0.001, 0.01, 4),
        f"passes ${0.001 * 1.2:.4f}$",
    ),
    "ppo-clip-higher": (
        f"${ceil(log(50) / log(1.2))}$ at $0.2$",
        f"${ceil(log(50) / log(1.28))}$ at $0.28$",
    ),
    "ppo-rlhf-models": (f"{2 * 7 * 16 + 2 * 7 * 2} \\text{{ GB}}", f"leaves ${7 * 16 + 2 * 7 * 2}$ GB"),
    "ppo-token-ratio": (f"\\approx {1.02**100:.2f}", f"= {100 * log(1.02):.2f}$ nats"),
    "ppo-kl-reward-or-loss": (f"$({-0.1 * 0.5:.2f}, {0.1 * 0.2:.2f}, {-0.1 * 0.1 + 1:.2f})$",),
}
