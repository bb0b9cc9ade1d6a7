"""All simulations: choose one, play with it, then read what it teaches."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from flashrl.model import SimulationBlock
from flashrl.ui import theme
from flashrl.ui.simulation_view import SimulationView
from flashrl.ui.theme import Theme

_LIST_WIDTH, _LIST_HEIGHT, _WIDE = 200, 96, 640


class SimulationsPage(QWidget):
    """A list by topic, and the chosen simulation. Nothing is loaded before the page is first shown."""

    def __init__(self, theme_: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme_
        self.view: SimulationView | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName("Simulations")
        self.list.currentItemChanged.connect(self._on_chosen)
        self._scroll = QScrollArea(self, widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(theme.XL, theme.XL, 0, 0)
        self._layout.setSpacing(theme.L)
        self._layout.addWidget(self.list)
        self._layout.addWidget(self._scroll, stretch=1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list stands beside the simulation, or above it where there is no room."""
        is_wide = event.size().width() >= _WIDE
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(direction)
        self.list.setMaximumSize(_LIST_WIDTH if is_wide else _WIDE, _WIDE * 9 if is_wide else _LIST_HEIGHT)
        super().resizeEvent(event)

    def open(self) -> None:
        """Fill the list when the page is first shown."""
        if self.list.count():
            return
        from flashrl.simulations import discover

        for simulation in discover().values():
            item = QListWidgetItem(simulation.title, self.list)
            item.setData(Qt.ItemDataRole.UserRole, simulation.slug)
            item.setToolTip(simulation.topic)
        self.list.setCurrentRow(0)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._show(item.data(Qt.ItemDataRole.UserRole))

    def _show(self, slug: str) -> None:
        from flashrl.simulations import get

        simulation = get(slug)
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, theme.XL, theme.XL)
        layout.setSpacing(theme.M)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(_label(simulation.title, "title"))
        layout.addWidget(_label(simulation.question, "muted"))
        self.view = SimulationView(self._theme, page)
        self.view.load(SimulationBlock(slug))
        layout.addWidget(self.view)
        insight = _label(f"{simulation.insight}\n\n{simulation.follow_up}")
        insight.hide()
        self.insight_button = QPushButton("What does it teach?", page)
        self.insight_button.setCheckable(True)
        self.insight_button.toggled.connect(insight.setVisible)
        layout.addWidget(self.insight_button, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(insight)
        layout.addWidget(_label("\n".join(simulation.references), "muted"))
        old = self._scroll.takeWidget()
        if old is not None:
            old.deleteLater()
        self._scroll.setWidget(page)


def _label(text: str, name: str = "") -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setObjectName(name)
    return label
