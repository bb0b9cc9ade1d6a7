"""SARSA, Q-learning and expected SARSA side by side on one walk, many runs of each."""

import numpy as np
from numpy.typing import NDArray

from flashrl.simulations import _walk
from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray
from flashrl.simulations._learners import Episodes, Learners

ALGORITHMS = ("sarsa", "q-learning", "expected-sarsa")

LONGEST_EPISODE, LONGEST_RUN = 5000, 120_000
"""After so many steps an episode is cut off, and a run ends with the episodes it has."""

EVENLY: FloatArray = np.full(_walk.ACTIONS, 1 / _walk.ACTIONS)


class Race:
    """Every run of every algorithm is a learner: first SARSA's, then Q-learning's, then expected SARSA's.

    Of the learner `shown` it keeps what it has learned after every episode, and where each led it.
    """

    def __init__(
        self,
        walk: _walk.Walk,
        *,
        runs: int,
        episodes: int,
        step_size: float,
        exploration_rate: float,
        shown: int,
        rng: np.random.Generator,
    ) -> None:
        count = runs * len(ALGORITHMS)
        self._walk = walk
        self._wanted = episodes
        self._step_size, self._exploration_rate = step_size, exploration_rate
        self._sarsa, self._expected = slice(0, runs), slice(2 * runs, count)
        self._shown = shown
        self._moves: list[int] = []
        self._steps = 0
        self.action_values: list[FloatArray] = []  # a frame: (states, actions)
        self.paths: list[NDArray[np.intp]] = []  # a frame: (cells, 2)
        self.steps: list[int] = []
        self.episodes = Episodes(count, episodes)
        self._learners = Learners(walk, count, exploration_rate, rng)
        self._action = self._chosen(self._learners.state)

    @property
    def is_over(self) -> bool:
        return self.episodes.complete == self._wanted or self._steps == LONGEST_RUN

    def _chosen(self, state: IntArray) -> IntArray:
        learners = self._learners
        return learners.explored(learners.greedy(learners.values_at(state)))

    def step(self) -> None:
        """Every learner acts, learns, and begins anew where its episode is over."""
        learners, walk = self._learners, self._walk
        move = learners.state * _walk.ACTIONS + self._action
        reward, ahead = walk.reward.take(move), walk.next_state.take(move)
        self._moves.append(int(move[self._shown]))
        learners.next_step()
        values = learners.values_at(ahead)
        greedy = learners.greedy(values)
        planned = learners.explored(greedy)
        believed = self._believed(values, greedy, planned)
        ended = walk.ends.take(ahead)
        believed[ended] = 0.0
        learners.update(self._action, reward + believed, self._step_size)
        self.episodes.count(reward)
        over = ended | (self.episodes.length >= LONGEST_EPISODE)
        if over.any():
            self._end(over)
            ahead = np.where(over, walk.start, ahead)
        learners.state = ahead
        # SARSA keeps to the action it has learned from; the others choose by what they have just learned.
        self._action = np.where(self._keeps(over), planned, self._chosen(ahead))
        self._steps += 1

    def _believed(self, values: FloatArray, greedy: IntArray, planned: IntArray) -> FloatArray:
        """v′ of every learner: q of the greedy action, but for SARSA of the planned one."""
        sarsa, expected = self._sarsa, self._expected
        action = greedy.copy()
        action[sarsa] = planned[sarsa]
        believed = self._learners.of(values, action)
        rate = self._exploration_rate
        believed[expected] = (1 - rate) * believed[expected] + rate * (values[expected] @ EVENLY)
        return believed

    def _keeps(self, over: BoolArray) -> BoolArray:
        keeps = ~over
        keeps[self._sarsa.stop :] = False
        return keeps

    def _end(self, over: BoolArray) -> None:
        if over[self._shown] and self.episodes.done[self._shown] < self._wanted:
            states = self._walk.ends.size
            row = self._learners.rows[self._shown]
            self.action_values.append(self._learners.action_values[row : row + states].copy())
            self.paths.append(self._cells())
            self.steps.append(len(self._moves))
            self._moves.clear()
        self.episodes.end(over)

    def _cells(self) -> NDArray[np.intp]:
        """The cells that the moves of the shown learner led through, (cells, 2)."""
        walk, moves = self._walk, np.array(self._moves)
        entered, ahead = walk.entered[moves], walk.next_state[moves]
        cells = np.stack([entered, np.where(entered == ahead, -1, ahead)], axis=1).ravel()
        return np.stack(np.divmod([walk.start, *cells[cells >= 0]], walk.shape[1]), axis=1)
