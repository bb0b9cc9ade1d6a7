"""Generalised advantage estimation of one short trajectory, from λ = 0 to the λ that is chosen."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _legends, _moving, _scales, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._terms import brief, numbered

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

NUDGE = 0.01
"""How far one frame moves λ."""

LARGEST, LONGEST = 100.0, 20
"""The largest reward or value, and the longest trajectory."""

ASIDE, WIDTH = 0.2, 0.34
"""Where the two bars of a step stand beside its number, and how wide they are."""

MOST_TICKS, MOST_NUMBERS = 12, 7
"""How many steps have their number below them, and of how many the advantages are written out."""

ENDLESS = 1e-6
"""1 − γλ below this counts as a trace that never fades."""


@dataclass(frozen=True)
class Params:
    rewards: tuple[float, ...] = param(
        (0.0, 0.0, 0.0, 1.0), "Rewards rₜ", min=-LARGEST, max=LARGEST, step=0.1
    )
    state_values: tuple[float, ...] = param(
        (0.5, 0.6, 0.4, 0.8, 0.0), "Values Vₜ, one more than rewards", min=-LARGEST, max=LARGEST, step=0.1
    )
    discount: float = param(0.9, "Discount γ", min=0.0, max=1.0, step=0.01)
    gae_lambda: float = param(1.0, "GAE λ", min=0.0, max=1.0, step=NUDGE)

    def __post_init__(self) -> None:
        steps, values = len(self.rewards), len(self.state_values)
        if steps > LONGEST:
            raise ValueError(f"rewards has {steps} items; a trajectory has at most {LONGEST} steps")
        if values != steps + 1:
            raise ValueError(
                f"state_values has {values} items and needs {steps + 1}: one for the state before each of "
                f"the {steps} rewards, and a last one to bootstrap from (0 where the episode has ended)"
            )


@dataclass(frozen=True)
class Result:
    """The estimates at every λ on the way from 0 to `params.gae_lambda`."""

    params: Params
    gae_lambda: FloatArray  # (frames,)
    td_errors: FloatArray  # (frames, steps): δ_t, the same at every λ
    advantages: FloatArray  # (frames, steps)
    returns: FloatArray  # (frames, steps): the λ-returns A_t + V_t, targets for the critic

    def summary(self, frame: int) -> dict[str, float]:
        """Of the trajectory's first step; `horizon`, in steps, is left out where the trace never fades."""
        gae_lambda = float(self.gae_lambda[frame])
        found = {
            "gae_lambda": gae_lambda,
            "td_error": float(self.td_errors[frame, 0]),
            "advantage": float(self.advantages[frame, 0]),
            "return": float(self.returns[frame, 0]),
        }
        fade = 1 - self.params.discount * gae_lambda
        if fade > ENDLESS:
            found["horizon"] = 1 / fade
        return found


def run(params: Params) -> Result:
    """A_t = Σ_l (γλ)^l δ_{t+l}, with δ_t = r_t + γ V_{t+1} − V_t, over the T steps of one trajectory.

    Schulman et al. (2016), equations 11 and 16, cut off after the last step, where V_T stands for
    whatever comes later: so A_t = δ_t + γλ A_{t+1} with A_T = 0. The λ-return is A_t + V_t (Sutton &
    Barto 2018, section 12.1). A frame moves λ by 0.01.
    """
    gae_lambda = _nudges(params.gae_lambda)
    found = advantages(params, gae_lambda)
    return Result(
        params=params,
        gae_lambda=gae_lambda,
        td_errors=np.tile(td_errors(params), (len(gae_lambda), 1)),
        advantages=found,
        returns=found + np.array(params.state_values[:-1]),
    )


def td_errors(params: Params) -> FloatArray:
    """δ_t = r_t + γ V_{t+1} − V_t: (steps,)."""
    values = np.array(params.state_values)
    errors: FloatArray = np.array(params.rewards) + params.discount * values[1:] - values[:-1]
    return errors


def advantages(params: Params, gae_lambda: FloatArray) -> FloatArray:
    """A_t at each of several λ: (λs, steps)."""
    errors, fade = td_errors(params), params.discount * gae_lambda
    found = np.zeros((len(gae_lambda), len(errors) + 1))
    for step in reversed(range(len(errors))):
        found[:, step] = errors[step] + fade * found[:, step + 1]
    return found[:, :-1]


def _nudges(target: float) -> FloatArray:
    """0, 0.01, 0.02, … and at last exactly `target`."""
    count = math.ceil(round(target / NUDGE, 9))
    gae_lambda: FloatArray = np.round(NUDGE * np.arange(count + 1), 12)
    gae_lambda[-1] = target
    return gae_lambda


class View:
    """Above what is known (r and V, to be dragged), below δ and A, at the foot λ on its track."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._limits: tuple[float, float] | None = None
        self._title = _style.title(figure, palette)
        self._known, self._found = (_style.still_axes(figure) for _ in range(2))
        self._draw_known(figure)
        self._draw_found(figure)
        self._track = _moving.Track(
            figure, palette, (0.0, 1.0), {0.0: "λ = 0: A = δ", 0.5: "λ", 1.0: "λ = 1: A = G − V"}
        )
        self._track.align_ends()
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_known(self, figure: "Figure") -> None:
        axes, palette = self._known, self._palette
        self._rewards = self._bars(figure, axes, "reward rₜ", palette.series[2], filled=True)
        self._values = self._bars(figure, axes, "value Vₜ", palette.series[3], filled=False)
        self._dress(axes, columns=2)
        axes.tick_params(labelbottom=False)

    def _draw_found(self, figure: "Figure") -> None:
        axes, palette = self._found, self._palette
        self._errors = self._bars(figure, axes, "TD error δₜ", palette.series[1], filled=False)
        self._advantages = self._bars(figure, axes, "advantage Aₜ", palette.series[0], filled=True)
        self._ends = _moving.segments(figure, axes, color=palette.text, linewidth=1.6, zorder=4)
        axes.plot([], [], color=palette.text, linewidth=1.6, label="Gₜ − Vₜ")
        self._dress(axes, columns=3)
        self._numbers = _moving.row_below(figure, axes, MOST_NUMBERS, color=palette.series[0])

    def _bars(self, figure: "Figure", axes: "Axes", label: str, colour: str, *, filled: bool) -> Any:
        face = colour if filled else "none"
        axes.plot(
            [], [], linestyle="", marker="s", markersize=6, color=colour, markerfacecolor=face, label=label
        )
        return _moving.shapes(figure, axes, facecolor=face, edgecolor=colour, linewidth=1.4, zorder=3)

    def _dress(self, axes: "Axes", columns: int) -> None:
        _style.plot(axes, self._palette, x="", y="")
        axes.axhline(0.0, color=self._palette.muted, linewidth=0.8)
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(axis="x", length=0)
        _scales.few_ticks(axes.yaxis)
        _legends.above_right(axes, self._palette, columns)

    def _bend(self) -> None:
        """Put everything where the parameters want it."""
        params = self._result.params
        rewards, values = np.array(params.rewards), np.array(params.state_values)
        self._rewards.set_verts(_moving.bars(np.arange(float(len(rewards))) - ASIDE, rewards, WIDTH))
        self._values.set_verts(_moving.bars(np.arange(float(len(values))) + ASIDE, values, WIDTH))
        self._limits = _scales.drag_limits(np.concatenate([rewards, values]), self._limits)
        self._known.set_ylim(*self._limits)
        errors, monte_carlo = td_errors(params), advantages(params, np.ones(1))[0]
        steps = np.arange(float(len(errors)))
        self._errors.set_verts(_moving.bars(steps - ASIDE, errors, WIDTH))
        self._ends.set_segments(list(_moving.strokes(steps + ASIDE, monte_carlo, WIDTH + 0.1)))
        self._found.set_ylim(*_limits(params))
        shown = range(0, len(values), 1 + len(values) // MOST_TICKS)
        for axes in (self._known, self._found):
            axes.set_xlim(-0.5, len(errors) + 0.5)
            axes.set_xticks(shown, ["t = 0", *map(str, shown[1:])])
        for step, number in enumerate(self._numbers):
            number.set_x(step)
            number.set_visible(step < len(errors) <= MOST_NUMBERS)

    def renew(self, result: Result) -> bool:
        """Another run moves the same bars."""
        before, self._result = self._result.params, result
        if replace(before, gae_lambda=result.params.gae_lambda) != result.params:
            self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size, left, right = (width, height), 40.0, width - 12
        top, foot = height - 28, 22.0
        legend, numbers = 14.0, 26.0
        each = (top - foot - 2 * legend - numbers - 4) / 2
        _style.place_title(self._title, width, height)
        _style.place(self._known, size, (left, top - legend - each, right, top - legend))
        _style.place(self._found, size, (left, foot + numbers, right, foot + numbers + each))
        _style.place(self._track.axes, size, (left, 15, right, 30))

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        found, advantages = result.summary(frame), result.advantages[frame]
        places = np.arange(float(len(advantages))) + ASIDE
        self._advantages.set_verts(_moving.bars(places, advantages, WIDTH))
        self._track.show(found["gae_lambda"])
        if len(advantages) <= MOST_NUMBERS:
            for step, advantage in enumerate(advantages):
                self._numbers[step].set_text(("A = " if step == 0 else "") + brief(advantage))
        numbers = [brief(found[name]) for name in ("td_error", "advantage", "return")]
        self._title.set_text(
            f"λ = {found['gae_lambda']:.2f}   δ₀ = {numbers[0]}   A₀ = {numbers[1]}   A₀ + V₀ = {numbers[2]}"
        )

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """The bar under the pointer with the terms that made it, or what λ means."""
        if axes is self._track.axes:
            return _explained_lambda(self._result, self._frame)
        params, step = self._result.params, round(x)
        if not 0 <= step < len(params.state_values) or abs(x - step) > ASIDE + WIDTH / 2:
            return None
        if axes is self._known:
            return _explained_known(params, step, is_reward=x < step)
        if axes is not self._found or step == len(params.rewards):
            return None
        if x < step:
            return _explained_error(params, step)
        return _explained_advantage(self._result, self._frame, step)

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag takes a reward's or value's bar to the pointer, or λ along its track."""
        if axes is self._track.axes:
            return replace(params, gae_lambda=round(min(max(x, 0.0), 1.0), 2))
        step = round(x)
        items = params.rewards if x < step else params.state_values
        if axes is not self._known or not 0 <= step < len(items):
            return None
        changed = _with(items, step, y)
        return replace(params, rewards=changed) if x < step else replace(params, state_values=changed)


def _with(items: tuple[float, ...], index: int, value: float) -> tuple[float, ...]:
    """`items` with a number of two digits after the point at `index`."""
    rounded = round(min(max(value, -LARGEST), LARGEST), 2) + 0.0
    return (*items[:index], rounded, *items[index + 1 :])


def _limits(params: Params) -> tuple[float, float]:
    """Room for δ and for A at every λ, so that the axes stand still while λ moves."""
    reached = advantages(params, np.linspace(0.0, 1.0, 21))
    low, high = min(0.0, float(reached.min())), max(0.0, float(reached.max()))
    room = 0.1 * (high - low) or 0.1
    return low - room, high + room


def _explained_known(params: Params, step: int, *, is_reward: bool) -> str | None:
    if is_reward:
        known = step < len(params.rewards)
        return f"{numbered('r', step)} = {brief(params.rewards[step])}" if known else None
    last = ", to bootstrap from" if step == len(params.rewards) else ""
    return f"{numbered('V', step)} = {brief(params.state_values[step])}{last}"


def _explained_error(params: Params, step: int) -> str:
    reward, (now, then) = params.rewards[step], params.state_values[step : step + 2]
    error = reward + params.discount * then - now
    reward_, then_, now_ = numbered("r", step), numbered("V", step + 1), numbered("V", step)
    return (
        f"{numbered('δ', step)} = {reward_} + γ{then_} − {now_} = {brief(reward)} + "
        f"{params.discount:g}·{_factor(then)} − {_factor(now)} = {brief(error)}"
    )


def _explained_advantage(result: Result, frame: int, step: int) -> str:
    error, advantage = result.td_errors[frame, step], result.advantages[frame, step]
    start = f"{numbered('A', step)} = {numbered('δ', step)}"
    if step + 1 == len(result.params.rewards):
        return f"{start} = {brief(advantage)}: the last step has its TD error only"
    ahead = result.advantages[frame, step + 1]
    return (
        f"{start} + γλ{numbered('A', step + 1)} = {brief(error)} + "
        f"{result.params.discount:g}·{result.gae_lambda[frame]:g}·{_factor(ahead)} = {brief(advantage)}"
    )


def _factor(value: float) -> str:
    """In brackets where it has a sign of its own."""
    return f"({brief(value)})" if value < 0 else brief(value)


def _explained_lambda(result: Result, frame: int) -> str:
    found = result.summary(frame)
    fade = result.params.discount * found["gae_lambda"]
    far = f"about {found['horizon']:.3g} steps" if "horizon" in found else "without end"
    return (
        f"λ = {found['gae_lambda']:.2f}: a TD error l steps ahead counts (γλ)ˡ = {fade:.3g}ˡ, so A looks "
        f"ahead {far}"
    )


SIMULATION = Simulation(
    slug="gae-lab",
    title="Generalised advantage estimation",
    topic="Policy gradient",
    question="What does λ trade between the TD error and the Monte Carlo return?",
    insight=(
        "With λ = 0 the advantage is the TD error, which trusts the critic; with λ = 1 it is the return "
        "minus V, which trusts only what was sampled; between them, TD errors ahead fade by γλ a step."
    ),
    follow_up=(
        "Where do bias and variance come from? At λ = 1 the values ahead cancel, all but the one that "
        "is bootstrapped from, and V_t is a mere baseline: a wrong critic adds no bias, but the noise of "
        "every later reward is in the sum. At λ < 1 that noise fades, and the critic's errors come in. And "
        "at a time limit? Bootstrap from the last state's value; 0 stands only where the episode has ended."
    ),
    references=(
        "Schulman et al. (2016), High-Dimensional Continuous Control Using Generalized Advantage Estimation, "
        "arXiv:1506.02438, equations 11 and 16 to 18",
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., section 12.1, for the "
        "λ-return",
    ),
    params=Params,
    run=run,
    view=View,
)
