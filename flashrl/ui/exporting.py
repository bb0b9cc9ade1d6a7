"""The way of an export: the page for it opens over the others, and gives the window back."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from flashrl.ui.actions import EXPORT
from flashrl.ui.page_stack import PageStack
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.ui.export_page import ExportPage


class Exporting(QObject):
    """Shows the export page over the pages of a window."""

    def __init__(self, collection: Path, stack: PageStack, theme_: Theme) -> None:
        super().__init__(stack)
        self._collection, self._stack, self._theme = collection, stack, theme_
        self._page: ExportPage | None = None

    @property
    def page(self) -> "ExportPage":
        """The export page, made when first needed."""
        if self._page is None:
            from flashrl.ui.export_page import ExportPage

            self._page = ExportPage(self._collection, self._stack)
            self._page.left.connect(self._stack.back)
        return self._page

    def open(self) -> None:
        """Ask what is to be exported."""
        self._stack.open_over(self.page, EXPORT)
        self.page.open()
