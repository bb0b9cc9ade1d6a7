"""Where a new card goes: into which deck, and under which topic."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QSizePolicy, QWidget

from flashrl.ui import theme
from flashrl.ui.card_work import OwnDeck

_NEW = "A new deck…"


class NewCardBar(QWidget):
    """Offers the decks that can be written to, and a new one; `chosen` says that another was picked."""

    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._decks: list[OwnDeck] = []
        self.deck = QComboBox(self)
        self.deck.setAccessibleName("Deck")
        self.deck.activated.connect(self._on_deck)
        self.name = QLineEdit(self)
        self.name.setAccessibleName("Name of the new deck")
        self.name.setPlaceholderText("such as RL::Bandits")
        self.topic = QComboBox(self)
        self.topic.setLineEdit(QLineEdit(self.topic, placeholderText="none: at the end of the deck"))
        self.topic.setAccessibleName("Topic")
        self.topic.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for box in (self.deck, self.topic):
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.setMinimumContentsLength(12)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(theme.S, theme.S, theme.S, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.addRow("Deck", self.deck)
        self._form.addRow("Its name", self.name)
        self._form.addRow("Topic", self.topic)
        self.show_decks([])

    def show_decks(self, decks: Sequence[OwnDeck], path: Path | None = None) -> None:
        """Offer these decks; the one at `path` is chosen, else the one that was."""
        wanted = path or (self.path if self._decks else None)
        topic = self.topic.currentText()
        self._decks = list(decks)
        self.deck.clear()
        for each in decks:
            self.deck.addItem(f"{each.name.replace('::', ' › ')} · {each.path.name}")
        self.deck.addItem(_NEW)
        numbers = [number for number, each in enumerate(decks) if each.path == wanted]
        self.deck.setCurrentIndex(numbers[0] if numbers else 0)
        self._on_deck()
        if numbers:
            self.topic.setCurrentText(topic)

    @property
    def path(self) -> Path | None:
        """The deck file that was chosen; None for a new one."""
        number = self.deck.currentIndex()
        return self._decks[number].path if 0 <= number < len(self._decks) else None

    @property
    def is_named(self) -> bool:
        """False where a new deck still needs a name."""
        return self.path is not None or bool(self.name.text().strip(" :"))

    def _on_deck(self) -> None:
        is_new = self.path is None
        self._form.setRowVisible(self.name, is_new)
        self._form.setRowVisible(self.topic, not is_new)
        self.topic.clear()
        if not is_new:
            self.topic.addItems(self._decks[self.deck.currentIndex()].topics)
            self.topic.setCurrentText("")
        self.chosen.emit()
