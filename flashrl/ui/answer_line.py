"""A line to write an answer in before it is shown; afterwards what was written stands there, to compare."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from flashrl.model import Quality
from flashrl.ui import theme

_MOST_LINES = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_VERDICTS = {Quality.PASS: "Right", Quality.PASS_HARD: "Near", Quality.WRONG: "Not so"}


class AnswerLine(QWidget):
    """`entered` with Enter, `escaped` with Escape. Nothing else that is typed in it leaves it."""

    entered = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.edit = _GrowingEdit(self)
        self.edit.entered.connect(self.entered)
        self.edit.escaped.connect(self.escaped)
        self.heading = theme.styled(QLabel(self), "section")
        self.said = theme.styled(QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText), "answer")
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # A word that is longer than the column must not make the column wider.
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.XS)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for widget in (self.edit, self.heading, self.said):
            layout.addWidget(widget)
        self.ask()

    @property
    def text(self) -> str:
        """What was written, without the spaces around it."""
        return self.edit.toPlainText().strip()

    @property
    def is_offered(self) -> bool:
        """Whether there is something to see: a line to write in, or what was written."""
        return self.edit.isVisibleTo(self) or bool(self.text)

    def ask(self) -> None:
        """Offer an empty line."""
        self.edit.clear()
        self.edit.show()
        self.heading.hide()
        self.said.hide()

    def show_said(self, verdict: Quality | None) -> None:
        """Show what was written, and how right it was where that can be told. Nothing where that is empty."""
        self.edit.hide()
        self.setVisible(self.is_offered)
        words = "Your answer" if verdict is None else f"Your answer: {_VERDICTS[verdict].lower()}"
        self.heading.setText(words.upper())
        self.heading.setAccessibleName(words)
        self.said.setText(self.text)
        self.said.setAccessibleName(f"{words}: {self.text}")
        self.heading.show()
        self.said.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as tall as what was written, in the column's width."""
        self.said.setFixedHeight(max(0, self.said.heightForWidth(self.width())))


class _GrowingEdit(QPlainTextEdit):
    """As tall as what is written in it, up to some lines."""

    entered = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.styled(self, "answer")
        self.setPlaceholderText("Write your answer (W); Enter shows the card's")
        self.setAccessibleName("Your answer")
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(theme.XS)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def event(self, event: QEvent) -> bool:
        """With the focus here its keys are text before they are the window's."""
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and event.key() in (*_ENTER, Qt.Key.Key_Escape):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        bars = Qt.ScrollBarPolicy
        is_long = lines > _MOST_LINES
        self.setVerticalScrollBarPolicy(bars.ScrollBarAsNeeded if is_long else bars.ScrollBarAlwaysOff)
        frame = 2 * self.frameWidth() + 2 * round(self.document().documentMargin())
        self.setFixedHeight(min(lines, _MOST_LINES) * self.fontMetrics().lineSpacing() + frame + 2)
