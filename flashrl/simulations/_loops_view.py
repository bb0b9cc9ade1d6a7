"""Two loops that meet at a crossroads: their picture, and their rewards as bars."""

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from flashrl.simulations import _moving, _scales, _style, _terms
from flashrl.simulations._arrays import FloatArray

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.text import Text
    from numpy.typing import NDArray

    from flashrl.palette import Palette

LOOPS = ("A", "B")
MARKERS = ("o", "s")

ACROSS, UP = 4.7, 2.4
"""The picture of the loops, in radii of a loop."""

MIDDLE, LABEL_AT = 1.15, 0.62
"""How far from the crossroads the middle of a loop is, and from that a reward is written, in radii."""

BAR_WIDTH = 0.72
LARGEST_LABEL, SMALLEST_LABEL = 10.0, 7.0


class Crossing(Protocol):
    """Two loops of rewards, and their discount."""

    @property
    def discount(self) -> float: ...

    @property
    def loops(self) -> tuple[tuple[float, ...], tuple[float, ...]]: ...


class LoopPicture:
    """Two circles with the crossroads between them; a token goes round each of them."""

    def __init__(self, figure: "Figure", crossing: Crossing, palette: "Palette") -> None:
        self.axes = _style.still_axes(figure)
        self.axes.set_axis_off()
        self.axes.set_xlim(-ACROSS / 2, ACROSS / 2)
        self.axes.set_ylim(-UP / 2, UP / 2)
        self._palette = palette
        self._lengths = [len(rewards) for rewards in crossing.loops]
        self._circles = [self._draw_circle(loop) for loop in range(len(LOOPS))]
        self._labels = [self._draw_labels(loop) for loop in range(len(LOOPS))]
        self._middles = [self._text((2 * loop - 1) * MIDDLE, 0.0) for loop in range(len(LOOPS))]
        shore = 1 - MIDDLE
        self.axes.plot(
            [shore, -shore], [0, 0], color=palette.muted, linewidth=13, solid_capstyle="round", zorder=3
        )
        self._tokens = [
            _style.moving_dot(figure, self.axes, palette.series[loop]) for loop in range(len(LOOPS))
        ]
        for token, marker in zip(self._tokens, MARKERS, strict=True):
            token.set(marker=marker, markersize=9, markeredgecolor=palette.raised)

    def _draw_circle(self, loop: int) -> "Line2D":
        """A circle, a dot for each state, and an arrowhead in the middle of each step."""
        length, colour = self._lengths[loop], self._palette.series[loop]
        turn = np.linspace(0, length, 97)
        (circle,) = self.axes.plot(*_around(loop, turn, length).T, color=colour, zorder=1)
        states = _around(loop, np.arange(length), length)
        self.axes.plot(*states.T, marker="o", linestyle="", color=self._palette.muted, markersize=5, zorder=2)
        for step in range(length):
            here, ahead = _around(loop, np.array([step + 0.5, step + 0.51]), length)
            angle = float(np.degrees(np.arctan2(*(ahead - here)[::-1])))
            self.axes.plot(*here, marker=(3, 0, angle - 90), color=colour, markersize=8, zorder=2)
        return circle

    def _draw_labels(self, loop: int) -> "list[Text]":
        length = self._lengths[loop]
        return [self._text(*place) for place in _around(loop, np.arange(length) + 0.5, length, LABEL_AT)]

    def _text(self, x: float, y: float) -> "Text":
        return self.axes.text(x, y, "", color=self._palette.text, ha="center", va="center")

    def fill(self, crossing: Crossing, better: str) -> None:
        """Write the rewards, and make the better loop's circle the thick one."""
        for loop, rewards in enumerate(crossing.loops):
            is_better = better in ("", LOOPS[loop])
            self._circles[loop].set(linewidth=3.5 if is_better else 1.2)
            self._middles[loop].set_text(LOOPS[loop])
            self._middles[loop].set_fontweight("bold" if is_better else "normal")
            for label, reward in zip(self._labels[loop], rewards, strict=True):
                label.set_text(_terms.short(reward))

    def fit(self, radius: float) -> None:
        """Choose the sizes of the text for loops of that radius, in points."""
        size = min(LARGEST_LABEL, max(SMALLEST_LABEL, 0.22 * radius))
        for text in (*self._labels[0], *self._labels[1]):
            text.set_fontsize(size)
        for text in self._middles:
            text.set_fontsize(1.5 * size)

    def show(self, tick: int) -> None:
        for loop, token in enumerate(self._tokens):
            step = np.array([tick % self._lengths[loop]])
            token.set_data(*_around(loop, step, self._lengths[loop]).T)


def _around(loop: int, steps: "NDArray[Any]", length: int, radius: float = 1.0) -> FloatArray:
    """Places on a loop after that many of its steps, (steps, 2): both set out upwards from the crossroads."""
    angle = 2 * np.pi * steps / length
    outwards = 2 * loop - 1
    return np.stack([outwards * (MIDDLE - radius * np.cos(angle)), radius * np.sin(angle)], axis=-1)


class RewardBars:
    """Every step's reward as a pale bar, filled up to what it was worth when it was collected last."""

    def __init__(self, figure: "Figure", crossing: Crossing, palette: "Palette") -> None:
        self.axes = _style.still_axes(figure)
        self._lengths = [len(rewards) for rewards in crossing.loops]
        self._places = _places(self._lengths)
        colours = np.repeat(palette.series[: len(LOOPS)], self._lengths)
        self._limits: tuple[float, float] | None = None
        _style.plot(self.axes, palette, x="step", y="reward")
        ticks = [str(step + 1) for length in self._lengths for step in range(length)]
        self.axes.set_xticks(self._places, ticks)
        self.axes.locator_params(axis="y", nbins=4)
        self.axes.axhline(0.0, color=palette.line, linewidth=0.8)
        self.axes.set_xlim(-0.6, self._places[-1] + 0.6)
        self._bars = self.axes.bar(self._places, np.zeros(len(colours)), BAR_WIDTH, color=colours, alpha=0.3)
        self._worth = _moving.shapes(figure, self.axes, facecolor=colours, linewidth=0)

    def fill(self, crossing: Crossing) -> None:
        self._crossing = crossing
        rewards = np.concatenate(crossing.loops)
        for bar, reward in zip(self._bars, rewards, strict=True):
            bar.set_height(reward)
        self._limits = _scales.drag_limits(rewards, self._limits)
        self.axes.set_ylim(*self._limits)

    def show(self, tick: int) -> None:
        passed = np.concatenate([_last_passed(tick, length) for length in self._lengths])
        worth = np.concatenate(self._crossing.loops) * self._crossing.discount**passed
        self._worth.set_verts(_moving.bars(self._places, worth, BAR_WIDTH))

    def at(self, x: float) -> tuple[int, int] | None:
        """The loop and the step whose bar is at x."""
        bar = int(np.abs(self._places - x).argmin())
        if abs(self._places[bar] - x) > 0.5:
            return None
        loop = int(bar >= self._lengths[0])
        return loop, bar - loop * self._lengths[0]


def _places(lengths: list[int]) -> FloatArray:
    """Where the bars stand: the loops side by side, a bar's width between them."""
    return np.concatenate([np.arange(float(lengths[0])), lengths[0] + 1 + np.arange(float(lengths[1]))])


def _last_passed(tick: int, length: int) -> FloatArray:
    """For each step of a loop, the tick at which it was passed last; its first one where it is yet to be."""
    steps = np.arange(float(length))
    passed: FloatArray = steps + length * np.maximum((tick - 1 - steps) // length, 0)
    return passed
