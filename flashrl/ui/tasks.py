"""Long work off the GUI thread: the one place where threads are started."""

from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from flashrl.errors import FlashrlError


class Cancelled(Exception):  # noqa: N818 - no error: what was asked for
    """Raised inside a task that was cancelled."""


class Task(QObject):
    """Work under way. All its signals and callbacks come on the GUI thread; after `cancel` only
    `finished` does, so a result that arrives too late is dropped."""

    progressed = Signal(int, int)
    finished = Signal()
    _sent = Signal(str, object)

    def __init__(
        self,
        parent: QObject,
        work: Callable[["Task"], Any],
        done: Callable[[Any], object],
        failed: Callable[[FlashrlError], object],
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._done = done
        self._failed = failed
        self.is_cancelled = False
        self._sent.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Drop the result, and stop the work at its next `progress`."""
        self.is_cancelled = True

    def progress(self, done: int, total: int) -> None:
        """Called by the work, on its own thread."""
        if self.is_cancelled:
            raise Cancelled
        self._send("progress", (done, total))

    def run(self) -> None:
        """Do the work, on the pool's thread."""
        try:
            self._send("done", self._work(self))
        except (Cancelled, CancelledError):
            pass
        except FlashrlError as error:
            self._send("failed", error)
        except Exception as error:  # noqa: BLE001 - the last stop: shown in the window, not lost
            self._send("failed", FlashrlError(f"{type(error).__name__}: {error}", "please report this"))
        self._send("finished", None)

    def _send(self, what: str, value: Any) -> None:
        try:
            self._sent.emit(what, value)
        except RuntimeError:
            # The window, and this object with it, is gone: nobody waits for the result.
            self.is_cancelled = True

    def _receive(self, what: str, value: Any) -> None:
        if what == "finished":
            self.finished.emit()
            self.deleteLater()
        elif self.is_cancelled:
            return
        elif what == "progress":
            self.progressed.emit(*value)
        elif what == "done":
            self._done(value)
        else:
            self._failed(value)


class _Runner(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()


def start(
    parent: QObject,
    work: Callable[[Task], Any],
    *,
    done: Callable[[Any], object],
    failed: Callable[[FlashrlError], object],
) -> Task:
    """Run `work(task)` on another thread; hand its result to `done`, or its error to `failed`, here."""
    task = Task(parent, work, done, failed)
    QThreadPool.globalInstance().start(_Runner(task))
    return task


def wait_for_all() -> None:
    """Block until no task runs any more, as when the app closes."""
    QThreadPool.globalInstance().waitForDone()
