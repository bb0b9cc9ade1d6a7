"""The deadly triad: function approximation, bootstrapping and off-policy updates, which together diverge."""

from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _legends, _moving, _scales, _style, _terms
from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._triad import COUNTEREXAMPLES, Counterexample, ExpectedUpdates

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

LARGEST_WEIGHT = 1e8
"""A run ends before a weight exceeds it."""

MOST_FRAMES = 1000
NEUTRAL = 1e-9
"""How far from 1 a growth factor is told from it."""

SLOW = 1e-4


@dataclass(frozen=True)
class Params:
    env: str = param("baird", "Counterexample", choices=tuple(COUNTEREXAMPLES))
    discount: float = param(0.99, "Discount γ", min=0.0, max=1.0, step=0.01)
    step_size: float = param(0.01, "Step size α", min=0.0, max=1.0, step=0.001)
    off_policy: bool = param(True, "Off-policy updates")
    bootstrapping: bool = param(True, "Bootstrapping")
    function_approximation: bool = param(True, "Function approximation")
    target_network: bool = param(False, "Target network")
    target_period: int = param(50, "Updates between its copies", min=1, max=1000, step=1)
    updates: int = param(1000, "Updates", min=1, max=10_000, step=1)
    initial_weights: tuple[float, ...] = param(
        (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 10.0, 1.0), "Initial weights", min=-1000.0, max=1000.0, step=0.1
    )

    def __post_init__(self) -> None:
        needed = self.counterexample.features.shape[1]
        if len(self.initial_weights) < needed or (self.env == "baird" and len(self.initial_weights) > needed):
            raise ValueError(
                f"initial_weights takes {needed} numbers for {self.env}, not {len(self.initial_weights)}"
            )

    @property
    def counterexample(self) -> Counterexample:
        return COUNTEREXAMPLES[self.env]

    @property
    def expected_updates(self) -> ExpectedUpdates:
        example = self.counterexample
        states = len(example.features)
        return ExpectedUpdates(
            features=example.features if self.function_approximation else np.eye(states),
            transitions=example.transitions,
            distribution=example.behaviour if self.off_policy else example.on_policy,
            discount=self.discount if self.bootstrapping else 0.0,
            step_size=self.step_size,
            target_period=self.target_period if self.target_network else 1,
        )

    @property
    def start(self) -> FloatArray:
        """The first weights; a table starts with the values that they give."""
        features = self.counterexample.features
        weights = np.array(self.initial_weights[: features.shape[1]])
        return weights if self.function_approximation else np.asarray(features @ weights)


@dataclass(frozen=True)
class Result:
    """The weights after ever more expected updates, until `params.updates` or until they are too large."""

    params: Params
    update: IntArray  # (frames,)
    weights: FloatArray  # (frames, weights)
    target_weights: FloatArray  # (frames, weights): those that the next update's targets are made from
    state_values: FloatArray  # (frames, states)
    targets: FloatArray  # (frames, states): γ v⁻(s′), or 0 without bootstrapping
    td_errors: FloatArray  # (frames, states)
    root_ve: FloatArray  # (frames,): √ Σ d(s) v(s)², for every true value is 0
    growth_factor: FloatArray  # (frames,): a mean over an update in the long run, the same in all frames

    def summary(self, frame: int) -> dict[str, float]:
        """`diverges` says whether the values grow without bound, whatever this run has come to."""
        found = {"update": float(self.update[frame])}
        found |= {
            f"weight_{index}": float(weight) for index, weight in enumerate(self.weights[frame], start=1)
        }
        return found | {
            "largest_weight": float(np.abs(self.weights[frame]).max()),
            "root_ve": float(self.root_ve[frame]),
            "growth_factor": float(self.growth_factor[frame]),
            "diverges": float(self.growth_factor[frame] > 1 + NEUTRAL),
        }


def run(params: Params) -> Result:
    """w ← w + α Σ_s d(s) [E_π(r + γ v⁻(s′)) − v(s)] ∇v(s), the expected semi-gradient update.

    r = 0 and v(s) = x(s)·w. Off-policy d is the behaviour's: uniform in Baird's example and in Tsitsiklis &
    Van Roy's, the first state only in w→2w; on-policy it is the policy's own, where it ends up. Sutton &
    Barto (2018), section 11.2, equation 11.9 and Figure 11.2, right; Example 11.1. A table has v(s) = w_s.
    """
    updates = params.expected_updates
    weights, target_weights = updates.run(params.start, params.updates, LARGEST_WEIGHT)
    shown = np.unique(
        np.append(np.arange(0, len(weights), 1 + params.updates // MOST_FRAMES), len(weights) - 1)
    )
    if params.updates <= MOST_FRAMES:
        shown = np.arange(len(weights))
    weights, target_weights = weights[shown], target_weights[shown]
    state_values = weights @ updates.features.T
    td_errors = updates.td_errors(weights, target_weights)
    return Result(
        params=params,
        update=shown,
        weights=weights,
        target_weights=target_weights,
        state_values=state_values,
        targets=state_values + td_errors,
        td_errors=td_errors,
        root_ve=np.sqrt(state_values**2 @ updates.distribution),
        growth_factor=np.full(len(shown), updates.growth_factor()),
    )


class View:
    """Left the weights over the updates, right every state's value and the target that it is drawn to."""

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result, self._palette, self._frame = result, palette, 0
        self._title = _style.title(figure, palette)
        self._plot, self._states = _style.still_axes(figure), _style.still_axes(figure)
        looks = _looks(result.params, palette)
        self._draw_weights(self._plot, looks)
        self._draw_states(self._states)
        self._ways = [_moving.line(figure, self._plot, linewidth=2.0, **look) for look, _ in looks]
        self._now = _moving.segments(figure, self._plot, colors=palette.muted, linewidths=0.8)
        self._pulls = _moving.segments(figure, self._states, colors=palette.warning, linewidths=2.2)
        self._goals = _moving.line(figure, self._states, color=palette.warning, linestyle="", marker="|")
        self._goals.set(markersize=11, markeredgewidth=2.2)
        self._dots = _moving.line(figure, self._states, color=palette.accent, linestyle="", marker="o")
        self._dots.set(zorder=6)
        self._draw_numbers(figure)
        self._fill()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_weights(self, axes: "Axes", looks: list[tuple[dict[str, Any], str]]) -> None:
        _style.plot(axes, self._palette, x="update k", y="")
        self._lines = [
            axes.plot([], [], linewidth=1.2, alpha=0.45, label=name, **look)[0] for look, name in looks
        ]

        _legends.above_left(axes, self._palette, columns=3)

    def _draw_states(self, axes: "Axes") -> None:
        palette, names = self._palette, _state_names(self._result.params)
        _style.plot(axes, palette, x="", y="")
        self._key = axes.set_title("", loc="left", pad=4, color=palette.text, fontsize=_style.TEXT_SIZE)
        axes.set_yticks(range(1, len(names) + 1), names)
        axes.set_ylim(len(names) + 0.6, 0.4)
        axes.set_xticks([])
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.tick_params(axis="y", length=0, labelcolor=palette.text)
        axes.axvline(0.0, color=palette.line, linewidth=1.0)

    def _draw_numbers(self, figure: "Figure") -> None:
        """The values in figures, on axes of their own that are drawn at every frame."""
        from flashrl.simulations._glyphs import Numbers

        self._beside = figure.add_subplot()
        self._beside.set_axis_off()
        states = self._result.state_values.shape[1]
        self._beside.set(xlim=(0, 1), ylim=self._states.get_ylim())
        self._numbers = Numbers(
            self._beside, np.stack([np.full(states, 0.5), np.arange(1.0, states + 1)], axis=1)
        )
        self._numbers.set(facecolor=self._palette.text)
        self._numbers.set_size(_style.SMALL_SIZE)

    def _fill(self) -> None:
        """Put what stands still where the result wants it."""
        result = self._result
        for line, weights in zip(self._lines, result.weights.T, strict=True):
            line.set_data(result.update, weights)
        self._plot.set_xlim(0, max(result.update[-1], 1))
        self._plot.locator_params(axis="x", integer=True, nbins=5)
        _scales.symlog_scale(self._plot, result.weights)
        self._key.set_text(f"● v(s)   ❘ {'γv(s′)' if result.params.bootstrapping else 'return'}")
        self._states.set_xlim(-1.15 if self._shares().min() < -0.01 else -0.1, 1.15)

    def _shares(self) -> FloatArray:
        """The values and the targets, as shares of the largest of a frame: (2, frames, states)."""
        both = np.stack([self._result.state_values, self._result.targets])
        largest = np.abs(both).max(axis=(0, 2))
        return np.asarray(both / np.where(largest > 0, largest, 1.0)[:, None])

    def renew(self, result: Result) -> bool:
        """Another run of the same weights moves the lines."""
        before, after = self._result.params, result.params
        if (before.env, before.function_approximation) != (after.env, after.function_approximation):
            return False
        self._result = result
        self._fill()
        return True

    def _arrange(self, width: float, height: float) -> None:
        _style.place_title(self._title, width, height)
        size, top, foot = (width, height), height - 44, 34.0
        names = 48 if self._result.params.function_approximation else 26
        if height > width:  # one above the other
            middle = 0.5 * height
            _style.place(self._plot, size, (42, middle + 34, width - 12, top))
            left, top, foot = 10.0, middle - 30, 10.0
        else:
            left = 0.54 * width + 18
            _style.place(self._plot, size, (42, foot, left - 18, top))
        _style.place(self._states, size, (left + names, foot, width - 44, top))
        _style.place(self._beside, size, (width - 40, foot, width - 6, top))

    def show(self, frame: int) -> None:
        result, self._frame = self._result, frame
        largest = np.abs(result.weights[frame]).max()
        self._title.set_text(
            f"update {result.update[frame]}   max |w| {_terms.short(float(largest))}   "
            f"{_verdict(float(result.growth_factor[frame]))}"
        )
        so_far = slice(frame + 1)
        for way, weights in zip(self._ways, result.weights.T, strict=True):
            way.set_data(result.update[so_far], weights[so_far])
        now = float(result.update[frame])
        self._now.set_segments([np.array([(now, low) for low in self._plot.get_ylim()])])
        rows = np.arange(1.0, result.state_values.shape[1] + 1)
        values, targets = self._shares()[:, frame]
        self._numbers.set_texts([_terms.short(value) for value in result.state_values[frame].tolist()])
        self._dots.set_data(values, rows)
        self._goals.set_data(targets, rows)
        ends = np.stack([np.stack([values, rows], axis=1), np.stack([targets, rows], axis=1)], axis=1)
        self._pulls.set_segments(list(ends))

    def explained(self, axes: Any, x: float, y: float) -> str | None:
        """The weight nearest to the pointer at that update, or a state's TD error with its terms."""
        result = self._result
        if axes is self._states and 1 <= round(y) <= result.state_values.shape[1]:
            return self._explained_state(round(y) - 1)
        if axes is not self._plot or not 0 <= x <= result.update[-1]:
            return None
        frame = int(np.abs(result.update - x).argmin())
        index = int(np.abs(np.arcsinh(result.weights[frame]) - np.arcsinh(y)).argmin())
        name = _weight_name(result.params, index)
        return f"update {result.update[frame]}: {name} = {_terms.short(float(result.weights[frame, index]))}"

    def _explained_state(self, state: int) -> str:
        result, frame = self._result, self._frame
        params, last = result.params, result.state_values.shape[1]
        value, target = float(result.state_values[frame, state]), float(result.targets[frame, state])
        own, error = f"v(s{_subscript(state + 1)})", _terms.short(target - value)
        if not params.bootstrapping:
            return f"{own}: return − {own} = 0 − {_terms.short(value)} = {error}"
        frozen = "v⁻" if params.target_network else "v"
        after = params.expected_updates.features[-1] @ result.target_weights[frame]
        return (
            f"δ{_subscript(state + 1)} = γ{frozen}(s{_subscript(last)}) − {own} = "
            f"{params.discount:g} · {_terms.short(float(after))} − {_terms.short(value)} = {error}"
        )


def _looks(params: Params, palette: "Palette") -> list[tuple[dict[str, Any], str]]:
    """Colour, strokes and name in the legend of every weight; the first six of Baird's look alike."""
    count = len(params.start)
    alike = 6 if params.env == "baird" else 1
    strokes = ("-", "--", "-.")
    looks = []
    for index in range(count):
        kind = max(0, index - alike + 1)
        look = {"color": palette.series[kind], "linestyle": strokes[kind]}
        first, last = _weight_name(params, 0), _weight_name(params, alike - 1)
        name = _weight_name(params, index) if kind else first if alike == 1 else f"{first} … {last}"
        looks.append((look, "_" if 0 < index < alike else name))
    return looks


def _weight_name(params: Params, index: int) -> str:
    if not params.function_approximation:
        return f"v(s{_subscript(index + 1)})"
    return f"w{_subscript(index + 1)}" if params.env == "baird" else "w"


def _state_names(params: Params) -> list[str]:
    """What each state's value is made of."""
    states = len(params.counterexample.features)
    if not params.function_approximation:
        return [f"s{_subscript(state)}" for state in range(1, states + 1)]
    if params.env != "baird":
        return ["w", "2w"]
    return [*(f"2w{_subscript(state)} + w₈" for state in range(1, 7)), "w₇ + 2w₈"]


def _subscript(number: int) -> str:
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(number))


def _verdict(growth: float) -> str:
    if abs(growth - 1) <= NEUTRAL:
        return "stays bounded"
    word, sign = ("diverges", "+") if growth > 1 else ("converges", "−")
    if abs(growth - 1) < SLOW:
        return f"{word} slowly"
    return f"{word}, {sign}{100 * abs(growth - 1):.2g} % an update"


SIMULATION = Simulation(
    slug="deadly-triad",
    title="The deadly triad",
    topic="Tabular",
    question="Why can semi-gradient TD diverge although there is no noise and a perfect solution exists?",
    insight=(
        "With function approximation, bootstrapping and off-policy updates together an update can raise the "
        "targets by more than the values; without any one of the three these examples stay bounded."
    ),
    follow_up=(
        "Does a target network cure it? It delays: in w→2w every copy still multiplies the weight, by up to "
        "2γ. Baird's example with α = 0.01 diverges with a copy every 50 updates, too, though not with one "
        "every 100: its features can fit any frozen target, so that a slow copy nears a sweep of dynamic "
        "programming. What else helps? Gradient-TD and emphatic TD methods, data closer to the policy, "
        "longer returns."
    ),
    references=(
        "Sutton & Barto (2018), Reinforcement Learning: An Introduction, 2nd ed., sections 11.2 and 11.3, "
        "Figure 11.2 and Example 11.1",
        "Baird (1995), Residual Algorithms: Reinforcement Learning with Function Approximation, ICML",
        "Tsitsiklis & Van Roy (1996), Feature-Based Methods for Large Scale Dynamic Programming, "
        "Machine Learning 22",
        "van Hasselt et al. (2018), Deep Reinforcement Learning and the Deadly Triad, arXiv:1812.02648",
    ),
    params=Params,
    run=run,
    view=View,
)
