"""The way of an edit: a card's text is opened over the page that shows the card, saved, and left again."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl.model import Card
from flashrl.ui.actions import EDITOR, Actions
from flashrl.ui.page_stack import PageStack
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.ui.editor_page import EditorPage


class Editing(QObject):
    """Opens the editor in a window. `collection` and `own` are where a person's collection and own decks are;
    without them every file is edited where it is, and there are no new cards."""

    saved = Signal(object, object)
    """The file that a card was written into, and the card."""
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        stack: PageStack,
        theme_: Theme,
        actions: Actions,
        collection: Path | None = None,
        own: Path | None = None,
    ) -> None:
        super().__init__(stack)
        self._stack, self._theme = stack, theme_
        self._collection, self._own = collection, own
        self._page: EditorPage | None = None
        actions.connect("save_card", lambda: self.page.save())
        actions.connect("close_editor", lambda: self.page.close_editor())

    @property
    def page(self) -> "EditorPage":
        """The editor, made when first needed."""
        if self._page is None:
            from flashrl.ui.card_work import Home
            from flashrl.ui.editor_page import EditorPage

            home = Home(self._collection, self._own) if self._collection and self._own else None
            self._page = EditorPage(self._theme, home, self._stack)
            self._page.left.connect(self._stack.back)
            self._page.saved.connect(self.saved)
            self._page.told.connect(self.told)
            self._page.failed.connect(self.failed)
        return self._page

    def edit(self, path: Path, card: Card) -> None:
        """Edit a card in its file."""
        self._stack.open_over(self.page, EDITOR)
        self.page.open(path, card)

    def new_card(self, path: Path | None = None) -> None:
        """Write a new card, into the deck at `path` unless another is chosen."""
        self._stack.open_over(self.page, EDITOR)
        self.page.open_new(path)

    def close_then(self, then: Callable[[], object]) -> bool:
        """True where no text would be lost by closing the window. Else the person is asked, and `then` comes
        once the text is saved or thrown away."""
        if self._page is None or not self._page.is_modified:
            return True
        self._stack.open_over(self._page, EDITOR)
        self._page.close_then(then)
        return False
