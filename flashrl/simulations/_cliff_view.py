"""The picture of the cliff walk: the path of an episode over the grid, and what all algorithms collect."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from flashrl.simulations import _grid, _legends, _style, _terms, _walk
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._td_race import ALGORITHMS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette
    from flashrl.simulations.cliff_walk import Params, Result

NAMES = ("SARSA", "Q-learning", "expected SARSA")
LEVELS = (("edge_path_value", "edge"), ("top_path_value", "top"))
SAYINGS = {"C": "cliff: −100, and back to the start", "G": "goal: the episode ends", "#": "wall"}

SMOOTH = 10
"""The curves are averages of so many episodes."""

LEGEND_FITS = 205.0
"""The narrowest plot for a legend of one row, in points."""

APART = 0.18
"""Two levels have their names only if they are this share of the plot apart."""


class View:
    """Above the grid with the path of the episode, below what all algorithms collect, and exact values."""

    def __init__(self, figure: "Figure", result: "Result", palette: "Palette") -> None:
        from flashrl.simulations._grid_view import GridPicture

        self._result = result
        self._frame = 0
        self._legend_columns = len(NAMES)
        self._palette = palette
        self._title = _style.title(figure, palette)
        self._plot = _style.still_axes(figure)
        world = result.params.walk.world
        self._grid = GridPicture(figure.add_subplot(), world, result.state_values, palette)
        (self._path,) = self._grid.axes.plot([], [], color=palette.bad, linewidth=3, alpha=0.8, zorder=0.5)
        _style.plot(self._plot, palette, x="episode", y="return")
        self._curves = [self._plot.plot([], [], label=name)[0] for name in NAMES]
        for curve, colour, dashes in zip(self._curves, palette.series, ("-", "--", "-."), strict=False):
            curve.set(color=colour, linestyle=dashes)
        self._levels = [self._plot.axhline(0.0, color=palette.muted, linewidth=0.8, linestyle=":")]
        self._levels.append(self._plot.axhline(0.0, color=palette.muted, linewidth=0.8, linestyle=":"))
        style: dict[str, Any] = {
            "color": palette.muted,
            "fontsize": _style.SMALL_SIZE,
            "va": "center_baseline",
        }
        place = self._plot.get_yaxis_transform()
        self._level_names = [self._plot.text(1.03, 0, "", transform=place, **style) for _ in self._levels]
        self._dot = _style.moving_dot(figure, self._plot, palette.warning)
        _style.figure_of(figure, palette, self._arrange)
        self._fill()
        self.show(0)

    def _fill(self) -> None:
        """Put the curves and the levels where the result wants them."""
        result = self._result
        episodes = np.arange(1, len(result.returns) + 1)
        chosen = ALGORITHMS.index(result.params.algorithm)
        for index, curve in enumerate(self._curves):
            curve.set_data(episodes, _smoothed(_returns(result)[index]))
            curve.set(linewidth=2.2 if index == chosen else 1.0, zorder=3 if index == chosen else 2)
        lowest = _floor(result)
        self._draw_levels(lowest)
        self._plot.set_xlim(1, max(len(episodes), 2))
        self._plot.set_ylim(lowest, 0)
        self._draw_legend()

    def _draw_legend(self) -> None:
        """Below the curves, where there is room."""
        _legends.in_a_row(
            self._plot, self._palette, self._legend_columns, loc="lower right", borderaxespad=0.2
        )

    def _draw_levels(self, lowest: float) -> None:
        """The exact values of the paths, where they are in sight and apart."""
        exact, last = self._result.exact, np.inf
        for (name, words), line, text in zip(LEVELS, self._levels, self._level_names, strict=True):
            level = exact.get(name, np.nan)
            is_shown = bool(lowest <= level) and abs(level - last) > APART * abs(lowest)
            line.set(ydata=[level] * 2, visible=is_shown)
            text.set(y=level, text=f"{words} {_style.number(level, '.1f')}", visible=is_shown)
            last = level if is_shown else last

    def renew(self, result: "Result") -> bool:
        """Another run on the same map moves the lines; another map is another picture."""
        if result.params.rows != self._result.params.rows:
            return False
        self._result = result
        self._grid.renew(result.state_values)
        self._fill()
        return True

    def _arrange(self, width: float, height: float) -> None:
        rows, columns = self._result.params.walk.shape
        margin, top, size = _style.MARGIN, height - 28, (width, height)
        _style.place_title(self._title, width, height)
        cell = min((width - 2 * margin) / columns, 0.54 * top / rows)
        left = (width - cell * columns) / 2
        _style.place(self._grid.axes, size, (left, top - cell * rows, left + cell * columns, top))
        self._grid.fit(cell)
        left, right = margin + 34, width - margin - 58
        _style.place(self._plot, size, (left, 32, right, top - cell * rows - 8))
        self._legend_columns = len(NAMES) if right - left >= LEGEND_FITS else 1
        self._draw_legend()

    def show(self, frame: int) -> None:
        self._frame = frame
        result, found = self._result, self._result.summary(frame)
        falls = f"{found['falls']:.0f} {'fall' if found['falls'] == 1 else 'falls'}"
        lately = _terms.short(found["return"])
        self._title.set_text(
            f"episode {frame + 1}   {found['steps']:.0f} steps, {falls}   return lately {lately}"
        )
        self._grid.show(result.state_values[frame], result.policy[frame])
        self._path.set_data(*_drawn(result.path[frame], result.params.rows))
        self._dot.set_data([frame + 1], [max(_smoothed(result.returns)[frame], _floor(result))])

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """The action values of a cell, or what each algorithm collects in an episode."""
        result = self._result
        if axes is self._plot:
            frame = min(max(round(x) - 1, 0), len(result.returns) - 1)
            values = [
                f"{name} {_style.number(float(each[frame]), '.1f')}"
                for name, each in zip(NAMES, _returns(result), strict=True)
            ]
            return f"episode {frame + 1}, average of {result.params.runs} runs: " + ", ".join(values)
        row, column, world = round(y), round(x), result.params.walk.world
        if axes is not self._grid.axes or not world.has(row, column):
            return None
        if not world.acts[row * world.shape[1] + column]:
            return SAYINGS[world.rows[row][column]]
        values = [
            f"{name} {_terms.short(value)}"
            for name, value in zip(_grid.ACTIONS, result.action_values[self._frame, row, column], strict=True)
        ]
        return f"q: {', '.join(values)}; v = {_terms.short(result.state_values[self._frame, row, column])}"

    def edited(self, params: "Params", axes: Any, x: float, y: float) -> "Params | None":
        """A click on a cell makes it the next kind of cell."""
        if axes is not self._grid.axes:
            return None
        rows = _walk.painted(params.rows, round(y), round(x))
        return None if rows is None else replace(params, rows=rows)


def _returns(result: "Result") -> tuple[FloatArray, FloatArray, FloatArray]:
    return result.returns_sarsa, result.returns_q_learning, result.returns_expected_sarsa


def _smoothed(returns: FloatArray) -> FloatArray:
    """The average of up to SMOOTH episodes that end with each."""
    sums = np.concatenate([[0.0], np.cumsum(returns)])
    last = np.arange(1, len(returns) + 1)
    first = np.maximum(last - SMOOTH, 0)
    smooth: FloatArray = (sums[last] - sums[first]) / (last - first)
    return smooth


def _floor(result: "Result") -> float:
    """The lowest return to show: what the curves come to, not where they come from."""
    late = min(_smoothed(each)[len(each) // 4 :].min() for each in _returns(result))
    return float(max(2 * late, late - 60))


def _drawn(path: NDArray[np.intp], rows: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
    """x and y of the path, with a gap after every fall."""
    fell = [rows[row][column] == "C" for row, column in path.tolist()]
    places = np.insert(path.astype(float), np.flatnonzero(fell) + 1, np.nan, axis=0)
    return places[:, 1], places[:, 0]
