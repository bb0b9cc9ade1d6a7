"""Measured process: value iteration on a large grid. Prints milliseconds as JSON.

`python -m benchmarks.planning FILE` writes the grid's dynamics to FILE for a peer, and measures flashrl.
`python benchmarks/planning.py FILE` measures pymdptoolbox with a Python that has it, on the same dynamics.
"""

import json
import sys
import time
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

SIDE, DISCOUNT, WITHIN = 100, 0.99, 1e-6
REPEATS = 5


def grid_rows() -> list[str]:
    """Ice with walls and holes, a start and a goal in opposite corners."""
    rng = np.random.default_rng(0)
    cells = rng.choice(list("F#H"), size=(SIDE, SIDE), p=[0.85, 0.1, 0.05])
    cells[0, 0], cells[-1, -1] = "S", "G"
    return ["".join(row) for row in cells]


def ours(path: Path) -> dict[str, Any]:
    """The sweep that the simulation makes, until the bound on ‖v − v*‖ that both use is met."""
    from flashrl.simulations._grid import grid_world

    rows, whole, sweeping = grid_rows(), [], []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        world = grid_world(rows, largest=SIDE)
        built, state_values, sweeps = time.perf_counter(), np.zeros(SIDE**2), 0
        while True:
            following = world.action_values(state_values, DISCOUNT).max(axis=0)
            changes, state_values, sweeps = following - state_values, following, sweeps + 1
            if np.ptp(changes) < WITHIN * (1 - DISCOUNT) / DISCOUNT:
                break
        end = time.perf_counter()
        whole.append((end - begun) * 1000)
        sweeping.append((end - built) * 1000)
    np.savez(path, next_state=world.next_state, probability=world.probability, reward=world.reward)
    values = state_values[:3].tolist()
    return {"whole": min(whole), "sweeping": min(sweeping), "sweeps": sweeps, "values": values}


def peer(path: Path) -> dict[str, Any]:
    """pymdptoolbox with sparse transitions: dense ones would take three gigabytes."""
    library, sparse = import_module("mdptoolbox.mdp"), import_module("scipy.sparse")
    warnings.simplefilter("ignore")
    made = np.load(path)
    states = made["reward"].shape[1]
    transitions = [
        sparse.csr_matrix(
            (chances.ravel(), (np.repeat(np.arange(states), 3), following.ravel())), (states, states)
        )
        for chances, following in zip(made["probability"], made["next_state"], strict=True)
    ]
    begun = time.perf_counter()
    iteration = library.ValueIteration(transitions, made["reward"].T.copy(), DISCOUNT, epsilon=WITHIN)
    built = time.perf_counter()
    iteration.run()
    end = time.perf_counter()
    return {
        "whole": (end - begun) * 1000,
        "sweeping": (end - built) * 1000,
        "sweeps": iteration.iter,
        "values": [float(value) for value in iteration.V[:3]],
    }


if __name__ == "__main__":
    measured = peer if __package__ in (None, "") else ours
    print(json.dumps(measured(Path(sys.argv[1]))))
