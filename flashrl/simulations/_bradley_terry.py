"""Maximum likelihood for Bradley–Terry: pairs in a row, likelihood, and whether it has a maximum."""

from dataclasses import dataclass

import numpy as np

from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray

PLAYERS = "ABCDEF"
"""The players' names; there may be as many as these."""

NEWTON_STEPS, HALVINGS = 200, 60
FLAT = 1e-12


@dataclass(frozen=True, slots=True)
class Games:
    """What was played: of pair k, the games and how many the first player won."""

    players: int
    first: IntArray
    second: IntArray
    won: FloatArray
    played: FloatArray
    penalty: float = 0.0

    def probabilities(self, scores: FloatArray) -> FloatArray:
        """P(first beats second) = σ(s_first − s_second), over the last axis."""
        return expit(scores[..., self.first] - scores[..., self.second])

    def log_likelihood(self, scores: FloatArray) -> FloatArray:
        """Σ w log σ(s_i − s_j) + l log σ(s_j − s_i), over the last axis."""
        apart = scores[..., self.first] - scores[..., self.second]
        lost = self.played - self.won
        found: FloatArray = -(self.won * np.logaddexp(0, -apart) + lost * np.logaddexp(0, apart)).sum(axis=-1)
        return found

    def objective(self, scores: FloatArray) -> float:
        return float(self.log_likelihood(scores) - self.penalty / 2 * (scores**2).sum())

    def gradient(self, scores: FloatArray) -> FloatArray:
        """Games won minus games expected to be won, and the penalty's pull."""
        surplus = self.won - self.played * self.probabilities(scores)
        return self.sums(surplus, -surplus) - self.penalty * scores

    def sums(self, of_first: FloatArray, of_second: FloatArray) -> FloatArray:
        """What the pairs add up to for each player."""
        found = np.zeros(self.players)
        np.add.at(found, self.first, of_first)
        np.add.at(found, self.second, of_second)
        return found

    def curvature(self, weight: FloatArray) -> FloatArray:
        """−∂²/∂s², for pairs of that weight n p (1 − p): a graph Laplacian, and the penalty."""
        found = np.zeros((self.players, self.players))
        for sign, row, column in (
            (1, self.first, self.first),
            (1, self.second, self.second),
            (-1, self.first, self.second),
            (-1, self.second, self.first),
        ):
            np.add.at(found, (row, column), sign * weight)
        return found + self.penalty * np.eye(self.players)


def expit(x: FloatArray) -> FloatArray:
    """σ(x), without overflow."""
    found: FloatArray = np.exp(-np.logaddexp(0.0, -x))
    return found


def pairs_of(players: int) -> list[tuple[int, int]]:
    """AB, BC, …, then AC, BD, …: neighbours first, as the ranking has them."""
    return [(first, first + apart) for apart in range(1, players) for first in range(players - apart)]


def players_of(pairs: int) -> int | None:
    """How many players have that many pairs."""
    return next((count for count in range(2, len(PLAYERS) + 1) if count * (count - 1) // 2 == pairs), None)


def never_beat(games: Games) -> tuple[list[int], list[int]] | None:
    """Two groups that are all players, of which the first never beat the second, if there are such.

    Without them, and only then, the likelihood has a maximum (Ford, 1957).
    """
    reach: BoolArray = np.eye(games.players, dtype=bool)
    reach[games.first, games.second] |= games.won > 0
    reach[games.second, games.first] |= games.won < games.played
    for middle in range(games.players):
        reach |= reach[:, middle : middle + 1] & reach[middle]
    for row in reach:
        if not row.all():
            return np.flatnonzero(row).tolist(), np.flatnonzero(~row).tolist()
    return None


def maximum(games: Games, start: FloatArray) -> FloatArray:
    """The scores of the largest (penalised) likelihood, by Newton's method; their mean stays where it was.

    Without a penalty the curvature is 0 along equal shifts, and the gradient has no part in them.
    """
    scores = start.copy()
    for _ in range(NEWTON_STEPS):
        gradient = games.gradient(scores)
        if np.abs(gradient).max() < FLAT * games.played.sum():
            break
        p = games.probabilities(scores)
        curvature = games.curvature(games.played * p * (1 - p))
        if not games.penalty:
            curvature = curvature + float(np.trace(curvature)) / games.players**2
        scores = _uphill(games, scores, np.asarray(np.linalg.solve(curvature, gradient), dtype=np.float64))
    return scores


def _uphill(games: Games, scores: FloatArray, step: FloatArray) -> FloatArray:
    """`scores` plus the step, halved until it does not lower the objective."""
    before = games.objective(scores)
    for _ in range(HALVINGS):
        if games.objective(scores + step) >= before:
            return scores + step
        step = step / 2
    return scores
