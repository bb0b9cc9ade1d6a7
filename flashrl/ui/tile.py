"""A simulation in the gallery: a small picture with its title, below the heading of its topic."""

from collections.abc import Container
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QVBoxLayout, QWidget

from flashrl.ui import theme
from flashrl.ui.thumbnails import HEIGHT, WIDTH

if TYPE_CHECKING:
    from flashrl.simulations import Simulation


_TITLE_LINES = 2


class Tile(QAbstractButton):
    """One simulation: its picture above its title."""

    def __init__(self, simulation: "Simulation", parent: QWidget) -> None:
        super().__init__(parent)
        self.slug = simulation.slug
        self.picture: QImage | None = None
        self.setText(simulation.title)
        self.setToolTip(simulation.question)
        self.setAccessibleName(simulation.title)
        self.setAccessibleDescription(simulation.question)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_picture(self, picture: QImage | None) -> None:
        self.picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT + theme.S + _TITLE_LINES * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        is_focused = self.hasFocus()
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        painter.fillPath(frame, self.palette().color(QPalette.ColorRole.Base))
        if self.picture is not None:
            painter.save()
            painter.setClipPath(frame)
            painter.drawImage(QRectF(0, 0, WIDTH, HEIGHT), self.picture)
            painter.restore()
        role = QPalette.ColorRole.Highlight if is_focused or self.underMouse() else QPalette.ColorRole.Mid
        painter.setPen(QPen(self.palette().color(role), 2 if is_focused else 1))
        painter.drawPath(frame)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        room = self.rect().adjusted(theme.S, HEIGHT, -theme.S, -theme.XS)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, left | Qt.TextFlag.TextWordWrap, self.text())
        painter.end()


class TileSection(QWidget):
    """A topic and its tiles."""

    def __init__(self, topic: str, tiles: "list[Tile]", parent: QWidget) -> None:
        super().__init__(parent)
        self.tiles = tiles
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.M)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.S)
        layout.addWidget(theme.styled(QLabel(topic, self), "heading"))
        layout.addLayout(self._grid)

    def arrange(self, columns: int, shown: Container[str]) -> None:
        """Put the tiles that are to be shown into rows."""
        found = [tile for tile in self.tiles if tile.slug in shown]
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.setVisible(tile.slug in shown)
        for n, tile in enumerate(found):
            self._grid.addWidget(tile, n // columns, n % columns)
        self.setVisible(bool(found))
