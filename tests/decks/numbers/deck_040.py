"""Function approximation and deep Q."""

import numpy as np

from flashrl.simulations import aggregation_walk, deadly_triad


def root_ve(discount: float) -> tuple[float, float]:
    """Root-VE of TD's fixed point and of the best fit with 10 groups, as the card rounds them."""
    params = aggregation_walk.Params(episodes=1, discount=discount)
    summary = aggregation_walk.run(params).summary(0)
    return round(summary["root_ve_td"], 4), round(summary["root_ve_mc"], 4)


def aggregated(groups: int) -> str:
    """A row of the table: the learner's error after 5,000 episodes and the least possible one."""
    result = aggregation_walk.run(aggregation_walk.Params(groups=groups, episodes=5000))
    summary = result.summary(len(result.root_ve) - 1)
    return f"| ${groups}$ | ${summary['root_ve_learner']:.3f}$ | ${summary['root_ve_mc']:.3f}$ |"


def w_2w(target_network: bool) -> float:
    """The weight after 100 updates at γ = 0.99 and α = 0.1, with a copy every 20 updates or none."""
    params = deadly_triad.Params(
        env="w-2w",
        step_size=0.1,
        updates=100,
        initial_weights=(1.0,),
        target_network=target_network,
        target_period=20,
    )
    return deadly_triad.run(params).summary(100)["weight_1"]


def priorities() -> tuple[str, ...]:
    p = np.array([4.0, 1.0, 1.0]) ** 0.5
    probabilities = p / p.sum()
    raw = 1 / (3 * probabilities)
    said = ", ".join(f"{each:.3g}" for each in probabilities)
    weights = ", ".join(f"{each:.3g}" for each in raw / raw.max())
    return f"${said}$", f"weights ${weights}$", f"= {raw[0]:.3f}$", f"= {raw[1]:.3f}$"


def projected() -> tuple[str, ...]:
    """Atoms 0, 1, 2 moved to 0.5 + 0.5 z and shared among their neighbours."""
    target = np.zeros(3)
    for atom, probability in zip((0, 1, 2), (0.5, 0.3, 0.2), strict=True):
        moved = 0.5 + 0.5 * atom
        low = int(moved)
        target[low] += probability * (1 - (moved - low))
        if moved > low:
            target[low + 1] += probability * (moved - low)
    said = ", ".join(f"{each:.3g}" for each in target)
    return f"$({said})$", f"= {target @ np.arange(3):.2f}$", f"= {0.5 + 0.5 * 0.7:.2f}$"


TD, BEST = root_ve(0.9)
TD_UNDISCOUNTED, BEST_UNDISCOUNTED = root_ve(1.0)
FRAME = 84 * 84
TWO_STATES = 2 * 4 * FRAME * 1e6
LOWER, UPPER = 10 + 2 * 1, 2 * 1 + 1
ERRORS = 0.99 * LOWER - UPPER, 0.99 * LOWER - LOWER

NUMBERS: dict[str, tuple[str, ...]] = {
    "fa-aggregation": (aggregated(10), aggregated(100)),
    "fa-td-bound": (
        f"is ${TD}$",
        f"${BEST}$ for",
        f"= {(TD / BEST) ** 2:.2f}$",
        f"= {(TD_UNDISCOUNTED / BEST_UNDISCOUNTED) ** 2:.1f}$",
    ),
    "triad-w-2w": (f"= {1 + 0.1 * (2 * 0.99 - 1):.3f}$", f"= {w_2w(False):.0f}$"),
    "triad-baird": (
        f"= {ERRORS[0]:.2f}$",
        f"= {ERRORS[1]:.2f}$",
        f"= {(6 * ERRORS[0] + 2 * ERRORS[1]) / 7:.2f}",
    ),
    "triad-target-network": (f"${2 * 0.99}$", f"${w_2w(True):.0f}$ instead of ${w_2w(False):.0f}$"),
    "dqn-buffer-memory": (
        f"= {FRAME}$",
        f"${FRAME / 1e3:.2f}$ GB",
        f"= {TWO_STATES / 1e9:.1f}$",
        f"${4 * TWO_STATES / 1e9:.1f}$ GB",
    ),
    "maxbias-by-hand": (f"= {0.75 - 0.25}", f"is ${1 - 2 ** (1 - 10):.3f}$"),
    "double-dqn-by-hand": (f"= {0.5 + 0.9 * 2.2:.2f}$", f"= {0.5 + 0.9 * 1.5:.2f}$"),
    "per-by-hand": priorities(),
    "c51-by-hand": projected(),
}
