"""What moves over still axes: artists of the figure, in the axes' coordinates and clipped to them."""

from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations._arrays import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import LineCollection, PolyCollection
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.text import Text


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
    """Filled polygons, which `set_verts` moves and `set_bars` makes upright bars."""
    from matplotlib.collections import PolyCollection

    made = PolyCollection([], transform=axes.transData, **style)
    made.set_clip_box(axes.bbox)
    figure.add_artist(made)
    return made


def set_bars(made: "PolyCollection", heights: FloatArray, width: float) -> None:
    """Upright bars of that width, centred on 0, 1, 2, …"""
    places = np.arange(float(len(heights)))
    left, right, foot = places - width / 2, places + width / 2, np.zeros(len(heights))
    corners = [(left, foot), (left, heights), (right, heights), (right, foot)]
    made.set_verts(list(np.moveaxis(np.array(corners), 2, 0)))


def words(figure: "Figure", axes: "Axes", **style: Any) -> "Text":
    """A text whose place is in the axes' coordinates."""
    made: Text = figure.text(0, 0, "", transform=axes.transData, **style)
    return made
