"""The way of a practice from Today: its panel is opened there, and what it chooses is counted."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError, FlashrlError
from flashrl.store import Collection
from flashrl.store.practice import Choice
from flashrl.ui import tasks, work
from flashrl.ui.today_page import TodayPage


class Practising(QObject):
    """Opens the panel of the Today page, and asks for what is chosen there."""

    practise_asked = Signal(object)
    quiz_asked = Signal(object)
    find_asked = Signal(object)
    """The choice of units."""
    failed = Signal(object)

    def __init__(self, collection: Collection, page: TodayPage, today: Callable[[], date]) -> None:
        super().__init__(page)
        self._collection, self._page, self._today = collection, page, today
        self._counting = 0
        panel = page.practice_panel
        panel.count_asked.connect(lambda: self._try(self._count))
        panel.closed.connect(self.close)
        panel.practise_asked.connect(lambda: self._try(self._practise))
        panel.quiz_asked.connect(lambda: self._try(lambda: self.quiz_asked.emit(panel.choice(today()))))
        panel.find_asked.connect(lambda: self._try(lambda: self.find_asked.emit(panel.choice(today()))))

    def open(self) -> None:
        """Show the panel, for the deck that is selected on the page."""
        panel = self._page.practice_panel
        panel.show()
        panel.offer(self._page.decks, self._page.chosen_deck)
        panel.kinds.setFocus()

    def toggle(self) -> None:
        """Show the panel, or hide it again."""
        if self._page.practice_panel.isVisible():
            self.close()
        else:
            self.open()

    def close(self) -> None:
        """Hide the panel."""
        self._page.practice_panel.hide()
        self._page.practise_button.setFocus()

    def refresh(self) -> None:
        """Count again, as when cards were reviewed or came in."""
        if self._page.practice_panel.isVisible():
            self._try(self._count)

    def _count(self) -> None:
        """Count what is chosen now; a count of what was chosen before is dropped."""
        panel, path = self._page.practice_panel, self._collection.path
        choice = panel.choice(self._today())
        self._counting += 1
        number = self._counting
        panel.show_count(None)

        def show(found: int) -> None:
            if number == self._counting:
                panel.show_count(found)

        tasks.start(
            self,
            lambda _handle: work.with_collection(path, lambda own: own.browser.count(choice)),
            done=show,
            failed=self.failed.emit,
        )

    def _practise(self) -> None:
        """Find out which units are meant, and ask for them."""
        panel, path = self._page.practice_panel, self._collection.path
        choice = panel.limited(self._today())
        panel.practise_button.setEnabled(False)

        def ask(units: list[str]) -> None:
            panel.practise_button.setEnabled(True)
            if units:
                self.practise_asked.emit(Choice(units=tuple(units)))

        tasks.start(
            self,
            lambda _handle: work.with_collection(path, lambda own: own.practice_units(choice)),
            done=ask,
            failed=self._on_failed,
        )

    def _on_failed(self, error: FlashrlError) -> None:
        self.failed.emit(error)
        self.refresh()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except CollectionError as error:
            self.failed.emit(error)
