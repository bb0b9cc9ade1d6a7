"""A combination lock, rewarded only when it opens: where in the agent the novelty bonus has to enter."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._lock import EXPLORERS, Explorer, Lock

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

MOST_FRAMES = 500
STEPS_A_YIELD = 600
"""How many steps of all runs are played between two results of a run that grows: some 60 ms."""

ROWS = ("right", "wrong", "TV")


@dataclass(frozen=True)
class Params:
    length: int = param(10, "Digits N", min=1, max=25, step=1)
    explorer: str = param("count", "Explorer", choices=EXPLORERS)
    episodes: int = param(60, "Episodes", min=1, max=3000, step=10)
    bonus: float = param(1.0, "Bonus β", min=0.0, max=10.0, step=0.1)
    step_size: float = param(0.5, "Step size α", min=0.05, max=1.0, step=0.05)
    discount: float = param(0.99, "Discount γ", min=0.0, max=0.99, step=0.01)
    runs: int = param(200, "Runs", min=1, max=500, step=1)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)


@dataclass(frozen=True)
class Result:
    """A frame is after an episode, or every few of them where there are many."""

    params: Params
    episode: IntArray  # (frames,): from 0
    success_share: FloatArray  # (frames,): of the runs that have opened the lock at least once
    uniform_success_share: FloatArray  # (frames,): exact, of uniform guesses
    visits: FloatArray  # (frames, digits, actions): right, wrong (and TV), mean over the runs
    first_success: IntArray  # (frames, runs): the first episode that opened the lock; 0: none so far

    def summary(self, frame: int) -> dict[str, float]:
        """The median is left out until half of the runs have opened the lock, the mean until all have."""
        visits, first = self.visits[frame], self.first_success[frame]
        found = {
            "episode": float(self.episode[frame]),
            "success_share": float(self.success_share[frame]),
            "uniform_success_share": float(self.uniform_success_share[frame]),
            "expected_episodes_uniform": 2.0**self.params.length,
            "digits_tried": float((visits.sum(axis=1) > 0).sum()),
        }
        median = float(np.median(np.where(first > 0, first, np.inf)))
        if math.isfinite(median):
            found["median_first_success"] = median
        if (first > 0).all():
            found["mean_first_success"] = float(first.mean())
        if self.params.explorer == "noisy-tv" and frame:
            found["tv_share"] = float(visits[:, 2].sum() / visits.sum())
        return found


def run(params: Params) -> Result:
    """Q(s, a) ← Q + α [r + β/√n(s, a) + γ max Q(s′) − Q]; how actions are chosen is the explorer's.

    A wrong digit ends the episode, all N right ones pay 1. Uniform guesses open it with probability 2⁻ᴺ,
    first after 2ᴺ episodes in the mean. `count` takes the greatest Q + β/√(n + 1), so that what was never
    tried looks good: with γ near 1 a digit that is first guessed wrong costs 4 episodes (until its Q and
    bonus fall below the untried one's), and the first success comes in episode 1 + 4 · Bin(N, ½), in the
    median 2N + 1. `bonus-only` takes the greatest Q: the untried has 0, the tried more, so it repeats its
    first guess for ever. `noisy-tv` is `count` with a third action, a step before a screen whose every
    picture is new (n = 1). Counts as bonus: Strehl & Littman (2008), Bellemare et al. (2016).
    """
    for _, result in grow(params):
        last = result
    return last


def grow(params: Params) -> Iterator[tuple[float, Result]]:
    """(share done, the result so far), about every 60 ms."""
    explorer = Explorer(params.explorer, params.bonus, params.step_size, params.discount)
    lock = Lock(params.length, params.runs, explorer, params.seed)
    shown = np.unique(np.linspace(0, params.episodes, min(params.episodes, MOST_FRAMES) + 1).astype(int))
    batch = max(1, STEPS_A_YIELD // params.length)
    visits, first = [lock.visits.mean(axis=0)], [lock.first_success.copy()]
    for episode in range(1, params.episodes + 1):
        lock.play()
        if episode == shown[len(visits)]:
            visits.append(lock.visits.mean(axis=0))
            first.append(lock.first_success.copy())
        if episode % batch == 0 or episode == params.episodes:
            yield episode / params.episodes, _result(params, shown[: len(visits)], visits, first)


def _result(params: Params, episode: IntArray, visits: list[FloatArray], first: list[IntArray]) -> Result:
    found = np.array(first)
    # 1 − (1 − 2⁻ᴺ)ᵏ, without the rounding of 1 − 2⁻ᴺ
    uniform = -np.expm1(episode * math.log1p(-(0.5**params.length)))
    return Result(params, episode, (found > 0).mean(axis=1), uniform, np.array(visits), found)


class View:
    """Above how often each digit was tried right and wrong, below how many runs have opened the lock."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._chain, self._plot = _style.still_axes(figure), _style.still_axes(figure)
        self._draw_chain(figure)
        self._draw_share(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_chain(self, figure: "Figure") -> None:
        chain, palette = self._chain, self._palette
        _style.plot(chain, palette, x="digit   (brighter: tried more often; blank: never)", y="")
        chain.tick_params(length=0)
        for spine in chain.spines.values():
            spine.set_visible(False)
        chain.invert_yaxis()
        self._cells = _moving.shapes(
            figure, chain, cmap=palette.values, edgecolors=palette.line, linewidths=0.8
        )

    def _draw_share(self, figure: "Figure") -> None:
        plot, palette = self._plot, self._palette
        _style.plot(plot, palette, x="episode", y="have opened it")
        plot.set_ylim(0, 1.04)
        plot.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
        self._uniform, self._share, self._median = plot.plot([], [], [], [], [], [])
        self._uniform.set(color=palette.muted, linestyle="--", linewidth=1.2)
        self._share.set(color=palette.accent, linewidth=1.8, drawstyle="steps-post")
        self._median.set(color=palette.good, linestyle=":", linewidth=1.4)
        self._dot = _style.moving_dot(figure, plot, palette.warning)

    def _bend(self) -> None:
        """Put what is the same in every frame where the run wants it."""
        result, params = self._result, self._result.params
        digits, actions = result.visits.shape[1:]
        self._cells.set_verts([_cell(digit, row) for row in range(actions) for digit in range(digits)])
        self._cells.set_clim(0.0, math.log1p(float(params.episodes)))
        self._chain.set_xlim(0.4, digits + 0.6)
        self._chain.set_ylim(actions - 0.45, -0.55)
        self._chain.set_yticks(range(actions), ROWS[:actions])
        self._chain.set_xticks(range(1, digits + 1, 1 if digits <= 12 else 4))
        self._uniform.set_data(result.episode, result.uniform_success_share)
        self._uniform.set_label(f"uniform: mean {2**digits:,} episodes")
        self._share.set_data(result.episode, result.success_share)
        median = result.summary(len(result.episode) - 1).get("median_first_success")
        self._median.set_data([] if median is None else [median] * 2, [] if median is None else [0, 0.5])
        found = "not half of the runs" if median is None else f"median episode {median:g}"
        self._share.set_label(f"{params.explorer}: {found}")
        self._plot.set_xlim(0, max(float(result.episode[-1]), 1.0))
        is_early = result.success_share[len(result.episode) // 2] > 0.5
        _style.legend(self._plot, self._palette, "center right" if is_early else "upper left")

    def renew(self, result: Result) -> bool:
        """Another run moves the same artists, for a lock of any length."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot = height - 30, 34.0
        between = foot + 0.47 * (top - foot)
        _style.place_title(self._title, width, height)
        _style.place(self._chain, size, (46, between + 38, width - 14, top))
        _style.place(self._plot, size, (46, foot, width - 14, between))

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        share, uniform = result.success_share[frame], result.uniform_success_share[frame]
        found = f"episode {result.episode[frame]}   {share:.0%} have opened it"
        self._title.set_text(f"{found}   uniform {_style.number(uniform, '.2g')}")
        tried = result.visits[frame].T.ravel()
        self._cells.set_array(np.ma.masked_equal(np.log1p(tried), 0.0))
        self._dot.set_data([result.episode[frame]], [share])

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """How often a digit was tried right or wrong, or how the guesses compare at an episode."""
        if axes is self._chain:
            return self._explained_cell(round(x) - 1, round(y))
        result = self._result
        if axes is not self._plot or not 0 <= x <= result.episode[-1]:
            return None
        frame = int(np.searchsorted(result.episode, x, side="right")) - 1
        episode, digits = result.episode[frame], result.params.length
        uniform = f"1 − (1 − 2^−{digits})^{episode} = {result.uniform_success_share[frame]:.3g}"
        return f"episode {episode}: {result.success_share[frame]:.3g} have opened it; uniform {uniform}"

    def _explained_cell(self, digit: int, row: int) -> str | None:
        visits = self._result.visits[self._frame]
        if not (0 <= digit < visits.shape[0] and 0 <= row < visits.shape[1]):
            return None
        times, params = visits[digit, row], self._result.params
        seen = 1.0 if ROWS[row] == "TV" else max(times, 1.0)
        bonus = f"bonus β/√n = {params.bonus:g}/√{seen:.4g} = {params.bonus / math.sqrt(seen):.3g}"
        paid = "" if params.explorer == "random" else f"; {bonus}"
        return f"digit {digit + 1}, {ROWS[row]}: {times:.4g} times a run{paid}"


def _cell(digit: int, row: int) -> list[tuple[float, float]]:
    left, right, low, high = digit + 0.54, digit + 1.46, row - 0.45, row + 0.45
    return [(left, low), (left, high), (right, high), (right, low)]


SIMULATION = Simulation(
    slug="sparse-lock",
    title="A lock with one reward",
    topic="Exploration and practice",
    question="Why does a novelty bonus find a sparse reward in some agents and not in others?",
    insight=(
        "The bonus has to make the untried look good when the agent chooses; as a mere reward for what was "
        "done it ties the agent to its first habits, and noise that is always new never lets it go."
    ),
    follow_up=(
        "Why does ε-greedy fail here? It needs N right guesses in a row, so its time is exponential in N, "
        "while an optimistic agent returns to the edge of what it knows, polynomial in N. And what of the "
        "noisy TV? Counting or predicting observations rewards noise for ever; reward what the agent can "
        "control or learn, as with learning progress or ICM's features, though even those fail when the "
        "agent itself holds the remote."
    ),
    references=(
        "Strehl & Littman (2008), An Analysis of Model-Based Interval Estimation for Markov Decision "
        "Processes, Journal of Computer and System Sciences 74, for the bonus β/√n",
        "Bellemare et al. (2016), Unifying Count-Based Exploration and Intrinsic Motivation, "
        "arXiv:1606.01868",
        "Rashid et al. (2020), Optimistic Exploration even with a Pessimistic Initialisation, "
        "arXiv:2002.12174, for optimism in the choice of actions",
        "Burda et al. (2018), Large-Scale Study of Curiosity-Driven Learning, arXiv:1808.04355, for the "
        "noisy TV",
    ),
    params=Params,
    run=run,
    view=View,
    grow=grow,
)
