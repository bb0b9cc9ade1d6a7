"""One step of a Gaussian policy: a gradient step of fixed size, and one of fixed KL divergence."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _legends, _moving, _scales, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._terms import brief

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

SMALLEST_STD, LARGEST_STD, FARTHEST = 0.005, 3.0, 5.0

FARTHEST_SHOWN, TALLEST_SHOWN = 40.0, 1.6
"""Of the densities: at most so many old standard deviations away, and so high."""

SHORTEST_ARROW = 0.15
"""Of half the plane: a shorter step is a dot, as it has no room for an arrow's head."""

PEAK = 1 / np.sqrt(2 * np.pi)
"""The density of N(0, 1) at 0."""


@dataclass(frozen=True)
class Params:
    std: float = param(1.0, "Standard deviation σ", min=SMALLEST_STD, max=LARGEST_STD, step=0.01)
    natural: bool = param(False, "Natural gradient")
    step_size: float = param(0.01, "Step size η (natural: its KL)", min=0.001, max=0.2, step=0.001)
    mean: float = param(0.0, "Mean μ", min=-FARTHEST, max=FARTHEST, step=0.1)
    target: float = param(3.0, "Best action a*", min=-FARTHEST, max=FARTHEST, step=0.1)
    steps: int = param(1, "Steps", min=1, max=200, step=1)


@dataclass(frozen=True)
class Result:
    """The policy before the first step and after each.

    `kl_gradient` and `kl_natural` are of either kind of step from the policy of the frame before, and at
    frame 0 from the first policy; `kl` is of the kind that was taken to get to the frame.
    """

    params: Params
    mean: FloatArray  # (frames,)
    std: FloatArray  # (frames,)
    expected_reward: FloatArray  # (frames,)
    kl: FloatArray  # (frames,)
    kl_gradient: FloatArray  # (frames,)
    kl_natural: FloatArray  # (frames,)

    def summary(self, frame: int) -> dict[str, float]:
        names = ["mean", "std", "expected_reward", "kl", "kl_gradient", "kl_natural"]
        if frame == 0:
            names.remove("kl")
        return {"step": float(frame)} | {name: float(getattr(self, name)[frame]) for name in names}


def run(params: Params) -> Result:
    """Ascent of J(θ) = E[−(a − a*)²] = −(μ − a*)² − σ² in θ = (μ, log σ), for the policy N(μ, σ²).

    Gradient step: Δθ = η ∇J with ∇J = (−2(μ − a*), −2σ²). Natural step: Δθ = √(2η / ∇Jᵀ F⁻¹ ∇J) F⁻¹ ∇J
    with the Fisher information F = diag(1/σ², 2), which is as far as KL ≈ ½ Δθᵀ F Δθ = η allows: TRPO's
    step before its line search (Schulman et al. 2015, appendix C). `kl` is the exact KL(old‖new) =
    log σ′/σ + (σ² + Δμ²)/2σ′² − ½.
    """
    path = [np.array([params.mean, np.log(params.std)])]
    for _ in range(params.steps):
        gradient, natural = steps_from(path[-1][0], path[-1][1], params)
        path.append(path[-1] + (natural if params.natural else gradient))
    mean, log_std = np.array(path).T
    before = np.maximum(np.arange(params.steps + 1) - 1, 0)
    kinds = steps_from(mean[before], log_std[before], params)
    kl_gradient, kl_natural = (kl_of_step(log_std[before], *kind) for kind in kinds)
    taken = np.where(np.arange(params.steps + 1) > 0, kl_natural if params.natural else kl_gradient, 0.0)
    return Result(
        params=params,
        mean=mean,
        std=np.exp(log_std),
        expected_reward=-((mean - params.target) ** 2) - np.exp(2 * log_std),
        kl=taken,
        kl_gradient=kl_gradient,
        kl_natural=kl_natural,
    )


def steps_from(mean: FloatArray, log_std: FloatArray, params: Params) -> tuple[FloatArray, FloatArray]:
    """The gradient step and the natural step, each (2, …): in μ and in log σ."""
    variance = np.exp(2 * log_std)
    slope = np.stack([-2 * (mean - params.target), -2 * variance])
    ahead = slope * np.stack([variance, np.full_like(variance, 0.5)])
    length = (slope * ahead).sum(axis=0)
    scale = np.sqrt(2 * params.step_size / np.where(length > 0, length, np.inf))
    return params.step_size * slope, scale * ahead


def kl_of_step(log_std: FloatArray, mean_step: FloatArray, log_std_step: FloatArray) -> FloatArray:
    """KL(old‖new) of a step from a policy with that log σ."""
    shift = mean_step * np.exp(-log_std)
    found: FloatArray = log_std_step + (1 + shift**2) / (2 * np.exp(2 * log_std_step)) - 0.5
    return found


def contour(kl: float, points: int = 121) -> tuple[FloatArray, FloatArray]:
    """The closed curve of steps with that KL(old‖new): Δμ/σ and Δ log σ, both (points,).

    For σ′ = ρσ it is (Δμ/σ)² = 2ρ²(KL + ½ − log ρ) − 1, between the two ρ where that is 0.
    """

    def squared(log_ratio: FloatArray) -> FloatArray:
        found: FloatArray = 2 * np.exp(2 * log_ratio) * (kl + 0.5 - log_ratio) - 1
        return found

    low, high = _root(squared, -kl - 1 - np.sqrt(kl), 0.0), _root(squared, kl + 1, 0.0)
    angle = np.linspace(0.0, 2 * np.pi, points)
    log_ratio = (low + high) / 2 + (high - low) / 2 * np.cos(angle)
    shift = np.sqrt(np.maximum(squared(log_ratio), 0.0)) * np.sign(np.sin(angle))
    return shift, log_ratio


def _root(squared: Any, outside: float, inside: float) -> float:
    """Where `squared`, positive inside and negative outside, is 0."""
    for _ in range(60):
        middle = (outside + inside) / 2
        outside, inside = (middle, inside) if squared(np.array(middle)) < 0 else (outside, middle)
    return inside


class View:
    """Left both steps among KL contours in parameter space, right the policies and the KL over σ."""

    follows_pointer = True
    LEVELS = ((1, "-"), (10, "--"), (100, ":"))
    """Contours as multiples of η, and how they are drawn."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._plane, self._policies, self._over = (_style.still_axes(figure) for _ in range(3))
        self._draw_plane(figure)
        self._draw_policies(figure)
        self._draw_over(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_plane(self, figure: "Figure") -> None:
        axes, palette = self._plane, self._palette
        _style.plot(axes, palette, x="Δμ", y="Δ log σ")
        _scales.few_ticks(axes.xaxis, axes.yaxis)
        self._region = _moving.shapes(figure, axes, facecolor=palette.accent, alpha=0.15, linewidth=0)
        self._contours = [
            _moving.line(figure, axes, color=palette.muted, linewidth=1.2, linestyle=style)
            for _, style in self.LEVELS
        ]
        self._keys = [
            axes.plot([], [], color=palette.muted, linewidth=1.2, linestyle=style)[0]
            for _, style in self.LEVELS
        ]
        axes.plot([0], [0], marker="o", markersize=5, color=palette.text)
        self._arrows = [self._arrow(figure, axes, colour) for colour in self._colours]
        self._tips = [
            _moving.line(figure, axes, color=colour, marker="o", markersize=4, zorder=5)
            for colour in self._colours
        ]

    @property
    def _colours(self) -> tuple[str, str]:
        """Of the gradient step and of the natural one."""
        return self._palette.series[1], self._palette.series[0]

    def _arrow(self, figure: "Figure", axes: "Axes", colour: str) -> Any:
        from matplotlib.patches import FancyArrowPatch

        look: dict[str, Any] = {
            "mutation_scale": 12,
            "color": colour,
            "zorder": 5,
            "shrinkA": 0,
            "shrinkB": 0,
        }
        arrow = FancyArrowPatch((0, 0), (1, 0), arrowstyle="-|>", transform=axes.transData, **look)
        figure.add_artist(arrow)
        return arrow

    def _draw_policies(self, figure: "Figure") -> None:
        axes, palette = self._policies, self._palette
        _style.plot(axes, palette, x="(a − μ) / σ before the step", y="")
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        self._x = np.linspace(-FARTHEST_SHOWN, FARTHEST_SHOWN, 1601)
        axes.fill(self._x, _density(self._x), color=palette.muted, alpha=0.35, linewidth=0, label="old")
        self._new = []
        for colour, name in zip(self._colours, ("gradient", "natural"), strict=True):
            self._new.append(_moving.line(figure, axes, color=colour))
            axes.plot([], [], color=colour, linewidth=1.8, label=name)
        _legends.above_right(axes, palette, 3)

    def _draw_over(self, figure: "Figure") -> None:
        axes, palette = self._over, self._palette
        _style.plot(axes, palette, x="σ before the step", y="KL")
        _scales.log_scale(axes)
        axes.set_xscale("log")
        axes.set_xticks([0.01, 0.1, 1.0], ["0.01", "0.1", "1"])
        axes.minorticks_off()
        self._stds = np.geomspace(SMALLEST_STD, LARGEST_STD, 60)
        axes.set_xlim(self._stds[0], self._stds[-1])
        self._curves = [_moving.line(figure, axes, color=colour) for colour in self._colours]
        self._dots = [_style.moving_dot(figure, axes, colour) for colour in self._colours]

    def _bend(self) -> None:
        """Choose the axes, the same for every frame of the run, and mark the kind of step taken."""
        result, params = self._result, self._result.params
        base = slice(0, params.steps)
        self._fit_axes(np.stack(steps_from(result.mean[base], np.log(result.std[base]), params)))
        for (times, _), key in zip(self.LEVELS, self._keys, strict=True):
            key.set_label(f"{'KL ' if times == 1 else ''}{times * params.step_size:g}")
        _legends.above_right(self._plane, self._palette, 3)
        for index, artists in enumerate(zip(self._new, self._curves, self._arrows, strict=True)):
            is_taken = params.natural == bool(index)
            for artist in artists:
                artist.set(linewidth=2.2 if is_taken else 1.3, linestyle="-" if is_taken else (0, (3, 1.5)))

    def _fit_axes(self, steps: FloatArray) -> None:
        """Room for steps of either kind, (kinds, 2, frames); much around a gradient step, to compare σ."""
        result, step_size = self._result, self._result.params.step_size
        farthest = np.abs(steps).max(axis=2)
        across = max(2.4 * farthest[0, 0], 1.3 * farthest[1, 0])
        up = max(1.3 * farthest[:, 1].max(), 1.5 * np.sqrt(step_size))
        self._plane.set_xlim(-_room(across), _room(across))
        self._plane.set_ylim(-_room(up), _room(up))
        shifts = np.append(steps[:, 0] / result.std[: steps.shape[2]], 0.0)
        ends = np.clip(shifts, 4 - FARTHEST_SHOWN, FARTHEST_SHOWN - 4)
        self._policies.set_xlim(float(ends.min()) - 4, float(ends.max()) + 4)
        sharper = max(1.0, float(np.exp(-steps[:, 1].min())))
        self._policies.set_ylim(0, min(1.15 * PEAK * sharper, TALLEST_SHOWN))
        top = max(10 * step_size, *(float(kind.max()) for kind in self._over_stds(result.mean[0])))
        self._over.set_ylim(step_size / 100, 10.0 ** np.ceil(np.log10(top)))

    def _over_stds(self, mean: float) -> tuple[FloatArray, FloatArray]:
        """The KL of either kind of step from that mean, for every σ of the plot."""
        log_std = np.log(self._stds)
        gradient, natural = steps_from(np.full_like(log_std, mean), log_std, self._result.params)
        return kl_of_step(log_std, *gradient), kl_of_step(log_std, *natural)

    def renew(self, result: Result) -> bool:
        """Another run moves the same lines."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size, top, foot = (width, height), height - 28, 32.0
        middle = 0.5 * width
        each = (top - 14 - foot - 32) / 2
        _style.place_title(self._title, width, height)
        _style.place(self._plane, size, (52, foot, middle, top - 14))
        _style.place(self._over, size, (middle + 46, foot, width - 12, foot + each))
        _style.place(self._policies, size, (middle + 16, top - 14 - each, width - 12, top - 14))

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        before = max(frame - 1, 0)
        mean, log_std = result.mean[before], np.log(result.std[before])
        self._title.set_text(
            f"step {frame}   σ = {brief(float(result.std[before]))}   "
            f"KL: gradient {brief(result.kl_gradient[frame])}, natural {brief(result.kl_natural[frame])}"
        )
        self._show_contours(float(result.std[before]))
        steps = steps_from(mean, log_std, result.params)
        for index, (mean_step, log_std_step) in enumerate(steps):
            self._show_step(index, mean_step, log_std_step)
            shift, ratio = mean_step / result.std[before], np.exp(log_std_step)
            self._new[index].set_data(shift + ratio * self._x, _density(self._x) / ratio)
            self._new[index].set_visible(frame > 0)
        least, now = self._over.get_ylim()[0], (result.kl_gradient[frame], result.kl_natural[frame])
        for index, kl in enumerate(self._over_stds(mean)):
            self._curves[index].set_data(self._stds, kl)
            self._dots[index].set_data([result.std[before]], [max(now[index], least)])

    def _show_step(self, index: int, mean_step: float, log_std_step: float) -> None:
        """As an arrow, or where that has no room for its head, as a dot."""
        right, up = self._plane.get_xlim()[1], self._plane.get_ylim()[1]
        is_long = bool(np.hypot(mean_step / right, log_std_step / up) > SHORTEST_ARROW)
        self._arrows[index].set_positions((0, 0), (mean_step, log_std_step))
        self._arrows[index].set_visible(is_long)
        self._tips[index].set_data([mean_step], [log_std_step])
        self._tips[index].set_visible(not is_long)

    def _show_contours(self, std: float) -> None:
        for (times, _), line in zip(self.LEVELS, self._contours, strict=True):
            shift, log_ratio = contour(times * self._result.params.step_size)
            line.set_data(std * shift, log_ratio)
            if times == 1:
                self._region.set_verts([np.stack([std * shift, log_ratio], axis=1)])

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """The KL of a step to the pointer; over σ, that of both kinds of step with their terms."""
        params, before = self._result.params, max(self._frame - 1, 0)
        std, mean = self._result.std[before], self._result.mean[before]
        if axes is self._plane:
            kl = float(kl_of_step(np.log(std), np.array(x), np.array(y)))
            return f"Δμ = {brief(x)} = {brief(x / std)} σ, Δ log σ = {brief(y)}: KL(old‖new) = {brief(kl)}"
        if axes is not self._over:
            return None
        log_std = np.log(np.array(x))
        gradient, natural = steps_from(np.array(mean), log_std, params)
        slope = -2 * (mean - params.target)
        return (
            f"σ = {brief(x)}: Δμ = η dJ/dμ = {params.step_size:g}·{brief(slope)} = {brief(gradient[0])}, "
            f"KL {brief(float(kl_of_step(log_std, *gradient)))}; natural: Δμ = {brief(natural[0])}, "
            f"KL {brief(float(kl_of_step(log_std, *natural)))}"
        )

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:  # noqa: ARG002 - protocol
        """A drag in the plot over σ takes σ there."""
        if axes is not self._over:
            return None
        return replace(params, std=round(min(max(x, SMALLEST_STD), LARGEST_STD), 3))


def _density(x: FloatArray) -> FloatArray:
    found: FloatArray = PEAK * np.exp(-(x**2) / 2)
    return found


def _room(reach: float) -> float:
    """A round number that has room for that much, and does not change with every little."""
    return max(_scales.nice_above(max(10.0 * reach, 0.1)) / 10, 0.02)


SIMULATION = Simulation(
    slug="trust-region",
    title="Steps in a trust region",
    topic="Policy gradient",
    question="Why can the same step of the parameters be harmless for one policy and ruinous for another?",
    insight=(
        "The same Δμ is a KL of Δμ²/2σ², so a step that a broad policy hardly notices throws a sharp one far "
        "off its old actions; a natural gradient step measures itself in KL and is the same size for all."
    ),
    follow_up=(
        "Then why does not everyone take natural steps? They need F⁻¹g. TRPO solves Fx = g by conjugate "
        "gradients, with products Fv only and never the matrix F, then a line search on the exact KL and the "
        "surrogate, as ½ΔθᵀFΔθ is only its second-order term; PPO spares itself all that, with a clipped "
        "ratio that does not bound the KL."
    ),
    references=(
        "Kakade (2001), A Natural Policy Gradient, NeurIPS 14",
        "Schulman et al. (2015), Trust Region Policy Optimization, arXiv:1502.05477, appendix C",
        "Amari (1998), Natural Gradient Works Efficiently in Learning, Neural Computation 10(2)",
    ),
    params=Params,
    run=run,
    view=View,
)
