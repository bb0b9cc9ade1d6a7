"""Debugging cases."""

from math import e, erf, exp, log, pi, sqrt

import numpy as np

from flashrl.simulations import entropy_collapse, prm_vs_orm

ONE_TENSOR = 8 * 1024 * 100_000 * 4
"""Bytes of a soft sample for every position."""


def opened(digits: int, episodes: int = 500_000) -> float:
    """The chance that uniform guesses open the lock in one of so many episodes."""
    return 1 - (1 - 2.0**-digits) ** episodes


def without_signal(p: float, size: int = 8) -> str:
    return f"${p**size + (1 - p) ** size:.3f}$ at $p = {p}$"


def signal(steps: int) -> dict[str, float]:
    params = prm_vs_orm.Params(steps=steps, success_probability=0.7, batches=1)
    return prm_vs_orm.run(params).summary(0)


def dpo_loss(margin: float, beta: float = 0.1) -> float:
    return log(1 + exp(-beta * margin))


def escape(start_probability: float) -> int:
    """Steps until the best arm leads, with a fixed entropy bonus."""
    params = entropy_collapse.Params(start_probability=start_probability, steps=1000)
    return int(entropy_collapse.run(params).summary(-1)["escape_step"])


def squashed_entropy(std: float) -> float:
    """Of tanh(u) for a normal u with mean 0, in nats: that of u and the mean log-derivative."""
    z = np.linspace(-9, 9, 100_001)
    density = np.exp(-(z**2) / 2) / sqrt(2 * pi) * (z[1] - z[0])
    u = np.abs(std * z)
    return float(log(std * sqrt(2 * pi * e)) + (density * 2 * (log(2) - u - np.log1p(np.exp(-2 * u)))).sum())


SPIKE = exp(8) - 1 - 8
COMMON_DEVIATION = sqrt((2 * 10**2 + 2 * 0.1**2) / 4)

SQUARED_WEIGHT = 0.8**2 / 0.5 + 0.2**2 / 0.5


def largest_normal(count: int) -> float:
    """The mean of the largest of so many standard normal numbers."""
    step = 0.001
    places = [step * n for n in range(-8000, 8000)]
    below = [0.5 * (1 + erf(place / 2**0.5)) for place in places]
    density = [exp(-(place**2) / 2) / (2 * pi) ** 0.5 for place in places]
    parts = zip(places, below, density, strict=True)
    return step * sum(float(place * count * under ** (count - 1) * here) for place, under, here in parts)


NUMBERS: dict[str, tuple[str, ...]] = {
    "case-entropy-zero": (f"needs ${escape(0.001)}$ steps", f"and ${escape(0.0001)}$ from $0.0001$"),
    "case-sac-temperature": (
        f"d \\ln 2 = {log(2):.2f}\\,d$",
        f"for $c < {exp(-1) / 2:.2f}$",
        f"has ${squashed_entropy(7.4):.1f}$ nats",
    ),
    "case-gumbel-memory": (
        f"\\approx {ONE_TENSOR / 1e9:.1f} \\text{{ GB}}",
        f"about ${3 * ONE_TENSOR / 1e9:.1f}$ GB",
        f"${8 * 1024 * 4 // 1024}$ KB",
    ),
    "case-advantage-leak": (
        f"mean of ${(0.9 + 0.1) / 2:.1f}$",
        f"$+{0.9 - 0.5:.1f}$ on the easy task and ${0.1 - 0.5:.1f}$",
        f"deviation of ${COMMON_DEVIATION:.1f}$",
        f"advantages of ${0.1 / COMMON_DEVIATION:.3f}$",
    ),
    "case-sparse-reward": (
        f"one in ${2**20}$",
        f"\\approx {opened(20):.2f}",
        f"it would be ${opened(25, 10_000_000 // 25):.3f}$",
    ),
    "case-grpo-no-signal": (without_signal(0.02), without_signal(0.5), without_signal(0.9)),
    "case-length-hacking": (f"$1/100 = {1 / 100}$ per token", f"${1 / 1000}$ at 1000"),
    "case-outcome-long-chain": (
        f"0.7^{{20}} = {0.7**20:.4f}$",
        f"SNR of ${signal(1)['snr_orm']:.3f}$ at $T = 1$ and ${signal(20)['snr_orm']:.3f}$ at $T = 20$",
        f"about ${round(signal(20)['samples_for_snr_1_orm'], -1):.0f}$ instead",
    ),
    "case-dpo-displacement": (
        f"margin of ${(-15 + 11) - (-25 + 11)}$",
        f"from ${dpo_loss(0):.3f}$ to ${dpo_loss(10):.3f}$",
        f"\\approx {exp(4):.0f}$ times",
    ),
    "case-k3-spikes": (
        f"= {SPIKE:.0f}",
        f"$1 - r = {1 - exp(8):.0f}$",
        f"the mean by ${SPIKE / 600:.0f}$",
    ),
    "case-logprob-mismatch": (f"a factor of {round(exp(6), -2):.0f} on",),
    "case-off-policy-promise": (
        f"$0.8^2/0.5 + 0.2^2/0.5 = {SQUARED_WEIGHT:.2f}$",
        f"$1.36^{{20}} = {SQUARED_WEIGHT**20:.0f}$",
        f"$10{{,}}000/469 = {10_000 / SQUARED_WEIGHT**20:.0f}$",
        f"$\\sqrt{{0.25/21}} = {(0.25 / 21) ** 0.5:.2f}$",
        f"is ${largest_normal(10):.2f}$ standard errors above zero on average",
        f"so ${largest_normal(10) * 0.11:.2f}$: the promise",
    ),
}
