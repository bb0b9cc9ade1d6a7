"""The first page: what waits today, in all and deck by deck."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from flashrl.store import DeckCounts
from flashrl.ui import theme
from flashrl.ui.panels import ButtonRow

if TYPE_CHECKING:
    from flashrl.model import StudyPath
    from flashrl.scheduling.breaks import Overdue
    from flashrl.store.study_paths import PathCounts
    from flashrl.ui.backlog_bar import BacklogBar
    from flashrl.ui.path_list import PathList  # made when first needed: it is no part of the first paint
    from flashrl.ui.practice_panel import PracticePanel

_COLUMNS = ("Deck", "Due", "New", "Cards")
_NUMBERS = ("due", "new", "cards")
_CARDS = 3
_BELOW_BUTTONS = 2
_TREE_HEIGHT = 120
_EMPTY = "No decks yet. Import a folder of markdown decks to begin (Ctrl+I)."
_NARROW = 480
_NUMBER_ALIGNMENT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NAME = Qt.ItemDataRole.UserRole


@dataclass(slots=True)
class _Totals:
    """A deck's counts with those of the decks below it."""

    due: int = 0
    new: int = 0
    cards: int = 0
    below: "dict[str, _Totals]" = field(default_factory=dict)

    def add(self, counts: DeckCounts) -> None:
        self.due += counts.due + counts.drill
        self.new += counts.new
        self.cards += counts.cards


class TodayPage(QWidget):
    """Lists the decks; `study` asks for a review of one deck, or of all (""), `study_path` of a path."""

    study = Signal(str)
    study_path = Signal(object)
    import_asked = Signal()
    practise_asked = Signal()
    spread_asked = Signal(int)
    """Over how many days what waits after a break is to be spread; 0 asks all of it at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel("Today", self)
        self.title.setObjectName("title")
        self.summary = QLabel("Looking at your decks…", self, wordWrap=True)
        self.summary.setObjectName("muted")
        self.start_button = QPushButton("Study now", self)
        self.start_button.setObjectName("primary")
        self.start_button.clicked.connect(lambda: self.study.emit(""))
        self.practise_button = QPushButton("Practise…", self)
        self.practise_button.setToolTip("Cards of your choice, or a quiz; due days stay as they are (Ctrl+R)")
        self.practise_button.clicked.connect(self.practise_asked)
        self.import_button = QPushButton("Import decks…", self)
        self.import_button.clicked.connect(self.import_asked)
        self.tree = self._make_tree()
        self._path_list: PathList | None = None
        self._backlog_bar: BacklogBar | None = None
        self._practice_panel: PracticePanel | None = None
        self._total, self._new_today, self._drafts = _Totals(), 0, 0
        self._put_off = 0
        self._lay_out()

    def _make_tree(self) -> QTreeWidget:
        tree = _Tree(self)
        tree.setAccessibleName("Decks")
        tree.setColumnCount(len(_COLUMNS))
        tree.setHeaderLabels(list(_COLUMNS))
        tree.setUniformRowHeights(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.setExpandsOnDoubleClick(False)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(_COLUMNS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            tree.headerItem().setTextAlignment(column, _NUMBER_ALIGNMENT)
        tree.itemActivated.connect(lambda item, _column: self.study.emit(item.data(0, _NAME)))
        return tree

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(theme.XS)
        words.addWidget(self.title)
        words.addWidget(self.summary)
        content = QWidget()
        self._layout = QVBoxLayout(content)
        self._layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        self._layout.setSpacing(theme.L)
        self._layout.addLayout(words)
        self._layout.addWidget(ButtonRow(self.start_button, self.practise_button, self.import_button))
        self._layout.addWidget(self.tree, stretch=1)
        self._layout.addStretch()
        # In a low window the page scrolls: nothing is squeezed where much is open.
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        area.setViewport(ground)  # asking for Qt's own would cost a start 15 ms
        area.setWidget(content)
        for each in (content, ground):
            each.setAutoFillBackground(False)  # what is painted is then the window's own paint, too
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    @property
    def path_list(self) -> "PathList":
        """The study paths, made when first needed: above the decks, as they are the shorter list."""
        if self._path_list is None:
            from flashrl.ui.path_list import PathList

            self._path_list = PathList(self)
            self._path_list.chosen.connect(self.study_path)
            self._layout.insertWidget(self._layout.indexOf(self.tree), self._path_list)
        return self._path_list

    def show_paths(self, found: "Sequence[tuple[StudyPath, PathCounts]]") -> None:
        """Show the study paths with their counts; nothing where there is none."""
        if found or self._path_list is not None:
            self.path_list.show_paths(found)
            self._order_tabs()

    @property
    def backlog_bar(self) -> "BacklogBar":
        """What waits after a break, made when first needed: below the buttons that start a review."""
        if self._backlog_bar is None:
            from flashrl.ui.backlog_bar import BacklogBar

            self._backlog_bar = BacklogBar(self)
            self._backlog_bar.chosen.connect(self.spread_asked)
            self._layout.insertWidget(_BELOW_BUTTONS, self._backlog_bar)
            self._order_tabs()
        return self._backlog_bar

    @property
    def practice_panel(self) -> "PracticePanel":
        """What is practised out of turn, made when first needed: right below the buttons."""
        if self._practice_panel is None:
            from flashrl.ui.practice_panel import PracticePanel

            self._practice_panel = PracticePanel(self)
            self._layout.insertWidget(_BELOW_BUTTONS, self._practice_panel)
            self._order_tabs()
        return self._practice_panel

    @property
    def decks(self) -> list[str]:
        """The decks that are listed, from above."""
        found = self.tree.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)
        return [item.data(0, _NAME) for item in found]

    @property
    def chosen_deck(self) -> str:
        """The deck that is selected; "" where none is."""
        item = self.tree.currentItem()
        return "" if item is None else str(item.data(0, _NAME))

    def show_overdue(self, overdue: "Overdue | None") -> None:
        """Show what waits after a break, and how it is asked; nothing where that is no question."""
        if overdue is not None or self._backlog_bar is not None:
            self.backlog_bar.show_overdue(overdue)
            self._put_off = 0 if overdue is None else overdue.put_off
            self._show_summary()

    def _order_tabs(self) -> None:
        """From above to below."""
        bar = self._backlog_bar.buttons if self._backlog_bar is not None else ()
        paths = self._path_list.buttons if self._path_list is not None else ()
        panel = self._practice_panel.fields if self._practice_panel is not None else ()
        for before, after in pairwise([self.import_button, *panel, *bar, *paths, self.tree]):
            QWidget.setTabOrder(before, after)

    def show_decks(self, decks: Sequence[DeckCounts], new_left: int) -> None:
        """Show the decks with their counts. `new_left` is how many new cards today still has room for."""
        total = _Totals()
        for counts in decks:
            total.add(counts)
            node = total
            for name in counts.name.split("::"):
                node = node.below.setdefault(name, _Totals())
                node.add(counts)
        self._total, self._new_today = total, min(total.new, new_left)
        self._drafts = sum(counts.drafts for counts in decks)
        self._show_summary()
        self.start_button.setVisible(bool(decks))
        self.practise_button.setVisible(bool(decks))
        self.tree.setVisible(bool(decks))
        self._fill(total)
        (self.start_button if self.start_button.isEnabled() else self.tree).setFocus()

    def _show_summary(self) -> None:
        """What is asked today; what is put off after a break is not."""
        due = max(0, self._total.due - self._put_off)
        is_empty = not self._total.cards and not self._drafts
        self.summary.setText(_EMPTY if is_empty else _summary(due, self._new_today, self._drafts))
        self.start_button.setEnabled(bool(due or self._new_today))

    def _fill(self, total: _Totals) -> None:
        self.tree.clear()
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText)

        def add(parent: QTreeWidget | QTreeWidgetItem, path: str, node: _Totals) -> None:
            for name, below in node.below.items():
                full = f"{path}::{name}" if path else name
                item = QTreeWidgetItem(parent, [name])
                item.setData(0, _NAME, full)
                item.setToolTip(0, full)
                for column, number in enumerate(_NUMBERS, start=1):
                    count = getattr(below, number)
                    item.setText(column, str(count))
                    item.setTextAlignment(column, _NUMBER_ALIGNMENT)
                    if not count:
                        item.setForeground(column, muted)
                add(item, full, below)

        add(self.tree, "", total)
        self.tree.expandAll()
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)


class _Tree(QTreeWidget):
    """Where there is little room it is for the decks' names, not for how many cards they have in all."""

    def sizeHint(self) -> QSize:
        """Room for some decks; where there is more, the page gives it."""
        return QSize(super().sizeHint().width(), _TREE_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_narrow = self.width() < _NARROW
        self.setColumnHidden(_CARDS, is_narrow)
        self.setIndentation(theme.M if is_narrow else theme.L)
        super().resizeEvent(event)


def _summary(due: int, new_today: int, drafts: int) -> str:
    """What waits, in one sentence."""
    parts = []
    if due:
        parts.append(f"{due} to review")
    if new_today:
        parts.append(f"{new_today} new")
    if drafts:
        parts.append(f"{drafts} drafts without an answer")
    if not due and not new_today:
        return " · ".join(["All done for today", *parts])
    return " · ".join(parts)
