"""The slim bar at the window's left: one button for each page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from flashrl.ui import theme

_WIDTH = 148


class Sidebar(QWidget):
    """Goes to a page by triggering its action, and shows which page it is."""

    def __init__(self, pages: Sequence[tuple[str, QAction]], parent: QWidget) -> None:
        super().__init__(parent)
        theme.styled(self, "sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self.buttons: list[QPushButton] = []
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.S, theme.L, theme.S, theme.L)
        layout.setSpacing(theme.XS)
        for text, action in pages:
            button = QPushButton(text, self)
            button.setToolTip(action.shortcut().toString())
            button.setCheckable(True)
            button.clicked.connect(action.trigger)
            self._group.addButton(button)
            self.buttons.append(button)
            layout.addWidget(button)
        layout.addStretch()
        self.mark(0)

    def mark(self, number: int) -> None:
        """Show that the page of this number is open."""
        self.buttons[number].setChecked(True)
