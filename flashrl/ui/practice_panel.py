"""What is practised out of turn: of which deck, which cards, and how many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from flashrl.model import Difficulty
from flashrl.store.practice import Choice, Standing
from flashrl.ui import theme
from flashrl.ui.calm_wheel import CalmWheel
from flashrl.ui.panels import ButtonRow

ALL = 0
"""No limit to how many are practised."""

_ABOUT = "Out of turn: whatever you answer here, due days stay as they are."
_NUMBER, _MOST = 20, 999
_KINDS: tuple[tuple[str, Standing | Difficulty | None], ...] = (
    ("Any card", None),
    ("What I missed this week", Standing.MISSED),
    ("New cards, ahead of time", Standing.NEW),
    ("Due in the next 7 days, ahead of time", Standing.DUE_SOON),
    ("Flagged cards", Standing.FLAGGED),
    ("Leeches: forgotten again and again", Standing.LEECH),
    *((f"{each.title()} cards", each) for each in Difficulty),
)


class PracticePanel(QFrame):
    """Asks for a choice to be counted, practised, made a quiz of, or looked through."""

    count_asked = Signal()
    practise_asked = Signal()
    quiz_asked = Signal()
    find_asked = Signal()
    closed = Signal()
    """Escape was pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Practise")
        self.decks = self._box()
        self.decks.addItem("All decks", "")
        self.kinds = self._box()
        for text, kind in _KINDS:
            self.kinds.addItem(text, kind)
        self.number = QSpinBox(self, minimum=ALL, maximum=_MOST, value=_NUMBER)
        self.number.setSpecialValueText("all of them")
        self.number.setPrefix("at most ")
        self.number.setToolTip("Of more cards, those that you have not seen for the longest time")
        self.number.setMinimumHeight(self.decks.sizeHint().height())
        self.number.valueChanged.connect(lambda _value: self._show_count())
        for field, name in ((self.decks, "Deck"), (self.kinds, "Cards"), (self.number, "How many")):
            field.setAccessibleName(name)
        self._calm_wheel = CalmWheel(self)
        self._calm_wheel.watch(self.decks, self.kinds, self.number)
        self.count = QLabel(self, wordWrap=True)
        self.about = theme.styled(QLabel(_ABOUT, self, wordWrap=True), "muted")
        self.practise_button = theme.styled(self._button("Practise", self.practise_asked), "primary")
        self.quiz_button = self._button("Quiz of five", self.quiz_asked)
        self.find_button = self._button("Find cards…", self.find_asked)
        self.find_button.setToolTip("By tag, by words, or one by one, on the page of all cards (Ctrl+F)")
        self._fitting: int | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow("&Deck", self.decks)
        form.addRow("&Cards", self.kinds)
        form.addRow("&How many", self.number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        layout.setSpacing(theme.S)
        layout.addLayout(form)
        layout.addWidget(self.count)
        layout.addWidget(ButtonRow(*self.buttons))
        layout.addWidget(self.about)

    def _box(self) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.currentIndexChanged.connect(lambda _index: self.count_asked.emit())
        return box

    def _button(self, text: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(signal)
        return button

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        return (self.practise_button, self.quiz_button, self.find_button)

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """All that takes the focus, from above."""
        return (self.decks, self.kinds, self.number, *self.buttons)

    # -- what is chosen --------------------------------------------------------------------------

    def offer(self, decks: Sequence[str], chosen: str) -> None:
        """Offer these decks, and choose one of them."""
        blocker = QSignalBlocker(self)
        self.decks.clear()
        self.decks.addItem("All decks", "")
        for deck in decks:
            self.decks.addItem(deck.replace("::", " › "), deck)
        self.decks.setCurrentIndex(max(0, self.decks.findData(chosen)))
        blocker.unblock()
        self.count_asked.emit()

    def choice(self, today: date) -> Choice:
        """The cards that are meant, however many are practised."""
        deck, kind = self.decks.currentData(), self.kinds.currentData()
        choice = Choice(decks=(deck,) if deck else (), today=today)
        if kind in tuple(Difficulty):
            return replace(choice, difficulties=(Difficulty(kind),))
        return replace(choice, standing=Standing(kind) if kind else None)

    def limited(self, today: date) -> Choice:
        """The cards that are practised."""
        number = self.number.value()
        return replace(self.choice(today), number=None if number == ALL else number)

    def show_count(self, fitting: int | None) -> None:
        """Say how many cards fit; None while they are being counted."""
        self._fitting = fitting
        self._show_count()

    def _show_count(self) -> None:
        fitting, number = self._fitting, self.number.value()
        can_start = bool(fitting)
        self.practise_button.setEnabled(can_start)
        self.quiz_button.setEnabled(can_start)
        if fitting is None:
            self.count.setText("Counting…")
            return
        cards = "1 card fits" if fitting == 1 else f"{fitting:,} cards fit"
        self.count.setText(f"{cards}." if fitting else "No card fits. Choose another deck, or other cards.")
        asked = fitting if number == ALL else min(fitting, number)
        self.practise_button.setText(f"Practise {asked:,}" if fitting else "Practise")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
