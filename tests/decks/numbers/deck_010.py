"""MDPs and dynamic programming."""

from math import log, log10

import numpy as np

from flashrl.simulations import value_iteration


def belief(prior: float, alarms: int) -> float:
    """P(broken) after so many alarms: Bayes' rule with likelihoods 0.8 and 0.2."""
    broken, sound = prior * 0.8**alarms, (1 - prior) * 0.2**alarms
    return broken / (broken + sound)


def left(discount: float) -> float:
    return 1 / (1 - discount**2)


def right(discount: float) -> float:
    return 2 * discount / (1 - discount**2)


def optimal(discount: float) -> np.ndarray:
    """The optimal values of the 5×5 grid."""
    params = value_iteration.Params(map="5x5", discount=discount)
    return np.asarray(value_iteration.run(params).state_values[-1]).reshape(5, 5)


def random_moves(sweeps: int) -> np.ndarray:
    """Policy evaluation of random moves on the 4×4 grid with two terminal corners."""
    values = np.zeros((4, 4))
    for _ in range(sweeps):
        around = np.pad(values, 1, mode="edge")
        neighbours = around[:-2, 1:-1] + around[2:, 1:-1] + around[1:-1, :-2] + around[1:-1, 2:]
        values = -1 + neighbours / 4
        values[0, 0] = values[-1, -1] = 0
    return values


def sweep_by_sweep() -> tuple[str, ...]:
    """The table rows of `V(s) = max(1 + .9 V(s), .9 V(t))`, `V(t) = 2 + .9 V(t)`."""
    rows, s, t = [], 0.0, 0.0
    for sweep in (1, 2, 3):
        stay, go = 1 + 0.9 * s, 0.9 * t
        s, t = max(stay, go), 2 + 0.9 * t
        rows.append(f"| {sweep} | {stay:.3g} | {go:.3g} | {s:.3g} | {t:.3g} |")
    return tuple(rows)


def jumps(*times: int) -> float:
    return sum(10 * 0.9**time for time in times)


SOLVED = np.linalg.solve(np.eye(2) - 0.5 * np.array([[0, 1], [0.5, 0.5]]), np.array([2.0, 0]))
FAR, NEAR = optimal(0.9), optimal(0.5)
CELL = [random_moves(sweeps)[0, 1] for sweeps in (1, 2, 3)]
ROW_3, ROW_LIMIT = random_moves(3)[0], random_moves(1000)[0]

NUMBERS: dict[str, tuple[str, ...]] = {
    "mdp-belief-update": (f"about {belief(0.1, 1):.3f} after one", f"{belief(0.1, 2):.2f} after two"),
    "mdp-discount-loops": (
        *(f"{left(discount):.4g} against {right(discount):.4g}" for discount in (0.5, 0.9)),
        f"{2 * 0.9**2 / (1 - 0.9**3):.3f}",
    ),
    "mdp-discount-changes-map": (
        f"{10 / (1 - 0.5**5):.2f}",
        f"{5 / (1 - 0.5**3):.2f}",
        f"0.5 \\cdot {NEAR[0, 3]:.2f} = {0.5 * NEAR[0, 3]:.2f}",
        f"0.5^3 \\cdot {NEAR[0, 1]:.2f} = {0.5**3 * NEAR[0, 1]:.2f}",
        f"0.9 \\cdot {FAR[0, 3]:.2f} = {0.9 * FAR[0, 3]:.2f}",
        f"0.9^3 \\cdot {FAR[0, 1]:.2f} = {0.9**3 * FAR[0, 1]:.2f}",
        f"{5 / (1 - 0.9**3):.2f}",
        f"5 + 0.9 \\cdot {FAR[2, 3]:.2f} = {5 + 0.9 * FAR[2, 3]:.2f}",
    ),
    "mdp-reward-constant": (f"${3 * (-1)}$ against ${10 * (-1)}$", f"$+{3 * 1}$ against $+{10 * 1}$"),
    "mdp-evaluation-by-solving": (f"$V = ({SOLVED[0]:.1f},\\ {SOLVED[1]:.1f})$",),
    "mdp-gridworld-a": (
        f"{10 / (1 - 0.9**5):.2f}",
        f"10 + 0.9 \\cdot (-1.35) \\approx {10 + 0.9 * -1.35:.2f}",
    ),
    "dp-policy-evaluation": (
        f"${CELL[0]:.0f}$, then ${CELL[1]:.2f}$, then ${CELL[2]:.4f}$",
        f"${ROW_3[0]:.0f},\\ {ROW_3[1]:.4f},\\ {ROW_3[2]:.4f},\\ {ROW_3[3]:.0f}$",
        f"${ROW_LIMIT[0]:.0f},\\ {ROW_LIMIT[1]:.0f},\\ {ROW_LIMIT[2]:.0f},\\ {ROW_LIMIT[3]:.0f}$",
    ),
    "dp-value-iteration-by-hand": (
        *sweep_by_sweep(),
        f"2/(1-0.9) = {2 / (1 - 0.9):.0f}",
        f"= {max(1 / (1 - 0.9), 0.9 * 20):.0f}$",
    ),
    "dp-stopping-rule": (
        f"\\gamma/(1-\\gamma) = {0.99 / (1 - 0.99):.0f}$",
        f"\\cdot 0.01 = {0.99 / (1 - 0.99) * 0.01:.2f}$",
    ),
    "dp-finite-horizon": (
        f"{jumps(3, 8, 13):.2f}",
        f"{5 * 0.9 + jumps(6, 11, 16):.2f}",
        f"${0.9**3 * FAR[0, 1]:.2f}$ against ${0.9 * FAR[0, 3]:.2f}$",
    ),
    "mdp-llm-hidden-intent": (f"$1 - 0.1 = {1 - 0.1:.1f}$", f"earns {max(0.6, 0.4):.1f}"),
    "dp-all-strings": (f"10^{{{log10(50_000) * 100:.0f}}}",),
    "dp-policy-before-values": (f"0.9^{{14}} \\approx {FAR[0, 1] * 0.9**14:.2f}",),
    "mdp-effective-horizon": (
        f"0.99^{{100}} \\approx {0.99**100:.3f}",
        f"about {log(0.5) / log(0.99):.0f} for 0.99 and {log(0.5) / log(0.9):.1f} for 0.9",
    ),
    "mdp-time-limit": (
        f"\\approx {(1 - 0.99**200) / (1 - 0.99):.1f}",
        f"\\approx {1 / (1 - 0.99 * 199 / 200):.1f}",
    ),
}
