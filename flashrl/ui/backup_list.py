"""The backups as a list: when each was made, how large it is, and what it holds."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from flashrl.store.inventory import Holding
from flashrl.ui import replacing

_COLUMNS = ("Made", "Cards", "Reviews", "Size")
_NUMBERS = (1, 2, 3)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BackupList(QTreeWidget):
    """Shows the newest first. What cannot be read says so, and cannot be chosen."""

    chosen = Signal()
    """Return or a double click on a backup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Backups")
        self.setHeaderLabels(_COLUMNS)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setStretchLastSection(False)
        self.header().setSectionsMovable(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in _NUMBERS:
            self.headerItem().setTextAlignment(column, _RIGHT)
        self.itemActivated.connect(lambda _item, _column: self.chosen.emit())
        self._held: list[Holding] = []

    def show_backups(self, held: Sequence[Holding]) -> None:
        """Show these; the one that was marked stays so, or else the first that can be read is."""
        before = self.marked
        self._held = list(held)
        self.clear()
        items = [self._item(each) for each in held]
        self.addTopLevelItems(items)
        sound = [each for each in held if not each.wrong]
        same = [each for each in sound if before is not None and each.path == before.path]
        for each in (same or sound)[:1]:
            self.setCurrentItem(items[self._held.index(each)])

    @property
    def marked(self) -> Holding | None:
        """The backup that the keys are on."""
        item = self.currentItem()
        return None if item is None else self._held[self.indexOfTopLevelItem(item)]

    def _item(self, held: Holding) -> QTreeWidgetItem:
        size = replacing.size(held.size)
        counts = ["damaged", ""] if held.wrong else [f"{held.cards:,}", f"{held.reviews:,}"]
        item = QTreeWidgetItem([replacing.written_short(held.made_at), *counts, size])
        for column in _NUMBERS:
            item.setTextAlignment(column, _RIGHT)
        if held.wrong:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setToolTip(0, f"{held.path.name}: {held.wrong}" if held.wrong else held.path.name)
        spoken = f"{replacing.written(held.made_at)}: {replacing.contents(held)}, {size}"
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
        return item
