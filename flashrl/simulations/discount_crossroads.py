"""A crossroads between two loops: the discount alone decides which of them is optimal."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _style, _terms
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._loops_view import ACROSS, LOOPS, MARKERS, UP, LoopPicture, RewardBars

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

LARGEST, LONGEST = 10.0, 8
"""The largest reward, and the most steps of a loop."""

LARGEST_DISCOUNT = 0.99
DISCOUNTS: FloatArray = np.arange(0.0, LARGEST_DISCOUNT + 1e-9, 0.005)
"""Where the values are drawn."""

SAME = 1e-9
"""Values closer than this, relative to the rewards, count as a tie."""


@dataclass(frozen=True)
class Params:
    discount: float = param(0.9, "Discount γ", min=0.0, max=LARGEST_DISCOUNT, step=0.01)
    rewards_a: tuple[float, ...] = param((1.0, 0.0), "Rewards of loop A", min=-LARGEST, max=LARGEST, step=0.1)
    rewards_b: tuple[float, ...] = param((0.0, 2.0), "Rewards of loop B", min=-LARGEST, max=LARGEST, step=0.1)
    ticks: int = param(50, "Ticks", min=1, max=1000, step=1)

    def __post_init__(self) -> None:
        for name, rewards in (("rewards_a", self.rewards_a), ("rewards_b", self.rewards_b)):
            if not 1 <= len(rewards) <= LONGEST:
                raise ValueError(f"{name} has {len(rewards)} items; a loop has 1 to {LONGEST} steps")

    @property
    def loops(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        return self.rewards_a, self.rewards_b


@dataclass(frozen=True)
class Result:
    """What has been collected after every tick when going round loop A, and round loop B, for ever."""

    params: Params
    rewards: FloatArray  # (frames, loops): of this tick
    returns: FloatArray  # (frames, loops): discounted, so far
    state_values: FloatArray  # (frames, loops): the return without end, the same in every frame

    def summary(self, frame: int) -> dict[str, float]:
        """`tie_discount` is the smallest γ > 0 at which both loops are worth the same, if there is one."""
        value_a, value_b = self.state_values[frame].tolist()
        better = better_loop(self.params, self.params.discount)
        found = {
            "tick": float(frame),
            "discount": self.params.discount,
            "return_a": float(self.returns[frame, 0]),
            "return_b": float(self.returns[frame, 1]),
            "state_value_a": value_a,
            "state_value_b": value_b,
            "state_value": max(value_a, value_b),
            "a_is_optimal": float(better != "B"),
            "b_is_optimal": float(better != "A"),
        }
        ties = tie_discounts(self.params)
        return found | ({"tie_discount": ties[0]} if ties else {})


def run(params: Params) -> Result:
    """V = Σ_{t<n} γᵗ r_t / (1 − γⁿ) for a loop of n rewards: after n ticks all repeats, worth γⁿ as much.

    Sutton & Barto (2018), equation 3.8 and Exercise 3.22. Frame t is after t ticks, with the return
    Σ_{k<t} γᵏ r_k so far. Whoever returns to the crossroads stands before the same choice again, so that
    the better loop is the optimal policy, and max(V_A, V_B) its value.
    """
    ticks = np.arange(params.ticks)
    rewards = np.stack([np.resize(loop, params.ticks) for loop in params.loops], axis=1)
    returns = np.cumsum(params.discount ** ticks[:, None] * rewards, axis=0)
    values = [float(loop_value(loop, params.discount)) for loop in params.loops]
    start = np.zeros((1, len(LOOPS)))
    return Result(
        params=params,
        rewards=np.concatenate([start, rewards]),
        returns=np.concatenate([start, returns]),
        state_values=np.broadcast_to(values, (params.ticks + 1, len(LOOPS))),
    )


def loop_value(rewards: tuple[float, ...], discount: Any) -> Any:
    """V of going round for ever, for one discount or an array of them."""
    return np.polynomial.polynomial.polyval(discount, rewards) / (1 - discount ** len(rewards))


def better_loop(params: Params, discount: float) -> str:
    """A, B, or an empty text where both are worth the same."""
    value_a, value_b = (loop_value(loop, discount) for loop in params.loops)
    scale = max(abs(reward) for loop in params.loops for reward in loop) / (1 - discount)
    if abs(value_a - value_b) <= SAME * scale:
        return ""
    return "A" if value_a > value_b else "B"


def tie_discounts(params: Params) -> list[float]:
    """Every γ in (0, 1) at which V_A = V_B, ascending; none where the loops are worth the same throughout.

    The roots of N_A(γ) (1 + … + γᵐ⁻¹) − N_B(γ) (1 + … + γⁿ⁻¹), where N are the sums of one round.
    """
    rounds_a, rounds_b = (np.ones(len(loop)) for loop in params.loops)
    difference = np.polynomial.Polynomial(params.rewards_a) * np.polynomial.Polynomial(rounds_b)
    difference -= np.polynomial.Polynomial(params.rewards_b) * np.polynomial.Polynomial(rounds_a)
    roots = difference.trim(1e-12).roots()
    real = np.unique(np.round(roots[np.abs(roots.imag) < 1e-7].real, 9))
    return [float(root) for root in real if 1e-6 < root < 1 - 1e-6]


class View:
    """The two loops, their rewards as bars to drag, and the values over γ with the returns so far."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._frame = 0
        self._palette = palette
        self._title = _style.title(figure, palette)
        self._loops = LoopPicture(figure, result.params, palette)
        self._rewards = RewardBars(figure, result.params, palette)
        self._plot = _style.still_axes(figure)
        _style.plot(self._plot, palette, x="discount γ", y="value V(γ)")
        self._draw_values(figure)
        _style.figure_of(figure, palette, self._arrange)
        self._fill()
        self.show(0)

    def _draw_values(self, figure: "Figure") -> None:
        plot, palette = self._plot, self._palette
        self._here = plot.axvline(0.0, color=palette.muted, linewidth=0.8)
        self._curves = [
            plot.plot([], [], color=colour, linestyle=dashes, label=f"loop {name}")[0]
            for name, colour, dashes in zip(LOOPS, palette.series, ("-", "--"), strict=False)
        ]
        (self._ties,) = plot.plot([], [], marker="o", linestyle="", markersize=9)
        self._ties.set(markerfacecolor="none", color=palette.text)
        self._dots = [_style.moving_dot(figure, plot, palette.series[index]) for index in range(len(LOOPS))]
        for dot, marker in zip(self._dots, MARKERS, strict=True):
            dot.set(marker=marker, markeredgecolor=palette.raised)
        plot.set_xlim(0.0, 1.0)
        plot.set_xticks(np.linspace(0, 1, 6), ["0", ".2", ".4", ".6", ".8", "1"])

    def _fill(self) -> None:
        """Put everything that the frame does not move where the parameters want it."""
        params = self._result.params
        self._loops.fill(params, better_loop(params, params.discount))
        self._rewards.fill(params)
        for curve, loop in zip(self._curves, params.loops, strict=True):
            curve.set_data(DISCOUNTS, loop_value(loop, DISCOUNTS))
        ties = tie_discounts(params)
        self._ties.set_data(ties, [loop_value(params.rewards_a, tie) for tie in ties])
        self._ties.set_label("tie at γ = " + ", ".join(f"{tie:.3g}" for tie in ties) if ties else "no tie")
        self._here.set_xdata([params.discount] * 2)
        low, high = _value_limits(params)
        self._plot.set_ylim(low, high)
        early = [float(np.mean(loop_value(loop, DISCOUNTS[DISCOUNTS < 0.5]))) for loop in params.loops]
        is_high = max(early) - low > 0.6 * (high - low)
        _style.legend(self._plot, self._palette, "lower left" if is_high else "upper left")

    def renew(self, result: Result) -> bool:
        """Another run moves the artists; loops of other lengths are another picture."""
        lengths = [[len(loop) for loop in each.params.loops] for each in (self._result, result)]
        if lengths[0] != lengths[1]:
            return False
        self._result = result
        self._fill()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size, margin, top = (width, height), _style.MARGIN, height - 28
        _style.place_title(self._title, width, height)
        middle = 0.52 * width
        across = middle - margin
        up = min(across * UP / ACROSS, 0.5 * height)
        across = up * ACROSS / UP
        left = (margin + middle - across) / 2
        _style.place(self._loops.axes, size, (left, top - up, left + across, top))
        self._loops.fit(across / ACROSS)
        _style.place(self._rewards.axes, size, (margin + 30, 32, middle - 4, top - up - 6))
        _style.place(self._plot, size, (middle + 44, 32, width - margin - 4, top - 4))

    def show(self, frame: int) -> None:
        self._frame = frame
        params, found = self._result.params, self._result.summary(frame)
        better = better_loop(params, params.discount)
        so_far = "   ".join(
            f"{loop} {_terms.short(found['return_' + loop.lower()])} of "
            f"{_terms.short(found['state_value_' + loop.lower()])}"
            for loop in LOOPS
        )
        self._title.set_text(f"tick {frame}   {so_far}   " + (f"{better} is better" if better else "a tie"))
        self._loops.show(frame)
        self._rewards.show(frame)
        for dot, collected in zip(self._dots, self._result.returns[frame].tolist(), strict=True):
            dot.set_data([params.discount], [collected])

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """The values at the γ under the pointer, the value of a loop, or what a reward is worth."""
        params = self._result.params
        if axes is self._plot:
            discount = min(max(x, 0.0), LARGEST_DISCOUNT)
            values = [_terms.short(loop_value(loop, discount)) for loop in params.loops]
            return f"γ = {discount:.2f}: V_A = {values[0]}, V_B = {values[1]}"
        if axes is self._loops.axes:
            return f"V_{LOOPS[int(x > 0)]} = {_sum_of_round(params.loops[int(x > 0)], params.discount)}"
        if axes is self._rewards.axes and (bar := self._rewards.at(x)) is not None:
            return _worth(params, *bar)
        return None

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag in the plot takes the discount along, one over the bars the reward of that step."""
        if axes is self._plot:
            return replace(params, discount=round(min(max(x, 0.0), LARGEST_DISCOUNT), 2))
        bar = self._rewards.at(x) if axes is self._rewards.axes else None
        if bar is None:
            return None
        loop, step = bar
        low, high = axes.get_ylim()
        reward = round(min(max(y, low, -LARGEST), high, LARGEST), 1)
        rewards = (*params.loops[loop][:step], reward, *params.loops[loop][step + 1 :])
        return replace(params, rewards_b=rewards) if loop else replace(params, rewards_a=rewards)


def _value_limits(params: Params) -> tuple[float, float]:
    """Room for both values at this γ and a little beyond, and for a tie below it."""
    discounts = np.linspace(0.0, min(max(params.discount, 0.8) + 0.02, LARGEST_DISCOUNT), 100)
    values = np.concatenate([loop_value(loop, discounts) for loop in params.loops])
    low, high = min(values.min(), 0.0), max(values.max(), 0.0)
    room = 0.06 * (high - low) or 1.0
    return low - room * (low < 0), high + room


def _sum_of_round(rewards: tuple[float, ...], discount: float) -> str:
    """(1 + 0.9·0) / (1 − 0.81) = 5.2632"""
    first, *others = rewards
    terms = "".join(f" {_terms.added(r, times=discount**step)}" for step, r in enumerate(others, start=1))
    repeated = _terms.brief(discount ** len(rewards), 5)
    return (
        f"({_terms.brief(first, 5)}{terms}) / (1 − {repeated}) = "
        f"{_terms.brief(loop_value(rewards, discount), 5)}"
    )


def _worth(params: Params, loop: int, step: int) -> str:
    reward, length, discount = params.loops[loop][step], len(params.loops[loop]), params.discount
    first = discount**step * reward
    return (
        f"loop {LOOPS[loop]}, step {step + 1}: {_terms.brief(discount**step, 5)} · "
        f"{_terms.brief(reward, 5)} = {_terms.brief(first, 5)} the first time, "
        f"{_terms.brief(first / (1 - discount**length), 5)} in all"
    )


SIMULATION = Simulation(
    slug="discount-crossroads",
    title="A crossroads and its discount",
    topic="Tabular",
    question="The rewards stay the same: can the discount alone change which way is optimal?",
    insight=(
        "The discount is part of the problem, not of the solver: an early small reward wins at a low γ, a "
        "later larger one at a high γ, and at the tie both ways are optimal."
    ),
    follow_up=(
        "Is γ < 1 a hidden length penalty? Where a reward comes at the end, yes: a success after T steps is "
        "worth γᵀ⁻¹, so that the shorter way wins though nobody asked for it. Where an end costs, it is the "
        "other way round: what is put off costs less. That is one reason why a reward at the end of a long "
        "text is commonly left undiscounted, γ = 1."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., equation 3.8 and "
        "Exercise 3.22",
    ),
    params=Params,
    run=run,
    view=View,
)
