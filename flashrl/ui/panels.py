"""Panels side by side, or one below the other where there is little room."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from flashrl.ui import theme


def panel(*widgets: QWidget, margin: int = theme.S) -> QWidget:
    """Widgets one below the other, with `margin` pixels around them."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(theme.XS)
    for widget in widgets:
        layout.addWidget(widget)
    return holder


def page_column(page: QWidget, title: str, below: QWidget) -> tuple[QWidget, QVBoxLayout]:
    """The one column of a page that is read from above to below: it begins with a title and what stands close
    below that, and the rest goes into the layout."""
    holder = QWidget(page)
    holder.setMaximumWidth(theme.COLUMN)
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
    layout.setSpacing(theme.XXL)
    words = QVBoxLayout()
    words.setSpacing(theme.XS)
    words.addWidget(theme.styled(QLabel(title, holder), "title"))
    words.addWidget(below)
    layout.addLayout(words)
    return holder, layout


def turn(splitter: QSplitter, orientation: Qt.Orientation, shares: tuple[int, int]) -> None:
    """Lay a splitter the other way, its two parts in these shares, where it is not laid so already."""
    if splitter.orientation() == orientation and splitter.property("shares") == str(shares):
        return
    splitter.setOrientation(orientation)
    splitter.setProperty("shares", str(shares))
    total = splitter.width() if orientation == Qt.Orientation.Horizontal else splitter.height()
    splitter.setSizes([total * share // sum(shares) for share in shares])


class ButtonRow(QWidget):
    """Buttons side by side, or one below the other where they do not fit."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.S)
        for button in buttons:
            if isinstance(button, QPushButton):
                button.setAutoDefault(True)  # Enter presses the one with the focus, as Space does
            self._layout.addWidget(button)
        self._layout.addStretch()
        self._buttons = buttons
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button says something longer now
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        wanted = sum(button.sizeHint().width() + theme.S for button in self._buttons)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(across if self.width() >= wanted else down)
