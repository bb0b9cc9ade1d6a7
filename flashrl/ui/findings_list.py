"""What is wrong in a text, one finding below the other, each with its line and remedy."""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication, QListView, QListWidget, QListWidgetItem, QWidget

from flashrl.errors import Diagnostic, Severity
from flashrl.palette import Palette
from flashrl.ui.theme import Theme

_LINE = Qt.ItemDataRole.UserRole
ICON_SIZE = 12
_SHAPES: dict[Severity, list[tuple[float, float]]] = {
    Severity.ERROR: [(1, 1), (11, 1), (11, 11), (1, 11)],
    Severity.WARNING: [(6, 1), (11.5, 11), (0.5, 11)],
    Severity.HINT: [(6, 1), (11, 6), (6, 11), (1, 6)],
}
"""Told apart without seeing colours: a square, a triangle, a diamond."""


class Clicks:
    """Tells a click from the second half of a double click, which is one as well."""

    def __init__(self) -> None:
        self._since = QElapsedTimer()
        self._last: object = None

    def is_new(self, chosen: object) -> bool:
        is_over = not self._since.isValid() or self._since.hasExpired(QApplication.doubleClickInterval())
        is_new = is_over or chosen != self._last
        self._since.start()
        self._last = chosen
        return is_new


class FindingsList(QListWidget):
    """Lists findings; a click or Enter chooses the line of one."""

    chosen = Signal(int)

    def __init__(self, theme_: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme_
        self._found: tuple[Diagnostic, ...] = ()
        self._clicks = Clicks()
        self.setAccessibleName("Findings")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.itemClicked.connect(self._choose)
        theme_.changed.connect(self._fill)

    def show_findings(self, found: Sequence[Diagnostic]) -> None:
        """Show these; one that was selected and is still there stays so."""
        if tuple(found) != self._found:
            self._found = tuple(found)
            self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._choose(item)
            return
        super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        line = item.data(_LINE)
        if self._clicks.is_new(line):
            self.chosen.emit(line)

    def _fill(self) -> None:
        row = self.currentRow()
        self.clear()
        for each in self._found:
            item = QListWidgetItem(f"Line {each.line} · {each.severity}\n{each.message}\n{each.remedy}", self)
            item.setData(_LINE, each.line)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                f"{each.severity} in line {each.line}: {each.message}. {each.remedy}",
            )
            item.setIcon(severity_icon(each.severity, self._theme.palette, self.devicePixelRatio()))
        if 0 <= row < self.count():
            self.setCurrentRow(row)


def summary(found: Sequence[Diagnostic]) -> str:
    """How many findings of each kind there are, in a line."""
    counts = [(sum(each.severity is kind for each in found), kind) for kind in Severity]
    return ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" for n, kind in counts if n) or "No findings"


def severity_icon(severity: Severity, palette: Palette, scale: float) -> QIcon:
    colours = {
        Severity.ERROR: palette.bad,
        Severity.WARNING: palette.warning,
        Severity.HINT: palette.muted,
    }
    pixmap = QPixmap(round(ICON_SIZE * scale), round(ICON_SIZE * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours[severity]))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in _SHAPES[severity]]))
    painter.end()
    return QIcon(pixmap)
