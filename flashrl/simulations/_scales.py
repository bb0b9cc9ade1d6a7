"""Scales, limits and ticks: few plain numbers on an axis, and room for bars that are dragged."""

from typing import TYPE_CHECKING

import numpy as np

from flashrl.simulations import _style
from flashrl.simulations._arrays import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

MOST_DECADES = 5
"""With a number each on an axis; with more of them only every other."""

LOST = 0.05
"""Bars that reach less than this share of their axes are lost in them."""


def few_ticks(*axes: "Axis") -> None:
    """Some four numbers an axis, as short as they can be."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    for each in axes:
        each.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10]))
        each.set_major_formatter(FuncFormatter(lambda value, _: _style.number(round(value, 9), "g")))


def log_scale(axes: "Axes") -> None:
    """A log y-axis with its powers of ten as plain numbers: cheaper to draw than formulas."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(numticks=6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_locator(NullLocator())


def log_steps(axes: "Axes", last: float, *, ticks: int = 6) -> None:
    """A log x-axis from 1, with its powers of ten as plain numbers."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(numticks=ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlim(0.9, max(last, 2.0) * 1.1)


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


def nice_above(value: float) -> float:
    """The smallest of …, 0.1, 0.2, 0.5, 1, 2, 5, 10, … that is no less than `value`, which is positive."""
    power = 10.0 ** np.floor(np.log10(value) + 1e-9)
    return float(next(power * step for step in (1, 2, 5, 10) if power * step >= value * (1 - 1e-9)))


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
    whole = 1.1 * nice_above(max(largest, 0.1))
    part = 0.35 * whole
    if high <= part and low < -part:
        return -whole, part
    return (-whole if low < -part else -part), whole
