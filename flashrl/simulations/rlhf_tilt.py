"""RLHF's objective solved exactly: the reference policy, tilted by exp(r/β), along the reward–KL frontier."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._moving import BarNumbers, bars
from flashrl.simulations._terms import brief, subscript

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

STEPS = 40
"""Equal tilts from the reference to the optimum."""

MOST_ANSWERS = 12
NUMBERED = 6
"""The most answers whose probabilities are written on their bars."""

ROUNDING = 1e-12
"""A KL below it is none."""

BAR_WIDTH = 0.62
DRAG_STEP = 0.05
SMALLEST_KL_COEFFICIENT, LARGEST_KL_COEFFICIENT = 0.01, 100.0


@dataclass(frozen=True)
class Params:
    kl_coefficient: float = param(
        0.5, "KL coefficient β", min=SMALLEST_KL_COEFFICIENT, max=LARGEST_KL_COEFFICIENT, step=0.01
    )
    rewards: tuple[float, ...] = param(
        (0.0, 0.5, 1.0, 2.0), "Rewards r", min=-100.0, max=100.0, step=DRAG_STEP
    )
    reference_policy: tuple[float, ...] = param(
        (0.4, 0.3, 0.2, 0.1), "Reference policy π_ref", min=0.0, max=1.0, step=0.01
    )

    def __post_init__(self) -> None:
        total = sum(self.reference_policy)
        if not 2 <= len(self.reference_policy) <= MOST_ANSWERS:
            raise ValueError(
                f"reference_policy takes 2 to {MOST_ANSWERS} probabilities, not {len(self.reference_policy)}"
            )
        if abs(total - 1) > 1e-6:
            raise ValueError(f"reference_policy takes probabilities that sum to 1, not to {total:.7g}")
        if len(self.rewards) != len(self.reference_policy):
            raise ValueError(
                f"rewards takes one reward for each of the {len(self.reference_policy)} probabilities of "
                f"reference_policy, not {len(self.rewards)}"
            )


@dataclass(frozen=True)
class Result:
    """From the reference in frame 0 to the optimum for `params.kl_coefficient` in the last frame."""

    params: Params
    policy: FloatArray  # (frames, answers)
    expected_reward: FloatArray  # (frames,)
    kl: FloatArray  # (frames,): KL(π ‖ π_ref)
    objective: FloatArray  # (frames,): E r − β KL
    kl_to_optimum: FloatArray  # (frames,): KL(π ‖ π*)

    def summary(self, frame: int) -> dict[str, float]:
        """`optimal_for_kl_coefficient` is the β whose optimum this frame is; the reference has none."""
        possible = np.array(self.params.reference_policy) > 0
        best = int(np.argmax(np.where(possible, self.params.rewards, -np.inf)))
        found = {
            "step": float(frame),
            "expected_reward": float(self.expected_reward[frame]),
            "kl": float(self.kl[frame]),
            "objective": float(self.objective[frame]),
            "optimal_objective": float(self.objective[-1]),
            "kl_to_optimum": float(self.kl_to_optimum[frame]),
            "best_answer_probability": float(self.policy[frame, best]),
        }
        if frame:
            found["optimal_for_kl_coefficient"] = self.params.kl_coefficient * STEPS / frame
        return found


def run(params: Params) -> Result:
    """π*(y) = π_ref(y) exp(r(y)/β) / Z maximises E_π r − β KL(π ‖ π_ref).

    Rafailov et al. (2023), equation 4 and appendix A.1; Korbak et al. (2022). An exact step multiplies
    the policy by exp(r/(40β)) and normalises it: mirror ascent, a natural-gradient step on the reward.
    After k of the 40 steps it is the optimum for the coefficient 40β/k, so that the way to π* leads along
    the frontier. The objective falls short of the optimum, β log Z, by β KL(π ‖ π*).
    """
    reference, rewards = np.array(params.reference_policy), np.array(params.rewards)
    tilts = np.arange(STEPS + 1) / STEPS / params.kl_coefficient
    policy = tilted(reference, rewards, tilts)
    kl = divergence(policy, reference)
    expected: FloatArray = policy @ rewards
    objective = expected - params.kl_coefficient * kl
    return Result(
        params=params,
        policy=policy,
        expected_reward=expected,
        kl=kl,
        objective=objective,
        # Not by its own definition: π* may be 0 to the last digit where an early policy is not.
        kl_to_optimum=np.maximum(objective[-1] - objective, 0.0) / params.kl_coefficient,
    )


def tilted(reference: FloatArray, rewards: FloatArray, tilts: FloatArray) -> FloatArray:
    """π_ref exp(tilt · r) / Z for every tilt 1/β: (tilts, answers). What the reference never says stays 0."""
    possible = reference > 0
    shifted = np.where(possible, rewards - rewards[possible].max(), 0.0)
    weights = reference * np.exp(tilts[:, None] * shifted)
    found: FloatArray = weights / weights.sum(axis=1, keepdims=True)
    return found


def divergence(policy: FloatArray, reference: FloatArray) -> FloatArray:
    """KL(policy ‖ reference) over the last axis; the reference is positive wherever the policy is."""
    ratio = np.divide(policy, reference, out=np.ones_like(policy), where=policy > 0)
    found: FloatArray = (policy * np.log(ratio)).sum(axis=-1)
    return np.where(found > ROUNDING, found, 0.0)


def tilt_of_divergence(params: Params, kl: float) -> float:
    """The tilt 1/β whose optimum has that KL, by bisection; the strongest one where none has."""
    reference, rewards = np.array(params.reference_policy), np.array(params.rewards)
    low, high = 1 / LARGEST_KL_COEFFICIENT, 1 / SMALLEST_KL_COEFFICIENT
    for _ in range(60):
        middle = math.sqrt(low * high)
        if divergence(tilted(reference, rewards, np.array([middle])), reference)[0] < kl:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


class View:
    """Left the rewards over the policy and its reference, right the frontier with its price, β."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._rewards, self._policy, self._plot = (_style.still_axes(figure) for _ in range(3))
        self._draw_bars(figure)
        self._draw_frontier(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_bars(self, figure: "Figure") -> None:
        palette = self._palette
        _style.plot(self._rewards, palette, x="", y="reward r")
        _style.plot(self._policy, palette, x="answer (drag its reward)", y="probability")
        self._rewards.tick_params(labelbottom=False)
        self._rewards.locator_params(axis="y", nbins=3)
        self._rewards.axhline(0, color=palette.line, linewidth=0.8)
        self._policy.set_ylim(0, 1.0)
        self._policy.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        self._reward_bars = _moving.shapes(figure, self._rewards, facecolors=palette.muted)
        self._bars = _moving.shapes(figure, self._policy, facecolors=palette.accent)
        self._reference = _moving.shapes(
            figure, self._policy, facecolors="none", edgecolors=palette.warning, linewidths=1.4
        )
        self._reward_numbers = BarNumbers(figure, self._rewards, palette.text)
        self._numbers = BarNumbers(figure, self._policy, palette.text)
        square: dict[str, Any] = {"linestyle": "", "marker": "s", "markersize": 7}
        self._policy.plot([], [], color=palette.accent, label="policy π", **square)
        self._policy.plot([], [], color=palette.warning, label="π_ref", fillstyle="none", **square)
        self._policy.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 0.97),
            ncols=2,
            fontsize=_style.SMALL_SIZE,
            labelcolor=palette.text,
            frameon=False,
            borderaxespad=0.0,
            handletextpad=0.3,
            columnspacing=1.0,
        )

    def _draw_frontier(self, figure: "Figure") -> None:
        plot, palette = self._plot, self._palette
        _style.plot(plot, palette, x="KL(π ‖ π_ref) (drag: β)", y="expected reward")
        plot.locator_params(axis="both", nbins=5)
        self._curve, self._end = plot.plot([], [], [], [])
        self._curve.set(color=palette.accent, linewidth=2.0, label="frontier, all β")
        self._end.set(color=palette.muted, marker="o", fillstyle="none", linestyle="", label="β → 0")
        self._optimum = plot.plot([], [], color=palette.good, marker="D", linestyle="", label="π*")[0]
        plot.plot([], [], color=palette.warning, linewidth=1.2, linestyle="--", label="slope β")
        self._price = _moving.line(figure, plot, color=palette.warning, linewidth=1.2, linestyle="--")
        self._dot = _style.moving_dot(figure, plot, palette.warning)

    def _bend(self) -> None:
        """Put what is the same in every frame where the parameters want it."""
        result, params = self._result, self._result.params
        reference, rewards = np.array(params.reference_policy), np.array(params.rewards)
        places = np.arange(float(len(rewards)))
        for axes in (self._rewards, self._policy):
            axes.set_xlim(-0.6, len(places) - 0.4)
            axes.set_xticks(places, [str(each + 1) for each in range(len(places))])
        low, high = self._drag_range()
        room = 0.3 * (high - low)
        self._rewards.set_ylim(low - (room if low < 0 else 0), high + room)
        self._reward_bars.set_verts(bars(places, rewards, BAR_WIDTH))
        self._reward_numbers.show(places, rewards, [brief(each) for each in rewards])
        self._reference.set_verts(bars(places, reference, BAR_WIDTH))
        kl, expected = frontier(params)
        self._curve.set_data(kl, expected)
        self._end.set_data(kl[-1:], expected[-1:])
        self._optimum.set_data(result.kl[-1:], result.expected_reward[-1:])
        rise = max(float(expected[-1] - expected[0]), 1e-3)
        self._plot.set_xlim(0, 1.06 * max(float(kl[-1]), 1e-2))
        self._plot.set_ylim(expected[0] - 0.08 * rise, expected[-1] + 0.1 * rise)
        _style.legend(self._plot, self._palette, "lower right")

    def _drag_range(self) -> tuple[float, float]:
        """The whole numbers around the rewards, 0 and 2: a drag stays inside, so that the scale stays."""
        rewards = self._result.params.rewards
        return float(math.floor(min(0.0, *rewards))), float(math.ceil(max(2.0, *rewards)))

    def renew(self, result: Result) -> bool:
        """Another run moves the same bars and curve, and may have other answers."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot, middle = height - 32, 34.0, 0.46 * width
        half = foot + 0.56 * (top - foot)
        _style.place_title(self._title, width, height)
        _style.place(self._rewards, size, (44, half + 18, middle - 8, top))
        _style.place(self._policy, size, (44, foot, middle - 8, half - 4))
        _style.place(self._plot, size, (middle + 38, foot, width - 14, top))

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        policy, kl = result.policy[frame], float(result.kl[frame])
        expected, places = float(result.expected_reward[frame]), np.arange(float(len(result.policy[frame])))
        self._bars.set_verts(bars(places, policy, BAR_WIDTH))
        if len(places) <= NUMBERED:
            ends = np.maximum(policy, result.params.reference_policy)
            self._numbers.show(places, ends, [f"{each:.3f}".lstrip("0") for each in policy])
        else:
            self._numbers.hide()
        self._dot.set_data([kl], [expected])
        self._price.set_visible(frame > 0)
        which = "the reference"
        if frame:
            price = self._price_at(frame)
            which = f"optimum for β = {brief(price)}"
            ahead = np.array([-10.0, 10.0])
            self._price.set_data(kl + ahead, expected + price * ahead)
        self._title.set_text(f"{which}   KL {brief(kl, 4)}   reward {brief(expected, 4)}")

    def _price_at(self, frame: int) -> float:
        """The β whose optimum that frame shows: also the slope of the frontier there."""
        return self._result.params.kl_coefficient * STEPS / frame

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """A probability with its tilt, or the most reward that a KL can buy."""
        if axes is self._plot:
            return self._explained_frontier(x)
        answer = self._answer(axes, x)
        if answer is None:
            return None
        reward = self._result.params.rewards[answer]
        if axes is self._rewards:
            return f"r{subscript(answer + 1)} = {brief(reward)}"
        return self._explained_probability(answer, reward)

    def _explained_probability(self, answer: int, reward: float) -> str:
        params, frame = self._result.params, self._frame
        name, reference = f"π{subscript(answer + 1)}", params.reference_policy[answer]
        found = brief(self._result.policy[frame, answer], 4)
        if not frame:
            return f"{name} = {found}, as in the reference"
        price = self._price_at(frame)
        rewards, all_references = np.array(params.rewards), np.array(params.reference_policy)
        largest = float(np.abs(rewards).max()) / price
        total = brief(float(all_references @ np.exp(rewards / price)), 4) if largest < 12 else "Z"
        return (
            f"{name} = π_ref·exp(r/β)/Z = {reference:g}·exp({brief(reward)}/{brief(price)})/{total} = {found}"
        )

    def _explained_frontier(self, kl: float) -> str | None:
        params = self._result.params
        if not 0 < kl < float(frontier(params)[0][-1]):
            return None
        tilt = tilt_of_divergence(params, kl)
        policy = tilted(np.array(params.reference_policy), np.array(params.rewards), np.array([tilt]))
        most = float(policy[0] @ np.array(params.rewards))
        return (
            f"KL {brief(kl)} buys a reward of {brief(most, 4)} at most: the optimum for β = {brief(1 / tilt)}"
        )

    def _answer(self, axes: Any, x: float) -> int | None:
        """Which answer's bar is at x."""
        if axes is not self._rewards and axes is not self._policy:
            return None
        answer = round(x)
        inside = 0 <= answer < len(self._result.params.rewards) and abs(x - answer) <= BAR_WIDTH / 2
        return answer if inside else None

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag sets a reward, or along the frontier the coefficient whose optimum has that KL."""
        if axes is self._plot:
            if not self._explained_frontier(x):
                return None
            found = 1 / tilt_of_divergence(params, x)
            coarse = round(found, 2 if found < 10 else 0)
            return replace(params, kl_coefficient=min(max(coarse, 0.01), LARGEST_KL_COEFFICIENT))
        answer = self._answer(axes, x) if axes is self._rewards else None
        if answer is None:
            return None
        low, high = self._drag_range()
        rewards = list(params.rewards)
        rewards[answer] = round(DRAG_STEP * round(min(max(y, low), high) / DRAG_STEP), 2) + 0.0
        return replace(params, rewards=tuple(rewards))


def frontier(params: Params) -> tuple[FloatArray, FloatArray]:
    """KL and expected reward of the optima for all β, from the reference to β → 0."""
    reference, rewards = np.array(params.reference_policy), np.array(params.rewards)
    possible = rewards[reference > 0]
    spread = float(np.ptp(possible)) or 1.0
    gaps = np.diff(np.unique(possible))
    steepest = 40 / (float(gaps.min()) if gaps.size else 1.0)
    tilts = np.concatenate([[0.0], np.geomspace(1e-2 / spread, steepest, 300)])
    policy = tilted(reference, rewards, tilts)
    return divergence(policy, reference), policy @ rewards


SIMULATION = Simulation(
    slug="rlhf-tilt",
    title="RLHF's optimum: a tilted reference",
    topic="RL for language models",
    question="Which policy does reward minus β times KL ask for, and what does β set?",
    insight=(
        "The optimum is the reference tilted by exp(r/β): β is the price of KL, picks a point on the "
        "reward–KL frontier, and no β brings in an answer that the reference never gives."
    ),
    follow_up=(
        "Where does DPO come from? Solve the optimum for the reward: r = β log(π*/π_ref) + β log Z, and Z "
        "cancels in the difference of two answers to one prompt. And does the KL penalty prevent reward "
        "hacking? No: it only sets how far along the frontier of the proxy reward one goes, much as "
        "stopping early does."
    ),
    references=(
        "Rafailov et al. (2023), Direct Preference Optimization, arXiv:2305.18290, equation 4",
        "Korbak et al. (2022), RL with KL penalties is better viewed as Bayesian inference, arXiv:2205.11275",
        "Gao et al. (2022), Scaling Laws for Reward Model Overoptimization, arXiv:2210.10760, "
        "for the KL penalty and early stopping",
    ),
    params=Params,
    run=run,
    view=View,
)
