"""The way of the statistics: their page is made when first needed, and counted for off the GUI thread."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError, FlashrlError
from flashrl.store import Collection
from flashrl.ui import tasks
from flashrl.ui.page_stack import PageStack
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.ui.figures import Figures
    from flashrl.ui.statistics_page import StatisticsPage


class Reporting(QObject):
    """Shows the statistics of a collection, counted anew each time they are opened."""

    edit_asked = Signal(object)
    """The card to edit, as it is filed."""
    failed = Signal(object)

    def __init__(
        self, collection: Collection, stack: PageStack, theme_: Theme, today: Callable[[], date]
    ) -> None:
        super().__init__(stack)
        self._collection, self._stack, self._theme, self._today = collection, stack, theme_, today
        self._page: StatisticsPage | None = None
        self._task: tasks.Task | None = None
        self._is_stale = False

    @property
    def page(self) -> "StatisticsPage":
        """The page, made when first needed."""
        if self._page is None:
            from flashrl.ui.statistics_page import StatisticsPage

            self._page = StatisticsPage(self._theme, self._stack)
            self._page.edit_asked.connect(self._edit)
        return self._page

    @property
    def is_counting(self) -> bool:
        return self._task is not None

    def count(self) -> None:
        """Count everything anew, and show it; where that is under way, once more after it, as something may
        have changed since it began."""
        if self._task is not None:
            self._is_stale = True
            return
        from flashrl.ui import figures

        try:
            path, today = self._collection.path, self._today()
        except CollectionError as error:
            self._on_failed(error)
            return
        self.page.wait()
        self._task = tasks.start(
            self, lambda _handle: figures.count(path, today), done=self._show, failed=self._on_failed
        )
        self._task.finished.connect(self._on_finished)

    def _show(self, figures: "Figures") -> None:
        self.page.show_figures(figures)

    def _on_failed(self, error: FlashrlError) -> None:
        self.page.fail()
        self.failed.emit(error)

    def _on_finished(self) -> None:
        self._task = None
        if self._is_stale:
            self._is_stale = False
            self.count()

    def _edit(self, unit: str) -> None:
        try:
            self.edit_asked.emit(self._collection.card(unit))
        except CollectionError as error:
            self.failed.emit(error)
