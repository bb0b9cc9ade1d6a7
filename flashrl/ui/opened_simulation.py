"""A simulation opened from the gallery: live, alone or compared with itself, and the cards that use it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from flashrl.model import FiledCard, SimulationBlock
from flashrl.ui import theme
from flashrl.ui.simulation_view import SimulationView
from flashrl.ui.theme import Theme

_MOST_ROWS = 6
_CARD = Qt.ItemDataRole.UserRole


class OpenedSimulation(QWidget):
    """`left` asks for the gallery, `card_chosen` carries a card to show."""

    left = Signal()
    card_chosen = Signal(object)

    def __init__(self, slug: str, title: str, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.slug = slug
        self.view = SimulationView(theme_, self)
        self.view.stage.prepared.connect(self._on_prepared)
        self.view.load(SimulationBlock(slug))
        self.title = theme.styled(QLabel(title, self, wordWrap=True), "title")
        self.back_button = QPushButton("‹ All simulations", self)
        self.back_button.setToolTip("Back to all simulations (Esc)")
        self.back_button.clicked.connect(self.left)
        self.compare_button = theme.styled(QPushButton("Compare", self), "toggle")
        self.compare_button.setToolTip("Two sets of parameters on the same frames")
        self.compare_button.setAccessibleDescription(self.compare_button.toolTip())
        self.compare_button.setCheckable(True)
        self.compare_button.toggled.connect(self.view.compare)
        self.cards_label = theme.styled(QLabel("Cards that use this", self), "heading")
        self.cards = QListWidget(self)
        self.cards.setAccessibleName("Cards that use this")
        self.cards.setWordWrap(True)
        self.cards.itemActivated.connect(self._on_card)
        self.cards.itemClicked.connect(self._on_card)
        self.no_cards = theme.styled(QLabel("No card of your decks shows it yet.", self), "muted")
        for widget in (self.cards_label, self.cards, self.no_cards):
            widget.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addStretch()
        head.addWidget(self.compare_button)
        column = QWidget(self)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, theme.XL, theme.XL)
        layout.setSpacing(theme.M)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget in (self.title, self.view, self.cards_label, self.cards, self.no_cards):
            layout.addWidget(widget)
        scroll = QScrollArea(self, widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(column)
        page = QVBoxLayout(self)
        page.setContentsMargins(theme.XL, theme.XL, 0, 0)
        page.setSpacing(theme.M)
        head.setContentsMargins(0, 0, theme.XL, 0)
        page.addLayout(head)
        page.addWidget(scroll)
        self.setFocusProxy(self.view)

    def _on_prepared(self) -> None:
        if self.view.simulation is not None:
            self.title.setText(self.view.simulation.title)

    def show_cards(self, cards: Sequence[FiledCard]) -> None:
        """List the cards that use this simulation."""
        self.cards.clear()
        for filed in cards:
            item = QListWidgetItem(f"{filed.card.question}\n{filed.deck.replace('::', ' › ')}", self.cards)
            item.setData(_CARD, filed)
        if cards:
            self.cards.setCurrentRow(0)
            rows = min(len(cards), _MOST_ROWS)
            height = sum(self.cards.sizeHintForRow(row) for row in range(rows))
            self.cards.setFixedHeight(height + 2 * self.cards.frameWidth() + theme.M)
        self.cards_label.show()
        self.cards.setVisible(bool(cards))
        self.no_cards.setVisible(not cards)

    def _on_card(self, item: QListWidgetItem) -> None:
        self.card_chosen.emit(item.data(_CARD))
