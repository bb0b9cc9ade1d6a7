"""Changes of many units at once, each batch all or nothing, and the way back from the last one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError
from flashrl.model import ChangeKind, UnitChange
from flashrl.scheduling.day import Clock
from flashrl.store import Collection
from flashrl.ui import tasks, work

_AT_ONCE = 200
"""More of them are written off the GUI thread."""

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Changes that were made together: their numbers in the log, and what was done in words."""

    numbers: Sequence[int]
    words: str


class UnitChanges(QObject):
    """Makes changes, and takes them back, the last batch first."""

    changed = Signal()
    told = Signal(str)
    started = Signal(str, object)
    """What is under way, and its task."""
    failed = Signal(object)

    def __init__(self, collection: Collection, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._collection, self._clock = collection, clock
        self._batches: list[_Batch] = []
        self._is_busy = False
        self._tell: Callable[[], None] = lambda: None

    @property
    def can_undo(self) -> bool:
        return bool(self._batches) and not self._is_busy

    def make(
        self,
        kind: ChangeKind,
        units: Sequence[str],
        words: str,
        *,
        flag: int = 0,
        due_on: date | None = None,
    ) -> None:
        """Change these units; `words` say what was done then."""
        now = self._clock()
        try:
            day = self._collection.study_day(now)
        except CollectionError as error:
            self.failed.emit(error)
            return
        changes = [UnitChange(unit, now.astimezone(UTC), day, kind, flag, due_on) for unit in units]
        done = f"{words}, {_cards(len(units))}"

        def write(collection: Collection, progress: Progress) -> list[int]:
            return collection.change_all(changes, progress=progress)

        def keep(numbers: list[int]) -> None:
            self._batches.append(_Batch(numbers, done))
            self.told.emit(f"{done}. Ctrl+Z takes it back.")

        self._carry_out(len(units), f"{done}…", write, keep)

    def undo(self) -> None:
        """Take the last batch back."""
        if not self.can_undo:
            return
        batch, now = self._batches[-1], self._clock().astimezone(UTC)

        def write(collection: Collection, progress: Progress) -> None:
            collection.undo_all(batch.numbers, now=now, progress=progress)

        def forget(_nothing: None) -> None:
            self._batches.remove(batch)
            self.told.emit(f"Taken back: {batch.words[0].lower()}{batch.words[1:]}.")

        self._carry_out(len(batch.numbers), "Taking it back…", write, forget)

    def _carry_out(
        self,
        count: int,
        words: str,
        write: Callable[[Collection, Progress], Any],
        done: Callable[[Any], None],
    ) -> None:
        """Write; many units off the GUI thread. Nothing else is written meanwhile."""
        if self._is_busy or not count:
            return

        if count <= _AT_ONCE:
            try:
                done(write(self._collection, lambda _done, _total: None))
            except CollectionError as error:
                self.failed.emit(error)
            self.changed.emit()
            return
        path = self._collection.path
        written: list[Any] = []
        self._is_busy = True

        def work_beside(handle: tasks.Handle) -> None:
            written.append(work.with_collection(path, lambda opened: write(opened, handle.progress)))

        def tell() -> None:
            for result in written:  # also where it was cancelled too late
                done(result)

        self._tell = tell
        task = tasks.start(self, work_beside, done=lambda _: None, failed=self.failed.emit)
        task.finished.connect(self._on_through)
        self.started.emit(words, task)

    def _on_through(self) -> None:
        self._is_busy = False
        self._tell()
        self.changed.emit()


def _cards(count: int) -> str:
    return "1 card" if count == 1 else f"{count:,} cards"
