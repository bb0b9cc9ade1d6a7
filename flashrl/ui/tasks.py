"""Long work off the GUI thread: the one place where threads are started.

The working thread touches no Qt object but the courier, which lives as long as the application: a widget
may be gone at any moment, and with it whatever it owns.
"""

import ctypes
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from itertools import count
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from shiboken6 import isValid

from flashrl.errors import FlashrlError

_THREADS = 2


class Handle:
    """What the work sees of its task."""

    def __init__(self, courier: "_Courier", number: int) -> None:
        self._courier = courier
        self._number = number
        self._offered: deque[Any] = deque(maxlen=1)
        self.is_cancelled = False

    def progress(self, done: int, total: int) -> None:
        """Report progress. Raises CancelledError in work that was cancelled."""
        if self.is_cancelled:
            raise CancelledError
        self.send("progress", (done, total))

    def offer(self, value: Any) -> None:
        """Hand over what there is so far; where the window is slower, only the newest of it arrives.

        Raises CancelledError in work that was cancelled.
        """
        if self.is_cancelled:
            raise CancelledError
        self._offered.append(value)
        self.send("offered", None)

    def take(self) -> list[Any]:
        """The newest value offered, once; nothing where it was taken already."""
        try:
            return [self._offered.popleft()]
        except IndexError:
            return []

    def send(self, what: str, value: Any) -> None:
        self._courier.sent.emit(self._number, what, value)


class Task(QObject):
    """Work under way, as the GUI thread sees it. After `cancel`, or once its owner is gone, only
    `finished` comes: a result that arrives too late is dropped."""

    progressed = Signal(int, int)
    offered = Signal(object)
    finished = Signal()

    def __init__(
        self,
        owner: QObject,
        handle: Handle,
        done: Callable[[Any], object],
        failed: Callable[[FlashrlError], object],
    ) -> None:
        super().__init__()
        self._owner = owner
        self._handle = handle
        self._done = done
        self._failed = failed

    def cancel(self) -> None:
        """Drop the result, and stop the work where it next reports progress."""
        self._handle.is_cancelled = True

    def receive(self, what: str, value: Any) -> None:
        """Take a message of the working thread, on the GUI thread."""
        if what == "finished":
            self.finished.emit()
        elif self._handle.is_cancelled or not isValid(self._owner):
            self._handle.is_cancelled = True
        elif what == "progress":
            self.progressed.emit(*value)
        elif what == "offered":
            for newest in self._handle.take():
                self.offered.emit(newest)
        elif what == "done":
            self._done(value)
        else:
            self._failed(value)


class _Courier(QObject):
    """Carries messages from working threads to the tasks."""

    sent = Signal(int, str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tasks: dict[int, Task] = {}
        self.sent.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _deliver(self, number: int, what: str, value: Any) -> None:
        task = self.tasks[number]
        if what == "finished":
            del self.tasks[number]
        task.receive(what, value)


_pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="flashrl")
_numbers = count()
_running: set[Future[None]] = set()
_courier: _Courier | None = None


def start(
    owner: QObject,
    work: Callable[[Handle], Any],
    *,
    done: Callable[[Any], object],
    failed: Callable[[FlashrlError], object],
) -> Task:
    """Run `work(handle)` on another thread; hand its result to `done`, or its error to `failed`, here.

    `work` must not hold a widget: the last to let go of one would be the wrong thread.
    """
    courier = _the_courier()
    handle = Handle(courier, next(_numbers))
    task = courier.tasks[handle._number] = Task(owner, handle, done, failed)
    future = _pool.submit(_run, work, handle)
    _running.add(future)
    future.add_done_callback(_running.discard)
    return task


def cancel_all() -> None:
    """Ask everything under way to stop where it next reports progress."""
    for task in list(_the_courier().tasks.values()):
        task.cancel()


def wait_for_all() -> None:
    """Block until no task runs any more, as when the app closes."""
    wait(set(_running))


def _the_courier() -> _Courier:
    global _courier
    app = QCoreApplication.instance()
    assert app is not None
    if _courier is None or not isValid(_courier):
        _courier = _Courier(app)
    return _courier


def _run(work: Callable[[Handle], Any], handle: Handle) -> None:
    """Do the work, on a thread of the pool."""
    try:
        handle.send("done", work(handle))
    except CancelledError:
        pass
    except FlashrlError as error:
        handle.send("failed", error)
    except Exception as error:  # noqa: BLE001 - the last stop: shown in the window, not lost
        handle.send("failed", FlashrlError(f"{type(error).__name__}: {error}", "please report this"))
    _give_memory_back()
    handle.send("finished", None)


def _give_memory_back() -> None:
    """Return what the work has freed: glibc keeps a pool for each thread, and 10 MB after an import."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return  # another C library, which has its own ways
