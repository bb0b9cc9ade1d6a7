"""The list of keys, as long as it may be: it scrolls, and is searched."""

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from flashrl.ui import theme
from flashrl.ui.actions import ALL, keys_help

_WIDTH, _HEIGHT = 600, 640


class KeysBox(QDialog):
    """Every key with what it does. Escape closes it."""

    def __init__(self, window: QWidget, names: Collection[str]) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keys")
        self.search = QLineEdit(self, placeholderText="Find a key, or what it does", clearButtonEnabled=True)
        self.search.setAccessibleName("Find a key, or what it does")
        self.search.textChanged.connect(self._show_found)
        self.table = _table(names)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        layout.setSpacing(theme.M)
        layout.addWidget(self.search)
        layout.addWidget(self.table)
        layout.addWidget(buttons)
        self.search.setFocus()
        self.resize(min(_WIDTH, window.width()), min(_HEIGHT, window.height()))

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The keys that are listed now, each with what it does."""
        return [(item.text(1), item.text(0)) for item in self._items() if not item.isHidden()]

    def _items(self) -> list[QTreeWidgetItem]:
        return self.table.findItems("*", Qt.MatchFlag.MatchWildcard)

    def _show_found(self, words: str) -> None:
        for item in self._items():
            said = f"{item.text(0)} {item.text(1)}".lower()
            item.setHidden(not all(word in said for word in words.lower().split()))


def show_keys(window: QWidget, names: Collection[str] = ALL) -> None:
    """Open the list of keys, of all actions or of some."""
    KeysBox(window, names).open()


def _table(names: Collection[str]) -> QTreeWidget:
    table = QTreeWidget()
    table.setAccessibleName("Keys")
    table.setHeaderLabels(["What it does", "Keys"])
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.header().setStretchLastSection(False)
    table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    for keys, what in keys_help(names):
        item = QTreeWidgetItem(table, [what, keys])
        item.setToolTip(0, what)
    return table
