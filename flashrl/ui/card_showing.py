"""One card shown whole, over the page that it was opened from."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from flashrl.errors import CollectionError
from flashrl.store import Collection
from flashrl.ui.actions import CARD, Actions
from flashrl.ui.page_stack import PageStack
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.ui.shown_card_page import ShownCardPage


class CardShowing(QObject):
    """Shows the card of a unit; Escape gives the window back."""

    failed = Signal(object)
    edit_asked = Signal(object)
    """The card that is shown, as it is filed."""

    def __init__(self, collection: Collection, stack: PageStack, theme_: Theme, actions: Actions) -> None:
        super().__init__(stack)
        self._collection, self._stack, self._theme = collection, stack, theme_
        self._page: ShownCardPage | None = None
        self._unit = ""
        self._focused: QWidget | None = None
        actions.connect("close_card", self.close)

    @property
    def page(self) -> "ShownCardPage":
        """The page, made when first needed."""
        if self._page is None:
            from flashrl.ui.shown_card_page import ShownCardPage

            self._page = ShownCardPage(self._theme, self._stack.window())
            self._page.back_button.setToolTip("Back (Esc)")
            self._page.left.connect(self.close)
            self._page.edit_asked.connect(self.edit_asked)
        return self._page

    def open(self, unit: str) -> None:
        """Show the card of a unit."""
        try:
            filed = self._collection.card(unit)
        except CollectionError as error:
            self.failed.emit(error)
            return
        self._unit, self._focused = unit, self._stack.window().focusWidget()
        self._stack.open_over(self.page, CARD)
        self.page.show_card(filed)
        self.page.setFocus()

    def close(self) -> None:
        """Go back to where the card was opened."""
        if self._page is not None and self._stack.currentWidget() is self._page:
            self._stack.back()
            self._page.clear()
            if self._focused is not None and isValid(self._focused):
                self._focused.setFocus()

    def refresh(self) -> None:
        """Show the card as its file has it now."""
        if self._page is not None and self._stack.currentWidget() is self._page:
            try:
                self._page.refresh([self._collection.card(self._unit)])
            except CollectionError as error:
                self.failed.emit(error)
