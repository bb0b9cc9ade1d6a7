"""Value iteration on a grid: the values contract by γ a sweep, the greedy policy is right before they are."""

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

MAPS = {
    "5x5": _grid.FIVE_BY_FIVE,
    "frozen-lake-4x4": _grid.FROZEN_LAKE_4X4,
    "frozen-lake-8x8": _grid.FROZEN_LAKE_8X8,
}
OWN_MAP = (
    "S...#G",
    ".##.#.",
    ".#..H.",
    ".#.##.",
    "......",
)

SETTLED, LONGEST = 1e-6, 2500
"""How near to v* a run ends that was given no number of sweeps, and its most sweeps whatever happens."""

KINDS = _grid.KINDS + "+-"
"""What clicks make of a cell, one after the other, before it is ground again."""

LABELS = "error ‖vₖ − v*‖", "bound γᵏ ‖v₀ − v*‖"


@dataclass(frozen=True)
class Params:
    map: str = param("5x5", "Map", choices=(*MAPS, "own"))
    discount: float = param(0.9, "Discount γ", min=0.0, max=0.99, step=0.01)
    sweeps: int = param(0, "Sweeps (0: until they settle)", min=0, max=1000, step=1)
    slippery: bool = param(True, "Ice is slippery")
    rows: tuple[str, ...] = param(OWN_MAP, "Rows of the own map")

    def __post_init__(self) -> None:
        if self.map == "own":
            _grid.check_goal(_grid.check_rows(self.rows))

    @property
    def world(self) -> _grid.GridWorld:
        return _grid.grid_world(MAPS.get(self.map, self.rows), slippery=self.slippery)


@dataclass(frozen=True)
class Result:
    """v_k after every sweep k, and the policy that is greedy with respect to it."""

    params: Params
    state_values: FloatArray  # (frames, rows, columns)
    policy: FloatArray  # (frames, rows, columns, actions): up, right, down, left; ties share
    error: FloatArray  # (frames,): max over s of |v_k(s) − v*(s)|
    policy_is_optimal: BoolArray  # (frames,): whichever way its ties are broken

    def summary(self, frame: int) -> dict[str, float]:
        """`sweeps_until_…` are left out where the run is too short to tell."""
        found = {"sweep": float(frame), "error": float(self.error[frame])}
        if frame > 0 and self.error[frame - 1] > _grid.TIE:  # below it, the ratio is of rounding errors
            found["error_ratio"] = float(self.error[frame] / self.error[frame - 1])
        found["policy_is_optimal"] = float(self.policy_is_optimal[frame])
        return found | _grid.sweeps_until_optimal(self.policy_is_optimal)

    @property
    def bound(self) -> FloatArray:
        """γᵏ ‖v_0 − v*‖, which the error of no frame k exceeds."""
        bound: FloatArray = self.error[0] * self.params.discount ** np.arange(len(self.error))
        return bound


def run(params: Params) -> Result:
    """v_{k+1}(s) = max_a Σ p(s′, r | s, a) [r + γ v_k(s′)] for all s at once, from v_0 = 0.

    Sutton & Barto (2018), equation 4.10. Frame k is after k sweeps.
    """
    world, discount = params.world, params.discount
    optimal = _grid.optimal_state_values(world, discount)
    state_values = _sweeps(world, discount, params.sweeps, optimal)
    best = world.greedy(world.action_values(optimal, discount))
    greedy = world.greedy(world.action_values(state_values, discount))
    return Result(
        params=params,
        state_values=state_values.reshape(-1, *world.shape),
        policy=_grid.shared_among(greedy).reshape(-1, *world.shape, 4),
        error=np.abs(state_values - optimal).max(axis=1),
        policy_is_optimal=np.asarray((best | ~greedy).all(axis=(1, 2))),
    )


def _sweeps(world: _grid.GridWorld, discount: float, sweeps: int, optimal: FloatArray) -> FloatArray:
    """v_0 to v_k, (frames, states): k as asked for, or with 0 the first one within SETTLED of v*."""
    values = [np.zeros(world.acts.size)]
    for _ in range(sweeps or LONGEST):
        if not sweeps and len(values) > 1 and np.abs(values[-1] - optimal).max() < SETTLED:
            break
        values.append(world.action_values(values[-1], discount).max(axis=0))
    return np.array(values)


class View:
    """Left the grid, right the error on a log scale with its bound γᵏ ‖v_0 − v*‖."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        from flashrl.simulations._sweeps_view import SweepsPicture

        self._result = result
        self._frame = 0
        world = result.params.world
        self._picture = SweepsPicture(figure, world, _shown(result), LABELS, palette, is_bound=True)
        self.show(0)

    def renew(self, result: Result) -> bool:
        """Another run on the same world moves the lines; another world is another picture."""
        before, after = self._result.params, result.params
        if replace(before, discount=after.discount, sweeps=after.sweeps) != after:
            return False
        self._result = result
        self._picture.renew(_shown(result), LABELS)
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
        """The backup that made the value of a cell, or the error of a sweep and its bound."""
        result = self._result
        if axes is self._picture.plot:
            sweep = min(max(round(x), 0), len(result.error) - 1)
            error, bound = result.error[sweep], result.bound[sweep]
            return f"after sweep {sweep} the largest error is {error:.4g}; its bound is {bound:.4g}"
        row, column, world = round(y), round(x), result.params.world
        if axes is not self._picture.grid.axes or not world.has(row, column):
            return None
        state = row * world.shape[1] + column
        if not world.acts[state]:
            return None if world.rows[row][column] == "#" else "terminal: its value is 0"
        name, value = f"v{_terms.subscript(self._frame)}", result.state_values[self._frame, row, column]
        if self._frame == 0:
            return f"{name} = {_terms.brief(value, 5)} before the first sweep"
        return f"{name} = max r + γΣP·v, {self._backup(world, state)} = {_terms.brief(value, 5)}"

    def _backup(self, world: _grid.GridWorld, state: int) -> str:
        """The best action with its r + γ Σ P(s′) v(s′), in the values before the sweep."""
        before, discount = self._result.state_values[self._frame - 1].ravel(), self._result.params.discount
        best = int(world.action_values(before, discount)[:, state].argmax())
        chance = world.probability[best, state]
        values = before[world.next_state[best, state]][chance > 0].tolist()
        first = _terms.brief(values[0], 5)
        if len(values) > 1:
            first = f"⅓({first} {' '.join(_terms.added(each) for each in values[1:])})"
        reward = _terms.brief(world.reward[best, state], 5)
        return f"by {_grid.ACTIONS[best]}: {reward} + {discount:g}·{first}"

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A click on a cell makes it the next kind of cell, on a map of one's own."""
        if axes is not self._picture.grid.axes:
            return None
        rows = _grid.with_next_kind(params.world.rows, row=round(y), column=round(x), kinds=KINDS)
        return None if rows is None else replace(params, map="own", rows=rows)


def _shown(result: Result) -> "Sweeps":
    from flashrl.simulations._sweeps_view import Sweeps

    return Sweeps(
        state_values=result.state_values,
        policy=result.policy,
        error=result.error,
        beside=result.bound,
        policy_is_optimal=result.policy_is_optimal,
    )


SIMULATION = Simulation(
    slug="value-iteration",
    title="Value iteration",
    topic="Tabular",
    question="How fast does value iteration converge, and when can its greedy policy be trusted?",
    insight=(
        "Every sweep multiplies the largest error by γ at most, yet the greedy policy needs only the right "
        "order of the actions and is optimal long before the values are."
    ),
    follow_up=(
        "When may you stop, without knowing v*? Once ‖vₖ₊₁ − vₖ‖ < ε(1 − γ)/2γ, the greedy policy of "
        "vₖ₊₁ is ε-optimal. And does a policy that has become optimal stay so? Not at once: it is sure to "
        "when 2γ‖vₖ − v*‖ is below the smallest gap between a best and a second-best action."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., equation 4.10; "
        "Example 3.8 and Figure 3.5 for the values of the 5×5 grid",
        "Puterman (1994), Markov Decision Processes, sections 6.2 and 6.3, for contraction and stopping",
        "Gymnasium, FrozenLake-v1, for the maps and the slippery dynamics",
    ),
    params=Params,
    run=run,
    view=View,
)
