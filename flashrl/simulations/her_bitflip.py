"""Hindsight experience replay on bit flipping: a failed episode is a success for the goal that it reached."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._bit_flip import Learner, LinearLearner, TableLearner, attempts, greedy, pairs_apart
from flashrl.simulations._dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

GOALS_TRIED = 100
"""How many pairs of state and goal the greedy policy is measured on after every episode."""

RELABELS, UPDATES, BATCH = 4, 40, 128
"""Hindsight goals for every step (k of the paper), and updates an episode with so many samples each."""

EPISODES_A_YIELD = 15
LEARNERS: dict[str, type[LinearLearner | TableLearner]] = {"linear": LinearLearner, "table": TableLearner}


@dataclass(frozen=True)
class Params:
    bits: int = param(20, "Bits n", min=2, max=30, step=1)
    relabel: bool = param(True, "Relabel with reached goals")
    learner: str = param("linear", "Learner", choices=tuple(LEARNERS))
    episodes: int = param(150, "Episodes", min=1, max=500, step=10)
    exploration_rate: float = param(0.2, "Exploration rate ε", min=0.0, max=1.0, step=0.05)
    discount: float = param(0.98, "Discount γ", min=0.0, max=0.99, step=0.01)
    step_size: float = param(1.0, "Step size α", min=0.05, max=1.5, step=0.05)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)


@dataclass(frozen=True)
class Result:
    """Frame k is after k episodes; the attempt is a greedy one at the same pair of state and goal in each."""

    params: Params
    success_rate: FloatArray  # (frames,): of the greedy policy, on 100 goals
    goals_reached: IntArray  # (frames,): training episodes so far that reached their own goal
    rewarded_share: (
        FloatArray  # (frames,): of the stored transitions that reach their goal, relabelled or not
    )
    differs: BoolArray  # (frames, bits + 1, bits): which bits of the attempt differ from the goal, by step
    flipped: IntArray  # (frames, bits): the bit that each step of the attempt flips; −1: it is there

    def summary(self, frame: int) -> dict[str, float]:
        return {
            "episode": float(frame),
            "success_rate": float(self.success_rate[frame]),
            "goals_reached": float(self.goals_reached[frame]),
            "rewarded_share": float(self.rewarded_share[frame]),
            "bits_wrong_at_end": float(self.differs[frame, -1].sum()),
        }


class _Replay:
    """Every transition with its goal and, for hindsight, with goals reached later; in the learner's code."""

    def __init__(self, params: Params, learner: Learner, rng: np.random.Generator) -> None:
        self._params, self._learner, self._rng = params, learner, rng
        room = params.episodes * params.bits * (1 + RELABELS * params.relabel)
        blank = learner.encode(*np.zeros((2, 1, params.bits), dtype=np.intp), to_learn=False)
        self._codes, self._nexts = (np.empty((room, *blank.shape[1:]), blank.dtype) for _ in range(2))
        self._actions, self._reached = np.empty(room, np.intp), np.empty(room, np.bool_)
        self._size = 0

    def add(self, states: IntArray, actions: IntArray, goal: IntArray) -> None:
        """An episode's transitions for its goal, and for states that it reached later ("future")."""
        steps = len(actions)
        goals = [np.tile(goal, (steps, 1))]
        if self._params.relabel:
            later = (self._rng.integers(np.arange(steps), steps) for _ in range(RELABELS))
            goals += [states[1:][each] for each in later]
        for each in goals:
            place = slice(self._size, self._size + steps)
            self._codes[place] = self._learner.encode(states[:-1], each, to_learn=True)
            self._nexts[place] = self._learner.encode(states[1:], each, to_learn=True)
            self._actions[place], self._reached[place] = actions, (states[1:] == each).all(axis=1)
            self._size += steps

    @property
    def rewarded_share(self) -> float:
        return float(self._reached[: self._size].mean())

    def learn(self) -> None:
        """r = 0 at the goal, else −1; targets are kept between −1/(1 − γ) and 0, which Q cannot leave."""
        discount = self._params.discount
        for _ in range(UPDATES):
            some = self._rng.integers(self._size, size=BATCH)
            following = self._learner.action_values(self._nexts[some]).max(axis=1)
            targets = np.where(self._reached[some], 0.0, -1 + discount * following)
            bounded = np.clip(targets, -1 / (1 - discount), 0.0)
            self._learner.update(self._codes[some], self._actions[some], bounded)


def run(params: Params) -> Result:
    """Q(s, g, a) ← Q + α [r + γ max Q(s′, g, a′) − Q], r = 0 if s′ = g, else −1, from replayed transitions.

    An action flips one of n bits, an episode has n steps, state and goal are random. With relabelling
    every transition is stored for four more goals that the same episode reached later, for which some of
    the rewards are 0. Andrychowicz et al. (2017), sections 3 and 4.2, with k = 4 and their clipping of
    targets, but here Q is linear in the agreement of each bit with the goal, which carries over from one
    goal to another, or a table of all pairs of state and goal, which carries nothing over.
    """
    for _, result in grow(params):
        last = result
    return last


def grow(params: Params) -> Iterator[tuple[float, Result]]:
    """(share done, the result so far), about every 60 ms."""
    rng, trial = (np.random.default_rng([params.seed, each]) for each in range(2))
    learner = LEARNERS[params.learner](params.bits, params.step_size)
    replay = _Replay(params, learner, rng)
    pairs = pairs_apart(GOALS_TRIED, params.bits, trial)
    rows = [_measured(learner, pairs, trial, reached=0, rewarded=0.0)]
    reached = 0
    for episode in range(1, params.episodes + 1):
        states, actions, goal = _episode(params, learner, rng)
        reached += bool((states[-1] == goal).all())
        replay.add(states, actions, goal)
        replay.learn()
        rows.append(_measured(learner, pairs, trial, reached=reached, rewarded=replay.rewarded_share))
        if episode % EPISODES_A_YIELD == 0 or episode == params.episodes:
            yield episode / params.episodes, Result(params, *map(np.array, zip(*rows, strict=True)))


def _episode(
    params: Params, learner: Learner, rng: np.random.Generator
) -> tuple[IntArray, IntArray, IntArray]:
    """States (steps + 1, bits) and actions of an ε-greedy episode, and its goal."""
    (state,), (goal,) = pairs_apart(1, params.bits, rng)
    states, actions = [state], list[int]()
    while len(actions) < params.bits and not (states[-1] == goal).all():
        if rng.random() < params.exploration_rate:
            action = int(rng.integers(params.bits))
        else:
            action = int(greedy(learner, states[-1][None], goal[None], rng)[0])
        state = states[-1].copy()
        state[action] ^= 1
        states.append(state)
        actions.append(action)
    return np.array(states), np.array(actions), goal


def _measured(
    learner: Learner,
    pairs: tuple[IntArray, IntArray],
    rng: np.random.Generator,
    *,
    reached: int,
    rewarded: float,
) -> tuple[float, int, float, BoolArray, IntArray]:
    """A frame: the greedy policy on all pairs, and its attempt at the first of them."""
    differs, flipped = attempts(learner, *pairs, rng)
    success = 1 - differs[-1].any(axis=1).mean()
    return float(success), reached, rewarded, differs[:, 0], flipped[:, 0]


class View:
    """Left a greedy attempt, step by step, right how many of 100 goals are reached."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._attempt, self._plot = _style.still_axes(figure), _style.still_axes(figure)
        self._draw_attempt(figure)
        self._draw_success(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_attempt(self, figure: "Figure") -> None:
        attempt, palette = self._attempt, self._palette
        _style.plot(attempt, palette, x="bit   ■ not as in goal   ○ flipped", y="step of a greedy attempt")
        attempt.xaxis.label.set_fontsize(_style.SMALL_SIZE)
        attempt.tick_params(length=0)
        for spine in attempt.spines.values():
            spine.set_visible(False)
        square: dict[str, Any] = {"linestyle": "", "marker": "s", "markeredgewidth": 0}
        self._right = _moving.line(figure, attempt, color=palette.line, **square)
        self._wrong = _moving.line(figure, attempt, color=palette.bad, **square)
        self._flips = _moving.line(
            figure, attempt, color=palette.text, linestyle="", marker="o", fillstyle="none", zorder=4
        )

    def _draw_success(self, figure: "Figure") -> None:
        plot, palette = self._plot, self._palette
        _style.plot(plot, palette, x="episode", y="goals reached of 100")
        plot.set_ylim(-2, 104)
        plot.set_yticks(range(0, 101, 25))
        (self._curve,) = plot.plot([], [], color=palette.accent, linewidth=1.8)
        self._dot = _style.moving_dot(figure, plot, palette.warning)

    def _bend(self) -> None:
        """Put what is the same in every frame where the run wants it."""
        result, bits = self._result, self._result.params.bits
        self._attempt.set_xlim(0.4, bits + 0.6)
        self._attempt.set_ylim(bits + 0.6, -0.6)
        self._attempt.set_xticks(range(1, bits + 1, 1 if bits <= 10 else 5))
        self._attempt.set_yticks(range(0, bits + 1, 1 if bits <= 10 else 5))
        self._curve.set_data(np.arange(len(result.success_rate)), 100 * result.success_rate)
        self._plot.set_xlim(0, max(result.params.episodes, 1))

    def renew(self, result: Result) -> bool:
        """Another run with as many bits moves the same artists; other bits have another size."""
        if result.params.bits != self._result.params.bits:
            return False
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot, middle = height - 30, 34.0, 0.5 * width
        _style.place_title(self._title, width, height)
        _style.place(self._attempt, size, (38, foot, middle, top))
        _style.place(self._plot, size, (middle + 46, foot, width - 14, top))
        bits = self._result.params.bits
        cell = min((middle - 38) / (bits + 0.2), (top - foot) / (bits + 1.2))
        for squares in (self._right, self._wrong):
            squares.set_markersize(0.8 * cell)
        self._flips.set_markersize(0.35 * cell)

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        rewarded = f"{result.rewarded_share[frame]:.1%} of transitions rewarded"
        self._title.set_text(f"episode {frame}   {result.success_rate[frame]:.0%} success   {rewarded}")
        differs, flipped = result.differs[frame], result.flipped[frame]
        for squares, chosen in ((self._wrong, differs), (self._right, ~differs)):
            steps, bits = np.nonzero(chosen)
            squares.set_data(bits + 1, steps)
        acting = np.flatnonzero(flipped >= 0)
        self._flips.set_data(flipped[acting] + 1, acting)
        self._dot.set_data([frame], [100 * result.success_rate[frame]])

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """A bit of the attempt, or the numbers of an episode."""
        result = self._result
        if axes is self._attempt:
            return self._explained_bit(round(x) - 1, round(y))
        episode = round(x)
        if axes is not self._plot or not 0 <= episode < len(result.success_rate):
            return None
        return (
            f"after episode {episode}: {100 * result.success_rate[episode]:.0f} of 100 goals reached; "
            f"in training {result.goals_reached[episode]} of {episode}"
        )

    def _explained_bit(self, bit: int, step: int) -> str | None:
        bits = self._result.params.bits
        if not (0 <= bit < bits and 0 <= step <= bits):
            return None
        differs = self._result.differs[self._frame, step]
        state = "differs from the goal" if differs[bit] else "is as in the goal"
        flip = self._result.flipped[self._frame, step] == bit if step < bits else False
        return f"step {step}, bit {bit + 1} {state}{', flipped now' if flip else ''}; {differs.sum()} differ"


SIMULATION = Simulation(
    slug="her-bitflip",
    title="Hindsight on flipping bits",
    topic="Exploration and practice",
    question="How can an agent learn to reach goals that it has never reached?",
    insight=(
        "Relabelled with the goal that it did reach, every failure holds a reward; that helps with other "
        "goals only as far as the learner generalises across goals, and a table does not."
    ),
    follow_up=(
        "Why may one change the goal after the fact? The dynamics do not depend on the goal, so the same "
        "transition is a valid sample for any goal with its reward computed anew; the learner has to be "
        "off-policy, as the actions were chosen for another goal. Where does it fail? Where reached goals "
        "tell nothing of the wanted ones; and with random transitions it is biased, as luck looks like skill."
    ),
    references=(
        "Andrychowicz et al. (2017), Hindsight Experience Replay, arXiv:1707.01495, sections 3 and 4",
        "Schaul et al. (2015), Universal Value Function Approximators, ICML, for Q(s, g, a)",
    ),
    params=Params,
    run=run,
    view=View,
    grow=grow,
)
