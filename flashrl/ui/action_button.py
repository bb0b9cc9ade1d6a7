"""A button for an action of the menus."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget


class ActionButton(QPushButton):
    """Says what its action says, can be used when that can, and triggers it."""

    def __init__(self, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setText(self._action.text().replace("&", ""))
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.shortcut().toString())
