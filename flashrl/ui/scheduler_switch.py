"""Another scheduler: every review is replayed off the GUI thread. Where that takes a while, a page with its
progress takes the window over, so that nothing is graded in between."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from flashrl.scheduling.scheduler import SchedulerName
from flashrl.store import Collection
from flashrl.ui import tasks, theme
from flashrl.ui.actions import SWITCH
from flashrl.ui.page_stack import PageStack
from flashrl.ui.panels import ButtonRow

if TYPE_CHECKING:
    from datetime import date

_PATIENCE_MS = 300
TITLES = {SchedulerName.SM2: "SM-2", SchedulerName.FSRS: "FSRS"}


@dataclass(frozen=True, slots=True)
class Moved:
    """How many of the units that were reviewed are due on another day now."""

    units: int
    of: int


class SchedulerSwitch(QObject):
    """Switches the scheduler of a collection."""

    done = Signal(object, object)
    """The scheduler's name and what it moved."""
    cancelled = Signal()
    failed = Signal(object)

    def __init__(self, collection: Path, stack: PageStack) -> None:
        super().__init__(stack)
        self._collection, self._stack = collection, stack
        self._task: tasks.Task | None = None
        self._was_cancelled = False
        self._focus: QWidget | None = None
        self._page: SwitchPage | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._take_over)

    @property
    def page(self) -> "SwitchPage":
        """The page with the progress, made when first needed."""
        if self._page is None:
            self._page = SwitchPage(self._stack)
            self._page.cancel_button.clicked.connect(self.cancel)
        return self._page

    @property
    def is_running(self) -> bool:
        return self._task is not None

    def start(self, name: SchedulerName, retention: float) -> None:
        """Switch; nothing where that is under way."""
        if self._task is not None:
            return
        collection, self._was_cancelled = self._collection, False
        self._task = tasks.start(
            self,
            lambda handle: switch(collection, name, retention, handle),
            done=lambda moved: self.done.emit(name, moved),
            failed=self.failed.emit,
        )
        self._task.progressed.connect(self._on_progress)
        self._task.finished.connect(self._on_finished)
        self._patience.start()

    def cancel(self) -> None:
        """Stop, and leave all as it was."""
        if self._task is not None:
            self._was_cancelled = True
            self._task.cancel()

    def _on_progress(self, done: int, total: int) -> None:
        if self._page is not None:
            self._page.show_progress(done, total)

    def _take_over(self) -> None:
        self.page.begin()
        self._focus = self._stack.window().focusWidget()
        self._stack.open_over(self.page, SWITCH)
        self.page.cancel_button.setFocus()

    def _on_finished(self) -> None:
        self._task = None
        self._patience.stop()
        if self._page is not None and self._stack.currentWidget() is self._page:
            self._stack.back()
            if self._focus is not None:
                self._focus.setFocus()
        if self._was_cancelled:
            self.cancelled.emit()


class SwitchPage(QWidget):
    """Says how far the replay is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setAccessibleName("Replaying your reviews")
        self.cancel_button = QPushButton("Cancel", self)
        self.count = theme.styled(QLabel(self), "muted")
        text = QLabel("All stays as it was until this is done, and if you cancel it.", self, wordWrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        layout.setSpacing(theme.L)
        layout.addWidget(theme.styled(QLabel("Replaying your reviews", self, wordWrap=True), "title"))
        layout.addWidget(theme.styled(text, "muted"))
        layout.addWidget(self.progress)
        layout.addWidget(self.count)
        layout.addWidget(ButtonRow(self.cancel_button))
        layout.addStretch()

    def begin(self) -> None:
        """How far it is comes later."""
        self.progress.setRange(0, 0)
        self.count.setText("")

    def show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.count.setText(f"{done:,} of {total:,} reviews")


def switch(collection: Path, name: SchedulerName, retention: float, handle: tasks.Handle) -> Moved:
    """Have every state of a collection made by another scheduler, all or nothing."""
    with Collection.open(collection) as opened:
        before = _due_days(opened)
        opened.use_scheduler(name, retention, progress=handle.progress)
        after = _due_days(opened)
    return Moved(sum(before.get(unit) != due_on for unit, due_on in after.items()), len(after))


def _due_days(collection: Collection) -> "dict[str, date]":
    states = collection.states().items()
    return {unit: state.due_on for unit, state in states if state.due_on is not None}


def in_words(name: SchedulerName, moved: Moved) -> str:
    """What a switch did, in a sentence."""
    if not moved.of:
        return f"{TITLES[name]} from now on."
    return f"{TITLES[name]} from now on: {moved.units:,} of {moved.of:,} cards moved to another day."
