"""Policy gradients."""

from math import log, sqrt

import numpy as np

from flashrl.simulations import entropy_collapse, gae_lab, gradient_variance

LAST_REWARDED, PREDICTED = (0.0, 0.0, 0.0, 1.0), (0.5, 0.6, 0.4, 0.8, 0.0)


def corridor(right: float) -> str:
    """The return of going right with that probability."""
    return f"{(2 * right - 4) / (right * (1 - right)):.4g}"


def softmax_step() -> tuple[str, ...]:
    """One step on action 2 of three, advantage 2, α = 0.1."""
    policy = np.array([0.5, 0.3, 0.2])
    change = 0.1 * 2 * (np.eye(3)[1] - policy)
    grown = policy * np.exp(change)
    return (
        f"$({change[0]:.2f}, {change[1]:.2f}, {change[2]:.2f})$",
        ", ".join(f"${each:.3f}$" for each in grown),
        f"${grown.sum():.3f}$",
        f"= {grown[1] / grown.sum():.3f}$",
    )


def returns_to_go() -> tuple[str, str]:
    """The returns from each step on, and the same discounted from the start."""
    found: list[float] = []
    for reward in (3, -1, 2):
        found.insert(0, reward + 0.5 * (found[0] if found else 0.0))
    from_start = [0.5**t * each for t, each in enumerate(found)]
    plain, discounted = (
        f"$({', '.join(f'{each:g}' for each in weights)})$" for weights in (found, from_start)
    )
    return plain, discounted


def noise() -> tuple[str, str, str]:
    """Variance with whole returns, reward-to-go and a baseline, for T = 10."""
    left = range(1, 11)
    return f"= {10 * (10**2 + 10)}$", f"${sum(k**2 + k for k in left)}$", f"= {sum(left)}$"


def advantages(gae_lambda: float, discount: float = 0.9, shift: float = 0.0) -> np.ndarray:
    values = (*(value + shift for value in PREDICTED[:-1]), 0.0)
    params = gae_lab.Params(
        rewards=LAST_REWARDED, state_values=values, discount=discount, gae_lambda=gae_lambda
    )
    result = gae_lab.run(params)
    return np.asarray(result.advantages[-1])


def tokens(gae_lambda: float) -> str:
    return " | ".join(f"${each:.1g}$" for each in advantages(gae_lambda, discount=1.0))


def variance(estimator: str, offset: float) -> float:
    params = gradient_variance.Params(estimator=estimator, mean=1.0, offset=offset)
    return gradient_variance.run(params).summary(0)["variance"]


def entropy_gradient(policy: tuple[float, float]) -> tuple[float, float, float]:
    entropy = -sum(each * log(each) for each in policy)
    first, second = (-each * (log(each) + entropy) for each in policy)
    return entropy, first, second


def bonus() -> tuple[str, ...]:
    params = entropy_collapse.Params(mode="fixed", temperature=0.1, steps=1)
    policy = entropy_collapse.run(params).optimal_policy[0]
    return f"${policy[0]:.3f}$", f"${policy[1]:.3f}$", f"${policy @ np.array(params.rewards):.3f}$"


ENTROPY, FIRST, SECOND = entropy_gradient((0.9, 0.1))
GAE = advantages(0.5)
PAIR = np.array([5.0, -6.0])


def traced(largest: float) -> str:
    """V-trace's target with both ratios truncated at `largest`."""
    ratios, errors = np.minimum([3.0, 0.5], largest), (0.4, -0.2)
    return f"{1 + ratios[0] * errors[0] + 0.9 * ratios[0] * ratios[1] * errors[1]:.2f}$"


NUMBERS: dict[str, tuple[str, ...]] = {
    "pg-dropped-discount": (f"${0.99**500:.4f}$",),
    "pg-short-corridor": (
        f"= {2 - sqrt(2):.3f}$",
        f"${corridor(2 - sqrt(2))}$",
        f"J = {float(corridor(0.95)):.1f}$",
        f"J = {float(corridor(0.05)):.1f}$",
    ),
    "pg-softmax-by-hand": softmax_step(),
    "pg-reward-to-go-by-hand": returns_to_go(),
    "pg-baseline-by-hand": (f"${PAIR.mean()}$", f"= {PAIR.var()}$"),
    "pg-variance-horizon": (*noise(), f"= {55 / 0.25:.0f}$"),
    "pg-baseline-gaussian": (
        f"${variance('score', 10.0):.0f}$",
        f"= {variance('baseline', 10.0):.0f}$",
        f"= {8 + 6}$",
    ),
    "pg-reward-shift": tuple(f"${variance('score', each):.0f}$" for each in (10.0, -4.0, -2.0)),
    "pg-two-step-check": (
        f"= 0.24 \\cdot 0.5 = {0.6 * 0.4 * 0.5:.2f}$",
        f"= 0.6 \\cdot 0.25 = {0.6 * 0.5 * 0.5:.2f}$",
        f"= {1 - 0.6:.1f}$",
        f"= {1 - 0.5:.1f}$",
        f"probability ${0.6 * 0.5:.1f}$",
    ),
    "pg-gae-truncation": (
        f"= {0.9**4 * 0.9 - 0.5:.4f}",
        f"= {0.9**4:.3f}$",
        f"= {0.9 * (0.9 * 0.95) ** 3:.3f}$",
    ),
    "pg-leave-one-out": (f"${1 - 0.5}, ", f"${1 - 1 / 3:.3f}$", f"${-2 / 3:.3f}$"),
    "pg-vtrace": (f"= {traced(1.0)}", f"= {traced(np.inf)}"),
    "pg-gae-by-hand": (
        f"A_2 = 0.32 + 0.45 \\cdot 0.2 = {GAE[2]:.2f}$",
        f"= {GAE[1]:.4f}$",
        f"= {GAE[0]:.4f}$",
        f"= {advantages(1.0)[0]:.3f}$",
    ),
    "pg-gae-wrong-critic": (
        f"${advantages(0.0)[-1]:.1f}$ becomes ${advantages(0.0, shift=1.0)[-1]:.1f}$",
        f"= {advantages(0.0, shift=1.0)[0] - advantages(0.0)[0]:.1f}$",
    ),
    "pg-token-credit": (tokens(1.0), tokens(0.0)),
    "pg-entropy-gradient": (
        f"= {ENTROPY:.3f}$",
        f"= {FIRST:.3f}$",
        f"= {SECOND:.3f}$",
        f"${entropy_gradient((0.999, 0.001))[2]:.3f}$",
    ),
    "pg-entropy-bonus": bonus(),
}
