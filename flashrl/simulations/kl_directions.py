"""A Gaussian fitted to a mixture by either direction of the KL divergence: covering modes or seeking one."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _legends, _moving, _scales, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._mixture import NODE_WEIGHTS, NODES, Mixture, forward_kl, reverse_kl
from flashrl.simulations._terms import brief

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

MOST_MODES = 5
SMALLEST_STD, LARGEST_STD, FARTHEST = 0.1, 6.0, 6.0

HALVINGS, ROUNDING = 30, 1e-13
TOO_NARROW, MOST_CUT = 0.4, 2.5
"""What of the way is cut off at the top: a q narrower than this share of the last, terms so much higher."""

LEAST_WIDTH = 1.2
"""The landscape goes up to this σ at least, so that the usual start is on it."""

PLACES, HEIGHTS, LEVELS = 61, 41, 13
"""Of the landscape: columns of μ, rows of σ, and contours."""


@dataclass(frozen=True)
class Params:
    direction: str = param("forward", "Direction", choices=("forward", "reverse"))
    mode_means: tuple[float, ...] = param(
        (-2.0, 2.0), "Means of p's modes", min=-FARTHEST, max=FARTHEST, step=0.1
    )
    mode_stds: tuple[float, ...] = param(
        (0.5, 0.5), "Their standard deviations", min=SMALLEST_STD, max=3.0, step=0.1
    )
    weights: tuple[float, ...] = param((0.5, 0.5), "Their weights", min=0.001, max=1.0, step=0.05)
    start_mean: float = param(0.5, "Start of μ", min=-FARTHEST, max=FARTHEST, step=0.1)
    start_std: float = param(1.0, "Start of σ", min=SMALLEST_STD, max=LARGEST_STD, step=0.1)
    step_size: float = param(0.1, "Step size α", min=0.01, max=1.0, step=0.01)
    steps: int = param(200, "Steps", min=1, max=1000, step=10)

    def __post_init__(self) -> None:
        count = len(self.mode_means)
        if count > MOST_MODES:
            raise ValueError(f"mode_means has {count} items; p has at most {MOST_MODES} modes")
        for name in ("mode_stds", "weights"):
            given = len(getattr(self, name))
            if given != count:
                raise ValueError(f"{name} has {given} items and needs {count}, one for each of mode_means")
        if abs(sum(self.weights) - 1) > 1e-6:
            raise ValueError(f"weights are probabilities that sum to 1, these sum to {sum(self.weights):g}")

    @property
    def mixture(self) -> Mixture:
        return Mixture(np.array(self.mode_means), np.array(self.mode_stds), np.array(self.weights))

    @property
    def is_forward(self) -> bool:
        return self.direction == "forward"


@dataclass(frozen=True)
class Result:
    """The Gaussian q = N(μ, σ²) before the first step and after each."""

    params: Params
    mean: FloatArray  # (frames,)
    std: FloatArray  # (frames,)
    forward_kl: FloatArray  # (frames,): KL(p‖q)
    reverse_kl: FloatArray  # (frames,): KL(q‖p)

    @property
    def kl(self) -> FloatArray:
        """The one that is descended."""
        return self.forward_kl if self.params.is_forward else self.reverse_kl

    def summary(self, frame: int) -> dict[str, float]:
        return {
            "step": float(frame),
            "mean": float(self.mean[frame]),
            "std": float(self.std[frame]),
            "kl": float(self.kl[frame]),
            "forward_kl": float(self.forward_kl[frame]),
            "reverse_kl": float(self.reverse_kl[frame]),
        }


def run(params: Params) -> Result:
    """(μ, σ²) ← (μ, σ²) − α F⁻¹ ∇KL, with F⁻¹ = diag(σ², 2σ⁴) the inverse Fisher information of q.

    forward: KL(p‖q) = −H(p) + log σ√2π + (Var p + (E p − μ)²) / 2σ², so it is least where the moments of q
    are those of p: as in maximum likelihood. reverse: KL(q‖p) = −H(q) − E_q log p, with its gradient
    through x = μ + σε, by numerical integration. Bishop (2006), section 10.1.2. The gradient is the
    natural one so that one α suits any p; a step that would raise the KL is halved until it does not.
    """
    mixture = params.mixture
    entropy = mixture.entropy
    path = [(params.start_mean, params.start_std)]
    for _ in range(params.steps):
        path.append(_step(params, mixture, path[-1]))
    means, stds = np.array(path).T
    return Result(
        params=params,
        mean=means,
        std=stds,
        forward_kl=forward_kl(mixture, means, stds, entropy),
        reverse_kl=reverse_kl(mixture, means, stds),
    )


def gradient(params: Params, mixture: Mixture, mean: float, std: float) -> tuple[float, float]:
    """∇KL in μ and log σ, of the direction that is descended."""
    if params.is_forward:
        spread = mixture.variance + (mixture.mean - mean) ** 2
        return (mean - mixture.mean) / std**2, 1 - spread / std**2
    slope = mixture.slope(mean + std * NODES)
    return -float(slope @ NODE_WEIGHTS), -1 - std * float((slope * NODES) @ NODE_WEIGHTS)


def _step(params: Params, mixture: Mixture, at: tuple[float, float]) -> tuple[float, float]:
    """The next (μ, σ); ∂KL/∂σ² is ∂KL/∂log σ over 2σ²."""
    mean, std = at
    variance = std**2
    in_mean, in_log_std = gradient(params, mixture, mean, std)
    before, size = _kl(params, mixture, mean, std), params.step_size
    for _ in range(HALVINGS):
        there = variance - size * variance * in_log_std
        if there > 0:
            next_mean, next_std = mean - size * variance * in_mean, float(np.sqrt(there))
            if _kl(params, mixture, next_mean, next_std) <= before + ROUNDING:
                return next_mean, next_std
        size /= 2
    return at


def _kl(params: Params, mixture: Mixture, mean: float, std: float) -> float:
    """The KL that is descended, but for a constant."""
    at = np.array(mean), np.array(std)
    return float(forward_kl(mixture, *at, 0.0) if params.is_forward else reverse_kl(mixture, *at))


class View:
    """Left the densities and where the KL comes from, right the KL over (μ, σ) with the way down."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._contours: Any = None
        self._title = _style.title(figure, palette)
        self._densities, self._terms, self._landscape = (_style.still_axes(figure) for _ in range(3))
        self._draw_densities(figure)
        self._draw_terms(figure)
        self._draw_landscape(figure)
        self._survey()
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_densities(self, figure: "Figure") -> None:
        axes, palette = self._densities, self._palette
        _style.plot(axes, palette, x="", y="density")
        axes.tick_params(labelbottom=False)
        _scales.few_ticks(axes.yaxis)
        self._target = _moving.shapes(figure, axes, facecolor=palette.muted, alpha=0.35, linewidth=0)
        self._fitted = _moving.line(figure, axes, color=palette.accent, linewidth=2)
        axes.fill([], [], color=palette.muted, alpha=0.35, linewidth=0, label="target p")
        axes.plot([], [], color=palette.accent, linewidth=2, label="fitted q")
        _legends.above_right(axes, palette, 2)

    def _draw_terms(self, figure: "Figure") -> None:
        axes, palette = self._terms, self._palette
        _style.plot(axes, palette, x="x", y="")
        axes.axhline(0.0, color=palette.muted, linewidth=0.8)
        _scales.few_ticks(axes.yaxis)
        self._costs = _moving.shapes(figure, axes, facecolor=palette.bad, alpha=0.6, linewidth=0)
        self._gains = _moving.shapes(figure, axes, facecolor=palette.good, alpha=0.6, linewidth=0)

    def _draw_landscape(self, figure: "Figure") -> None:
        from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

        axes = self._landscape
        _style.plot(axes, self._palette, x="μ of q", y="σ of q")
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(FixedLocator([0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0]))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.text(
            1.0,
            1.01,
            "bright: small KL",
            color=self._palette.text,
            fontsize=_style.SMALL_SIZE,
            ha="right",
            va="bottom",
            transform=axes.transAxes,
        )
        self._path_ground = _moving.line(figure, axes, color=_style.INK, linewidth=3.4)
        self._path = _moving.line(figure, axes, color=_style.PAPER, linewidth=1.6)
        self._start = _moving.line(
            figure,
            axes,
            color=_style.INK,
            marker="o",
            markersize=6,
            markerfacecolor=_style.PAPER,
            linestyle="",
        )
        self._dot = _style.moving_dot(figure, axes, self._palette.warning)
        self._dot.set(markeredgecolor=_style.PAPER)

    def _survey(self) -> None:
        """Draw the landscape of the mixture and direction anew."""
        params = self._result.params
        places, heights, kl = landscape(params)
        if self._contours is not None:
            self._contours.remove()
        # Closer levels near the bottom, where the path is; the steep slopes around are one colour.
        low, high = float(kl.min()), float(np.quantile(kl, 0.8))
        levels = low + max(high - low, 1e-3) * np.linspace(0, 1, LEVELS) ** 2
        self._contours = self._landscape.contourf(
            places, heights, kl, levels=levels, extend="both", cmap=f"{self._palette.values}_r"
        )
        self._landscape.set_xlim(places[0], places[-1])
        self._landscape.set_ylim(heights[0], heights[-1])

    def _bend(self) -> None:
        """Put everything else where the run wants it."""
        result, params = self._result, self._result.params
        mixture = params.mixture
        self._x = np.linspace(*mixture.reach, 241)
        self._log_p = mixture.log_density(self._x)
        p = np.exp(self._log_p)
        self._target.set_verts([_under(self._x, p)])
        tallest = max(
            float(p.max()), float((0.4 / result.std[result.std > TOO_NARROW * result.std[-1]]).max())
        )
        self._densities.set_ylim(0, 1.08 * tallest)
        shown = np.linspace(0, len(result.mean) - 1, 40).astype(int)
        terms = np.stack([self._integrand(frame) for frame in shown])
        room = 1.1 * max(min(float(terms.max()), MOST_CUT * float(terms[-1].max())), 0.05 * float(p.max()))
        self._terms.set_ylim(-room / 2, room)
        self._terms.set_ylabel(
            "p log(p/q)" if params.is_forward else "q log(q/p)",
            color=self._palette.text,
            fontsize=_style.TEXT_SIZE,
        )
        for axes in (self._densities, self._terms):
            axes.set_xlim(self._x[0], self._x[-1])
        self._start.set_data(result.mean[:1], result.std[:1])

    def _log_q(self, frame: int) -> FloatArray:
        mean, std = self._result.mean[frame], self._result.std[frame]
        found: FloatArray = -(((self._x - mean) / std) ** 2) / 2 - np.log(std * np.sqrt(2 * np.pi))
        return found

    def _integrand(self, frame: int) -> FloatArray:
        """What each x adds to the KL that is descended."""
        log_q, log_p = self._log_q(frame), self._log_p
        if self._result.params.is_forward:
            return np.asarray(np.exp(log_p) * (log_p - log_q))
        return np.asarray(np.exp(log_q) * (log_q - log_p))

    def renew(self, result: Result) -> bool:
        """Another run is another path; only another mixture or direction is another landscape."""
        before, self._result = self._result.params, result
        start = {
            name: getattr(result.params, name) for name in ("start_mean", "start_std", "step_size", "steps")
        }
        if replace(before, **start) != result.params:
            self._survey()
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size, top, foot = (width, height), height - 28, 32.0
        middle = 0.54 * width
        between = foot + 0.36 * (top - foot)
        _style.place_title(self._title, width, height)
        _style.place(self._densities, size, (52, between + 6, middle, top - 14))
        _style.place(self._terms, size, (52, foot, middle, between - 4))
        _style.place(self._landscape, size, (middle + 42, foot, width - 12, top - 14))

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        found = result.summary(frame)
        name = "KL(p‖q)" if result.params.is_forward else "KL(q‖p)"
        self._title.set_text(
            f"step {frame}   {name} = {found['kl']:.4f}   μ = {_style.number(found['mean'], '.3f')}   "
            f"σ = {found['std']:.3f}"
        )
        self._fitted.set_data(self._x, np.exp(self._log_q(frame)))
        terms = self._integrand(frame)
        self._costs.set_verts([_under(self._x, np.maximum(terms, 0))])
        self._gains.set_verts([_under(self._x, np.minimum(terms, 0))])
        for line in (self._path_ground, self._path):
            line.set_data(result.mean[: frame + 1], result.std[: frame + 1])
        self._dot.set_data([found["mean"]], [found["std"]])

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """The KL under the pointer, or what that x adds to it."""
        params = self._result.params
        name = "KL(p‖q)" if params.is_forward else "KL(q‖p)"
        if axes is self._landscape:
            at, mixture = (np.array(x), np.array(y)), params.mixture
            kl = forward_kl(mixture, *at, mixture.entropy) if params.is_forward else reverse_kl(mixture, *at)
            return f"μ = {brief(x)}, σ = {brief(y)}: {name} = {brief(float(kl))}"
        if axes not in (self._densities, self._terms):
            return None
        p, q = (
            float(np.exp(np.interp(x, self._x, each))) for each in (self._log_p, self._log_q(self._frame))
        )
        ahead, behind = (p, q) if params.is_forward else (q, p)
        term = float(np.interp(x, self._x, self._integrand(self._frame)))
        return (
            f"x = {brief(x)}: p = {brief(p)}, q = {brief(q)}; the KL has "
            f"{brief(ahead)} log({brief(ahead)}/{brief(behind)}) = {brief(term)} per unit of x here"
        )

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag in the landscape takes the start there."""
        if axes is not self._landscape:
            return None
        mean = round(min(max(x, -FARTHEST), FARTHEST), 2)
        return replace(params, start_mean=mean, start_std=round(min(max(y, SMALLEST_STD), LARGEST_STD), 2))


def landscape(params: Params) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The KL that is descended, (HEIGHTS, PLACES), with the μ of its columns and the σ of its rows."""
    mixture = params.mixture
    places = np.linspace(*mixture.reach, PLACES)
    widest = max(1.6 * float(np.sqrt(mixture.variance)), 2 * float(mixture.stds.max()), LEAST_WIDTH)
    heights = np.geomspace(0.5 * float(mixture.stds.min()), widest, HEIGHTS)
    means, stds = np.meshgrid(places, heights)
    if params.is_forward:
        return places, heights, forward_kl(mixture, means, stds, mixture.entropy)
    return places, heights, np.stack([reverse_kl(mixture, *row) for row in zip(means, stds, strict=True)])


def _under(x: FloatArray, y: FloatArray) -> FloatArray:
    """The outline of the area between a curve and 0."""
    return np.stack([np.concatenate([x[:1], x, x[-1:]]), np.concatenate([[0.0], y, [0.0]])], axis=1)


SIMULATION = Simulation(
    slug="kl-directions",
    title="The two directions of the KL",
    topic="RL for language models",
    question="Which direction of the KL divergence covers all modes, and which one settles on a single mode?",
    insight=(
        "KL(p‖q) charges q for every place where p has mass and q has none, so the fit covers both modes; "
        "KL(q‖p) charges q only for where it puts its own mass, so it may settle on one mode for log 2."
    ),
    follow_up=(
        "Which of them do the training stages of a language model minimise? Maximum likelihood, so "
        "pre-training and SFT, is KL(data‖model) up to the data's entropy. RL with a KL penalty β is "
        "KL(π‖π*) up to a factor and a constant, with π* ∝ π_ref exp(r/β): mode-seeking. And is the mode "
        "that is found the best one? Not always: the reverse KL has local minima, and the start decides."
    ),
    references=(
        "Bishop (2006), Pattern Recognition and Machine Learning, section 10.1.2, Figures 10.2 and 10.3",
        "Korbak, Perez & Buckley (2022), RL with KL penalties is better viewed as Bayesian inference, "
        "arXiv:2205.11275",
    ),
    params=Params,
    run=run,
    view=View,
)
