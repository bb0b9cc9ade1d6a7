"""Value iteration on a grid: the values contract by γ a sweep, the greedy policy is right before they are."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _grid, _scales, _style
from flashrl.simulations._arrays import BoolArray, FloatArray
from flashrl.simulations._base import Simulation, param

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

MAPS = {
    "5x5": _grid.FIVE_BY_FIVE,
    "frozen-lake-4x4": _grid.FROZEN_LAKE_4X4,
    "frozen-lake-8x8": _grid.FROZEN_LAKE_8X8,
}
OWN_MAP = (
    "S...#G",
    ".##.#.",
    ".#..H.",
    ".#.##.",
    "......",
)

SETTLED, LONGEST = 1e-6, 2500
"""How near to v* a run ends that was given no number of sweeps, and its most sweeps whatever happens."""

PLOT_WIDTH, PLOT_HEAD, PLOT_SIDE, PLOT_FOOT, PLOT_END = 92.0, 38.0, 40.0, 32.0, 6.0
"""Points for the plot at least, the legend above it, the numbers left and below, half a number right."""


@dataclass(frozen=True)
class Params:
    map: str = param("5x5", "Map", choices=(*MAPS, "own"))
    discount: float = param(0.9, "Discount γ", min=0.0, max=0.99, step=0.01)
    sweeps: int = param(0, "Sweeps (0: until they settle)", min=0, max=1000, step=1)
    slippery: bool = param(True, "Ice is slippery")
    rows: tuple[str, ...] = param(OWN_MAP, "Rows of the own map")

    def __post_init__(self) -> None:
        if self.map == "own":
            _grid.check_goal(_grid.check_rows(self.rows))

    @property
    def world(self) -> _grid.GridWorld:
        return _grid.grid_world(MAPS.get(self.map, self.rows), slippery=self.slippery)


@dataclass(frozen=True)
class Result:
    """v_k after every sweep k, and the policy that is greedy with respect to it."""

    params: Params
    state_values: FloatArray  # (frames, rows, columns)
    policy: FloatArray  # (frames, rows, columns, actions): up, right, down, left; ties share
    error: FloatArray  # (frames,): max over s of |v_k(s) − v*(s)|
    policy_is_optimal: BoolArray  # (frames,): whichever way its ties are broken

    def summary(self, frame: int) -> dict[str, float]:
        """`sweeps_until_…` are left out where the run is too short to tell."""
        found = {"sweep": float(frame), "error": float(self.error[frame])}
        if frame > 0 and self.error[frame - 1] > _grid.TIE:  # below it, the ratio is of rounding errors
            found["error_ratio"] = float(self.error[frame] / self.error[frame - 1])
        found["policy_is_optimal"] = float(self.policy_is_optimal[frame])
        if self.policy_is_optimal.any():
            found["sweeps_until_policy_optimal"] = float(self.policy_is_optimal.argmax())
        if self.policy_is_optimal[-1]:
            wrong = np.flatnonzero(~self.policy_is_optimal)
            found["sweeps_until_policy_stays_optimal"] = float(wrong[-1] + 1 if wrong.size else 0)
        return found


def run(params: Params) -> Result:
    """v_{k+1}(s) = max_a Σ p(s′, r | s, a) [r + γ v_k(s′)] for all s at once, from v_0 = 0.

    Sutton & Barto (2018), equation 4.10. Frame k is after k sweeps.
    """
    world, discount = params.world, params.discount
    optimal = _grid.optimal_state_values(world, discount)
    state_values = _sweeps(world, discount, params.sweeps, optimal)
    best = world.greedy(world.action_values(optimal, discount))
    greedy = world.greedy(world.action_values(state_values, discount))
    return Result(
        params=params,
        state_values=state_values.reshape(-1, *world.shape),
        policy=_grid.shared_among(greedy).reshape(-1, *world.shape, 4),
        error=np.abs(state_values - optimal).max(axis=1),
        policy_is_optimal=np.asarray((best | ~greedy).all(axis=(1, 2))),
    )


def _sweeps(world: _grid.GridWorld, discount: float, sweeps: int, optimal: FloatArray) -> FloatArray:
    """v_0 to v_k, (frames, states): k as asked for, or with 0 the first one within SETTLED of v*."""
    values = [np.zeros(world.acts.size)]
    for _ in range(sweeps or LONGEST):
        if not sweeps and len(values) > 1 and np.abs(values[-1] - optimal).max() < SETTLED:
            break
        values.append(world.action_values(values[-1], discount).max(axis=0))
    return np.array(values)


class View:
    """Left the grid, right the error on a log scale with its bound γᵏ ‖v_0 − v*‖."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        from flashrl.simulations._grid_view import GridPicture

        self._result = result
        self._palette = palette
        self._title = _style.title(figure, palette)
        values = result.state_values
        self._grid = GridPicture(figure.add_subplot(), result.params.world, values, palette)
        self._plot = _style.still_axes(figure)
        self._draw_errors(palette)
        self._dot = _style.moving_dot(figure, self._plot, palette.accent)
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_errors(self, palette: "Palette") -> None:
        errors, plot = self._result.error, self._plot
        sweeps = np.arange(len(errors))
        bound = errors[0] * self._result.params.discount**sweeps
        _style.plot(plot, palette, x="sweep k", y="")
        plot.locator_params(axis="x", integer=True, nbins=4)
        _scales.log_scale(plot)
        self._bound, self._error = plot.plot(sweeps, _drawable(bound), sweeps, _drawable(errors))
        self._bound.set(label="bound γᵏ ‖v₀ − v*‖", color=palette.muted, alpha=0.35, linewidth=4)
        self._error.set(label="error ‖vₖ − v*‖", color=palette.accent, linewidth=1.5)
        self._shade_optimal()
        plot.set_xlim(0, len(errors) - 1)
        plot.set_ylim(*_limits(errors))
        _style.legend(plot, palette, "lower right", anchor=(1.0, 1.0))

    def _shade_optimal(self) -> None:
        self._optimal = self._plot.fill_between(
            np.arange(len(self._result.error)),
            0,
            1,
            where=self._result.policy_is_optimal,
            step="mid",
            transform=self._plot.get_xaxis_transform(),
            color=self._palette.good,
            alpha=0.2,
            linewidth=0,
            label="greedy policy optimal",
        )

    def renew(self, result: Result) -> bool:
        """Another run on the same world moves the lines; another world is another picture."""
        before, after = self._result.params, result.params
        if replace(before, discount=after.discount, sweeps=after.sweeps) != after:
            return False
        self._result = result
        self._grid.renew(result.state_values)
        sweeps = np.arange(len(result.error))
        self._bound.set_data(sweeps, _drawable(result.error[0] * result.params.discount**sweeps))
        self._error.set_data(sweeps, _drawable(result.error))
        self._optimal.remove()
        self._shade_optimal()
        self._plot.set_xlim(0, len(result.error) - 1)
        self._plot.set_ylim(*_limits(result.error))
        return True

    def _arrange(self, width: float, height: float) -> None:
        rows, columns = self._result.params.world.shape
        margin, top = _style.MARGIN, height - 30
        beside = 2 * margin + PLOT_SIDE + max(PLOT_WIDTH, 0.26 * width) + PLOT_END
        cell = min((top - margin) / rows, (width - beside) / columns)
        right = margin + cell * columns
        size = width, height
        _style.place_title(self._title, width, height)
        _style.place(self._grid.axes, size, (margin, top - cell * rows, right, top))
        bottom = max(PLOT_FOOT, top - max(cell * rows, 0.6 * top))
        _style.place(
            self._plot, size, (right + PLOT_SIDE, bottom, width - margin - PLOT_END, top - PLOT_HEAD)
        )
        self._grid.fit(cell)

    def show(self, frame: int) -> None:
        result = self._result
        verdict = "optimal" if result.policy_is_optimal[frame] else "not optimal"
        self._title.set_text(f"sweep {frame}   error {result.error[frame]:.3g}   greedy policy {verdict}")
        self._grid.show(result.state_values[frame], result.policy[frame])
        self._dot.set_data([frame], [max(result.error[frame], self._plot.get_ylim()[0])])

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A click on a cell makes it the next kind of cell, on a map of one's own."""
        if axes is not self._grid.axes:
            return None
        rows = _grid.with_next_kind(params.world.rows, row=round(y), column=round(x))
        return None if rows is None else replace(params, map="own", rows=rows)


def _drawable(errors: FloatArray) -> FloatArray:
    """Without what a log scale cannot show, or would show as noise: 0 and rounding."""
    return np.where(errors > _grid.TIE, errors, np.nan)


def _limits(errors: FloatArray) -> tuple[float, float]:
    """The powers of ten around every error that is more than rounding."""
    shown = errors[errors > _grid.TIE]
    if not shown.size:
        return 0.1, 1.0
    low, high = np.floor(np.log10(shown.min())), np.ceil(np.log10(shown.max()))
    return float(10.0 ** min(low, high - 1)), float(10.0**high)


SIMULATION = Simulation(
    slug="value-iteration",
    title="Value iteration",
    topic="Tabular",
    question="How fast does value iteration converge, and when can its greedy policy be trusted?",
    insight=(
        "Every sweep multiplies the largest error by γ at most, yet the greedy policy needs only the right "
        "order of the actions and is optimal long before the values are."
    ),
    follow_up=(
        "When may you stop, without knowing v*? Once ‖vₖ₊₁ − vₖ‖ < ε(1 − γ)/2γ, the greedy policy of "
        "vₖ₊₁ is ε-optimal. And does a policy that has become optimal stay so? Not at once: it is sure to "
        "when 2γ‖vₖ − v*‖ is below the smallest gap between a best and a second-best action."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., equation 4.10; "
        "Example 3.8 and Figure 3.5 for the values of the 5×5 grid",
        "Puterman (1994), Markov Decision Processes, sections 6.2 and 6.3, for contraction and stopping",
        "Gymnasium, FrozenLake-v1, for the maps and the slippery dynamics",
    ),
    params=Params,
    run=run,
    view=View,
)
