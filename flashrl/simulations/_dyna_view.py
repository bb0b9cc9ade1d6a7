"""The picture of Dyna-Q: the maze with what was walked and planned, and the steps of every episode."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _grid, _scales, _style, _terms, _walk

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette
    from flashrl.simulations.dyna_maze import Params, Result

KINDS = ".#GS"
SAYINGS = {"G": "goal: reward 1, and the episode ends", "#": "wall"}

PLANNED_AT, PLANNED_SIZE = 0.34, 13.0
"""Where in a cell its planned updates are shown, from its middle, and how large one is, in square points."""

PLOT_WIDTH, PLOT_SIDE, PLOT_HEAD, KEY_ROOM = 0.25, 36.0, 42.0, 20.0
"""The plot's share of the figure; points for its numbers, the legend above it, and the key below the maze."""


class View:
    """Left the maze, right the steps per episode with planning and without."""

    def __init__(self, figure: "Figure", result: "Result", palette: "Palette") -> None:
        from flashrl.simulations._grid_view import GridPicture

        self._result = result
        self._frame = 0
        self._palette = palette
        self._title = _style.title(figure, palette)
        self._plot = _style.still_axes(figure)
        world = result.params.walk.world
        self._grid = GridPicture(figure.add_subplot(), world, result.state_values, palette)
        self._draw_marks()
        self._draw_plot(figure)
        _style.figure_of(figure, palette, self._arrange)
        self._fill()
        self.show(0)

    def _draw_marks(self) -> None:
        """The path and the agent, and a dot for every cell that planning updates."""
        axes, palette, world = self._grid.axes, self._palette, self._result.params.walk.world
        row, column = np.indices(world.shape).reshape(2, -1)
        (self._path,) = axes.plot([], [], color=palette.bad, linewidth=3, alpha=0.8, zorder=0.5)
        (self._agent,) = axes.plot([], [], marker="o", color=palette.bad, markersize=9, zorder=2.5)
        self._agent.set_markeredgecolor(palette.raised)
        self._planned = axes.scatter(
            column + PLANNED_AT, row + PLANNED_AT, s=0, color=palette.good, edgecolors=_style.PAPER, zorder=3
        )
        self._planned.set_linewidth(0.6)

    def _draw_plot(self, figure: "Figure") -> None:
        plot, palette = self._plot, self._palette
        _style.plot(plot, palette, x="episode", y="")
        _scales.log_scale(plot)
        plot.locator_params(axis="x", integer=True, nbins=4)
        self._without, self._steps = plot.plot([], [], [], [])
        self._without.set(color=palette.series[1], linestyle="--", linewidth=1.2, label="steps, n = 0")
        self._steps.set(color=palette.accent, linewidth=1.8)
        self._shortest = plot.axhline(1.0, color=palette.muted, linewidth=0.8, linestyle=":")
        self._dot = _style.moving_dot(figure, plot, palette.accent)
        style: dict[str, Any] = {"transform": figure.transFigure, "fontsize": _style.SMALL_SIZE, "va": "top"}
        self._key = [
            plot.text(0, 0, "● agent and its path", color=palette.bad, **style),
            plot.text(0, 0, "● planned updates", color=palette.good, **style),
        ]

    def _fill(self) -> None:
        """Put the curves where the result wants them."""
        result = self._result
        steps, without = result.steps_per_episode[0], result.steps_without_planning[0]
        episodes = np.arange(1, len(steps) + 1)
        shortest = result.shortest_path
        self._steps.set_data(episodes, steps)
        self._steps.set_label(f"steps, n = {result.params.planning_steps}")
        self._without.set_data(np.arange(1, len(without) + 1), without)
        self._shortest.set(ydata=[shortest] * 2, label=f"shortest path {shortest:g}")
        self._plot.set_xlim(1, max(len(steps), 2))
        most = max(steps.max(), without.max(), shortest)
        self._plot.set_ylim(0.8 * shortest, 1.3 * most)
        _style.legend(self._plot, self._palette, "lower right", anchor=(1.0, 1.0))

    def renew(self, result: "Result") -> bool:
        """Another run in the same maze moves the artists; another maze is another picture."""
        if result.params.rows != self._result.params.rows:
            return False
        self._result = result
        self._grid.renew(result.state_values)
        self._fill()
        return True

    def _arrange(self, width: float, height: float) -> None:
        rows, columns = self._result.params.walk.shape
        margin, top, size = _style.MARGIN, height - 30, (width, height)
        beside = margin + PLOT_SIDE + PLOT_WIDTH * width
        cell = min((width - 2 * margin - beside) / columns, (top - margin) / rows)
        right = margin + cell * columns
        _style.place_title(self._title, width, height)
        _style.place(self._grid.axes, size, (margin, top - cell * rows, right, top))
        self._grid.fit(cell)
        below = top - cell * rows
        for key, place in zip(self._key, (margin, margin + 0.5 * (right - margin)), strict=True):
            key.set_position((place / width, (below - 5) / height))
            key.set_visible(below > KEY_ROOM)
        _style.place(self._plot, size, (right + PLOT_SIDE, 32, width - margin - 4, top - PLOT_HEAD))

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        episode, step = int(result.episode[frame]), int(result.step[frame])
        self._title.set_text(f"episode {episode}, step {step}   {_way(result.summary(frame))}")
        self._grid.show(result.state_values[frame], result.policy[frame])
        path = result.path[frame]
        self._path.set_data(path[:, 1], path[:, 0])
        self._agent.set_data(path[-1:, 1], path[-1:, 0])
        self._planned.set_sizes(PLANNED_SIZE * result.planned[frame].ravel())
        self._dot.set_data([episode], [result.steps_per_episode[frame, episode - 1]])

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """The action values, visits and planned updates of a cell, or the steps of an episode."""
        result = self._result
        if axes is self._plot:
            return self._episode_explained(min(max(round(x), 1), result.steps_per_episode.shape[1]))
        row, column, world = round(y), round(x), result.params.walk.world
        if axes is not self._grid.axes or not world.has(row, column):
            return None
        if not world.acts[row * world.shape[1] + column]:
            return SAYINGS[world.rows[row][column]]
        cell = self._frame, row, column
        values = [
            f"{name} {_terms.short(value)}"
            for name, value in zip(_grid.ACTIONS, result.action_values[cell], strict=True)
        ]
        return (
            f"q: {', '.join(values)}; visited {result.visits[cell]} times in this episode, "
            f"updated {result.planned[cell]} times by planning after this step"
        )

    def _episode_explained(self, episode: int) -> str:
        result = self._result
        runs = {f"n = {result.params.planning_steps}": result.steps_per_episode[0]}
        runs["n = 0"] = result.steps_without_planning[0]
        steps = [
            f"{_terms.short(each[episode - 1])} steps with {name}"
            for name, each in runs.items()
            if episode <= len(each)
        ]
        return f"episode {episode}, average of {result.params.runs} runs: {', '.join(steps)}"

    def edited(self, params: "Params", axes: Any, x: float, y: float) -> "Params | None":
        """A click on a cell makes it the next kind of cell."""
        if axes is not self._grid.axes:
            return None
        rows = _walk.painted(params.rows, round(y), round(x), KINDS)
        return None if rows is None else replace(params, rows=rows)


def _way(found: dict[str, float]) -> str:
    if "greedy_path" not in found:
        return "no greedy path to the goal yet"
    return f"greedy path {found['greedy_path']:.0f} steps"
