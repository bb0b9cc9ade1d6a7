"""Plain numbers where there is little room: on a symmetric log axis and beside a mark; a legend in a row."""

from typing import TYPE_CHECKING

import numpy as np

from flashrl.simulations import _style
from flashrl.simulations._arrays import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from flashrl.palette import Palette

MOST_DECADES = 5
"""With a number each on an axis; with more of them only every other."""


def short(value: float) -> str:
    """Four digits; 1234567 is 1235k."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= 10 * size:
            return _style.number(value / size, ".4g") + letter
    return _style.number(value, ".4g")


def symlog_scale(axes: "Axes", values: FloatArray) -> None:
    """A y-axis around all values that is linear up to ±1 and logarithmic beyond."""
    from matplotlib.ticker import NullLocator

    low, high = min(float(values.min()), 0.0), max(float(values.max()), 1.0)
    top, bottom = _decades(high), _decades(-low)
    every = max(1, -(-(top + bottom) // MOST_DECADES))
    ticks = [-(10.0**power) for power in range(bottom, -1, -every)] if low < -0.5 else []
    ticks += [0.0, *(10.0**power for power in range(0, top + 1, every))]
    axes.set_yscale("symlog", linthresh=1.0, linscale=0.6)
    axes.set_ylim(1.5 * low - 0.15, 1.6 * high)
    axes.set_yticks(ticks, [_tick(tick) for tick in ticks])
    axes.yaxis.set_minor_locator(NullLocator())


def _decades(value: float) -> int:
    return int(np.floor(np.log10(max(value, 1.0))))


def _tick(value: float) -> str:
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return _style.number(value / size, "g") + letter
    return _style.number(value, "g")


def legend_above(axes: "Axes", palette: "Palette", columns: int) -> None:
    """A legend in a row over the axes, whose lines are shown at full strength."""
    legend = axes.legend(
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=columns,
        fontsize=_style.SMALL_SIZE,
        labelcolor=palette.text,
        frameon=False,
        borderaxespad=0.0,
        borderpad=0.2,
        handlelength=1.6,
        handletextpad=0.4,
        columnspacing=1.0,
    )
    for handle in legend.legend_handles:
        if handle is not None:
            handle.set_alpha(1.0)
