"""The slim bar with a button for each page: at the window's left, or above the page where there is little
room beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QGridLayout, QPushButton, QWidget

from flashrl.ui import theme

_WIDTH = 148
_NARROW = 560
"""A window less wide than this has its bar above the page."""
_ANY_WIDTH = 16_777_215


class Sidebar(QWidget):
    """Goes to a page by triggering its action, and shows which page it is."""

    def __init__(self, pages: Sequence[tuple[str, str, QAction]], parent: QWidget | None) -> None:
        """`pages` are names with the texts and the actions of their buttons."""
        super().__init__(parent)
        theme.styled(self, "sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._layout = QGridLayout(self)
        for name, text, action in pages:
            button = QPushButton(text, self)
            button.setAutoDefault(True)
            button.setToolTip(action.shortcut().toString())
            button.setCheckable(True)
            button.clicked.connect(action.trigger)
            self._group.addButton(button)
            self.buttons[name] = button
        self.is_above = True
        self.stand(above=False)
        self.mark(pages[0][0])

    def mark(self, name: str) -> None:
        """Show that the page of this name is open."""
        self.buttons[name].setChecked(True)

    @property
    def marked(self) -> str:
        """The name of the page that is open."""
        return next(name for name, button in self.buttons.items() if button.isChecked())

    def stand(self, *, above: bool) -> None:
        """Stand above the page, or at its left."""
        if above == self.is_above:
            return
        self.is_above = above
        self.setProperty("is_above", above)
        for widget in (self, *self.buttons.values()):
            self.style().unpolish(widget)
            self.style().polish(widget)
        self.setMinimumWidth(0 if above else _WIDTH)
        self.setMaximumWidth(_ANY_WIDTH if above else _WIDTH)
        across, down = (theme.S, theme.XS) if above else (theme.S, theme.L)
        self._layout.setContentsMargins(across, down, across, down)
        self._layout.setSpacing(theme.XS)
        self._place()

    def minimumSizeHint(self) -> QSize:
        """Above the page two rows are always possible: one does not say how narrow a window may be."""
        hint = super().minimumSizeHint()
        return QSize(self._wanted() // 2, hint.height()) if self.is_above else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _wanted(self) -> int:
        """The width of one row."""
        return sum(button.sizeHint().width() + theme.XS for button in self.buttons.values()) + 2 * theme.S

    def _place(self) -> None:
        """One column at the left; above the page one row, or two where one is too long."""
        buttons, columns = list(self.buttons.values()), 1
        if self.is_above:
            columns = len(buttons) if self._wanted() <= self.width() else -(-len(buttons) // 2)
        for number, button in enumerate(buttons):
            self._layout.addWidget(button, *divmod(number, columns))
        for row in range(len(buttons) + 1):
            self._layout.setRowStretch(row, int(row == len(buttons) and not self.is_above))


class PageWithSidebar(QWidget):
    """The bar and the page that it leads to."""

    def __init__(self, sidebar: Sidebar, page: QWidget) -> None:
        super().__init__()
        self._sidebar = sidebar
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(sidebar)
        self._layout.addWidget(page, stretch=1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(down if is_narrow else across)
        self._sidebar.stand(above=is_narrow)
