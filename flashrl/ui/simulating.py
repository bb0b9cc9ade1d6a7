"""The way of the simulations: their page is made when first needed, and told which cards use one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError
from flashrl.store import Collection
from flashrl.ui.page_stack import PageStack
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.ui.simulations_page import SimulationsPage


class Simulating(QObject):
    """Shows the simulations."""

    edit_asked = Signal(object)
    """The card to edit, as it is filed."""
    failed = Signal(object)

    def __init__(self, collection: Collection, stack: PageStack, theme_: Theme) -> None:
        super().__init__(stack)
        self._collection, self._stack, self._theme = collection, stack, theme_
        self._page: SimulationsPage | None = None

    @property
    def page(self) -> "SimulationsPage":
        """The page, made when first needed."""
        if self._page is None:
            from flashrl.ui.simulations_page import SimulationsPage

            self._page = SimulationsPage(self._theme, self._stack.window())
            self._page.cards_asked.connect(self._show_cards)
            self._page.edit_asked.connect(self.edit_asked)
        return self._page

    def refresh(self) -> None:
        """Show the cards of the simulation that is open as they are now."""
        if self._page is not None:
            self._page.refresh()

    def _show_cards(self, slug: str) -> None:
        try:
            self.page.show_cards(self._collection.cards_with_simulation(slug))
        except CollectionError as error:
            self.failed.emit(error)
