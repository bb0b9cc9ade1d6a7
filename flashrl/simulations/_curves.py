"""Several curves over one x: drawn in full on still axes, with a dot on each where the frame is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from flashrl.simulations import _style
from flashrl.simulations._arrays import FloatArray, IntArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

MARKERS = ("o", "s", "^", "D", "v", "P")
MARKS = 6
"""Markers along a curve, to tell curves apart without their colours."""

LEGEND_FITS, LEGEND_ROW = 310.0, 13.0
"""Points: the narrowest figure for a legend of one row, and the height of a row."""

REACH = 14.0
"""Pixels from a curve within which the pointer is on it."""


class Curves:
    """Curves in the palette's series; `hit` finds the one under the pointer."""

    def __init__(
        self,
        figure: "Figure",
        axes: "Axes",
        palette: "Palette",
        names: Sequence[str],
        *,
        series: Sequence[int] = range(len(MARKERS)),
    ) -> None:
        """`series` says which of the palette's colours the curves have."""
        self._axes = axes
        self._x, self._values = np.zeros(1), np.zeros((1, len(names)))
        looks = [(palette.series[each], MARKERS[each]) for each in series[: len(names)]]
        self._lines = [
            axes.plot([], [], color=colour, linewidth=1.2, marker=marker, markersize=4, label=name)[0]
            for name, (colour, marker) in zip(names, looks, strict=True)
        ]
        colours = [colour for colour, _ in looks]
        self._dots = dots(figure, axes, colours, palette.raised)

    def fill(self, x: FloatArray, values: FloatArray) -> None:
        """`values` (points, curves) over `x` (points,)."""
        self._x, self._values = x, values
        for index, (line, series) in enumerate(zip(self._lines, values.T, strict=True)):
            line.set_data(x, series)
            line.set_markevery(self._marked(index).tolist())

    def _marked(self, index: int) -> IntArray:
        """Points spread evenly to the eye, each curve's a little further on than the last one's."""
        is_log = self._axes.get_xscale() == "log"
        places = np.log(self._x) if is_log else self._x
        shares = (np.arange(MARKS) + (index + 1) / (len(self._lines) + 1)) / MARKS
        wanted = places[0] + shares * (places[-1] - places[0])
        return np.unique(np.searchsorted(places, wanted).clip(0, len(places) - 1))

    def emphasise(self, index: int) -> None:
        """Draw that curve the thickest, above the others."""
        for each, line in enumerate(self._lines):
            line.set(linewidth=2.2 if each == index else 1.0, zorder=3 if each == index else 2)
        self._dots.set_sizes([60.0 if each == index else 30.0 for each in range(len(self._lines))])

    def show(self, point: int) -> None:
        y = self._values[point]
        self._dots.set_offsets(np.stack([np.full(len(y), self._x[point]), y], axis=1))

    def hit(self, x: float, y: float) -> tuple[int, int] | None:
        """The curve and its point at the data coordinates (x, y), if one passes near."""
        distance = np.abs(np.log(self._x / x) if self._axes.get_xscale() == "log" and x > 0 else self._x - x)
        point = int(distance.argmin())
        places = np.stack([np.full(len(self._lines), x), self._values[point]], axis=1)
        to_pixels = self._axes.transData.transform
        away = np.abs(to_pixels(places)[:, 1] - to_pixels((x, y))[1])
        curve = int(np.nanargmin(away)) if np.isfinite(away).any() else 0
        return (curve, point) if away[curve] <= REACH else None


def dots(figure: "Figure", axes: "Axes", colours: Sequence[str], edge: str) -> "PathCollection":
    """A dot in each colour over still axes, in their coordinates, for `set_offsets` and `set_sizes`."""
    from matplotlib.collections import PathCollection
    from matplotlib.markers import MarkerStyle
    from matplotlib.transforms import IdentityTransform

    circle = MarkerStyle("o")
    made = PathCollection(
        [circle.get_path().transformed(circle.get_transform())],
        sizes=np.full(len(colours), 45.0),
        offsets=np.full((len(colours), 2), np.nan),
        offset_transform=axes.transData,
        transform=IdentityTransform(),
        facecolor=list(colours),
        edgecolor=edge,
        linewidth=0.8,
        zorder=5,
    )
    figure.add_artist(made)
    return made


def legend_row(
    axes: "Axes", palette: "Palette", size: tuple[float, float], top: float, *, columns: int
) -> float:
    """The legend of `axes` across the figure, from `top` on; returns where it ends, all in points.

    In rows of three where the figure is too narrow for all `columns`.
    """
    figure, count = axes.get_figure(), len(axes.get_legend_handles_labels()[0])
    across = columns if size[0] >= LEGEND_FITS else min(columns, 3)
    legend = axes.legend(
        loc="upper left",
        bbox_to_anchor=(_style.MARGIN / size[0], top / size[1]),
        bbox_transform=None if figure is None else figure.transFigure,
        ncols=across,
        fontsize=_style.SMALL_SIZE,
        labelcolor=palette.text,
        frameon=False,
        borderaxespad=0.0,
        borderpad=0.0,
        labelspacing=0.3,
        handlelength=1.4,
        handletextpad=0.4,
        columnspacing=1.1,
    )
    for handle in legend.legend_handles:
        if handle is not None:
            handle.set(linewidth=1.2)
    return top - LEGEND_ROW * -(-count // across)


def log_steps(axes: "Axes", last: float, *, ticks: int = 6) -> None:
    """A log x-axis from 1, with its powers of ten as plain numbers."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(numticks=ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlim(0.9, max(last, 2.0) * 1.1)
