"""What a person does in a review: grades, changes, and what takes them back. All of it is told."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError
from flashrl.model import ChangeKind, Quality
from flashrl.ui.deed_words import SUSPENDED, deed_text, done_text, leech_text, undone_text
from flashrl.ui.grade_bar import GradeBar
from flashrl.ui.review_run import ReviewRun
from flashrl.ui.unsaved import Unsaved


class Deeds(QObject):
    """Does it in the run. What cannot be written goes to `unsaved`, and is done once it is."""

    done = Signal()
    """The run may ask something else now."""
    told = Signal(str, object)
    """News, and what can be done about it, as a message bar takes it."""
    failed = Signal(object)
    edit_asked = Signal(str)
    """A unit whose card is to be rewritten."""

    def __init__(self, run: ReviewRun, unsaved: Unsaved, bar: GradeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._run, self._unsaved, self._bar = run, unsaved, bar
        unsaved.saved.connect(self._on_done)

    def grade(self, quality: Quality, *, was_answered: bool) -> None:
        """Grade what is asked. A grade that is chosen anew takes the place of one that is not saved yet."""
        self._unsaved.forget()
        self._run.give_back()
        self._do(partial(self._run.grade, quality, was_answered=was_answered))

    def change(self, kind: ChangeKind, *, flag: int = 0, due_on: date | None = None) -> None:
        """Do something else with what is asked than grade it."""
        if self._run.has_unsaved:
            self._unsaved.try_again()
        else:
            self._do(partial(self._run.change, kind, flag=flag, due_on=due_on))

    def _do(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except CollectionError as error:
            if self._run.has_unsaved:
                self._unsaved.keep()
            else:  # it could not even be begun
                self.failed.emit(error)
            return
        self._on_done()

    def _on_done(self) -> None:
        self._tell()
        self.done.emit()

    def _tell(self) -> None:
        step, leech = self._run.last, self._run.new_leech
        if step is None:
            return
        if leech is not None:
            edit = ("&Edit it", partial(self.edit_asked.emit, leech))
            self.told.emit(
                leech_text(step.state.lapses), [edit, ("&Suspend it", partial(self.suspend, leech))]
            )
        elif text := done_text(step.event):
            self.told.emit(text, ())

    def suspend(self, unit: str) -> None:
        """Suspend what need not be asked now; a grade that is not saved yet comes first."""
        if self._run.has_unsaved:
            self._unsaved.try_again()
        if self._run.has_unsaved:
            return
        try:
            is_undone_here = self._run.suspend(unit)
        except CollectionError as error:
            self.failed.emit(error)
            return
        if is_undone_here:
            self._on_done()
        else:
            self.told.emit(SUSPENDED, ())

    def undo(self) -> None:
        """Take back what was done last; a grade that is not saved yet first."""
        if self._run.has_unsaved:
            self._unsaved.give_back()
            return
        try:
            step = self._run.undo()
        except CollectionError as error:
            self.failed.emit(error)
            return
        if step is not None:
            self.told.emit(undone_text(step.event, self._bar.names), ())
            self.done.emit()

    @property
    def last(self) -> str:
        """What would be taken back; nothing for ""."""
        step = self._run.last
        return "" if step is None else deed_text(step.event, self._bar.names)
