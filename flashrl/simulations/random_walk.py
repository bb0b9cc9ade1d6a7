"""The random walk: TD, Monte Carlo and what lies between them, against the true values."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _curves, _legends, _style, _walkers
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

METHODS = ("td", "mc", "n-step", "batch", "batch-mc")
ONLINE = METHODS[:3]
NAMES = ("TD", "MC", "n-step TD", "batch TD", "batch MC")
WALKS = {"5": _walkers.Walk(5, 0.0, 1.0), "19": _walkers.Walk(19, -1.0, 1.0)}
GROWTH = 0.1
"""The share of the episodes between two results of a run that grows."""

BLOCK = 256
"""Steps whose directions are drawn at a time."""


@dataclass(frozen=True)
class Params:
    states: str = param("5", "States", choices=tuple(WALKS))
    method: str = param("td", "Method", choices=METHODS)
    step_size: float = param(0.1, "Step size α", min=0.0, max=1.0, step=0.01)
    n: int = param(4, "n of n-step TD", min=1, max=512, step=1)
    episodes: int = param(100, "Episodes", min=1, max=200, step=10)
    runs: int = param(500, "Runs averaged", min=2, max=1000, step=50)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)

    @property
    def walk(self) -> _walkers.Walk:
        return WALKS[self.states]


@dataclass(frozen=True)
class Result:
    """Frame k is after k episodes of every run. All but `rms_error_of_each` are of the chosen method."""

    params: Params
    state_values: FloatArray  # (frames, states): mean over the runs
    standard_deviation: FloatArray  # (frames, states): over the runs
    one_run: FloatArray  # (frames, states): the first run's values
    true_values: FloatArray  # (frames, states): the same in every frame
    rms_error: FloatArray  # (frames,): root of the mean over states, then the mean over runs
    rms_error_of_each: FloatArray  # (frames, methods)

    def summary(self, frame: int) -> dict[str, float]:
        """`squared_bias` and `variance`, both means over the states, add up to `mean_squared_error`."""
        bias = self.state_values[frame] - self.true_values[frame]
        squared_bias, variance = (bias**2).mean(), (self.standard_deviation[frame] ** 2).mean()
        found = {
            "episode": float(frame),
            "rms_error": float(self.rms_error[frame]),
            "mean_squared_error": float(squared_bias + variance),
            "squared_bias": float(squared_bias),
            "variance": float(variance),
        }
        for method, error in zip(METHODS, self.rms_error_of_each[frame], strict=True):
            found[f"rms_error_{method.replace('-', '_')}"] = float(error)
        return found


def run(params: Params) -> Result:
    """From the middle, left or right with probability ½ until an end is reached; γ = 1.

    5 states: only the right end pays, 1; Sutton & Barto (2018), Examples 6.2 and 6.3. 19 states: the left
    end pays −1, the right end 1; Example 7.1. All methods learn from the same walks.
    """
    *_, (_, result) = grow(params)
    return result


def grow(params: Params) -> Iterator[tuple[float, Result]]:
    """Every run has its own clock; a frame exists once the slowest run has reached it."""
    record = _Record(params)
    told = 0
    for moves in _moves(params, record):
        record.write(moves)
        finished = int(record.episode.min())
        if finished == params.episodes or finished - told >= GROWTH * params.episodes:
            told = finished
            yield finished / params.episodes, record.result(finished)


def _moves(params: Params, record: "_Record") -> Iterator[_walkers.Moves]:
    """Steps of all walkers, until each has done its episodes; those that are ahead walk on."""
    walk, runs = params.walk, params.runs
    rng = np.random.default_rng(params.seed)
    here, began = np.full(runs, walk.start), np.zeros(runs, dtype=np.intp)
    history = np.zeros((params.n, runs), dtype=np.intp)
    offsets, clock = np.arange(runs) * (walk.states + 2), 0
    while record.episode.min() < params.episodes:
        for direction in 2 * rng.integers(0, 2, size=(BLOCK, runs)) - 1:
            history[clock % params.n] = here
            there = here + direction
            done = np.flatnonzero((there == 0) | (there > walk.states))
            yield _walkers.Moves(clock, began, here, there, history, done, offsets)
            clock += 1
            here = there
            here[done], began[done] = walk.start, clock
            if done.size and record.episode.min() == params.episodes:
                return


class _Record:
    """What the learners know after each episode, (episodes + 1, …)."""

    def __init__(self, params: Params) -> None:
        self.params = params
        walk, frames = params.walk, params.episodes + 1
        shape = params.runs, walk.states + 2
        first = np.full(shape, walk.initial_value)
        first[:, 0], first[:, -1] = walk.left_reward, walk.right_reward
        self._learners = [_walkers.NStepTD(first.copy(), params.step_size, n) for n in (1, 0, params.n)]
        self._counts = _walkers.Counts.none(shape)
        self.episode = np.zeros(params.runs, dtype=np.intp)
        self._errors = np.zeros((frames, params.runs, len(ONLINE)))
        self._values = np.full((frames, params.runs, walk.states), walk.initial_value)
        self._counted = np.zeros((3, frames, params.runs, walk.states), dtype=np.int32)
        self._errors[0] = _rms(self._values[0] - walk.true_values)[:, None]

    def write(self, moves: _walkers.Moves) -> None:
        for learner in self._learners:
            learner.learn(moves)
        self._counts.learn(moves)
        done = moves.done[self.episode[moves.done] < self.params.episodes]
        if not done.size:
            return
        self.episode[done] += 1
        frame, true_values = self.episode[done], self.params.walk.true_values
        for index, learner in enumerate(self._learners):
            values = learner.values[done, 1:-1]
            self._errors[frame, done, index] = _rms(values - true_values)
            if self.params.method == ONLINE[index]:
                self._values[frame, done] = values
        for kept, counts in zip(self._counted, self._counts.so_far, strict=True):
            kept[frame, done] = counts[done, 1:-1]

    def result(self, finished: int) -> Result:
        """The frames that every run has reached."""
        params, frames = self.params, finished + 1
        walk, counted = params.walk, self._counted[:, :frames]
        batches = [_walkers.batch_values(walk, *counted[:, frame]) for frame in range(frames)]
        errors = np.zeros((frames, len(METHODS)))
        errors[:, :3] = self._errors[:frames].mean(axis=1)
        errors[:, 3:] = [[_rms(each - walk.true_values).mean() for each in both] for both in batches]
        chosen = METHODS.index(params.method)
        values = self._values[:frames]
        if params.method not in ONLINE:
            values = np.array([both[chosen - len(ONLINE)] for both in batches])
        return Result(
            params=params,
            state_values=values.mean(axis=1),
            standard_deviation=values.std(axis=1),
            one_run=values[:, 0].copy(),
            true_values=np.broadcast_to(walk.true_values, (frames, walk.states)),
            rms_error=errors[:, chosen],
            rms_error_of_each=errors,
        )


def _rms(errors: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt((errors**2).mean(axis=-1)))


class View:
    """Left the values, mean and spread over the runs, against the line; right the error of each method."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._palette = palette
        self._title = _style.title(figure, palette)
        self._values, self._errors = (_style.still_axes(figure) for _ in range(2))
        self._draw_values(figure)
        _style.plot(self._errors, palette, x="episode", y="RMS error")
        self._curves = _curves.Curves(figure, self._errors, palette, NAMES)
        self.renew(result)
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_values(self, figure: "Figure") -> None:
        from matplotlib.collections import LineCollection
        from matplotlib.lines import Line2D

        axes, palette = self._values, self._palette
        _style.plot(axes, palette, x="state", y="value")
        axes.locator_params(axis="y", nbins=7)
        self._line = axes.plot([], [], color=palette.muted, linewidth=1.2, linestyle="--", label="true")[0]
        self._keys = [
            axes.plot([], [], marker="o", markersize=4.5, label="mean ± sd")[0],
            axes.plot([], [], linewidth=1.0, alpha=0.7, label="one run")[0],
        ]
        self._spread = LineCollection([], linewidths=2.4, alpha=0.5, transform=axes.transData, zorder=4)
        self._one_run = Line2D([], [], linewidth=1.0, alpha=0.7, transform=axes.transData, zorder=3)
        self._means = Line2D(
            [], [], linestyle="", marker="o", markersize=4.5, transform=axes.transData, zorder=5
        )
        for artist in (self._one_run, self._spread, self._means):
            figure.add_artist(artist)

    def renew(self, result: Result) -> bool:
        self._result = result
        walk, errors = result.params.walk, result.rms_error_of_each
        chosen = METHODS.index(result.params.method)
        self._curves.fill(np.arange(0.0, len(errors)), errors)
        self._curves.emphasise(chosen)
        self._errors.set_xlim(0, result.params.episodes)
        self._errors.set_ylim(0, 1.06 * float(errors.max()))
        coloured: list[Any] = [*self._keys, self._spread, self._one_run, self._means]
        for artist in coloured:
            artist.set_color(self._palette.series[chosen])
        ends = walk.left_reward, walk.right_reward
        self._line.set_data([0, walk.states + 1], ends)
        mean, spread = result.state_values, result.standard_deviation
        shown = np.stack([mean - spread, mean + spread, result.one_run])
        low, high = min(ends[0], float(shown.min())), max(ends[1], float(shown.max()))
        self._values.set_ylim(low - 0.05 * (high - low), high + 0.05 * (high - low))
        self._values.set_xlim(0, walk.states + 1)
        ticks = range(1, 6) if walk.states == 5 else (1, 5, 10, 15, 19)
        self._values.set_xticks(ticks, [_state_name(walk, tick) for tick in ticks])
        _style.legend(self._values, self._palette, "lower right")
        return True

    def _arrange(self, width: float, height: float) -> None:
        _style.place_title(self._title, width, height)
        size, bottom, middle = (width, height), 32, 0.46 * width
        top = _legends.across(self._errors, self._palette, size, height - 27, columns=len(NAMES)) - 6
        _style.place(self._values, size, (44, bottom, middle, top))
        _style.place(self._errors, size, (middle + 44, bottom, width - 14, top))

    def show(self, frame: int) -> None:
        result, found = self._result, self._result.summary(frame)
        self._frame = frame
        name = NAMES[METHODS.index(result.params.method)]
        parts = f"bias {found['squared_bias'] ** 0.5:.3f}   sd {found['variance'] ** 0.5:.3f}"
        self._title.set_text(f"{name}, episode {frame}   RMS {found['rms_error']:.3f}   {parts}")
        states = np.arange(1, result.params.walk.states + 1)
        mean, spread = result.state_values[frame], result.standard_deviation[frame]
        self._means.set_data(states, mean)
        self._one_run.set_data(states, result.one_run[frame])
        ends = zip(states, mean - spread, mean + spread, strict=True)
        self._spread.set_segments([[(state, low), (state, high)] for state, low, high in ends])
        self._curves.show(frame)

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """A state's value with its bias, or a method's error at that episode."""
        result = self._result
        walk, runs = result.params.walk, result.params.runs
        if axes is self._values and 0.5 <= x < walk.states + 0.5:
            state = round(x) - 1
            mean, true = result.state_values[self._frame, state], walk.true_values[state]
            bias = f"bias = {_number(mean)} − {_number(true)} = {_number(mean - true)}"
            spread = f"sd over {runs} runs {_number(result.standard_deviation[self._frame, state])}"
            one = f"one run {_number(result.one_run[self._frame, state])}"
            return f"state {_state_name(walk, state + 1)}: {bias}; {spread}; {one}"
        found = self._curves.hit(x, y) if axes is self._errors else None
        if found is None:
            return None
        error = result.rms_error_of_each[found[1], found[0]]
        meaning = f"√ of the mean over {walk.states} states of (V − v)², mean over {runs} runs"
        return f"{NAMES[found[0]]}, episode {found[1]}: RMS error {error:.4f}, the {meaning}"

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A click on a curve chooses its method."""
        found = self._curves.hit(x, y) if axes is self._errors else None
        return None if found is None else replace(params, method=METHODS[found[0]])


def _state_name(walk: _walkers.Walk, state: int) -> str:
    return "ABCDE"[state - 1] if walk.states == 5 else str(state)


def _number(value: float) -> str:
    return _style.number(value, ".3f")


SIMULATION = Simulation(
    slug="random-walk",
    title="TD and Monte Carlo on a random walk",
    topic="Tabular",
    question="Why does TD, which learns from its own guesses, often beat averaging the true returns?",
    insight=(
        "A return carries the noise of the whole rest of the episode, a TD target that of one step and the "
        "bias of the next value: less variance for more bias, and n chooses how much of each."
    ),
    follow_up=(
        "Both batch methods fit the same episodes until nothing changes; why do they end differently? Batch "
        "Monte Carlo minimises the squared error on the returns seen. Batch TD(0) finds the exact values of "
        "the most likely Markov process behind the data (certainty equivalence), which tends to predict "
        "new returns better if the process is Markov. And why does the error of TD stop falling? With a "
        "constant α the values keep following the latest episodes; a decreasing one lets them settle."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., Examples 6.2 and 6.3 for "
        "5 states and batches; Example 7.1 and equation 7.2 for 19 states and n-step TD",
    ),
    params=Params,
    run=run,
    view=View,
    grow=grow,
)
