"""Thumbnails as they come: drawn one after the other, off the GUI thread, those in sight first."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from flashrl import paths
from flashrl.errors import FlashrlError
from flashrl.ui import tasks
from flashrl.ui.tasks import Handle, Task
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.palette import Palette
    from flashrl.simulations import Simulation

WIDTH, HEIGHT = 224, 168


class Thumbnails(QObject):
    """Draws what is wanted while it runs. `drawn` carries the slug and the picture; None where it failed."""

    drawn = Signal(str, object)

    def __init__(self, theme_: Theme, is_in_sight: Callable[[str], bool], owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._theme = theme_
        self._is_in_sight = is_in_sight
        self._wanted: dict[str, Simulation] = {}
        self._task: Task | None = None
        self._is_running = False

    def want(self, simulations: "list[Simulation]") -> None:
        """Draw these, and forget what was wanted before."""
        self._wanted = {each.slug: each for each in simulations}
        self._drop()
        self._next()

    def run(self) -> None:
        self._is_running = True
        self._next()

    def pause(self) -> None:
        """Leave the machine to what is more urgent. A growing run under way is begun again later."""
        self._is_running = False
        self._drop()

    def _drop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _next(self) -> None:
        if self._task is not None or not self._is_running or not self._wanted:
            return
        in_sight = (slug for slug in self._wanted if self._is_in_sight(slug))
        slug = next(in_sight, next(iter(self._wanted)))
        simulation, palette = self._wanted[slug], self._theme.palette
        density = max(1, round(self._owner.devicePixelRatioF()))
        self._task = tasks.start(
            self,
            lambda handle: _draw(simulation, palette, density, handle),
            done=lambda image: self._on_drawn(slug, image),
            failed=lambda error: self._on_failed(slug, error),
        )

    def _on_drawn(self, slug: str, image: QImage | None) -> None:
        self._task = None
        self._wanted.pop(slug, None)
        self.drawn.emit(slug, image)
        self._next()

    def _on_failed(self, slug: str, _error: FlashrlError) -> None:
        """It has no picture; who opens it reads why."""
        self._on_drawn(slug, None)


def _draw(simulation: "Simulation", palette: "Palette", density: int, handle: Handle) -> QImage:
    from flashrl.simulations import thumbnail

    content = thumbnail(
        simulation,
        paths.thumbnails(),
        palette=palette,
        width=WIDTH * density,
        height=HEIGHT * density,
        go_on=lambda: handle.offer(None),
    )
    image = QImage.fromData(content)
    image.setDevicePixelRatio(density)
    return image
