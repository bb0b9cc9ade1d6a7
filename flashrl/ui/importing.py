"""The way of an import: decks are chosen or dropped, what they would do is shown, and then it is done."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QFileDialog

from flashrl.errors import DeckError
from flashrl.ui import packages
from flashrl.ui.actions import IMPORT
from flashrl.ui.page_stack import PageStack
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.ui.import_page import ImportPage
    from flashrl.ui.work import Plan

_SUFFIXES = (".md", ".markdown", *packages.SUFFIXES)
_DECKS = f"Decks ({' '.join(f'*{suffix}' for suffix in _SUFFIXES)})"
_PACKAGES = f"Anki packages ({' '.join(f'*{suffix}' for suffix in packages.SUFFIXES)})"


class Importing(QObject):
    """Shows the import page over the pages of a window, until the import is confirmed or not."""

    preview_asked = Signal(object)
    confirmed = Signal(object, bool)
    """What is to be imported, and whether its folders are to be followed."""
    failed = Signal(object)

    def __init__(self, collection: Path, stack: PageStack, theme_: Theme) -> None:
        super().__init__(stack)
        self._collection, self._stack, self._theme = collection, stack, theme_
        self._page: ImportPage | None = None

    @property
    def page(self) -> "ImportPage":
        """The import page, made when first needed."""
        if self._page is None:
            from flashrl.ui.import_page import ImportPage

            self._page = ImportPage(self._collection, self._theme, self._stack)
            self._page.confirmed.connect(self._on_confirmed)
            self._page.left.connect(self._stack.back)
            self._page.preview_asked.connect(self.preview_asked)
            self._page.outside_asked.connect(self.open_outside)
        return self._page

    def choose_folder(self, *, follow: bool = False) -> None:
        """Ask for a folder, and show what importing it would do."""
        folder = QFileDialog.getExistingDirectory(self._stack, "A folder of markdown decks")
        if folder:
            self.propose([Path(folder)], follow=follow)

    def choose_files(self) -> None:
        """Ask for files, and show what importing them would do."""
        names, _ = QFileDialog.getOpenFileNames(
            self._stack, "Decks", "", f"{_DECKS};;Markdown (*.md *.markdown);;{_PACKAGES};;All files (*)"
        )
        if names:
            self.propose([Path(name) for name in names])

    def propose(self, sources: Sequence[Path], *, follow: bool = False) -> None:
        """Show what importing deck files, or folders of them, would do."""
        self._stack.open_over(self.page, IMPORT)
        self.page.open(sources, follow=follow)

    def _on_confirmed(self, plan: "Plan", follow: bool) -> None:
        self._stack.back()
        self.confirmed.emit(plan, follow)

    def open_outside(self, path: Path, line: int) -> None:
        """Open a file in the editor of the person's choice."""
        from flashrl.ui import outside_editor

        try:
            outside_editor.open_at(path, line)
        except DeckError as error:
            self.failed.emit(error)


def dropped(data: QMimeData) -> list[Path]:
    """The folders, markdown files and Anki packages in what is dragged over a window."""
    found = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in found if path.is_dir() or path.suffix.lower() in _SUFFIXES]
