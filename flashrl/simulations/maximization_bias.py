"""Maximization bias: a maximum over noisy estimates is too high, and Double Q-learning takes two tables."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _curves, _double_q, _legends, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

NAMES = ("Q-learning", "Double Q-learning")

GROWTH = 25
"""Episodes between two results of a run that grows."""


@dataclass(frozen=True)
class Params:
    arms: int = param(10, "Actions in B", min=1, max=30, step=1)
    double: bool = param(False, "Double Q-learning")
    mean_reward: float = param(-0.1, "Mean reward in B", min=-2.0, max=2.0, step=0.1)
    reward_deviation: float = param(1.0, "Standard deviation of the rewards", min=0.0, max=5.0, step=0.1)
    step_size: float = param(0.1, "Step size α", min=0.01, max=1.0, step=0.01)
    exploration_rate: float = param(0.1, "Exploration ε", min=0.0, max=1.0, step=0.01)
    episodes: int = param(300, "Episodes", min=1, max=500, step=50)
    runs: int = param(10000, "Runs averaged", min=1, max=10000, step=1000)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)


@dataclass(frozen=True)
class Result:
    """Frame k is after episode k + 1. Means are over all runs, of the chosen algorithm.

    Q-learning evaluates with the table it chooses with, so that its two tables are one.
    """

    params: Params
    percent_left: FloatArray  # (frames,): of the runs that went left, from A to B
    percent_left_of_each: FloatArray  # (frames, 2): Q-learning, Double Q-learning
    left_value: FloatArray  # (frames,): mean Q(A, left)
    target: FloatArray  # (frames,): mean of what Q(A, left) moves to, Q₂(B, argmax Q₁(B, b))
    mean_value: FloatArray  # (frames,): mean Q(B, b) over the actions too
    action_values: FloatArray  # (frames, arms): Q₁(B, b) of the first run
    second_values: FloatArray  # (frames, arms): Q₂(B, b) of the first run

    def summary(self, frame: int) -> dict[str, float]:
        """`maximization_bias` is E[max_b Q(B, b)] − max_b E[Q(B, b)]: all actions are alike in the mean."""
        both = self.percent_left_of_each[frame]
        return {
            "episode": float(frame + 1),
            "percent_left": float(self.percent_left[frame]),
            "percent_left_q_learning": float(both[0]),
            "percent_left_double_q_learning": float(both[1]),
            "percent_left_optimal": _optimal_percent_left(self.params),
            "left_value": float(self.left_value[frame]),
            "target": float(self.target[frame]),
            "mean_value": float(self.mean_value[frame]),
            "maximization_bias": float(self.target[frame] - self.mean_value[frame]),
        }


def _optimal_percent_left(params: Params) -> float:
    """What ε alone makes of the right choice between A's two actions."""
    explored = 50 * params.exploration_rate
    return 50.0 if params.mean_reward == 0 else explored if params.mean_reward < 0 else 100 - explored


def run(params: Params) -> Result:
    """From A right ends at once and left leads to B, both for 0; any action of B pays N(mean, sd²). γ = 1.

    Q-learning: Q(A, left) ← Q(A, left) + α [max_b Q(B, b) − Q(A, left)]. Double Q-learning moves one of two
    tables, by a coin: Q₁(A, left) towards Q₂(B, argmax_b Q₁(B, b)), or the other way round. Both choose
    ε-greedily, Double by Q₁ + Q₂. Sutton & Barto (2018), Example 6.7 and equation 6.10.
    """
    *_, (_, result) = grow(params)
    return result


def grow(params: Params) -> Iterator[tuple[float, Result]]:
    """Both algorithms abreast, an episode of every run at a time."""
    learners = [
        _double_q.Learner(
            tables,
            params.runs,
            params.arms,
            params.step_size,
            params.exploration_rate,
            np.random.default_rng(seed),
        )
        for tables, seed in enumerate(np.random.SeedSequence(params.seed).spawn(2), start=1)
    ]
    shown = learners[params.double]
    left = np.zeros((params.episodes, 2))
    means, tables = np.zeros((params.episodes, 3)), np.zeros((params.episodes, 2, params.arms))
    for episode in range(params.episodes):
        left[episode] = [100 * _play(learner, params) for learner in learners]
        means[episode], tables[episode] = _means(shown), shown.action_values[[0, -1], 0]
        done = episode + 1
        if done % GROWTH == 0 or done == params.episodes:
            frames = (each[:done].copy() for each in (left, means, tables))
            yield done / params.episodes, _result(params, *frames)


def _result(params: Params, left: FloatArray, means: FloatArray, tables: FloatArray) -> Result:
    return Result(
        params=params,
        percent_left=left[:, int(params.double)],
        percent_left_of_each=left,
        left_value=means[:, 0],
        target=means[:, 1],
        mean_value=means[:, 2],
        action_values=tables[:, 0],
        second_values=tables[:, 1],
    )


def _play(learner: _double_q.Learner, params: Params) -> float:
    """An episode of every run; returns the share of those that went left."""
    runs = np.flatnonzero(learner.goes_left())
    learner.learn_left(runs)
    actions = learner.choose(runs)
    noise = learner.rng.standard_normal(runs.size)
    learner.learn_action(runs, actions, params.mean_reward + params.reward_deviation * noise)
    return runs.size / params.runs


def _means(learner: _double_q.Learner) -> tuple[float, float, float]:
    """Over all runs: Q(A, left), the target of the first table, and Q(B, b)."""
    everyone = np.arange(learner.runs)
    target = learner.target(everyone, np.zeros_like(everyone))
    return float(learner.left_values.mean()), float(target.mean()), float(learner.action_values.mean())


class View:
    """Left what Q holds, in the mean and in one run, against the true mean; right how many it misleads."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._palette = palette
        self._title = _style.title(figure, palette)
        self._means, self._arms, self._left = (_style.still_axes(figure) for _ in range(3))
        self._draw_bars(figure)
        _style.plot(self._left, palette, x="episode", y="went left, %")
        self._curves = _curves.Curves(figure, self._left, palette, NAMES)
        self._best = self._left.axhline(
            0, color=palette.muted, linewidth=1.0, linestyle="--", label="ε alone"
        )
        self.renew(result)
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_bars(self, figure: "Figure") -> None:
        from matplotlib.collections import PolyCollection
        from matplotlib.lines import Line2D

        palette = self._palette
        _style.plot(self._means, palette, x="mean over all runs", y="")
        _style.plot(self._arms, palette, x="b in one run; dashed: true", y="Q(B, b)")
        self._means.axvline(0, color=palette.line, linewidth=0.8)
        self._arms.axhline(0, color=palette.line, linewidth=0.8)
        dashed: dict[str, Any] = {"color": palette.text, "linewidth": 1.0, "linestyle": "--"}
        self._true_x, self._true_y = self._means.axvline(0, **dashed), self._arms.axhline(0, **dashed)
        self._means.set_ylim(2.6, -0.6)
        self._means.tick_params(axis="y", length=0)
        for axes in (self._means, self._arms):
            axes.locator_params(axis="x" if axes is self._means else "y", nbins=4)
        self._mean_bars, self._arm_bars = (
            PolyCollection([], linewidths=0, transform=axes.transData, zorder=3)
            for axes in (self._means, self._arms)
        )
        self._second = Line2D(
            [], [], linestyle="", marker="D", markersize=3.5, transform=self._arms.transData
        )
        self._second.set(color=palette.text, zorder=4)
        for artist in (self._mean_bars, self._arm_bars, self._second):
            figure.add_artist(artist)

    def renew(self, result: Result) -> bool:
        self._result = result
        params, episodes = result.params, np.arange(1.0, len(result.percent_left) + 1)
        self._curves.fill(episodes, result.percent_left_of_each)
        self._curves.emphasise(int(params.double))
        self._left.set_xlim(0, params.episodes + 1)
        self._left.set_ylim(0, 104)
        self._best.set_ydata([_optimal_percent_left(params)] * 2)
        self._true_x.set_xdata([params.mean_reward] * 2)
        self._true_y.set_ydata([params.mean_reward] * 2)
        self._mean_bars.set_facecolor(self._palette.series[params.double])
        target = "Q₂(argmax Q₁)" if params.double else "max Q(B, b)"
        self._means.set_yticks([0, 1, 2], ["Q(A, left)", target, "mean Q(B, b)"])
        means = [result.left_value, result.target, result.mean_value]
        self._means.set_xlim(*_around(params.mean_reward, *means))
        self._arms.set_ylim(*_around(params.mean_reward, result.action_values, result.second_values))
        self._arms.set_xticks([1, *(range(10, 31, 10) if params.arms > 20 else range(5, 21, 5))])
        self._arms.set_xlim(0.3, params.arms + 0.7)
        self._second.set_visible(params.double)
        return True

    def _arrange(self, width: float, height: float) -> None:
        _style.place_title(self._title, width, height)
        size, bottom, middle = (width, height), 32, 0.48 * width
        top = _legends.across(self._left, self._palette, size, height - 27, columns=3) - 6
        half = (top - bottom - 30) / 2
        _style.place(self._means, size, (72, top - half, middle, top))
        _style.place(self._arms, size, (44, bottom, middle, bottom + half))
        _style.place(self._left, size, (middle + 42, bottom, width - 14, top))

    def show(self, frame: int) -> None:
        result, self._frame = self._result, frame
        name, left = "Double Q" if result.params.double else "Q-learning", result.percent_left[frame]
        bias = _style.number(result.target[frame] - result.mean_value[frame], "+.3f")
        self._title.set_text(f"{name}, episode {frame + 1}   left {left:.1f} %   bias {bias}")
        means = np.array([each[frame] for each in (result.left_value, result.target, result.mean_value)])
        self._mean_bars.set_verts(list(_bars(means, np.arange(3.0), 0.3)[..., ::-1]))
        values, arms = result.action_values[frame], np.arange(1.0, result.params.arms + 1)
        self._arm_bars.set_verts(list(_bars(values, arms, 0.38)))
        colours = np.where(
            values == values.max(), self._palette.series[result.params.double], self._palette.muted
        )
        self._arm_bars.set_facecolor(colours.tolist())
        self._second.set_data(arms, result.second_values[frame])
        self._curves.show(frame)

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """A mean with its bias, an action's values in the one run, or a curve's point."""
        params = self._result.params
        if axes is self._means and -0.5 <= y < 2.5:
            return self._mean_explained(round(y))
        if axes is self._arms and 0.5 <= x < params.arms + 0.5:
            return self._arm_explained(round(x) - 1)
        found = self._curves.hit(x, y) if axes is self._left else None
        if found is None:
            return None
        share = self._result.percent_left_of_each[found[1], found[0]]
        best = f"ε alone would make it {_optimal_percent_left(params):g} %"
        went = f"{share:.1f} % of {params.runs:,} runs went left"
        return f"{NAMES[found[0]]}, episode {found[1] + 1}: {went}; {best}"

    def _mean_explained(self, row: int) -> str:
        result, frame = self._result, self._frame
        value, mean = (
            (result.left_value, result.target, result.mean_value)[row][frame],
            result.mean_value[frame],
        )
        text = f"{self._means.get_yticklabels()[row].get_text()}: {_number(value)} in the mean"
        if row == 1:
            difference = f"{_number(value)} − {_bracketed(mean)} = {_number(value - mean)}"
            return f"{text}; minus the mean Q(B, b): {difference}"
        return f"{text}, true {_style.number(result.params.mean_reward, 'g')}"

    def _arm_explained(self, arm: int) -> str:
        result, frame = self._result, self._frame
        values, second = result.action_values[frame], result.second_values[frame]
        true = f"true mean {_style.number(result.params.mean_reward, 'g')}"
        if result.params.double:
            text = f"b = {arm + 1}: Q₁ = {_number(values[arm])}, Q₂ = {_number(second[arm])}, {true}"
            use = "; Q₁ chooses it, Q₂ says what it is worth"
        else:
            text, use = (
                f"b = {arm + 1}: Q = {_number(values[arm])}, {true}",
                "; the maximum, Q(A, left) moves to it",
            )
        return text + (use if values[arm] == values.max() else "")

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A click on a curve chooses its algorithm."""
        found = self._curves.hit(x, y) if axes is self._left else None
        return None if found is None else replace(params, double=bool(found[0]))


def _around(*values: Any) -> tuple[float, float]:
    """Limits that hold the values and 0, with room to spare."""
    low, high = min(0.0, *(np.min(each) for each in values)), max(0.0, *(np.max(each) for each in values))
    room = 0.08 * (high - low) or 0.1
    return float(low - room), float(high + room)


def _bars(heights: FloatArray, places: FloatArray, half: float) -> FloatArray:
    """Rectangles from 0 to each height: (bars, corners, x y)."""
    left, right, foot = places - half, places + half, np.zeros_like(heights)
    x, y = np.stack([left, right, right, left], axis=1), np.stack([foot, foot, heights, heights], axis=1)
    return np.stack([x, y], axis=2)


def _bracketed(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)


def _number(value: float) -> str:
    return _style.number(float(value), ".3f")


SIMULATION = Simulation(
    slug="maximization-bias",
    title="Maximization bias",
    topic="Tabular",
    question="Why does Q-learning run after a loss that looks like a gain?",
    insight=(
        "The maximum of noisy estimates is too high in the mean, E[max Q] ≥ max E[Q]; Double Q-learning lets "
        "one table choose the action and the other one, learned from other rewards, say what it is worth."
    ),
    follow_up=(
        "Is Double Q-learning unbiased, then? No: the chosen action need not be the best one, so that it "
        "tends to err low instead, which does less harm here. How does Double DQN get a second table? It "
        "does not: the online network chooses the action and the target network evaluates it, which is "
        "not independent, but lowers the bias."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., section 6.7, Example 6.7 "
        "and Figure 6.5",
        "van Hasselt (2010), Double Q-learning, NeurIPS 23",
        "van Hasselt, Guez & Silver (2016), Deep Reinforcement Learning with Double Q-learning, "
        "arXiv:1509.06461",
    ),
    params=Params,
    run=run,
    view=View,
    grow=grow,
)
