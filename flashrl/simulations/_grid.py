"""Grid worlds: the dynamics that rows of letters stand for, and what is exact to say about them.

.  firm ground: a move goes where it is meant, and bumping into a wall or the edge costs something
F  ice: a move goes as meant or to either side, a third each; bumping is free
S  the start: ice on a map with ice, firm ground on any other
G  goal: arriving pays +1 and ends the episode
H  hole: ends the episode
C  cliff: arriving costs 100 instead of what a move costs, and leads back to the start
#  wall
+  firm ground that pays +1 on every arrival
-  firm ground that pays −1 on every arrival
A  firm ground from which any action leads to `a` and pays +10
B  firm ground from which any action leads to `b` and pays +5
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from flashrl.simulations._arrays import BoolArray, FloatArray, IntArray
from flashrl.simulations._dataclass import dataclass

FOUR_BY_FOUR = ("G...", "....", "....", "...G")
FIVE_BY_FIVE = (".A.B.", ".....", "...b.", ".....", ".a...")
FROZEN_LAKE_4X4 = ("SFFF", "FHFH", "FFFH", "HFFG")
FROZEN_LAKE_8X8 = (
    "SFFFFFFF",
    "FFFFFFFF",
    "FFFHFFFF",
    "FFFFFHFF",
    "FFFHFFFF",
    "FHHFFFHF",
    "FHFFHFHF",
    "FFFHFFFG",
)

LETTERS = ".FSGHC#+-AaBb"
GOALS = "G+AB"
TERMINAL = "GH"
NOBODY_STAYS = "GHC#"
FALL_REWARD = -100.0
KINDS = "#GH"
JUMPS = {"A": 10.0, "B": 5.0}
ARRIVAL_REWARDS = {"+": 1.0, "-": -1.0}
LARGEST = 20
ACTIONS = ("up", "right", "down", "left")
STEPS = ((-1, 0), (0, 1), (1, 0), (0, -1))
OUTCOMES = (np.arange(4)[:, None] + [-1, 0, 1]) % 4
"""The directions in which each action may end: to one side, as meant, to the other side."""
SLIPPERY, FIRM = (1 / 3, 1 / 3, 1 / 3), (0.0, 1.0, 0.0)

TIE = 1e-10
"""Action values closer than this count as equal; rounding stays well below it."""


@dataclass(frozen=True)
class GridWorld:
    """p(s′, r | s, a) of a grid: a in s leads to `next_state[a, s, i]` with `probability[a, s, i]`.

    States are cells, row by row. Where nothing is left to do (goals, holes, cliffs, walls) every action
    stays, at no reward, so that their values remain 0.
    """

    rows: tuple[str, ...]
    next_state: IntArray  # (actions, states, outcomes)
    probability: FloatArray  # (actions, states, outcomes)
    reward: FloatArray  # (actions, states), expected
    acts: BoolArray  # (states,): where there is a choice to make

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0])

    def has(self, row: int, column: int) -> bool:
        return 0 <= row < self.shape[0] and 0 <= column < self.shape[1]

    def action_values(self, state_values: FloatArray, discount: float) -> FloatArray:
        """q(s, a) = Σ p(s′, r | s, a) [r + γ v(s′)], of shape (…, actions, states) for v of (…, states)."""
        ahead = state_values.take(self._meant, axis=-1)
        if self._slips:
            straight, aside = self.probability[0, :, 1], self.probability[0, :, 0]
            by_axis = ahead.reshape(*ahead.shape[:-2], 2, 2, -1)  # up and right, down and left
            across = aside * by_axis.sum(axis=-3, keepdims=True)[..., ::-1, :]
            ahead = (straight * by_axis + across).reshape(ahead.shape)
        values: FloatArray = self.reward + discount * ahead
        return values

    @cached_property
    def _meant(self) -> IntArray:
        """Where each action leads if it goes as meant: (actions, states)."""
        return np.ascontiguousarray(self.next_state[..., 1])

    @cached_property
    def _slips(self) -> bool:
        return bool((self.probability[..., 1] < 1).any())

    def greedy(self, action_values: FloatArray) -> BoolArray:
        """Which actions are best, ties included: (…, actions, states). None where there is no choice."""
        best = action_values >= action_values.max(axis=-2, keepdims=True) - TIE
        return np.asarray(best & self.acts)


def grid_world(
    rows: Sequence[str],
    *,
    slippery: bool = True,
    step_reward: float = 0.0,
    bump_reward: float = -1.0,
    goal_reward: float = 1.0,
    largest: int = LARGEST,
) -> GridWorld:
    """The world of a map. `step_reward` is paid for every move, the others on top of it: `bump_reward` for
    a bump on firm ground, `goal_reward` on arrival at a goal. No side may have more than `largest` cells.

    Raises ValueError for rows that are no map.
    """
    checked = check_rows(rows, largest)
    letters = np.array([list(row) for row in checked]).ravel()
    ice = np.isin(letters, ["F", "S"] if "F" in letters else [])
    acts = ~np.isin(letters, list(NOBODY_STAYS))
    landing, bumped = _moves(letters.reshape(len(checked), -1))
    arrivals = {**ARRIVAL_REWARDS, "G": goal_reward}
    arrival = sum(np.where(letters == each, reward, 0.0) for each, reward in arrivals.items())
    paid = step_reward + np.where(bumped, np.where(ice, 0.0, bump_reward), np.take(arrival, landing))
    for letter, reward in JUMPS.items():
        landing[:, letters == letter] = np.flatnonzero(letters == letter.lower())
        paid[:, letters == letter] = step_reward + reward
    if "C" in letters:
        falls = letters[landing] == "C"
        landing[falls], paid[falls] = np.flatnonzero(letters == "S")[0], FALL_REWARD
    landing[:, ~acts] = np.flatnonzero(~acts)
    paid[:, ~acts] = 0.0
    chances = np.where((ice & slippery)[:, None], SLIPPERY, FIRM)
    return GridWorld(
        rows=checked,
        next_state=landing[OUTCOMES].transpose(0, 2, 1),
        probability=np.broadcast_to(chances, (4, *chances.shape)),
        reward=(chances * paid[OUTCOMES].transpose(0, 2, 1)).sum(axis=-1),
        acts=acts,
    )


def _moves(cells: NDArray[np.str_]) -> tuple[IntArray, BoolArray]:
    """Where a step in each direction ends, and whether it bumps and so stays: both (directions, states)."""
    row, column = np.indices(cells.shape).reshape(2, -1)
    open_cells = np.pad(cells != "#", 1)
    landing, bumped = [], []
    for down, right in STEPS:
        is_open = open_cells[row + down + 1, column + right + 1]
        there = (row + down) * cells.shape[1] + column + right
        landing.append(np.where(is_open, there, np.arange(cells.size)))
        bumped.append(~is_open)
    return np.array(landing), np.array(bumped)


def check_rows(rows: Sequence[str], largest: int = LARGEST) -> tuple[str, ...]:
    """`rows`, a parameter of that name, if they are a map. Raises ValueError that says what is wrong."""
    if not rows or not all(rows):
        raise ValueError("rows: the map is empty, or one of its rows is")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise ValueError(f"rows: row {number} of the map has {len(row)} cells, row 1 has {len(rows[0])}")
        if unknown := set(row) - set(LETTERS):
            raise ValueError(
                f"rows: row {number} of the map has {min(unknown)!r}; it may have {' '.join(LETTERS)}"
            )
    if len(rows) > largest or len(rows[0]) > largest:
        raise ValueError(
            f"rows: the map has {len(rows)}×{len(rows[0])} cells; at most {largest}×{largest} fit"
        )
    joined = "".join(rows)
    for letter in JUMPS:
        ends = joined.count(letter.lower())
        if ends != (letter in joined):
            raise ValueError(
                f"rows: the map needs one {letter.lower()!r} for {letter!r} to lead to, it has {ends}"
            )
    if "C" in joined and joined.count("S") != 1:
        raise ValueError(f"rows: the map needs one 'S' for 'C' to lead back to, it has {joined.count('S')}")
    return tuple(rows)


def has_jumps(rows: Sequence[str]) -> bool:
    return bool(set("".join(rows)) & set(JUMPS))


def check_goal(rows: Sequence[str]) -> None:
    """Raises ValueError for a map on which nothing is to be gained."""
    if not set("".join(rows)) & set(GOALS):
        raise ValueError(f"rows: the map has no goal; put one of {' '.join(GOALS)} on it")


def with_next_kind(
    rows: tuple[str, ...], *, row: int, column: int, kinds: str = KINDS
) -> tuple[str, ...] | None:
    """The map on which that cell has become the next kind: ground, wall, goal, hole, and round again.

    A jump is taken away with both its ends. Kinds that would leave no map are passed over; None if
    none is left or there is no such cell. `kinds` are those after the ground.
    """
    if not (0 <= row < len(rows) and 0 <= column < len(rows[0])):
        return None
    ground = "F" if "F" in "".join(rows) else "."
    letter = rows[row][column]
    if letter.upper() in JUMPS:
        rows = tuple(each.replace(letter.upper(), ground).replace(letter.lower(), ground) for each in rows)
    kinds = ground + kinds
    start = max(kinds.find(letter), 0)
    for kind in kinds[start + 1 :] + kinds[:start]:
        changed = rows[row][:column] + kind + rows[row][column + 1 :]
        after = (*rows[:row], changed, *rows[row + 1 :])
        with suppress(ValueError):
            check_goal(after)
            return after
    return None


def transitions(world: GridWorld, policy: FloatArray) -> FloatArray:
    """P_π, (states, states), for π(a | s) of shape (actions, states); 0 where there is no choice."""
    states = world.acts.size
    found = np.zeros((states, states))
    weights = policy[..., None] * world.probability
    np.add.at(found, (np.arange(states)[:, None], world.next_state), weights)
    return found


def exact_state_values(world: GridWorld, policy: FloatArray, discount: float) -> FloatArray:
    """v_π: the solution of v = r_π + γ P_π v, for π(a | s) of shape (actions, states)."""
    ahead = np.eye(world.acts.size) - discount * transitions(world, policy)
    return np.linalg.solve(ahead, (policy * world.reward).sum(axis=0))


def random_policy(world: GridWorld) -> FloatArray:
    """π(a | s), (actions, states): every action alike where there is a choice."""
    policy: FloatArray = np.where(world.acts, np.full_like(world.reward, 1 / len(ACTIONS)), 0.0)
    return policy


def ends_surely(world: GridWorld) -> bool:
    """Whether the random walk from every cell ends: then values exist without a discount."""
    ending = ~world.acts
    for _ in range(ending.size):
        leads_on = (ending[world.next_state] & (world.probability > 0)).any(axis=(0, 2))
        if (leads_on == ending)[world.acts].all():
            break
        ending = ending | leads_on
    return bool(ending.all())


def optimal_state_values(world: GridWorld, discount: float) -> FloatArray:
    """v*, by policy iteration (Howard 1960): exact up to rounding.

    A discount of 1 needs a world that ends surely and on which every move costs something.
    """
    state_values = exact_state_values(world, random_policy(world), discount)
    first = world.action_values(state_values, discount).argmax(axis=0)
    policy = np.where(world.acts, np.eye(len(ACTIONS))[first].T, 0.0)
    while True:
        state_values = exact_state_values(world, policy, discount)
        greedy = world.greedy(world.action_values(state_values, discount))
        # An action is only left for a better one, so that ties cannot make the loop go round.
        stale = world.acts & ~(greedy & (policy > 0)).any(axis=0)
        if not stale.any():
            return state_values
        policy[:, stale] = np.eye(len(ACTIONS))[greedy.argmax(axis=0)[stale]].T


def shared_among(greedy: BoolArray) -> FloatArray:
    """π(a | s), equal among the greedy actions: (frames, actions, states) -> (frames, states, actions)."""
    ties = greedy.sum(axis=1, keepdims=True)
    policy: FloatArray = greedy / np.maximum(ties, 1)
    return policy.transpose(0, 2, 1)


def sweeps_until_optimal(is_optimal: BoolArray) -> dict[str, float]:
    """When the greedy policy is optimal first, and from when on for good; without what is never reached."""
    found = {}
    if is_optimal.any():
        found["sweeps_until_policy_optimal"] = float(is_optimal.argmax())
    if is_optimal[-1]:
        wrong = np.flatnonzero(~is_optimal)
        found["sweeps_until_policy_stays_optimal"] = float(wrong[-1] + 1 if wrong.size else 0)
    return found
