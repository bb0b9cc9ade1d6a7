"""A card shown whole, question and answer, without a grade: to read what a simulation is asked about."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from flashrl.model import FiledCard
from flashrl.ui import theme
from flashrl.ui.card_view import CardView, ShownCard
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.theme import Theme


class ShownCardPage(QWidget):
    """Shows one card; `left` goes back to where it was chosen."""

    left = Signal()
    edit_asked = Signal(object)
    """The card, as it is filed."""

    def __init__(self, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._filed: FiledCard | None = None
        self.card_view = CardView(theme_, self)
        self.place = theme.styled(ElidedLabel(self), "muted")
        self.back_button = QPushButton("‹ Back", self)
        self.back_button.setToolTip("Back to the simulation (Esc)")
        self.back_button.clicked.connect(self.left)
        self.edit_button = QPushButton("Edit", self)
        self.edit_button.setToolTip("Edit this card (E)")
        self.edit_button.clicked.connect(self._ask_edit)
        head = QHBoxLayout()
        head.setContentsMargins(theme.XL, theme.XL, theme.XL, 0)
        head.addWidget(self.back_button)
        head.addWidget(self.place, stretch=1)
        head.addWidget(self.edit_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.card_view, stretch=1)
        self.setFocusProxy(self.card_view)

    def show_card(self, filed: FiledCard) -> None:
        self._filed = filed
        shown = ShownCard(filed.card, filed.folder, deck=filed.deck)
        self.place.setText(shown.place)
        self.card_view.show_question(shown)
        self.card_view.reveal()

    def refresh(self, cards: Sequence[FiledCard]) -> None:
        """Show the card as it is among these, where it is."""
        shown = self._filed
        newer = [each for each in cards if shown is not None and each.card.id == shown.card.id]
        if newer and newer[0] != shown:
            self._filed = newer[0]
            self.card_view.refresh(ShownCard(newer[0].card, newer[0].folder, deck=newer[0].deck))

    def clear(self) -> None:
        self.card_view.clear()

    def _ask_edit(self) -> None:
        if self._filed is not None:
            self.edit_asked.emit(self._filed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_E and not event.modifiers():
            self._ask_edit()
            return
        super().keyPressEvent(event)
