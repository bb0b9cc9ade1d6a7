"""Three estimators of a KL divergence from samples: their bias, their spread, and what they are as a loss."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._kl_table import Exact, Table
from flashrl.simulations._terms import brief

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

BINS = 48
SINGLE = 1000
"""So many samples have a frame each; of longer runs about as many frames are kept, denser at the start."""

SMALLEST_MEAN, LARGEST_MEAN, MEAN_STEP = 0.01, 3.0, 0.05
ACTIONS = (-3.5, LARGEST_MEAN + 4.5)
"""Where the densities are drawn; the same for every μ, so that they stand still while μ is dragged."""

LINE = 10.5
"""From one line of small text to the next, in points."""

NAMES = ("k₁ = −log r", "k₂ = ½(log r)²", "k₃ = r − 1 − log r")


@dataclass(frozen=True)
class Params:
    mean: float = param(1.0, "Mean μ of p", min=SMALLEST_MEAN, max=LARGEST_MEAN, step=MEAN_STEP)
    samples: int = param(1000, "Samples from q", min=1, max=100_000, step=100)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)

    @property
    def kl(self) -> float:
        return self.mean**2 / 2


@dataclass(frozen=True)
class Result:
    """What the samples so far say: frame by frame one more, in runs of up to SINGLE samples."""

    params: Params
    samples: IntArray  # (frames,)
    estimates: FloatArray  # (frames, estimators): the means of k1, k2, k3
    gradients: FloatArray  # (frames, estimators, 2): means of the slopes in the mean and the log std of q
    histogram: IntArray  # (frames, estimators, bins): counts, what lies outside in the outermost bin

    def summary(self, frame: int) -> dict[str, float]:
        """The estimates from samples, and what they are in expectation."""
        mean = self.params.mean
        found = {"samples": float(self.samples[frame]), "kl": self.params.kl}
        bias, std, slopes = relative_bias(mean), relative_std(mean), expected_gradients(mean)
        for index, name in enumerate(("k1", "k2", "k3")):
            found[name] = float(self.estimates[frame, index])
            found[f"{name}_relative_bias"] = float(bias[index])
            found[f"{name}_relative_std"] = float(std[index])
            found[f"{name}_gradient_mean"] = float(slopes[index, 0])
            found[f"{name}_gradient_log_std"] = float(slopes[index, 1])
        found["kl_gradient_mean"], found["kl_gradient_log_std"] = kl_gradient(mean)
        return found


def run(params: Params) -> Result:
    """KL(q‖p) from samples x of q: k1 = −log r, k2 = ½(log r)², k3 = (r − 1) − log r, r = p(x)/q(x).

    Schulman (2020). Here q = N(0, 1) is the policy and p = N(μ, 1) the reference, so that
    log r = μx − μ²/2 and KL = μ²/2, in nats. As a loss, with the samples held fixed, an estimator has a
    gradient of its own: `slopes`. Its expectation is 0 for k1, ∇KL(q‖p) for k2 and ∇KL(p‖q) for k3
    (Tang & Munos 2025).
    """
    actions = np.random.default_rng(params.seed).standard_normal(params.samples)
    log_ratio = params.mean * actions - params.kl
    values = estimators(log_ratio)
    counts = _counted(params.samples)
    sums = values.cumsum(axis=0)[counts - 1]
    slope_sums = slopes(log_ratio, actions).cumsum(axis=0)[counts - 1]
    return Result(
        params=params,
        samples=counts,
        estimates=sums / counts[:, None],
        gradients=slope_sums / counts[:, None, None],
        histogram=_histogram(values, counts, params.mean),
    )


def estimators(log_ratio: FloatArray) -> FloatArray:
    """k1, k2, k3 of each sample: (samples, 3)."""
    return np.stack([-log_ratio, log_ratio**2 / 2, np.expm1(log_ratio) - log_ratio], axis=1)


def slopes(log_ratio: FloatArray, actions: FloatArray) -> FloatArray:
    """∇ of k1, k2, k3 at fixed samples in the mean and the log std of q, at N(0, 1): (samples, 3, 2).

    Of log q(x) they are x and x² − 1; and d k/d log q is 1 for k1, −log r for k2 and 1 − r for k3.
    """
    score = np.stack([actions, actions**2 - 1], axis=1)
    outer = np.stack([np.ones_like(log_ratio), -log_ratio, -np.expm1(log_ratio)], axis=1)
    return outer[:, :, None] * score[:, None, :]


def relative_bias(mean: float) -> FloatArray:
    """(E k − KL) / KL. For k2: ½(Var + mean²) of log r is μ²/2 + μ⁴/8."""
    return np.array([0.0, mean**2 / 4, 0.0])


def relative_std(mean: float) -> FloatArray:
    """The standard deviation of one sample's k, over KL.

    Var k1 = μ², Var k2 = μ⁴/2 + μ⁶/4, and Var k3 = exp(μ²) − 1 − μ², as Var r = exp(μ²) − 1 and
    Cov(r, log r) = μ².
    """
    square = mean**2
    return np.sqrt([square, square**2 / 2 + square**3 / 4, np.expm1(square) - square]) / (square / 2)


def expected_gradients(mean: float) -> FloatArray:
    """E of `slopes`: (estimators, 2). 0 for k1, ∇KL(q‖p) for k2, ∇KL(p‖q) for k3."""
    return np.array([[0.0, 0.0], [-mean, 0.0], [-mean, -(mean**2)]])


def kl_gradient(mean: float) -> tuple[float, float]:
    """∇KL(q‖p) in the mean and the log std of q, at N(0, 1): (−μ, 0)."""
    return -mean, 0.0


def bin_edges(mean: float) -> FloatArray:
    """From where k1 begins to where k1 and k2 have thinned out: (BINS + 1,), 0 among them."""
    kl, std = mean**2 / 2, relative_std(mean)[:2] * mean**2 / 2
    low, high = kl - 3 * std[0], kl + 3.5 * float(std.max())
    width = (high - low) / BINS
    edges: FloatArray = width * (np.arange(BINS + 1) + np.floor(low / width))
    return edges


def _counted(samples: int) -> IntArray:
    """After how many samples there is a frame."""
    if samples <= SINGLE:
        return np.arange(1, samples + 1)
    return np.unique(np.geomspace(1, samples, SINGLE).round().astype(np.intp))


def _histogram(values: FloatArray, counts: IntArray, mean: float) -> IntArray:
    edges = bin_edges(mean)
    bins = np.clip(np.floor((values - edges[0]) / (edges[1] - edges[0])), 0, BINS - 1).astype(np.intp)
    frame = np.searchsorted(counts, np.arange(1, len(values) + 1))
    found = np.zeros((len(counts), 3, BINS), dtype=np.intp)
    np.add.at(found, (frame[:, None], np.arange(3), bins), 1)
    return found.cumsum(axis=0)


class View:
    """Above q and p, below a histogram of each estimator, at the right what is exact about it."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._densities, *self._rows = (_style.still_axes(figure) for _ in range(4))
        self._table = Table(_style.still_axes(figure), palette)
        self._draw_densities()
        self._draw_rows(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_densities(self) -> None:
        axes, palette = self._densities, self._palette
        _plain(axes, palette)
        self._actions = np.linspace(*ACTIONS, 200)
        self._q, self._p = axes.plot(
            self._actions, _density(self._actions, 0.0), self._actions, self._actions
        )
        self._q.set(color=palette.series[0], linewidth=1.8, label="q(x)")
        self._p.set(color=palette.series[1], linewidth=1.8, linestyle="--", label="p(x)")
        self._peak = axes.plot([], [], marker="o", markersize=7, color=palette.warning)[0]
        axes.set_xlim(*ACTIONS)
        axes.set_ylim(0.0, 0.48)
        axes.set_xticks([])
        _style.legend(axes, palette, "upper right")

    def _draw_rows(self, figure: "Figure") -> None:
        from matplotlib.transforms import ScaledTranslation

        palette = self._palette
        self._bars, self._means, self._numbers, self._exact = [], [], [], []
        for axes, name in zip(self._rows, NAMES, strict=True):
            _plain(axes, palette)
            axes.tick_params(labelbottom=axes is self._rows[-1])
            self._bars.append(_moving.shapes(figure, axes, color=palette.accent, alpha=0.55, linewidth=0))
            self._exact.append(axes.axvline(0.0, color=palette.text, linewidth=1.0, linestyle="--"))
            self._means.append(_moving.line(figure, axes, color=palette.warning, linewidth=2))
            axes.text(0.99, 0.98, name, color=palette.text, transform=axes.transAxes, **_IN_CORNER)
            below = axes.transAxes + ScaledTranslation(0, -LINE / 72, figure.dpi_scale_trans)
            number = figure.text(0.99, 0.98, "", color=palette.warning, transform=below, **_IN_CORNER)
            self._numbers.append(number)
        self._rows[-1].set_xlabel(
            "one sample's estimate, in nats", color=palette.text, fontsize=_style.TEXT_SIZE, labelpad=1
        )

    def _bend(self) -> None:
        """Put everything where the parameters want it."""
        params = self._result.params
        self._p.set_ydata(_density(self._actions, params.mean))
        self._peak.set_data([params.mean], [_density(np.array([params.mean]), params.mean)[0]])
        edges = bin_edges(params.mean)
        tallest = self._result.histogram[-1].max(axis=1)
        for index, axes in enumerate(self._rows):
            axes.set_xlim(edges[0], edges[-1])
            axes.set_ylim(0, 1.1 * tallest[index])
            self._exact[index].set_xdata([params.kl, params.kl])
        mean = params.mean
        self._table.fill(
            Exact(relative_bias(mean), relative_std(mean), expected_gradients(mean), kl_gradient(mean))
        )

    def renew(self, result: Result) -> bool:
        """Another run moves the same curves and bars."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size, top, foot, left = (width, height), height - 28, 30.0, 12.0
        right = width - 12 - min(200.0, max(150.0, 0.47 * width))
        whole = top - foot
        above = 0.2 * whole
        each = (whole - above) / 3
        _style.place_title(self._title, width, height)
        _style.place(self._densities, size, (left, top - above, right, top))
        for index, axes in enumerate(self._rows):
            bottom = foot + (2 - index) * each
            _style.place(axes, size, (left, bottom, right, bottom + each - 5))
        _style.place(self._table.axes, size, (right + 6, 4, width - 6, top))
        self._table.arrange(4, [foot + (2.5 - index) * each - 4 for index in range(3)], top)

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        edges = bin_edges(result.params.mean)
        centres, width = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
        for index, bars in enumerate(self._bars):
            counts, mean = result.histogram[frame, index], float(result.estimates[frame, index])
            seen = counts > 0
            corners = _moving.bars(centres[seen], counts[seen].astype(float), 0.92 * width)
            bars.set_verts(corners)
            self._means[index].set_data([mean, mean], [0, 1e9])
            self._numbers[index].set_text(f"mean {brief(mean)}")
        count = int(result.samples[frame])
        self._title.set_text(
            f"μ = {result.params.mean:g}   KL(q‖p) = μ²/2 = {brief(result.params.kl)}   "
            f"{count} sample{'s' if count > 1 else ''}"
        )

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """The bin under the pointer with what the estimator's mean should be; of a density, the ratio."""
        if axes is self._densities:
            return _explained_ratio(self._result.params.mean, x)
        if axes not in self._rows:
            return None
        index = self._rows.index(axes)
        edges = bin_edges(self._result.params.mean)
        found = int(np.clip(np.searchsorted(edges, x, side="right") - 1, 0, BINS - 1))
        count, total = self._result.histogram[self._frame, index, found], self._result.samples[self._frame]
        first = "…" if found == 0 else brief(edges[found])
        last = "…" if found == BINS - 1 else brief(edges[found + 1])
        found_in = f"{count} of {total} samples have a {NAMES[index]} from {first} to {last}"
        return f"{found_in}; {self._expected(index)}"

    def _expected(self, index: int) -> str:
        kl = self._result.params.kl
        bias = float(relative_bias(self._result.params.mean)[index]) * kl
        return f"E {NAMES[index][:2]} = KL + bias = {brief(kl)} + {brief(bias)} = {brief(kl + bias)}"

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:  # noqa: ARG002 - protocol
        """A drag over the densities takes the mean of p there."""
        if axes is not self._densities:
            return None
        return replace(params, mean=round(min(max(x, MEAN_STEP), LARGEST_MEAN), 2))


_IN_CORNER: dict[str, Any] = {"fontsize": _style.SMALL_SIZE, "va": "top", "ha": "right"}


def _plain(axes: "Axes", palette: "Palette") -> None:
    _style.plot(axes, palette, x="", y="")
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])


def _density(actions: FloatArray, mean: float) -> FloatArray:
    found: FloatArray = np.exp(-((actions - mean) ** 2) / 2) / np.sqrt(2 * np.pi)
    return found


def _explained_ratio(mean: float, x: float) -> str:
    log_ratio = np.array([mean * x - mean**2 / 2])
    one, two, three = estimators(log_ratio)[0]
    found = f"k₁ = {brief(one)}, k₂ = {brief(two)}, k₃ = {brief(three)}"
    return f"x = {brief(x)}: log r = μx − μ²/2 = {brief(log_ratio[0])}, so {found}"


SIMULATION = Simulation(
    slug="kl-estimators",
    title="Estimators of a KL divergence",
    topic="RL for language models",
    question="Which estimator of a KL divergence is best, and is it also the best loss?",
    insight=(
        "A good estimator of the KL is not a good loss: k3 is unbiased and spreads little near p, yet at "
        "fixed samples its gradient is that of KL(p‖q), while the biased k2 has the right gradient and k1 "
        "one of mean zero."
    ),
    follow_up=(
        "Is k3 always less spread than k1? No: here Var k3 = exp(μ²) − 1 − μ² overtakes Var k1 = μ² at "
        "μ = 1.12, as r has a heavy tail. How do you put the KL into training, then? On policy, either k1 "
        "as a part of the reward, which the score function multiplies, or k2 as a loss term: both have "
        "∇KL(q‖p) in expectation. Off policy, the samples need importance weights as well."
    ),
    references=(
        "Schulman (2020), Approximating KL Divergence, joschu.net/blog/kl-approx.html",
        "Tang & Munos (2025), On a few pitfalls in KL divergence gradient estimation for RL, "
        "arXiv:2506.09477",
        "Shao et al. (2024), DeepSeekMath, arXiv:2402.03300, for k3 as GRPO's penalty",
    ),
    params=Params,
    run=run,
    view=View,
)
