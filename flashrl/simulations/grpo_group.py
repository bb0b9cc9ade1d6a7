"""GRPO's advantages of one group of answers: what each normaliser makes of the same rewards."""

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

NORMALISERS = ("population", "sample", "none", "rloo")
NAMES = {
    "population": "population std",
    "sample": "sample std",
    "none": "none (mean only)",
    "rloo": "RLOO",
}

LARGEST_GROUP = 64
NUMBERED, NUMBERED_REWARDS = 6, 12
"""The most answers whose advantages and rewards are written on their bars."""

BAR_WIDTH, SLOT = 0.62, 0.2
"""Of a reward, and for each of the four advantages of an answer."""

DRAG_STEP = 0.05


@dataclass(frozen=True)
class Params:
    rewards: tuple[float, ...] = param(
        (1.0, 0.0, 0.0, 1.0), "Rewards r of the group", min=-100.0, max=100.0, step=DRAG_STEP
    )
    normaliser: str = param("population", "Normaliser", choices=NORMALISERS)
    success_probability: float = param(0.5, "Success probability p", min=0.0, max=1.0, step=0.01)
    groups: int = param(20, "Groups sampled before it", min=0, max=500, step=1)
    seed: int = param(0, "Seed", min=0, max=9999, step=1)

    def __post_init__(self) -> None:
        if not 2 <= len(self.rewards) <= LARGEST_GROUP:
            raise ValueError(f"rewards takes a group of 2 to {LARGEST_GROUP}, not {len(self.rewards)}")


@dataclass(frozen=True)
class Result:
    """Sampled groups with rewards 0 and 1, and in the last frame the group of `params.rewards`."""

    params: Params
    rewards: FloatArray  # (frames, group)
    advantages: FloatArray  # (frames, group), by the normaliser chosen
    advantages_population: FloatArray
    advantages_sample: FloatArray
    advantages_none: FloatArray
    advantages_rloo: FloatArray
    zero_signal_sampled: FloatArray  # (frames,): share of the groups sampled so far whose rewards are equal

    def summary(self, frame: int) -> dict[str, float]:
        """`zero_signal_share` is exact, for groups of this size; `reward_std` is the one divided by."""
        params, rewards = self.params, self.rewards[frame]
        found = {
            "group_size": float(len(rewards)),
            "mean_reward": float(rewards.mean()),
            "reward_std": float(_std(rewards, params.normaliser)),
            "largest_advantage": float(self.advantages[frame].max()),
            "smallest_advantage": float(self.advantages[frame].min()),
            "has_signal": float(np.ptp(rewards) > 0),
            "zero_signal_share": float(zero_signal_share(params.success_probability, len(rewards))),
        }
        if params.groups:
            found["zero_signal_sampled"] = float(self.zero_signal_sampled[frame])
        return found


def run(params: Params) -> Result:
    """A_i = (r_i − mean r) / std r: Shao et al. (2024), section 4.1, as outcome supervision.

    `population` divides by the standard deviation with G, `sample` with G − 1 (torch's default), `none`
    by nothing (Dr. GRPO: Liu et al., 2025), and `rloo` subtracts the mean of the *other* rewards, which
    is G/(G − 1) (r_i − mean r) (Ahmadian et al., 2024). Equal rewards have advantage 0 under all of them;
    with success probability p that is pᴳ + (1 − p)ᴳ of the groups. A frame samples another group; the last
    one is the group given.
    """
    rng = np.random.default_rng(params.seed)
    shape = params.groups, len(params.rewards)
    sampled = (rng.random(shape) < params.success_probability).astype(np.float64)
    rewards = np.concatenate([sampled, [params.rewards]])
    by_name = {name: advantages(rewards, name) for name in NORMALISERS}
    silent = np.cumsum(np.ptp(sampled, axis=1) == 0) / np.arange(1, params.groups + 1)
    return Result(
        params=params,
        rewards=rewards,
        advantages=by_name[params.normaliser],
        zero_signal_sampled=np.append(silent, silent[-1] if params.groups else 0.0),
        **{f"advantages_{name}": found for name, found in by_name.items()},
    )


def advantages(rewards: FloatArray, normaliser: str) -> FloatArray:
    """The advantages of groups, (..., group), exactly 0 where all rewards of a group are equal."""
    size = rewards.shape[-1]
    has_signal = np.ptp(rewards, axis=-1, keepdims=True) > 0
    centred = np.where(has_signal, rewards - rewards.mean(axis=-1, keepdims=True), 0.0)
    if normaliser == "none":
        return centred
    if normaliser == "rloo":
        apart: FloatArray = centred * size / (size - 1)
        return apart
    # In units of the largest reward and deviation, so that neither halves nor squares of tiny ones vanish.
    highest = np.abs(rewards).max(axis=-1, keepdims=True)
    unit = rewards / np.where(highest > 0, highest, 1.0)
    centred = np.where(has_signal, unit - unit.mean(axis=-1, keepdims=True), 0.0)
    largest = np.abs(centred).max(axis=-1, keepdims=True)
    scaled = centred / np.where(largest > 0, largest, 1.0)
    std = scaled.std(axis=-1, ddof=normaliser == "sample", keepdims=True)
    found: FloatArray = scaled / np.where(std > 0, std, 1.0)
    return found


def _std(rewards: FloatArray, normaliser: str) -> float:
    return float(rewards.std(ddof=normaliser == "sample")) if np.ptp(rewards) > 0 else 0.0


def zero_signal_share(success_probability: FloatArray | float, group_size: int) -> FloatArray | float:
    """P(all G rewards are equal) = pᴳ + (1 − p)ᴳ for independent answers with rewards 0 and 1."""
    return success_probability**group_size + (1 - success_probability) ** group_size


class View:
    """Left the rewards over their advantages, right how often a group of this size teaches nothing."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._rewards, self._advantages, self._plot = (_style.still_axes(figure) for _ in range(3))
        self._draw_bars(figure)
        self._draw_plot(figure)
        _style.legend(self._rewards, palette, "lower left", anchor=(0.0, 1.0))
        _style.legend(self._advantages, palette, "lower left")
        _style.legend(self._plot, palette, "upper center")
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_bars(self, figure: "Figure") -> None:
        palette = self._palette
        _style.plot(self._rewards, palette, x="", y="reward r")
        _style.plot(self._advantages, palette, x="answer (drag its reward)", y="advantage A")
        self._reward_bars = _moving.shapes(figure, self._rewards, facecolors=palette.muted)
        self._mean = _moving.line(figure, self._rewards, color=palette.warning, linewidth=1.2, linestyle="--")
        self._reward_numbers = BarNumbers(figure, self._rewards, palette.text)
        self._numbers = BarNumbers(figure, self._advantages, palette.text)
        self._bars = {}
        for name, colour in zip(NORMALISERS, palette.series, strict=False):
            self._bars[name] = _moving.shapes(figure, self._advantages, edgecolors=colour, linewidths=0.9)
            square: dict[str, Any] = {"marker": "s", "markersize": 6, "linestyle": ""}
            self._advantages.plot([], [], label=NAMES[name], color=colour, **square)
        self._rewards.plot(
            [], [], color=palette.warning, linewidth=1.2, linestyle="--", label="mean of the group"
        )
        for axes in (self._rewards, self._advantages):
            axes.locator_params(axis="y", nbins=4)
            axes.axhline(0, color=palette.line, linewidth=0.8)
        self._rewards.tick_params(labelbottom=False)

    def _draw_plot(self, figure: "Figure") -> None:
        plot, palette = self._plot, self._palette
        _style.plot(plot, palette, x="success probability p", y="")
        # To the right, as a narrow figure has no room for the half that would stand out.
        plot.set_xlabel("success probability p", loc="right")
        plot.set_title(
            "groups without signal", loc="right", fontsize=_style.TEXT_SIZE, color=palette.text, pad=4
        )
        plot.set_xlim(0, 1)
        plot.set_ylim(-0.06, 1.04)
        plot.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        plot.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        (self._curve,) = plot.plot([], [], color=palette.accent, linewidth=1.8, label="exact")
        hollow: dict[str, Any] = {"marker": "o", "fillstyle": "none", "linestyle": "", "markersize": 8}
        plot.plot([], [], color=palette.warning, label="sampled", **hollow)
        self._share = _moving.line(figure, plot, color=palette.warning, zorder=4, **hollow)
        self._dot = _style.moving_dot(figure, plot, palette.accent)

    def _bend(self) -> None:
        """Put what is the same in every frame where the parameters want it."""
        result, params = self._result, self._result.params
        size = len(params.rewards)
        named = np.arange(size) if size <= 16 else np.arange(0, size, -(-size // 8))
        for axes in (self._rewards, self._advantages):
            axes.set_xlim(-0.7, size - 0.3)
            axes.set_xticks(named, [str(each + 1) for each in named])
        low, high = self._drag_range()
        room = 0.3 * (high - low)
        self._rewards.set_ylim(low - (room if low < 0 else 0), high + room)
        self._style_bars()
        most = max(float(np.abs(getattr(result, f"advantages_{name}")).max()) for name in NORMALISERS) or 1.0
        self._advantages.set_ylim(-1.35 * most, 1.35 * most)
        p = np.linspace(0, 1, 101)
        self._curve.set_data(p, np.asarray(zero_signal_share(p, size)))

    def _style_bars(self) -> None:
        """The normaliser chosen is filled, the others are outlines."""
        for name, drawn in self._bars.items():
            colour = drawn.get_edgecolor()
            drawn.set_facecolor(colour if name == self._result.params.normaliser else "none")

    def _drag_range(self) -> tuple[float, float]:
        """The whole numbers around the rewards, 0 and 1: a drag stays inside, so that the scale stays."""
        rewards = self._result.params.rewards
        return float(np.floor(min(0.0, *rewards))), float(np.ceil(max(1.0, *rewards)))

    def renew(self, result: Result) -> bool:
        """Another run moves the same bars, and may have another size of group."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot, middle = height - 48, 36.0, 0.57 * width
        half = foot + 0.6 * (top - foot)
        _style.place_title(self._title, width, height)
        _style.place(self._rewards, size, (44, half + 8, middle, top))
        _style.place(self._advantages, size, (44, foot, middle, half))
        _style.place(self._plot, size, (middle + 30, 92, width - 14, top + 8))
        legend = self._advantages.get_legend()
        assert legend is not None
        legend.set_bbox_to_anchor((middle / width, 4 / height), legend.figure.transSubfigure)

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        rewards, found = result.rewards[frame], result.advantages[frame]
        places = np.arange(float(len(rewards)))
        self._title.set_text(self._words(frame))
        self._reward_bars.set_verts(bars(places, rewards, BAR_WIDTH))
        self._mean.set_data([-0.7, len(rewards) - 0.3], np.full(2, rewards.mean()))
        for index, (name, drawn) in enumerate(self._bars.items()):
            heights = getattr(result, f"advantages_{name}")[frame]
            drawn.set_verts(bars(places + SLOT * (index - 1.5), heights, 0.85 * SLOT))
        self._show_numbers(places, rewards, found)
        p = result.params.success_probability
        self._dot.set_data([p], [float(zero_signal_share(p, len(rewards)))])
        self._share.set_data([p], [result.zero_signal_sampled[frame]])
        self._share.set_visible(result.params.groups > 0)

    def _show_numbers(self, places: FloatArray, rewards: FloatArray, found: FloatArray) -> None:
        self._numbers.hide()
        self._reward_numbers.hide()
        if len(places) <= NUMBERED_REWARDS:
            self._reward_numbers.show(places, rewards, [brief(each) for each in rewards])
        if len(places) > NUMBERED:
            return
        chosen = places + SLOT * (NORMALISERS.index(self._result.params.normaliser) - 1.5)
        self._numbers.show(chosen, found, [_style.number(each, ".2f") for each in found])

    def _words(self, frame: int) -> str:
        result = self._result
        rewards = result.rewards[frame]
        is_given = frame == result.params.groups
        which = "the group given" if is_given else f"sampled group {frame + 1} of {result.params.groups}"
        if np.ptp(rewards) == 0:
            return f"{which}   all equal: no signal"
        std = _std(rewards, result.params.normaliser)
        return f"{which}   mean {brief(rewards.mean())}   std {brief(std)}"

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """An advantage with its terms, or the share of groups without signal at that p."""
        result = self._result
        if axes is self._plot and 0 <= x <= 1:
            size, p = len(result.params.rewards), round(x, 2)
            share = zero_signal_share(p, size)
            return f"pᴳ + (1 − p)ᴳ = {p:g}^{size} + {1 - p:g}^{size} = {brief(float(share))}"
        answer = self._answer(axes, x)
        if answer is None:
            return None
        rewards = result.rewards[self._frame]
        if axes is self._rewards:
            ahead = brief(rewards[answer] - rewards.mean())
            mean = brief(rewards.mean())
            return f"r{subscript(answer + 1)} = {brief(rewards[answer])}, {ahead} from the mean {mean}"
        return f"A{subscript(answer + 1)} = {self._terms(rewards, answer)}"

    def _terms(self, rewards: FloatArray, answer: int) -> str:
        """What an advantage is made of, and its value."""
        normaliser = self._result.params.normaliser
        if np.ptp(rewards) == 0:
            return "0: all rewards of the group are equal"
        found = brief(self._result.advantages[self._frame, answer], 4)
        reward, mean = brief(rewards[answer], 4), rewards.mean()
        if normaliser == "none":
            return f"r − mean = {reward} − {brief(mean, 4)} = {found}"
        if normaliser == "rloo":
            others = (rewards.sum() - rewards[answer]) / (len(rewards) - 1)
            return f"r − mean of the others = {reward} − {brief(others, 4)} = {found}"
        std = brief(_std(rewards, normaliser), 4)
        return f"(r − mean)/std = ({reward} − {brief(mean, 4)})/{std} = {found}"

    def _answer(self, axes: Any, x: float) -> int | None:
        """Which answer's bar is at x."""
        if axes is not self._rewards and axes is not self._advantages:
            return None
        answer = round(x)
        inside = 0 <= answer < len(self._result.params.rewards) and abs(x - answer) <= 2 * SLOT
        return answer if inside else None

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:
        """A drag sets a reward of the group given, or on the right the success probability."""
        if axes is self._plot:
            return replace(params, success_probability=round(min(max(x, 0.0), 1.0), 2))
        answer = self._answer(axes, x) if axes is self._rewards else None
        if answer is None:
            return None
        low, high = self._drag_range()
        rewards = list(params.rewards)
        rewards[answer] = round(DRAG_STEP * round(min(max(y, low), high) / DRAG_STEP), 2)
        return replace(params, rewards=tuple(rewards))


SIMULATION = Simulation(
    slug="grpo-group",
    title="GRPO's advantages of a group",
    topic="RL for language models",
    question="What does each normaliser make of a group's rewards, and which groups teach nothing?",
    insight=(
        "The group's mean is the baseline and replaces the critic; dividing by the standard deviation only "
        "changes how much each prompt counts, and a group whose rewards are all equal teaches nothing."
    ),
    follow_up=(
        "What does the division by the standard deviation change? Not the direction of one prompt's update "
        "but its weight: with success probability p the expected update is about ∇p/√(p(1 − p)) for large "
        "groups, so very easy and very hard prompts count more; Dr. GRPO leaves it out for that. And what "
        "about groups without signal? They cost sampling and give no gradient, so DAPO samples on until "
        "the batch has none of them."
    ),
    references=(
        "Shao et al. (2024), DeepSeekMath, arXiv:2402.03300, section 4.1, for GRPO",
        "Liu et al. (2025), Understanding R1-Zero-Like Training: A Critical Perspective, arXiv:2503.20783, "
        "for Dr. GRPO",
        "Ahmadian et al. (2024), Back to Basics, arXiv:2402.14740, for RLOO",
        "Yu et al. (2025), DAPO, arXiv:2503.14476, for dynamic sampling",
    ),
    params=Params,
    run=run,
    view=View,
)
