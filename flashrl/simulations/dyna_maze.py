"""Dyna-Q in a maze: planning with a learned model makes much of every real step."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from flashrl.simulations import _grid, _walk
from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._dyna import DynaRuns, Frame
from flashrl.simulations._dyna_view import View

MAZE = (
    ".......#G",
    "..#....#.",
    "S.#....#.",
    "..#......",
    ".....#...",
    ".........",
)

SHOWN_EVERY = 10_000
"""After so many updates, a real step counting as two, a run shows what it has so far."""

MOST_FRAMES = 1000
"""About how many frames all episodes have together."""

RECENT = 10
"""Of so many episodes the steps are averaged."""


@dataclass(frozen=True)
class Params:
    planning_steps: int = param(50, "Planning steps n", min=0, max=100, step=1)
    step_size: float = param(0.1, "Step size α", min=0.01, max=1.0, step=0.01)
    discount: float = param(0.95, "Discount γ", min=0.5, max=0.99, step=0.01)
    exploration_rate: float = param(0.1, "Exploration rate ε", min=0.0, max=0.5, step=0.01)
    episodes: int = param(50, "Episodes", min=2, max=100, step=1)
    runs: int = param(40, "Runs", min=1, max=100, step=1)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)
    rows: tuple[str, ...] = param(MAZE, "Rows of the maze")

    def __post_init__(self) -> None:
        if "C" in "".join(self.rows):
            raise ValueError("rows: a cell is 'C'; it may be one of . # G S")
        _ = self.walk

    @property
    def walk(self) -> _walk.Walk:
        return _walk.walk(self.rows, step_reward=0.0, goal_reward=1.0)


@dataclass(frozen=True)
class Result:
    """The first run after a real step and its planning, and what all runs needed on average."""

    params: Params
    episode: IntArray  # (frames,), from 1
    step: IntArray  # (frames,): real steps of this episode
    action_values: FloatArray  # (frames, rows, columns, actions)
    state_values: FloatArray  # (frames, rows, columns): of the best action
    policy: FloatArray  # (frames, rows, columns, actions): greedy; ties share, but none where all are alike
    visits: IntArray  # (frames, rows, columns): in this episode so far
    planned: IntArray  # (frames, rows, columns): how often planning after this step has updated the cell
    path: NDArray[np.object_]  # (frames,) of (steps, 2): the cells of this episode so far, row and column
    steps_per_episode: FloatArray  # (frames, episodes): average of all runs, the same in every frame
    steps_without_planning: FloatArray  # (frames, episodes): the same for n = 0

    @property
    def shortest_path(self) -> float:
        """From the start to a goal, in steps."""
        walk = _walk.walk(self.params.rows, step_reward=-1.0, goal_reward=0.0)
        return -float(_walk.optimal_state_values(walk, 1.0)[walk.start])

    def summary(self, frame: int) -> dict[str, float]:
        """`steps_…` are averages of all runs, the others are of the first one."""
        steps, without = self.steps_per_episode[frame], self.steps_without_planning[frame]
        walk = self.params.walk
        found = {
            "episode": float(self.episode[frame]),
            "step": float(self.step[frame]),
            "state_value": float(self.state_values[frame].ravel()[walk.start]),
            "shortest_path": self.shortest_path,
        }
        greedy = self.action_values[frame].reshape(-1, _walk.ACTIONS).argmax(axis=1)
        if (way := _walk.trace(walk, greedy)) is not None:
            found["greedy_path"] = len(way) - 1.0
        if len(steps) > 1:
            found["steps_in_episode_2"] = float(steps[1])
        if len(without) > 1:
            found["steps_in_episode_2_without_planning"] = float(without[1])
        found["steps_lately"] = float(steps[-RECENT:].mean())
        return found


def run(params: Params) -> Result:
    """q(s, a) += α [r + γ max_a′ q(s′, a′) − q(s, a)] after every real step, and then n times more for
    moves that the model recalls: a state that was met, and an action that was tried in it, by chance.

    Tabular Dyna-Q, Sutton & Barto (2018), section 8.2 and Example 8.1: reward 1 on arrival at a goal, else
    0. All runs are ε-greedy with ties broken by chance, from q = 0. A frame is a real step of the first
    run with its planning; of long episodes some frames are left out.
    """
    result = None
    for grown in grow(params):
        result = grown[1]
    assert result is not None
    return result


def grow(params: Params) -> Iterator[tuple[float, Result]]:
    """The result of ever more episodes."""
    runs = _runs(params, frames=MOST_FRAMES)
    without = _runs(replace(params, planning_steps=0), frames=0) if params.planning_steps else runs
    both, shown = {id(each): each for each in (runs, without)}.values(), -1
    while not all(each.is_over for each in both):
        for each in both:
            each.advance(SHOWN_EVERY)
        done = sum(each.episodes.complete for each in both)
        if done > shown and all(each.episodes.complete for each in both):
            shown = done
            yield done / (len(both) * params.episodes), _result(params, runs, without)


def _runs(params: Params, frames: int) -> DynaRuns:
    return DynaRuns(
        params.walk,
        runs=params.runs,
        episodes=params.episodes,
        planning_steps=params.planning_steps,
        step_size=params.step_size,
        discount=params.discount,
        exploration_rate=params.exploration_rate,
        frames=frames,
        seed=params.seed,
    )


def _result(params: Params, runs: DynaRuns, without: DynaRuns) -> Result:
    """Of the episodes that all runs have done."""
    walk, count = params.walk, runs.episodes.complete
    frames = [frame for episode in runs.record.episodes[:count] for frame in episode]
    action_values = np.array([frame.action_values for frame in frames])
    greedy = walk.world.greedy(action_values.transpose(0, 2, 1))
    greedy &= ~greedy.all(axis=1, keepdims=True)
    shape = len(frames), *walk.shape
    return Result(
        params=params,
        episode=np.array([frame.episode for frame in frames]),
        step=np.array([frame.step for frame in frames]),
        action_values=action_values.reshape(*shape, -1),
        state_values=action_values.max(axis=-1).reshape(shape),
        policy=_grid.shared_among(greedy).reshape(*shape, -1),
        visits=np.array([np.bincount(each.path, minlength=walk.ends.size) for each in frames]).reshape(shape),
        planned=np.array([frame.planned for frame in frames]).reshape(shape),
        path=_paths(frames, walk),
        steps_per_episode=_averages(runs, len(frames)),
        steps_without_planning=_averages(without, len(frames)),
    )


def _averages(runs: DynaRuns, frames: int) -> FloatArray:
    """Steps of every episode, the same in all frames: (frames, episodes)."""
    steps = runs.episodes.lengths.mean(axis=0)
    return np.broadcast_to(steps, (frames, len(steps)))


def _paths(frames: list[Frame], walk: _walk.Walk) -> NDArray[np.object_]:
    found = np.empty(len(frames), dtype=object)
    found[:] = [np.stack(np.divmod(frame.path, walk.shape[1]), axis=1) for frame in frames]
    return found


SIMULATION = Simulation(
    slug="dyna-maze",
    title="Dyna-Q in a maze",
    topic="Tabular",
    question="How much does a learned model save in real steps, when planning does the rest?",
    insight=(
        "A model buys sample efficiency: n planned updates after every real step carry a success back "
        "through the maze within an episode or two; without them each episode carries it back about one cell."
    ),
    follow_up=(
        "What if the model is wrong? Planning then improves the policy for the wrong world. Where the model "
        "promises too much, the agent goes there and finds out; where the world has become better, say by a "
        "new shortcut, it may never look. Dyna-Q+ therefore adds a bonus for what was not tried for long; "
        "and where networks learn the model, short rollouts keep its errors from adding up."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., sections 8.2 and 8.3, "
        "Example 8.1",
        "Sutton (1990), Integrated Architectures for Learning, Planning, and Reacting Based on Approximating "
        "Dynamic Programming",
        "Janner, Fu, Zhang & Levine (2019), When to Trust Your Model, arXiv:1906.08253, for short rollouts",
    ),
    params=Params,
    run=run,
    view=View,
    grow=grow,
)
