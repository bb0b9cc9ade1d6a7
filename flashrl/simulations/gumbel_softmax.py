"""Gumbel noise on logits: its argmax is an exact sample, its softmax a relaxed one whose mean is off."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _legends, _moving, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._terms import brief, numbered

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

BATCH = 1000
"""Samples that a frame adds."""

SHOWN = 600
"""Of them, so many are drawn in the simplex."""

LARGEST_LOGIT, FEWEST, MOST = 10.0, 2, 6
COLDEST, HOTTEST = 0.05, 10.0
LEGEND = 14.0
"""The height of the legend above the bars, in points."""

NEAR = 0.06
"""How near to a sample, in the simplex, the pointer has to be."""


@dataclass(frozen=True)
class Params:
    logits: tuple[float, ...] = param(
        (2.0, 1.0, 0.0, -1.0), "Logits ℓ", min=-LARGEST_LOGIT, max=LARGEST_LOGIT, step=0.1
    )
    temperature: float = param(1.0, "Temperature τ", min=COLDEST, max=HOTTEST, step=0.05)
    batches: int = param(100, "Batches of 1,000 samples", min=1, max=300, step=10)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)

    def __post_init__(self) -> None:
        if not FEWEST <= len(self.logits) <= MOST:
            raise ValueError(f"logits has {len(self.logits)} items; {FEWEST} to {MOST} fit")


@dataclass(frozen=True)
class Result:
    """What the samples so far say, after every 1,000."""

    params: Params
    samples: FloatArray  # (frames,)
    policy: FloatArray  # (frames, categories): softmax(ℓ), the same in every frame
    frequencies: FloatArray  # (frames, categories): how often each had the largest ℓ + g
    relaxed_means: FloatArray  # (frames, categories): of y = softmax((ℓ + g) / τ)
    gradients: FloatArray  # (frames, 2): mean and standard deviation of ∂y₀/∂ℓ₀

    def summary(self, frame: int) -> dict[str, float]:
        """Of category 0, and the largest differences from the softmax over all categories."""
        policy, frequencies, relaxed = self.policy[frame], self.frequencies[frame], self.relaxed_means[frame]
        return {
            "samples": float(self.samples[frame]),
            "temperature": self.params.temperature,
            "probability": float(policy[0]),
            "frequency": float(frequencies[0]),
            "relaxed_mean": float(relaxed[0]),
            "frequency_error": float(np.abs(frequencies - policy).max()),
            "relaxed_bias": float(np.abs(relaxed - policy).max()),
            "gradient": float(policy[0] * (1 - policy[0])),
            "relaxed_gradient": float(self.gradients[frame, 0]),
            "relaxed_gradient_std": float(self.gradients[frame, 1]),
        }


def run(params: Params) -> Result:
    """argmax_i (ℓ_i + g_i) ~ softmax(ℓ) for g_i ~ Gumbel(0, 1); relaxed: y = softmax((ℓ + g) / τ).

    Gumbel-max: Maddison, Tarlow & Minka (2014). The relaxation: Jang, Gu & Poole (2017), equation 2;
    Maddison, Mnih & Teh (2017). It tends to the one-hot sample as τ → 0 and to uniform as τ → ∞. Its
    gradient is ∂y₀/∂ℓ₀ = y₀(1 − y₀)/τ, that of the softmax p₀(1 − p₀). A frame adds 1,000 samples.
    """
    policy = _softmax(np.array(params.logits))
    sums = np.zeros((3, params.batches, len(policy)))
    slopes = np.zeros((2, params.batches))
    for index in range(params.batches):
        noisy = noisy_logits(params, index)
        relaxed = _softmax(noisy / params.temperature)
        slope = relaxed[:, 0] * (1 - relaxed[:, 0]) / params.temperature
        sums[0, index] = np.bincount(noisy.argmax(axis=1), minlength=len(policy))
        sums[1, index] = relaxed.sum(axis=0)
        slopes[:, index] = slope.sum(), (slope**2).sum()
    samples = BATCH * np.arange(1.0, params.batches + 1)
    mean, square = slopes.cumsum(axis=1) / samples
    return Result(
        params=params,
        samples=samples,
        policy=np.tile(policy, (params.batches, 1)),
        frequencies=sums[0].cumsum(axis=0) / samples[:, None],
        relaxed_means=sums[1].cumsum(axis=0) / samples[:, None],
        gradients=np.stack([mean, np.sqrt(np.maximum(square - mean**2, 0.0))], axis=1),
    )


def noisy_logits(params: Params, batch: int) -> FloatArray:
    """ℓ + g of one batch: (BATCH, categories). Each batch has a seed of its own."""
    rng = np.random.default_rng((params.seed, batch))
    return np.array(params.logits) + rng.gumbel(size=(BATCH, len(params.logits)))


def logit_for(logits: tuple[float, ...], index: int, probability: float) -> float:
    """The logit that gives a category that probability while the other logits stay."""
    others = np.delete(np.array(logits), index)
    return float(np.log(probability / (1 - probability)) + np.log(np.exp(others).sum()))


def corners(categories: int) -> FloatArray:
    """Where one-hot samples are drawn, (categories, 2): the corners of a polygon, or the ends of a line.

    A sample is drawn at the mean of the corners weighted by y: for three categories all that there is to
    know of it, for more the shadow of a higher simplex.
    """
    if categories == 4:
        return 0.9 * np.array([[-1.0, 1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]])
    first = np.pi if categories == FEWEST else np.pi / 2
    angle = first - 2 * np.pi * np.arange(categories) / categories
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _softmax(values: FloatArray) -> FloatArray:
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    found: FloatArray = powers / powers.sum(axis=-1, keepdims=True)
    return found


class View:
    """Left the samples in the simplex, right the bars of every category, at the foot τ on its track."""

    follows_pointer = True
    ASIDE, WIDTH = 0.27, 0.24

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._simplex, self._bars = (_style.still_axes(figure) for _ in range(2))
        self._edges: Any = None
        self._draw_simplex(figure)
        self._draw_bars(figure)
        marks = {0.05: "0.05: one-hot", 0.2: "0.2", 1.0: "τ = 1", 3.0: "3", HOTTEST: "10: uniform"}
        self._track = _moving.Track(figure, palette, (COLDEST, HOTTEST), marks, is_log=True)
        self._track.align_ends()
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_simplex(self, figure: "Figure") -> None:
        axes, palette = self._simplex, self._palette
        axes.set_axis_off()
        axes.set_xlim(-1.25, 1.25)
        axes.set_ylim(-1.25, 1.25)
        self._names = [
            axes.text(
                0, 0, str(index), color=palette.text, ha="center", va="center", fontsize=_style.TEXT_SIZE
            )
            for index in range(MOST)
        ]
        self._edges = axes.plot([], [], color=palette.line, linewidth=1.2)[0]
        colour = palette.series[1]
        self._points = _moving.line(
            figure,
            axes,
            color=colour,
            marker="o",
            markersize=2.6,
            markeredgewidth=0,
            alpha=0.35,
            linestyle="",
        )
        self._exact = _moving.line(figure, axes, **self._marker("D", palette.text, 9))
        self._mean = _moving.line(figure, axes, **self._marker("o", colour, 6.5))

    def _marker(self, kind: str, colour: str, size: float) -> dict[str, Any]:
        edge = {"markeredgecolor": self._palette.raised, "markersize": size, "zorder": 6}
        return {"marker": kind, "color": colour, "linestyle": "", **edge}

    def _draw_bars(self, figure: "Figure") -> None:
        axes, palette = self._bars, self._palette
        _style.plot(axes, palette, x="", y="")
        axes.set_ylim(0, 1)
        axes.tick_params(axis="x", length=0)
        looks = (
            ("softmax", "none", palette.text, "D"),
            ("argmax", palette.series[0], palette.series[0], "s"),
            ("relaxed", palette.series[1], palette.series[1], "o"),
        )
        self._heights = []
        for name, face, edge, marker in looks:
            look: dict[str, Any] = {"facecolor": face, "edgecolor": edge, "linewidth": 1.4}
            self._heights.append(_moving.shapes(figure, axes, **look))
            axes.plot([], [], linestyle="", marker=marker, markersize=5.5, color=edge, label=name)
        _legends.above_right(axes, palette, 3)
        self._numbers = _moving.row_below(figure, axes, MOST, color=palette.series[1])

    def _bend(self) -> None:
        """Put what stands still where the parameters want it."""
        ends = corners(len(self._result.params.logits))
        first, second = np.triu_indices(len(ends), 1)
        breaks = np.full((len(first), 2), np.nan)
        self._edges.set_data(*np.stack([ends[first], ends[second], breaks], axis=1).reshape(-1, 2).T)
        for index, name in enumerate(self._names):
            name.set_visible(index < len(ends))
            if index < len(ends):
                name.set_position(tuple(1.14 * ends[index]))
        self._bars.set_xlim(-0.5, len(ends) - 0.5)
        self._bars.set_xticks(range(len(ends)))
        for index, number in enumerate(self._numbers):
            number.set_x(index)
            number.set_visible(index < len(ends))
        policy = self._result.policy[0]
        self._heights[0].set_verts(_moving.bars(self._places(0), policy, self.WIDTH))
        self._exact.set_data(*(policy @ ends)[:, None])

    def _places(self, kind: int) -> FloatArray:
        return np.arange(float(len(self._result.params.logits))) + (kind - 1) * self.ASIDE

    def renew(self, result: Result) -> bool:
        """Another run moves the same points and bars."""
        before, self._result = self._result.params, result
        if before.logits != result.params.logits:
            self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size, top, foot = (width, height), height - 28, 40.0
        side = min(top - LEGEND - foot, 0.46 * width)
        middle = foot + (top - LEGEND - foot) / 2
        left = 8 + side + 26
        _style.place_title(self._title, width, height)
        _style.place(self._simplex, size, (8, middle - side / 2, 8 + side, middle + side / 2))
        _style.place(self._bars, size, (left, foot + 24, width - 12, top - LEGEND))
        _style.place(self._track.axes, size, (20, 15, width - 20, 31))

    def show(self, frame: int) -> None:
        self._frame = frame
        result, found = self._result, self._result.summary(frame)
        names = ("probability", "frequency", "relaxed_mean")
        exact, hard, soft = (f"{found[name]:.3f}".lstrip("0") for name in names)
        self._title.set_text(
            f"τ = {found['temperature']:.3g}   n = {found['samples'] / BATCH:g}k   "
            f"p₀ = {exact}, argmax {hard}, relaxed {soft}"
        )
        relaxed, ends = self._relaxed(frame), corners(len(result.params.logits))
        self._points.set_data(*(relaxed @ ends).T)
        self._mean.set_data(*(result.relaxed_means[frame] @ ends)[:, None])
        for kind, heights in ((1, result.frequencies[frame]), (2, result.relaxed_means[frame])):
            self._heights[kind].set_verts(_moving.bars(self._places(kind), heights, self.WIDTH))
        for number, mean in zip(self._numbers, result.relaxed_means[frame], strict=False):
            number.set_text(f"{mean:.{2 if len(ends) > 4 else 3}f}")
        self._track.show(result.params.temperature)

    def _relaxed(self, frame: int) -> FloatArray:
        """The samples drawn: of the newest batch, (SHOWN, categories)."""
        params = self._result.params
        return _softmax(noisy_logits(params, frame)[:SHOWN] / params.temperature)

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """The bar or the sample under the pointer; on the track, what τ does to the gradient."""
        if axes is self._track.axes:
            return self._explained_gradient()
        if axes is self._simplex:
            return self._explained_sample(x, y)
        index, kind = round(x), round((x - round(x)) / self.ASIDE) + 1
        if axes is not self._bars or not 0 <= index < len(self._result.params.logits) or not 0 <= kind <= 2:
            return None
        return self._explained_bar(index, kind)

    def _explained_bar(self, index: int, kind: int) -> str:
        result, frame = self._result, self._frame
        probability, samples = result.policy[frame, index], int(result.samples[frame])
        if kind == 0:
            logit = result.params.logits[index]
            total = np.exp(result.params.logits).sum()
            terms = f"exp ℓ / Σ exp ℓ = exp({brief(logit)}) / {brief(total)}"
            return f"{numbered('p', index)} = {terms} = {probability:.4f}"
        if kind == 1:
            frequency = result.frequencies[frame, index]
            count = round(frequency * samples)
            return f"ℓ + g was largest at {index} in {count:,} of {samples:,} samples: {frequency:.4f}"
        mean = result.relaxed_means[frame, index]
        return (
            f"mean of {numbered('y', index)} = {mean:.4f}, off by {brief(mean - probability)} from "
            f"{numbered('p', index)} = {probability:.4f}"
        )

    def _explained_sample(self, x: float, y: float) -> str | None:
        relaxed = self._relaxed(self._frame)
        far = np.hypot(*(relaxed @ corners(relaxed.shape[1]) - (x, y)).T)
        nearest = int(far.argmin())
        if far[nearest] > NEAR:
            return None
        sample = relaxed[nearest]
        shares = ", ".join(f"{share:.2f}" for share in sample)
        return f"one relaxed sample, y = ({shares}); the exact one is category {sample.argmax()}"

    def _explained_gradient(self) -> str:
        found = self._result.summary(self._frame)
        return (
            f"∂y₀/∂ℓ₀ = y₀(1 − y₀)/τ: mean {brief(found['relaxed_gradient'])}, std "
            f"{brief(found['relaxed_gradient_std'])}; of the softmax p₀(1 − p₀) = {brief(found['gradient'])}"
        )

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag takes a category's bars, so its logit, to the pointer, or τ along its track."""
        if axes is self._track.axes:
            return replace(params, temperature=float(f"{min(max(x, COLDEST), HOTTEST):.2g}"))
        index = round(x)
        if axes is not self._bars or not 0 <= index < len(params.logits):
            return None
        logit = logit_for(params.logits, index, min(max(y, 1e-4), 1 - 1e-4))
        logit = round(min(max(logit, -LARGEST_LOGIT), LARGEST_LOGIT), 2) + 0.0
        return replace(params, logits=(*params.logits[:index], logit, *params.logits[index + 1 :]))


SIMULATION = Simulation(
    slug="gumbel-softmax",
    title="Gumbel-max and Gumbel-softmax",
    topic="Policy gradient",
    question="What is exact about adding Gumbel noise to logits, and what does its softmax relaxation cost?",
    insight=(
        "The argmax of logits plus Gumbel noise is an exact sample of the softmax; the softmax of the same "
        "sum has a gradient, but its mean is pulled towards uniform as τ grows, and as τ falls its gradient "
        "spreads without bound."
    ),
    follow_up=(
        "Would you train a language model's choice among 100,000 tokens with it? Hardly: every position "
        "needs a dense, relaxed vector over the vocabulary, kept for the backward pass, where a sample is "
        "one number; and what follows, such as a verifier, must accept soft tokens and be differentiable. A "
        "score-function estimator with a baseline needs neither and is unbiased, at more variance. And the "
        "straight-through variant? It is hard going forward, but its gradient is that of the relaxation, "
        "so it stays biased."
    ),
    references=(
        "Jang, Gu & Poole (2017), Categorical Reparameterization with Gumbel-Softmax, arXiv:1611.01144",
        "Maddison, Mnih & Teh (2017), The Concrete Distribution, arXiv:1611.00712",
        "Maddison, Tarlow & Minka (2014), A* Sampling, arXiv:1411.0030, for the Gumbel-max trick",
    ),
    params=Params,
    run=run,
    view=View,
)
