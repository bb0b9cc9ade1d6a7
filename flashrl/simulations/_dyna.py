"""Tabular Dyna-Q: many runs at once, each with a model of the moves that it has made itself."""

import numpy as np
from numpy.typing import NDArray

from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._learners import Episodes, Learners
from flashrl.simulations._walk import ACTIONS, Walk

LONGEST_EPISODE = 10_000
"""After so many steps an episode is cut off."""

MOST_WORK = 400_000
"""A run ends with the episodes it has after so many updates, a real step counting as two."""


NOTHING_PLANNED: IntArray = np.zeros(0, dtype=np.intp)


class Model:
    """Which actions every learner has tried, and where: what a move does is known once it was made."""

    def __init__(self, count: int, states: int) -> None:
        self._states = states
        self._rows = np.arange(count) * states
        self._is_tried = np.zeros(count * states * ACTIONS, dtype=bool)
        self._seen = np.zeros(count * states, dtype=np.intp)  # each learner's states, as first met
        self._seen_count = np.zeros(count, dtype=np.intp)
        self._tried = np.zeros(count * states * ACTIONS, dtype=np.intp)  # each state's actions, likewise
        self._tried_count = np.zeros(count * states, dtype=np.intp)

    def remember(self, state: IntArray, action: IntArray, acts: BoolArray | bool = True) -> None:
        """A real move of every learner that `acts`."""
        pair = (self._rows + state) * ACTIONS + action
        for learner in np.flatnonzero(~self._is_tried.take(pair) & acts).tolist():
            place = self._rows[learner] + state[learner]
            if self._tried_count[place] == 0:
                self._seen[self._rows[learner] + self._seen_count[learner]] = state[learner]
                self._seen_count[learner] += 1
            self._tried[place * ACTIONS + self._tried_count[place]] = action[learner]
            self._tried_count[place] += 1
            self._is_tried[pair[learner]] = True

    def recalled(self, number: int, rng: np.random.Generator) -> IntArray:
        """For every learner, moves `state · 4 + action` (number, learners): a state that it has met, by
        chance, and one of the actions it has tried there."""
        luck = rng.random((2, number, len(self._rows)))
        state = self._seen.take(self._rows + (luck[0] * self._seen_count).astype(np.intp))
        place = self._rows + state
        chosen = (luck[1] * self._tried_count.take(place)).astype(np.intp)
        moves: IntArray = state * ACTIONS + self._tried.take(place * ACTIONS + chosen)
        return moves


@dataclass(frozen=True)
class Frame:
    """The first learner after a real step and its planning."""

    episode: int
    step: int
    trail: list[int]  # the states of the whole episode: the first `step` + 1 up to now
    action_values: FloatArray  # (states, actions)
    planned: IntArray  # (states,): how often planning has updated one of its actions

    @property
    def path(self) -> list[int]:
        return self.trail[: self.step + 1]


class Record:
    """The frames of one learner: all steps of short episodes, every second, fourth, … of longer ones."""

    def __init__(self, walk: Walk, most: int) -> None:
        self._walk = walk
        self._most = most
        self._stride = 1
        self._trail = [walk.start]
        states = walk.ends.size
        nothing = np.zeros(states, dtype=np.intp)
        self.episodes = [[Frame(1, 0, self._trail, np.zeros((states, ACTIONS)), nothing)]]

    def step(
        self, state: int, action_values: FloatArray, planned: NDArray[np.intp], *, is_over: bool
    ) -> None:
        """The learner has come to `state`, and planned with the moves `planned`."""
        self._trail.append(state)
        number = len(self._trail) - 1
        if is_over or number % self._stride == 0:
            counts = np.bincount(planned // ACTIONS, minlength=self._walk.ends.size)
            frame = Frame(len(self.episodes), number, self._trail, action_values.copy(), counts)
            self.episodes[-1].append(frame)
        if is_over:
            self._trail, self._stride = [self._walk.start], 1
            self.episodes.append([])
        elif len(self.episodes[-1]) > self._most:
            self._stride *= 2
            self.episodes[-1] = [each for each in self.episodes[-1] if each.step % self._stride == 0]


class DynaRuns:
    """`runs` learners; of the first one it records what it does and knows, in about so many `frames`."""

    def __init__(
        self,
        walk: Walk,
        *,
        runs: int,
        episodes: int,
        planning_steps: int,
        step_size: float,
        discount: float,
        exploration_rate: float,
        frames: int,
        seed: int,
    ) -> None:
        self._walk = walk
        self._wanted = episodes
        self._planning_steps = planning_steps
        self._step_size, self._discount = step_size, discount
        self._rng = np.random.default_rng(seed)
        # Planning has chances of its own, so that the first episode is the same whatever is planned.
        (self._planning_rng,) = self._rng.spawn(1)
        self._learners = Learners(walk, runs, exploration_rate, self._rng)
        self._model = Model(runs, walk.ends.size)
        self.work = 0
        self.episodes = Episodes(runs, episodes)
        self.record = Record(walk, max(frames // episodes, 2))
        self._action = self._rng.integers(ACTIONS, size=runs)
        self._wander()

    @property
    def is_over(self) -> bool:
        return self.episodes.complete == self._wanted or self.work >= MOST_WORK

    def _wander(self) -> None:
        """The first episode up to the first reward, as a random walk.

        Until then all action values are 0: every action is as good as any, and nothing is to be learned or
        planned. Those about to enter a goal wait for the others, so that all go on together.
        """
        learners, walk = self._learners, self._walk
        acts = np.ones(len(learners.state), dtype=bool)
        for _ in range(LONGEST_EPISODE - 1):
            ahead = walk.next_state.take(learners.state * ACTIONS + self._action)
            acts &= ~walk.ends.take(ahead)
            if not acts.any():
                break
            self._model.remember(learners.state, self._action, acts)
            self.episodes.count(0.0, acts)
            learners.state = np.where(acts, ahead, learners.state)
            if acts[0]:
                self._note(learners.state, NOTHING_PLANNED, is_over=False)
            any_action = self._rng.integers(ACTIONS, size=len(acts))
            self._action = np.where(acts, any_action, self._action)

    def _note(self, ahead: IntArray, planned: IntArray, *, is_over: bool) -> None:
        values = self._learners.action_values[: self._walk.ends.size]
        self.record.step(int(ahead[0]), values, planned, is_over=is_over)

    def advance(self, work: int) -> None:
        """Go on for that many updates, or to the end."""
        until = self.work + work
        while self.work < until and not self.is_over:
            self.step()

    def step(self) -> None:
        """Every learner acts, learns, plans, and begins anew where its episode is over."""
        learners, walk = self._learners, self._walk
        move = learners.state * ACTIONS + self._action
        reward, ahead = walk.reward.take(move), walk.next_state.take(move)
        self._model.remember(learners.state, self._action)
        learners.next_step()
        values = learners.values_at(ahead)  # those of a goal remain 0
        best = learners.of(values, values.argmax(axis=1))
        learners.update(self._action, reward + self._discount * best, self._step_size)
        planned = self._plan()
        self.episodes.count(reward)
        over = walk.ends.take(ahead) | (self.episodes.length >= LONGEST_EPISODE)
        self._note(ahead, planned, is_over=bool(over[0]))
        if over.any():
            self.episodes.end(over)
        learners.state = np.where(over, walk.start, ahead)
        self._action = learners.explored(learners.greedy(learners.values_at(learners.state)))
        self.work += 2 + self._planning_steps

    def _plan(self) -> IntArray:
        """The same update for moves that are recalled, one after the other; the first learner's moves."""
        if not self._planning_steps:
            return NOTHING_PLANNED
        learners, walk = self._learners, self._walk
        moves = self._model.recalled(self._planning_steps, self._planning_rng)
        ahead, rewards = walk.next_state.take(moves), walk.reward.take(moves)
        places = learners.rows * ACTIONS + moves
        for place, state, reward in zip(places, ahead, rewards, strict=True):
            values = learners.values_at(state)
            best = learners.of(values, values.argmax(axis=1))
            learners.improve(place, reward + self._discount * best, self._step_size)
        return moves[:, 0]
