"""DPO's loss of one pair of answers: it knows their margin only, not whether the chosen one gained."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._moving import BarNumbers
from flashrl.simulations._scales import nice_above
from flashrl.simulations._terms import brief

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

NUDGES = 20
"""Frames on the way from the reference to the policy."""

LEAST = -200.0
DRAG_STEP = 0.1

PLACES = np.array([0.0, 1.1, 2.5, 3.6])
"""Of the columns: chosen and rejected as set, chosen and rejected with shared features."""

STROKE = 0.62


@dataclass(frozen=True)
class Params:
    kl_coefficient: float = param(0.1, "KL coefficient β", min=0.01, max=5.0, step=0.01)
    policy_chosen: float = param(-10.0, "log π(chosen)", min=LEAST, max=0.0, step=DRAG_STEP)
    policy_rejected: float = param(-12.0, "log π(rejected)", min=LEAST, max=0.0, step=DRAG_STEP)
    reference_chosen: float = param(-11.0, "log π_ref(chosen)", min=LEAST, max=0.0, step=DRAG_STEP)
    reference_rejected: float = param(-11.0, "log π_ref(rejected)", min=LEAST, max=0.0, step=DRAG_STEP)
    gradient_cosine: float = param(0.9, "Shared features: cosine ρ", min=-0.99, max=0.99, step=0.01)
    gradient_norm_ratio: float = param(2.0, "Shared features: norm ratio κ", min=0.1, max=10.0, step=0.1)

    @property
    def margin(self) -> float:
        """m, the difference of the implicit rewards."""
        chosen = self.policy_chosen - self.reference_chosen
        return self.kl_coefficient * (chosen - (self.policy_rejected - self.reference_rejected))


@dataclass(frozen=True)
class Result:
    """From the reference policy in frame 0 to the policy of `params` in the last, in equal nudges."""

    params: Params
    margin: FloatArray  # (frames,)
    loss: FloatArray  # (frames,)
    gradient_weight: FloatArray  # (frames,): σ(−m)
    policy_logprobs: FloatArray  # (frames, 2): chosen, rejected
    coupled_logprobs: FloatArray  # (frames, 2): the same of a policy of that loss, with shared features

    def summary(self, frame: int) -> dict[str, float]:
        params = self.params
        chosen, rejected = (float(each) for each in self.policy_logprobs[frame])
        coupled_chosen, coupled_rejected = (float(each) for each in self.coupled_logprobs[frame])
        return {
            "loss": float(self.loss[frame]),
            "margin": float(self.margin[frame]),
            "chosen_reward": params.kl_coefficient * (chosen - params.reference_chosen),
            "rejected_reward": params.kl_coefficient * (rejected - params.reference_rejected),
            "preference_probability": float(expit(self.margin[frame])),
            "gradient_weight": float(self.gradient_weight[frame]),
            "policy_chosen": chosen,
            "policy_rejected": rejected,
            "coupled_chosen": coupled_chosen,
            "coupled_rejected": coupled_rejected,
            "coupled_chosen_change": coupled_chosen - params.reference_chosen,
        }


def run(params: Params) -> Result:
    """L = −log σ(m), m = β [log π(w)/π_ref(w) − log π(l)/π_ref(l)]; dL/dm = −σ(−m).

    Rafailov et al. (2023), equation 7 and the gradient after it. Beside the policy given, every frame
    shows one with the *same* loss that gradient steps reach where the two answers share features. To
    first order, with g = ∇ log π of chosen (norm 1) and rejected (norm κ, cosine ρ), a step adds to the
    log-probabilities a multiple of (g_w·g_w − g_w·g_l, g_w·g_l − g_l·g_l) = (1 − ρκ, ρκ − κ²), always in
    this direction: the chosen answer falls when g_w·g_l > g_w·g_w (Razin et al., 2024).
    """
    share = np.linspace(0.0, 1.0, NUDGES + 1)
    start = np.array([params.reference_chosen, params.reference_rejected])
    end = np.array([params.policy_chosen, params.policy_rejected])
    margin = share * params.margin
    return Result(
        params=params,
        margin=margin,
        loss=dpo_loss(margin),
        gradient_weight=expit(-margin),
        policy_logprobs=(1 - share[:, None]) * start + share[:, None] * end,
        coupled_logprobs=coupled(margin, params),
    )


def dpo_loss(margin: FloatArray) -> FloatArray:
    """−log σ(m), without overflow."""
    found: FloatArray = np.logaddexp(0.0, -margin)
    return found


def expit(margin: FloatArray) -> FloatArray:
    """σ(m), without overflow."""
    found: FloatArray = np.exp(-np.logaddexp(0.0, -margin))
    return found


def coupled(margin: FloatArray, params: Params) -> FloatArray:
    """Log-probabilities of chosen and rejected, (…, 2), that coupled gradient steps give that margin.

    The straight line ends where a probability is 1; further on both are lower by the same, which
    keeps the margin.
    """
    cosine, ratio = params.gradient_cosine, params.gradient_norm_ratio
    direction = np.array([1 - cosine * ratio, cosine * ratio - ratio**2])
    apart = margin[..., None] / params.kl_coefficient
    start = np.array([params.reference_chosen, params.reference_rejected])
    found: FloatArray = start + apart * direction / (direction[0] - direction[1])
    found -= np.maximum(found.max(axis=-1, keepdims=True), 0.0)
    return found


class View:
    """Left the loss over the margin, right the log-probabilities on their way from the reference."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._loss, self._answers = _style.still_axes(figure), _style.still_axes(figure)
        self._draw_loss(figure)
        self._draw_answers(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_loss(self, figure: "Figure") -> None:
        axes, palette = self._loss, self._palette
        _style.plot(axes, palette, x="margin m (drag)", y="")
        axes.axvline(0, color=palette.line, linewidth=0.8)
        axes.axhline(math.log(2), color=palette.muted, linewidth=0.8, linestyle=":", label="reference, ln 2")
        (self._curve,) = axes.plot([], [], color=palette.accent, linewidth=2.2, label="loss −log σ(m)")
        axes.plot([], [], color=palette.warning, linewidth=1.2, linestyle="--", label="slope −σ(−m)")
        self._slope = _moving.line(figure, axes, color=palette.warning, linewidth=1.2, linestyle="--")
        self._dot = _style.moving_dot(figure, axes, palette.warning)
        axes.locator_params(axis="both", nbins=5)

    def _draw_answers(self, figure: "Figure") -> None:
        axes, palette = self._answers, self._palette
        _style.plot(axes, palette, x="log π, from log π_ref", y="")
        axes.set_xlim(-0.55, 4.15)
        axes.set_xticks(PLACES, ["chosen", "rejected"] * 2)
        axes.axvline(1.8, color=palette.line, linewidth=0.8)
        for place, words in ((0.55, "as set (drag)"), (3.05, "shared features")):
            heading: dict[str, Any] = {
                "transform": axes.get_xaxis_transform(),
                "ha": "center",
                "va": "bottom",
            }
            axes.text(place, 1.02, words, color=palette.text, fontsize=_style.SMALL_SIZE, **heading)
        axes.locator_params(axis="y", nbins=6)
        colours = [palette.good, palette.bad] * 2
        self._references = _moving.segments(figure, axes, colors=palette.muted, linewidths=2.0)
        self._ways = _moving.segments(figure, axes, colors=colours, linewidths=3.0, alpha=0.6)
        self._tips = [
            _moving.line(figure, axes, color=colour, marker="o", markersize=7, linestyle="", zorder=3)
            for colour in colours
        ]
        self._changes = BarNumbers(figure, axes, palette.text)

    def _bend(self) -> None:
        """Put what is the same in every frame where the parameters want it."""
        params = self._result.params
        reach = self._reach()
        margin = np.linspace(-reach, reach, 201)
        self._curve.set_data(margin, dpo_loss(margin))
        self._loss.set_xlim(-reach, reach)
        self._loss.set_ylim(0, 1.06 * float(dpo_loss(margin[:1])[0]))
        _style.legend(self._loss, self._palette, "upper right")
        low, high = self._drag_range()
        self._answers.set_ylim(low - 0.14 * (high - low), high + 0.08 * (high - low))
        starts = np.array([params.reference_chosen, params.reference_rejected] * 2)
        sides = [np.stack([PLACES + side, starts], axis=1) for side in (-STROKE / 2, STROKE / 2)]
        self._references.set_segments(list(np.stack(sides, axis=1)))

    def _reach(self) -> float:
        """The largest margin drawn: a difference of ten nats, or what the policy needs."""
        params = self._result.params
        return max(nice_above(10 * params.kl_coefficient), nice_above(1.12 * abs(params.margin) + 1e-3))

    def _drag_range(self) -> tuple[float, float]:
        """Log-probabilities that a drag may reach: nats around the reference, so that the scale stays."""
        params = self._result.params
        shown = (
            params.policy_chosen,
            params.policy_rejected,
            params.reference_chosen,
            params.reference_rejected,
        )
        low = min(2 * math.floor(min(shown[2:]) / 2) - 3, 2 * math.floor(min(shown) / 2))
        high = max(2 * math.ceil(max(shown[2:]) / 2) + 3, 2 * math.ceil(max(shown) / 2))
        return float(max(low, LEAST)), float(min(high, 0.0))

    def renew(self, result: Result) -> bool:
        """Another run moves the same curve and columns."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot, middle = height - 44, 34.0, 0.42 * width
        _style.place_title(self._title, width, height)
        _style.place(self._loss, size, (32, foot, middle - 4, top + 10))
        _style.place(self._answers, size, (middle + 24, foot, width - 8, top))

    def show(self, frame: int) -> None:
        self._frame = frame
        result, params = self._result, self._result.params
        margin, loss, weight = (
            float(values[frame]) for values in (result.margin, result.loss, result.gradient_weight)
        )
        self._title.set_text(
            f"margin {brief(margin)}   loss {brief(loss, 4)}   gradient σ(−m) {brief(weight)}"
        )
        self._dot.set_data([margin], [loss])
        ahead = np.array([-0.5, 0.5]) * self._reach()
        self._slope.set_data(margin + ahead, loss - weight * ahead)
        ends = np.concatenate([result.policy_logprobs[frame], result.coupled_logprobs[frame]])
        starts = np.array([params.reference_chosen, params.reference_rejected] * 2)
        # What falls out of the picture stays at its foot; the number says how far it fell.
        seen = np.maximum(ends, self._drag_range()[0])
        both = [np.stack([PLACES, heights], axis=1) for heights in (starts, seen)]
        self._ways.set_segments(list(np.stack(both, axis=1)))
        for tip, place, height, change in zip(self._tips, PLACES, seen, ends - starts, strict=True):
            tip.set_data([place], [height])
            tip.set_marker("o" if abs(change) < 1e-9 else "^" if change > 0 else "v")
        self._changes.show(PLACES, seen, [_signed(each) for each in ends - starts], ends > starts)

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """The loss and its slope at that margin, or a log-probability's implicit reward."""
        if axes is self._loss:
            margin = np.array(x)
            loss, weight = brief(float(dpo_loss(margin))), brief(float(expit(-margin)))
            return f"m = {brief(x)}: loss −log σ(m) = {loss}, slope −σ(−m) = −{weight}"
        column = int(np.abs(PLACES - x).argmin())
        if axes is not self._answers or abs(PLACES[column] - x) > STROKE / 2:
            return None
        return self._explained_answer(column)

    def _explained_answer(self, column: int) -> str:
        result, params = self._result, self._result.params
        both = result.policy_logprobs if column < 2 else result.coupled_logprobs
        name, found = ("chosen", "rejected")[column % 2], float(both[self._frame, column % 2])
        start = params.reference_rejected if column % 2 else params.reference_chosen
        reward = brief(params.kl_coefficient * (found - start))
        return (
            f"{name}: β(log π − log π_ref) = {params.kl_coefficient:g}·"
            f"({brief(found, 4)} − ({brief(start, 4)})) = {reward}"
        )

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag sets the margin, both answers giving half; or the log-probability it is nearest to."""
        if axes is self._loss:
            reach = self._reach()
            return with_margin(params, min(max(x, -0.88 * reach), 0.88 * reach))
        column = int(np.abs(PLACES - x).argmin())
        if axes is not self._answers or column > 1:
            return None
        name = ("chosen", "rejected")[column]
        ends = {who: getattr(params, f"{who}_{name}") for who in ("policy", "reference")}
        who = min(ends, key=lambda each: abs(ends[each] - y))
        low, high = self._drag_range()
        return replace(params, **{f"{who}_{name}": round(min(max(y, low), high), 1) + 0.0})


def with_margin(params: Params, margin: float) -> Params:
    """The same with that margin, to the step of a drag: both answers move by half, as far as they can."""
    half = (margin - params.margin) / params.kl_coefficient / 2
    chosen = min(max(params.policy_chosen + half, LEAST), 0.0)
    wanted = margin / params.kl_coefficient - (chosen - params.reference_chosen)
    rejected = min(max(params.reference_rejected - wanted, LEAST), 0.0)
    return replace(params, policy_chosen=round(chosen, 1) + 0.0, policy_rejected=round(rejected, 1) + 0.0)


def _signed(change: float) -> str:
    """A change with its sign."""
    text = _style.number(change, ".2f" if abs(change) < 100 else ".0f")
    return f"+{text}" if change > 0.005 else text


SIMULATION = Simulation(
    slug="dpo-loss",
    title="DPO's loss of one pair",
    topic="RL for language models",
    question="Does a falling DPO loss mean that the chosen answer becomes more likely?",
    insight=(
        "The loss depends on the margin between the two answers alone: it falls just as well while both "
        "become less likely, if the rejected one falls faster."
    ),
    follow_up=(
        "When does a gradient step lower the chosen answer? To first order, when the gradients of the two "
        "log-probabilities have an inner product above the squared norm of the chosen one's, as for "
        "similar answers with a steeper rejected one. The probability then goes to answers outside the "
        "pair. A likelihood term on the chosen answer, or leaving out pairs that are too alike, helps."
    ),
    references=(
        "Rafailov et al. (2023), Direct Preference Optimization, arXiv:2305.18290, equation 7",
        "Razin et al. (2024), Unintentional Unalignment: Likelihood Displacement in Direct Preference "
        "Optimization, arXiv:2410.08847",
        "Pal et al. (2024), Smaug: Fixing Failure Modes of Preference Optimisation with DPO-Positive, "
        "arXiv:2402.13228",
    ),
    params=Params,
    run=run,
    view=View,
)
