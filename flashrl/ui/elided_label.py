"""A line or two of text that give way where there is no room for them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Ends in "…" where it is too long for its place, and asks for no width of its own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = 1
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_lines(self, lines: int) -> None:
        """Take the height of so many lines, whatever the text."""
        self._lines = lines
        self.setMinimumHeight(lines * self.fontMetrics().lineSpacing())

    def shown_lines(self) -> list[str]:
        """The text as it fits: broken between words, and the last line elided."""
        metrics, lines, rest = self.fontMetrics(), list[str](), self.text()
        while len(lines) < self._lines - 1 and metrics.horizontalAdvance(rest) > self.width():
            end = rest.rfind(" ")
            while end > 0 and metrics.horizontalAdvance(rest[:end]) > self.width():
                end = rest.rfind(" ", 0, end)
            if end <= 0:
                break
            lines.append(rest[:end])
            rest = rest[end + 1 :]
        return [*lines, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, self.width())]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        role = QPalette.ColorRole.WindowText
        place = Qt.AlignmentFlag.AlignVCenter if self._lines == 1 else Qt.AlignmentFlag.AlignTop
        shown = "\n".join(self.shown_lines())
        self.style().drawItemText(painter, self.rect(), place, self.palette(), True, shown, role)
