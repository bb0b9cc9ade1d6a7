"""A simulation whose run grows as fast as a test lets it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Semaphore
from typing import Any

import numpy as np

from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._base import Simulation, param

FRAMES = 8
PATIENCE_SECONDS = 10


@dataclass(frozen=True)
class Params:
    slope: float = param(1.0, "Slope", min=-5.0, max=5.0, step=0.1)
    rewards: tuple[float, ...] = param((1.0, 0.0), "Rewards", min=-1.0, max=1.0)

    def __post_init__(self) -> None:
        if len(self.rewards) > 3:
            raise ValueError(f"rewards has at most 3 items, not {len(self.rewards)}")


@dataclass(frozen=True)
class Result:
    params: Params
    height: FloatArray

    def summary(self, frame: int) -> dict[str, float]:
        return {"height": float(self.height[frame])}


class View:
    """A line of text; counts how often one was made and how often it was renewed."""

    made = renewed = 0

    def __init__(self, figure: Any, result: Result, palette: Any) -> None:
        View.made += 1
        self._result = result
        self._text = figure.text(0.5, 0.5, "", color=palette.text)

    def renew(self, result: Result) -> bool:
        View.renewed += 1
        self._result = result
        return True

    def show(self, frame: int) -> None:
        self._text.set_text(f"{self._result.height[frame]:g}")


@dataclass
class Growing:
    """Each `let(n)` lets the run yield n more frames; `frames` counts those that were ever computed."""

    turns: Semaphore = field(default_factory=lambda: Semaphore(0))
    frames: int = 0
    slopes: list[float] = field(default_factory=list)

    def let(self, frames: int) -> None:
        for _ in range(frames):
            self.turns.release()

    def grow(self, params: Params) -> Iterator[tuple[float, Result]]:
        self.slopes.append(params.slope)
        for count in range(1, FRAMES + 1):
            assert self.turns.acquire(timeout=PATIENCE_SECONDS), "nobody let the run go on"
            self.frames += 1
            yield count / FRAMES, Result(params, params.slope * np.arange(float(count)))

    def run(self, params: Params) -> Result:
        return [result for _, result in self.grow(params)][-1]

    def simulation(self, view: type[View] = View) -> Simulation:
        view.made = view.renewed = 0
        return Simulation(
            slug="growing",
            title="Growing",
            topic="Test",
            question="How high?",
            insight="As high as it is let.",
            follow_up="And then? It stops.",
            references=("a book",),
            params=Params,
            run=self.run,
            view=view,
            grow=self.grow,
        )
