"""The corridor with switched actions: its best policy is stochastic, and REINFORCE finds it."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

OPTIMAL_PROBABILITY = 2 - math.sqrt(2)
OPTIMAL_RETURN = -6 - 4 * math.sqrt(2)

GOAL = 3
FOLLOWING = np.array([0, 2, 1, GOAL, 1, 0, GOAL, GOAL])
"""The next state after left in each state, then after right: in the middle one the actions are switched."""

LONGEST = 1024
"""An episode is cut off after so many steps, as one without end is where the policy hardly moves."""

AHEAD = 32
"""How many actions of every run are drawn at once."""

MOST_FRAMES = 1000
MORE = 100
"""Episodes between two looks at a run that is under way."""

WIDEST = 10.0
"""The preference for right stays within ± so much: a probability of some 0.00005 is never nothing."""

LOWEST = -100.0
"""Returns below it are beyond the plots."""


@dataclass(frozen=True)
class Params:
    step_size: float = param(0.0002, "Step size α", min=0.0, max=0.02, step=0.0001)
    baseline: bool = param(False, "Baseline")
    baseline_step_size: float = param(0.016, "Step size of the baseline α_w", min=0.001, max=1.0, step=0.001)
    probability_right: float = param(0.05, "Probability of right p at first", min=0.01, max=0.99, step=0.01)
    episodes: int = param(1000, "Episodes", min=0, max=2000, step=10)
    runs: int = param(100, "Runs", min=1, max=200, step=1)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)


@dataclass(frozen=True)
class Result:
    """Every run's policy after ever more episodes, and what it is worth."""

    params: Params
    episode: IntArray  # (frames,)
    probability_right: FloatArray  # (frames, runs)
    expected_return: FloatArray  # (frames, runs): J of that probability
    returns: FloatArray  # (frames, runs): of that episode, which was drawn by the policy before; 0 before all
    baseline_value: FloatArray  # (frames, runs): w; 0 without a baseline

    def summary(self, frame: int) -> dict[str, float]:
        """Means over the runs; `return` is what the last episode brought, left out before the first."""
        episode, probability = float(self.episode[frame]), self.probability_right[frame]
        found = {
            "episode": episode,
            "probability_right": float(probability.mean()),
            "probability_right_std": float(probability.std()),
            "expected_return": float(self.expected_return[frame].mean()),
            "start_return": float(expected_return(self.params.probability_right)),
            "optimal_probability_right": OPTIMAL_PROBABILITY,
            "optimal_return": OPTIMAL_RETURN,
        }
        return found | {"return": float(self.returns[frame].mean())} if episode else found


def expected_return(probability_right: Any) -> Any:
    """J(p) = (2p − 4) / (p(1 − p)), of a number or an array."""
    return (2 * probability_right - 4) / (probability_right * (1 - probability_right))


def run(params: Params) -> Result:
    """θ ← θ + α Σ_t (G_t − b) ∇ ln π(A_t), once after each episode: REINFORCE, b = 0 or the baseline w.

    A step costs 1. Left and right have preferences θ of their own, the same in all three states, which look
    alike; p = e^θ_right / (e^θ_left + e^θ_right). Baseline, for the next episode: w ← w + α_w (G_t − w).
    Sutton & Barto (2018), Example 13.1, sections 13.3 and 13.4, where θ and w move within the episode.
    """
    *_, (_, result) = grow(params)
    return result


def grow(params: Params) -> Iterator[tuple[float, Result]]:
    """The runs after ever more episodes."""
    rng = np.random.default_rng(params.seed)
    every = 1 + (params.episodes - 1) // MOST_FRAMES
    start = params.probability_right
    preference = np.full(params.runs, math.log(start / (1 - start)))  # θ_right − θ_left
    value, returns = np.zeros(params.runs), np.zeros(params.runs)
    recorded = [(0, preference, returns, value)]
    for episode in range(1, params.episodes + 1):
        probability = 1 / (1 + np.exp(-preference))
        is_right, is_under_way = play(probability, rng)
        returns = -is_under_way.sum(axis=0, dtype=np.float64)
        preference = _learnt(params, preference, (is_right, is_under_way), value)
        if params.baseline:
            value = _followed(value, -returns, params.baseline_step_size)
        if episode % every == 0 or episode == params.episodes:
            recorded.append((episode, preference, returns, value))
        if episode % MORE == 0 and episode < params.episodes:
            yield episode / params.episodes, _result(params, recorded)
    yield 1.0, _result(params, recorded)


def _result(params: Params, recorded: list[tuple[int, FloatArray, FloatArray, FloatArray]]) -> Result:
    episode, preference, returns, value = (np.array(each) for each in zip(*recorded, strict=True))
    probability = 1 / (1 + np.exp(-preference))
    return Result(params, episode, probability, expected_return(probability), returns, value)


def play(probability_right: FloatArray, rng: np.random.Generator) -> tuple[BoolArray, BoolArray]:
    """An episode of every run: whether each step went right, and whether it was still one; (steps, runs)."""
    state = np.zeros(len(probability_right), dtype=np.intp)
    actions, visited = [], []
    for _ in range(0, LONGEST, AHEAD):
        is_right = rng.random((AHEAD, state.size)) < probability_right
        for row in (GOAL + 1) * is_right:
            visited.append(state)
            state = FOLLOWING.take(row + state)
        actions.append(is_right)
        if (state == GOAL).all():
            break
    return np.concatenate(actions), np.array(visited) != GOAL


def _learnt(
    params: Params, preference: FloatArray, episode: tuple[BoolArray, BoolArray], value: FloatArray
) -> FloatArray:
    """θ_right − θ_left after the episode: the two move by the same amount in opposite directions."""
    is_right, is_under_way = episode
    lengths = is_under_way.sum(axis=0)
    returns = np.arange(len(is_right))[:, None] - lengths  # G_t = −(T − t)
    advantages = (returns - value) * is_under_way
    probability = 1 / (1 + np.exp(-preference))
    gradient = (advantages * (is_right - probability)).sum(axis=0)
    moved: FloatArray = np.clip(preference + 2 * params.step_size * gradient, -WIDEST, WIDEST)
    return moved


def _followed(value: FloatArray, lengths: FloatArray, step_size: float) -> FloatArray:
    """w after w ← w + α_w (G_t − w) for G_t = −T, …, −1, as a sum: with q = 1 − α_w
    q^T w − α_w Σ_j (j + 1) q^j, j < T."""
    kept = (1 - step_size) ** lengths
    pull = 1 - kept * (1 + lengths * step_size)
    followed: FloatArray = kept * value - pull / step_size
    return followed


class View:
    """Left J over p with every run on it, right the return over the episodes."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result, self._palette = result, palette
        self._title = _style.title(figure, palette)
        self._curve, self._plot = _style.still_axes(figure), _style.still_axes(figure)
        self._draw_curve(self._curve)
        self._draw_corridor(self._curve)
        self._draw_returns(self._plot)
        dots = {"linestyle": "", "marker": "o"}
        self._runs = _moving.line(figure, self._curve, color=palette.accent, alpha=0.3, markersize=6, **dots)
        self._runs.set(markeredgewidth=0)
        self._mean = _moving.line(figure, self._curve, color=palette.accent, markersize=9, **dots)
        self._mean.set(markeredgecolor=palette.raised, zorder=6)
        self._way = _moving.line(figure, self._plot, color=palette.accent, linewidth=2.0)
        self._dot = _style.moving_dot(figure, self._plot, palette.accent)
        self._fill()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_curve(self, axes: "Axes") -> None:
        palette = self._palette
        _style.plot(axes, palette, x="probability of right p", y="J(p)")
        probability = np.linspace(0.005, 0.995, 397)
        axes.plot(probability, expected_return(probability), color=palette.text, linewidth=1.4)
        greedy = np.array([0.05, 0.95])
        axes.plot(
            greedy, expected_return(greedy), marker="o", linestyle="", fillstyle="none", color=palette.text
        )
        axes.plot([OPTIMAL_PROBABILITY], [OPTIMAL_RETURN], marker="*", markersize=11, color=palette.good)
        axes.annotate(
            "best: p = 0.586, J = −11.66",
            (OPTIMAL_PROBABILITY, OPTIMAL_RETURN),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            color=palette.good,
            fontsize=_style.SMALL_SIZE,
        )
        axes.set_xlim(0.0, 1.0)
        axes.set_ylim(LOWEST, 3.0)

    def _draw_corridor(self, axes: "Axes") -> None:
        """The three states and the goal, with where the action right leads; below the curve there is room."""
        from matplotlib.patches import Rectangle

        palette, side, y = self._palette, 0.14, 0.2
        words: dict[str, Any] = {
            "ha": "center",
            "va": "center",
            "fontsize": _style.SMALL_SIZE,
            "transform": axes.transAxes,
        }
        for index, name in enumerate(("start", "", "", "goal")):
            x = 0.24 + index * side
            colour = palette.good if name == "goal" else palette.muted
            axes.add_patch(
                Rectangle(
                    (x, y), side, 0.14, transform=axes.transAxes, facecolor="none", edgecolor=palette.line
                )
            )
            axes.text(x + side / 2, y - 0.05, name, color=colour, **words)
            if name != "goal":
                arrow = "←" if index == 1 else "→"
                axes.text(x + side / 2, y + 0.07, arrow, color=palette.text, **words | {"fontsize": 13})
        axes.text(0.24 + 2 * side, y + 0.2, "where right leads", color=palette.muted, **words)
        axes.text(0.24 + 2 * side, y + 0.4, "○  ε-greedy, ε = 0.1", color=palette.text, **words)

    def _draw_returns(self, axes: "Axes") -> None:
        palette = self._palette
        _style.plot(axes, palette, x="episode", y="")
        (self._sampled,) = axes.plot([], [], color=palette.muted, linewidth=0.7, alpha=0.8, label="return")
        (self._expected,) = axes.plot([], [], color=palette.accent, linewidth=1.2, label="J(p)", alpha=0.5)
        axes.axhline(OPTIMAL_RETURN, color=palette.good, linestyle="--", linewidth=1.2, label="best")
        _style.legend(axes, palette, "lower right")

    def _fill(self) -> None:
        """Put what stands still where the result wants it."""
        result = self._result
        self._means = result.expected_return.mean(axis=1)
        sampled = result.returns.mean(axis=1)
        self._sampled.set_data(result.episode[1:], sampled[1:])
        self._expected.set_data(result.episode, self._means)
        self._plot.set_xlim(0, max(result.episode[-1], 1))
        self._plot.locator_params(axis="x", integer=True, nbins=4)
        low = min(float(self._means.min()), *np.percentile(sampled, [1]).tolist(), OPTIMAL_RETURN)
        self._plot.set_ylim(max(1.08 * low, LOWEST), 0.0)
        self._plot.locator_params(axis="y", nbins=6)

    def renew(self, result: Result) -> bool:
        self._result = result
        self._fill()
        return True

    def _arrange(self, width: float, height: float) -> None:
        _style.place_title(self._title, width, height)
        size, top, split = (width, height), height - 30, 0.54 * width
        _style.place(self._curve, size, (44, 34, split, top))
        _style.place(self._plot, size, (split + 40, 34, width - 16, top))

    def show(self, frame: int) -> None:
        result = self._result
        probability, worth = result.probability_right[frame], result.expected_return[frame]
        self._title.set_text(
            f"episode {result.episode[frame]}   p = {probability.mean():.3f}   "
            f"J = {_style.number(float(worth.mean()), '.2f')}   best {_style.number(OPTIMAL_RETURN, '.3f')}"
        )
        self._runs.set_data(probability, worth)
        mean = probability.mean()
        self._mean.set_data([mean], [expected_return(mean)])
        self._way.set_data(result.episode[: frame + 1], self._means[: frame + 1])
        self._dot.set_data([result.episode[frame]], [self._means[frame]])

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """J at the probability under the pointer, or the returns of that episode."""
        result = self._result
        if axes is self._curve and 0.005 <= x <= 0.995:
            p = round(x, 2)
            terms = f"{_style.number(2 * p - 4, '.3g')} / {p * (1 - p):.4g}"
            worth = _style.number(expected_return(p), ".2f")
            return f"J({p:g}) = (2p − 4) / (p(1 − p)) = {terms} = {worth}"
        if axes is not self._plot or not 0 <= x <= result.episode[-1]:
            return None
        frame = int(np.abs(result.episode - x).argmin())
        expected = _style.number(float(self._means[frame]), ".2f")
        drawn = _style.number(float(result.returns[frame].mean()), ".2f") if frame else "none yet"
        return f"episode {result.episode[frame]}: mean return {drawn}, mean J(p) after it {expected}"

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:  # noqa: ARG002 - protocol
        """A click on the curve starts the learner from that probability."""
        if axes is not self._curve:
            return None
        return replace(params, probability_right=round(min(max(x, 0.01), 0.99), 2))


SIMULATION = Simulation(
    slug="short-corridor",
    title="The short corridor",
    topic="Policy gradient",
    question="When is a stochastic policy better than every deterministic one?",
    insight=(
        "Where states look alike the best policy can be stochastic: here right with probability 0.586, which "
        "policy gradients reach and an ε-greedy choice between two action values cannot."
    ),
    follow_up=(
        "Does a baseline change where REINFORCE ends? No: one that does not depend on the action leaves the "
        "expected gradient as it is and only its variance changes, so a larger step size is safe. Why is no "
        "deterministic policy any good here? Always right goes back and forth, always left never leaves the "
        "start."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., Example 13.1, "
        "Figures 13.1 and 13.2",
        "Williams (1992), Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement "
        "Learning, Machine Learning 8",
    ),
    params=Params,
    run=run,
    view=View,
    grow=grow,
)
