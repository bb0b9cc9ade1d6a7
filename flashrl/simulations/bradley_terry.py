"""Bradley–Terry: scores whose differences explain who beats whom, as in a reward model."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._bradley_terry import (
    PLAYERS,
    Games,
    expit,
    maximum,
    never_beat,
    pairs_of,
    players_of,
)
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._moving import BarNumbers, bars
from flashrl.simulations._terms import brief

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

SETTLED = 1e-3
"""How near to the maximum the gradient steps end; the last frame is the maximum."""

MOST_STEPS, MOST_FRAMES = 20_000, 120
BAR_WIDTH = 0.62
NUMBERED = 3
"""The most pairs that have their games and names written beside them."""


@dataclass(frozen=True)
class Params:
    wins: tuple[int, ...] = param((7, 8, 9), "Wins of the first: AB, BC, AC", min=0, max=10_000, step=1)
    games: tuple[int, ...] = param((10,), "Games of each pair, or of all", min=0, max=10_000, step=1)
    l2_penalty: float = param(0.0, "Penalty λ on scores", min=0.0, max=10.0, step=0.01)
    step_size: float = param(0.3, "Step size α, in 1/L", min=0.05, max=1.0, step=0.05)
    shift: float = param(0.0, "Shift of all scores", min=-5.0, max=5.0, step=0.1)
    gap: float = param(1.0, "Read off at the gap", min=-10.0, max=10.0, step=0.1)

    def __post_init__(self) -> None:
        if players_of(len(self.wins)) is None:
            raise ValueError(
                f"wins takes one number for each of the 1, 3, 6, 10 or 15 pairs of 2 to {len(PLAYERS)} "
                f"players (for 4: AB, BC, CD, AC, BD, AD), not {len(self.wins)}"
            )
        if len(self.games) not in (1, len(self.wins)):
            raise ValueError(
                f"games takes one number, or one for each of the {len(self.wins)} pairs, "
                f"not {len(self.games)}"
            )
        data = self.data
        if (data.won > data.played).any() or not data.played.any():
            raise ValueError("wins takes no more than the games of the pair, and games takes one at least")
        apart = None if self.l2_penalty else never_beat(data)
        if apart is not None:
            never, them = (" and ".join(PLAYERS[each] for each in group) for group in apart)
            raise ValueError(
                f"wins has no finite scores of maximum likelihood where {never} never beat {them}; change a "
                "result, or give l2_penalty more than 0"
            )

    @property
    def data(self) -> Games:
        players = players_of(len(self.wins)) or 2
        pairs = np.array(pairs_of(players))
        played = np.broadcast_to(np.array(self.games, dtype=np.float64), len(self.wins))
        won = np.array(self.wins, dtype=np.float64)
        return Games(players, pairs[:, 0], pairs[:, 1], won, played, self.l2_penalty)

    @property
    def pairs(self) -> list[str]:
        """AB, BC, AC: the order of `wins`."""
        return [PLAYERS[first] + PLAYERS[second] for first, second in pairs_of(self.data.players)]


@dataclass(frozen=True)
class Result:
    """Gradient ascent from equal scores in frame 0 to the maximum of the likelihood in the last frame."""

    params: Params
    step: FloatArray  # (frames,): gradient steps until then; long runs leave some out
    scores: FloatArray  # (frames, players)
    win_probabilities: FloatArray  # (frames, players, players): of the row's player over the column's
    log_likelihood: FloatArray  # (frames,)
    gradient: FloatArray  # (frames, players): wins minus expected wins, and the penalty's pull

    def summary(self, frame: int) -> dict[str, float]:
        """`loss` is −log likelihood per game: that of a reward model on these pairs."""
        params = self.params
        found = {
            "step": float(self.step[frame]),
            "log_likelihood": float(self.log_likelihood[frame]),
            "loss": -float(self.log_likelihood[frame]) / float(params.data.played.sum()),
            "gradient_norm": float(np.linalg.norm(self.gradient[frame])),
        }
        for player, score in zip(PLAYERS.lower(), self.scores[frame], strict=False):
            found[f"score_{player}"] = float(score)
        for pair, probability in zip(
            params.pairs, params.data.probabilities(self.scores[frame]), strict=True
        ):
            found[f"win_probability_{pair.lower()}"] = float(probability)
        found["win_probability_at_gap"] = float(expit(np.array(params.gap)))
        return found


def run(params: Params) -> Result:
    """P(i beats j) = σ(s_i − s_j); scores by gradient ascent on Σ w_ij log σ(s_i − s_j).

    Bradley & Terry (1952); as the loss of a reward model, Ouyang et al. (2022), equation 1. The gradient
    for player i is the games it won minus those it was expected to win, so at the maximum they are equal.
    A step is α/L of it, with L the largest curvature, which never lowers the likelihood and keeps the sum
    of the scores: nothing in the data says where 0 is. A maximum exists if and only if no group of players
    never beat the others (Ford, 1957), or with a penalty λ/2 Σ s², which also sets the zero.
    """
    data = params.data
    start = np.full(data.players, params.shift)
    best = maximum(data, start)
    step, scores = _ascent(data, start, best, params.step_size)
    return Result(
        params=params,
        step=step,
        scores=scores,
        win_probabilities=expit(scores[:, :, None] - scores[:, None, :]),
        log_likelihood=data.log_likelihood(scores),
        gradient=np.array([data.gradient(each) for each in scores]),
    )


def _ascent(
    data: Games, start: FloatArray, best: FloatArray, step_size: float
) -> tuple[FloatArray, FloatArray]:
    """Steps taken and scores, thinned out where they are many; the last ones are `best`."""
    rate = step_size / float(np.linalg.eigvalsh(data.curvature(data.played / 4))[-1])
    scores = [start]
    while len(scores) <= MOST_STEPS and np.abs(scores[-1] - best).max() > SETTLED:
        scores.append(scores[-1] + rate * data.gradient(scores[-1]))
    last = len(scores) - 1
    kept = np.arange(last + 1)
    if last > MOST_FRAMES:
        kept = np.unique(np.round(np.geomspace(1, last + 1, MOST_FRAMES)).astype(int) - 1)
    # The way is as good as at its end, so that the maximum can take the place of the last step.
    path = np.array(scores)[kept]
    path[-1] = best
    return kept.astype(np.float64), path


class View:
    """Left the scores over the games of each pair, right σ with every pair at its difference."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._scores, self._games, self._plot = (_style.still_axes(figure) for _ in range(3))
        self._draw_bars(figure)
        self._draw_plot(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_bars(self, figure: "Figure") -> None:
        palette = self._palette
        _style.plot(self._scores, palette, x="", y="score s")
        _style.plot(self._games, palette, x="pair (drag its wins)", y="share won")
        self._scores.locator_params(axis="y", nbins=4)
        self._games.set_ylim(0, 1.22)
        self._games.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        self._score_bars = _moving.shapes(figure, self._scores, facecolors=palette.accent)
        self._game_bars = _moving.shapes(figure, self._games, facecolors=palette.muted, alpha=0.7)
        self._fitted = _moving.segments(figure, self._games, colors=palette.warning, linewidths=2.4)
        self._score_numbers = BarNumbers(figure, self._scores, palette.text)
        self._game_numbers = BarNumbers(figure, self._games, palette.text)
        self._scores.axhline(0, color=palette.line, linewidth=0.8)

    def _draw_plot(self, figure: "Figure") -> None:
        plot, palette = self._plot, self._palette
        _style.plot(plot, palette, x="score difference (drag)", y="P(the first wins)")
        plot.set_ylim(-0.02, 1.04)
        self._curve, self._gap = plot.plot([], [], [], [])
        self._curve.set(color=palette.accent, linewidth=2.0)
        self._gap.set(color=palette.muted, linewidth=1.0, linestyle=":")
        dot: dict[str, Any] = {"marker": "o", "linestyle": "", "color": palette.warning}
        plot.plot([], [], label="games", color=palette.muted, marker="s", linestyle="", markersize=6)
        plot.plot([], [], label="fit", markersize=6, **dot)
        self._misses = _moving.segments(figure, plot, colors=palette.muted, linewidths=1.0)
        self._rates = _moving.line(
            figure, plot, marker="s", linestyle="", color=palette.muted, markersize=6, zorder=3
        )
        self._fits = _moving.line(figure, plot, markersize=7, zorder=4, **dot)
        self._names = BarNumbers(figure, plot, palette.text, right=12)

    def _bend(self) -> None:
        """Put what is the same in every frame where the parameters want it."""
        result, params, data = self._result, self._result.params, self._result.params.data
        pairs = np.arange(float(len(params.wins)))
        self._scores.set_xlim(-0.6, data.players - 0.4)
        self._scores.set_xticks(range(data.players), list(PLAYERS[: data.players]))
        self._games.set_xlim(-0.6, len(pairs) - 0.4)
        self._games.set_xticks(pairs, params.pairs)
        low, high = float(result.scores.min()), float(result.scores.max())
        low, high = min(low, 0.0), max(high, 0.0)
        room = 0.35 * max(high - low, 0.2)
        self._scores.set_ylim(low - (room if low < 0 else 0), high + room)
        rates = self._observed()
        self._game_bars.set_verts(bars(pairs, rates, BAR_WIDTH))
        self._show_games(pairs, rates)
        reach = self._reach()
        x = np.linspace(-reach, reach, 201)
        self._curve.set_data(x, expit(x))
        probability = float(expit(np.array(params.gap)))
        self._gap.set_data([params.gap, params.gap, -reach], [-1, probability, probability])
        self._gap.set_label(f"σ({brief(params.gap)}) = {probability:.4f}")
        self._plot.set_xlim(-reach, reach)
        _style.legend(self._plot, self._palette, "upper left")

    def _show_games(self, pairs: FloatArray, rates: FloatArray) -> None:
        data = self._result.params.data
        self._game_numbers.hide()
        if len(pairs) <= NUMBERED and data.played.max() < 100:
            words = [f"{won:.0f}/{played:.0f}" for won, played in zip(data.won, data.played, strict=True)]
            self._game_numbers.show(
                pairs, np.maximum(rates, data.probabilities(self._result.scores[-1])), words
            )

    def _observed(self) -> FloatArray:
        """The share of its games that the first player of every pair won."""
        data = self._result.params.data
        rates: FloatArray = data.won / np.maximum(data.played, 1)
        return rates

    def _reach(self) -> float:
        """The largest difference drawn."""
        scores = self._result.scores
        furthest = float(np.ptp(scores, axis=1).max())
        return float(max(3, math.ceil(abs(self._result.params.gap)), math.ceil(1.25 * furthest)))

    def renew(self, result: Result) -> bool:
        """Another run moves the same bars and marks, and may have other players."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot, middle = height - 32, 34.0, 0.46 * width
        half = foot + 0.46 * (top - foot)
        _style.place_title(self._title, width, height)
        _style.place(self._scores, size, (44, half + 20, middle - 8, top))
        _style.place(self._games, size, (44, foot, middle - 8, half))
        _style.place(self._plot, size, (middle + 38, foot, width - 14, top))

    def show(self, frame: int) -> None:
        self._frame = frame
        result, data = self._result, self._result.params.data
        scores = result.scores[frame]
        fits, apart, rates = (
            data.probabilities(scores),
            scores[data.first] - scores[data.second],
            self._observed(),
        )
        places = np.arange(float(data.players))
        self._score_bars.set_verts(bars(places, scores, BAR_WIDTH))
        self._score_numbers.show(places, scores, [_style.number(each, ".2f") for each in scores])
        pairs = np.arange(float(len(fits)))
        ends = [np.stack([pairs + side * BAR_WIDTH, fits], axis=1) for side in (-0.5, 0.5)]
        self._fitted.set_segments(list(np.stack(ends, axis=1)))
        sides = [np.stack([apart, heights], axis=1) for heights in (fits, rates)]
        self._misses.set_segments(list(np.stack(sides, axis=1)))
        self._fits.set_data(apart, fits)
        self._rates.set_data(apart, rates)
        self._names.hide()
        if len(pairs) <= NUMBERED and np.ptp(apart) > 0:
            self._names.show(apart, fits, result.params.pairs, np.zeros(len(pairs), dtype=bool))
        loss, norm = (
            brief(result.summary(frame)["loss"], 4),
            brief(float(np.linalg.norm(result.gradient[frame]))),
        )
        is_last = frame == len(result.scores) - 1
        best = "penalised maximum" if result.params.l2_penalty else "maximum likelihood"
        which = best if is_last else f"step {result.step[frame]:.0f}   gradient {norm}"
        self._title.set_text(f"{which}   loss {loss} a game")

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """A score with the wins that made it, a pair's games against its fit, or σ."""
        if axes is self._plot:
            return f"σ({brief(x)}) = 1/(1 + exp({brief(-x)})) = {brief(float(expit(np.array(x))), 4)}"
        if axes is self._scores:
            return self._explained_score(round(x))
        pair = self._pair(axes, x)
        if pair is None:
            return None
        data, scores = self._result.params.data, self._result.scores[self._frame]
        first, second = int(data.first[pair]), int(data.second[pair])
        fit = brief(float(data.probabilities(scores)[pair]))
        return (
            f"{PLAYERS[first]} beat {PLAYERS[second]} in {data.won[pair]:.0f} of {data.played[pair]:.0f}; "
            f"σ({brief(scores[first])} − ({brief(scores[second])})) = {fit}"
        )

    def _explained_score(self, player: int) -> str | None:
        data, scores = self._result.params.data, self._result.scores[self._frame]
        if not 0 <= player < data.players:
            return None
        expected = data.played * data.probabilities(scores)
        won = data.sums(data.won, data.played - data.won)[player]
        hoped = data.sums(expected, data.played - expected)[player]
        name, score = PLAYERS[player], brief(scores[player], 4)
        return f"s_{name} = {score}: won {won:.0f}, expected to win {brief(hoped, 4)}"

    def _pair(self, axes: Any, x: float) -> int | None:
        """Which pair's bar is at x."""
        pair = round(x)
        inside = 0 <= pair < len(self._result.params.wins) and abs(x - pair) <= BAR_WIDTH / 2
        return pair if axes is self._games and inside else None

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag sets the wins of a pair, or the gap at which σ is read off."""
        if axes is self._plot:
            reach = min(self._reach(), 10.0)
            return replace(params, gap=round(min(max(x, -reach), reach), 1) + 0.0)
        pair = self._pair(axes, x)
        if pair is None:
            return None
        played = params.games[pair % len(params.games)]
        wins = list(params.wins)
        wins[pair] = min(max(math.floor(y * played + 0.5), 0), played)
        try:
            return replace(params, wins=tuple(wins))
        except ValueError:  # no finite scores: a drag stops before them
            return None


SIMULATION = Simulation(
    slug="bradley-terry",
    title="Bradley–Terry scores",
    topic="RL for language models",
    question="What do pairwise preferences say about scores, and what do they leave open?",
    insight=(
        "A preference only speaks of a difference of scores: at the maximum every player is expected to "
        "win what it won, and adding the same to all scores changes nothing."
    ),
    follow_up=(
        "What follows for a reward model? Its reward is known up to a constant for each prompt, so it is "
        "comparable between answers to one prompt and is often centred. And if one answer wins every "
        "comparison? Then no finite score is likely enough: training drives it up without end unless a "
        "penalty, a prior or early stopping holds it. Nor can one score explain a cycle of preferences."
    ),
    references=(
        "Bradley & Terry (1952), Rank Analysis of Incomplete Block Designs, Biometrika 39",
        "Ford (1957), Solution of a Ranking Problem from Binary Comparisons, for when a maximum exists",
        "Ouyang et al. (2022), Training language models to follow instructions with human feedback, "
        "arXiv:2203.02155, equation 1",
    ),
    params=Params,
    run=run,
    view=View,
)
