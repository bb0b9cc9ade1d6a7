"""The way to the backups: the page for them opens over the others, and gives the window back."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl.ui.actions import BACKUPS, Actions
from flashrl.ui.page_stack import PageStack

if TYPE_CHECKING:
    from flashrl.ui.backups_page import BackupsPage


class BackingUp(QObject):
    """Shows the backups page over the pages of a window."""

    told = Signal(str)
    failed = Signal(object)
    replace_asked = Signal(object)
    """A Wish: what is to take the collection's place."""
    repaired = Signal()

    def __init__(self, collection: Path, stack: PageStack, actions: Actions) -> None:
        super().__init__(stack)
        self._collection, self._stack = collection, stack
        self._page: BackupsPage | None = None
        actions.connect("backups", self.open)
        actions.connect("close_backups", lambda: self.page.leave())

    @property
    def page(self) -> "BackupsPage":
        """The backups page, made when first needed."""
        if self._page is None:
            from flashrl.ui.backups_page import BackupsPage

            self._page = BackupsPage(self._collection, self._stack)
            self._page.left.connect(self._stack.back)
            self._page.told.connect(self.told)
            self._page.failed.connect(self.failed)
            self._page.replace_asked.connect(self.replace_asked)
            self._page.repaired.connect(self.repaired)
        return self._page

    def open(self) -> None:
        """Show the backups there are."""
        self._stack.open_over(self.page, BACKUPS)
        self.page.open()
