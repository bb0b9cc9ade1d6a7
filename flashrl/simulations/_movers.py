"""What moves over still axes: lines, bars and words of the figure, and a parameter's handle on a track."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _style
from flashrl.simulations._arrays import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.collections import LineCollection, PolyCollection
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.text import Text

    from flashrl.palette import Palette

HANDLE = 9.0
"""The width of a track's handle, in points."""

ROW_BELOW = 13.0
"""How far below the axes a row of texts hangs, in points: the numbers of the x-axis are above it."""

LOST = 0.05
"""Bars that reach less than this share of their axes are lost in them."""

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def line(figure: "Figure", axes: "Axes", **style: Any) -> "Line2D":
    """A line that `set_data` moves, clipped to the axes."""
    from matplotlib.lines import Line2D

    made = Line2D([], [], transform=axes.transData, **style)
    made.set_clip_box(axes.bbox)
    figure.add_artist(made)
    return made


def segments(figure: "Figure", axes: "Axes", **style: Any) -> "LineCollection":
    """Separate strokes, which `set_segments` moves, clipped to the axes."""
    from matplotlib.collections import LineCollection

    made = LineCollection([], transform=axes.transData, **style)
    made.set_clip_box(axes.bbox)
    figure.add_artist(made)
    return made


def shapes(figure: "Figure", axes: "Axes", **style: Any) -> "PolyCollection":
    """Filled polygons, which `set_verts` moves, clipped to the axes; `bars` has the corners of bars."""
    from matplotlib.collections import PolyCollection

    made = PolyCollection([], transform=axes.transData, **style)
    made.set_clip_box(axes.bbox)
    figure.add_artist(made)
    return made


def bars(places: FloatArray, heights: FloatArray, width: float) -> FloatArray:
    """The corners of upright bars centred on `places`: (bars, 4, 2)."""
    left, right, foot = places - width / 2, places + width / 2, np.zeros(len(places))
    corners = [(left, foot), (left, heights), (right, heights), (right, foot)]
    return np.stack([np.stack(corner, axis=1) for corner in corners], axis=1)


def strokes(places: FloatArray, heights: FloatArray, width: float) -> FloatArray:
    """The ends of level strokes centred on `places`: (strokes, 2, 2)."""
    ends = [np.stack([places + side, heights], axis=1) for side in (-width / 2, width / 2)]
    return np.stack(ends, axis=1)


class Track:
    """A line from `low` to `high` with a handle; whoever drags on its `axes` moves the parameter."""

    def __init__(
        self,
        figure: "Figure",
        palette: "Palette",
        limits: tuple[float, float],
        marks: Mapping[float, str],
        *,
        is_log: bool = False,
    ) -> None:
        self.axes = _style.still_axes(figure)
        if is_log:
            self.axes.set_xscale("log")
        self.axes.set_xlim(*limits)
        self.axes.set_ylim(-1.0, 1.0)
        self.axes.patch.set_visible(False)
        self.axes.spines[:].set_visible(False)
        self.axes.plot(limits, (0.0, 0.0), color=palette.line, linewidth=3, solid_capstyle="round")
        self.axes.set_yticks([])
        self.axes.set_xticks(list(marks), list(marks.values()))
        self.axes.minorticks_off()
        self.axes.tick_params(length=0, pad=1, labelsize=_style.SMALL_SIZE, labelcolor=palette.muted)
        self._handle = _style.moving_dot(figure, self.axes, palette.warning)
        self._handle.set(markersize=HANDLE, markeredgecolor=palette.raised, zorder=6)

    def show(self, value: float) -> None:
        self._handle.set_data([value], [0.0])

    def align_ends(self) -> None:
        """Keep long words at the two ends inside the track."""
        first, *_, last = self.axes.get_xticklabels()
        first.set(horizontalalignment="left")
        last.set(horizontalalignment="right")


def row_legend(axes: "Axes", palette: "Palette", columns: int) -> None:
    """A legend in one row above the axes, at their right end."""
    axes.legend(
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=columns,
        fontsize=_style.SMALL_SIZE,
        labelcolor=palette.text,
        frameon=False,
        borderaxespad=0.0,
        borderpad=0.2,
        handlelength=1.2,
        handletextpad=0.4,
        columnspacing=1.0,
    )


def few_ticks(*axes: "Axis") -> None:
    """Some four numbers an axis, as short as they can be."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    for each in axes:
        each.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10]))
        each.set_major_formatter(FuncFormatter(lambda value, _: _style.number(round(value, 9), "g")))


def row_below(figure: "Figure", axes: "Axes", count: int, **style: Any) -> list["Text"]:
    """Texts in a row below the numbers of the x-axis; their x is in the axes' coordinates."""
    from matplotlib.transforms import ScaledTranslation

    down = ScaledTranslation(0, -ROW_BELOW / 72, figure.dpi_scale_trans)
    place = axes.get_xaxis_transform() + down
    style = {"ha": "center", "va": "top", "fontsize": _style.SMALL_SIZE, **style}
    return [figure.text(0, 0, "", transform=place, **style) for _ in range(count)]


def numbered(name: str, index: int) -> str:
    """`δ` and 12 as δ₁₂."""
    return name + str(index).translate(_SUBSCRIPTS)


def span(values: FloatArray) -> float:
    """The smallest of 0.1, 0.2, 0.5, 1, 2, 5, 10, … that no magnitude exceeds."""
    largest = max(float(np.abs(values).max()), 0.1)
    power = 10.0 ** np.floor(np.log10(largest) + 1e-9)
    return float(next(power * step for step in (1, 2, 5, 10) if power * step >= largest * (1 - 1e-9)))


def drag_limits(values: FloatArray, before: tuple[float, float] | None = None) -> tuple[float, float]:
    """The y-limits of bars that are dragged: with room for the other sign, and still under the pointer.

    The limits `before` stay while the bars fit them and are not lost in them.
    """
    low, high, largest = float(values.min()), float(values.max()), float(np.abs(values).max())
    if (
        before is not None
        and before[0] <= low
        and high <= before[1]
        and largest >= LOST * max(before[1], -before[0])
    ):
        return before
    whole = 1.1 * span(values)
    part = 0.35 * whole
    if high <= part and low < -part:
        return -whole, part
    return (-whole if low < -part else -part), whole
