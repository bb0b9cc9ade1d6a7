"""The look of every figure: a palette's colours, and text that stays readable in a card 480 pixels wide."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from flashrl.palette import LIGHT
from flashrl.simulations._arrays import BoolArray, FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.text import Text
    from matplotlib.typing import LegendLocType

    from flashrl.palette import Palette

TITLE_SIZE = 10.5
TEXT_SIZE = 9.0
SMALL_SIZE = 8.0
MARGIN = 10.0
TITLE_FITS = 340.0
"""Sizes and margins are in points, 1/72 inch; figures of at least 340 have their title in full size."""

PAPER, INK = LIGHT.raised, LIGHT.text
"""What is written on a dark cell and on a light one; a colour map is the same in every theme."""

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_AS_DARK_AS_LIGHT = 0.18  # relative luminance against which white and black have the same contrast


def figure_of(figure: "Figure", palette: "Palette", arrange: Callable[[float, float], None]) -> None:
    """Ground colour, and `arrange(width, height)` to place the axes whenever the figure's size changes."""
    from flashrl.simulations._figure import Arranged

    figure.set_facecolor(palette.raised)
    figure.set_layout_engine(Arranged(arrange))


def title(figure: "Figure", palette: "Palette") -> "Text":
    """The line above the picture, which `place_title` puts into the corner."""
    return figure.text(0, 1, "", color=palette.text, fontsize=TITLE_SIZE, va="top", ha="left")


def place_title(text: "Text", width: float, height: float) -> None:
    """At the top left; smaller where the figure is narrow."""
    text.set_position((MARGIN / width, 1 - MARGIN / height))
    text.set_fontsize(min(TITLE_SIZE, TITLE_SIZE * width / TITLE_FITS))


def still_axes(figure: "Figure") -> "Axes":
    """Axes for what is the same in every frame; see StillAxes."""
    from flashrl.simulations._figure import StillAxes

    return figure.add_subplot(axes_class=StillAxes)


def moving_dot(figure: "Figure", axes: "Axes", colour: str) -> "Line2D":
    """A dot over still axes, in their coordinates."""
    from matplotlib.lines import Line2D

    dot = Line2D(
        [], [], marker="o", linestyle="", color=colour, markersize=7, zorder=5, transform=axes.transData
    )
    figure.add_artist(dot)
    return dot


def plot(axes: "Axes", palette: "Palette", *, x: str, y: str) -> None:
    """A plot's labels, ticks and spines."""
    axes.set_facecolor(palette.raised)
    axes.set_xlabel(x, color=palette.text, fontsize=TEXT_SIZE, labelpad=2)
    axes.set_ylabel(y, color=palette.text, fontsize=TEXT_SIZE, labelpad=2)
    axes.tick_params(colors=palette.muted, labelcolor=palette.muted, labelsize=SMALL_SIZE, pad=2, length=3)
    axes.minorticks_off()
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(palette.line)


def legend(
    axes: "Axes", palette: "Palette", corner: "LegendLocType", *, anchor: tuple[float, float] | None = None
) -> None:
    """A legend in a corner of the axes, or with that corner of it at `anchor`."""
    axes.legend(
        loc=corner,
        bbox_to_anchor=anchor,
        fontsize=SMALL_SIZE,
        labelcolor=palette.text,
        frameon=False,
        borderaxespad=0.2,
        handlelength=1.4,
        handletextpad=0.5,
        labelspacing=0.25,
    )


def number(value: float, form: str) -> str:
    """`value` in that format, with a true minus sign and no minus before zero."""
    text = format(value, form)
    return text.replace("-", "−") if text.strip("-0.") else text.lstrip("-")


def place(axes: "Axes", figure_size: tuple[float, float], box: tuple[float, float, float, float]) -> None:
    """Put `axes` into left, bottom, right, top, in points from the figure's lower left corner."""
    width, height = figure_size
    left, bottom, right, top = box
    across, up = max(right - left, 1.0), max(top - bottom, 1.0)
    axes.set_position((left / width, bottom / height, across / width, up / height))


def is_dark(colours: FloatArray) -> BoolArray:
    """Whether colours (RGBA on the last axis) are better written on in white: relative luminance, WCAG 2."""
    rgb = colours[..., :3]
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ _LUMINANCE < _AS_DARK_AS_LIGHT)
