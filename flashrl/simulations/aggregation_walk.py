"""State aggregation on a long random walk: Monte Carlo finds the best projection, TD another fixed point."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._jump_walk import Aggregation, JumpWalk, learner

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

METHODS = ("mc", "td")
NAMES = {"mc": "Monte Carlo", "td": "TD(0)"}

MOST_FRAMES = 240
MORE = 2500
"""Episodes between two looks at a run that is under way."""

MOST_STEPS = 30_000_000
"""Of a whole run: what is still computed in a few seconds."""


@dataclass(frozen=True)
class Params:
    method: str = param("mc", "Method", choices=METHODS)
    groups: int = param(10, "Groups", min=1, max=100, step=1)
    step_size: float = param(0.0002, "Step size α", min=0.0, max=0.05, step=0.0001)
    discount: float = param(1.0, "Discount γ", min=0.0, max=1.0, step=0.01)
    episodes: int = param(50_000, "Episodes", min=1, max=100_000, step=1)
    states: int = param(1000, "States", min=10, max=1000, step=10)
    max_jump: int = param(100, "Longest jump", min=1, max=500, step=1)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)

    def __post_init__(self) -> None:
        if self.groups > self.states:
            raise ValueError(f"groups is at most the number of states, {self.states}, not {self.groups}")
        # Without its ends such a walk's variance grows by (j + 1)(2j + 1) / 6 a step.
        steps = (
            (self.states / 2 + self.max_jump / 2) ** 2 * 6 / ((self.max_jump + 1) * (2 * self.max_jump + 1))
        )
        if steps * self.episodes > MOST_STEPS:
            raise ValueError(
                f"episodes is at most {MOST_STEPS / steps:,.0f} where max_jump is only {self.max_jump}: "
                f"an episode takes about {steps:,.0f} steps"
            )

    @property
    def problem(self) -> Aggregation:
        return Aggregation(JumpWalk(self.states, self.max_jump), self.groups, self.discount)


@dataclass(frozen=True)
class Result:
    """The learner after ever more episodes, and in the last frame at its fixed point: after infinitely many.

    The expected updates are zero there; a learner whose step size fell would come to it.
    """

    params: Params
    episode: IntArray  # (frames,); in the last frame again that of the frame before
    weights: FloatArray  # (frames, groups): the value that a group's states share
    state_values: FloatArray  # (frames, states)
    true_values: FloatArray  # (frames, states): the same in every frame
    state_distribution: FloatArray  # (frames, states): μ, the share of time in each state
    root_ve: FloatArray  # (frames,)
    root_ve_mc: FloatArray  # (frames,): of the two fixed points
    root_ve_td: FloatArray
    at_fixed_point: FloatArray  # (frames,): 1 in the last frame of a whole run

    def summary(self, frame: int) -> dict[str, float]:
        """`episode` is left out at the fixed point; `root_ve_learner` is of the last episode so far."""
        at_fixed_point = bool(self.at_fixed_point[frame])
        found = {} if at_fixed_point else {"episode": float(self.episode[frame])}
        learner = frame % len(self.root_ve) - at_fixed_point
        return found | {
            "root_ve": float(self.root_ve[frame]),
            "root_ve_learner": float(self.root_ve[learner]),
            "root_ve_mc": float(self.root_ve_mc[frame]),
            "root_ve_td": float(self.root_ve_td[frame]),
            "value_last_state": float(self.state_values[frame, -1]),
            "true_value_last_state": float(self.true_values[frame, -1]),
        }


def run(params: Params) -> Result:
    """w_g ← w_g + α [G_t − w_g] (mc) or w_g ← w_g + α [r + γ w_g′ − w_g] (td), for the group g of S_t.

    From w = 0, at every step of every episode. Root-VE = √ Σ μ(s) [v(s) − w_g(s)]², μ the on-policy
    distribution. Fixed points: mc the projection, w_g the μ-weighted mean of v in the group; td
    w = A⁻¹b with A = XᵀD(I − γP)X, b = XᵀDr.
    Sutton & Barto (2018), sections 9.2 to 9.4, Example 9.1, Figures 9.1 and 9.2.
    """
    *_, (_, result) = grow(params)
    return result


def grow(params: Params) -> Iterator[tuple[float, Result]]:
    """The learner after ever more episodes; only the last result has the fixed point as its last frame."""
    shown = np.unique(np.geomspace(1, params.episodes, MOST_FRAMES - 2).round().astype(np.intp))
    recorded, due = [[0.0] * params.groups], iter(shown.tolist())
    after = next(due)
    shown = np.concatenate([[0], shown])
    learnt = learner(params.problem, params.method, params.step_size, params.seed)
    for episode, weights in enumerate(learnt, start=1):
        if episode == after:
            recorded.append(list(weights))
            after = next(due, 0)
        if not after:
            break
        if episode % MORE == 0:
            yield episode / params.episodes, _result(params, shown[: len(recorded)], np.array(recorded))
    weights_at = np.array([*recorded, params.problem.fixed_point(params.method)])
    yield 1.0, _result(params, np.append(shown, shown[-1]), weights_at, at_fixed_point=True)


def _result(
    params: Params, episode: IntArray, weights: FloatArray, *, at_fixed_point: bool = False
) -> Result:
    problem, frames = params.problem, len(episode)
    state_values = weights[:, problem.group_of_state]
    root_ve_mc, root_ve_td = (
        np.full(frames, problem.root_ve(problem.fixed_point(method)[problem.group_of_state]))
        for method in METHODS
    )
    is_limit = np.zeros(frames)
    is_limit[-1] = at_fixed_point
    return Result(
        params=params,
        episode=episode,
        weights=weights,
        state_values=state_values,
        true_values=np.broadcast_to(problem.true_values, state_values.shape),
        state_distribution=np.broadcast_to(problem.state_distribution, state_values.shape),
        root_ve=problem.root_ve(state_values),
        root_ve_mc=root_ve_mc,
        root_ve_td=root_ve_td,
        at_fixed_point=is_limit,
    )


class View:
    """Left the staircases against the true values over where the walk spends its time, right the error."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result, self._palette, self._frame = result, palette, 0
        self._title = _style.title(figure, palette)
        self._values, self._error = _style.still_axes(figure), _style.still_axes(figure)
        self._draw_values(self._values)
        self._draw_error(self._error)
        self._staircase = _moving.line(figure, self._values, color=palette.accent, linewidth=2.4)
        self._way = _moving.line(figure, self._error, color=palette.accent, linewidth=1.8)
        self._dot = _style.moving_dot(figure, self._error, palette.accent)
        self._fill()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_values(self, axes: "Axes") -> None:
        palette = self._palette
        _style.plot(axes, palette, x="state s", y="value")
        (self._shade,) = axes.fill(
            [], [], color=palette.muted, alpha=0.25, linewidth=0, label="time spent, μ(s)"
        )
        (self._true,) = axes.plot([], [], color=palette.text, linewidth=1.0, label="true values v(s)")
        axes.plot([], [], color=palette.accent, linewidth=2.4, label="learner")  # which moves over the axes
        self._limits = self._limit_lines(axes, linewidth=1.4)

    def _limit_lines(self, axes: "Axes", **style: Any) -> list[Any]:
        """A line for each fixed point, told apart by its strokes too."""
        looks = zip(METHODS, self._palette.series[2:0:-1], ("-", "--"), strict=True)
        return [
            axes.plot([], [], color=colour, linestyle=strokes, label=f"{NAMES[method]} limit", **style)[0]
            for method, colour, strokes in looks
        ]

    def _draw_error(self, axes: "Axes") -> None:
        _style.plot(axes, self._palette, x="episode", y="")
        axes.set_title("root-VE", color=self._palette.text, fontsize=_style.TEXT_SIZE, loc="left", pad=4)
        axes.set_xscale("log")
        axes.minorticks_off()
        self._levels = self._limit_lines(axes, linewidth=1.4)

    def _fill(self) -> None:
        """Put what stands still where the result wants it."""
        result, params = self._result, self._result.params
        states = np.arange(1, params.states + 1)
        true, share = result.true_values[0], result.state_distribution[0]
        foot = -1.08 * max(np.abs(true).max(), np.abs(result.state_values).max())
        self._shade.set_xy(_under(states, share, foot))
        self._true.set_data(states, true)
        ends = (result.root_ve_mc[0], result.root_ve_td[0])
        for method, line, level, end in zip(METHODS, self._limits, self._levels, ends, strict=True):
            line.set_data(*self._steps(params.problem.fixed_point(method)))
            level.set_data([1, params.episodes], [end, end])
        self._values.set_xlim(0, params.states + 1)
        self._values.set_ylim(foot, -foot)
        self._values.locator_params(nbins=5)
        _style.legend(self._values, self._palette, "upper left")
        self._error.set_xlim(0.9, max(params.episodes, 10))
        self._error.set_ylim(0, 1.08 * max(result.root_ve.max(), *ends))
        self._error.locator_params(axis="y", nbins=5)
        _thin_decades(self._error, params.episodes)

    def _steps(self, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The staircase of a value for each group: the corners' states and values."""
        groups = len(weights)
        edges = np.searchsorted(self._result.params.problem.group_of_state, np.arange(groups + 1)) + 0.5
        return np.repeat(edges, 2)[1:-1], np.repeat(weights, 2)

    def renew(self, result: Result) -> bool:
        self._result = result
        self._fill()
        return True

    def _arrange(self, width: float, height: float) -> None:
        _style.place_title(self._title, width, height)
        size, top, split = (width, height), height - 30, 0.66 * width
        _style.place(self._values, size, (42, 34, split, top))
        _style.place(self._error, size, (split + 34, 34, width - 14, top - 14))

    def show(self, frame: int) -> None:
        result, self._frame = self._result, frame
        method = NAMES[result.params.method]
        at_limit = bool(result.at_fixed_point[frame])
        when = "its fixed point" if at_limit else f"episode {result.episode[frame]:,}"
        limit = "" if at_limit else f", in the limit {self._limit():.4f}"
        self._title.set_text(f"{method}, {when}   root-VE {result.root_ve[frame]:.4f}{limit}")
        self._staircase.set_data(*self._steps(result.weights[frame]))
        learnt = frame - at_limit
        self._way.set_data(result.episode[1 : learnt + 1], result.root_ve[1 : learnt + 1])
        self._dot.set_data([max(result.episode[frame], 1)], [result.root_ve[frame]])

    def _limit(self) -> float:
        result = self._result
        limits = result.root_ve_mc if result.params.method == "mc" else result.root_ve_td
        return float(limits[0])

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """The values of the state under the pointer, or the error at that episode."""
        result = self._result
        if axes is self._error and 1 <= x <= result.params.episodes:
            frame = int(np.abs(result.episode - x).argmin())
            return f"episode {result.episode[frame]:,}: root-VE = √Σ μ(v − w)² = {result.root_ve[frame]:.4f}"
        if axes is not self._values or not 1 <= round(x) <= result.params.states:
            return None
        return self._explained_state(round(x) - 1)

    def _explained_state(self, state: int) -> str:
        result, problem = self._result, self._result.params.problem
        group = int(problem.group_of_state[state])
        value, true = result.state_values[self._frame, state], result.true_values[0, state]
        limits = (problem.fixed_point(method)[group] for method in METHODS)
        written = [_style.number(float(each), ".3f") for each in (value, true, *limits)]
        return (
            f"state {state + 1}, group {group + 1}: w = {written[0]}, v = {written[1]}; "
            f"limits MC {written[2]}, TD {written[3]}"
        )


def _under(states: IntArray, share: FloatArray, foot: float) -> FloatArray:
    """The corners of the area under μ, cut off at the start state: every episode is there once more."""
    height = foot - 0.5 * foot * np.minimum(1.0, share / np.partition(share, -2)[-2])
    x, y = np.array([states[0], *states, states[-1]]), np.array([foot, *height, foot])
    return np.stack([x, y], axis=1)


def _thin_decades(axes: "Axes", episodes: int) -> None:
    """A few powers of ten as plain text."""
    from matplotlib.ticker import NullLocator

    decades = math.floor(math.log10(max(episodes, 10)))
    ticks = [10**power for power in range(0, decades + 1, 2 if decades > 2 else 1)]
    axes.set_xticks(ticks, [f"{tick // 1000}k" if tick >= 1000 else f"{tick}" for tick in ticks])
    axes.xaxis.set_minor_locator(NullLocator())


SIMULATION = Simulation(
    slug="aggregation-walk",
    title="State aggregation on the 1000-state walk",
    topic="Tabular",
    question="Do Monte Carlo and TD converge to the same values once states must share them?",
    insight=(
        "Monte Carlo converges to the projection of the true values, the best that the groups can do; "
        "TD(0) converges to its own fixed point, whose values are flatter and whose "
        "error here is twice as large."
    ),
    follow_up=(
        "How much worse can the TD fixed point be? On policy its VE is at most 1/(1 − γ) times the least "
        "possible one, a bound that says nothing at γ = 1. Why use TD then? Its targets vary less, so it "
        "often learns faster, and it need not wait for the end of the episode. Where does its bias come "
        "from? Its targets bootstrap from values that a whole group shares."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., Example 9.1 with "
        "Figure 9.1, Example 9.2 with Figure 9.2, and equation 9.14 for the bound",
        "Tsitsiklis & Van Roy (1997), An Analysis of Temporal-Difference Learning with Function "
        "Approximation, IEEE Transactions on Automatic Control 42(5), for convergence and the bound",
    ),
    params=Params,
    run=run,
    view=View,
    grow=grow,
)
