"""Three unbiased estimators of one gradient, and how much a single sample of each varies."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style, _terms
from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

ESTIMATORS = ("score", "baseline", "reparameterised")
FORMULAS = ("score: f(x)(x − μ)", "baseline: (f(x) − E f)(x − μ)", "reparameterised: f′(μ + z)")
STROKES = ("-", "--", "-.")

BINS, SPREAD = 96, 3.0
"""The histograms have so many bins over ± so many standard deviations of the estimator that varies most."""

NEAR, FAR = 5.0, 13.0
"""How far the picture of f reaches, for means that are small and for all others."""


@dataclass(frozen=True)
class Params:
    estimator: str = param("score", "Estimator", choices=ESTIMATORS)
    mean: float = param(1.0, "Mean μ", min=-10.0, max=10.0, step=0.1)
    offset: float = param(0.0, "Offset c of f(x) = x² + c", min=-100.0, max=100.0, step=0.5)
    batch_size: int = param(100, "Batch size", min=1, max=1000, step=1)
    batches: int = param(100, "Batches", min=1, max=1000, step=1)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)

    @property
    def baseline(self) -> float:
        """E f(x) = μ² + 1 + c."""
        return self.mean**2 + 1 + self.offset

    @property
    def bin_edges(self) -> FloatArray:
        """Around the true gradient 2μ; what lies beyond is counted in the outer bins."""
        reach = SPREAD * float(np.sqrt(exact_variances(self).max()))
        return np.linspace(2 * self.mean - reach, 2 * self.mean + reach, BINS + 1)


@dataclass(frozen=True)
class Result:
    """All samples up to each batch; `…_of_each` is for score, baseline and reparameterised, in that order."""

    params: Params
    samples: IntArray  # (frames,): how many so far
    gradients: FloatArray  # (frames, batch): those of the chosen estimator in that batch
    gradient_estimate: FloatArray  # (frames,): the mean so far
    gradient_estimate_of_each: FloatArray  # (frames, 3)
    sample_variance_of_each: FloatArray  # (frames, 3): of a single sample's gradient; 0 for one sample
    variance_of_each: FloatArray  # (frames, 3): exact, the same in every frame
    histogram: FloatArray  # (frames, 3, bins): counts so far

    def summary(self, frame: int) -> dict[str, float]:
        """`variance` is the exact one of the chosen estimator; a single sample has no `sample_variance`."""
        params, chosen = self.params, ESTIMATORS.index(self.params.estimator)
        found = {
            "samples": float(self.samples[frame]),
            "gradient": 2 * params.mean,
            "gradient_estimate": float(self.gradient_estimate[frame]),
            "variance": float(self.variance_of_each[frame, chosen]),
            "baseline": params.baseline,
            "variance_optimal_baseline": score_variance(params.mean, -(params.mean**2) - 3),
        }
        for name, variance in zip(ESTIMATORS, self.variance_of_each[frame], strict=True):
            found[f"variance_{name}"] = float(variance)
        if self.samples[frame] > 1:
            for name, variance in zip(ESTIMATORS, self.sample_variance_of_each[frame], strict=True):
                found[f"sample_variance_{name}"] = float(variance)
            found["sample_variance"] = found[f"sample_variance_{params.estimator}"]
        return found


def score_variance(mean: float, shift: float) -> float:
    """Var[(x² + s)(x − μ)] = μ⁴ + 14μ² + 15 + 2s(μ² + 3) + s², from the moments 1, 3, 15 of a normal z.

    s is the offset less the baseline. It is least at s = −(μ² + 3), where it is 8μ² + 6.
    """
    return mean**4 + 14 * mean**2 + 15 + 2 * shift * (mean**2 + 3) + shift**2


def exact_variances(params: Params) -> FloatArray:
    """Of score, baseline and reparameterised: (3,)."""
    mean = params.mean
    return np.array([score_variance(mean, params.offset), score_variance(mean, -(mean**2) - 1), 4.0])


def run(params: Params) -> Result:
    """∇_μ E f(x) = 2μ for x = μ + z ~ N(μ, 1) and f(x) = x² + c, by three estimators on the same z.

    Score: f(x) ∇_μ ln p(x) = f(x)(x − μ); with the baseline b = E f(x): (f(x) − b)(x − μ);
    reparameterised: f′(μ + z) = 2x. Variances at c = 0: μ⁴ + 14μ² + 15, 8μ² + 10 and 4.
    Williams (1992); Kingma & Welling (2014), section 2.4; Mohamed et al. (2020).
    """
    noise = np.random.default_rng(params.seed).standard_normal((params.batches, params.batch_size))
    x = params.mean + noise
    f = x**2 + params.offset
    gradients = np.stack([f * noise, (f - params.baseline) * noise, 2 * x], axis=1)  # (frames, 3, batch)
    samples = params.batch_size * np.arange(1, params.batches + 1)
    so_far = samples[:, None]
    means = np.cumsum(gradients.sum(axis=2), axis=0) / so_far
    # About the true mean, which keeps the digits that E[g²] − E[g]² would lose.
    centred = gradients - 2 * params.mean
    squares = np.cumsum((centred**2).sum(axis=2), axis=0)
    shift = means - 2 * params.mean
    chosen = ESTIMATORS.index(params.estimator)
    return Result(
        params=params,
        samples=samples,
        gradients=gradients[:, chosen],
        gradient_estimate=means[:, chosen],
        gradient_estimate_of_each=means,
        sample_variance_of_each=np.maximum(squares - so_far * shift**2, 0.0) / np.maximum(so_far - 1, 1),
        variance_of_each=np.tile(exact_variances(params), (params.batches, 1)),
        histogram=_histograms(params, gradients),
    )


def _histograms(params: Params, gradients: FloatArray) -> FloatArray:
    """Counts of all samples so far in each bin, of each estimator: (frames, 3, bins)."""
    edges = params.bin_edges
    where = np.clip(np.searchsorted(edges, gradients) - 1, 0, BINS - 1)
    row = np.arange(gradients.shape[0] * 3).reshape(-1, 3, 1)
    counts = np.bincount((row * BINS + where).ravel(), minlength=gradients.shape[0] * 3 * BINS)
    return np.cumsum(counts.reshape(-1, 3, BINS), axis=0, dtype=np.float64)


class View:
    """Left a histogram for each estimator, right f with the distribution of x above the means so far."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result, self._palette, self._frame = result, palette, 0
        self._colours = palette.series[:3]
        self._title = _style.title(figure, palette)
        self._rows, self._f, self._plot = (_style.still_axes(figure) for _ in range(3))
        self._draw_rows(self._rows)
        self._draw_f(self._f)
        self._draw_plot(self._plot)
        self._shapes = _moving.shapes(figure, self._rows, linewidths=0)
        self._widths = _moving.segments(figure, self._rows, colors=palette.text, linewidths=1.6)
        self._ways = [
            _moving.line(figure, self._plot, color=colour, linestyle=strokes)
            for colour, strokes in zip(self._colours, STROKES, strict=True)
        ]
        self._fill()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_rows(self, axes: "Axes") -> None:
        palette = self._palette
        _style.plot(axes, palette, x="gradient of a single sample", y="")
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_ylim(0.0, 3.0)
        self._true = axes.vlines([], [], [], color=palette.text, linewidth=1.0)
        place = axes.get_yaxis_transform()
        self._labels = [
            axes.text(0.0, 2.97 - row, "", transform=place, va="top", fontsize=_style.SMALL_SIZE)
            for row in range(3)
        ]

    def _draw_f(self, axes: "Axes") -> None:
        palette = self._palette
        _style.plot(axes, palette, x="x ~ N(μ, 1)", y="")
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        (self._density,) = axes.fill([], [], color=palette.accent, alpha=0.3, linewidth=0)
        (self._curve,) = axes.plot([], [], color=palette.text, linewidth=1.2)
        (self._handle,) = axes.plot([], [], marker="o", color=palette.warning, markersize=8, clip_on=False)
        self._name = axes.text(0.5, 0.98, "", transform=axes.transAxes, ha="center", va="top")
        self._name.set(color=palette.text, fontsize=_style.SMALL_SIZE)

    def _draw_plot(self, axes: "Axes") -> None:
        _style.plot(axes, self._palette, x="samples so far", y="mean")
        axes.set_xscale("log")
        axes.minorticks_off()
        self._level = axes.axhline(0.0, color=self._palette.text, linewidth=1.0)

    def _fill(self) -> None:
        """Put what stands still where the result wants it."""
        result, params = self._result, self._result.params
        edges, variances = params.bin_edges, result.variance_of_each[0]
        self._rows.set_xlim(edges[0], edges[-1])
        self._rows.locator_params(axis="x", nbins=6)
        true = 2 * params.mean
        self._true.set_segments([((true, row + 0.1), (true, row + 0.76)) for row in range(3)])
        for label, formula, name, variance in zip(self._labels, FORMULAS, ESTIMATORS, variances, strict=True):
            is_chosen = name == params.estimator
            label.set_text(f"{formula}, var {_terms.short(float(variance))}")
            label.set(weight="bold" if is_chosen else "normal", color=self._palette.text)
        self._fill_f(params)
        self._scale_samples(int(result.samples[0]), int(result.samples[-1]))
        reach = 3 * float(np.sqrt(variances.max() / max(params.batch_size, 10)))
        self._plot.set_ylim(true - reach, true + reach)
        self._plot.locator_params(axis="y", nbins=4)
        self._level.set_ydata([true, true])

    def _scale_samples(self, first: int, last: int) -> None:
        from matplotlib.ticker import NullLocator

        self._plot.set_xlim(first, max(last, 1.1 * first))
        ticks = [10**power for power in range(7) if first <= 10**power <= last] or [first]
        self._plot.set_xticks(ticks[:: 1 + len(ticks) // 4])
        self._plot.set_xticklabels([_terms.short(float(tick)) for tick in ticks[:: 1 + len(ticks) // 4]])
        self._plot.xaxis.set_minor_locator(NullLocator())

    def _fill_f(self, params: Params) -> None:
        reach = NEAR if abs(params.mean) <= NEAR - 1 else FAR
        x = np.linspace(-reach, reach, 201)
        f = x**2 + params.offset
        low, high = min(0.0, float(f.min())), float(f.max())
        density = np.exp(-((x - params.mean) ** 2) / 2)
        outline = np.stack([x, low + 0.7 * (high - low) * density], axis=1)
        self._density.set_xy(np.concatenate([[(-reach, low)], outline, [(reach, low)]]))
        self._curve.set_data(x, f)
        self._handle.set_data([params.mean], [low])
        self._f.set_xlim(-reach, reach)
        self._f.set_ylim(low, high)
        self._f.locator_params(axis="x", nbins=5)
        offset = f" {'+' if params.offset > 0 else '−'} {abs(params.offset):g}" if params.offset else ""
        self._name.set_text(f"f(x) = x²{offset}")

    def renew(self, result: Result) -> bool:
        self._result = result
        self._fill()
        return True

    def _arrange(self, width: float, height: float) -> None:
        _style.place_title(self._title, width, height)
        size, top = (width, height), height - 30
        split, foot, beside = 0.6 * width, 34.0, 0.34 * height + 34
        if height > width:  # the histograms above the two others
            foot, across, beside = 0.45 * height, 0.42 * width, 0.45 * height - 44
            _style.place(self._rows, size, (12, foot, width - 12, top))
            _style.place(self._f, size, (12, 34, across, beside))
            _style.place(self._plot, size, (across + 56, 34, width - 14, beside))
            return
        _style.place(self._rows, size, (12, foot, split, top))
        _style.place(self._f, size, (split + 24, beside + 34, width - 14, top))
        _style.place(self._plot, size, (split + 48, foot, width - 14, beside))

    def show(self, frame: int) -> None:
        result, self._frame = self._result, frame
        found = result.summary(frame)
        estimate, true = (_style.number(found[name], ".3g") for name in ("gradient_estimate", "gradient"))
        spread = f"   variance {_terms.short(found['sample_variance'])}" if "sample_variance" in found else ""
        self._title.set_text(f"{result.samples[frame]:,} samples   mean {estimate}, true {true}{spread}")
        chosen = ESTIMATORS.index(result.params.estimator)
        self._shapes.set_verts([self._outline(row) for row in range(3)])
        alphas = [0.9 if row == chosen else 0.4 for row in range(3)]
        self._shapes.set_facecolor(list(zip(self._colours, alphas, strict=True)))
        self._widths.set_segments([self._width(row) for row in range(3)])
        for row, way in enumerate(self._ways):
            way.set_data(result.samples[: frame + 1], result.gradient_estimate_of_each[: frame + 1, row])
            way.set(linewidth=2.2 if row == chosen else 1.2, alpha=1.0 if row == chosen else 0.6)

    def _outline(self, row: int) -> FloatArray:
        """The corners of a histogram, as high as there is room in its row."""
        edges, counts = self._result.params.bin_edges, self._result.histogram[self._frame, row]
        foot = 2.0 - row + 0.1
        heights = foot + 0.6 * counts / counts.max()
        x, y = np.repeat(edges, 2), np.concatenate([[foot], np.repeat(heights, 2), [foot]])
        return np.stack([x, y], axis=1)

    def _width(self, row: int) -> FloatArray:
        """One exact standard deviation to either side of the true gradient."""
        deviation = float(np.sqrt(self._result.variance_of_each[0, row]))
        centre, y = 2 * self._result.params.mean, 2.0 - row + 0.05
        return np.array([(centre - deviation, y), (centre + deviation, y)])

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """How many gradients fell into the bin, how f and x ~ N make the gradient, or the means there."""
        result = self._result
        if axes is self._rows and 0 <= y < 3:
            return self._explained_bin(x, row=2 - int(y))
        if axes is self._f:
            mean = result.params.mean
            level, slope = (_style.number(each, ".4g") for each in (result.params.baseline, 2 * mean))
            return f"E f = μ² + 1 + c = {level}, gradient 2μ = {slope}"
        if axes is not self._plot or not 0 <= x <= result.samples[-1]:
            return None
        frame = int(np.abs(result.samples - x).argmin())
        means = (_style.number(float(each), ".3f") for each in result.gradient_estimate_of_each[frame])
        each = ", ".join(f"{name} {mean}" for name, mean in zip(ESTIMATORS, means, strict=True))
        return f"{result.samples[frame]:,} samples: {each}"

    def _explained_bin(self, x: float, row: int) -> str | None:
        edges = self._result.params.bin_edges
        if not edges[0] <= x < edges[-1]:
            return None
        index = int(np.searchsorted(edges, x, side="right")) - 1
        count = int(self._result.histogram[self._frame, row, index])
        low, high = (_style.number(float(edge), ".2f") for edge in edges[index : index + 2])
        return f"{ESTIMATORS[row]}: {count} of {self._result.samples[self._frame]:,} in {low} to {high}"

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag in the picture of f takes the mean along; a click on a histogram chooses its estimator."""
        if axes is self._f:
            return replace(params, mean=round(min(max(x, -10.0), 10.0), 1))
        if axes is self._rows and 0 <= y < 3:
            return replace(params, estimator=ESTIMATORS[2 - int(y)])
        return None


SIMULATION = Simulation(
    slug="gradient-variance",
    title="The variance of gradient estimators",
    topic="Policy gradient",
    question="How much does one sample tell about a policy gradient, and what does a baseline change?",
    insight=(
        "All three estimators have the same mean, but a baseline takes out the variance that comes from the "
        "level of the reward, and reparameterising takes out still more because it uses the slope of f."
    ),
    follow_up=(
        "Why not always reparameterise? It needs a differentiable f and a sample that is a smooth function "
        "of the parameters, so neither a reward from an unknown environment nor discrete actions will do. "
        "Is E f the best constant baseline? No, E[f s²] / E[s²] with the score s is: here μ² + 3 + c, which "
        "leaves 8μ² + 6. Does reparameterising always win? No: the slope of a bumpy f can vary more than f."
    ),
    references=(
        "Williams (1992), Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement "
        "Learning, Machine Learning 8",
        "Kingma & Welling (2014), Auto-Encoding Variational Bayes, arXiv:1312.6114, section 2.4",
        "Mohamed et al. (2020), Monte Carlo Gradient Estimation in Machine Learning, arXiv:1906.10652",
    ),
    params=Params,
    run=run,
    view=View,
)
