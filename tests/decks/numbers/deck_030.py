"""Monte Carlo and temporal differences."""

import numpy as np

from flashrl.simulations import aggregation_walk, cliff_walk

PREDICTED, LEGS = (10, 6, 2, 0), (5, 6, 1)
"""A parcel's remaining hours as they were predicted, and what each leg took."""

VALUES = (4, 1, 3)
"""Next action values; the third action is the one that is taken."""


def parcel() -> tuple[str, ...]:
    """The rows of the table: predicted, actual rest, Monte Carlo error, TD target and TD error."""
    rows = []
    for place, leg in enumerate(LEGS):
        guess, after, rest = PREDICTED[place], PREDICTED[place + 1], sum(LEGS[place:])
        target = leg + after
        rows.append(
            f"${guess}$ | ${rest}$ | ${rest - guess}$ | ${leg} + {after} = {target}$ | ${target - guess}$ |"
        )
    return tuple(rows)


def n_step_returns() -> tuple[float, float, float]:
    """Rewards 1, 0, 4, V(s₁) = 4, V(s₂) = 2, γ = 0.5."""
    return 1 + 0.5 * 4, 1 + 0.25 * 2, 1 + 0.25 * 4


def lambda_return(trace_decay: float = 0.5) -> float:
    one, two, three = n_step_returns()
    return (1 - trace_decay) * (one + trace_decay * two) + trace_decay**2 * three


def lambda_return_by_td_errors() -> float:
    deltas = (1 + 0.5 * 4 - 2, 0 + 0.5 * 2 - 4, 4 - 2)
    return 2 + sum(0.25**k * delta for k, delta in enumerate(deltas))


def control() -> tuple[str, ...]:
    """Target and new value: SARSA, Q-learning, expected SARSA with ε = 0.3."""
    random = 0.3 / 3
    expected = (0.7 + random) * max(VALUES) + random * (VALUES[1] + VALUES[2])
    texts = []
    for after in (VALUES[2], max(VALUES), expected):
        target = -1 + 0.9 * after
        texts += [f"= {target:.3g}$", f"| ${2 + 0.5 * (target - 2):.3g}$ |"]
    return tuple(texts)


def batch() -> tuple[str, str]:
    """V(A) by the counted model and as the mean return."""
    model = np.array([[0.0, 1.0], [0.0, 0.0]])
    rewards = np.array([0.0, np.mean([0, 1, 1, 0, 1])])
    td = np.linalg.solve(np.eye(2) - model, rewards)[0]
    return f"batch TD says ${td:.1f}$", f"says ${np.mean([0.0]):.0f}$"


CLIFF = cliff_walk.exact_values(cliff_walk.CLIFF, 0.1)
WALK = aggregation_walk.run(aggregation_walk.Params(episodes=1)).summary(0)
TRACE = 0.4 * 0.4 + 1
RETURNS = [4, 3, 2, 1]

NUMBERS: dict[str, tuple[str, ...]] = {
    "mc-first-or-every-visit": (f"${RETURNS[0]}$", f"= {np.mean(RETURNS)}$"),
    "td-parcel-by-hand": parcel(),
    "td-first-episode": (
        f"= {0.5 + 0.1 * (0 - 0.5):.2f}",
        f"${0.5 * 0.9**2:.3f}$",
        f"= {0.5 + 0.1 * (1 - 0.5):.2f}$",
    ),
    "td-batch-by-hand": batch(),
    "td-lambda-return-by-hand": (
        *(f"= {each:.3g}$" for each in n_step_returns()),
        f"= {lambda_return()}",
        f"= {lambda_return_by_td_errors()}$",
    ),
    "td-trace-by-hand": (
        f"= {TRACE:.2f}$",
        f"= {0.5 * TRACE:.2f}$",
        f"= {0.5 * 0.4}$",
        f"0.4^2 = {0.4**2:.2f}$",
    ),
    "td-control-by-hand": control(),
    "td-cliff-walk": (f"${CLIFF['edge_path_value']:.1f}$", f"${CLIFF['top_path_value']:.1f}$"),
    "td-aggregation": (f"${WALK['root_ve_mc']:.4f}$", f"${WALK['root_ve_td']:.4f}$"),
    "td-debug-growing-values": (f"about ${1 / (1 - 0.99**10):.0f}$",),
}
