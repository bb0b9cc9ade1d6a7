"""Best-of-n by a noisy proxy: what it buys in true reward, and at which KL."""

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._terms import brief

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

GAUSSIAN, HEAVY_TAILED = NOISES = ("gaussian", "heavy-tailed")
MOST = 1000
"""The largest n, and the last one of the curves."""

REACH, SPACING = 25.0, 0.02
"""The proxy is integrated over sinh t, for t up to REACH: heavy tails need large values, not many."""

GOLD_REACH, GOLD_SPACING = 9.0, 0.05
NEAR = 9.0
"""Points from a candidate within which the pointer is on it."""


@dataclass(frozen=True)
class Params:
    n: int = param(64, "Samples n", min=1, max=MOST, step=1)
    noise: str = param(HEAVY_TAILED, "Noise of the proxy", choices=NOISES)
    noise_scale: float = param(0.7, "Noise scale σ", min=0.1, max=3.0, step=0.1)
    seed: int = param(3, "Seed", min=0, max=9999, step=1)


@dataclass(frozen=True)
class Result:
    """Frame k is best-of-(k + 1): expectations, and one sample in which candidate k is new."""

    params: Params
    n: FloatArray
    kl_bound: FloatArray  # log n − (n − 1)/n
    expected_proxy: FloatArray  # of the candidate with the highest proxy
    expected_gold: FloatArray
    candidate_proxy: FloatArray  # of the candidate that the frame adds
    candidate_gold: FloatArray
    best_proxy: FloatArray  # of the best of the sample so far
    best_gold: FloatArray

    def summary(self, frame: int) -> dict[str, float]:
        """`kl` is the bound, which scores without ties attain; `n_of_highest_gold` is left out at the end."""
        gold = selection(self.params.noise, self.params.noise_scale)[1]
        found = {
            "n": float(self.n[frame]),
            "kl": float(self.kl_bound[frame]),
            "kl_bound": float(self.kl_bound[frame]),
            "expected_proxy": float(self.expected_proxy[frame]),
            "expected_gold": float(self.expected_gold[frame]),
            "sampled_proxy": float(self.best_proxy[frame]),
            "sampled_gold": float(self.best_gold[frame]),
        }
        if gold.argmax() < MOST - 1:
            found["n_of_highest_gold"] = float(gold.argmax() + 1)
            found["highest_gold"] = float(gold.max())
        return found


def run(params: Params) -> Result:
    """The candidate with the highest proxy = gold + noise of n, gold ~ N(0, 1); KL ≤ log n − (n − 1)/n.

    The noise is σ times a standard normal, or σ times Student's t with 2 degrees of freedom, whose
    variance is infinite. KL: Stiennon et al. (2020), Gao et al. (2022); that it is an upper bound, and
    exact only where no two answers tie, Beirami et al. (2024). Expectations are integrals, see
    `selection`; the sample is one draw. A frame adds a candidate.
    """
    count = params.n
    rng = np.random.default_rng(params.seed)
    gold, normal, heavy = rng.standard_normal(MOST), rng.standard_normal(MOST), rng.standard_t(2, MOST)
    proxy = gold + params.noise_scale * (heavy if params.noise == HEAVY_TAILED else normal)
    best = _best_so_far(proxy[:count])
    expected_proxy, expected_gold = selection(params.noise, params.noise_scale)
    n = np.arange(1.0, count + 1)
    return Result(
        params=params,
        n=n,
        kl_bound=kl_bound(n),
        expected_proxy=expected_proxy[:count],
        expected_gold=expected_gold[:count],
        candidate_proxy=proxy[:count],
        candidate_gold=gold[:count],
        best_proxy=proxy[best],
        best_gold=gold[best],
    )


def kl_bound(n: FloatArray) -> FloatArray:
    """log n − (n − 1)/n: an upper bound of KL(best-of-n ‖ the policy sampled from)."""
    found: FloatArray = np.log(n) - (n - 1) / n
    return found


def _best_so_far(proxy: FloatArray) -> Any:
    """The index of the largest of the first k + 1, for every k."""
    is_record = proxy >= np.maximum.accumulate(proxy)
    return np.maximum.accumulate(np.where(is_record, np.arange(len(proxy)), 0))


@lru_cache(maxsize=64)
def selection(noise: str, noise_scale: float) -> tuple[FloatArray, FloatArray]:
    """E[proxy] and E[gold] of the best of n by proxy, for n = 1 to MOST.

    The best proxy has the density n F(x)ⁿ⁻¹ f(x), with F and f those of one candidate's proxy, and its
    gold is E[gold | proxy = x] on average. Over t with x = sinh t the integrands are smooth and vanish
    at both ends, where the trapezoidal rule is as good as exact.
    """
    t = np.arange(-REACH, REACH + SPACING / 2, SPACING)
    x = np.sinh(t)
    width = SPACING * np.cosh(t)
    below, density, gold_density = (_heavy_proxy if noise == HEAVY_TAILED else _gaussian_proxy)(
        x, noise_scale
    )
    integrands = np.stack([x * density * width, gold_density * width], axis=1)
    power, found = np.ones_like(x), np.empty((MOST, 2))
    for index in range(MOST):
        found[index] = (index + 1) * (power @ integrands)
        power = power * below
    found[0] = 0.0  # a single candidate is one of the prior; what the sum leaves is rounding
    found.flags.writeable = False
    return found[:, 0], found[:, 1]


def _gaussian_proxy(x: FloatArray, scale: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """P(proxy ≤ x), its density, and that times E[gold | x] = x/(1 + σ²)."""
    variance = 1 + scale**2
    deviation = math.sqrt(variance)
    below = np.array([0.5 * math.erfc(-each / deviation / math.sqrt(2)) for each in x.tolist()])
    density = np.exp(-np.minimum(x**2 / (2 * variance), 700.0)) / (deviation * math.sqrt(2 * math.pi))
    return below, density, density * x / variance


def _heavy_proxy(x: FloatArray, scale: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The same where the noise has Student's t with 2 degrees: F(z) = ½(1 + z/√(2 + z²))."""
    gold = np.arange(-GOLD_REACH, GOLD_REACH + GOLD_SPACING / 2, GOLD_SPACING)
    weight = GOLD_SPACING * np.exp(-(gold**2) / 2) / math.sqrt(2 * math.pi)
    z = (x[:, None] - gold) / scale
    root = np.sqrt(2 + z**2)
    density = root**-3 / scale
    return 0.5 * (1 + z / root) @ weight, density @ weight, density @ (weight * gold)


class View:
    """Left the candidates by gold and proxy, right what the best of n has of both, over the KL."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._sample, self._proxy, self._gold = (_style.still_axes(figure) for _ in range(3))
        self._draw_sample(figure)
        self._draw_curves(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_sample(self, figure: "Figure") -> None:
        axes, palette = self._sample, self._palette
        _style.plot(axes, palette, x="gold reward", y="proxy reward")
        axes.locator_params(axis="both", nbins=6)
        axes.set_xlim(-3.6, 3.6)
        axes.plot([-9, 9], [-9, 9], color=palette.muted, linestyle=":", linewidth=1.0, label="proxy = gold")
        dot: dict[str, Any] = {"marker": "o", "linestyle": "", "color": palette.muted, "markersize": 3.5}
        star: dict[str, Any] = {"marker": "*", "linestyle": "", "color": palette.warning, "markersize": 13}
        axes.plot([], [], label="candidate", **dot)
        axes.plot([], [], label="best by proxy", **{**star, "markersize": 9})
        self._candidates = _moving.line(figure, axes, alpha=0.7, **dot)
        self._best = _moving.line(figure, axes, zorder=4, markeredgecolor=palette.raised, **star)
        _style.legend(axes, palette, "lower left", anchor=(0.0, 1.0))

    def _draw_curves(self, figure: "Figure") -> None:
        palette = self._palette
        _style.plot(self._proxy, palette, x="", y="proxy")
        _style.plot(self._gold, palette, x="", y="gold")
        self._gold.xaxis.set_label_text("KL bound, log n − (n − 1)/n", x=1.0, ha="right")
        self._proxy.tick_params(labelbottom=False)
        n = np.arange(1.0, MOST + 1)
        for axes in (self._proxy, self._gold):
            axes.set_xlim(0, float(kl_bound(n)[-1]))
            axes.locator_params(axis="y", nbins=5)
        self._proxy_curve = self._proxy.plot([], [], color=palette.series[1], linewidth=2.0)[0]
        self._gold_curves = {
            noise: self._gold.plot([], [], color=palette.accent, label=f"{noise} noise")[0]
            for noise in NOISES
        }
        self._proxy_dot = _style.moving_dot(figure, self._proxy, palette.series[1])
        self._gold_dot = _style.moving_dot(figure, self._gold, palette.accent)

    def _bend(self) -> None:
        """Put what is the same in every frame where the parameters want it."""
        result, params = self._result, self._result.params
        kl = kl_bound(np.arange(1.0, MOST + 1))
        proxy = selection(params.noise, params.noise_scale)[0]
        self._proxy_curve.set_data(kl, proxy)
        self._proxy.set_ylim(0, 1.06 * float(proxy[-1]))
        highest = 0.0
        for noise, curve in self._gold_curves.items():
            gold = selection(noise, params.noise_scale)[1]
            curve.set_data(kl, gold)
            curve.set_linestyle("-" if noise == params.noise else "--")
            curve.set_linewidth(2.0 if noise == params.noise else 1.0)
            highest = max(highest, float(gold.max()))
        self._gold.set_ylim(0, 1.3 * highest)
        _style.legend(self._gold, self._palette, "upper left")
        low = min(-3.0, float(result.candidate_proxy.min()))
        high = max(3.0, float(result.candidate_proxy.max()))
        room = 0.06 * (high - low)
        self._sample.set_ylim(low - room, high + room)

    def renew(self, result: Result) -> bool:
        """Another run moves the same points and curves."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot, middle = height - 32, 34.0, 0.44 * width
        half = foot + 0.6 * (top - foot)
        _style.place_title(self._title, width, height)
        _style.place(self._sample, size, (42, foot, middle - 8, top - 34))
        _style.place(self._proxy, size, (middle + 38, half + 6, width - 14, top))
        _style.place(self._gold, size, (middle + 38, foot, width - 14, half - 4))

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        kl, proxy, gold = (
            float(values[frame]) for values in (result.kl_bound, result.expected_proxy, result.expected_gold)
        )
        self._title.set_text(
            f"n = {frame + 1}   KL ≤ {brief(kl, 4)}   expected gold {brief(gold)}, proxy {brief(proxy)}"
        )
        self._candidates.set_data(result.candidate_gold[: frame + 1], result.candidate_proxy[: frame + 1])
        self._best.set_data([result.best_gold[frame]], [result.best_proxy[frame]])
        self._proxy_dot.set_data([kl], [proxy])
        self._gold_dot.set_data([kl], [gold])

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """A candidate's proxy with its terms, or what the best of n has on average."""
        if axes is self._sample:
            return self._explained_candidate(x, y)
        if axes is not self._proxy and axes is not self._gold:
            return None
        params = self._result.params
        n = n_of(x)
        proxy, gold = (float(each[n - 1]) for each in selection(params.noise, params.noise_scale))
        kl = brief(math.log(n) - (n - 1) / n, 4)
        return f"n = {n}: KL ≤ log {n} − {n - 1}/{n} = {kl}, proxy {brief(proxy)}, gold {brief(gold)}"

    def _explained_candidate(self, x: float, y: float) -> str | None:
        shown = slice(0, self._frame + 1)
        gold, proxy = self._result.candidate_gold[shown], self._result.candidate_proxy[shown]
        to_pixels = self._sample.transData.transform
        apart = to_pixels(np.stack([gold, proxy], axis=1)) - to_pixels((x, y))
        away = np.hypot(apart[:, 0], apart[:, 1])
        nearest = int(away.argmin())
        if away[nearest] > NEAR:
            return None
        noise = brief(proxy[nearest] - gold[nearest])
        return (
            f"candidate {nearest + 1}: proxy {brief(proxy[nearest])} = gold {brief(gold[nearest])} "
            f"+ noise {noise}"
        )

    def edited(
        self,
        params: Params,
        axes: Any,
        x: float,
        y: float,  # noqa: ARG002 - the protocol's
    ) -> Params | None:
        """A drag along the curves sets n."""
        return replace(params, n=n_of(x)) if axes is self._proxy or axes is self._gold else None


def n_of(kl: float) -> int:
    """The n whose KL bound is nearest."""
    return int(np.abs(kl_bound(np.arange(1.0, MOST + 1)) - kl).argmin()) + 1


SIMULATION = Simulation(
    slug="best-of-n",
    title="Best-of-n by a proxy",
    topic="RL for language models",
    question="What does choosing the best of n by a reward model buy in true reward, and at which KL?",
    insight=(
        "The best of n by proxy costs a KL of at most log n − (n − 1)/n; where the proxy's errors have "
        "heavy tails the winner is ever more the luckiest error, and the true reward falls again."
    ),
    follow_up=(
        "Why is log n − (n − 1)/n only an upper bound? It is exact when no two answers have the same "
        "score; where answers repeat or tie, the choice tells less and the KL is lower, down to 0 for greedy "
        "decoding. And does Gaussian noise lead to over-optimisation, too? Not here: then the gold "
        "reward is 1/(1 + σ²) of the proxy's and keeps rising, only ever more slowly."
    ),
    references=(
        "Gao et al. (2022), Scaling Laws for Reward Model Overoptimization, arXiv:2210.10760",
        "Beirami et al. (2024), Theoretical guarantees on the best-of-n alignment policy, arXiv:2401.01879, "
        "for the upper bound",
        "Kwa et al. (2024), Catastrophic Goodhart, arXiv:2407.14503, for heavy-tailed errors",
        "Stiennon et al. (2020), Learning to summarize from human feedback, arXiv:2009.01325",
    ),
    params=Params,
    run=run,
    view=View,
)
