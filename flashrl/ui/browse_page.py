"""The page where any card is found: a search, the units that fit, and the card of the current one."""

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from flashrl.ui import theme
from flashrl.ui.action_button import ActionButton
from flashrl.ui.actions import Actions
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.panels import ButtonRow, turn
from flashrl.ui.shown_card import ShownCard
from flashrl.ui.theme import Theme
from flashrl.ui.unit_filters import UnitFilters
from flashrl.ui.unit_list import UnitList
from flashrl.ui.unit_menu import UnitMenu
from flashrl.ui.unit_table import Read

if TYPE_CHECKING:
    from flashrl.ui.card_view import CardView  # made when there is a card to show

_CARD_MS = 80
"""The card is shown once the keys rest."""
_WIDE = 1100
"""A page of this width has the card beside the list."""
_EMPTY = "No cards yet. Import a folder of decks (Ctrl+I), or write a card of your own (Ctrl+N)."


class BrowsePage(QWidget):
    """Lists units. It asks for all that it shows, and says what is selected."""

    listing_asked = Signal()
    """Other units are looked for, or in another order."""
    current_changed = Signal(str)
    """The unit whose card is to be shown; "" for none."""
    selection_changed = Signal()

    def __init__(self, theme_: Theme, read: Read, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme_
        self._card_view: CardView | None = None
        self.table = UnitList(read, self)
        self._show_soon = QTimer(self, singleShot=True, interval=_CARD_MS)
        self._show_soon.timeout.connect(lambda: self.current_changed.emit(self.table.current))
        self.table.order_changed.connect(self.listing_asked)
        self.table.selection_changed.connect(self.selection_changed)
        self.table.current_changed.connect(self._show_soon.start)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.activated.connect(lambda _index: actions["edit_card"].trigger())
        self.filters = UnitFilters(self)
        self.filters.changed.connect(self.listing_asked)
        self.title = theme.styled(QLabel("Browse", self), "title")
        self.summary = theme.styled(ElidedLabel(self), "muted")
        self.practise_button = theme.styled(ActionButton(actions["practise_units"], self), "primary")
        self.quiz_button = ActionButton(actions["quiz_units"], self)
        self.menu = UnitMenu(actions, self)
        self.more_button = QPushButton("More", self)
        self.more_button.setToolTip("What can be done to the selected cards")
        self.more_button.setMenu(self.menu)
        self.notice = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear_button = QPushButton("Clear the search", self)
        self.clear_button.clicked.connect(self.filters.clear)
        self._lay_out()
        self.setFocusProxy(self.filters.words)
        theme_.changed.connect(self._set_colours)
        self._set_colours()

    def open_flags(self) -> None:
        """Ask which flag the selected units are to have."""
        place = self.table.visualRect(self.table.currentIndex()).bottomLeft()
        self.menu.flags.popup(self.table.viewport().mapToGlobal(place))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.L)
        head.addWidget(self.title)
        head.addWidget(self.summary, stretch=1)
        nothing = QWidget(self)
        words = QVBoxLayout(nothing)
        words.addStretch()
        words.addWidget(self.notice)
        words.addWidget(self.clear_button, alignment=Qt.AlignmentFlag.AlignCenter)
        words.addStretch()
        self.found = QStackedWidget(self)
        self.found.addWidget(self.table)
        self.found.addWidget(nothing)
        self.card_holder = QWidget(self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.addWidget(self.found)
        self._splitter.addWidget(self.card_holder)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(theme.M)
        self.card_holder.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.L)
        layout.setSpacing(theme.M)
        layout.addLayout(head)
        layout.addWidget(self.filters)
        layout.addWidget(self._splitter, stretch=1)
        layout.addWidget(ButtonRow(self.practise_button, self.quiz_button, self.more_button))
        self._order_tabs()

    def _order_tabs(self) -> None:
        """From the search down to the buttons."""
        card = [self._card_view] if self._card_view is not None else []
        buttons = (self.practise_button, self.quiz_button, self.more_button)
        for before, after in pairwise([*self.filters.boxes, self.table, self.clear_button, *card, *buttons]):
            QWidget.setTabOrder(before, after)

    def _set_colours(self) -> None:
        self.table.units.palette = self._theme.palette
        self.table.viewport().update()

    # -- what is listed --------------------------------------------------------------------------

    def show_units(self, units: list[str], today: date, *, has_stability: bool) -> None:
        """List these units. What is selected stays so, as far as it is listed."""
        self.table.show_units(units, today, has_stability=has_stability)
        self.found.setCurrentIndex(0 if units else 1)
        is_filtered = self.filters.is_set
        self.notice.setText("No card fits." if is_filtered else _EMPTY)
        self.clear_button.setVisible(is_filtered)
        self.selection_changed.emit()
        self._show_soon.start()

    # -- the card of the current unit ------------------------------------------------------------

    def show_card(self, shown: ShownCard | None) -> None:
        """Show a card with its answer; the same card stays where it is scrolled to."""
        self.card_holder.setVisible(shown is not None)
        if shown is None:
            if self._card_view is not None:
                self._card_view.clear()
            return
        view = self.card_view
        self.place.setText(shown.place)
        before = view.shown
        if before is not None and (before.card.id, before.blank) == (shown.card.id, shown.blank):
            if before != shown:
                view.refresh(shown)
            return
        view.show_question(shown)
        view.reveal()

    @property
    def card_view(self) -> "CardView":
        """Where the card is shown, made when there is one."""
        if self._card_view is None:
            from flashrl.ui.card_view import CardView

            self._card_view = CardView(self._theme, self.card_holder)
            self.place = theme.styled(ElidedLabel(self.card_holder), "muted")
            layout = QVBoxLayout(self.card_holder)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.XS)
            layout.addWidget(self.place)
            layout.addWidget(self._card_view, stretch=1)
            self._order_tabs()
            self._arrange()
        return self._card_view

    # -- keys, menu and size ---------------------------------------------------------------------

    def focus_search(self) -> None:
        """Put the focus into the search line."""
        self.filters.words.setFocus()
        self.filters.words.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search line Down and Enter go to the list; Escape forgets the words first."""
        words = self.filters.words
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if not words.hasFocus() or event.key() not in keys:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape and words.text():
            words.clear()
        else:
            self.table.setFocus()

    def _open_menu(self, place: QPoint) -> None:
        if self.table.current:
            self.menu.popup(self.table.viewport().mapToGlobal(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The card beside the list where there is room, below it else."""
        is_wide = self.width() >= _WIDE
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        turn(self._splitter, across if is_wide else down, (4, 3) if is_wide else (3, 2))
