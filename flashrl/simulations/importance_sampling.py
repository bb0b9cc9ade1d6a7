"""Importance sampling: ordinary and weighted estimates of one policy's value from another's episodes."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _curves, _legends, _moving, _off_policy, _scales, _style
from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

FRAMES = 240
"""Frames at most: every episode at first, then ever more of them at a time."""

LARGEST = 1e9
"""Larger numbers are left out of a summary: nothing is to be learned from them but that they are large."""

NAMES = ("ordinary", "weighted", "clipped", "clipped weighted")

LEAST_SIZE = 0.7
"""Where the scale of effective sample sizes begins."""

SMALLEST_SHARE = 2e-3
"""Ratios that are less likely under both policies are not drawn."""


@dataclass(frozen=True)
class Params:
    env: str = param("chain", "Environment", choices=("blackjack", "chain"))
    horizon: int = param(10, "Horizon T of the chain", min=1, max=50, step=1)
    target_probability: float = param(0.9, "Target π(right) of the chain", min=0.0, max=1.0, step=0.05)
    behaviour_probability: float = param(
        0.5, "Behaviour b(right) of the chain", min=0.05, max=0.95, step=0.05
    )
    clip: float = param(0.0, "Clip of the ratio c, 0 is off", min=0.0, max=1e6, step=1.0)
    episodes: int = param(10000, "Episodes", min=1, max=20000, step=1000)
    runs: int = param(100, "Runs averaged", min=1, max=500, step=10)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)

    @property
    def outcomes(self) -> _off_policy.Outcomes:
        if self.env == "blackjack":
            return _off_policy.blackjack()
        return _off_policy.chain(self.horizon, self.target_probability, self.behaviour_probability)


@dataclass(frozen=True)
class Result:
    """Errors are squared and averaged over the runs. Without a clip the clipped numbers are the others."""

    params: Params
    episode: IntArray  # (frames,): after how many a frame is
    mse_ordinary: FloatArray
    mse_weighted: FloatArray
    mse_ordinary_clipped: FloatArray
    mse_weighted_clipped: FloatArray
    mse_ordinary_exact: FloatArray  # Var[ρG] / n
    mse_ordinary_clipped_exact: FloatArray  # Var[min(ρ, c) G] / n + bias²
    estimate_ordinary: FloatArray  # mean over the runs, as all below
    estimate_weighted: FloatArray
    effective_sample_size: FloatArray  # (Σρ)² / Σρ²
    effective_sample_size_clipped: FloatArray
    ratio_variance_sampled: FloatArray  # of all ratios so far, in all runs

    def summary(self, frame: int) -> dict[str, float]:
        """Numbers of a billion and more are left out."""
        outcomes, clip = self.params.outcomes, self.params.clip
        found = {
            "episode": float(self.episode[frame]),
            "state_value": outcomes.value,
            "ratio_variance": outcomes.ratio_variance,
        }
        clipped_only = ("mse_ordinary_clipped", "mse_weighted_clipped", "mse_ordinary_clipped_exact")
        names = [
            *("mse_ordinary", "mse_weighted", "mse_ordinary_exact", "estimate_ordinary", "estimate_weighted"),
            *("effective_sample_size", "ratio_variance_sampled"),
            *((*clipped_only, "effective_sample_size_clipped") if clip else ()),
        ]
        found |= {name: float(getattr(self, name)[frame]) for name in names}
        if clip:
            found |= {"ratio_variance_clipped": outcomes.variance(outcomes.clipped(clip))}
            found |= {"bias_ordinary_clipped": outcomes.bias(clip)}
            found |= {"bias_weighted_clipped": outcomes.weighted_bias(clip)}
        return {name: value for name, value in found.items() if abs(value) < LARGEST}


def run(params: Params) -> Result:
    """v_π from episodes of b: Σ ρG / n, ordinary, or Σ ρG / Σ ρ, weighted, with ρ = Π π(A|S) / b(A|S).

    Sutton & Barto (2018), equations 5.5 and 5.6; both are 0 while no ratio has been above 0. A clip
    puts min(ρ, c) for ρ. Effective sample size: Kish (1965). The chances of ratio and return are
    exact, and an episode is a draw from them: the deck of Example 5.4 is dealt on paper, once.
    """
    outcomes, episode = params.outcomes, _shown_episodes(params.episodes)
    weights = outcomes.ratio, outcomes.clipped(params.clip)
    plain, clipped = _sampled(params, weights, episode)
    estimates, clipped_estimates = (_off_policy.estimates(each, episode) for each in (plain, clipped))
    mse, clipped_mse = (
        ((each - outcomes.value) ** 2).mean(axis=1) for each in (estimates, clipped_estimates)
    )
    variance, clipped_variance = (outcomes.variance(each * outcomes.returns) for each in weights)
    mean, mean_square = (each.mean(axis=0) / episode for each in (plain[0], plain[2]))
    return Result(
        params=params,
        episode=episode,
        mse_ordinary=mse[0],
        mse_weighted=mse[1],
        mse_ordinary_clipped=clipped_mse[0],
        mse_weighted_clipped=clipped_mse[1],
        mse_ordinary_exact=variance / episode,
        mse_ordinary_clipped_exact=clipped_variance / episode + outcomes.bias(params.clip) ** 2,
        estimate_ordinary=estimates[0].mean(axis=0),
        estimate_weighted=estimates[1].mean(axis=0),
        effective_sample_size=_off_policy.effective(plain),
        effective_sample_size_clipped=_off_policy.effective(clipped),
        ratio_variance_sampled=mean_square - mean**2,
    )


def _sampled(params: Params, weights: tuple[FloatArray, FloatArray], episode: IntArray) -> FloatArray:
    """The sums of both weights in every run, from the same episodes: (2, 3, runs, frames)."""
    outcomes, rng = params.outcomes, np.random.default_rng(params.seed)
    below = np.cumsum(outcomes.chance)[:-1]
    sums = np.zeros((2, 3, params.runs, episode.size))
    for index in range(params.runs):
        drawn = np.searchsorted(below, rng.random(params.episodes), side="right")
        for weight, each in zip(weights, sums, strict=True):
            each[:, index] = _off_policy.sums(weight, outcomes.returns, drawn, episode)
    return sums


def _shown_episodes(count: int) -> IntArray:
    """Evenly on a log scale, the powers of ten among them."""
    even = np.geomspace(1, count, FRAMES).round()
    tens = 10.0 ** np.arange(np.floor(np.log10(count)) + 1)
    return np.union1d(even, tens).astype(np.intp)


class View:
    """Left the errors on log scales; right what the episodes are worth, and what each policy would draw."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        from matplotlib.ticker import LogLocator

        self._palette, self._has_clip = palette, result.params.clip > 0
        self._title = _style.title(figure, palette)
        self._errors, self._sizes, self._ratios = (_style.still_axes(figure) for _ in range(3))
        _style.plot(self._errors, palette, x="episodes n", y="mean squared error")
        _style.plot(self._sizes, palette, x="", y="effective n")
        _scales.log_scale(self._errors)
        _scales.log_scale(self._sizes)
        self._sizes.yaxis.set_major_locator(LogLocator(numticks=4))
        names = NAMES if self._has_clip else NAMES[:2]
        self._mse = _curves.Curves(figure, self._errors, palette, names)
        self._effective = _curves.Curves(figure, self._sizes, palette, (NAMES[0], *names[2:3]), series=(0, 2))
        self._draw_still()
        self.renew(result)
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_still(self) -> None:
        from matplotlib.collections import PolyCollection

        palette, count = self._palette, 2 if self._has_clip else 1
        dashed: dict[str, Any] = {"color": palette.muted, "linewidth": 1.0, "linestyle": "--"}
        self._exact = [self._errors.plot([], [], **dashed)[0] for _ in range(count)]
        self._exact[0].set_label("exact")
        self._all = self._sizes.plot([], [], **dashed | {"linestyle": ":"})[0]
        _style.plot(self._ratios, palette, x="ρ  (bars b, dots π)", y="chance")
        self._ratios.locator_params(axis="y", nbins=4)
        self._clipped = self._ratios.axvspan(0, 1, color=palette.warning, alpha=0.2, linewidth=0)
        self._clipped.set_visible(self._has_clip)
        self._bars = PolyCollection([], linewidths=0, facecolor=palette.muted, alpha=0.6)
        self._ratios.add_collection(self._bars, autolim=False)
        self._dots = self._ratios.plot([], [], "o", markersize=3.5, color=palette.accent)[0]

    def renew(self, result: Result) -> bool:
        """A clip that comes or goes is another picture."""
        if (result.params.clip > 0) != self._has_clip:
            return False
        self._result, episode = result, result.episode.astype(float)
        errors = [result.mse_ordinary, result.mse_weighted]
        sizes, exact = [result.effective_sample_size], [result.mse_ordinary_exact]
        if self._has_clip:
            errors += [result.mse_ordinary_clipped, result.mse_weighted_clipped]
            sizes, exact = (
                [*sizes, result.effective_sample_size_clipped],
                [*exact, result.mse_ordinary_clipped_exact],
            )
        _scales.log_steps(self._errors, episode[-1], ticks=4)
        _scales.log_steps(self._sizes, episode[-1], ticks=3)
        self._mse.fill(episode, _drawable(errors))
        self._effective.fill(episode, _drawable(sizes, LEAST_SIZE))
        for line, values in zip(self._exact, exact, strict=True):
            line.set_data(episode, values)
        self._all.set_data([1, episode[-1]], [1, episode[-1]])
        self._errors.set_ylim(*_limits(_drawable(errors)))
        self._sizes.set_ylim(LEAST_SIZE, max(10.0, 1.4 * episode[-1]))
        self._fill_ratios()
        return True

    def _fill_ratios(self) -> None:
        """The chances of the ratios, at even distances: they may lie many powers of ten apart."""
        outcomes, clip = self._result.params.outcomes, self._result.params.clip
        ratio, group = np.unique(outcomes.ratio.round(12), return_inverse=True)
        chance = np.bincount(group, outcomes.chance)
        drawn = np.flatnonzero(np.maximum(chance, chance * ratio) >= SMALLEST_SHARE)
        self._ratio, self._chance = ratio[drawn], chance[drawn].astype(float)
        places, target = np.arange(drawn.size), self._ratio * self._chance
        _moving.set_bars(self._bars, self._chance, 0.8)
        self._dots.set_data(places, target)
        labels = [_short(each, least=0.01) for each in self._ratio]
        apart = -(-drawn.size // (6 if max(map(len, labels)) < 4 else 3))
        self._ratios.set_xticks(places[::apart], labels[::apart])
        self._ratios.set_xlim(-0.6, drawn.size - 0.4)
        self._ratios.set_ylim(0, 1.1 * float(max(self._chance.max(), target.max())))
        first = float(np.searchsorted(self._ratio, clip or np.inf, side="right")) - 0.5
        self._clipped.set(x=first, width=max(drawn.size - 0.4 - first, 0.0))

    def _arrange(self, width: float, height: float) -> None:
        _style.place_title(self._title, width, height)
        size, bottom, middle = (width, height), 32, 0.52 * width
        count = 5 if self._has_clip else 3
        top = _legends.across(self._errors, self._palette, size, height - 27, columns=count) - 6
        half = (top - bottom - 30) / 2
        _style.place(self._errors, size, (50, bottom, middle, top))
        _style.place(self._sizes, size, (middle + 52, top - half, width - 16, top))
        _style.place(self._ratios, size, (middle + 52, bottom, width - 16, bottom + half))

    def show(self, frame: int) -> None:
        result, self._frame = self._result, frame
        ordinary, weighted = result.mse_ordinary, result.mse_weighted
        size, mark = result.effective_sample_size, ""
        if self._has_clip:
            ordinary, weighted = result.mse_ordinary_clipped, result.mse_weighted_clipped
            size, mark = result.effective_sample_size_clipped, "clipped "
        errors = f"{mark}MSE {_short(ordinary[frame])}, weighted {_short(weighted[frame])}"
        self._title.set_text(f"n = {result.episode[frame]:,}   {errors}   ESS {_short(size[frame])}")
        self._mse.show(frame)
        self._effective.show(frame)

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """An error, an effective sample size, or a ratio with its chances."""
        if axes is self._ratios and -0.5 <= x < self._ratio.size - 0.5:
            return self._ratio_explained(round(x))
        if axes is self._errors and (found := self._mse.hit(x, y)):
            return self._error_explained(*found)
        if axes is self._sizes and (found := self._effective.hit(x, y)):
            result, (curve, frame) = self._result, found
            sizes = (result.effective_sample_size, result.effective_sample_size_clipped)[curve]
            name = "of min(ρ, c): " if curve else ""
            return f"{name}{result.episode[frame]:,} episodes count as (Σρ)² / Σρ² = {sizes[frame]:.1f}"
        return None

    def _error_explained(self, curve: int, frame: int) -> str:
        result, n = self._result, int(self._result.episode[frame])
        errors = (
            result.mse_ordinary,
            result.mse_weighted,
            result.mse_ordinary_clipped,
            result.mse_weighted_clipped,
        )[curve][frame]
        text = f"{NAMES[curve]}, n = {n:,}: {errors:.3g} over {result.params.runs} runs"
        outcomes = result.params.outcomes
        if curve == 0:
            variance = outcomes.variance(outcomes.ratio * outcomes.returns)
            return f"{text}; exact Var[ρG] / n = {variance:.4g} / {n:,} = {variance / n:.3g}"
        if curve == 2:
            variance = outcomes.variance(outcomes.clipped(result.params.clip) * outcomes.returns)
            bias = _style.number(outcomes.bias(result.params.clip), ".3f")
            return f"{text}; exact Var / n + bias² = {variance:.4g} / {n:,} + ({bias})²"
        if curve == 3:
            bias = _style.number(outcomes.weighted_bias(result.params.clip), ".3f")
            return f"{text}; its bias tends to {bias}"
        return text

    def _ratio_explained(self, place: int) -> str:
        ratio, chance = self._ratio[place], self._chance[place]
        text = f"ρ = {ratio:.4g}: chance {chance:.3g} by b, ρ times that by π: {ratio * chance:.3g}"
        clip = self._result.params.clip
        return f"{text}; clipped to {clip:g}" if clip and ratio > clip else text

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:  # noqa: ARG002 - protocol
        """A click on a ratio makes it the clip, a click on the clip takes it off."""
        if axes is not self._ratios or not -0.5 <= x < self._ratio.size - 0.5:
            return None
        clip = float(f"{self._ratio[round(x)]:.4g}")
        if clip > 1e6:
            return None
        return replace(params, clip=0.0 if clip == params.clip else clip)


def _drawable(curves: list[FloatArray], least: float = 1e-12) -> FloatArray:
    """(points, curves), without what lies below the log scale."""
    values = np.stack(curves, axis=1)
    return np.where(values >= least, values, np.nan)


def _limits(values: FloatArray) -> tuple[float, float]:
    """The powers of ten around all that is finite."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return 0.1, 1.0
    low, high = np.floor(np.log10(finite.min())), np.ceil(np.log10(finite.max()))
    return float(10.0 ** min(low, high - 1)), float(10.0**high)


def _short(value: float, *, least: float = 1e-4) -> str:
    """As few digits as will do, in little room: 0.012, 9e−7."""
    if value and not least <= value < 1e5:
        mantissa, power = f"{value:.0e}".split("e")
        return _style.number(float(mantissa), "g") + "e" + _style.number(int(power), "d")
    return f"{value:.0f}" if value >= 100 else f"{value:.2g}"


SIMULATION = Simulation(
    slug="importance-sampling",
    title="Importance sampling",
    topic="Tabular",
    question="How much are episodes of another policy worth, and what does clipping their ratios cost?",
    insight=(
        "A ratio is a product over the steps, so that its variance grows exponentially with the horizon; "
        "weighting and clipping buy less variance with a bias, which more episodes cure for weighting only."
    ),
    follow_up=(
        "Why is weighted importance sampling biased, and is that bad? It divides by the sum of the ratios, "
        "which is random: with one episode it returns that episode's G, whatever its ratio. But the bias "
        "vanishes as episodes come in, and the estimate never leaves the range of the returns. What else "
        "helps over long horizons? Ratios per decision: a reward needs those of the steps up to it only."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., section 5.5, Example 5.4 "
        "and Figure 5.3, with the state's value −0.27726 from 100 million episodes; section 5.9",
        "Kish (1965), Survey Sampling, for the effective sample size",
        "Ionides (2008), Truncated Importance Sampling, Journal of Computational and Graphical Statistics 17",
    ),
    params=Params,
    run=run,
    view=View,
)
