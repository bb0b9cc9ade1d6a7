"""A column of widgets in the middle of a page."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flashrl.ui import theme


class TextColumn(QWidget):
    """Its `column` is no wider than a line can be read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(theme.M)

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = max(theme.XL, (self.width() - theme.COLUMN) // 2)
        self.column.setContentsMargins(side, theme.XL, side, theme.L)
        super().resizeEvent(event)
