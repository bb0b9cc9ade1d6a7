"""A quiet line at the window's foot: what happened, or what went wrong and what to do."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from flashrl.errors import FlashrlError
from flashrl.ui import theme
from flashrl.ui.tasks import Task

_SECONDS = 8


class MessageBar(QFrame):
    """Shows one message at a time; errors stay until closed, news goes by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._label = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._progress = QProgressBar(self, textVisible=False)
        self._progress.setFixedWidth(160)
        self._button = QPushButton("Close", self)
        self._button.clicked.connect(self._close)
        self._timer = QTimer(self, singleShot=True, interval=_SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        self._task: Task | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.L, theme.S, theme.S, theme.S)
        layout.addWidget(self._label)
        layout.addWidget(self._progress)
        layout.addWidget(self._button)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def tell(self, text: str) -> None:
        """News that needs no answer."""
        self._show(text, severity="good")
        self._timer.start()

    def warn(self, error: FlashrlError) -> None:
        """Something went wrong: what, where, and what to do."""
        self._show(str(error), severity="bad")

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
        self._progress.hide()
        self._button.setText("Close")
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setProperty("severity", severity)
        self.style().polish(self)
        self.show()

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
