"""Process against outcome rewards: how much of a step's gradient is signal, and how much is noise."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _scales, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._terms import brief

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

MOST_STEPS, FEWEST_SHOWN = 50, 20
NONE = 1e-6
"""A standard deviation below this share of the mean is rounding, and no noise."""

LARGEST_SHOWN = 1e8
"""Larger numbers of samples are left out of the summary: nobody will draw them."""

LOWEST, HIGHEST = 1e-3, 10.0
"""The ratios that the plot shows at least."""

FURTHEST_SHOWN = 50.0
"""The furthest that a batch is drawn from the exact gradient, in units of it."""


@dataclass(frozen=True)
class Params:
    steps: int = param(10, "Steps T", min=1, max=MOST_STEPS, step=1)
    success_probability: float = param(0.7, "Chance p that a step is right", min=0.05, max=0.95, step=0.01)
    baseline: bool = param(True, "Subtract the expected reward")
    samples: int = param(500, "Samples a batch", min=10, max=5000, step=10)
    batches: int = param(40, "Batches", min=1, max=200, step=1)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)

    @property
    def lengths(self) -> FloatArray:
        """The numbers of steps that are shown: 1 to 20, or to T where that is more."""
        return np.arange(1.0, max(self.steps, FEWEST_SHOWN) + 1)


@dataclass(frozen=True)
class Moments:
    """Mean and standard deviation of one sample's gradient."""

    mean: FloatArray
    std: FloatArray

    @property
    def snr(self) -> FloatArray:
        """|mean| / std, and 0 where there is no noise to compare with."""
        has_noise = self.std > NONE * np.maximum(np.abs(self.mean), 1e-300)
        return np.divide(np.abs(self.mean), self.std, out=np.zeros_like(self.mean), where=has_noise)


@dataclass(frozen=True)
class Result:
    """Frame k is after k + 1 batches. Exact ratios are the same in every frame."""

    params: Params
    snr_orm: FloatArray  # (frames, lengths): exact, for 1, 2, 3, … steps
    snr_prm: FloatArray  # (frames, lengths)
    sampled_snr_orm: FloatArray  # (frames, lengths): of all samples so far, 0 before a reward
    sampled_snr_prm: FloatArray  # (frames, lengths)
    batch_gradient_orm: FloatArray  # (frames,): of this batch with T steps, over the exact gradient
    batch_gradient_prm: FloatArray  # (frames,)

    def summary(self, frame: int) -> dict[str, float]:
        """For T steps. A ratio is left out where there is no noise, as for one fair step and a baseline."""
        params, at = self.params, self.params.steps - 1
        found = {
            "batches": float(frame + 1),
            "outcome_probability": params.success_probability**params.steps,
        }
        for name, exact, sampled in (
            ("orm", self.snr_orm, self.sampled_snr_orm),
            ("prm", self.snr_prm, self.sampled_snr_prm),
        ):
            ratio = float(exact[frame, at])
            if ratio > 0:
                found[f"snr_{name}"] = ratio
                if ratio**-2 < LARGEST_SHOWN:
                    found[f"samples_for_snr_1_{name}"] = ratio**-2
            if sampled[frame, at] > 0:
                found[f"sampled_snr_{name}"] = float(sampled[frame, at])
        moments = orm_gradient(np.array([float(params.steps)]), params)
        found["gradient_mean_orm"], found["gradient_std_orm"] = float(moments.mean[0]), float(moments.std[0])
        moments = prm_gradient(np.ones(1), params)
        found["gradient_mean_prm"], found["gradient_std_prm"] = float(moments.mean[0]), float(moments.std[0])
        return found


def run(params: Params) -> Result:
    """SNR = |E g| / std g of the score-function estimate g = (a − p)(R − b) for the logit of one step.

    Each of T steps has its own logit and is right (a = 1) with probability p; ∂ log π/∂logit = a − p. The
    outcome reward is R = Π a with b = E R = P = pᵀ, the process reward of a step its own a with b = p.
    Williams (1992) for the estimator. With them E g = P(1 − p) and, as E R² = P,

        E g² = P (1 − p)² (1 − 2b) + b² p (1 − p),

    so that SNR² = P(1 − p) / [(1 − p)(1 − 3P) + Pp]; the process reward is the case T = 1. Without the
    baseline SNR² = P/(1 − P), and either falls as p^(T/2). A frame adds a batch of samples.
    """
    lengths, count = params.lengths, params.batches
    orm, prm = orm_gradient(lengths, params), prm_gradient(lengths, params)
    sampled = _sampled(params)
    at = params.steps - 1
    totals = np.cumsum(sampled, axis=0)
    drawn = params.samples * np.arange(1.0, count + 1)[:, None]
    # Before the first reward there is no signal to estimate, only |mean| of noise.
    ratios = [
        np.where(total[:, 2] > 0, _ratio(total[:, 0] / drawn, total[:, 1] / drawn), 0.0)
        for total in (totals[:, 0], totals[:, 1])
    ]
    means = sampled[:, :, 0] / params.samples
    return Result(
        params=params,
        snr_orm=np.broadcast_to(orm.snr, (count, len(lengths))),
        snr_prm=np.broadcast_to(prm.snr, (count, len(lengths))),
        sampled_snr_orm=ratios[0],
        sampled_snr_prm=ratios[1],
        batch_gradient_orm=means[:, 0, at] / orm.mean[at],
        batch_gradient_prm=means[:, 1, at] / prm.mean[at],
    )


def orm_gradient(lengths: FloatArray, params: Params) -> Moments:
    """Mean and standard deviation of (a − p)(R − b) with R = Π a, for every number of steps."""
    p = params.success_probability
    right = p**lengths
    baseline = right if params.baseline else np.zeros_like(right)
    mean = right * (1 - p)
    second = right * (1 - p) ** 2 * (1 - 2 * baseline) + baseline**2 * p * (1 - p)
    return Moments(mean, np.sqrt(np.maximum(second - mean**2, 0.0)))


def prm_gradient(lengths: FloatArray, params: Params) -> Moments:
    """The same where a step is rewarded for itself: one step, however many there are."""
    return orm_gradient(np.ones_like(lengths), params)


def _ratio(mean: FloatArray, mean_square: FloatArray) -> FloatArray:
    return Moments(mean, np.sqrt(np.maximum(mean_square - mean**2, 0.0))).snr


def _sampled(params: Params) -> FloatArray:
    """Σ g, Σ g² and Σ R of every batch: (batches, outcome and process, the three sums, lengths).

    An episode of t steps is the first t of a longest one.
    """
    p, lengths = params.success_probability, params.lengths
    rng = np.random.default_rng(params.seed)
    found = np.empty((params.batches, 2, 3, len(lengths)))
    expected = [p**lengths, np.full(len(lengths), p)]
    for batch in found:
        right = rng.random((params.samples, len(lengths))) < p
        rewards = [np.logical_and.accumulate(right, axis=1), np.broadcast_to(right[:, :1], right.shape)]
        for sums, reward, baseline in zip(batch, rewards, expected, strict=True):
            gradient = (right[:, :1] - p) * (reward - baseline * params.baseline)
            sums[:] = gradient.sum(axis=0), (gradient**2).sum(axis=0), reward.sum(axis=0)
    return found


class View:
    """Left the ratio over the number of steps, exact and sampled, right the gradient of every batch."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._ratios, self._batches = _style.still_axes(figure), _style.still_axes(figure)
        self._draw_ratios(figure)
        self._draw_batches(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_ratios(self, figure: "Figure") -> None:
        axes, palette = self._ratios, self._palette
        _style.plot(axes, palette, x="steps T (drag)", y="signal-to-noise ratio")
        _scales.log_scale(axes)
        axes.locator_params(axis="x", integer=True, nbins=6)
        orm, prm = palette.series[1], palette.series[0]
        self._orm = axes.plot([], [], color=orm, linewidth=2.0, label="outcome, exact")[0]
        self._prm = axes.plot([], [], color=prm, linewidth=2.0, linestyle="--", label="process, exact")[0]
        self._now = axes.axvline(1, color=palette.line, linewidth=1.0)
        self._sampled = []
        for colour, marker, name in ((orm, "o", "outcome, sampled"), (prm, "s", "process, sampled")):
            style: dict[str, Any] = {"color": colour, "marker": marker, "linestyle": "", "markersize": 4}
            axes.plot([], [], label=name, fillstyle="none", **style)
            self._sampled.append(_moving.line(figure, axes, fillstyle="none", zorder=3, **style))
        self._dots = [_style.moving_dot(figure, axes, colour) for colour in (orm, prm)]
        _style.legend(axes, palette, "lower left")

    def _draw_batches(self, figure: "Figure") -> None:
        axes, palette = self._batches, self._palette
        _style.plot(axes, palette, x="batch", y="gradient of the batch / exact")
        axes.axhline(1, color=palette.muted, linewidth=0.8)
        axes.locator_params(axis="x", integer=True, nbins=5)
        orm, prm = palette.series[1], palette.series[0]
        self._orm_batches = _moving.line(
            figure, axes, color=orm, marker="o", markersize=3.5, linewidth=0.8, alpha=0.8
        )
        self._prm_batches = _moving.line(
            figure, axes, color=prm, marker="s", markersize=3, linewidth=0.8, alpha=0.8
        )
        self._bands = [
            axes.axhspan(1, 1, color=colour, alpha=0.14, linewidth=0, label=name)
            for colour, name in ((orm, "± std, outcome"), (prm, "± std, process"))
        ]
        _style.legend(axes, palette, "upper right")

    def _bend(self) -> None:
        """Put what is the same in every frame where the parameters want it."""
        result, params = self._result, self._result.params
        lengths, at = params.lengths, params.steps - 1
        for curve, dot, ratio in zip(
            (self._orm, self._prm), self._dots, (result.snr_orm[0], result.snr_prm[0]), strict=True
        ):
            curve.set_data(lengths, _drawable(ratio))
            dot.set_data(lengths[at : at + 1], _drawable(ratio[at : at + 1]))
        exact = np.concatenate([result.snr_orm[0], result.snr_prm[0]])
        low, high = np.log10(exact[exact > 0].min()), np.log10(exact.max())
        self._ratios.set_ylim(
            min(LOWEST, 10 ** float(np.floor(low))), max(HIGHEST, 10 ** float(np.ceil(high)))
        )
        self._now.set_xdata([params.steps, params.steps])
        self._ratios.set_xlim(0.4, lengths[-1] + 0.6)
        reach = 1.5
        for band, moments in zip(
            self._bands, (orm_gradient(lengths, params), prm_gradient(lengths, params)), strict=True
        ):
            deviation = float(moments.std[at] / moments.mean[at]) / math.sqrt(params.samples)
            band.set(y=1 - deviation, height=2 * deviation)
            reach = max(reach, 3.2 * deviation)
        reach = min(reach, FURTHEST_SHOWN)
        self._batches.set_ylim(1 - reach, 1 + reach)
        self._batches.set_xlim(0.4, params.batches + 0.6)

    def renew(self, result: Result) -> bool:
        """Another run moves the same curves."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot, middle = height - 32, 34.0, 0.55 * width
        _style.place_title(self._title, width, height)
        _style.place(self._ratios, size, (52, foot, middle - 6, top))
        _style.place(self._batches, size, (middle + 36, foot, width - 10, top))

    def show(self, frame: int) -> None:
        self._frame = frame
        result, params = self._result, self._result.params
        self._title.set_text(f"T = {params.steps}   SNR: {self._words(frame)}")
        for marks, ratios in zip(
            self._sampled, (result.sampled_snr_orm, result.sampled_snr_prm), strict=True
        ):
            marks.set_data(params.lengths, _drawable(ratios[frame]))
        batches = np.arange(1.0, frame + 2)
        self._orm_batches.set_data(batches, result.batch_gradient_orm[: frame + 1])
        self._prm_batches.set_data(batches, result.batch_gradient_prm[: frame + 1])

    def _words(self, frame: int) -> str:
        found = self._result.summary(frame)
        words = [
            f"{label} {brief(found[name]) if name in found else 'no noise'}"
            for label, name in (("outcome", "snr_orm"), ("process", "snr_prm"))
        ]
        return ", ".join(words)

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """The ratio of the nearer curve with its mean and deviation, or a batch's gradients."""
        if axes is self._batches:
            return self._explained_batch(round(x))
        length = round(x)
        if axes is not self._ratios or not 1 <= length <= len(self._result.params.lengths):
            return None
        params = self._result.params
        orm, prm = (each[0, length - 1] for each in (self._result.snr_orm, self._result.snr_prm))
        is_orm = abs(math.log((orm or HIGHEST) / y)) <= abs(math.log((prm or HIGHEST) / y))
        name, moments = "process", prm_gradient(np.ones(1), params)
        if is_orm:
            name, moments = "outcome", orm_gradient(np.array([float(length)]), params)
        terms = f"{brief(float(moments.mean[0]), 4)}/{brief(float(moments.std[0]), 4)}"
        if not moments.snr[0]:
            return f"{name}, T = {length}: mean/std = {terms}, no noise at all"
        return f"{name}, T = {length}: SNR = mean/std = {terms} = {brief(float(moments.snr[0]), 4)}"

    def _explained_batch(self, batch: int) -> str | None:
        if not 1 <= batch <= self._frame + 1:
            return None
        orm = brief(float(self._result.batch_gradient_orm[batch - 1]))
        prm = brief(float(self._result.batch_gradient_prm[batch - 1]))
        return f"batch {batch}: {orm} of the exact gradient by outcome, {prm} by process"

    def edited(
        self,
        params: Params,
        axes: Any,
        x: float,
        y: float,  # noqa: ARG002 - the protocol's
    ) -> Params | None:
        """A drag along the ratios sets the number of steps."""
        if axes is not self._ratios:
            return None
        return replace(params, steps=min(max(round(x), 1), len(params.lengths)))


def _drawable(ratio: FloatArray) -> FloatArray:
    """Without what a log scale cannot show: where there is no noise."""
    return np.where(ratio > 0, ratio, np.nan)


SIMULATION = Simulation(
    slug="prm-vs-orm",
    title="Process against outcome rewards",
    topic="Exploration and practice",
    question="What becomes of a step's gradient signal when only the whole answer is rewarded?",
    insight=(
        "If all T steps must be right, the signal-to-noise ratio of one step's gradient falls as p to the "
        "power T/2; a correct reward for each step keeps it, however long the answer is."
    ),
    follow_up=(
        "Why then are outcome rewards so common? Steps are hard to cut and to judge, and a learned process "
        "reward can be hacked: DeepSeek-R1's report lists it among unsuccessful attempts. Elsewhere process "
        "rewards did better, as in re-ranking answers on MATH. And what if the step rewards are summed "
        "into a return? Then later steps add noise: the ratio falls about as 1/√T, which is far better "
        "than exponentially."
    ),
    references=(
        "Lightman et al. (2023), Let's Verify Step by Step, arXiv:2305.20050",
        "Uesato et al. (2022), Solving math word problems with process- and outcome-based feedback, "
        "arXiv:2211.14275",
        "DeepSeek-AI (2025), DeepSeek-R1, arXiv:2501.12948, section 4.2, unsuccessful attempts",
        "Williams (1992), Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement "
        "Learning, Machine Learning 8, for the estimator",
    ),
    params=Params,
    run=run,
    view=View,
)
