"""A quiet line at the window's foot: what happened, or what went wrong and what to do."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from flashrl.errors import DamagedCollectionError, FlashrlError
from flashrl.ui import theme
from flashrl.ui.choice_bar import Choice
from flashrl.ui.key_button import KeyButton
from flashrl.ui.panels import ButtonRow
from flashrl.ui.tasks import Task

_SECONDS = 8


class MessageBar(QFrame):
    """Shows one message at a time. Errors and offers stay until closed; news goes by itself."""

    repair_asked = Signal(object)
    """A backup is to help against what went wrong: a DamagedCollectionError."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._label = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._progress = QProgressBar(self, textVisible=False)
        self._progress.setFixedWidth(160)
        self._button = KeyButton("Close", self)
        self._button.clicked.connect(self._close)
        self._timer = QTimer(self, singleShot=True, interval=_SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        self._task: Task | None = None
        self.choices: list[KeyButton] = []
        """The buttons that the message offers."""
        self._row: ButtonRow | None = None
        line = QHBoxLayout()
        line.addWidget(self._label)
        line.addWidget(self._progress)
        line.addWidget(self._button)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.L, theme.S, theme.S, theme.S)
        self._layout.addLayout(line)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def tell(self, text: str, choices: Sequence[Choice] = ()) -> None:
        """News that needs no answer; `choices` offer what can be done, and each closes the bar."""
        self._show(text, severity="good")
        if choices:
            self._offer(choices)
        else:
            self._timer.start()

    def _offer(self, choices: Sequence[Choice]) -> None:
        self.choices = [self._choice(words, slot) for words, slot in choices]
        self._row = ButtonRow(*self.choices)
        self._layout.addWidget(self._row)

    def _choice(self, words: str, slot: Callable[[], object]) -> KeyButton:
        def choose() -> None:
            self.hide()
            slot()

        button = KeyButton(words, self)
        button.clicked.connect(choose)
        return button

    def warn(self, error: FlashrlError) -> None:
        """Something went wrong: what, where, and what to do."""
        self._show(str(error), severity="bad")
        if isinstance(error, DamagedCollectionError):
            self._offer([("Bring a backup back…", lambda: self.repair_asked.emit(error))])

    def follow(self, text: str, task: Task) -> None:
        """Show a task's progress, with a button that cancels it."""
        self._show(text, severity="good")
        self._task = task
        self._button.setText("Cancel")
        self._progress.setRange(0, 0)
        self._progress.show()
        task.progressed.connect(self._on_progress)
        task.finished.connect(self._on_finished)

    def _show(self, text: str, *, severity: str) -> None:
        self._timer.stop()
        self._task = None
        self._take_choices()
        self._progress.hide()
        self._button.setText("Close")
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setProperty("severity", severity)
        self.style().polish(self)
        self.show()

    def _take_choices(self) -> None:
        """The last message's buttons are no part of the next."""
        if self._row is not None:
            self._layout.removeWidget(self._row)
            self._row.hide()
            self._row.deleteLater()
            self._row = None
        self.choices = []

    def _on_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _on_finished(self) -> None:
        if self.sender() is self._task:
            self.hide()

    def _close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.hide()
