"""The way of a review: its page takes the window over, and gives it back when the session is left."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError
from flashrl.model import StudyPath
from flashrl.scheduling.day import Clock
from flashrl.scheduling.queue import QueuedUnit
from flashrl.store import Collection
from flashrl.store.practice import Choice
from flashrl.ui.actions import REVIEW, Actions
from flashrl.ui.choices import Choices
from flashrl.ui.page_stack import PageStack
from flashrl.ui.review_actions import ReviewActions
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.ui.review_page import ReviewPage


class Studying(QObject):
    """Asks what waits, in the review page."""

    left = Signal()
    failed = Signal(object)
    told = Signal(str, object)
    """News, and what can be done about it."""
    card_asked = Signal(str)
    """The unit of a card that is to be shown."""
    edit_asked = Signal(object)
    """A card to be edited, as it is filed."""

    def __init__(
        self,
        stack: PageStack,
        theme_: Theme,
        clock: Clock,
        collection: Collection,
        choices: Choices,
        actions: Actions,
    ) -> None:
        super().__init__(stack)
        self._stack, self._theme, self._clock = stack, theme_, clock
        self._collection, self._choices = collection, choices
        self._page: ReviewPage | None = None
        self._actions = ReviewActions(actions, lambda: self.page, self)
        choices.scale_changed.connect(self._on_scale)
        choices.writing_changed.connect(self._on_writing)

    @property
    def page(self) -> "ReviewPage":
        """The review page, made when first needed."""
        if self._page is None:
            from flashrl.ui.review_page import ReviewPage

            self._page = ReviewPage(self._theme, self._clock, self._stack.window())
            self._page.set_scale(full=self._choices.is_full_scale)
            self._page.card_view.offer_line(self._choices.writes_answers)
            self._page.left.connect(self.left)
            self._page.drill_asked.connect(self.drill_again)
            self._page.card_asked.connect(self.card_asked)
            self._page.edit_asked.connect(self.edit_asked)
            self._page.failed.connect(self.failed)
            self._page.told.connect(self.told)
            self._actions.watch(self._page)
        return self._page

    @property
    def today(self) -> date:
        """The study day. Raises CollectionError."""
        return self._collection.study_day(self._clock())

    def study(self, deck: str) -> None:
        """Review what waits in a deck and those below it; in all decks for ""."""
        self._review(lambda: self._collection.queue(self.today, deck=deck or None))

    def study_path(self, path: StudyPath) -> None:
        """Review what waits on a study path, in its order."""
        self._review(lambda: self._collection.path_queue(self.today, path))

    def practise(self, choice: Choice) -> None:
        """Ask what fits a choice, out of turn: the schedule stays as it is."""
        self._review(lambda: self._collection.practice(choice), is_practice=True)

    def drill_again(self, units: Sequence[str]) -> None:
        """Practise just these units."""
        if units:
            self.practise(Choice(units=tuple(units)))

    def refresh(self, renamed: Mapping[str, str]) -> None:
        """Show the card that is asked as its file has it now, and go on under new ids."""
        if self._page is not None:
            self._page.refresh(renamed)

    def close_session(self) -> None:
        """Forget the session, as when its page is left."""
        if self._page is not None:
            self._page.close_session()

    def close_then(self, then: Callable[[], object]) -> bool:
        """True where no grade would be lost by closing the window. Else the person is asked, and `then` comes
        once it is written or let go."""
        if self._page is None or self._page.unsaved.leave_then(then):
            return True
        if self._stack.currentWidget() is not self._page:
            self._stack.open_over(self._page, REVIEW)
        return False

    def _review(self, queue: Callable[[], list[QueuedUnit]], *, is_practice: bool = False) -> None:
        try:
            waiting = queue()
            self._stack.turn_to(self.page, REVIEW)
            self.page.start(self._collection, waiting, is_practice=is_practice)
        except CollectionError as error:
            self.failed.emit(error)
            self.left.emit()

    def _on_scale(self, is_full: bool) -> None:
        if self._page is not None:
            self._page.set_scale(full=is_full)

    def _on_writing(self, is_offered: bool) -> None:
        if self._page is not None:
            self._page.card_view.offer_line(is_offered)
