"""From simulation to reality: one feedback gain for a plant whose own gain is not known."""

import math
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._feedback import Plant

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

WIDEST, LARGEST_GAIN, STEP = 1.2, 3.0, 0.01
MOST_SHOWN = 12.0
"""The cost at which the plot and the colours end."""

SHOWN_BEFORE = 30
"""How many earlier rollouts are drawn beside the current one."""

LARGEST_TOLD = 1e8
"""A rollout that runs away further than this has its cost left out of the numbers."""


@dataclass(frozen=True)
class Params:
    half_width: float = param(0.5, "Half-width h of b's range", min=0.0, max=WIDEST, step=STEP)
    gain: float = param(0.7, "Gain k", min=0.0, max=LARGEST_GAIN, step=STEP)
    growth: float = param(1.1, "Growth a", min=1.01, max=2.0, step=0.01)
    control_cost: float = param(1.0, "Control cost r", min=0.0, max=10.0, step=0.1)
    horizon: int = param(20, "Horizon of a rollout", min=1, max=100, step=1)
    runs: int = param(40, "Rollouts", min=1, max=200, step=1)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)

    @property
    def plant(self) -> Plant:
        return Plant(self.growth, self.half_width, self.control_cost)


@dataclass(frozen=True)
class Result:
    """Frame 0 is the simulator, b = 1; every later one is a rollout with a b of the range."""

    params: Params
    plant_gain: FloatArray  # (frames,): b
    states: FloatArray  # (frames, horizon + 1): x_t, from x_0 = 1
    cost: FloatArray  # (frames,): of that rollout, as far as its horizon

    def summary(self, frame: int) -> dict[str, float]:
        """What is infinite is left out: the costs of a gain that does not stabilise every b, and no gain."""
        found = {"rollout": float(frame), "plant_gain": float(self.plant_gain[frame])}
        if self.cost[frame] < LARGEST_TOLD:
            found["rollout_cost"] = float(self.cost[frame])
        if frame and self.cost[1 : frame + 1].max() < LARGEST_TOLD:
            found["sampled_cost"] = float(self.cost[1 : frame + 1].mean())
        return found | self.exact

    @cached_property
    def exact(self) -> dict[str, float]:
        """What is the same in every frame: stability, and costs over the whole range without end."""
        plant, gain = self.params.plant, self.params.gain
        best = {"randomised": plant.best_gain(plant.mean_cost), "robust": plant.best_gain(plant.worst_cost)}
        nominal = plant.informed_gain(1.0)
        range_of_gains = plant.stabilising_gains
        found = {
            "stable": float(math.isfinite(plant.worst_cost(gain))),
            "stable_share": plant.stable_share(gain),
            "common_stabiliser_exists": float(range_of_gains is not None),
            "half_width_limit": plant.widest,
            "worst_cost": plant.worst_cost(gain),
            "mean_cost": plant.mean_cost(gain),
            "cost_in_simulator": plant.cost_at(gain, 1.0),
            "nominal_gain": nominal,
            "nominal_cost": plant.cost_at(nominal, 1.0),
        }
        if range_of_gains is not None:
            found["lowest_stabilising_gain"], found["highest_stabilising_gain"] = range_of_gains
        for name, each in best.items():
            if each is not None:
                found[f"{name}_gain"] = each
                found[f"{name}_gain_mean_cost"] = plant.mean_cost(each)
                found[f"{name}_gain_worst_cost"] = plant.worst_cost(each)
                found[f"{name}_gain_cost_in_simulator"] = plant.cost_at(each, 1.0)
        return {name: value for name, value in found.items() if value < LARGEST_TOLD}


def run(params: Params) -> Result:
    """x′ = ax + bu, u = −kx, so x_t = (a − bk)ᵗ x_0: stable for every b of 1 ± h iff |a − bk| < 1 for all.

    That is (a − 1)/(1 − h) < k < (a + 1)/(1 + h), which has a solution iff h < 1/a: 1/1.1 here. From
    x_0 = 1 the cost without end is Σ x² + ru² = (1 + rk²)/(1 − (a − bk)²). Domain randomisation takes the
    k with the least mean cost over b, uniform in the range (Tobin et al., 2017, Peng et al., 2018);
    robust control the one with the least worst cost. With b = 1 known, k is the scalar LQR's.
    """
    b = np.random.default_rng(params.seed).uniform(-1, 1, params.runs) * params.half_width + 1
    b = np.concatenate([[1.0], b])
    steps = np.arange(params.horizon + 1.0)
    states = params.plant.closed_loop(params.gain, b)[:, None] ** steps
    weight = 1 + params.control_cost * params.gain**2
    return Result(params, b, states, weight * (states[:, :-1] ** 2).sum(axis=1))


class View:
    """Left the plane of b and k with the range at the gain, and the cost over b; right the rollouts."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._plane, self._curve, self._traces = (_style.still_axes(figure) for _ in range(3))
        self._draw_plane(figure)
        self._draw_costs(figure)
        self._draw_traces(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_plane(self, figure: "Figure") -> None:
        plane, palette = self._plane, self._palette
        _style.plot(plane, palette, x="", y="gain k (drag)")
        plane.tick_params(labelbottom=False)
        self._image = plane.imshow(
            np.zeros((2, 2)),
            extent=(0, 1 + WIDEST, 0, LARGEST_GAIN),
            origin="lower",
            aspect="auto",
            cmap=palette.values + "_r",
            vmin=0,
            vmax=math.log(MOST_SHOWN),
        )
        self._edges = plane.plot([], [], [], [], color=palette.text, linewidth=1.0)
        plane.set_xlim(0, 1 + WIDEST)
        plane.set_ylim(0, LARGEST_GAIN)
        self._range = _moving.line(figure, plane, linewidth=4, marker="|", markersize=11, markeredgewidth=2.5)
        self._worlds = _moving.line(
            figure, plane, color=palette.text, linestyle="", marker="o", markersize=3.5, zorder=4
        )
        self._verdict = _moving.words(
            figure, plane, fontsize=_style.SMALL_SIZE, ha="right", va="top", color=palette.text
        )
        self._verdict.set_position((1 + 0.98 * WIDEST, 0.97 * LARGEST_GAIN))

    def _draw_costs(self, figure: "Figure") -> None:
        curve, palette = self._curve, self._palette
        _style.plot(curve, palette, x="unknown gain b (drag: h)", y="cost")
        curve.set_xlim(0, 1 + WIDEST)
        curve.set_ylim(0, MOST_SHOWN)
        self._shade = curve.axvspan(0, 1, color=palette.accent, alpha=0.15, linewidth=0)
        self._known, self._cost = curve.plot([], [], [], [])
        self._known.set(color=palette.muted, linestyle="--", linewidth=1.2, label="if b were known")
        self._cost.set(color=palette.accent, linewidth=1.8, label="with this k")
        self._dot = _style.moving_dot(figure, curve, palette.warning)

    def _draw_traces(self, figure: "Figure") -> None:
        traces, palette = self._traces, self._palette
        _style.plot(traces, palette, x="step t", y="state x")
        traces.set_ylim(-2, 2)
        traces.axhline(0, color=palette.line, linewidth=0.8)
        self._earlier = _moving.segments(figure, traces, colors=palette.muted, linewidths=0.7, alpha=0.5)
        self._now = _moving.line(figure, traces, color=palette.warning, linewidth=2, zorder=4)

    def _bend(self) -> None:
        """Put what is the same in every frame where the parameters want it."""
        params, plant = self._result.params, self._result.params.plant
        gains = (np.arange(60) + 0.5) / 60 * LARGEST_GAIN
        b = (np.arange(110) + 0.5) / 110 * (1 + WIDEST)
        costs = np.array([plant.cost(float(gain), b) for gain in gains])
        self._image.set_data(np.log(np.where(costs < math.inf, costs, np.nan)))
        ends = np.array([1 - params.half_width, 1 + params.half_width])
        stable = math.isfinite(plant.worst_cost(params.gain))
        self._range.set_data(ends, [params.gain] * 2)
        self._range.set_color(self._palette.good if stable else self._palette.bad)
        exists = plant.stabilising_gains is not None
        self._verdict.set_text("bright: low cost" if exists else f"no k: h ≥ 1/{params.growth:g}")
        for edge, at_one in zip(self._edges, (plant.growth - 1, plant.growth + 1), strict=True):
            edge.set_data(b, at_one / b)
        self._shade.set(x=ends[0], width=ends[1] - ends[0])
        self._bend_costs(plant, params.gain)
        self._traces.set_xlim(0, params.horizon)

    def _bend_costs(self, plant: Plant, gain: float) -> None:
        b = np.linspace(0.01, 1 + WIDEST, 220)
        known = np.array([plant.cost_at(plant.informed_gain(each), each) for each in b.tolist()])
        cost = plant.cost(gain, b)
        self._known.set_data(b, known)
        self._cost.set_data(b, np.where(cost < 1e6, cost, np.nan))
        _style.legend(self._curve, self._palette, "upper center")

    def renew(self, result: Result) -> bool:
        """Another run moves the same artists."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot, middle = height - 30, 34.0, 0.56 * width
        between = foot + 0.42 * (top - foot)
        _style.place_title(self._title, width, height)
        _style.place(self._plane, size, (38, between + 6, middle, top))
        _style.place(self._curve, size, (38, foot, middle, between - 4))
        _style.place(self._traces, size, (middle + 42, foot, width - 14, top))

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        b, gain = float(result.plant_gain[frame]), result.params.gain
        share = result.exact["stable_share"]
        verdict = "stable for all b" if result.exact["stable"] else f"stable for {share:.0%} of b"
        where = f"rollout {frame}" if frame else "simulator"
        self._title.set_text(f"{where}: b = {b:.2f}, cost {result.cost[frame]:.3g}   k = {gain:g} {verdict}")
        self._worlds.set_data(result.plant_gain[1 : frame + 1], np.full(frame, gain))
        steps = np.arange(result.params.horizon + 1)
        within = np.clip(result.states, -9.0, 9.0)
        self._now.set_data(steps, within[frame])
        first = max(0, frame - SHOWN_BEFORE)
        self._earlier.set_segments([np.column_stack([steps, each]) for each in within[first:frame]])
        self._dot.set_data([b], [min(result.params.plant.cost_at(gain, b), 0.98 * MOST_SHOWN)])

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """Stability and cost for the b and k under the pointer, or a state of the rollout."""
        params = self._result.params
        if axes is self._plane:
            return self._explained_cost(x, y)
        if axes is self._curve:
            return self._explained_cost(x, params.gain)
        if axes is not self._traces or not 0 <= round(x) <= params.horizon:
            return None
        b = float(self._result.plant_gain[self._frame])
        state = float(self._result.states[self._frame, round(x)])
        factor = _style.number(params.growth - b * params.gain, ".4g")
        return f"x_{round(x)} = (a − bk)^{round(x)} = ({factor})^{round(x)} = {_style.number(state, '.4g')}"

    def _explained_cost(self, b: float, gain: float) -> str:
        plant = self._result.params.plant
        factor = plant.growth - b * gain
        terms = f"a − bk = {plant.growth:g} − {b:.2f}·{gain:.2f} = {_style.number(factor, '.3f')}"
        if abs(factor) >= 1:
            return f"{terms}: unstable"
        cost = plant.cost_at(gain, b)
        return f"{terms}: cost (1 + rk²)/(1 − (a − bk)²) = {cost:.4g}"

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag in the plane sets the gain, in the costs the width of the range."""
        if axes is self._plane:
            return replace(params, gain=round(min(max(y, 0.0), LARGEST_GAIN), 2))
        if axes is self._curve:
            return replace(params, half_width=round(min(abs(x - 1), WIDEST), 2))
        return None


SIMULATION = Simulation(
    slug="sim2real-gain",
    title="From simulation to reality",
    topic="Exploration and practice",
    question="What does it cost to train one policy for a whole range of possible worlds?",
    insight=(
        "A gain that has to work for every b is worse in the nominal world, and once the range is too wide "
        "(h ≥ 1/a) no gain works at all: randomise what is uncertain, and no more."
    ),
    follow_up=(
        "What can be done when the range is too wide for one policy? Narrow it by identifying the system on "
        "real data, or let the policy adapt: with memory or an estimate of b it can use another gain in "
        "each world, as if b were known. And what is optimised? Domain randomisation takes the mean over "
        "worlds, robust control the worst one; their gains differ."
    ),
    references=(
        "Tobin et al. (2017), Domain Randomization for Transferring Deep Neural Networks from Simulation "
        "to the Real World, arXiv:1703.06907",
        "Peng et al. (2018), Sim-to-Real Transfer of Robotic Control with Dynamics Randomization, "
        "arXiv:1710.06537",
        "Bertsekas (2017), Dynamic Programming and Optimal Control, vol. 1, 4th ed., section 3.1, for "
        "linear systems with quadratic cost",
    ),
    params=Params,
    run=run,
    view=View,
)
