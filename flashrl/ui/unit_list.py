"""The list of units: what is selected in it, how it is sorted, and which columns there is room for."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from flashrl.store.browse import Column
from flashrl.ui import theme
from flashrl.ui.unit_table import COLUMNS, Read, UnitTable

_ALL, _FOUR = 760, 510
"""From these widths on a list has all its columns, or four of them."""
_THREE_COLUMNS = (Column.QUESTION, Column.DUE, Column.MARKS)
_FOUR_COLUMNS = (*_THREE_COLUMNS, Column.DECK)
_WIDTHS = {
    Column.DECK: 130,
    Column.DUE: 100,
    Column.INTERVAL: 72,
    Column.EASE: 60,
    Column.LAPSES: 66,
    Column.MARKS: 96,
}


class UnitList(QTableView):
    """Shows a `UnitTable`, `units`; what is selected in it stays so when it is listed anew."""

    current_changed = Signal()
    selection_changed = Signal()
    order_changed = Signal()

    def __init__(self, read: Read, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.units = UnitTable(read, self)
        self.setModel(self.units)
        self.setAccessibleName("Cards")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + theme.M)
        self._set_up_header()
        chosen = self.selectionModel()
        chosen.currentRowChanged.connect(lambda _now, _before: self.current_changed.emit())
        chosen.selectionChanged.connect(lambda _now, _before: self.selection_changed.emit())

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        # With that of the list, each paint would ask of every row whether all of a column is selected.
        header.setSelectionModel(QItemSelectionModel(self.units, header))
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(False)
        header.setSortIndicator(COLUMNS.index(Column.DECK), Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(COLUMNS.index(column), width)
        header.sortIndicatorChanged.connect(lambda _column, _order: self.order_changed.emit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room it is for the questions."""
        kept = COLUMNS if self.width() >= _ALL else _FOUR_COLUMNS if self.width() >= _FOUR else _THREE_COLUMNS
        for number, column in enumerate(COLUMNS):
            self.setColumnHidden(number, column not in kept)
        super().resizeEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, keys: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row, as rows are what is selected."""
        last = len(self.units.units) - 1
        moves = QAbstractItemView.CursorAction
        if action in (moves.MoveHome, moves.MoveEnd) and last >= 0:
            return self.units.index(0 if action == moves.MoveHome else last, 0)
        return super().moveCursor(action, keys)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page; to look for them here would read every row."""

    @property
    def order(self) -> tuple[Column, bool]:
        """The column that the units are sorted by, and whether the other way round."""
        header = self.horizontalHeader()
        is_descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return self.units.columns[header.sortIndicatorSection()], is_descending

    @property
    def current(self) -> str:
        """The unit that the keys are on; "" where there is none."""
        row, units = self.currentIndex().row(), self.units.units
        return units[row] if 0 <= row < len(units) else ""

    def selected(self) -> list[str]:
        """The selected units, in the order of the list."""
        selection = self.selectionModel().selection()
        found = [selection.at(number) for number in range(selection.count())]
        ranges = sorted((each.top(), each.bottom()) for each in found)
        return [unit for top, bottom in ranges for unit in self.units.units[top : bottom + 1]]

    def show_units(self, units: list[str], today: date, *, has_stability: bool) -> None:
        """List these units."""
        chosen, current, row = set(self.selected()), self.current, self.currentIndex().row()
        self.units.show(units, today, has_stability=has_stability)
        if units and self.currentIndex().row() < 0:
            self._select(chosen, current, row)

    def _select(self, chosen: set[str], current: str, row: int) -> None:
        """Select these units again after another listing; where none is left, the one in their place."""
        units, last = self.units.units, len(COLUMNS) - 1
        found = [number for number, unit in enumerate(units) if unit in chosen]
        place = next((number for number in found if units[number] == current), found[0] if found else -1)
        if place < 0:
            place = min(max(row, 0), len(units) - 1)
            found = [place]
        selection = QItemSelection()
        for first, end in _runs(found):
            selection.select(self.units.index(first, 0), self.units.index(end, last))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.units.index(place, 0), flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect)
        self.scrollTo(self.units.index(place, 0))


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rows in order as runs of neighbours, each from its first to its last."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
