"""The runs of one simulation, off the GUI thread: the newest parameters win, what grows is shown growing."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from flashrl.errors import FlashrlError
from flashrl.model import SimulationBlock
from flashrl.ui import tasks
from flashrl.ui.tasks import Handle, Task

if TYPE_CHECKING:
    from flashrl.simulations import Simulation

_BETWEEN_SECONDS = 0.05
"""How long a growing run is left alone before it shows what it has."""


@dataclass
class _Stop:
    """Asks a growing run to end with what it has."""

    is_wanted: bool = False


class SimulationRuns(QObject):
    """Prepares a block's simulation, then runs it with one set of parameters after the other.

    `came` carries a result and the share of its run that it holds: 1 when it is whole.
    """

    prepared = Signal(object, object)
    came = Signal(object, float)
    failed = Signal(object)
    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._simulation: Simulation | None = None
        self._task: Task | None = None
        self._stop = _Stop()
        self._waiting: Any = None

    @property
    def is_running(self) -> bool:
        return self._task is not None or self._waiting is not None

    @property
    def can_stop(self) -> bool:
        """True where a run hands over what it has when it is asked to end."""
        return self._simulation is not None and self._simulation.grow is not None

    def prepare(self, block: SimulationBlock) -> None:
        """Load the libraries and check the block's parameters; `prepared` or `failed` follows."""
        self._begin(lambda _handle: _prepare(block), self._on_prepared)

    def run(self, params: Any) -> None:
        """Run with these parameters. A run under way ends early if it can; of those that wait, only the
        newest is run."""
        self._waiting = params
        if self._task is None:
            self._run_waiting()
        else:
            self._stop.is_wanted = True

    def stop(self) -> None:
        """End a growing run with what it has."""
        self._stop.is_wanted = True

    def drop(self) -> None:
        """Forget what is under way, and what waits."""
        self._waiting = None
        if self._task is not None:
            self._stop.is_wanted = True
            self._task.cancel()
            self._task = None

    def _begin(self, work: Callable[[Handle], Any], done: Callable[[Any], None]) -> None:
        self._task = tasks.start(self, work, done=done, failed=self._on_failed)

    def _run_waiting(self) -> None:
        assert self._simulation is not None
        simulation, params = self._simulation, self._waiting
        stop = self._stop = _Stop()
        self._waiting = None
        self._begin(lambda handle: _run(simulation, params, handle, stop), self._on_done)
        assert self._task is not None
        self._task.offered.connect(self._on_offered)

    def _on_prepared(self, prepared: "tuple[Simulation, Any]") -> None:
        self._task = None
        self._simulation, params = prepared
        self.prepared.emit(self._simulation, params)

    def _on_offered(self, offered: tuple[Any, float]) -> None:
        self.came.emit(*offered)

    def _on_done(self, ran: tuple[Any, float]) -> None:
        self._task = None
        if self._waiting is not None:
            self._run_waiting()
        self.came.emit(*ran)
        if not self.is_running:
            self.finished.emit()

    def _on_failed(self, error: FlashrlError) -> None:
        self._task = None
        if self._waiting is not None:
            self._run_waiting()
            return
        self.failed.emit(error)
        self.finished.emit()


def _prepare(block: SimulationBlock) -> "tuple[Simulation, Any]":
    """Load what a simulation needs, on another thread: matplotlib takes its time."""
    import flashrl.ui.figure_canvas  # noqa: F401 - loaded here so that the window does not wait for it
    from flashrl import simulations

    simulation = simulations.get(block.slug)
    return simulation, simulation.parse(block.parameters)


def _run(simulation: "Simulation", params: Any, handle: Handle, stop: _Stop) -> tuple[Any, float]:
    """The result, and the share of the run that it holds. What grows is offered all along."""
    if simulation.grow is None:
        return simulation.run(params), 1.0
    offered_at, grown = float("-inf"), None
    for share, result in simulation.grow(params):
        grown = result
        if stop.is_wanted and share < 1:
            return result, share
        if time.monotonic() - offered_at > _BETWEEN_SECONDS:
            handle.offer((result, share))
            offered_at = time.monotonic()
    return grown, 1.0
