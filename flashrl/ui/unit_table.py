"""The units that were found, as a table which reads no more of them than it shows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from flashrl.errors import CollectionError
from flashrl.palette import LIGHT
from flashrl.store.browse import BrowsedUnit, Column
from flashrl.ui.flags import flag_colour, flag_name
from flashrl.ui.grade_bar import days_text
from flashrl.ui.plain_text import plain_text

Index = QModelIndex | QPersistentModelIndex
Read = Callable[[Sequence[str]], Mapping[str, BrowsedUnit]]

COLUMNS = (
    Column.QUESTION,
    Column.DECK,
    Column.DUE,
    Column.INTERVAL,
    Column.EASE,
    Column.LAPSES,
    Column.MARKS,
)
BLOCK = 64
"""So many rows are read at a time."""

_KEPT_BLOCKS = 32
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NUMBERS = (Column.INTERVAL, Column.EASE, Column.STABILITY, Column.LAPSES)
_TITLES = {
    Column.QUESTION: "Question",
    Column.DECK: "Deck",
    Column.DUE: "Due",
    Column.INTERVAL: "Interval",
    Column.EASE: "Ease",
    Column.STABILITY: "Stability",
    Column.LAPSES: "Lapses",
    Column.MARKS: "Marks",
}
_TIPS = {
    Column.INTERVAL: "The days from one review to the next",
    Column.EASE: "The easiness factor: by how much the interval grows",
    Column.STABILITY: "The days until nine of ten such cards would still be recalled",
    Column.LAPSES: "How often it was forgotten after it was known",
    Column.MARKS: "Its flag, and whether it is suspended or buried",
}


class UnitTable(QAbstractTableModel):
    """`failed` carries what keeps rows from being read."""

    failed = Signal(object)

    def __init__(self, read: Read, parent: QObject) -> None:
        super().__init__(parent)
        self.units: list[str] = []
        self.columns = list(COLUMNS)
        self.palette = LIGHT
        self._read = read
        self._today = date.min
        self._blocks: dict[int, Mapping[str, BrowsedUnit]] = {}

    def show(self, units: list[str], today: date, *, has_stability: bool) -> None:
        """Show these units. `has_stability` says that the scheduler goes by stability, not by ease."""
        self._today = today
        columns = [Column.STABILITY if each is Column.EASE and has_stability else each for each in COLUMNS]
        if units == self.units and columns == self.columns:
            self._blocks.clear()
            if units:
                self.dataChanged.emit(self.index(0, 0), self.index(len(units) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._blocks.clear()
        self.units, self.columns = units, columns
        self.endResetModel()

    def browsed(self, row: int) -> BrowsedUnit | None:
        """What there is to see of a row's unit; None where it could not be read, or is there no more."""
        number = row // BLOCK
        if number not in self._blocks:
            self._blocks[number] = self._block(number)
            if len(self._blocks) > _KEPT_BLOCKS:
                del self._blocks[next(iter(self._blocks))]
        return self._blocks[number].get(self.units[row])

    def _block(self, number: int) -> Mapping[str, BrowsedUnit]:
        try:
            return self._read(self.units[number * BLOCK : (number + 1) * BLOCK])
        except CollectionError as error:
            self.failed.emit(error)
            return {}

    # -- as Qt asks for it -----------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.units)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _TIPS.get(column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return (
                _RIGHT if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            )
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in _NUMBERS else None
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.ForegroundRole,
        ):
            return None
        unit = self.browsed(index.row())
        if unit is None:
            return None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(unit, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return {Column.QUESTION: question_text(unit), Column.DECK: deck_text(unit)}.get(column)
        return self._text(unit, column)

    def _colour(self, unit: BrowsedUnit, column: Column) -> QColor | None:
        if column is Column.MARKS and unit.marks.flag:
            return QColor(flag_colour(unit.marks.flag, self.palette))
        is_put_away = unit.marks.is_suspended or unit.marks.buried_on == self._today
        return QColor(self.palette.muted) if is_put_away else None

    def _text(self, unit: BrowsedUnit, column: Column) -> str:
        state = unit.state
        if column is Column.QUESTION:
            return question_text(unit)
        if column is Column.DECK:
            return unit.deck.rpartition("::")[2]
        if column is Column.DUE:
            return due_text(state.due_on, self._today)
        if column is Column.MARKS:
            return self._marks(unit)
        if column is Column.LAPSES:
            return str(state.lapses) if state.lapses else ""
        if state.is_new:
            return ""
        if column is Column.INTERVAL:
            return days_text(state.interval_days)
        if column is Column.STABILITY:
            return "" if state.stability is None else days_text(round(state.stability))
        return f"{state.easiness_factor / 100:.2f}"

    def _marks(self, unit: BrowsedUnit) -> str:
        marks = unit.marks
        found = [f"⚑ {flag_name(marks.flag)}"] if marks.flag else []
        found += ["suspended"] if marks.is_suspended else []
        found += ["buried"] if marks.buried_on == self._today else []
        return ", ".join(found)


def question_text(unit: BrowsedUnit) -> str:
    """A unit's question in a line, with the number of the blank that is asked."""
    question = plain_text(unit.question) or "(no question)"
    return question if unit.blank is None else f"{question} · blank {unit.blank}"


def deck_text(unit: BrowsedUnit) -> str:
    """The deck, with those above it."""
    return unit.deck.replace("::", " › ")


def due_text(due_on: date | None, today: date) -> str:
    """A due day: "new" where there is none yet."""
    if due_on is None:
        return "new"
    return "today" if due_on == today else due_on.isoformat()
