"""Monte Carlo methods, KL and estimators."""

from math import comb, exp, expm1, log, sqrt

from flashrl.simulations import gradient_variance, importance_sampling, kl_estimators

SECOND_MOMENT = 0.9**2 / 0.5 + 0.1**2 / 0.5
"""Of one step's ratio, target 0.9 and behaviour 0.5."""


def weighted_share(weights: list[float]) -> float:
    """The effective sample size."""
    return sum(weights) ** 2 / sum(weight**2 for weight in weights)


def per_decision_variance(steps: int) -> float:
    """Of one episode's estimate with a reward of 1/steps for each right, by steps s ≤ t."""
    total = 0.0
    for s in range(steps):
        square = SECOND_MOMENT**s * 0.9**2 / 0.5
        total += square + 2 * square * 0.9 * (steps - s - 1)
    return total / steps**2 - 0.9**2


def kl(p: list[float], q: list[float]) -> float:
    return sum(a * log(a / b) for a, b in zip(p, q, strict=True))


def best_of(n: int) -> float:
    return log(n) - (n - 1) / n


def uct(mean: float, visits: int, parent: int = 20) -> str:
    bonus = sqrt(log(parent) / visits)
    return f"= {bonus:.3f}$ | ${mean + bonus:.3f}$"


def samples_for_signal(mean: float) -> list[float]:
    """Variance over squared gradient, for the three estimators of ∇E x²."""
    variances = gradient_variance.exact_variances(gradient_variance.Params(mean=mean))
    return [float(variance) / (2 * mean) ** 2 for variance in variances]


CLIPPED = importance_sampling.run(importance_sampling.Params(clip=5.0, runs=1, episodes=1000)).summary(-1)
PLAIN = importance_sampling.run(importance_sampling.Params(runs=1, episodes=1000)).summary(-1)
KEPT = [exp((reward - 2) / 0.5) for reward in (0, 0.5, 1, 2)]
SHARES = [p * kept for p, kept in zip((0.4, 0.3, 0.2, 0.1), KEPT, strict=True)]
RIGHT = 1 - 0.6**8
"""The chance that one of eight is right."""

TOKEN = kl([0.9, 0.1], [0.5, 0.5])
STD = {mean: kl_estimators.relative_std(mean) for mean in (0.1, 1.0)}
SAMPLES = {mean: samples_for_signal(mean) for mean in (1.0, 0.1)}
EPISODES = [(1.8 * 1.8, 1.0), (1.8 * 0.2, 0.5), (0.2 * 0.2, 0.0)]
WEIGHTS = [ratio for ratio, _ in EPISODES]
PRODUCT = sum(ratio * share for ratio, share in EPISODES)

NUMBERS: dict[str, tuple[str, ...]] = {
    "mc-error-rate": (f"= {sqrt(0.3 * 0.7 / 64):.3f}$", f"it is ${sqrt(0.3 * 0.7 / 256):.3f}$"),
    "mc-is-by-hand": (
        f"/3 = {PRODUCT / 3:.2f}$",
        f"${PRODUCT:.2f} / {sum(WEIGHTS):.2f} = {PRODUCT / sum(WEIGHTS):.3f}$",
        f"= {weighted_share(WEIGHTS):.2f}$",
        f"mean weight is ${sum(WEIGHTS) / 3:.2f}$",
    ),
    "mc-is-horizon": (
        f"= {SECOND_MOMENT:.2f}$",
        f"${SECOND_MOMENT**10 - 1:.1f}$ at $T = 10$",
        f"${SECOND_MOMENT**20 - 1:.0f}$ at $T = 20$",
        f"are worth ${10_000 / SECOND_MOMENT**20:.1f}$ samples",
    ),
    "mc-per-decision": (
        f"variance ${PLAIN['mse_ordinary_exact'] * PLAIN['episode']:.1f}$",
        f"and ${per_decision_variance(10):.1f}$ per decision",
        f"= {SECOND_MOMENT * (SECOND_MOMENT - 1):.2f}$ here",
    ),
    "mc-effective-sample-size": (f"= {weighted_share([4, 1, 1, 0]):.0f}$",),
    "mc-truncated-weights": (
        f"from ${PLAIN['ratio_variance']:.1f}$ to ${CLIPPED['ratio_variance_clipped']:.2f}$",
        f"loses ${-CLIPPED['bias_ordinary_clipped']:.2f}$",
        f"only ${-CLIPPED['bias_weighted_clipped']:.2f}$",
    ),
    "mc-doubly-robust": (
        f"= {0.9 * 0.9 + 0.1 * 0.3:.2f}$",
        f"= {0.84 + 1.8 * 0.1:.2f}$",
        f"= {0.84 - 0.2 * 0.1:.2f}$",
        f"average ${0.5 * 1.02 + 0.5 * 0.82:.2f}$",
        f"${0.5 * 1.8**2 + 0.5 * 0.04**2 - 0.92**2:.4f}$ and ${((1.02 - 0.82) / 2) ** 2:.2f}$",
    ),
    "mc-v-trace": (f"= ({min(0.5, 0.9) / 0.6:.3f}, {min(0.5, 0.1) / 0.6:.3f})$",),
    "mc-token-or-sequence": (
        f"one of ${sqrt(1000) * 0.05:.2f}$",
        f"= {exp(-(0.05**2)):.3f}$",
        f"= {exp(-1000 * 0.05**2):.3f}$",
    ),
    "mc-rejection-sampling": (
        *(f"${kept:.4f}$ | ${share:.4f}$" for kept, share in zip(KEPT[:3], SHARES[:3], strict=True)),
        f"${sum(SHARES):.4f}$, one draw in ${1 / sum(SHARES):.1f}$",
        f"= {SHARES[3] / sum(SHARES):.3f}$",
    ),
    "kl-cross-entropy-mle": (
        f"= {-0.5 * log(0.9) - 0.5 * log(0.1):.3f}$",
        f"entropy ${log(2):.3f}$",
        f"divergence ${kl([0.5, 0.5], [0.9, 0.1]):.3f}$",
    ),
    "kl-forward-reverse": (f"= {sqrt(2**2 + 0.5**2):.2f}$",),
    "kl-chain-rule": (f"= {TOKEN:.3f}$", f"= {TOKEN + 0.9 * TOKEN:.3f}", f"${0.002 * 1000:.0f}$ nats"),
    "kl-k1-k2-k3": (
        f"${STD[0.1][0]:.0f}$ | ${STD[1.0][0]:.0f}$",
        *(f"${STD[0.1][k]:.2f}$ | ${STD[1.0][k]:.2f}$" for k in (1, 2)),
        f"about {round((STD[0.1][0] / STD[0.1][2]) ** 2, -2):.0f} times",
    ),
    "kl-k3-derivation": (
        f"${0.1**2 / expm1(0.1**2):.3f}$ at $\\mu = 0.1$",
        *(f"${mean**2 / expm1(mean**2):.3f}$ at ${mean:g}$" for mean in (1, 1.5)),
    ),
    "kl-k3-heavy-tail": (f"$k_1 = {-log(99):.1f}$", f"= {99 - 1 - log(99):.1f}$"),
    "mc-gradient-snr": tuple(
        f"${SAMPLES[1.0][index]:.3g}$ | ${SAMPLES[0.1][index]:.4g}$" for index in range(3)
    ),
    "mc-best-of-n-kl": (
        *(f"${best_of(n):.2f}$ at $n = {n}$" for n in (4, 16, 64)),
        f"at most ${best_of(100):.2f}$ nats",
    ),
    "mc-best-of-n-ties": (
        f"0.6^8 = {RIGHT:.3f}$",
        f"= {RIGHT * log(RIGHT / 0.4):.3f} - {(1 - RIGHT) * log(0.6 / (1 - RIGHT)):.3f}"
        f" = {kl([RIGHT, 1 - RIGHT], [0.4, 0.6]):.3f}",
        f"\\tfrac{{7}}{{8}} = {best_of(8):.3f}$",
        f"= {-log(0.4):.3f}$",
    ),
    "mc-pass-at-k": (
        f"= {comb(6, 3)}$ of",
        f"= {comb(8, 3)}$ subsets",
        f"= {1 - comb(6, 3) / comb(8, 3):.3f}$",
    ),
    "mc-pass-at-k-plug-in": (
        f"= {0.5 * (1 - 0.5**2) + 0.25:.3f}$",
        f"= {0.5 + 0.25:.2f}$, the truth",
    ),
    "mc-pass-at-k-crossing": (
        f"= {1 - 0.7**8:.3f}$",
        f"${8 * 0.9**7:.2f}\\,",
        f"about $8 \\cdot 10^{{{round(log(0.1**7, 10)):d}}}\\,",
    ),
    "mc-uct-by-hand": (f"= {log(20):.3f}", uct(0.6, 12), uct(0.5, 6), uct(0.3, 2)),
}
