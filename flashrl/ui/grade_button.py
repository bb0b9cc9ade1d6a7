"""The button of a grade: what it is called, and when the card would come again."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GradeButton(QPushButton):
    """Enter presses it when it has the focus; Space goes on to turn the card's pages."""

    def __init__(self, label: str, key: str, parent: QWidget) -> None:
        super().__init__(label, parent)
        self._label, self._key = label, key
        self._when = ""
        self.setAutoDefault(True)
        self.mark(proposed=False)

    def show_when(self, when: str) -> None:
        """Say when the card would come again; nothing for ""."""
        self._when = when
        self.setText(f"{self._label}\n{when}" if when else self._label)
        self._describe()

    def mark(self, *, proposed: bool) -> None:
        """Show whether this is the grade that is proposed."""
        self.setObjectName("primary" if proposed else "")
        self.style().polish(self)
        self._describe()

    def _describe(self) -> None:
        is_proposed = self.objectName() == "primary"
        note = ", proposed by your answer" if is_proposed else ""
        keys = f"key {self._key} or Enter" if is_proposed else f"key {self._key}"
        self.setToolTip(f"{self._label} ({keys}){note}")
        self.setAccessibleName(", ".join(part for part in (self._label, self._when) if part) + note)

    def event(self, event: QEvent) -> bool:
        """With the focus here, Enter is this button's before it is the window's."""
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            event.accept()
            return True
        return super().event(event)
