"""Imitation and its compounding errors: one slip leaves the expert's path, and nothing was taught there."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import BoolArray, FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

LARGEST_ERROR, ERROR_STEP = 0.3, 0.001
ROWS_SHOWN = 20
"""How many of the latest rollouts are drawn, one above the other."""


@dataclass(frozen=True)
class Params:
    error_rate: float = param(0.01, "Error rate ε", min=0.0, max=LARGEST_ERROR, step=ERROR_STEP)
    horizon: int = param(100, "Horizon T", min=1, max=500, step=1)
    recovery: bool = param(False, "Has learned to recover")
    recovery_probability: float = param(1.0, "Recovery probability ρ", min=0.0, max=1.0, step=0.01)
    runs: int = param(200, "Rollouts", min=1, max=500, step=1)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)

    @property
    def chance_back(self) -> float:
        return self.recovery_probability if self.recovery else 0.0


@dataclass(frozen=True)
class Result:
    """Frame k is after k rollouts; costs count the steps off the expert's path."""

    params: Params
    off_path: BoolArray  # (frames, horizon): of the k-th rollout; nothing in frame 0
    cost: FloatArray  # (frames,): of that rollout
    mean_costs: FloatArray  # (frames, horizon + 1): mean of k rollouts, up to every step
    expected_costs: FloatArray  # (frames, horizon + 1): exact, as the parameters ask for
    costs_without_recovery: FloatArray  # (frames, horizon + 1): exact
    costs_with_recovery: FloatArray  # (frames, horizon + 1): exact, with ρ

    def summary(self, frame: int) -> dict[str, float]:
        """`doubling_ratio` is how many times the cost twice the horizon has: 4 is quadratic, 2 linear."""
        params = self.params
        found = {
            "rollouts": float(frame),
            "expected_cost": float(self.expected_costs[frame, -1]),
            "cost_without_recovery": float(self.costs_without_recovery[frame, -1]),
            "cost_with_recovery": float(self.costs_with_recovery[frame, -1]),
            "quadratic_bound": params.error_rate * params.horizon * (params.horizon + 1) / 2,
            "off_path_probability": float(np.diff(self.expected_costs[frame, -2:])[0]),
        }
        if params.error_rate:
            twice = expected_costs(params.error_rate, params.chance_back, 2 * params.horizon)
            found["doubling_ratio"] = float(twice[-1]) / found["expected_cost"]
        if frame:
            found["cost_of_rollout"] = float(self.cost[frame])
            found["mean_cost"] = float(self.mean_costs[frame, -1])
        return found


def run(params: Params) -> Result:
    """E[cost] = Σ_{t=1..T} p_t, where p_t = ε + (1 − ε)(1 − ρ) p_{t−1} and p_0 = 0.

    p_t is the probability that step t is off the expert's path, which costs 1. On the path the learner
    errs with probability ε. Off it, it is back before its next step with probability ρ: without recovery
    ρ = 0, so p_t = 1 − (1 − ε)ᵗ and the cost is T − (1 − ε)(1 − (1 − ε)ᵀ)/ε, nearly εT(T + 1)/2 while
    εT ≪ 1; with ρ = 1 it is εT. The setting of Ross & Bagnell (2010), theorem 2.1, and Ross et al. (2011).
    """
    off_path = np.concatenate([np.zeros((1, params.horizon), dtype=np.bool_), _rollouts(params)])
    cumulated = np.cumsum(off_path, axis=1)
    frames = len(off_path)
    sums = np.zeros((frames, params.horizon + 1))
    sums[:, 1:] = np.cumsum(cumulated, axis=0)
    without, with_recovery, expected = (
        np.broadcast_to(expected_costs(params.error_rate, back, params.horizon), sums.shape)
        for back in (0.0, params.recovery_probability, params.chance_back)
    )
    return Result(
        params=params,
        off_path=off_path,
        cost=cumulated[:, -1].astype(np.float64),
        mean_costs=sums / np.maximum(np.arange(frames), 1)[:, None],
        expected_costs=expected,
        costs_without_recovery=without,
        costs_with_recovery=with_recovery,
    )


def off_path_probabilities(error_rate: float, back: float, horizon: int) -> FloatArray:
    """p_1 to p_T in closed form: p∞ (1 − κᵗ) with κ = (1 − ε)(1 − ρ) and p∞ = ε / (1 − κ)."""
    kept = (1 - error_rate) * (1 - back)
    if kept == 1.0:
        return np.zeros(horizon)
    reached: FloatArray = error_rate / (1 - kept) * (1 - kept ** np.arange(1.0, horizon + 1))
    return reached


def expected_costs(error_rate: float, back: float, horizon: int) -> FloatArray:
    """The expected cost up to every step from 0 to T."""
    return np.concatenate([[0.0], np.cumsum(off_path_probabilities(error_rate, back, horizon))])


def _rollouts(params: Params) -> BoolArray:
    """Whether every step of every rollout is off the path: (runs, horizon)."""
    rng = np.random.default_rng(params.seed)
    errs = rng.random((params.horizon, params.runs)) < params.error_rate
    comes_back = rng.random((params.horizon, params.runs)) < params.chance_back
    off = np.zeros(params.runs, dtype=np.bool_)
    steps = np.empty((params.horizon, params.runs), dtype=np.bool_)
    for step in range(params.horizon):
        off = (off & ~comes_back[step]) | errs[step]
        steps[step] = off
    return steps.T


class View:
    """Above the latest rollouts, below the cost up to every step: exact, with its bounds, and sampled."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._rows = _style.still_axes(figure)
        self._plot = _style.still_axes(figure)
        self._draw_rows(figure)
        self._draw_costs(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_rows(self, figure: "Figure") -> None:
        rows, palette = self._rows, self._palette
        _style.plot(rows, palette, x="", y="rollouts")
        rows.set_yticks([])
        rows.tick_params(labelbottom=False, length=0)
        rows.set_ylim(-0.7, ROWS_SHOWN - 0.3)
        self._paths = _moving.segments(figure, rows, colors=palette.line)
        self._off = _moving.segments(figure, rows, colors=palette.bad)
        for strokes in (self._paths, self._off):
            strokes.set_capstyle("butt")

    def _draw_costs(self, figure: "Figure") -> None:
        plot, palette = self._plot, self._palette
        _style.plot(plot, palette, x="step t", y="steps off so far")
        self._bound, self._without, self._with = plot.plot([], [], [], [], [], [])
        self._bound.set(label="bound εt(t + 1)/2", color=palette.muted, linestyle=":", linewidth=1.2)
        self._without.set(color=palette.bad, linewidth=2, label="without recovery")
        self._with.set(color=palette.good, linewidth=2, linestyle="--")
        marks: dict[str, Any] = {
            "color": palette.accent,
            "linestyle": "",
            "marker": "o",
            "markersize": 4.5,
            "fillstyle": "none",
        }
        self._sampled = _moving.line(figure, plot, zorder=4, **marks)
        plot.plot([], [], label="mean of the rollouts", **marks)

    def _bend(self) -> None:
        """Put the curves where the parameters want them."""
        result, horizon = self._result, self._result.params.horizon
        steps = np.arange(horizon + 1)
        self._bound.set_data(steps, result.params.error_rate * steps * (steps + 1) / 2)
        self._without.set_data(steps, result.costs_without_recovery[0])
        self._with.set_data(steps, result.costs_with_recovery[0])
        self._with.set_label(f"recovery, ρ = {result.params.recovery_probability:g}")
        for axes in (self._rows, self._plot):
            axes.set_xlim(0, horizon)
        self._plot.set_ylim(0, horizon)
        _style.legend(self._plot, self._palette, "upper left")

    def renew(self, result: Result) -> bool:
        """Another run moves the same curves."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot = height - 30, 34.0
        between = foot + 0.68 * (top - foot)
        _style.place_title(self._title, width, height)
        _style.place(self._rows, size, (46, between + 8, width - 14, top))
        _style.place(self._plot, size, (46, foot, width - 14, between))
        stroke = 0.75 * (top - between - 8) / ROWS_SHOWN
        self._paths.set_linewidth(stroke)
        self._off.set_linewidth(stroke)

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        found = result.summary(frame)
        sampled = f"   mean of {frame} rollouts {found['mean_cost']:.4g}" if frame else ""
        cost = f"{found['expected_cost']:.4g} of {result.params.horizon} steps off the path"
        self._title.set_text(cost + sampled)
        self._show_rows(frame)
        marks = np.unique(np.linspace(0, result.params.horizon, 21).round().astype(int))
        self._sampled.set_data(marks, result.mean_costs[frame, marks])
        self._sampled.set_visible(frame > 0)

    def _show_rows(self, frame: int) -> None:
        """The latest rollouts, the newest on top; what is off the path stands out."""
        first = max(1, frame - ROWS_SHOWN + 1)
        shown = self._result.off_path[first : frame + 1]
        horizon = self._result.params.horizon
        self._paths.set_segments([[(0, row), (horizon, row)] for row in range(len(shown))])
        self._off.set_segments([[(start, row), (end, row)] for row, start, end in _stretches(shown)])

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """The chance to be off the path at a step and the cost so far; of a rollout, what became of it."""
        step = round(x)
        if axes is self._rows:
            return self._explained_rollout(round(y))
        if axes is not self._plot or not 1 <= step <= self._result.params.horizon:
            return None
        error_rate, back = self._result.params.error_rate, self._result.params.chance_back
        before, now = np.diff(self._result.expected_costs[0, :], prepend=0.0)[step - 1 : step + 1]
        kept = 1 - back
        return (
            f"p_{step} = ε + (1 − ε)(1 − ρ) p_{step - 1} = {error_rate:g} + {1 - error_rate:g}·{kept:g}·"
            f"{before:.4g} = {now:.4g}; cost so far {self._result.expected_costs[0, step]:.4g}"
        )

    def _explained_rollout(self, row: int) -> str | None:
        rollout = max(1, self._frame - ROWS_SHOWN + 1) + row
        if row < 0 or not 1 <= rollout <= self._frame:
            return None
        off = np.flatnonzero(self._result.off_path[rollout])
        if not off.size:
            return f"rollout {rollout}: never off the path"
        return f"rollout {rollout}: first off at step {off[0] + 1}, off for {off.size} steps in all"

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag in the costs takes the curve there: it sets ε."""
        if axes is not self._plot or x < 1:
            return None
        step = min(round(x), params.horizon)
        rates = np.arange(0.0, LARGEST_ERROR + ERROR_STEP / 2, ERROR_STEP)
        costs = np.array([expected_costs(rate, params.chance_back, step)[-1] for rate in rates])
        return replace(params, error_rate=round(float(rates[np.abs(costs - y).argmin()]), 3))


def _stretches(off: BoolArray) -> list[tuple[int, int, int]]:
    """(row, start, end) of every stretch of steps off the path; step t lies between t − 1 and t."""
    edges = np.diff(np.pad(off, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    return [(int(row), int(start), int(end)) for row, start, end in zip(rows, starts, ends, strict=True)]


SIMULATION = Simulation(
    slug="imitation-drift",
    title="Imitation and its drift",
    topic="Exploration and practice",
    question="How fast do the errors of a cloned policy add up over the horizon, and what stops it?",
    insight=(
        "A clone that was never shown the way back pays for a slip until the end, so its cost grows as εT² "
        "at first; one that recovers pays for the slip alone, εT."
    ),
    follow_up=(
        "Would more demonstrations help? They make ε smaller but leave the T² of the worst case. The states "
        "that the learner itself reaches have to be labelled: DAgger rolls out the learner, asks the expert "
        "there, and trains on all that was gathered; its regret argument gives a cost linear in T where the "
        "expert can recover."
    ),
    references=(
        "Ross & Bagnell (2010), Efficient Reductions for Imitation Learning, AISTATS, theorem 2.1",
        "Ross, Gordon & Bagnell (2011), A Reduction of Imitation Learning and Structured Prediction to "
        "No-Regret Online Learning (DAgger), arXiv:1011.0686",
    ),
    params=Params,
    run=run,
    view=View,
)
