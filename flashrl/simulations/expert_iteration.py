"""Expert iteration on a few strategies: sample, keep what succeeded, refit to it, again."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

NAMES = "ABCDEFGH"
"""The strategies' names; there may be as many as these."""

BAR_WIDTH = 0.62


@dataclass(frozen=True)
class Params:
    prior: tuple[float, ...] = param((0.9, 0.09, 0.01), "Prior q₀", min=0.0, max=1.0, step=0.01)
    success: tuple[float, ...] = param((0.02, 0.2, 0.9), "Success s", min=0.0, max=1.0, step=0.01)
    iterations: int = param(8, "Iterations", min=1, max=200, step=1)
    samples: int = param(0, "Samples an iteration (0: exact)", min=0, max=10000, step=1)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)

    def __post_init__(self) -> None:
        if not 2 <= len(self.prior) <= len(NAMES):
            raise ValueError(f"prior takes 2 to {len(NAMES)} probabilities, not {len(self.prior)}")
        if abs(sum(self.prior) - 1) > 1e-6:
            raise ValueError(f"prior takes probabilities that sum to 1, not to {sum(self.prior):g}")
        if len(self.success) != len(self.prior):
            raise ValueError(
                f"success takes one probability for each of the {len(self.prior)} of prior, "
                f"not {len(self.success)}"
            )


@dataclass(frozen=True)
class Result:
    """Frame k is after k rounds of filtering and refitting."""

    params: Params
    policy: FloatArray  # (frames, strategies): q_k
    success_probability: FloatArray  # (frames,): p_k
    kept: FloatArray  # (frames, strategies): successes that q_k was fitted to, as a share where exact
    success_probabilities: FloatArray  # (frames, iterations + 1): p_0 to the last, whatever the frame

    def summary(self, frame: int) -> dict[str, float]:
        """`samples_per_success` is 1/p; `no_success_probability` that of a whole round without any."""
        samples, p = self.params.samples, float(self.success_probability[frame])
        shares = self.policy[frame][self.policy[frame] > 0]
        found = {
            "iteration": float(frame),
            "success_probability": p,
            "entropy": max(0.0, -float(shares @ np.log(shares))),
            "best_strategy_share": float(self.policy[frame, int(np.argmax(self.params.success))]),
        }
        if p > 1e-9:
            found["samples_per_success"] = 1 / p
        if samples:
            found["no_success_probability"] = (1 - p) ** samples
            if frame:
                found["samples_kept"] = float(self.kept[frame].sum())
        return found


def run(params: Params) -> Result:
    """q_{k+1}(i) = q_k(i) s_i / p_k with p_k = Σ_i q_k(i) s_i, so q_k(i) ∝ q_0(i) s_iᵏ.

    Filtering samples of q_k by success leaves strategy i with probability q_k(i) s_i / p_k (Bayes), and
    the maximum-likelihood refit to them is that distribution. With a number of samples it is the shares
    among those that succeeded, and q_k stays where none did. Expert iteration: Anthony et al. (2017);
    on a language model's own successes: Zelikman et al. (2022), STaR.
    """
    prior, success = np.array(params.prior), np.array(params.success)
    rng = np.random.default_rng(params.seed)
    policies, kept = [prior / prior.sum()], [np.zeros(len(prior))]
    for _ in range(params.iterations):
        found = _successes(policies[-1], success, params.samples, rng)
        kept.append(found)
        policies.append(found / found.sum() if found.sum() > 0 else policies[-1])
    policy = np.array(policies)
    p = policy @ success
    return Result(params, policy, p, np.array(kept), np.broadcast_to(p, (len(p), len(p))))


def _successes(policy: FloatArray, success: FloatArray, samples: int, rng: np.random.Generator) -> FloatArray:
    """How often each strategy succeeds among so many samples; with 0 of them, its expected share."""
    if not samples:
        expected: FloatArray = policy * success
        return expected
    return rng.binomial(rng.multinomial(samples, policy / policy.sum()), success).astype(np.float64)


class View:
    """Left the shares of the strategies and their chances of success, right the success of the mixture."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._shares, self._chances, self._plot = (_style.still_axes(figure) for _ in range(3))
        self._draw_bars(figure)
        self._draw_plot(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_bars(self, figure: "Figure") -> None:
        palette = self._palette
        _style.plot(self._shares, palette, x="", y="share q")
        _style.plot(self._chances, palette, x="strategy (drag the bars)", y="success s")
        for axes in (self._shares, self._chances):
            axes.set_ylim(0, 1.04)
            axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        self._now = _moving.shapes(figure, self._shares, facecolors=palette.accent)
        self._prior = _moving.shapes(
            figure, self._shares, facecolors="none", edgecolors=palette.warning, linewidths=1.4
        )
        self._success = _moving.shapes(figure, self._chances, facecolors=palette.good)

    def _draw_plot(self, figure: "Figure") -> None:
        plot, palette = self._plot, self._palette
        _style.plot(plot, palette, x="iteration k", y="success of the mixture, p")
        plot.set_ylim(0, 1.04)
        plot.locator_params(axis="x", integer=True, nbins=6)
        self._best, self._exact, self._curve = plot.plot([], [], [], [], [], [])
        self._best.set(color=palette.good, linestyle=":", linewidth=1.2, label="best strategy's s")
        self._exact.set(color=palette.muted, linestyle="--", linewidth=1.2)
        self._curve.set(color=palette.accent, linewidth=1.8, marker="o", markersize=3, label="pₖ")
        square: dict[str, Any] = {"linestyle": "", "marker": "s", "markersize": 7}
        plot.plot([], [], color=palette.accent, label="policy qₖ", **square)
        plot.plot([], [], color=palette.warning, label="prior q₀", fillstyle="none", **square)
        self._dot = _style.moving_dot(figure, plot, palette.warning)

    def _bend(self) -> None:
        """Put what is the same in every frame where the parameters want it."""
        result, params = self._result, self._result.params
        places, iterations = np.arange(len(params.prior)), np.arange(params.iterations + 1)
        for axes in (self._shares, self._chances):
            axes.set_xlim(-0.6, len(places) - 0.4)
            axes.set_xticks(places, list(NAMES[: len(places)]))
        self._shares.tick_params(labelbottom=False)
        _moving.set_bars(self._prior, np.array(params.prior), BAR_WIDTH)
        _moving.set_bars(self._success, np.array(params.success), BAR_WIDTH)
        exact = run(replace(params, samples=0)) if params.samples else result
        best = max(s for s, q in zip(params.success, params.prior, strict=True) if q > 0)
        self._best.set_data([0, params.iterations], [best, best])
        self._exact.set_data(iterations, exact.success_probability if params.samples else iterations * np.nan)
        self._exact.set_label("pₖ of exact refits" if params.samples else "_")
        self._curve.set_data(iterations, result.success_probability)
        self._curve.set_markersize(3 if params.iterations <= 30 else 0)
        self._plot.set_xlim(0, params.iterations)
        risen = result.success_probability[-1] > 0.4
        _style.legend(self._plot, self._palette, "lower right" if risen else "center right")

    def renew(self, result: Result) -> bool:
        """Another run moves the same bars and curves, and may have other strategies."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot, middle = height - 32, 34.0, 0.46 * width
        half = foot + 0.45 * (top - foot)
        _style.place_title(self._title, width, height)
        _style.place(self._shares, size, (44, half + 10, middle - 10, top))
        _style.place(self._chances, size, (44, foot, middle - 10, half - 4))
        _style.place(self._plot, size, (middle + 36, foot, width - 14, top))

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        p = float(result.success_probability[frame])
        words = f"iteration {frame}   p = {p:.4g}"
        if result.params.samples and frame:
            words += f"   kept {result.kept[frame].sum():.0f} of {result.params.samples}"
        elif p > 0:
            words += f"   one success in {1 / p:.3g} samples"
        self._title.set_text(words)
        _moving.set_bars(self._now, result.policy[frame], BAR_WIDTH)
        self._dot.set_data([frame], [p])

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """A strategy's share with what it came from, or the mixture's success with its terms."""
        if axes is self._plot:
            return self._explained_success(round(x))
        strategy = self._strategy(axes, x)
        if strategy is None:
            return None
        name, success = NAMES[strategy], self._result.params.success[strategy]
        if axes is self._chances:
            return f"s({name}) = {success:g}: the share of its samples that succeed"
        return self._explained_share(strategy, f"q_{self._frame}({name})")

    def _explained_share(self, strategy: int, what: str) -> str:
        result, frame = self._result, self._frame
        share = result.policy[frame, strategy]
        if frame == 0:
            return f"{what} = {share:.4g}, the prior"
        if result.params.samples:
            kept = result.kept[frame]
            return f"{what} = {share:.4g}: {kept[strategy]:.0f} of {kept.sum():.0f} kept"
        before, p = result.policy[frame - 1, strategy], result.success_probability[frame - 1]
        success = result.params.success[strategy]
        return f"{what} = q_{frame - 1}·s/p_{frame - 1} = {before:.4g}·{success:g}/{p:.4g} = {share:.4g}"

    def _explained_success(self, iteration: int) -> str | None:
        result = self._result
        if not 0 <= iteration <= result.params.iterations:
            return None
        terms = " + ".join(
            f"{q:.3g}·{s:g}" for q, s in zip(result.policy[iteration], result.params.success, strict=True)
        )
        return f"p_{iteration} = Σ q·s = {terms} = {result.success_probability[iteration]:.4g}"

    def _strategy(self, axes: Any, x: float) -> int | None:
        """Which strategy's bar is at x."""
        if axes is not self._shares and axes is not self._chances:
            return None
        strategy = round(x)
        inside = 0 <= strategy < len(self._result.params.prior) and abs(x - strategy) <= BAR_WIDTH / 2
        return strategy if inside else None

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag on a bar sets its chance of success, or its prior share while the others make room."""
        strategy = self._strategy(axes, x)
        if strategy is None:
            return None
        value = round(min(max(y, 0.0), 1.0), 2)
        if axes is self._chances:
            success = list(params.success)
            success[strategy] = value
            return replace(params, success=tuple(success))
        return replace(params, prior=with_share(params.prior, strategy, value))


def with_share(prior: tuple[float, ...], strategy: int, share: float) -> tuple[float, ...]:
    """`prior` with that share for one strategy, the rest among the others as before, to three digits."""
    others = np.array(prior)
    others[strategy] = 0.0
    if others.sum() <= 0:
        others[:] = 1.0
        others[strategy] = 0.0
    changed = np.round(others / others.sum() * (1 - share), 3)
    changed[int(others.argmax())] += 1 - share - changed.sum()
    changed[strategy] = share
    return tuple(float(each) for each in np.round(np.maximum(changed, 0.0), 6))


SIMULATION = Simulation(
    slug="expert-iteration",
    title="Expert iteration",
    topic="Exploration and practice",
    question="How does a policy improve on nothing but its own filtered successes, and when can it not?",
    insight=(
        "Each round multiplies a strategy's share by its success relative to the mixture's, so a rare good "
        "strategy takes over in a few rounds, but one that is never sampled cannot be found."
    ),
    follow_up=(
        "What if the first policy never succeeds? Then there is nothing to fit: the expected wait is 1/p "
        "samples. One starts on easier problems, samples more, adds demonstrations or hints, or gives "
        "partial reward. And how does it differ from a policy gradient? It is one with reward 1 or 0, no "
        "baseline and no negative examples, taken to its maximum-likelihood end in each round."
    ),
    references=(
        "Anthony, Tian & Barber (2017), Thinking Fast and Slow with Deep Learning and Tree Search, "
        "arXiv:1705.08439",
        "Zelikman et al. (2022), STaR: Bootstrapping Reasoning With Reasoning, arXiv:2203.14465",
        "Singh et al. (2023), Beyond Human Data (ReST-EM), arXiv:2312.06585, for filtering as the E-step",
    ),
    params=Params,
    run=run,
    view=View,
)
