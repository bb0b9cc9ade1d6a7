"""What moves over still axes: artists of the figure, in the axes' coordinates and clipped to them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _style
from flashrl.simulations._arrays import BoolArray, FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import LineCollection, PathCollection, PolyCollection
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.text import Text

    from flashrl.palette import Palette
    from flashrl.simulations._glyphs import Numbers

HANDLE = 9.0
"""The width of a track's handle, in points."""

ROW_BELOW = 13.0
"""How far below the axes a row of texts hangs, in points: the numbers of the x-axis are above it."""


def line(figure: "Figure", axes: "Axes", **style: Any) -> "Line2D":
    """A line that `set_data` moves."""
    from matplotlib.lines import Line2D

    made = Line2D([], [], transform=axes.transData, **style)
    made.set_clip_box(axes.bbox)
    figure.add_artist(made)
    return made


def segments(figure: "Figure", axes: "Axes", **style: Any) -> "LineCollection":
    """Separate strokes, which `set_segments` moves."""
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


def words(figure: "Figure", axes: "Axes", **style: Any) -> "Text":
    """A text whose place is in the axes' coordinates."""
    made: Text = figure.text(0, 0, "", transform=axes.transData, **style)
    return made


def row_below(figure: "Figure", axes: "Axes", count: int, **style: Any) -> list["Text"]:
    """Texts in a row below the numbers of the x-axis; their x is in the axes' coordinates."""
    from matplotlib.transforms import ScaledTranslation

    down = ScaledTranslation(0, -ROW_BELOW / 72, figure.dpi_scale_trans)
    place = axes.get_xaxis_transform() + down
    style = {"ha": "center", "va": "top", "fontsize": _style.SMALL_SIZE, **style}
    return [figure.text(0, 0, "", transform=place, **style) for _ in range(count)]


def bars(places: FloatArray, heights: FloatArray, width: float) -> list[FloatArray]:
    """The corners of upright bars centred on `places`, each (4, 2), for `set_verts`."""
    left, right, foot = places - width / 2, places + width / 2, np.zeros(len(places))
    corners = [(left, foot), (left, heights), (right, heights), (right, foot)]
    return list(np.moveaxis(np.array(corners), 2, 0))


def set_bars(made: "PolyCollection", heights: FloatArray, width: float) -> None:
    """Upright bars of that width, centred on 0, 1, 2, …"""
    made.set_verts(bars(np.arange(float(len(heights))), heights, width))


def strokes(places: FloatArray, heights: FloatArray, width: float) -> FloatArray:
    """The ends of level strokes centred on `places`: (strokes, 2, 2)."""
    ends = [np.stack([places + side, heights], axis=1) for side in (-width / 2, width / 2)]
    return np.stack(ends, axis=1)


class BarNumbers:
    """A number above every bar that points up and below every one that points down, over still axes."""

    def __init__(self, figure: "Figure", axes: "Axes", colour: str, *, right: float = 0.0) -> None:
        """`right` is how far to the right of the ends they stand, in points."""
        self._above, self._below = (
            _numbers(figure, axes, colour, (right, up)) for up in (_style.SMALL_SIZE, -_style.SMALL_SIZE)
        )

    def show(
        self,
        places: FloatArray,
        heights: FloatArray,
        texts: Sequence[str],
        up: BoolArray | None = None,
    ) -> None:
        """Put text i on the end of the bar at `places[i]` with `heights[i]`; `up` where 0 is not the foot."""
        up = heights >= 0 if up is None else up
        for numbers, chosen in ((self._above, up), (self._below, ~up)):
            numbers.set_offsets(np.stack([places[chosen], heights[chosen]], axis=1))
            numbers.set_texts([text for text, wanted in zip(texts, chosen, strict=True) if wanted])
            numbers.set_visible(bool(chosen.any()))

    def hide(self) -> None:
        self._above.set_visible(False)
        self._below.set_visible(False)


def _numbers(figure: "Figure", axes: "Axes", colour: str, away: tuple[float, float]) -> "Numbers":
    """Numbers that belong to the figure, so many points from their places: still axes must not hold them."""
    from matplotlib.transforms import ScaledTranslation

    from flashrl.simulations._glyphs import POINTS_PER_INCH, Numbers

    made = Numbers(axes, np.zeros((0, 2)))
    made.remove()
    made.set_clip_path(None)
    made.set_clip_box(None)
    right, up = (points / POINTS_PER_INCH for points in away)
    made.set_offset_transform(axes.transData + ScaledTranslation(right, up, figure.dpi_scale_trans))
    made.set_size(_style.SMALL_SIZE)
    made.set_facecolor(colour)
    made.set_zorder(4)
    figure.add_artist(made)
    return made


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
