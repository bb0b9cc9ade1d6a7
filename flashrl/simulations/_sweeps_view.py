"""The picture of sweeps over a grid: left the values and arrows, right the errors on a log scale."""

from typing import TYPE_CHECKING

import numpy as np

from flashrl.simulations import _scales, _style
from flashrl.simulations._arrays import BoolArray, FloatArray
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._grid import TIE, GridWorld
from flashrl.simulations._grid_view import GridPicture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PolyCollection
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

PLOT_WIDTH, PLOT_HEAD, PLOT_SIDE, PLOT_FOOT, PLOT_END = 92.0, 38.0, 40.0, 32.0, 6.0
"""Points for the plot at least, the legend above it, the numbers left and below, half a number right."""


@dataclass(frozen=True)
class Sweeps:
    """What the picture shows: every array has the sweep as its first axis."""

    state_values: FloatArray  # (sweeps, rows, columns)
    policy: FloatArray  # (sweeps, rows, columns, actions)
    error: FloatArray
    beside: FloatArray  # another error or bound to compare with
    policy_is_optimal: BoolArray


class SweepsPicture:
    """Draws `sweeps`; `labels` are of the error and of what is beside it, a bound perhaps."""

    def __init__(
        self,
        figure: "Figure",
        world: GridWorld,
        sweeps: Sweeps,
        labels: tuple[str, str],
        palette: "Palette",
        *,
        is_bound: bool = False,
    ) -> None:
        self._palette = palette
        self._sweeps = sweeps
        self._shape = world.shape
        self.title = _style.title(figure, palette)
        self.grid = GridPicture(figure.add_subplot(), world, sweeps.state_values, palette)
        self.plot = _style.still_axes(figure)
        self._draw_plot(labels, is_bound=is_bound)
        self._dot = _style.moving_dot(figure, self.plot, palette.accent)
        _style.figure_of(figure, palette, self._arrange)

    def _draw_plot(self, labels: tuple[str, str], *, is_bound: bool) -> None:
        plot, palette = self.plot, self._palette
        _style.plot(plot, palette, x="sweep k", y="")
        plot.locator_params(axis="x", integer=True, nbins=4)
        _scales.log_scale(plot)
        self._beside, self._error = plot.plot([], [], [], [])
        if is_bound:  # the error may lie on it
            self._beside.set(color=palette.muted, alpha=0.35, linewidth=4)
        else:
            self._beside.set(color=palette.muted, linestyle="--", linewidth=1.2)
        self._error.set(color=palette.accent, linewidth=1.8)
        self._optimal = _shade(plot, palette)
        self._labels: tuple[str, str] | None = None
        self._trace(labels)

    def _trace(self, labels: tuple[str, str]) -> None:
        """Put the lines and the shade where the sweeps want them."""
        error, beside = self._sweeps.error, self._sweeps.beside
        count = np.arange(len(error))
        self._error.set_data(count, _drawable(error))
        self._beside.set_data(count, _drawable(beside))
        self._optimal.set_verts(_spans(self._sweeps.policy_is_optimal))
        self.plot.set_xlim(0, max(len(error) - 1, 1))
        self.plot.set_ylim(*_limits(error))
        if labels != self._labels:
            self._labels = labels
            self._error.set_label(labels[0])
            self._beside.set_label(labels[1])
            _style.legend(self.plot, self._palette, "lower right", anchor=(1.0, 1.0))

    def renew(self, sweeps: Sweeps, labels: tuple[str, str]) -> None:
        """Show other sweeps over the same world."""
        self._sweeps = sweeps
        self.grid.renew(sweeps.state_values)
        self._trace(labels)

    def _arrange(self, width: float, height: float) -> None:
        rows, columns = self._shape
        margin, top = _style.MARGIN, height - 30
        beside = 2 * margin + PLOT_SIDE + max(PLOT_WIDTH, 0.26 * width) + PLOT_END
        cell = min((top - margin) / rows, (width - beside) / columns)
        right = margin + cell * columns
        size = width, height
        _style.place_title(self.title, width, height)
        _style.place(self.grid.axes, size, (margin, top - cell * rows, right, top))
        bottom = max(PLOT_FOOT, top - max(cell * rows, 0.6 * top))
        _style.place(self.plot, size, (right + PLOT_SIDE, bottom, width - margin - PLOT_END, top - PLOT_HEAD))
        self.grid.fit(cell)

    def show(self, frame: int) -> None:
        sweeps = self._sweeps
        self.grid.show(sweeps.state_values[frame], sweeps.policy[frame])
        self._dot.set_data([frame], [max(sweeps.error[frame], self.plot.get_ylim()[0])])


def _shade(plot: "Axes", palette: "Palette") -> "PolyCollection":
    from matplotlib.collections import PolyCollection

    shade = PolyCollection(
        [],
        transform=plot.get_xaxis_transform(),
        color=palette.good,
        alpha=0.2,
        linewidth=0,
        label="greedy policy optimal",
    )
    plot.add_collection(shade, autolim=False)
    return shade


def _spans(where: BoolArray) -> list[FloatArray]:
    """The corners of a stripe of full height for every run of sweeps: half a sweep to either side."""
    turns = np.flatnonzero(np.diff(where, prepend=False, append=False)).reshape(-1, 2) - 0.5
    return [np.array([(first, 0), (first, 1), (last, 1), (last, 0)]) for first, last in turns]


def _drawable(errors: FloatArray) -> FloatArray:
    """Without what a log scale cannot show, or would show as noise: 0 and rounding."""
    return np.where(errors > TIE, errors, np.nan)


def _limits(errors: FloatArray) -> tuple[float, float]:
    """The powers of ten around every error that is more than rounding."""
    shown = errors[errors > TIE]
    if not shown.size:
        return 0.1, 1.0
    low, high = np.floor(np.log10(shown.min())), np.ceil(np.log10(shown.max()))
    return float(10.0 ** min(low, high - 1)), float(10.0**high)
