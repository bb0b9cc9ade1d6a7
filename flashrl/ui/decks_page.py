"""The deck folders: what each holds, and which of its files could not be read."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from flashrl import paths
from flashrl.store import SourceFile
from flashrl.store.folders import FolderState
from flashrl.ui import theme
from flashrl.ui.panels import ButtonRow

_COLUMNS = ("File", "Read as", "Cards")
_READ_AS, _CARDS = 1, 2
_NARROW = 400
_PATH = Qt.ItemDataRole.UserRole
_IS_FOLDER = Qt.ItemDataRole.UserRole + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SUMMARY = (
    "What you save in a deck folder comes into your collection by itself. Nothing is ever written about your "
    "reviews into these files."
)
_EMPTY = (
    "No deck folder yet. Add a folder of markdown decks and flashrl follows it, or write a card of your own "
    "(Ctrl+N)."
)


class DecksPage(QWidget):
    """Lists the deck folders with their files, and every other file that cards came from."""

    add_asked = Signal()
    new_card_asked = Signal()
    look_asked = Signal()
    remove_asked = Signal(object)
    """The folder that is not to be followed any more."""
    preview_asked = Signal(object)
    """The deck file to look at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = theme.styled(QLabel("Decks", self), "title")
        self.summary = theme.styled(QLabel("Looking at your folders…", self, wordWrap=True), "muted")
        self.add_button = QPushButton("Add a folder…", self)
        self.add_button.clicked.connect(self.add_asked)
        self.new_button = theme.styled(QPushButton("New card…", self), "primary")
        self.new_button.setToolTip("Write a card of your own (Ctrl+N)")
        self.new_button.clicked.connect(self.new_card_asked)
        self.look_button = QPushButton("Import now", self)
        self.look_button.setToolTip("Look for changes in every deck folder (F5)")
        self.look_button.clicked.connect(self.look_asked)
        self.preview_button = QPushButton("Preview", self)
        self.preview_button.setToolTip(
            "The file's cards as they are shown in a review, and its findings (Enter)"
        )
        self.preview_button.clicked.connect(self._ask_preview)
        self.remove_button = QPushButton("Stop following", self)
        self.remove_button.setToolTip("Follow this folder no longer; its cards stay (Delete)")
        self.remove_button.clicked.connect(self._ask_remove)
        self.tree = self._make_tree()
        self._lay_out()
        self._on_current()
        self.setFocusProxy(self.tree)

    def _make_tree(self) -> QTreeWidget:
        tree = _Tree(self)
        tree.setAccessibleName("Deck folders")
        tree.setColumnCount(len(_COLUMNS))
        tree.setHeaderLabels(list(_COLUMNS))
        tree.setUniformRowHeights(True)
        tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.setExpandsOnDoubleClick(False)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(_COLUMNS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        tree.headerItem().setTextAlignment(_CARDS, _RIGHT)
        tree.itemActivated.connect(self._on_activated)
        tree.currentItemChanged.connect(self._on_current)
        tree.delete_pressed.connect(self._ask_remove)
        return tree

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(theme.XS)
        words.addWidget(self.title)
        words.addWidget(self.summary)
        buttons = ButtonRow(self.new_button, self.add_button, self.look_button)
        below = QHBoxLayout()
        below.setSpacing(theme.S)
        below.addStretch()
        below.addWidget(self.remove_button)
        below.addWidget(self.preview_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        layout.setSpacing(theme.L)
        layout.addLayout(words)
        layout.addWidget(buttons)
        layout.addWidget(self.tree, stretch=1)
        layout.addLayout(below)
        layout.addStretch()

    # -- what is shown ---------------------------------------------------------------------------

    def show_folders(self, folders: Sequence[FolderState], elsewhere: Sequence[SourceFile]) -> None:
        """Show the deck folders, and the files that lie in none of them."""
        chosen = self._chosen()
        self.tree.clear()
        for folder in folders:
            self._add_folder(folder)
        shipped = paths.decks()
        groups: dict[str, list[SourceFile]] = {}
        for file in elsewhere:
            is_shipped = file.path.is_relative_to(shipped)
            groups.setdefault("Shipped with flashrl" if is_shipped else "Imported once", []).append(file)
        for name, files in groups.items():
            self._add_group(name, files)
        is_empty = not folders and not elsewhere
        self.summary.setText(_SUMMARY if folders else _EMPTY)
        self.tree.setVisible(not is_empty)
        self._choose(chosen)

    def _add_folder(self, folder: FolderState) -> None:
        name = f"Your own decks · {folder.path}" if folder.is_own else str(folder.path)
        item = self._item(self.tree, name, "" if folder.is_there else "not there", folder.cards, folder.path)
        item.setData(0, _IS_FOLDER, not folder.is_own)
        for file in folder.held:
            self._item(item, str(file.path.relative_to(folder.path)), file.format, file.cards, file.path)
        for path in folder.refused_files:
            refused = self._item(item, str(path.relative_to(folder.path)), "left out", None, path)
            refused.setText(_CARDS, "errors")
            refused.setToolTip(
                0, "It has errors, and what the collection has of it stays. Open it to see them."
            )
        if not folder.is_there:
            item.setToolTip(0, "This folder is not there. Its cards stay as they are.")

    def _add_group(self, name: str, files: Sequence[SourceFile]) -> None:
        item = self._item(self.tree, name, "", sum(file.cards for file in files), None)
        for file in files:
            child = self._item(item, file.path.name, file.format, file.cards, file.path)
            child.setToolTip(0, str(file.path))

    def _item(
        self,
        parent: QTreeWidget | QTreeWidgetItem,
        name: str,
        read_as: str,
        cards: int | None,
        path: Path | None,
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [name, read_as, "" if cards is None else str(cards)])
        item.setData(0, _PATH, path)
        item.setTextAlignment(_CARDS, _RIGHT)
        item.setToolTip(0, name)
        item.setExpanded(True)
        return item

    def _choose(self, path: Path | None) -> None:
        """Select the row of a path, else the first."""
        self.tree.expandAll()
        flags = Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive
        items = self.tree.findItems("*", flags)
        same = [item for item in items if path is not None and item.data(0, _PATH) == path]
        first = same[0] if same else self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    @property
    def chosen_file(self) -> Path | None:
        """The deck file that is selected."""
        return self._chosen() if self._is_file() else None

    # -- what is asked ---------------------------------------------------------------------------

    def _chosen(self) -> Path | None:
        item = self.tree.currentItem()
        path: Path | None = item.data(0, _PATH) if item is not None else None
        return path

    def _is_file(self) -> bool:
        item = self.tree.currentItem()
        return item is not None and item.parent() is not None

    def _on_current(self) -> None:
        item = self.tree.currentItem()
        self.preview_button.setEnabled(self._is_file())
        self.remove_button.setVisible(item is not None and bool(item.data(0, _IS_FOLDER)))

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        if item.parent() is None:
            item.setExpanded(not item.isExpanded())
        else:
            self.preview_asked.emit(item.data(0, _PATH))

    def _ask_preview(self) -> None:
        if self._is_file():
            self.preview_asked.emit(self._chosen())

    def _ask_remove(self) -> None:
        item = self.tree.currentItem()
        if item is not None and item.data(0, _IS_FOLDER):
            self.remove_asked.emit(item.data(0, _PATH))


class _Tree(QTreeWidget):
    """Tells of the key that removes. Where there is little room it is for the names."""

    delete_pressed = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setColumnHidden(_READ_AS, self.width() < _NARROW)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
            return
        super().keyPressEvent(event)
