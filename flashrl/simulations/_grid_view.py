"""The picture of a grid world: a heatmap with its numbers, its greedy arrows and what its cells are."""

from typing import TYPE_CHECKING

import numpy as np

from flashrl.simulations import _style
from flashrl.simulations._arrays import BoolArray, ByteArray, FloatArray
from flashrl.simulations._grid import STEPS, TERMINAL, GridWorld

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from flashrl.palette import Palette

ARROW_TIP, ARROW_FOOT, ARROW_HALF_WIDTH = 0.47, 0.37, 0.12
CORNER = 0.44
"""In cells, from the centre of one: arrows sit at the edges and leave the middle to the number."""

CLIFF_SHADE = 0.35
"""How much of its colour a cliff has."""

SMALLEST_NUMBER, LARGEST_NUMBER = 5.0, 9.5


class GridPicture:
    """Draws v and π on `axes`; the colours span `state_values`, which is all that is ever shown."""

    def __init__(self, axes: "Axes", world: GridWorld, state_values: FloatArray, palette: "Palette") -> None:
        from matplotlib import colormaps
        from matplotlib.colors import Normalize, to_rgba

        from flashrl.simulations._glyphs import Numbers

        self.axes = axes
        self._world = world
        self._colour_of = colormaps[palette.values]
        self._norm = Normalize()
        self._cell = 0.0
        self._span(state_values)
        self._paper, self._ink = to_rgba(_style.PAPER), to_rgba(_style.INK)
        self._is_dark = np.zeros(world.acts.size, dtype=bool)
        self._draw_ground(palette)
        self._acting = np.flatnonzero(world.acts)
        self._numbers = Numbers(axes, np.stack(np.divmod(self._acting, world.shape[1])[::-1], axis=1))
        self._marks = {
            state: self._mark(state, letter, palette)
            for state, letter in enumerate("".join(world.rows))
            if letter not in ".F#C"
        }

    def _span(self, state_values: FloatArray) -> None:
        low, high = float(state_values.min()), float(state_values.max())
        self._norm.vmin, self._norm.vmax = low, high if high > low else low + 1.0
        self._decimals = 2 if max(-low, high) < 10 else 1 if max(-low, high) < 100 else 0
        self._longest = max(len(self._number(value)) for value in (low, high))

    def renew(self, state_values: FloatArray) -> None:
        """Let the colours and the room for numbers span other values, on the same world."""
        self._span(state_values)
        if self._cell:
            self.fit(self._cell)

    def _draw_ground(self, palette: "Palette") -> None:
        from matplotlib.collections import PolyCollection
        from matplotlib.colors import to_rgba

        self.axes.set_axis_off()
        grounds = {"#": to_rgba(palette.line), "C": to_rgba(palette.bad, CLIFF_SHADE)}
        letters = "".join(self._world.rows)
        self._ground = np.array([grounds.get(letter, to_rgba(palette.code)) for letter in letters])
        self._image = self.axes.imshow(_bytes(self._ground, self._world.shape), interpolation="nearest")
        self.axes.autoscale(False)  # whatever is drawn over the cells
        self._arrows = PolyCollection(list(_triangles(*self._world.shape)), linewidths=0)
        self.axes.add_collection(self._arrows, autolim=False)

    def _text(self, state: int, label: str) -> "Text":
        row, column = divmod(state, self._world.shape[1])
        return self.axes.text(column, row, label, color=_style.INK, ha="center", va="center_baseline")

    def _mark(self, state: int, letter: str, palette: "Palette") -> "Text":
        """Goals and holes have their letter in the middle, other cells in a corner, above the number."""
        mark = self._text(state, letter.upper() + "′" if letter in "ab" else letter)
        if letter in TERMINAL:
            mark.set(color=palette.good if letter == "G" else palette.bad, weight="bold")
        else:
            x, y = mark.get_position()
            mark.set(x=x - CORNER, y=y - CORNER, ha="left", va="top")
        return mark

    def fit(self, cell: float) -> None:
        """Choose the sizes of the text for cells of that many points."""
        self._cell = cell
        size = min(LARGEST_NUMBER, 0.36 * cell, 1.2 * cell / self._longest)
        self._numbers.set_size(size)
        self._numbers.set_visible(size >= SMALLEST_NUMBER)
        for state, mark in self._marks.items():
            mark.set_fontsize(0.75 * size if self._world.acts[state] else 1.2 * size)

    def show(self, state_values: FloatArray, policy: FloatArray) -> None:
        """v of (rows, columns) and π of (rows, columns, actions)."""
        values, acts = state_values.ravel(), self._world.acts
        colours = np.where(acts[:, None], self._colour_of(self._norm(values)), self._ground)
        self._image.set_data(_bytes(colours, self._world.shape))
        is_dark = _style.is_dark(colours)
        written = np.where(is_dark[:, None], self._paper, self._ink)
        self._numbers.set_texts([self._number(value) for value in values[self._acting]])
        self._numbers.set(facecolor=written[self._acting])
        self._show_arrows(policy.reshape(-1, 4) > 0, written)
        for state in np.flatnonzero(acts & (is_dark != self._is_dark)).tolist():
            if state in self._marks:
                self._marks[state].set_color(written[state])
        self._is_dark = is_dark

    def _show_arrows(self, chosen: BoolArray, written: FloatArray) -> None:
        colours = np.repeat(written[:, None], len(STEPS), axis=1)
        colours[..., 3] = chosen
        self._arrows.set(facecolor=colours.reshape(-1, 4))

    def _number(self, value: float) -> str:
        """Short, as in tables: .54 rather than 0.54."""
        text = f"{round(value, self._decimals) + 0.0:.{self._decimals}f}"
        return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def _bytes(colours: FloatArray, shape: tuple[int, int]) -> ByteArray:
    """An image of bytes: matplotlib would turn every pixel of the figure into some."""
    return (255 * colours).round().astype(np.uint8).reshape(*shape, 4)


def _triangles(rows: int, columns: int) -> FloatArray:
    """A triangle at the edge that each action of each state points to: (states · actions, corners, x y)."""
    row, column = np.indices((rows, columns)).reshape(2, -1)
    centres = np.stack([column, row], axis=1).astype(float)
    ahead = np.array(STEPS, dtype=float)[:, ::-1]  # in (x, y)
    aside = ARROW_HALF_WIDTH * ahead[:, ::-1]
    foot = ARROW_FOOT * ahead
    corners = np.stack([ARROW_TIP * ahead, foot + aside, foot - aside], axis=1)
    return np.asarray((centres[:, None, None] + corners).reshape(-1, 3, 2))
