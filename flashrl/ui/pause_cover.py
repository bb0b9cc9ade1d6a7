"""What covers a card while its time stands still."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from flashrl.ui import theme

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class PauseCover(QWidget):
    """Any key goes on, and so does its button."""

    ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Paused")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title = theme.styled(QLabel("Paused", self), "heading")
        hint = theme.styled(QLabel("The time stands still. Any key goes on.", self), "muted")
        self.button = theme.styled(QPushButton("Go on", self), "primary")
        self.button.clicked.connect(self.ended)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.M)
        layout.addStretch()
        for widget in (title, hint, self.button):
            layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def event(self, event: QEvent) -> bool:
        """Plain keys are the cover's own before they are the window's."""
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and not event.modifiers() & _COMMAND:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _MODIFIERS:
            self.ended.emit()
