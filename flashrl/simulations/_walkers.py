"""Many random walkers at once, each on its own clock, and what learns the values of the states they visit."""

from dataclasses import dataclass, field

import numpy as np

from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Walk:
    """States 1 to `states` in a row; every step goes left or right, and the ends 0 and `states` + 1 pay."""

    states: int
    left_reward: float
    right_reward: float

    @property
    def start(self) -> int:
        return (self.states + 1) // 2

    @property
    def initial_value(self) -> float:
        return (self.left_reward + self.right_reward) / 2

    @property
    def true_values(self) -> FloatArray:
        """The line between the rewards of both ends, (states,)."""
        return np.linspace(self.left_reward, self.right_reward, self.states + 2)[1:-1]


@dataclass
class Moves:
    """One step of every walker. `history` holds the states they left, by the steps of a common clock."""

    clock: int
    began: IntArray  # (runs,): the clock when the walker's episode began
    here: IntArray  # (runs,)
    there: IntArray  # (runs,)
    history: IntArray  # (span, runs): row `clock % span` is `here`
    done: IntArray  # indices of the walkers whose episode ends with this step
    offsets: IntArray  # (runs,): where a walker's row begins in a flat (runs, states + 2)

    @property
    def ended_at(self) -> IntArray:
        """The ends that the walkers in `done` have reached."""
        return self.there[self.done]


@dataclass
class NStepTD:
    """V(S_τ) ← V(S_τ) + α (G_{τ:τ+n} − V(S_τ)) at γ = 1; n = 1 is TD(0), and n = 0 waits for the return: MC.

    Sutton & Barto (2018), equation 7.2. The values of both ends are what they pay, so that one
    lookup gives reward and next value. Where an episode ends, all states that still wait have the
    same target, so that a state waiting m times moves there by 1 − (1 − α)^m.
    """

    values: FloatArray  # (runs, states + 2)
    step_size: float
    n: int
    waiting: FloatArray = field(init=False)  # (runs, states + 2): visits not learned from so far

    def __post_init__(self) -> None:
        self.waiting = np.zeros_like(self.values)

    def learn(self, moves: Moves) -> None:
        values = self.values.reshape(-1)
        if self.n == 1:
            here = moves.offsets + moves.here
            values[here] += self.step_size * (values[moves.offsets + moves.there] - values[here])
            return
        self.waiting.reshape(-1)[moves.offsets + moves.here] += 1
        if self.n:
            self._bootstrap(moves, values)
        if moves.done.size:
            target = values[moves.offsets[moves.done] + moves.ended_at][:, None]
            ahead = self.values[moves.done] - target
            self.values[moves.done] = target + ahead * (1 - self.step_size) ** self.waiting[moves.done]
            self.waiting[moves.done] = 0.0

    def _bootstrap(self, moves: Moves, values: FloatArray) -> None:
        """The state left n − 1 steps ago is learned from where the walker is now."""
        then = moves.clock + 1 - self.n
        ready = moves.began <= then
        ready[moves.done] = False
        past = moves.offsets + moves.history[then % len(moves.history)]
        towards = values[moves.offsets + moves.there] - values[past]
        values[past] += self.step_size * ready * towards
        self.waiting.reshape(-1)[past] -= ready


@dataclass
class Counts:
    """How often each state was left for either side, and how often the right end followed a visit."""

    lefts: FloatArray  # (runs, states + 2)
    rights: FloatArray
    wins: FloatArray
    waiting: FloatArray  # visits in the episode that is not over

    @classmethod
    def none(cls, shape: tuple[int, int]) -> "Counts":
        return cls(*(np.zeros(shape) for _ in range(4)))

    @property
    def so_far(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """In the order of `batch_values`."""
        return self.lefts, self.rights, self.wins

    def learn(self, moves: Moves) -> None:
        here = moves.offsets + moves.here
        went_right = moves.there > moves.here
        self.rights.reshape(-1)[here] += went_right
        self.lefts.reshape(-1)[here] += ~went_right
        self.waiting.reshape(-1)[here] += 1
        if moves.done.size:
            won = (moves.ended_at > 0)[:, None]
            self.wins[moves.done] += won * self.waiting[moves.done]
            self.waiting[moves.done] = 0.0


def batch_values(
    walk: Walk, lefts: FloatArray, rights: FloatArray, wins: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """What TD(0) and Monte Carlo converge to if all episodes are presented again and again: two (…, states).

    TD: the exact values of the process that the counts make most likely, v(s) = p v(s+1) + (1 − p) v(s−1)
    with p = rights / visits. Monte Carlo: the mean return after all visits, which has the least squared
    error on these episodes. Sutton & Barto (2018), section 6.3. A state never visited keeps its start value.
    """
    visits = lefts + rights
    seen = visits > 0
    shares = np.divide([lefts, rights, wins], visits, out=np.zeros((3, *visits.shape)), where=seen)
    span = walk.right_reward - walk.left_reward
    returns = np.where(seen, walk.left_reward + span * shares[2], walk.initial_value)
    return _certainty_equivalent(walk, shares[0], shares[1], seen), returns


def _certainty_equivalent(walk: Walk, left: FloatArray, right: FloatArray, seen: BoolArray) -> FloatArray:
    """Solves the tridiagonal system by elimination: v(s) = slope(s) v(s+1) + level(s)."""
    slope, level = np.zeros(left.shape), np.zeros(left.shape)
    above, below = np.zeros(left.shape[:-1]), np.full(left.shape[:-1], walk.left_reward)
    for state in range(walk.states):
        kept = 1 - left[..., state] * above
        above = right[..., state] / kept
        below = np.where(seen[..., state], left[..., state] * below / kept, walk.initial_value)
        slope[..., state], level[..., state] = above, below
    values, ahead = np.zeros(left.shape), np.full(left.shape[:-1], walk.right_reward)
    for state in reversed(range(walk.states)):
        ahead = slope[..., state] * ahead + level[..., state]
        values[..., state] = ahead
    return values
