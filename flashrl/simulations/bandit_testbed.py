"""The ten-armed testbed: five ways to explore, averaged over thousands of problems."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _bandit, _curves, _legends, _moving, _scales, _style
from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

ARMS = 10
ALGORITHMS = ("greedy", "epsilon-greedy", "ucb", "optimistic", "gradient")
LATELY = 100
"""The steps that `optimal_action_last_100` is about."""

GROWTH = 100
"""Steps between two results of a run that grows."""

SHOWN = 1
"""The problem that is shown on its own, where there are as many."""

SPREAD = 2.6
"""Standard deviations of a violin to either side."""

NAMES = ("greedy", "ε-greedy", "UCB", "optimistic", "gradient")


@dataclass(frozen=True)
class Params:
    algorithm: str = param("epsilon-greedy", "Algorithm", choices=ALGORITHMS)
    exploration_rate: float = param(0.1, "Exploration ε of ε-greedy", min=0.0, max=1.0, step=0.01)
    confidence: float = param(2.0, "Confidence c of UCB", min=0.0, max=10.0, step=0.1)
    initial_value: float = param(5.0, "Optimistic start Q₁", min=-20.0, max=20.0, step=0.5)
    step_size: float = param(0.1, "Step size α (optimistic, gradient)", min=0.01, max=1.0, step=0.01)
    baseline: bool = param(True, "Gradient with a baseline")
    reward_offset: float = param(0.0, "Mean of the true values", min=-10.0, max=10.0, step=0.5)
    runs: int = param(2000, "Problems averaged", min=1, max=5000, step=100)
    steps: int = param(1000, "Steps", min=10, max=1000, step=10)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)


@dataclass(frozen=True)
class Result:
    """Frame k is after pull k + 1. `true_values` to `action_counts` are those of one of the problems."""

    params: Params
    average_reward: FloatArray  # (frames,): of the chosen algorithm, over all problems
    optimal_action: FloatArray  # (frames,): per cent of the problems in which it pulled the best arm
    average_reward_of_each: FloatArray  # (frames, algorithms)
    optimal_action_of_each: FloatArray  # (frames, algorithms)
    true_values: FloatArray  # (frames, arms): q*, the same in every frame
    action_values: FloatArray  # (frames, arms): Q; for gradient, which keeps none, the mean of what came
    action_counts: IntArray  # (frames, arms)

    def summary(self, frame: int) -> dict[str, float]:
        """`optimal_action` in per cent; `…_last_100` over the last 100 steps, or as many as there are."""
        lately = slice(max(0, frame + 1 - LATELY), frame + 1)
        optimal = self.optimal_action_of_each[lately].mean(axis=0)
        found = {
            "step": float(frame + 1),
            "average_reward": float(self.average_reward[frame]),
            "optimal_action": float(self.optimal_action[frame]),
            "average_reward_last_100": float(self.average_reward[lately].mean()),
            "optimal_action_last_100": float(self.optimal_action[lately].mean()),
        }
        for algorithm, share in zip(ALGORITHMS, optimal, strict=True):
            found[f"optimal_action_last_100_{algorithm.replace('-', '_')}"] = float(share)
        return found


def run(params: Params) -> Result:
    """q*(a) ~ N(offset, 1) for each of ten arms and each problem; a pull of a pays N(q*(a), 1).

    All algorithms face the same problems and the same noise. Sutton & Barto (2018), sections 2.3 to 2.8.
    """
    *_, (_, result) = grow(params)
    return result


def grow(params: Params) -> Iterator[tuple[float, Result]]:
    """All algorithms abreast, a pull in every problem at a time."""
    seeds = np.random.SeedSequence(params.seed).spawn(2 + len(ALGORITHMS))
    for_problems, for_noise, *for_learners = map(np.random.default_rng, seeds)
    true_values = params.reward_offset + for_problems.standard_normal((params.runs, ARMS))
    best = true_values.argmax(axis=1)
    learners = _learners(params, for_learners)
    rewards, optimal = np.zeros((2, params.steps, len(learners)))
    shown, each_run = min(SHOWN, params.runs - 1), np.arange(params.runs)
    record = _Record(learners[ALGORITHMS.index(params.algorithm)], shown, params.steps)
    for step in range(params.steps):
        noise = for_noise.standard_normal(params.runs)
        for index, learner in enumerate(learners):
            arms = learner.choose()
            paid = true_values[each_run, arms] + noise
            learner.learn(arms, paid)
            rewards[step, index], optimal[step, index] = paid.mean(), (arms == best).mean()
            if learner is record.learner:
                record.write(step, int(arms[shown]), float(paid[shown]))
        done = step + 1
        if done % GROWTH == 0 or done == params.steps:
            frames = rewards[:done].copy(), 100 * optimal[:done]
            yield done / params.steps, _result(params, *frames, true_values[shown], record)


def _learners(params: Params, rngs: list[np.random.Generator]) -> list[_bandit.Learner]:
    """In the order of ALGORITHMS."""
    shape = params.runs, ARMS
    return [
        _bandit.EpsilonGreedy(np.zeros(shape), rng=rngs[0]),
        _bandit.EpsilonGreedy(np.zeros(shape), exploration_rate=params.exploration_rate, rng=rngs[1]),
        _bandit.UpperConfidenceBound(np.zeros(shape), confidence=params.confidence),
        _bandit.EpsilonGreedy(np.full(shape, params.initial_value), params.step_size, rng=rngs[3]),
        _bandit.GradientBandit(shape, params.step_size, params.baseline, rngs[4]),
    ]


class _Record:
    """What a learner does and thinks in one of its runs."""

    def __init__(self, learner: _bandit.Learner, run: int, steps: int) -> None:
        self.learner = learner
        self._run = run
        self.values = np.zeros((steps, ARMS))
        self.counts = np.zeros((steps, ARMS), dtype=np.intp)

    def write(self, step: int, arm: int, paid: float) -> None:
        self.counts[step] = self.counts[step - 1] if step else 0
        self.counts[step, arm] += 1
        if isinstance(self.learner, _bandit.ActionValues):
            self.values[step] = self.learner.values[self._run]
        else:
            self.values[step] = self.values[step - 1] if step else 0.0
            self.values[step, arm] += (paid - self.values[step, arm]) / self.counts[step, arm]


def _result(
    params: Params, rewards: FloatArray, optimal: FloatArray, true_values: FloatArray, record: _Record
) -> Result:
    frames, chosen = len(rewards), ALGORITHMS.index(params.algorithm)
    return Result(
        params=params,
        average_reward=rewards[:, chosen],
        optimal_action=optimal[:, chosen],
        average_reward_of_each=rewards,
        optimal_action_of_each=optimal,
        true_values=np.broadcast_to(true_values, (frames, ARMS)),
        action_values=record.values[:frames].copy(),
        action_counts=record.counts[:frames].copy(),
    )


class View:
    """Left the rewards of one problem and what the algorithm makes of them, right how all algorithms fare."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._palette = palette
        self._title = _style.title(figure, palette)
        self._violins, self._optimal, self._reward = (_style.still_axes(figure) for _ in range(3))
        self._draw_violins(figure)
        self._curves = {axes: self._draw_curves(figure, axes) for axes in (self._optimal, self._reward)}
        self.renew(result)
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_violins(self, figure: "Figure") -> None:
        from matplotlib.collections import PolyCollection

        axes, palette = self._violins, self._palette
        _style.plot(axes, palette, x="arm, in one problem", y="reward;  dots: Q(a)")
        axes.locator_params(axis="y", nbins=7, integer=True)
        axes.set_xticks(range(1, ARMS + 1))
        axes.set_xlim(0.4, ARMS + 0.6)
        self._shapes = PolyCollection([], linewidths=0, alpha=0.35)
        axes.add_collection(self._shapes, autolim=False)
        self._means = axes.hlines([], [], [], color=palette.text, linewidth=1.0)
        self._best = axes.text(0, 0, "best", color=palette.good, fontsize=_style.SMALL_SIZE, ha="center")
        self._estimates = _moving.dots(figure, axes, [palette.accent] * ARMS, palette.raised)

    def _draw_curves(self, figure: "Figure", axes: "Axes") -> _curves.Curves:
        is_upper = axes is self._optimal
        _style.plot(
            axes,
            self._palette,
            x="" if is_upper else "step",
            y="best arm, %" if is_upper else "reward",
        )
        axes.locator_params(axis="y", nbins=5)
        axes.tick_params(axis="x", labelbottom=not is_upper)
        return _curves.Curves(figure, axes, self._palette, NAMES)

    def renew(self, result: Result) -> bool:
        self._result = result
        steps = np.arange(1.0, len(result.average_reward) + 1)
        chosen = ALGORITHMS.index(result.params.algorithm)
        for axes, values in (
            (self._optimal, result.optimal_action_of_each),
            (self._reward, result.average_reward_of_each),
        ):
            _scales.log_steps(axes, result.params.steps)
            low, high = float(values.min()), float(values.max())
            room = 0.05 * (high - low) or 1.0
            axes.set_ylim(low - room, high + room)
            self._curves[axes].fill(steps, values)
            self._curves[axes].emphasise(chosen)
        self._optimal.set_ylim(0, 104)
        self._fill_violins(self._palette.series[chosen])
        return True

    def _fill_violins(self, colour: str) -> None:
        result, palette = self._result, self._palette
        values = result.true_values[0]
        best = int(values.argmax())
        self._shapes.set_verts(list(_violins(values)))
        self._shapes.set_facecolor([palette.good if arm == best else palette.muted for arm in range(ARMS)])
        self._means.set_segments([[(arm + 0.7, q), (arm + 1.3, q)] for arm, q in enumerate(values)])
        self._best.set_position((best + 1, values[best] + SPREAD + 0.1))
        self._estimates.set_facecolor(colour)
        reached = [*(values - SPREAD), *(values + SPREAD + 0.8), *result.action_values.ravel()]
        self._violins.set_ylim(min(reached) - 0.2, max(reached) + 0.2)

    def _arrange(self, width: float, height: float) -> None:
        _style.place_title(self._title, width, height)
        size, bottom, middle = (width, height), 32, 0.44 * width
        top = _legends.across(self._optimal, self._palette, size, height - 27, columns=len(NAMES)) - 6
        half = (top - bottom - 12) / 2
        _style.place(self._violins, size, (42, bottom, middle, top))
        _style.place(self._optimal, size, (middle + 46, top - half, width - 12, top))
        _style.place(self._reward, size, (middle + 46, bottom, width - 12, bottom + half))

    def show(self, frame: int) -> None:
        result, step = self._result, frame + 1
        self._frame = frame
        name = NAMES[ALGORITHMS.index(result.params.algorithm)]
        reward = _style.number(result.average_reward[frame], ".2f")
        best = f"best arm {result.optimal_action[frame]:.1f} %"
        self._title.set_text(f"{name}, step {step}   reward {reward}   {best}")
        pulled = result.action_counts[frame]
        self._estimates.set_offsets(np.stack([np.arange(1.0, ARMS + 1), result.action_values[frame]], axis=1))
        self._estimates.set_sizes(10 + 110 * pulled / step)
        for curves in self._curves.values():
            curves.show(frame)

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """A curve's value, or an arm with its estimate and what UCB adds to it."""
        if axes is self._violins:
            return self._arm_explained(round(x) - 1) if 0.5 <= x < ARMS + 0.5 else None
        found = self._curves[axes].hit(x, y) if axes in self._curves else None
        if found is None:
            return None
        (curve, point), result = found, self._result
        share = result.optimal_action_of_each[point, curve]
        reward = _style.number(result.average_reward_of_each[point, curve], ".3f")
        whom = f"in {share:.1f} % of {result.params.runs} problems"
        return f"{NAMES[curve]}, step {point + 1}: pulls the best arm {whom}; average reward {reward}"

    def _arm_explained(self, arm: int) -> str:
        result, step = self._result, self._frame + 1
        count, value = int(result.action_counts[self._frame, arm]), result.action_values[self._frame, arm]
        true_value, estimate = (_style.number(each, ".2f") for each in (result.true_values[0, arm], value))
        text = f"arm {arm + 1}: q* = {true_value}, Q = {estimate} after {count} of {step} pulls"
        if result.params.algorithm == "ucb" and count:
            c = result.params.confidence
            bound = _style.number(value + c * np.sqrt(np.log(step + 1) / count), ".2f")
            text += f"; next Q + c√(ln t / N) = {estimate} + {c:g}·√(ln {step + 1} / {count}) = {bound}"
        return text

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A click on a curve chooses its algorithm."""
        found = self._curves[axes].hit(x, y) if axes in self._curves else None
        return None if found is None else replace(params, algorithm=ALGORITHMS[found[0]])


def _violins(values: FloatArray) -> FloatArray:
    """Outlines of N(q, 1) for each arm: (arms, corners, x y)."""
    y = np.linspace(-SPREAD, SPREAD, 41)
    width = 0.42 * np.exp(-(y**2) / 2)
    outline = np.stack([np.concatenate([width, -width[::-1]]), np.concatenate([y, y[::-1]])], axis=1)
    middles = np.stack([np.arange(1.0, len(values) + 1), values], axis=1)
    return np.asarray(middles[:, None] + outline)


SIMULATION = Simulation(
    slug="bandit-testbed",
    title="The ten-armed testbed",
    topic="Tabular",
    question="What does exploring cost at first, and what does it pay later?",
    insight=(
        "Who never explores settles on the first arm that looks good and stays there; exploring costs "
        "reward at first and is paid back in every later step, most where it is aimed at what is uncertain."
    ),
    follow_up=(
        "Why does UCB spike at step 11? The first ten steps try every arm once, so that at step 11 all "
        "bonuses are equal and it pulls the arm whose one reward was the highest, often the best one; that "
        "arm's bonus then shrinks, and the others have their turn. And why does ε-greedy never reach 100 %? "
        "It goes on pulling any arm with probability ε, the best one then only one time in ten: with ε = 0.1 "
        "it ends at 91 % at most."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., sections 2.3 to 2.8 and "
        "Figures 2.1 to 2.5; Exercise 2.8 for the spike",
        "Auer, Cesa-Bianchi & Fischer (2002), Finite-time Analysis of the Multiarmed Bandit Problem, "
        "Machine Learning 47, for UCB",
    ),
    params=Params,
    run=run,
    view=View,
    grow=grow,
)
