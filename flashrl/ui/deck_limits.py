"""The daily limits of single decks: a row for each that has one, and a list to add another from."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from flashrl.scheduling.queue import ALL, Limits, ancestors
from flashrl.ui import theme
from flashrl.ui.calm_wheel import CalmWheel
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.setting_fields import NumberField

MOST = 9_999
_NONE = "No deck has a limit of its own."


class DeckLimits(QWidget):
    """`edited` carries a deck and the limits that it has from now on; none at all where it was removed."""

    edited = Signal(str, object)

    def __init__(self, wheel: CalmWheel, before: QWidget) -> None:
        """`before` is the field that comes before in the order of Tab."""
        super().__init__()
        self._wheel, self._before = wheel, before
        self._names: list[str] = []
        self.rows: dict[str, _Row] = {}
        self.empty = theme.styled(QLabel(_NONE, self), "muted")
        self.decks = QComboBox(self)
        self.decks.setAccessibleName("Deck to limit")
        self.decks.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.decks.setMinimumContentsLength(16)
        self.add_button = QPushButton("&Limit this deck", self)
        self.add_button.clicked.connect(self._add_chosen)
        wheel.watch(self.decks)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.M)
        below = QHBoxLayout()
        below.setSpacing(theme.S)
        below.addWidget(self.decks, stretch=1)
        below.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.M)
        layout.addWidget(self.empty)
        layout.addLayout(self._rows)
        layout.addLayout(below)

    def show_limits(self, limits: Mapping[str, Limits], decks: Iterable[str]) -> None:
        """Show the limits that decks have, and the decks, with those above them, that may be given one."""
        self._names = sorted({each for deck in decks for each in ancestors(deck)} - {ALL})
        wanted = {deck: each for deck, each in sorted(limits.items()) if deck != ALL}
        for deck in self.rows.keys() - wanted.keys():
            self._drop(deck)
        for deck, each in wanted.items():
            self._row(deck).show_limits(each)
        self._show_state()

    def _row(self, deck: str) -> "_Row":
        if deck not in self.rows:
            row = self.rows[deck] = _Row(deck, self._wheel)
            row.edited.connect(partial(self._on_edited, deck))
            row.remove_button.clicked.connect(partial(self._remove, deck))
            self._rows.addWidget(row)
        return self.rows[deck]

    def _add_chosen(self) -> None:
        if deck := self.decks.currentText():
            row = self._row(deck)
            self._show_state()
            row.new.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_edited(self, deck: str, limits: Limits) -> None:
        self.edited.emit(deck, limits)

    def _remove(self, deck: str) -> None:
        self._drop(deck)
        self._show_state()
        self.decks.setFocus()
        self.edited.emit(deck, Limits())

    def _drop(self, deck: str) -> None:
        row = self.rows.pop(deck)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _show_state(self) -> None:
        self.empty.setVisible(not self.rows)
        left: Sequence[str] = [name for name in self._names if name not in self.rows]
        if left != [self.decks.itemText(number) for number in range(self.decks.count())]:
            self.decks.clear()
            self.decks.addItems(left)
        for widget in (self.decks, self.add_button):
            widget.setEnabled(bool(left))
            widget.setVisible(bool(self._names))
        fields = [field for row in self.rows.values() for field in row.fields]
        for before, after in pairwise([self._before, *fields, self.decks, self.add_button]):
            QWidget.setTabOrder(before, after)


class _Row(QWidget):
    """A deck's name, its two limits, and the button that removes them."""

    edited = Signal(object)

    def __init__(self, deck: str, wheel: CalmWheel) -> None:
        super().__init__()
        self.name = ElidedLabel(self)
        self.name.setText(deck)
        self.name.setToolTip(deck)
        self.new = self._field(f"New cards a day of {deck}")
        self.reviews = self._field(f"Reviews a day of {deck}")
        self.remove_button = QPushButton("Remove", self)
        self.remove_button.setAccessibleName(f"Remove the limits of {deck}")
        wheel.watch(self.new, self.reviews)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.S)
        layout.setVerticalSpacing(theme.XS)
        layout.addWidget(self.name, 0, 0, 1, 6)
        for column, (text, field) in enumerate((("New", self.new), ("Reviews", self.reviews))):
            label = theme.styled(QLabel(text, self), "muted")
            label.setBuddy(field)
            layout.addWidget(label, 1, 2 * column)
            layout.addWidget(field, 1, 2 * column + 1)
        layout.setColumnStretch(4, 1)
        layout.addWidget(self.remove_button, 1, 5, alignment=Qt.AlignmentFlag.AlignRight)

    def _field(self, name: str) -> NumberField:
        field = NumberField(0, MOST, can_be_none=True)
        field.setAccessibleName(name)
        field.setParent(self)
        field.show_value(None)
        field.edited.connect(lambda _number: self.edited.emit(self.limits))
        return field

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """What takes the focus, in its order."""
        return self.new, self.reviews, self.remove_button

    @property
    def limits(self) -> Limits:
        return Limits(self.new.number, self.reviews.number)

    def show_limits(self, limits: Limits) -> None:
        self.new.show_value(limits.new)
        self.reviews.show_value(limits.reviews)
