"""A line to write an answer in before it is shown; afterwards what was written stands there, to compare."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from flashrl.model import Quality
from flashrl.ui import theme
from flashrl.ui.deed_words import VERDICTS

_MOST_LINES = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NAME = "Your answer"


class AnswerLine(QWidget):
    """`entered` with Enter, `escaped` with Escape. Nothing else that is typed in it leaves it."""

    entered = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.heading = theme.styled(QLabel(self), "section")
        self.edit = _GrowingEdit(self)
        self.edit.entered.connect(self.entered)
        self.edit.escaped.connect(self.escaped)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.XS)
        layout.addWidget(self.heading)
        layout.addWidget(self.edit)
        self.edit.grown.connect(self._on_grown)
        self.ask()

    def _on_grown(self) -> None:
        """Make room at once: what is typed is to be seen."""
        self.updateGeometry()
        column = self.parentWidget()
        if column is not None and (layout := column.layout()) is not None:
            layout.activate()

    @property
    def text(self) -> str:
        """What was written, without the spaces around it."""
        return self.edit.toPlainText().strip()

    @property
    def is_offered(self) -> bool:
        """Whether there is something to see: a line to write in, or what was written."""
        return not self.edit.isReadOnly() or bool(self.text)

    def ask(self) -> None:
        """Offer an empty line."""
        self.edit.clear()
        self.edit.set_closed(False)
        self.edit.setAccessibleName(_NAME)
        self.heading.hide()

    def show_said(self, verdict: Quality | None) -> None:
        """Show what was written, and how right it was where that can be told. Nothing where that is empty."""
        words = _NAME if verdict is None else f"{_NAME}: {VERDICTS[verdict].lower()}"
        self.edit.setPlainText(self.text)
        self.edit.set_closed(True)
        self.edit.setAccessibleName(words)
        self.heading.setText(words.upper())
        self.heading.show()
        self.setVisible(self.is_offered)


class _GrowingEdit(QPlainTextEdit):
    """As tall as what is written in it, up to some lines."""

    entered = Signal()
    escaped = Signal()
    grown = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Write your answer (W); Enter shows the card's")
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def set_closed(self, is_closed: bool) -> None:
        """Let nothing more be written, and stand in the text as it does; or the other way round."""
        self.setReadOnly(is_closed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if is_closed else Qt.FocusPolicy.StrongFocus)
        theme.styled(self, "written" if is_closed else "answer")
        self.style().unpolish(self)
        self.style().polish(self)
        self.setFrameShape(QFrame.Shape.NoFrame if is_closed else QFrame.Shape.StyledPanel)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """With the focus here its keys are text before they are the window's."""
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride and not self.isReadOnly()
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
        height = min(lines, _MOST_LINES) * self.fontMetrics().lineSpacing() + 2 * self.frameWidth() + 2
        if height != self.height():
            self.setFixedHeight(height)
            self.grown.emit()
