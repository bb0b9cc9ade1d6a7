"""All simulations by topic, each a small picture: search them, walk through them by keys, open one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from flashrl.ui import theme
from flashrl.ui.theme import Theme
from flashrl.ui.thumbnails import WIDTH, Thumbnails
from flashrl.ui.tile import Tile, TileSection

if TYPE_CHECKING:
    from flashrl.simulations import Simulation

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO_MATCH = "No simulation has these words. Escape shows all of them again."


class Gallery(QWidget):
    """Shows the simulations it is given; `opened` carries the slug of the one that is chosen.

    `shown` are the slugs that match the search, in order.
    """

    opened = Signal(str)

    def __init__(self, theme_: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._simulations: dict[str, Simulation] = {}
        self._sections: list[TileSection] = []
        self.tiles: dict[str, Tile] = {}
        self.shown: list[str] = []
        self._current = ""
        self._columns = 0
        self._build()
        self._thumbnails = Thumbnails(theme_, self._is_in_sight, self)
        self._thumbnails.drawn.connect(self._on_drawn)
        theme_.changed.connect(self._draw_all)

    def _build(self) -> None:
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search by name, topic or question")
        self.search.setAccessibleName("Search the simulations")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.message = theme.styled(QLabel("Looking at the simulations…", self, wordWrap=True), "muted")
        self._column = QWidget(self)
        self._column_layout = QVBoxLayout(self._column)
        self._column_layout.setContentsMargins(0, 0, theme.XL, theme.XL)
        self._column_layout.setSpacing(theme.L)
        self._column_layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea(self, widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, 0, 0)
        layout.setSpacing(theme.M)
        layout.addWidget(theme.styled(QLabel("Simulations", self), "title"))
        field = QHBoxLayout()
        field.setContentsMargins(0, 0, theme.XL, 0)
        field.addWidget(self.search)
        layout.addLayout(field)
        layout.addWidget(self.message)
        layout.addWidget(self._scroll, stretch=1)
        self.setFocusProxy(self.search)

    def show_simulations(self, by_topic: "dict[str, list[Simulation]]") -> None:
        """Fill the gallery; the pictures follow."""
        self.message.hide()
        for topic, found in by_topic.items():
            section = TileSection(topic, [self._tile(each) for each in found], self._column)
            self._simulations |= {each.slug: each for each in found}
            self._sections.append(section)
            self._column_layout.addWidget(section)
        self._filter(self.search.text())
        self._draw_all()

    def _tile(self, simulation: "Simulation") -> Tile:
        tile = Tile(simulation, self._column)
        tile.clicked.connect(lambda: self._open(simulation.slug))
        tile.installEventFilter(self)
        self.tiles[simulation.slug] = tile
        return tile

    # -- choosing --------------------------------------------------------------------------------

    def focus_current(self) -> None:
        """Give the keys to the tile that had them last; before the first, to the search."""
        tile = self.tiles.get(self._current)
        (tile or self.search).setFocus()

    def _open(self, slug: str) -> None:
        self._make_current(slug)
        self.opened.emit(slug)

    def _make_current(self, slug: str) -> None:
        """Tab goes to one tile, and the arrows from there."""
        for each, tile in self.tiles.items():
            is_current = each == slug
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_current else Qt.FocusPolicy.ClickFocus)
        self._current = slug

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        self.shown = [
            slug for slug, each in self._simulations.items() if all(word in _said(each) for word in words)
        ]
        self.message.setText(_NO_MATCH)
        self.message.setVisible(not self.shown and bool(self._simulations))
        if self.shown and self._current not in self.shown:
            self._make_current(self.shown[0])
        self._arrange(anew=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the search and of the tiles."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, Tile):
            self._make_current(watched.slug)
            self._scroll.ensureWidgetVisible(watched, theme.M, theme.M)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._on_tile_key(event) if isinstance(watched, Tile) else self._on_search_key(event)

    def _on_search_key(self, event: QKeyEvent) -> bool:
        shown = self.shown
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() in _ENTER and shown:
            self._open(shown[0])
        elif event.key() == Qt.Key.Key_Down and shown:
            self.tiles[shown[0]].setFocus()
        else:
            return False
        return True

    def _on_tile_key(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self._open(self._current)
        elif event.key() in _ARROWS:
            self._walk(Qt.Key(event.key()))
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.text().isalnum() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.search.setFocus()
            self.search.setText(self.search.text() + event.text())
        else:
            return False
        return True

    def _walk(self, key: Qt.Key) -> None:
        """Left and right go through all tiles, up and down to the nearest of the next row."""
        shown = self.shown
        at = shown.index(self._current)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = self._beyond(shown, at, 1 if key is Qt.Key.Key_Down else -1)
        else:
            ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(shown) - 1}
            to = ends.get(key, at + (1 if key is Qt.Key.Key_Right else -1))
        if 0 <= to < len(shown):
            self.tiles[shown[to]].setFocus()
        elif key is Qt.Key.Key_Up:
            self.search.setFocus()

    def _beyond(self, shown: list[str], at: int, direction: int) -> int:
        """The tile above or below; -1 where there is none."""
        places = [self.tiles[slug].mapTo(self._column, QPoint(0, 0)) for slug in shown]
        beyond = [n for n, place in enumerate(places) if (place.y() - places[at].y()) * direction > 0]
        if not beyond:
            return -1
        row = min((places[n].y() for n in beyond), key=lambda y: abs(y - places[at].y()))
        return min(
            (n for n in beyond if places[n].y() == row), key=lambda n: abs(places[n].x() - places[at].x())
        )

    # -- pictures and places ---------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, *, anew: bool = False) -> None:
        room = self._scroll.viewport().width() - theme.XL + theme.M
        columns = max(1, room // (WIDTH + theme.M))
        if anew or columns != self._columns:
            self._columns = columns
            for section in self._sections:
                section.arrange(columns, self.shown)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._thumbnails.run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._thumbnails.pause()

    def _draw_all(self) -> None:
        self._thumbnails.want(list(self._simulations.values()))

    def _is_in_sight(self, slug: str) -> bool:
        tile = self.tiles[slug]
        return tile.isVisible() and not tile.visibleRegion().isEmpty()

    def _on_drawn(self, slug: str, image: QImage | None) -> None:
        self.tiles[slug].show_picture(image)


def _said(simulation: "Simulation") -> str:
    """What a search looks through."""
    words = (simulation.title, simulation.slug, simulation.topic, simulation.question)
    return " ".join(words).lower()
