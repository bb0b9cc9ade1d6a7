"""Measured process: frames and slider drags of every simulation, in its own widget. Prints JSON.

For each simulation the milliseconds from a frame, or from a slider's new place, to the picture painted.
"""

import json
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QSlider

from benchmarks.session import process_events
from flashrl import app as composition
from flashrl.model import SimulationBlock

WIDTH, HEIGHT = 640, 480
FRAMES, DRAGS, WARM_UPS = 40, 30, 3
QUICK_MS = 20.0
"""A slider is dragged where a run takes less."""

_LONGEST_SECONDS = 60.0
_NAP_SECONDS = 0.0002


class Paints(QObject):
    """Counts how often a picture was drawn and then painted."""

    def __init__(self, canvas: Any) -> None:
        super().__init__(canvas)
        self.count = 0
        self._is_drawn = False
        canvas.mpl_connect("draw_event", self._on_draw)
        canvas.installEventFilter(self)

    def _on_draw(self, _event: object) -> None:
        self._is_drawn = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's
        if event.type() == QEvent.Type.Paint and self._is_drawn:
            self.count += 1
            self._is_drawn = False
        return False


class Card:
    """A simulation as it is in a card, its picture of that size, at the last frame of its defaults."""

    def __init__(self, app: QApplication, theme: Any, slug: str) -> None:
        from flashrl.ui.simulation_view import SimulationView

        self._app = app
        self.view: Any = SimulationView(theme)
        self.view.show()
        self.view.load(SimulationBlock(slug, frame="last"))
        self.until(lambda: self.view.is_ready and self.view.stage.is_whole)
        canvas: Any = self.view.stage.picture.canvas
        self.canvas = canvas
        self.canvas.parentWidget().setFixedSize(WIDTH, HEIGHT)
        self.view.adjustSize()
        process_events(app, 0.1)
        self._paints = Paints(self.canvas)

    def until(self, is_so: Callable[[], bool]) -> None:
        end = time.perf_counter() + _LONGEST_SECONDS
        while not is_so():
            self._app.processEvents()
            # The window sleeps until something happens; one that polls takes the run's thread its time.
            time.sleep(_NAP_SECONDS)
            if time.perf_counter() > end:
                raise RuntimeError(f"{self.view.accessibleName()}: no picture came")

    def painted(self, change: Callable[[], object]) -> float:
        """Milliseconds from the change to the last picture that it causes."""
        start, before = time.perf_counter(), self._paints.count
        change()
        self.until(lambda: self._paints.count > before and self.view.is_ready)
        end = time.perf_counter()
        while True:
            before = self._paints.count
            self._app.processEvents()
            if self._paints.count == before:
                return (end - start) * 1000
            end = time.perf_counter()

    def frames(self) -> list[float]:
        """One of many frames after the other."""
        slider = self.view.controls.slider
        count = slider.maximum() + 1
        shown = [round(each * (count - 1) / FRAMES) for each in range(FRAMES + 1)]
        places = [each for each in dict.fromkeys(shown) if each != slider.value()]
        return [self.painted(lambda each=each: slider.setValue(each)) for each in places]  # type: ignore[misc]  # a default in a lambda

    def drags(self) -> list[float]:
        """Neighbouring values of the first parameter with a slider, around its default."""
        slider = next(each for each in self.view.form.findChildren(QSlider) if each.isVisible())
        first = max(slider.minimum(), min(slider.value() - DRAGS // 2, slider.maximum() - DRAGS))
        places = [
            each for each in range(first, min(first + DRAGS, slider.maximum())) if each != slider.value()
        ]
        return [self.painted(lambda each=each: slider.setValue(each)) for each in places]  # type: ignore[misc]  # a default in a lambda


def run_milliseconds(slug: str) -> float:
    """The shortest of three default runs."""
    from flashrl.simulations import get

    simulation, taken = get(slug), []
    for _ in range(3):
        start = time.perf_counter()
        simulation.run(simulation.params())
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)


def measured(app: QApplication, theme: Any, slug: str) -> dict[str, list[float]]:
    card = Card(app, theme, slug)
    found = {"frames": card.frames()}
    if run_milliseconds(slug) < QUICK_MS:
        found["drags"] = card.drags()[WARM_UPS:]
    card.view.close()
    card.view.deleteLater()
    return found


def main() -> None:
    app = composition.application()
    from flashrl.simulations import discover
    from flashrl.ui.theme import Theme

    theme = Theme(app, "light")
    print(json.dumps({slug: measured(app, theme, slug) for slug in discover()}))


if __name__ == "__main__":
    main()
