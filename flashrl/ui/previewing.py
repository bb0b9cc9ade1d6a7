"""The way of a preview: a deck file opens over the pages, and gives the window back."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from flashrl.model import Card
from flashrl.ui.actions import PREVIEW, Actions
from flashrl.ui.page_stack import PageStack
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.ui.preview_page import PreviewPage


class Previewing(QObject):
    """Shows a deck file's cards and findings, anew at each save."""

    edit_asked = Signal(object, object)
    """The deck file, and the card of it that is to be edited."""
    outside_asked = Signal(object, int)
    """The deck file that is to be opened in the person's own editor, and the line."""
    failed = Signal(object)

    def __init__(self, stack: PageStack, theme_: Theme, actions: Actions) -> None:
        super().__init__(stack)
        self._stack, self._theme = stack, theme_
        self._page: PreviewPage | None = None
        for name, slot in (
            ("preview", self.ask),
            ("close_preview", lambda: self.page.left.emit()),
            ("next_card", lambda: self.page.show_next()),
            ("previous_card", lambda: self.page.show_previous()),
            ("open_outside", lambda: self.page.ask_outside()),
        ):
            actions.connect(name, slot)

    @property
    def page(self) -> "PreviewPage":
        """The preview, made when first needed."""
        if self._page is None:
            from flashrl.ui.preview_page import PreviewPage

            self._page = PreviewPage(self._theme, self._stack.window(), can_leave=True)
            self._page.edit_asked.connect(self.edit_asked)
            self._page.outside_asked.connect(self.outside_asked)
            self._page.left.connect(self._leave)
            self._page.failed.connect(self.failed)
        return self._page

    def ask(self) -> None:
        """Ask for the deck file to look at."""
        name, _ = QFileDialog.getOpenFileName(
            self._stack.window(), "A deck file to look at", "", "Markdown (*.md *.markdown);;All files (*)"
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Show a deck file."""
        self._stack.open_over(self.page, PREVIEW)
        self.page.open(path)

    def show_saved(self, path: Path, card: Card) -> None:
        """Show a card as it was saved, where its file is shown."""
        if self._page is not None:
            self._page.show_saved(path, card)

    def _leave(self) -> None:
        self.page.close_file()
        self._stack.back()
