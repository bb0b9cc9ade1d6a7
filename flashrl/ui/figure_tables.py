"""The tables of the statistics page: the hardest cards, and the decks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from flashrl.statistics import DeckFigures, Recall, Stage
from flashrl.ui import theme
from flashrl.ui.figures import HardUnit
from flashrl.ui.plain_text import plain_text

_UNIT = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NARROW = 560
_MOST_ROWS = 30
_STAGES = (Stage.NEW, Stage.LEARNING, Stage.YOUNG, Stage.MATURE)
_LESS_NEEDED = (1, 2, 3)


class HardestTable(QWidget):
    """The cards that were forgotten most often; `edit_asked` carries the unit of one to be rewritten."""

    edit_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        about = "Forgotten most often. Enter opens a card to rewrite it: that helps more than to repeat it."
        self.table = _Table(("Question", "Lapses"))
        self.table.setAccessibleName("Hardest cards")
        self.table.itemActivated.connect(lambda item, _column: self.edit_asked.emit(item.data(0, _UNIT)))
        _lay_out(self, "Hardest cards", about, self.table)

    def show_units(self, units: Sequence[HardUnit]) -> None:
        """Show these units, the hardest first."""
        self.table.clear()
        for each in units:
            item = self.table.add(plain_text(each.question), f"{each.lapses:,}")
            item.setData(0, _UNIT, each.unit)
            item.setToolTip(0, f"{item.text(0)}\n{each.deck}")
        self.table.fit()


class DeckTable(QWidget):
    """Each deck alone: its cards by stage, and how much was recalled."""

    def __init__(self) -> None:
        super().__init__()
        stages = (each.value.capitalize() for each in _STAGES)
        self.table = _Table(("Deck", *stages, "Recalled"), hidden_where_narrow=_LESS_NEEDED)
        self.table.setAccessibleName("Decks")
        _lay_out(self, "Decks", "Recalled: of young and mature cards together.", self.table)

    def show_decks(self, decks: Sequence[DeckFigures]) -> None:
        """Show these decks."""
        self.table.clear()
        for deck in decks:
            counts = (f"{deck.stages[each]:,}" for each in _STAGES)
            item = self.table.add(deck.name, *counts, _together(deck.young, deck.mature))
            item.setToolTip(0, deck.name)
        self.table.fit()


class _Table(QTreeWidget):
    """Rows of a name and some numbers; as high as they are, up to a point."""

    def __init__(self, columns: Sequence[str], *, hidden_where_narrow: Sequence[int] = ()) -> None:
        super().__init__()
        self._hidden_where_narrow = hidden_where_narrow
        self.setColumnCount(len(columns))
        self.setHeaderLabels(list(columns))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(columns)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            self.headerItem().setTextAlignment(column, _RIGHT)

    def add(self, *texts: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self, list(texts))
        for column in range(1, len(texts)):
            item.setTextAlignment(column, _RIGHT)
        return item

    def fit(self) -> None:
        """Choose the first row, and take the height of the rows."""
        first = self.topLevelItem(0)
        if first is None:
            return
        self.setCurrentItem(first)
        rows = min(self.topLevelItemCount(), _MOST_ROWS)
        row = self.sizeHintForRow(0)
        self.setFixedHeight(self.header().sizeHint().height() + rows * row + 2 * (theme.XS + 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        for column in self._hidden_where_narrow:
            self.setColumnHidden(column, self.width() < _NARROW)
        super().resizeEvent(event)


def _lay_out(widget: QWidget, title: str, about: str, table: QTreeWidget) -> None:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.S)
    layout.addWidget(theme.styled(QLabel(title, widget), "heading"))
    layout.addWidget(theme.styled(QLabel(about, widget, wordWrap=True), "muted"))
    layout.addWidget(table)


def _together(young: Recall, mature: Recall) -> str:
    share = Recall(young.asked + mature.asked, young.passed + mature.passed).share
    return "–" if share is None else f"{100 * share:.0f} %"
