"""The simulations: the gallery of all, the one that is open, and a card that uses it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from flashrl.errors import FlashrlError
from flashrl.model import FiledCard
from flashrl.ui import tasks
from flashrl.ui.gallery import Gallery
from flashrl.ui.opened_simulation import OpenedSimulation
from flashrl.ui.shown_card_page import ShownCardPage
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.simulations import Simulation


class SimulationsPage(QStackedWidget):
    """Nothing is loaded before the page is first shown, and nothing run that is not looked at.

    `cards_asked` carries the slug of the simulation whose cards are wanted: `show_cards` brings them.
    """

    cards_asked = Signal(str)
    edit_asked = Signal(object)
    """The card to edit, as it is filed."""

    def __init__(self, theme_: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme_
        self._titles: dict[str, str] = {}
        self._is_loading = False
        self.gallery = Gallery(theme_, self)
        self.gallery.opened.connect(self.open_simulation)
        self.opened: OpenedSimulation | None = None
        self._card_page: ShownCardPage | None = None
        self.addWidget(self.gallery)

    def open(self) -> None:
        """Fill the gallery when the page is first shown; the modules are loaded off the GUI thread."""
        if not self._is_loading:
            self._is_loading = True
            tasks.start(self, lambda _handle: _catalogue(), done=self._on_catalogue, failed=self._on_failed)

    def _on_catalogue(self, by_topic: "dict[str, list[Simulation]]") -> None:
        self._titles = {each.slug: each.title for found in by_topic.values() for each in found}
        self.gallery.show_simulations(by_topic)

    def _on_failed(self, error: FlashrlError) -> None:
        self._is_loading = False
        self.gallery.message.setText(str(error))

    def take_focus(self) -> None:
        """Give the keys to what is shown."""
        shown = self.currentWidget()
        if shown is None or shown is self.gallery:
            self.gallery.focus_current()
        else:
            shown.setFocus()

    # -- one simulation --------------------------------------------------------------------------

    def open_simulation(self, slug: str) -> None:
        """Show one simulation, live."""
        self._close_simulation()
        self.opened = OpenedSimulation(slug, self._titles.get(slug, slug), self._theme, self)
        self.opened.left.connect(self.show_gallery)
        self.opened.card_chosen.connect(self.show_card)
        self._turn_to(self.opened)
        self.cards_asked.emit(slug)

    def show_cards(self, cards: Sequence[FiledCard]) -> None:
        """List the cards that use the simulation that is open; the one that is shown, as it is now."""
        if self.opened is not None:
            self.opened.show_cards(cards)
        if self._card_page is not None and self.currentWidget() is self._card_page:
            self._card_page.refresh(cards)

    def refresh(self) -> None:
        """Ask for the cards again: some may have changed."""
        if self.opened is not None:
            self.cards_asked.emit(self.opened.slug)

    def show_card(self, filed: FiledCard) -> None:
        """Show one of those cards."""
        if self._card_page is None:
            self._card_page = ShownCardPage(self._theme, self)
            self._card_page.left.connect(self._leave_card)
            self._card_page.edit_asked.connect(self.edit_asked)
        self._card_page.show_card(filed)
        self._turn_to(self._card_page)

    def show_gallery(self) -> None:
        """Back to all of them."""
        self.setCurrentWidget(self.gallery)
        self._close_simulation()
        self.gallery.focus_current()

    def _leave_card(self) -> None:
        assert self.opened is not None
        self._turn_to(self.opened)
        self.opened.cards.setFocus()
        if self._card_page is not None:
            self._card_page.clear()

    def _close_simulation(self) -> None:
        if self.opened is not None:
            self.removeWidget(self.opened)
            self.opened.deleteLater()
            self.opened = None

    def _turn_to(self, widget: QWidget) -> None:
        if self.indexOf(widget) < 0:
            self.addWidget(widget)
        self.setCurrentWidget(widget)
        widget.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back by one step."""
        if event.key() != Qt.Key.Key_Escape or self.currentWidget() is self.gallery:
            super().keyPressEvent(event)
        elif self.currentWidget() is self._card_page:
            self._leave_card()
        else:
            self.show_gallery()


def _catalogue() -> "dict[str, list[Simulation]]":
    from flashrl.simulations import by_topic

    return by_topic()
