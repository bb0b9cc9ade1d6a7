"""Entropy collapse: how long a policy gradient takes to leave a wrong certainty, and what a bonus changes."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._softmax_gradient import (
    LARGEST_STEP,
    Ascent,
    entropy_of,
    temperature_for,
    tilted,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

MODES = ("none", "fixed", "auto")
MOST_ARMS = 10
MOST_FRAMES = 300
MORE = 10_000
"""Steps between two looks at a run that is under way."""

TIE = 1e-12
LEVELS = (0.0, 1.0, 2.5, 5.0)
"""Up to one of them, and down to minus one of them, the rewards are drawn."""


@dataclass(frozen=True)
class Params:
    mode: str = param("fixed", "Entropy bonus", choices=MODES)
    temperature: float = param(0.1, "Temperature τ (auto: at first)", min=0.001, max=2.0, step=0.001)
    target_entropy: float = param(0.8, "Target entropy (auto)", min=0.01, max=2.3, step=0.01)
    temperature_step_size: float = param(0.1, "Step size of τ (auto)", min=0.0, max=1.0, step=0.01)
    start_probability: float = param(
        0.02, "Probability at first of each arm but the second best", min=0.0001, max=0.9999, step=0.0001
    )
    step_size: float = param(5.0, "Step size α", min=0.0, max=20.0, step=0.1)
    rewards: tuple[float, ...] = param((1.0, 0.9, 0.5, 0.2, 0.0), "Rewards", min=-5.0, max=5.0, step=0.01)
    steps: int = param(50_000, "Steps", min=1, max=200_000, step=100)

    def __post_init__(self) -> None:
        arms = len(self.rewards)
        if not 2 <= arms <= MOST_ARMS:
            raise ValueError(f"rewards takes 2 to {MOST_ARMS} numbers, not {arms}")
        if self.start_probability * (arms - 1) >= 1:
            raise ValueError(f"start_probability is below 1/{arms - 1} with {arms} arms")
        if self.mode == "auto" and self.target_entropy >= math.log(arms):
            raise ValueError(f"target_entropy is below ln {arms} = {math.log(arms):.4g} with {arms} arms")
        largest = max(self.optimal_temperature, 0.0 if self.mode == "none" else self.temperature)
        if self.step_size * largest > LARGEST_STEP:
            raise ValueError(
                f"step_size is at most {LARGEST_STEP / largest:.3g} where the temperature is {largest:.3g}, "
                "or the policy never settles"
            )

    @property
    def best_arm(self) -> int:
        return self.rewards.index(max(self.rewards))

    @property
    def start(self) -> list[float]:
        """The first logits: nearly certain of the second best arm."""
        others = [arm for arm in range(len(self.rewards)) if arm != self.best_arm]
        second = max(others, key=self.rewards.__getitem__)
        logits = [math.log(self.start_probability)] * len(self.rewards)
        logits[second] = math.log(1 - self.start_probability * len(others))
        return logits

    @property
    def ascent(self) -> Ascent:
        return Ascent(
            rewards=self.rewards,
            step_size=self.step_size,
            temperature=0.0 if self.mode == "none" else self.temperature,
            target_entropy=self.target_entropy if self.mode == "auto" else None,
            temperature_step_size=self.temperature_step_size,
        )

    @property
    def optimal_temperature(self) -> float:
        """τ of the policy that the mode is after."""
        if self.mode == "auto":
            return temperature_for(self.rewards, self.target_entropy)
        return self.temperature if self.mode == "fixed" else 0.0


@dataclass(frozen=True)
class Result:
    """The policy after ever more steps, ever further apart, and the one that it is on its way to."""

    params: Params
    step: IntArray  # (frames,)
    policy: FloatArray  # (frames, arms)
    entropy: FloatArray  # (frames,)
    expected_reward: FloatArray  # (frames,)
    temperature: FloatArray  # (frames,): 0 without a bonus
    optimal_policy: FloatArray  # (frames, arms): the same in every frame
    escape_step: IntArray  # (frames,): the first at which no arm is likelier than the best one; −1 before it

    def summary(self, frame: int) -> dict[str, float]:
        """`escape_step` is left out until the policy has escaped."""
        params, best = self.params, self.params.best_arm
        optimal = self.optimal_policy[frame]
        entropy, reward = float(self.entropy[frame]), float(self.expected_reward[frame])
        found = {
            "step": float(self.step[frame]),
            "entropy": entropy,
            "expected_reward": reward,
            "objective": reward + float(self.temperature[frame]) * entropy,
            "temperature": float(self.temperature[frame]),
            "probability_best": float(self.policy[frame, best]),
            "optimal_probability_best": float(optimal[best]),
            "optimal_entropy": float(entropy_of(optimal)),
            "optimal_expected_reward": float(optimal @ np.array(params.rewards)),
            "optimal_temperature": params.optimal_temperature,
        }
        escape = float(self.escape_step[frame])
        return found | {"escape_step": escape} if escape >= 0 else found


def run(params: Params) -> Result:
    """θ_a ← θ_a + α ∂J/∂θ_a, the exact gradient of J = Σ π r + τ H(π) with π = softmax(θ).

    ∂J/∂θ_a = π_a [q_a − Σ π q], q = r − τ ln π: no arm's logit moves faster than its probability allows. The
    optimum is softmax(r / τ), with τ = 0 the best arm. auto: ln τ ← ln τ − η τ (H − target), the gradient of
    SAC's temperature loss (Haarnoja et al. 2018, section 5). Mei et al. (2020), sections 3 and 4.
    """
    *_, (_, result) = grow(params)
    return result


def grow(params: Params) -> Iterator[tuple[float, Result]]:
    """The policy after ever more steps."""
    shown = np.unique(np.geomspace(1, params.steps, MOST_FRAMES - 1).round().astype(np.intp))
    shown = np.concatenate([[0], shown])
    wanted, best = set(shown.tolist()), params.best_arm
    recorded: list[tuple[list[float], float]] = []
    escape = -1
    for step, (policy, temperature) in enumerate(islice(params.ascent.steps(params.start), params.steps + 1)):
        if escape < 0 and policy[best] >= max(policy) - TIE:
            escape = step
        if step in wanted:
            recorded.append((policy, temperature))
        if step % MORE == 0 and 0 < step < params.steps:
            yield step / params.steps, _result(params, shown[: len(recorded)], recorded, escape)
    yield 1.0, _result(params, shown, recorded, escape)


def _result(params: Params, step: IntArray, recorded: list[tuple[list[float], float]], escape: int) -> Result:
    policy = np.array([each for each, _ in recorded])
    return Result(
        params=params,
        step=step,
        policy=policy,
        entropy=entropy_of(policy),
        expected_reward=policy @ np.array(params.rewards),
        temperature=np.array([temperature for _, temperature in recorded]),
        optimal_policy=np.tile(tilted(params.rewards, params.optimal_temperature), (len(step), 1)),
        escape_step=np.where(step >= escape, escape, -1) if escape >= 0 else np.full(len(step), -1),
    )


class View:
    """Left the rewards above the policy and its optimum, right the entropy on its way."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result, self._palette, self._frame = result, palette, 0
        self._title = _style.title(figure, palette)
        self._rewards, self._policy, self._plot = (_style.still_axes(figure) for _ in range(3))
        arms = len(result.params.rewards)
        self._arms = np.arange(1.0, arms + 1)
        self._draw_bars()
        self._draw_plot(self._plot)
        self._bars = _moving.shapes(figure, self._policy, linewidths=0)
        self._bars.set_facecolor(palette.accent)
        self._draw_numbers(figure)
        self._dot = _style.moving_dot(figure, self._plot, palette.accent)
        self._fill()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_bars(self) -> None:
        from matplotlib.collections import PolyCollection

        palette = self._palette
        for axes, name in ((self._rewards, "reward r"), (self._policy, "policy π")):
            _style.plot(axes, palette, x="", y=name)
            axes.set_xlim(0.4, self._arms[-1] + 0.6)
            axes.locator_params(axis="y", nbins=3)
            axes.set_xticks(self._arms, [f"{arm:.0f}" for arm in self._arms])
        self._rewards.set_xticks([])
        self._policy.set_xlabel("arm")
        self._policy.set_ylim(0.0, 1.18)
        self._policy.set_yticks([0.0, 0.5, 1.0])
        self._heights = PolyCollection([], facecolor=palette.muted, linewidths=0)
        self._rewards.add_collection(self._heights, autolim=False)
        self._zero = self._rewards.axhline(0.0, color=palette.line, linewidth=1.0)
        self._optimum = PolyCollection([], facecolor="none", edgecolor=palette.good, linewidths=1.4)
        self._policy.add_collection(self._optimum, autolim=False)
        self._optimum.set_label("optimum")
        _style.legend(self._policy, palette, "upper right")

    def _draw_numbers(self, figure: "Figure") -> None:
        """The probabilities in figures, on axes of their own that are drawn at every frame."""
        from flashrl.simulations._glyphs import Numbers

        self._over = figure.add_subplot()
        self._over.set_axis_off()
        self._over.set(xlim=self._policy.get_xlim(), ylim=self._policy.get_ylim())
        self._numbers = Numbers(self._over, np.stack([self._arms, self._arms], axis=1))
        self._numbers.set(facecolor=self._palette.text)

    def _draw_plot(self, axes: "Axes") -> None:
        palette = self._palette
        _style.plot(axes, palette, x="step", y="")
        axes.set_xscale("symlog", linthresh=1.0, linscale=0.4)
        axes.minorticks_off()
        (self._entropy,) = axes.plot([], [], color=palette.accent, linewidth=2.0, label="entropy H")
        (self._level,) = axes.plot([], [], color=palette.good, linewidth=1.2, linestyle="--")
        self._level.set_label("H of the optimum")
        (self._best,) = axes.plot([], [], color=palette.series[1], linewidth=1.4, linestyle="-.")
        self._best.set_label("π of the best arm")
        (self._escape,) = axes.plot([], [], color=palette.muted, linewidth=1.0)
        (self._heat,) = axes.plot([], [], color=palette.series[3], linewidth=1.4, linestyle=":")

    def _fill(self) -> None:
        """Put what stands still where the result wants it."""
        result, params = self._result, self._result.params
        rewards = np.array(params.rewards)
        self._heights.set_verts(_moving.bars(self._arms, rewards, 0.7))
        low, high = self._reach()
        self._rewards.set_ylim(1.1 * low, 1.15 * high)
        self._optimum.set_verts(_moving.bars(self._arms, result.optimal_policy[0], 0.84))
        self._fill_plot(result)

    def _reach(self) -> tuple[float, float]:
        """The levels around all rewards. A drag ends there, or it would move the axis that it is on."""
        rewards = self._result.params.rewards
        low, high = (
            next(level for level in LEVELS if level >= most) for most in (-min(rewards), max(rewards))
        )
        return -low, max(high, LEVELS[1])

    def _fill_plot(self, result: Result) -> None:
        axes, last = self._plot, int(result.step[-1])
        self._entropy.set_data(result.step, result.entropy)
        self._best.set_data(result.step, result.policy[:, result.params.best_arm])
        self._level.set_data([0, last], [float(entropy_of(result.optimal_policy[0]))] * 2)
        is_auto = result.params.mode == "auto"
        self._heat.set_data(result.step, result.temperature if is_auto else np.full(len(result.step), np.nan))
        self._heat.set_label("temperature τ" if is_auto else "_")
        escape = int(result.escape_step[-1])
        highest = max(float(result.entropy.max()), 1.0)
        self._escape.set_data([escape, escape] if escape >= 0 else [], [0.0, highest] if escape >= 0 else [])
        self._escape.set_label(f"escape, step {escape:,}" if escape >= 0 else "_")
        axes.set_xlim(0, last)
        powers = range(0, int(math.log10(max(last, 1))) + 1, 2 if last >= 1000 else 1)
        axes.set_xticks([10**power for power in powers], [_decade(power) for power in powers])
        axes.set_ylim(0.0, (1.35 + 0.18 * (is_auto + (escape >= 0))) * highest)  # room for the legend
        axes.locator_params(axis="y", nbins=5)
        _style.legend(axes, self._palette, "upper right")

    def renew(self, result: Result) -> bool:
        """Another run with as many arms moves the artists."""
        if len(result.params.rewards) != len(self._arms):
            return False
        self._result = result
        self._fill()
        return True

    def _arrange(self, width: float, height: float) -> None:
        _style.place_title(self._title, width, height)
        size, top, split = (width, height), height - 30, 0.52 * width
        middle = 34 + 0.62 * (top - 34)
        _style.place(self._rewards, size, (42, middle + 8, split, top))
        for axes in (self._policy, self._over):
            _style.place(axes, size, (42, 34, split, middle))
        _style.place(self._plot, size, (split + 34, 34, width - 16, top))
        self._numbers.set_size(min(_style.SMALL_SIZE, (split - 42) / len(self._arms) / 3))

    def show(self, frame: int) -> None:
        result, self._frame = self._result, frame
        found = result.summary(frame)
        heat = f"   τ = {found['temperature']:.3g}" if result.params.mode != "none" else ""
        self._title.set_text(
            f"step {result.step[frame]:,}{heat}   H = {found['entropy']:.4f}   "
            f"E r = {_style.number(found['expected_reward'], '.3f')}"
        )
        policy = result.policy[frame]
        self._bars.set_verts(_moving.bars(self._arms, policy, 0.6))
        self._numbers.set_texts([f"{probability:.3f}".lstrip("0") for probability in policy])
        self._numbers.set_offsets(np.stack([self._arms, policy + 0.07], axis=1))
        self._dot.set_data([result.step[frame]], [result.entropy[frame]])

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """What moves the arm's logit at this step, or the numbers at that step."""
        result = self._result
        arm = round(x) - 1
        if axes in (self._policy, self._over, self._rewards) and 0 <= arm < len(self._arms):
            return self._explained_arm(arm)
        if axes is not self._plot or not 0 <= x <= result.step[-1]:
            return None
        frame = int(np.abs(np.log1p(result.step) - math.log1p(x)).argmin())
        return (
            f"step {result.step[frame]:,}: H = −Σ π ln π = {result.entropy[frame]:.4f}, "
            f"π of the best arm {result.policy[frame, result.params.best_arm]:.4f}"
        )

    def _explained_arm(self, arm: int) -> str:
        result, frame, params = self._result, self._frame, self._result.params
        probability, heat = float(result.policy[frame, arm]), float(result.temperature[frame])
        bonus = -heat * math.log(max(probability, 1e-300))
        mean = float(result.expected_reward[frame] + heat * result.entropy[frame])
        moved = params.step_size * probability * (params.rewards[arm] + bonus - mean)
        numbers = (params.step_size, probability, params.rewards[arm], mean, moved)
        alpha, pi, reward, level, change = (_style.number(each, ".3g") for each in numbers)
        if not heat:
            return f"arm {arm + 1}: Δθ = απ(r − E r) = {alpha} · {pi} · ({reward} − {level}) = {change}"
        terms = f"({reward} + {_style.number(bonus, '.3g')} − {level})"
        return f"arm {arm + 1}: Δθ = απ(r − τ ln π − J) = {alpha} · {pi} · {terms} = {change}"

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag among the rewards takes an arm's reward there."""
        arm = round(x) - 1
        if axes is not self._rewards or not 0 <= arm < len(params.rewards):
            return None
        rewards = list(params.rewards)
        low, high = self._reach()
        rewards[arm] = round(min(max(y, low), high), 2)
        try:
            return replace(params, rewards=tuple(rewards))
        except ValueError:  # the temperature that the target entropy then needs is too high
            return None


def _decade(power: int) -> str:
    return f"{10 ** (power - 3)}k" if power >= 3 else f"{10**power}"


SIMULATION = Simulation(
    slug="entropy-collapse",
    title="Entropy collapse",
    topic="Policy gradient",
    question="Why is a wrong certainty so hard to unlearn by policy gradients, and what does entropy change?",
    insight=(
        "An arm's logit moves in proportion to the arm's probability, so that an escape takes time in "
        "proportion to 1/π; an entropy bonus shortens it and in return moves the optimum to softmax(r/τ)."
    ),
    follow_up=(
        "Is the bonus free? No: at τ = 0.1 the optimum still picks the arm worth 0.9 in more than a quarter "
        "of all cases, so τ is annealed, or tuned to a target entropy as in SAC. Is SAC's bonus the same as "
        "PPO's? Only where an episode is one step: SAC adds entropy to the return, so that future entropy "
        "counts, and PPO adds a term to the loss."
    ),
    references=(
        "Mei et al. (2020), On the Global Convergence Rates of Softmax Policy Gradient Methods, "
        "arXiv:2005.06392",
        "Haarnoja et al. (2018), Soft Actor-Critic Algorithms and Applications, arXiv:1812.05905, section 5",
        "Ahmed et al. (2019), Understanding the Impact of Entropy on Policy Optimization, arXiv:1811.11214",
    ),
    params=Params,
    run=run,
    view=View,
    grow=grow,
)
