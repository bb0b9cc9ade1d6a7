"""What is looked for: words, a deck, a tag, a difficulty, and where the units stand."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QSizePolicy, QWidget

from flashrl.model import Difficulty
from flashrl.scheduling.queue import ancestors
from flashrl.store.practice import Choice, Standing
from flashrl.ui import theme
from flashrl.ui.calm_wheel import CalmWheel
from flashrl.ui.flags import FLAGS

_TYPING_MS = 150
"""Words are looked for once the keys rest."""
_WIDE = 620
_STANDINGS = (
    (None, "Any state"),
    (Standing.NEW, "New"),
    (Standing.LEARNING, "Learning"),
    (Standing.YOUNG, "Young: up to 3 weeks"),
    (Standing.MATURE, "Mature: 3 weeks or more"),
    (Standing.DUE, "Due today"),
    (Standing.DUE_SOON, "Due in the next 7 days"),
    (Standing.MISSED, "Missed this week"),
    (Standing.LEECH, "Leeches: often forgotten"),
    (Standing.SUSPENDED, "Suspended"),
    (Standing.BURIED, "Buried today"),
    (Standing.FLAGGED, "Flagged"),
)


class UnitFilters(QWidget):
    """A search line and four lists to choose from; `changed` when any says something else."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._soon = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._soon.timeout.connect(self.changed)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText("Search: words in the question or the card")
        self.words.setAccessibleName("Search")
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumHeight(theme.XXL)
        self.words.setTextMargins(theme.XS, 0, theme.XS, 0)
        self.words.textChanged.connect(lambda _text: self._soon.start())
        self.decks, self.tags = self._box("Deck"), self._box("Tag")
        self.difficulties, self.states = self._box("Difficulty"), self._box("State")
        _fill(self.decks, [("", "All decks")])
        _fill(self.tags, [("", "Any tag")])
        _fill(self.difficulties, [(None, "Any difficulty"), *((each, each.title()) for each in Difficulty)])
        _fill(self.states, [*_STANDINGS, *((number, f"Flag: {name}") for number, name in FLAGS.items())])
        self._calm_wheel = CalmWheel(self)
        self._calm_wheel.watch(*self.boxes)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.S)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lay_out()

    @property
    def boxes(self) -> tuple[QComboBox, ...]:
        return (self.decks, self.tags, self.difficulties, self.states)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(9)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setMaxVisibleItems(20)
        box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        return box

    def _lay_out(self) -> None:
        columns = len(self.boxes) if self.width() >= _WIDE else 2
        self._layout.addWidget(self.words, 0, 0, 1, columns)
        for number, box in enumerate(self.boxes):
            row, column = divmod(number, columns)
            self._layout.addWidget(box, row + 1, column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    # -- what is chosen --------------------------------------------------------------------------

    def choice(self, today: date) -> Choice:
        """What is looked for, as of a day."""
        deck, tag, difficulty = (box.currentData() for box in (self.decks, self.tags, self.difficulties))
        state = self.states.currentData()
        is_flag = isinstance(state, int)
        return Choice(
            decks=(deck,) if deck else (),
            tags=(tag,) if tag else (),
            difficulties=(Difficulty(difficulty),) if difficulty else (),
            words=self.words.text().strip(),
            standing=None if is_flag or not state else Standing(state),
            today=today,
            flag=state if is_flag else 0,
        )

    @property
    def is_waiting(self) -> bool:
        """Whether words are still being typed."""
        return self._soon.isActive()

    @property
    def is_set(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.words.text().strip()) or any(box.currentIndex() > 0 for box in self.boxes)

    def clear(self) -> None:
        """Look for everything."""
        self.show_choice(Choice())

    def show_choice(self, choice: Choice) -> None:
        """Look for what a choice says: the first of its decks, tags and difficulties."""
        blocker = QSignalBlocker(self)
        self.words.setText(choice.words)
        for box, values in (
            (self.decks, choice.decks),
            (self.tags, choice.tags),
            (self.difficulties, choice.difficulties),
        ):
            _choose(box, values[0] if values else None)
        _choose(self.states, choice.flag or choice.standing)
        blocker.unblock()
        self._soon.stop()
        self.changed.emit()

    def offer(self, decks: Sequence[str], tags: Iterable[str]) -> None:
        """Offer these decks, with those above them, and tags; what is chosen stays."""
        every = sorted({name for deck in decks for name in ancestors(deck) if name})
        blocker = QSignalBlocker(self)
        for box, first, values in ((self.decks, "All decks", every), (self.tags, "Any tag", list(tags))):
            chosen = box.currentData()
            _fill(box, [("", first), *((each, each.replace("::", " › ")) for each in values)])
            _choose(box, chosen)
        blocker.unblock()


def _fill(box: QComboBox, values: Iterable[tuple[Any, str]]) -> None:
    box.clear()
    for value, text in values:
        box.addItem(text, value)


def _choose(box: QComboBox, value: object) -> None:
    """Choose a value; one that is not offered is, so that what is shown is what is looked for."""
    if not value:
        box.setCurrentIndex(0)
        return
    found = next((n for n in range(box.count()) if box.itemData(n) == value), -1)
    if found < 0:
        box.addItem(str(value).replace("::", " › "), value)
        found = box.count() - 1
    box.setCurrentIndex(found)
