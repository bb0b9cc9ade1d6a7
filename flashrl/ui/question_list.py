"""A list of questions; one that is opened shows its card."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class QuestionList(QListWidget):
    """`opened` carries the unit of the question that was clicked, or on which Enter was pressed."""

    opened = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setAccessibleName("Questions")
        self.itemClicked.connect(self._open)

    def show_questions(self, questions: Sequence[tuple[str, str]]) -> None:
        """Show (unit, text) of each."""
        self.clear()
        for unit, text in questions:
            item = QListWidgetItem(text, self)
            item.setData(Qt.ItemDataRole.UserRole, unit)
            item.setToolTip("Show the card (Enter)")
        self.setCurrentRow(0)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.opened.emit(item.data(Qt.ItemDataRole.UserRole))

    def event(self, event: QEvent) -> bool:
        """With the focus here, Enter and Space are the list's before they are the window's."""
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and event.key() in _OPENING:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING:
            self._open(self.currentItem())
        else:
            super().keyPressEvent(event)
