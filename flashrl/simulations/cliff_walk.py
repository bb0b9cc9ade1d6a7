"""Walking along a cliff: SARSA values what it does, exploration included, Q-learning what it could do."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from flashrl.simulations import _grid, _walk
from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._cliff_view import View
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._td_race import ALGORITHMS, Race

CLIFF = ("............", "............", "............", "SCCCCCCCCCCG")
UP, RIGHT, DOWN, LEFT = range(4)

SHOWN_EVERY = 2000
"""After so many steps a run shows what it has so far."""

RECENT = 100
"""Of so many episodes the return is averaged."""


@dataclass(frozen=True)
class Params:
    algorithm: str = param("sarsa", "Algorithm", choices=ALGORITHMS)
    step_size: float = param(0.5, "Step size α", min=0.01, max=1.0, step=0.01)
    exploration_rate: float = param(0.1, "Exploration rate ε", min=0.0, max=0.5, step=0.01)
    episodes: int = param(500, "Episodes", min=1, max=1000, step=10)
    runs: int = param(50, "Runs", min=1, max=200, step=1)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)
    rows: tuple[str, ...] = param(CLIFF, "Rows of the map")

    def __post_init__(self) -> None:
        _ = self.walk

    @property
    def walk(self) -> _walk.Walk:
        return _walk.walk(self.rows, step_reward=-1.0, goal_reward=0.0)


@dataclass(frozen=True)
class Result:
    """After every episode: all algorithms' returns, averaged over runs, and the chosen one's first run."""

    params: Params
    returns: FloatArray  # (frames,): of the chosen algorithm in that episode
    returns_sarsa: FloatArray  # (frames,)
    returns_q_learning: FloatArray
    returns_expected_sarsa: FloatArray
    action_values: FloatArray  # (frames, rows, columns, actions)
    state_values: FloatArray  # (frames, rows, columns): under the policy that the algorithm values
    policy: FloatArray  # (frames, rows, columns, actions): greedy; ties share
    steps: IntArray  # (frames,): of the episode
    path: NDArray[np.object_]  # (frames,) of (cells, 2): where it led, row and column; after a fall the start

    def summary(self, frame: int) -> dict[str, float]:
        """Returns are of the last 100 episodes, averaged; the values are exact ones, of the start."""
        recent = slice(max(frame + 1 - RECENT, 0), frame + 1)
        found = {
            "episode": frame + 1.0,
            "return": float(self.returns[recent].mean()),
            "return_sarsa": float(self.returns_sarsa[recent].mean()),
            "return_q_learning": float(self.returns_q_learning[recent].mean()),
            "return_expected_sarsa": float(self.returns_expected_sarsa[recent].mean()),
            "steps": float(self.steps[frame]),
            "falls": float(self.falls(frame)),
        }
        way = _walk.trace(self.params.walk, self.policy[frame].reshape(-1, _walk.ACTIONS).argmax(axis=1))
        if way is not None:
            found["greedy_return"] = 1.0 - len(way)
        return found | self.exact

    @property
    def exact(self) -> dict[str, float]:
        return exact_values(self.params.rows, self.params.exploration_rate)

    def falls(self, frame: int) -> int:
        return sum(self.params.rows[row][column] == "C" for row, column in self.path[frame].tolist())


@lru_cache(maxsize=8)
def exact_values(rows: tuple[str, ...], exploration_rate: float) -> dict[str, float]:
    """Of the start, by linear solve: v*, and v_π of ε-greedy policies around a few paths.

    `edge_path_value` is of a shortest path, from beside which one goes down where that is no detour;
    `top_path_value` of the path along the top row, to which one goes back up; `best_soft_value` of the best.
    """
    walk = _walk.walk(rows, step_reward=-1.0, goal_reward=0.0)
    optimal = _walk.optimal_state_values(walk, 1.0)
    edge = _walk.greedy_actions(walk, optimal, 1.0, (DOWN, RIGHT, UP, LEFT))
    found = {
        "optimal_value": optimal,
        "best_soft_value": _walk.best_soft_state_values(walk, exploration_rate, 1.0),
        "edge_path_value": _walk.soft_state_values(walk, edge, exploration_rate, 1.0),
    }
    top = _along_the_top(walk)
    if _walk.trace(walk, top) is not None:
        found["top_path_value"] = _walk.soft_state_values(walk, top, exploration_rate, 1.0)
    return {name: float(state_values[walk.start]) for name, state_values in found.items()}


def _along_the_top(walk: _walk.Walk) -> IntArray:
    """Up, along the top row to the goal's column, and down that; back to it from anywhere beside."""
    row, column = np.indices(walk.shape).reshape(2, -1)
    goal_row, goal_column = np.argwhere(walk.ends.reshape(walk.shape))[0]
    along = np.where(column < goal_column, RIGHT, LEFT)
    home = np.where(row < goal_row, DOWN, UP)
    return np.where(column == goal_column, home, np.where(row == 0, along, UP))


def run(params: Params) -> Result:
    """q(s, a) += α [r + γ v′ − q(s, a)], with γ = 1 and v′ the value of s′ that the algorithm believes in:

    q(s′, a′) for the a′ to come (SARSA), max_a q(s′, a) (Q-learning), Σ_a π(a | s′) q(s′, a) (expected
    SARSA); all behave ε-greedily, from q = 0. Sutton & Barto (2018), equations 6.7 to 6.9 and Example 6.6.
    Frame k is after k + 1 episodes. An episode is cut off after 5,000 steps.
    """
    result = None
    for grown in grow(params):
        result = grown[1]
    assert result is not None
    return result


def grow(params: Params) -> Iterator[tuple[float, Result]]:
    """The result of ever more episodes."""
    race = Race(
        params.walk,
        runs=params.runs,
        episodes=params.episodes,
        step_size=params.step_size,
        exploration_rate=params.exploration_rate,
        shown=ALGORITHMS.index(params.algorithm) * params.runs,
        rng=np.random.default_rng(params.seed),
    )
    shown = 0
    while not race.is_over:
        for _ in range(SHOWN_EVERY):
            race.step()
            if race.is_over:
                break
        if race.episodes.complete > shown:
            shown = race.episodes.complete
            yield shown / params.episodes, _result(params, race)


def _result(params: Params, race: Race) -> Result:
    """Of the episodes that all learners have done."""
    count, world = race.episodes.complete, params.walk.world
    returns = race.episodes.returns.reshape(len(ALGORITHMS), params.runs, count).mean(axis=1)
    action_values = np.array(race.action_values[:count])
    shape = count, *world.shape
    return Result(
        params=params,
        returns=returns[ALGORITHMS.index(params.algorithm)],
        returns_sarsa=returns[0],
        returns_q_learning=returns[1],
        returns_expected_sarsa=returns[2],
        action_values=action_values.reshape(*shape, _walk.ACTIONS),
        state_values=_state_values(params, action_values).reshape(shape),
        policy=_grid.shared_among(world.greedy(action_values.transpose(0, 2, 1))).reshape(*shape, -1),
        steps=np.array(race.steps[:count]),
        path=_ragged(race.paths[:count]),
    )


def _state_values(params: Params, action_values: FloatArray) -> FloatArray:
    """v of the policy whose values an algorithm learns: greedy for Q-learning, ε-greedy for the others."""
    best: FloatArray = action_values.max(axis=-1)
    if params.algorithm == "q-learning":
        return best
    rate = params.exploration_rate
    soft: FloatArray = (1 - rate) * best + rate * action_values.mean(axis=-1)
    return soft


def _ragged(paths: list[NDArray[np.intp]]) -> NDArray[np.object_]:
    found = np.empty(len(paths), dtype=object)
    found[:] = paths
    return found


SIMULATION = Simulation(
    slug="cliff-walk",
    title="Walking along a cliff",
    topic="Tabular",
    question="Why does SARSA keep away from the cliff that Q-learning walks along?",
    insight=(
        "On-policy values include their own exploration: SARSA learns that the edge is dangerous for one who "
        "sometimes steps at random; Q-learning learns the shortest path, and falls off it while it explores."
    ),
    follow_up=(
        "Which of the two has learned the better policy? Q-learning, once exploration is switched off: its "
        "greedy policy takes the 13 steps. While ε stays, SARSA collects more. If ε goes to zero slowly "
        "enough, both become greedy and optimal. And expected SARSA? It averages over the next action rather "
        "than sampling it, which takes that variance away and allows a larger step size."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., equations 6.7 to 6.9 and "
        "Example 6.6",
        "van Seijen, van Hasselt, Whiteson & Wiering (2009), A Theoretical and Empirical Analysis of "
        "Expected Sarsa",
    ),
    params=Params,
    run=run,
    view=View,
    grow=grow,
)
