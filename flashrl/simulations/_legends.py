"""Legends in a row: above axes, or across the figure."""

from typing import TYPE_CHECKING, Any

from flashrl.simulations import _style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.legend import Legend

    from flashrl.palette import Palette

ROW_FITS, ROW_HEIGHT = 310.0, 13.0
"""Points: the narrowest figure for a legend of one row, and the height of a row."""


def in_a_row(axes: "Axes", palette: "Palette", columns: int, **style: Any) -> "Legend":
    """A legend in rows of so many columns, where `style` says."""
    return axes.legend(
        ncols=columns,
        fontsize=_style.SMALL_SIZE,
        labelcolor=palette.text,
        frameon=False,
        handletextpad=0.4,
        **{"borderaxespad": 0.0, "borderpad": 0.0, "columnspacing": 1.0, "handlelength": 1.6, **style},
    )


def above_right(axes: "Axes", palette: "Palette", columns: int) -> None:
    """A legend in one row above the axes, at their right end."""
    above = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0)}
    in_a_row(axes, palette, columns, **above, borderpad=0.2, handlelength=1.2)


def above_left(axes: "Axes", palette: "Palette", columns: int) -> None:
    """A legend in a row over the axes, whose lines are shown at full strength."""
    above = {"loc": "lower left", "bbox_to_anchor": (0.0, 1.0)}
    legend = in_a_row(axes, palette, columns, **above, borderpad=0.2)
    for handle in legend.legend_handles:
        if handle is not None:
            handle.set_alpha(1.0)


def across(axes: "Axes", palette: "Palette", size: tuple[float, float], top: float, *, columns: int) -> float:
    """The legend of `axes` across the figure, from `top` on; returns where it ends, all in points.

    In rows of three where the figure is too narrow for all `columns`.
    """
    figure, count = axes.get_figure(), len(axes.get_legend_handles_labels()[0])
    each = columns if size[0] >= ROW_FITS else min(columns, 3)
    legend = in_a_row(
        axes,
        palette,
        each,
        loc="upper left",
        bbox_to_anchor=(_style.MARGIN / size[0], top / size[1]),
        bbox_transform=None if figure is None else figure.transFigure,
        labelspacing=0.3,
        handlelength=1.4,
        columnspacing=1.1,
    )
    for handle in legend.legend_handles:
        if handle is not None:
            handle.set(linewidth=1.2)
    return top - ROW_HEIGHT * -(-count // each)
