"""A grade that could not be written: it is kept, tried again, and asked about before it would be lost."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flashrl.errors import CollectionError, DamagedCollectionError
from flashrl.ui.choice_bar import ChoiceBar
from flashrl.ui.review_run import ReviewRun

DELAYS_MS = (100, 1000, 2000, 5000)
"""After each try that failed; the last one again and again."""


class Unsaved(QObject):
    """Tries to write what a run could not. The first time nothing is said: what another program wrote is
    mostly written by then."""

    saved = Signal()
    """What was kept is on disk."""
    given_back = Signal()
    """What was kept is let go."""
    damaged = Signal(object)
    """Trying again will not help: the DamagedCollectionError says what will."""

    def __init__(self, run: ReviewRun, page: QWidget, layout: QVBoxLayout) -> None:
        super().__init__(page)
        self._run, self._page, self._layout = run, page, layout
        self._bar: ChoiceBar | None = None
        self._tries = 0
        self._then: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.try_again)

    @property
    def bar(self) -> ChoiceBar:
        """Where it is said, above the last part of the page; made when first needed."""
        if self._bar is None:
            self._bar = ChoiceBar(self._page)
            self._layout.insertWidget(self._layout.count() - 1, self._bar)
        return self._bar

    def keep(self) -> None:
        """Try again in a moment what could not be written just now."""
        self._tries = 0
        self._timer.start(DELAYS_MS[0])

    def try_again(self) -> None:
        """Try once more; where that fails, say so and go on trying."""
        try:
            self._run.try_again()
        except CollectionError as error:
            self._tries += 1
            self._timer.start(DELAYS_MS[min(self._tries, len(DELAYS_MS) - 1)])
            self._say(error)
            return
        then = self._then
        self.forget()
        self.saved.emit()
        if then is not None:
            then()

    def give_back(self) -> None:
        """Let it go: the card is asked as it was."""
        self._run.give_back()
        self.forget()
        self.given_back.emit()

    def forget(self) -> None:
        """Try no more, as when the session is over."""
        self._timer.stop()
        self._then = None
        if self._bar is not None:
            self._bar.dismiss()

    def leave_then(self, then: Callable[[], object]) -> bool:
        """True where nothing would be lost by leaving. Else one more try is made, and a person is asked;
        `then` comes once it is written or let go."""
        if not self._run.has_unsaved:
            return True
        try:
            self._run.try_again()
        except CollectionError as error:
            self._then = then
            self._ask(error)
            return False
        self.forget()
        self.saved.emit()
        return True

    @property
    def _what(self) -> str:
        return "grade" if self._run.unsaved_is_grade else "change"

    def _say(self, error: CollectionError) -> None:
        if self._then is not None:  # it is being asked about already
            return
        again = f"It is tried again by itself. What helps: {error.remedy}."
        text = f"This {self._what} is not saved yet: {error.message}. {again}"
        if self._bar is not None and self._bar.isVisible():
            self._bar.label.setText(text)
            return
        if isinstance(error, DamagedCollectionError):
            self.damaged.emit(error)
        self.bar.ask(text, [("Try again", self.try_again), (f"Take the {self._what} back", self.give_back)])

    def _ask(self, error: CollectionError) -> None:
        text = f"The last {self._what} is not saved yet: {error.message}. What helps: {error.remedy}."
        choices = [("Stay", self._stay), ("Leave without it", self._leave)]
        self.bar.ask(text, choices)

    def _stay(self) -> None:
        self._then = None
        self.try_again()

    def _leave(self) -> None:
        then = self._then
        self.give_back()
        if then is not None:
            then()
