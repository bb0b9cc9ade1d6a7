"""Reward shaping on a line: a bonus for every step forward invites loops, a potential does not."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flashrl.simulations import _moving, _style
from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._base import Simulation, param
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._line_world import LEFT, RIGHT, LineWorld, goes_back

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

LARGEST_BONUS, BONUS_STEP = 2.0, 0.001


@dataclass(frozen=True)
class Params:
    bonus: float = param(0.15, "Bonus c", min=0.0, max=LARGEST_BONUS, step=BONUS_STEP)
    shaping: str = param("naive", "Shaping", choices=("naive", "potential"))
    discount: float = param(0.95, "Discount γ", min=0.0, max=0.99, step=0.01)
    goal_reward: float = param(1.0, "Goal's reward", min=0.1, max=10.0, step=0.1)
    length: int = param(6, "Cells before the goal", min=2, max=20, step=1)
    steps: int = param(40, "Steps", min=1, max=200, step=1)

    @property
    def world(self) -> LineWorld:
        is_potential = self.shaping == "potential"
        return LineWorld(self.length, self.discount, self.goal_reward, self.bonus, is_potential)


@dataclass(frozen=True)
class Result:
    """Frame t is after t steps of the policy that is optimal for the shaped reward; the goal ends it."""

    params: Params
    position: IntArray  # (frames,): the cell, from 0; the goal is the cell `length`
    reward: FloatArray  # (frames,): of the step that led here, as the world pays it
    shaping_reward: FloatArray  # (frames,): what shaping added
    returns: FloatArray  # (frames,): Σ γᵗ of the rewards so far
    shaped_returns: FloatArray  # (frames,): the same with what shaping added
    visits: IntArray  # (frames, cells): how often the agent has been in each cell
    action_values: FloatArray  # (frames, cells, actions): Q′ of left and right, exact; the goal has 0
    original_action_values: FloatArray  # (frames, cells, actions): Q without shaping
    potentials: FloatArray  # (frames, cells): Φ

    def summary(self, frame: int) -> dict[str, float]:
        """`loops`: the optimal policy never reaches the goal. Its threshold is of the naive bonus."""
        params, q = self.params, self.action_values[frame]
        found = {
            "step": float(frame),
            "position": float(self.position[frame]),
            "return": float(self.returns[frame]),
            "shaped_return": float(self.shaped_returns[frame]),
            "loops": float(goes_back(q[-2])),
            "value_of_goal": float(q[-2, RIGHT]),
            "value_of_going_back": float(q[-2, LEFT]),
            "start_value": float(q[0].max()),
        }
        threshold = params.world.loop_threshold
        if threshold is not None:
            found["loop_threshold"] = threshold
        if params.shaping == "potential":
            original = self.original_action_values[frame] - self.potentials[frame][:, None]
            found["identity_error"] = float(np.abs(q - original)[:-1].max())
        return found


def run(params: Params) -> Result:
    """r′ = r + F(s, s′): naive F = c for a step towards the goal, potential F = γΦ(s′) − Φ(s).

    A line of cells; a step into the goal pays g = 1 and ends the episode, going left from the first
    cell stays there. Naively every step forward earns c (the one into the goal, too) and a step back
    costs nothing. In the cell before the goal, entering it is then worth g + c, and going back and forth
    for ever γc / (1 − γ²): the loop wins iff c > g (1 − γ²) / (γ² + γ − 1), whatever the line's length,
    which is .11437 at γ = .95 (and never, for γ² + γ ≤ 1). Further back the goal loses to a loop only at
    a larger c. With Φ(s) = −c · distance to the goal, so that Φ(goal) = 0, Q′ = Q − Φ and the same
    actions stay optimal. Ng, Harada & Russell (1999). Q is exact, by policy iteration.
    """
    world = params.world
    q, original = world.action_values(), world.with_bonus(0.0).action_values()
    position = world.walk(q, params.steps)
    here, there = position[:-1], position[1:]
    reward = _with_start(np.where(there == params.length, params.goal_reward, 0.0))
    added = _with_start(world.shaping_reward(here, there))
    discounts = params.discount ** np.maximum(np.arange(len(position)) - 1.0, 0.0)
    cells = np.arange(params.length + 1)
    frames = len(position)
    return Result(
        params=params,
        position=position,
        reward=reward,
        shaping_reward=added,
        returns=np.cumsum(discounts * reward),
        shaped_returns=np.cumsum(discounts * (reward + added)),
        visits=np.cumsum(position[:, None] == cells, axis=0, dtype=np.intp),
        action_values=np.broadcast_to(q, (frames, *q.shape)),
        original_action_values=np.broadcast_to(original, (frames, *q.shape)),
        potentials=np.broadcast_to(world.potential(cells), (frames, len(cells))),
    )


def _with_start(values: FloatArray) -> FloatArray:
    """Nothing has been paid in frame 0."""
    return np.concatenate([[0.0], values])


class View:
    """Above the line with its optimal actions and visits, below the decision over c, and the returns."""

    follows_pointer = True

    def __init__(self, figure: "Figure", result: Result, palette: "Palette") -> None:
        self._result = result
        self._palette = palette
        self._frame = 0
        self._title = _style.title(figure, palette)
        self._world, self._choice, self._plot = (_style.still_axes(figure) for _ in range(3))
        self._draw_world(figure)
        self._draw_choice(figure)
        self._draw_returns(figure)
        self._bend()
        _style.figure_of(figure, palette, self._arrange)
        self.show(0)

    def _draw_world(self, figure: "Figure") -> None:
        world, palette = self._world, self._palette
        _style.plot(world, palette, x="", y="visits")
        world.set_yticks([])
        world.tick_params(length=0)
        for spine in world.spines.values():
            spine.set_visible(False)
        world.set_ylim(-1.05, 1.25)
        self._cells = _moving.shapes(
            figure, world, facecolors=palette.raised, edgecolors=palette.muted, linewidths=1.0
        )
        self._arrows = [
            _moving.line(figure, world, color=palette.muted, linestyle="", marker=marker, markersize=5)
            for marker in ("<", ">")
        ]
        self._visits = _moving.shapes(figure, world, facecolors=palette.accent, alpha=0.6)
        self._agent = _style.moving_dot(figure, world, palette.warning)
        self._agent.set_markersize(6)

    def _draw_choice(self, figure: "Figure") -> None:
        choice, palette = self._choice, self._palette
        _style.plot(choice, palette, x="bonus c (drag)", y="Q′ before goal")
        self._goal, self._back = choice.plot([], [], [], [])
        self._goal.set(color=palette.good, linewidth=2, label="into the goal")
        self._back.set(color=palette.bad, linewidth=2, linestyle="--", label="back")
        self._bonus = _moving.line(figure, choice, color=palette.muted, linewidth=1.0)
        self._dots = _moving.line(
            figure, choice, color=palette.warning, linestyle="", marker="o", markersize=6, zorder=5
        )

    def _draw_returns(self, figure: "Figure") -> None:
        plot, palette = self._plot, self._palette
        _style.plot(plot, palette, x="step t", y="return so far")
        self._shaped, self._true = plot.plot([], [], [], [])
        self._shaped.set(color=palette.accent, linewidth=1.4, linestyle="--", label="with shaping")
        self._true.set(color=palette.text, linewidth=1.8, label="as the world pays")
        self._now = _moving.line(
            figure, plot, color=palette.warning, linestyle="", marker="o", markersize=6, zorder=5
        )

    def _bend(self) -> None:
        """Put what is the same in every frame where the parameters want it."""
        self._bend_world()
        self._bend_choice()
        self._bend_returns()

    def _bend_world(self) -> None:
        params, q = self._result.params, self._result.action_values[0]
        cells = np.arange(params.length + 1)
        self._world.set_xlim(-0.6, params.length + 0.6)
        self._world.set_xticks(cells, ["start", *[""] * (params.length - 1), "goal"])
        self._cells.set_verts([_square(cell) for cell in range(params.length + 1)])
        back = goes_back(q[:-1])
        for arrows, chosen in zip(self._arrows, (back, ~back), strict=True):
            arrows.set_data(np.flatnonzero(chosen), np.full(chosen.sum(), -0.76))

    def _bend_choice(self) -> None:
        params = self._result.params
        threshold = params.world.loop_threshold
        span = LARGEST_BONUS if threshold is None else min(2.5 * threshold, LARGEST_BONUS)
        self._span = span if params.bonus <= span else LARGEST_BONUS
        bonuses = np.linspace(0, self._span, 41)  # with the kink, where 2.5 times the threshold is the last
        q = np.array([params.world.with_bonus(float(each)).action_values()[-2] for each in bonuses])
        self._goal.set_data(bonuses, q[:, RIGHT])
        self._back.set_data(bonuses, q[:, LEFT])
        least, most = float(q.min()), float(q.max())
        self._choice.set_xlim(0, self._span)
        self._choice.set_ylim(least - 0.1 * (most - least), most + 0.4 * (most - least))
        here = self._result.action_values[0, -2]
        self._bonus.set_data([params.bonus] * 2, [self._choice.get_ylim()[0], here.max()])
        self._dots.set_data([params.bonus] * 2, [here[RIGHT], here[LEFT]])
        _style.legend(self._choice, self._palette, "upper left")

    def _bend_returns(self) -> None:
        result = self._result
        steps = np.arange(len(result.position))
        self._shaped.set_data(steps, result.shaped_returns)
        self._true.set_data(steps, result.returns)
        self._plot.set_xlim(0, result.params.steps)
        most = max(result.shaped_returns.max(), result.returns.max(), 0.1)
        least = min(result.shaped_returns.min(), 0.0)
        self._plot.set_ylim(least - 0.06 * most, 1.6 * most)
        _style.legend(self._plot, self._palette, "upper left")

    def renew(self, result: Result) -> bool:
        """Another run moves the same artists, on a line of any length."""
        self._result = result
        self._bend()
        return True

    def _arrange(self, width: float, height: float) -> None:
        size = width, height
        top, foot, middle = height - 28, 34.0, 0.5 * width
        between = foot + 0.56 * (top - foot)
        _style.place_title(self._title, width, height)
        _style.place(self._world, size, (24, between + 20, width - 14, top))
        _style.place(self._choice, size, (42, foot, middle - 8, between))
        _style.place(self._plot, size, (middle + 36, foot, width - 14, between))

    def show(self, frame: int) -> None:
        self._frame = frame
        result = self._result
        position = int(result.position[frame])
        fate = "loops" if goes_back(result.action_values[0, -2]) else "walks to the goal"
        numbers = f"return {result.returns[frame]:.2f}   with shaping {result.shaped_returns[frame]:.2f}"
        self._title.set_text(f"step {frame}   {numbers}   {fate}".replace("-", "−"))
        _moving.set_bars(self._visits, 1.15 * result.visits[frame] / max(result.visits.max(), 4), 0.5)
        self._agent.set_data([position], [-0.3])
        self._now.set_data([frame] * 2, [result.returns[frame], result.shaped_returns[frame]])

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        """An action value with its terms, or a step's reward with what shaping added."""
        params = self._result.params
        if axes is self._world and 0 <= round(x) < params.length:
            return " ; ".join(self._explained_action(round(x), action) for action in (LEFT, RIGHT))
        if axes is self._choice:
            bonus = min(max(x, 0.0), LARGEST_BONUS)
            left, right = params.world.with_bonus(bonus).action_values()[-2]
            return f"c = {bonus:.3f}: into the goal {right:.4g}, back {left:.4g}"
        if axes is self._plot and 1 <= round(x) < len(self._result.position):
            return self._explained_step(round(x))
        return None

    def _explained_action(self, cell: int, action: int) -> str:
        params, q = self._result.params, self._result.action_values[0]
        there = cell + 1 if action == RIGHT else max(cell - 1, 0)
        reward = params.goal_reward if there == params.length else 0.0
        added = float(params.world.shaping_reward(np.array([cell]), np.array([there]))[0])
        value = float(q[there].max())
        name = "right" if action == RIGHT else "left"
        terms = f"{reward:g} + {added:.4g} + {params.discount:g}·{value:.4g}".replace("-", "−")
        return (
            f"Q′({cell}, {name}) = r + F + γV′({there}) = {terms} = {_style.number(q[cell, action], '.4g')}"
        )

    def _explained_step(self, step: int) -> str:
        result = self._result
        added, shaped = (
            _style.number(each[step], ".4g") for each in (result.shaping_reward, result.shaped_returns)
        )
        return (
            f"step {step}, {result.position[step - 1]} → {result.position[step]}: "
            f"r = {result.reward[step]:g}, F = {added}; "
            f"return {result.returns[step]:.4g}, with shaping {shaped}"
        )

    def edited(self, params: Params, axes: Any, x: float, y: float) -> Params | None:  # noqa: ARG002 - the protocol's
        """A drag in the plot of the decision sets the bonus."""
        if axes is not self._choice:
            return None
        return replace(params, bonus=round(min(max(x, 0.0), LARGEST_BONUS), 3))


def _square(cell: int) -> list[tuple[float, float]]:
    return [(cell - 0.46, -1.0), (cell - 0.46, 0.0), (cell + 0.46, 0.0), (cell + 0.46, -1.0)]


SIMULATION = Simulation(
    slug="reward-shaping",
    title="Reward shaping and its loops",
    topic="Exploration and practice",
    question="When does a bonus for progress make an agent loop for ever, and why does a potential not?",
    insight=(
        "A bonus for each step forward can be collected again and again by stepping back; a potential "
        "takes back what it gave, so every policy's value moves by the same −Φ(s) and the optimum stays."
    ),
    follow_up=(
        "Why does potential-based shaping keep the optimal policy? Along any path Σ γᵗ(γΦ(s′) − Φ(s)) "
        "telescopes to −Φ(start), which no action can change, so Q′ = Q − Φ and the argmax over actions is "
        "the same; in an episode the potential of the terminal state has to be 0. What does it change, then? "
        "How fast one learns: it acts like a start from Q = Φ."
    ),
    references=(
        "Ng, Harada & Russell (1999), Policy Invariance Under Reward Transformations, ICML",
        "Randløv & Alstrøm (1998), Learning to Drive a Bicycle Using Reinforcement Learning and Shaping, "
        "ICML, for a loop that was really learned",
        "Wiewiora (2003), Potential-Based Shaping and Q-Value Initialization are Equivalent, arXiv:1106.5267",
    ),
    params=Params,
    run=run,
    view=View,
)
