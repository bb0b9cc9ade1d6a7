"""PPO's clipped objective of one sample: where it passes a gradient on, and where it stops."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _style, _terms
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

NUDGE = 0.01
"""How far one frame moves the ratio."""

LARGEST_RATIO = 3.0
PUSH_LENGTH = 0.35


@dataclass(frozen=True)
class Params:
    prob_ratio: float = param(
        1.5, "Ratio r of new to old probability", min=0.0, max=LARGEST_RATIO, step=NUDGE
    )
    advantage: float = param(1.0, "Advantage A", min=-3.0, max=3.0, step=0.1)
    clip_low: float = param(0.2, "Clip below, 1 − ε", min=0.01, max=0.9, step=0.01)
    clip_high: float = param(0.2, "Clip above, 1 + ε", min=0.01, max=2.0, step=0.01)
    dual_clip: float = param(0.0, "Dual clip c, 0 is off", min=0.0, max=5.0, step=0.1)

    def __post_init__(self) -> None:
        if 0 < self.dual_clip <= 1:
            raise ValueError(f"dual_clip is 0 (off) or more than 1, not {self.dual_clip:g}")


@dataclass(frozen=True)
class Result:
    """The objective at every ratio on the way from the old policy (r = 1) to `params.prob_ratio`."""

    params: Params
    prob_ratio: FloatArray
    objective: FloatArray
    slope: FloatArray
    unclipped_objective: FloatArray
    clipped_objective: FloatArray

    def summary(self, frame: int) -> dict[str, float]:
        return {
            "prob_ratio": float(self.prob_ratio[frame]),
            "objective": float(self.objective[frame]),
            "loss": -float(self.objective[frame]),
            "slope": float(self.slope[frame]),
            "unclipped_objective": float(self.unclipped_objective[frame]),
            "clipped_objective": float(self.clipped_objective[frame]),
        }


def run(params: Params) -> Result:
    """L(r) = min(rA, clip(r, 1 − ε_low, 1 + ε_high) A); with a dual clip, max(L, cA) where A < 0.

    Schulman et al. (2017), equation 7, for one sample; dual clip: Ye et al. (2020). A frame nudges
    r by 0.01. At a kink the slope is A, the one of the unclipped term: as in PyTorch, whose `clamp`
    passes the gradient on at its bounds.
    """
    ratio = _nudges(params.prob_ratio)
    clipped = clipped_objective(ratio, params)
    unclipped = ratio * params.advantage
    return Result(
        params=params,
        prob_ratio=ratio,
        objective=objective(ratio, params),
        slope=_slope(ratio, params),
        unclipped_objective=unclipped,
        clipped_objective=clipped,
    )


def clipped_objective(ratio: FloatArray, params: Params) -> FloatArray:
    clipped: FloatArray = np.clip(ratio, 1 - params.clip_low, 1 + params.clip_high)
    return params.advantage * clipped


def objective(ratio: FloatArray, params: Params) -> FloatArray:
    least: FloatArray = np.minimum(ratio * params.advantage, clipped_objective(ratio, params))
    if params.advantage < 0 and params.dual_clip:
        least = np.maximum(least, params.dual_clip * params.advantage)
    return least


def _slope(ratio: FloatArray, params: Params) -> FloatArray:
    """dL/dr: A where the unclipped term rules, 0 elsewhere."""
    if params.advantage >= 0:
        is_open = ratio <= 1 + params.clip_high + 1e-12
    else:
        is_open = ratio >= 1 - params.clip_low - 1e-12
        if params.dual_clip:
            is_open &= ratio <= params.dual_clip + 1e-12
    return np.where(is_open, params.advantage, 0.0)


def _nudges(target: float) -> FloatArray:
    """1, 1 ± 0.01, 1 ± 0.02, … and at last exactly `target`."""
    count = math.ceil(round(abs(target - 1) / NUDGE, 9))
    ratio: FloatArray = np.round(1 + np.sign(target - 1) * NUDGE * np.arange(count + 1), 12)
    ratio[-1] = target
    return ratio


class View:
    """L over r, with the unclipped term, the clip range, and the way the gradient pushes r."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._title = _style.title(figure, palette)
        self._axes = _style.still_axes(figure)
        _style.plot(self._axes, palette, x="probability ratio r = π(a|s) / π_old(a|s)", y="objective L(r)")
        self._draw_curves()
        self._bend()
        self._draw_marks(figure)
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_curves(self) -> None:
        axes, palette = self._axes, self._palette
        self._range = axes.axvspan(0, 1, color=palette.accent, alpha=0.18, linewidth=0)
        axes.axvline(1.0, color=palette.muted, linewidth=0.8, label="old policy, r = 1")
        self._unclipped, self._curve = axes.plot([], [], [], [])
        self._unclipped.set(label="unclipped, rA", linestyle="--", color=palette.muted, linewidth=1.2)
        self._curve.set(label="L(r)", color=palette.accent, linewidth=2.2)
        axes.set_xlim(0.0, LARGEST_RATIO)

    def _bend(self) -> None:
        """Put the curves where the parameters want them."""
        params = self._result.params
        low, high = 1 - params.clip_low, 1 + params.clip_high
        kinks = [low, high, max(params.dual_clip, 1.0)]
        ratio = np.unique(np.clip([0.0, *kinks, LARGEST_RATIO], 0.0, LARGEST_RATIO))
        curve, unclipped = objective(ratio, params), ratio * params.advantage
        self._range.set(x=low, width=high - low, label=f"clip range {low:g} to {high:g}")
        self._unclipped.set_data(ratio, unclipped)
        self._curve.set_data(ratio, curve)
        least, most = min(curve.min(), unclipped.min()), max(curve.max(), unclipped.max())
        room = 0.08 * (most - least) or 1.0
        self._axes.set_ylim(least - room, most + room)
        _style.legend(self._axes, self._palette, "lower right" if params.advantage >= 0 else "upper right")

    def renew(self, result: Result) -> bool:
        """Another run moves the curves, where it is not the ratio alone that is another."""
        before, self._result = self._result.params, result
        if replace(before, prob_ratio=result.params.prob_ratio) != result.params:
            self._bend()
        return True

    def _draw_marks(self, figure: "Figure") -> None:
        from matplotlib.patches import FancyArrowPatch

        colour, frame = self._palette.warning, self._axes.transData
        self._dot = _style.moving_dot(figure, self._axes, colour)
        self._push = FancyArrowPatch(
            (0, 0), (1, 0), arrowstyle="-|>", mutation_scale=14, linewidth=2, color=colour, transform=frame
        )
        figure.add_artist(self._push)

    def _arrange(self, width: float, height: float) -> None:
        _style.place_title(self._title, width, height)
        _style.place(self._axes, (width, height), (46, 34, width - 12, height - 30))

    def show(self, frame: int) -> None:
        result = self._result
        ratio, objective, slope = (
            float(values[frame]) for values in (result.prob_ratio, result.objective, result.slope)
        )
        values = (
            f"r = {ratio:.2f}   L = {_style.number(objective, '.3f')}   dL/dr = {_style.number(slope, 'g')}"
        )
        self._title.set_text(f"{values}   {_push(slope)}")
        self._dot.set_data([ratio], [objective])
        ahead = PUSH_LENGTH * np.sign(slope)
        self._push.set_positions((ratio, objective), (ratio + ahead, objective + slope * ahead))
        self._push.set_visible(slope != 0)

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """The two terms at a ratio, which of them the min takes, and its slope."""
        if axes is not self._axes or not 0 <= x <= LARGEST_RATIO:
            return None
        params, ratio = self._result.params, np.array([x])
        advantage = (
            f"·({_terms.brief(params.advantage)})" if params.advantage < 0 else f"·{params.advantage:g}"
        )
        clipped = np.clip(x, 1 - params.clip_low, 1 + params.clip_high)
        terms = f"min({_terms.brief(x)}{advantage}, {_terms.brief(clipped)}{advantage})"
        if params.advantage < 0 and params.dual_clip:
            terms = f"max({terms}, {params.dual_clip:g}{advantage})"
        found, slope = objective(ratio, params)[0], _slope(ratio, params)[0]
        return f"r = {_terms.brief(x)}: L = {terms} = {_terms.brief(found)}, slope {_terms.brief(slope)}"

    def edited(
        self,
        params: Params,
        axes: Any,
        x: float,
        y: float,  # noqa: ARG002 - the protocol's
    ) -> Params | None:
        """A click or drag in the plot takes the ratio there."""
        if axes is not self._axes:
            return None
        return replace(params, prob_ratio=round(min(max(x, 0.0), LARGEST_RATIO), 2))


def _push(slope: float) -> str:
    if slope == 0:
        return "no gradient"
    return "ascent raises r" if slope > 0 else "ascent lowers r"


SIMULATION = Simulation(
    slug="ppo-clip",
    title="PPO's clipped objective",
    topic="Policy gradient",
    question="On which side does PPO's clip stop the gradient, and on which does it stay open?",
    insight=(
        "The min is pessimistic: it removes the reward for moving further once a change has paid off "
        "enough, but never the gradient that takes a harmful change back."
    ),
    follow_up=(
        "Does clipping keep the ratio inside the range? No. It only makes the gradient of that sample "
        "vanish; other samples, momentum and further epochs can still move the ratio, so watch the KL. "
        "And with A < 0 and a large r the loss has no bound, which a dual clip at cA gives it."
    ),
    references=(
        "Schulman et al. (2017), Proximal Policy Optimization Algorithms, arXiv:1707.06347, equation 7",
        "Ye et al. (2020), Mastering Complex Control in MOBA Games with Deep Reinforcement Learning, "
        "arXiv:1912.09729, for the dual clip",
        "Yu et al. (2025), DAPO, arXiv:2503.14476, for a clip that is wider above than below",
    ),
    params=Params,
    run=run,
    view=View,
)
