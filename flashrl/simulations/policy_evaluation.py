"""Iterative policy evaluation of the random policy: its greedy policy is right long before its values are."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _grid, _terms
from flashrl.simulations._arrays import BoolArray, FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette
    from flashrl.simulations._sweeps_view import Sweeps

MAPS = {"4x4": _grid.FOUR_BY_FOUR, "5x5": _grid.FIVE_BY_FIVE}
OWN_MAP = (
    "G.....",
    ".##.#.",
    "..#...",
    "#...#.",
    "....#G",
)
UPDATES = ("synchronous", "in-place")

SETTLED, LONGEST = 1e-6, 1000
"""How near to v_π a run ends that was given no number of sweeps, and its most sweeps whatever happens."""


@dataclass(frozen=True)
class Params:
    map: str = param("4x4", "Map", choices=(*MAPS, "own"))
    update: str = param("synchronous", "Sweep", choices=UPDATES)
    discount: float = param(0.0, "Discount γ (0: the map's own)", min=0.0, max=1.0, step=0.01)
    sweeps: int = param(0, "Sweeps (0: until they settle)", min=0, max=LONGEST, step=1)
    rows: tuple[str, ...] = param(OWN_MAP, "Rows of the own map")

    def __post_init__(self) -> None:
        if self.map == "own":
            _grid.check_goal(_grid.check_rows(self.rows))
        if self.discount == 1 and not _has_an_end(self.world):
            raise ValueError(
                "discount takes 1 only on a map whose every move costs and from whose every cell a goal "
                "can be reached; on this one at most 0.99"
            )

    @property
    def world(self) -> _grid.GridWorld:
        """With jumps as in Example 3.5, where bumps cost 1; else each move does, as in Example 4.1."""
        rows = MAPS.get(self.map, self.rows)
        if _grid.has_jumps(rows):
            return _grid.grid_world(rows)
        return _grid.grid_world(rows, step_reward=-1.0, bump_reward=0.0, goal_reward=0.0)

    @property
    def used_discount(self) -> float:
        """The map's own is 1 where the walk is sure to end, else 0.9."""
        return self.discount or (1.0 if _has_an_end(self.world) else 0.9)


def _has_an_end(world: _grid.GridWorld) -> bool:
    return bool((world.reward[:, world.acts] < 0).all()) and _grid.ends_surely(world)


@dataclass(frozen=True)
class Result:
    """v_k after every sweep k, and the policy that is greedy with respect to it."""

    params: Params
    state_values: FloatArray  # (frames, rows, columns)
    policy: FloatArray  # (frames, rows, columns, actions): up, right, down, left; ties share
    error: FloatArray  # (frames,): max over s of |v_k(s) − v_π(s)|
    error_synchronous: FloatArray  # (frames,): the same of either kind of sweep
    error_in_place: FloatArray
    policy_is_optimal: BoolArray  # (frames,): whichever way its ties are broken

    def summary(self, frame: int) -> dict[str, float]:
        """`sweeps_until_…` are left out where the run is too short to tell."""
        found = {"sweep": float(frame), "discount": self.params.used_discount}
        found["error"] = float(self.error[frame])
        if frame > 0:
            change = np.abs(self.state_values[frame] - self.state_values[frame - 1])
            found["largest_change"] = float(change.max())
        found["error_synchronous"] = float(self.error_synchronous[frame])
        found["error_in_place"] = float(self.error_in_place[frame])
        found["policy_is_optimal"] = float(self.policy_is_optimal[frame])
        return found | _grid.sweeps_until_optimal(self.policy_is_optimal)


def run(params: Params) -> Result:
    """v_{k+1}(s) = Σ_a π(a | s) Σ p(s′, r | s, a) [r + γ v_k(s′)] from v_0 = 0, for π(a | s) = 1/4.

    Sutton & Barto (2018), equation 4.5. Frame k is after k sweeps. A sweep in place goes row by row and
    uses the values that it has already renewed.
    """
    world, discount = params.world, params.used_discount
    exact = _grid.exact_state_values(world, _grid.random_policy(world), discount)
    state_values = _until_settled(world, discount, params, exact)
    errors = {
        update: np.abs(_swept(world, discount, update, len(state_values) - 1) - exact).max(axis=1)
        for update in UPDATES
    }
    optimal = _grid.optimal_state_values(world, discount)
    best = world.greedy(world.action_values(optimal, discount))
    greedy = world.greedy(world.action_values(state_values, discount))
    return Result(
        params=params,
        state_values=state_values.reshape(-1, *world.shape),
        policy=_grid.shared_among(greedy).reshape(-1, *world.shape, 4),
        error=errors[params.update],
        error_synchronous=errors["synchronous"],
        error_in_place=errors["in-place"],
        policy_is_optimal=np.asarray((best | ~greedy).all(axis=(1, 2))),
    )


def _until_settled(world: _grid.GridWorld, discount: float, params: Params, exact: FloatArray) -> FloatArray:
    """v_0 to v_k, (frames, states): k as asked for, or with 0 the first one within SETTLED of v_π."""
    state_values = _swept(world, discount, params.update, params.sweeps or LONGEST)
    if params.sweeps:
        return state_values
    settled = np.abs(state_values - exact).max(axis=1) < SETTLED
    settled[0] = False  # a first sweep is always shown
    return state_values[: settled.argmax() + 1] if settled.any() else state_values


def _swept(world: _grid.GridWorld, discount: float, update: str, sweeps: int) -> FloatArray:
    """v_0 to v_k of that many sweeps, (frames, states).

    A sweep is v ← b + M v. With γP = L + U, where L leads to earlier states, M is γP for all states
    at once and (I − L)⁻¹U in place (the Jacobi and the Gauss–Seidel iteration).
    """
    policy = _grid.random_policy(world)
    matrix = discount * _grid.transitions(world, policy)
    offset: FloatArray = (policy * world.reward).sum(axis=0)
    if update == "in-place":
        renewed = np.eye(len(matrix)) - np.tril(matrix, -1)
        matrix = np.asarray(np.linalg.solve(renewed, np.triu(matrix)))
        offset = np.asarray(np.linalg.solve(renewed, offset))
    state_values = np.zeros((sweeps + 1, len(matrix)))
    for sweep in range(sweeps):
        state_values[sweep + 1] = offset + matrix @ state_values[sweep]
    return state_values


class View:
    """Left the grid, right the error on a log scale, with the one of the other kind of sweep."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        from flashrl.simulations._sweeps_view import SweepsPicture

        self._result = result
        self._frame = 0
        world = result.params.world
        self._picture = SweepsPicture(figure, world, _shown(result), _labels(result.params), palette)
        self.show(0)

    def renew(self, result: Result) -> bool:
        """Another run on the same world moves the lines; another world is another picture."""
        if self._result.params.world.rows != result.params.world.rows:
            return False
        self._result = result
        self._picture.renew(_shown(result), _labels(result.params))
        return True

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        verdict = "optimal" if result.policy_is_optimal[frame] else "not optimal"
        self._picture.title.set_text(
            f"sweep {frame}   error {result.error[frame]:.3g}   greedy policy {verdict}"
        )
        self._picture.show(frame)

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """The backup that made the value of a cell, or the error of a sweep."""
        result = self._result
        if axes is self._picture.plot:
            sweep = min(max(round(x), 0), len(result.error) - 1)
            return f"after sweep {sweep} the largest error is {result.error[sweep]:.4g}"
        row, column, world = round(y), round(x), result.params.world
        if axes is not self._picture.grid.axes or not world.has(row, column):
            return None
        state = row * world.shape[1] + column
        if not world.acts[state]:
            return None if world.rows[row][column] == "#" else "terminal: its value is 0"
        value = _terms.brief(result.state_values[self._frame, row, column], 5)
        name = f"v{_terms.subscript(self._frame)}"
        if self._frame == 0:
            return f"{name} = {value} before the first sweep"
        return f"{name} = ¼[{self._backup(world, state)}] = {value}"

    def _backup(self, world: _grid.GridWorld, state: int) -> str:
        """r + γv of the four actions, with the values that the sweep found."""
        now, before = (self._result.state_values[frame].ravel() for frame in (self._frame, self._frame - 1))
        in_place = self._result.params.update == "in-place"
        found = np.where(in_place & (np.arange(len(now)) < state), now, before)
        ahead = (world.probability[:, state] * found[world.next_state[:, state]]).sum(axis=-1)
        discount = self._result.params.used_discount
        return " + ".join(
            f"({_terms.brief(reward, 5)} {_terms.added(value, times=discount)})"
            for reward, value in zip(world.reward[:, state].tolist(), ahead.tolist(), strict=True)
        )

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A click on a cell makes it the next kind of cell, on a map of one's own."""
        if axes is not self._picture.grid.axes:
            return None
        world = params.world
        kinds = _grid.KINDS if _grid.has_jumps(world.rows) else "#G"  # where moves cost, a hole is a goal
        rows = _grid.with_next_kind(world.rows, row=round(y), column=round(x), kinds=kinds)
        if rows is None:
            return None
        try:
            return replace(params, map="own", rows=rows)
        except ValueError:  # a cell is cut off, and the discount that was set is 1
            return replace(params, map="own", rows=rows, discount=0.0)


def _shown(result: Result) -> "Sweeps":
    from flashrl.simulations._sweeps_view import Sweeps

    in_place = result.params.update == "in-place"
    return Sweeps(
        state_values=result.state_values,
        policy=result.policy,
        error=result.error,
        beside=result.error_synchronous if in_place else result.error_in_place,
        policy_is_optimal=result.policy_is_optimal,
    )


def _labels(params: Params) -> tuple[str, str]:
    named = {"synchronous": "synchronous", "in-place": "in place"}
    other = next(update for update in UPDATES if update != params.update)
    return f"error, {named[params.update]}", f"error, {named[other]}"


SIMULATION = Simulation(
    slug="policy-evaluation",
    title="Policy evaluation",
    topic="Tabular",
    question="How exact must the values of a policy be before acting greedily on them improves it?",
    insight=(
        "Acting greedily needs only the right order of the actions: on the 4×4 grid the greedy policy is "
        "optimal after 3 sweeps over the random policy's values, long before these have converged."
    ),
    follow_up=(
        "Must evaluation converge before each improvement? No: policy iteration evaluates to the end, value "
        "iteration sweeps once, and generalised policy iteration may stop anywhere between. That one "
        "improvement of the random policy is already optimal is luck of this map, though. And why sweep in "
        "place? It uses each new value at once, needs one array instead of two, and usually converges faster."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., equation 4.5, Example 4.1 "
        "and Figure 4.1 for the 4×4 grid, Example 3.5 and Figure 3.2 for the 5×5 grid",
    ),
    params=Params,
    run=run,
    view=View,
)
