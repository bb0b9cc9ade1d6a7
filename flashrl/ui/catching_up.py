"""What waits after a break, on the Today page: counted off the first paint, and spread if that is chosen."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError
from flashrl.scheduling import breaks
from flashrl.store import Collection
from flashrl.ui import tasks
from flashrl.ui.backlog_bar import Overdue

if TYPE_CHECKING:
    from flashrl.ui.today_page import TodayPage


class CatchingUp(QObject):
    """Offers to spread what waits over some days, where it is much."""

    failed = Signal(object)

    def __init__(self, collection: Collection, page: "TodayPage", today: Callable[[], date]) -> None:
        super().__init__(page)
        self._collection, self._page, self._today = collection, page, today
        self._task: tasks.Task | None = None
        page.spread_asked.connect(self._spread)

    def look(self) -> None:
        """Find out anew what waits, and show it. What was still being found out is dropped."""
        if self._task is not None:
            self._task.cancel()
        try:
            path, today = self._collection.path, self._today()
        except CollectionError as error:
            self.failed.emit(error)
            return
        self._task = tasks.start(
            self, lambda _handle: overdue(path, today), done=self._page.show_overdue, failed=self.failed.emit
        )

    def _spread(self, days: int) -> None:
        try:
            self._collection.spread_backlog(self._today(), days)
        except CollectionError as error:
            self.failed.emit(error)
        self.look()


def overdue(path: Path, today: date) -> Overdue | None:
    """What waits after a break where it is much, or is spread already; else None."""
    with Collection.open(path) as collection:
        waiting = sum(each.due for each in collection.decks(today))
        plan, left = collection.backlog(today) or (None, 0)
        last = collection.last_day_before(today - timedelta(days=breaks.RECENT_DAYS))
        first = today if last is None else last - timedelta(days=breaks.PACE_DAYS)
        found = breaks.latest_break(collection.reviews_by_day(first), today)
    days_away = 0 if found is None else found.days
    told = Overdue(today, waiting, days_away, plan, left)
    is_offered = found is not None and breaks.is_much(waiting, found.pace)
    return told if told.is_spread or is_offered else None
