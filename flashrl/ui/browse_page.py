"""The page where any card is found: a search, the units that fit, and the card of the current one."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from flashrl.store.browse import Column
from flashrl.ui import theme
from flashrl.ui.action_button import ActionButton
from flashrl.ui.actions import Actions
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.flags import FLAGS
from flashrl.ui.panels import ButtonRow, turn
from flashrl.ui.shown_card import ShownCard
from flashrl.ui.theme import Theme
from flashrl.ui.unit_filters import UnitFilters
from flashrl.ui.unit_table import COLUMNS, Read, UnitTable

if TYPE_CHECKING:
    from flashrl.ui.card_view import CardView  # made when there is a card to show

_CARD_MS = 80
"""The card is shown once the keys rest."""
_WIDE = 1100
"""A page of this width has the card beside the list."""
_ALL_COLUMNS, _FOUR_COLUMNS = 720, 560
_WIDTHS = {
    Column.DECK: 130,
    Column.DUE: 100,
    Column.INTERVAL: 72,
    Column.EASE: 60,
    Column.STABILITY: 72,
    Column.LAPSES: 66,
    Column.MARKS: 96,
}
_FIRST = (Column.QUESTION, Column.DUE, Column.MARKS)
_NEXT = (*_FIRST, Column.DECK)
"""The columns of a narrow table, and of one that is less so."""


_MENU = (
    *("practise_units", "quiz_units", ""),
    *("edit_card", "unit_information", ""),
    *("suspend_units", "resume_units", "flag_units", "due_units", "reset_units", ""),
    "undo_units",
)
"""The actions of the menu, with lines between."""

_EMPTY = "No cards yet. Import a folder of decks (Ctrl+I), or write a card of your own (Ctrl+N)."


class BrowsePage(QWidget):
    """Lists units. It asks for all that it shows, and says what is selected."""

    listing_asked = Signal()
    """Other units are looked for, or in another order."""
    current_changed = Signal(str)
    """The unit whose card is to be shown; "" for none."""
    selection_changed = Signal()
    flag_chosen = Signal(int)

    def __init__(self, theme_: Theme, read: Read, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme_
        self._card_view: CardView | None = None
        self.model = UnitTable(read, self)
        self.filters = UnitFilters(self)
        self.filters.changed.connect(self.listing_asked)
        self.title = theme.styled(QLabel("Browse", self), "title")
        self.summary = theme.styled(ElidedLabel(self), "muted")
        self.practise_button = theme.styled(ActionButton(actions["practise_units"], self), "primary")
        self.quiz_button = ActionButton(actions["quiz_units"], self)
        self.flags_menu = self._make_flags_menu()
        self.menu = self._make_menu(actions)
        self.more_button = QPushButton("More", self)
        self.more_button.setToolTip("What can be done to the selected cards")
        self.more_button.setMenu(self.menu)
        self.notice = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear_button = QPushButton("Clear the search", self)
        self.clear_button.clicked.connect(self.filters.clear)
        self.table = self._make_table()
        self._show_soon = QTimer(self, singleShot=True, interval=_CARD_MS)
        self._show_soon.timeout.connect(lambda: self.current_changed.emit(self.current))
        self._lay_out()
        self.setFocusProxy(self.filters.words)
        theme_.changed.connect(self._set_colours)
        self._set_colours()

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setAccessibleName("Cards")
        table.setModel(self.model)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)
        table.setCornerButtonEnabled(False)
        rows = table.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(table.fontMetrics().height() + theme.M)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(False)
        header.setSortIndicator(list(self.model.columns).index(Column.DECK), Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sortIndicatorChanged.connect(lambda _column, _order: self.listing_asked.emit())
        header.setStretchLastSection(False)
        table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_soon.start())
        table.selectionModel().selectionChanged.connect(lambda _now, _before: self.selection_changed.emit())
        return table

    def _make_flags_menu(self) -> QMenu:
        menu = QMenu("Fla&g", self)
        for flag, name in {0: "No flag", **FLAGS}.items():
            action = menu.addAction(f"&{flag} {name}")
            action.triggered.connect(partial(lambda flag, _checked=False: self.flag_chosen.emit(flag), flag))
        return menu

    def _make_menu(self, actions: Actions) -> QMenu:
        menu = QMenu(self)
        for name in _MENU:
            if not name:
                menu.addSeparator()
            elif name == "flag_units":
                menu.addMenu(self.flags_menu)
            else:
                menu.addAction(actions[name])
        return menu

    def open_flags(self) -> None:
        """Ask which flag the selected units are to have."""
        place = self.table.visualRect(self.table.currentIndex()).bottomLeft()
        self.flags_menu.popup(self.table.viewport().mapToGlobal(place))

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
        self.model.palette = self._theme.palette
        self.table.viewport().update()

    # -- what is listed --------------------------------------------------------------------------

    @property
    def order(self) -> tuple[Column, bool]:
        """The column that the units are sorted by, and whether the other way round."""
        header = self.table.horizontalHeader()
        is_descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return self.model.columns[header.sortIndicatorSection()], is_descending

    def show_units(self, units: list[str], today: date, *, has_stability: bool) -> None:
        """List these units. What is selected stays so, as far as it is listed."""
        chosen, current, row = set(self.selected()), self.current, self.table.currentIndex().row()
        self.model.show(units, today, has_stability=has_stability)
        if units and self.table.currentIndex().row() < 0:
            self._select(chosen, current, row)
        self.found.setCurrentIndex(0 if units else 1)
        is_filtered = self.filters.is_set
        self.notice.setText("No card fits." if is_filtered else _EMPTY)
        self.clear_button.setVisible(is_filtered)
        self.selection_changed.emit()
        self._show_soon.start()

    def _select(self, chosen: set[str], current: str, row: int) -> None:
        """Select these units again after another listing; where none is left, the one in their place."""
        units, last = self.model.units, self.model.columnCount() - 1
        found = [number for number, unit in enumerate(units) if unit in chosen]
        place = next((number for number in found if units[number] == current), found[0] if found else -1)
        if place < 0:
            place = min(max(row, 0), len(units) - 1)
            found = [place]
        selection = QItemSelection()
        for first, end in _runs(found):
            selection.select(self.model.index(first, 0), self.model.index(end, last))
        selecting = self.table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        selecting.setCurrentIndex(self.model.index(place, 0), flags.NoUpdate)
        selecting.select(selection, flags.ClearAndSelect)
        self.table.scrollTo(self.model.index(place, 0))

    @property
    def current(self) -> str:
        """The unit that the keys are on; "" where there is none."""
        row = self.table.currentIndex().row()
        return self.model.units[row] if 0 <= row < len(self.model.units) else ""

    def selected(self) -> list[str]:
        """The selected units, in the order of the list."""
        selection = self.table.selectionModel().selection()
        found = [selection.at(number) for number in range(selection.count())]
        ranges = sorted((each.top(), each.bottom()) for each in found)
        return [unit for top, bottom in ranges for unit in self.model.units[top : bottom + 1]]

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
        if self.current:
            self.menu.popup(self.table.viewport().mapToGlobal(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The card beside the list where there is room, below it else; not at all in a low window."""
        is_wide = self.width() >= _WIDE
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        turn(self._splitter, across if is_wide else down, (4, 3) if is_wide else (3, 2))
        width = self.width() * 4 // 7 if is_wide else self.width()
        kept = COLUMNS if width >= _ALL_COLUMNS else _NEXT if width >= _FOUR_COLUMNS else _FIRST
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for number, column in enumerate(COLUMNS[1:], start=1):
            self.table.setColumnHidden(number, column not in kept)
            self.table.setColumnWidth(number, _WIDTHS[column])


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rows in order as runs of neighbours, each from its first to its last."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
