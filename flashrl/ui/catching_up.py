"""What waits after a break, on the Today page: counted off the first paint, and spread if that is chosen."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError
from flashrl.scheduling import breaks
from flashrl.scheduling.breaks import Overdue
from flashrl.store import Collection
from flashrl.ui import tasks

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
            today = self._today()
            found, is_planned = self._break(today), self._is_planned(today)
        except CollectionError as error:
            self.failed.emit(error)
            return
        if found is None and not is_planned:  # as on most days, which need no more
            self._page.show_overdue(None)
            return
        work = partial(overdue, self._collection.path, today, found)
        self._task = tasks.start(self, work, done=self._page.show_overdue, failed=self.failed.emit)

    def _is_planned(self, today: date) -> bool:
        plan, left = self._collection.backlog(today) or (None, 0)
        return plan is not None and not breaks.is_over(plan, left, today)

    def _break(self, today: date) -> breaks.Break | None:
        last = self._collection.last_day_before(today - timedelta(days=breaks.RECENT_DAYS))
        return None if last is None else breaks.latest_break(self._collection.days_since(last), today)

    def _spread(self, days: int) -> None:
        try:
            self._collection.spread_backlog(self._today(), days)
        except CollectionError as error:
            self.failed.emit(error)
        self.look()


def overdue(path: Path, today: date, found: breaks.Break | None, _: tasks.Handle) -> Overdue | None:
    """What waits after a break where it is much, or is spread already; else None."""
    with Collection.open(path) as collection:
        waiting = sum(each.due for each in collection.decks(today))
        plan, left = collection.backlog(today) or (None, 0)
        told = Overdue(today, waiting, 0 if found is None else found.days, plan, left)
        if told.is_spread or found is None:
            return told if told.is_spread else None
        first = found.last_day - timedelta(days=breaks.PACE_DAYS)
        pace = breaks.usual_pace(collection.reviews_by_day(first), found.last_day)
    return told if breaks.is_much(waiting, pace) else None
