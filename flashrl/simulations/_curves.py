"""Several curves over one x: drawn in full on still axes, with a dot on each where the frame is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from flashrl.simulations import _moving
from flashrl.simulations._arrays import FloatArray, IntArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

MARKERS = ("o", "s", "^", "D", "v", "P")
MARKS = 6
"""Markers along a curve, to tell curves apart without their colours."""

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
        self._dots = _moving.dots(figure, axes, colours, palette.raised)

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
