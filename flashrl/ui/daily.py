"""The way of the Today page: its decks, and around them what is looked for once they stand."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError
from flashrl.store import Collection
from flashrl.ui.today_page import TodayPage

if TYPE_CHECKING:
    # These are made when first needed: what they need would hold up the first page.
    from flashrl.ui.catching_up import CatchingUp
    from flashrl.ui.path_study import PathStudy
    from flashrl.ui.practising import Practising


class Daily(QObject):
    """Fills the Today page. `own` is the folder of the person's own deck files."""

    practise_asked = Signal(object)
    quiz_asked = Signal(object)
    find_asked = Signal(object)
    """The choice of units."""
    failed = Signal(object)

    def __init__(self, collection: Collection, page: TodayPage, own: Path, today: Callable[[], date]) -> None:
        super().__init__(page)
        self._collection, self._page, self._own, self._today = collection, page, own, today
        self._path_study: PathStudy | None = None
        self._catching_up: CatchingUp | None = None
        self._practising: Practising | None = None
        page.practise_asked.connect(lambda: self.practising.toggle())

    @property
    def path_study(self) -> "PathStudy":
        """The study paths."""
        if self._path_study is None:
            from flashrl.ui.path_study import PathStudy

            self._path_study = PathStudy(self._collection, self._page, self._own, self._today)
            self._path_study.failed.connect(self.failed)
        return self._path_study

    @property
    def catching_up(self) -> "CatchingUp":
        """What waits after a break."""
        if self._catching_up is None:
            from flashrl.ui.catching_up import CatchingUp

            self._catching_up = CatchingUp(self._collection, self._page, self._today)
            self._catching_up.failed.connect(self.failed)
        return self._catching_up

    @property
    def practising(self) -> "Practising":
        """What is practised out of turn."""
        if self._practising is None:
            from flashrl.ui.practising import Practising

            self._practising = Practising(self._collection, self._page, self._today)
            self._practising.practise_asked.connect(self.practise_asked)
            self._practising.quiz_asked.connect(self.quiz_asked)
            self._practising.find_asked.connect(self.find_asked)
            self._practising.failed.connect(self.failed)
        return self._practising

    def refresh(self) -> None:
        """Read the decks again, and what stands around them."""
        try:
            today = self._today()
            self._page.show_decks(self._collection.decks(today), self._collection.new_left(today))
        except CollectionError as error:
            self.failed.emit(error)
        if self._path_study is not None:
            self._path_study.look()
        if self._catching_up is not None:
            self._catching_up.look()
        if self._practising is not None:
            self._practising.refresh()

    def look_around(self) -> None:
        """Look for what the first paint did not wait for."""
        self.path_study.look()
        self.catching_up.look()
