"""The way of a quiz: its page takes the window over, and gives it back to where the quiz was begun."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError
from flashrl.scheduling.day import Clock
from flashrl.store import Collection
from flashrl.store.practice import Choice
from flashrl.ui.actions import QUIZ, Actions
from flashrl.ui.choices import Choices
from flashrl.ui.page_stack import PageStack
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from random import Random

    from flashrl.ui.quiz_page import QuizPage

QUESTIONS = 5
"""How many a quiz has where nothing else is said."""

_NOTHING = "There is nothing to ask a quiz about here: import a deck, or choose other cards."


class Quizzing(QObject):
    """Draws questions from a choice of cards, and asks them."""

    failed = Signal(object)
    told = Signal(str)
    edit_asked = Signal(object)
    """A card to be edited, as it is filed."""
    card_asked = Signal(str)
    """The unit of a question whose card is to be shown."""

    def __init__(
        self,
        stack: PageStack,
        theme_: Theme,
        clock: Clock,
        collection: Collection,
        choices: Choices,
        actions: Actions,
        rng: "Random | None" = None,
    ) -> None:
        super().__init__(stack)
        self._stack, self._theme, self._clock = stack, theme_, clock
        self._collection, self._choices = collection, choices
        self._rng = rng
        self._page: QuizPage | None = None
        self._choice, self._number = Choice(), QUESTIONS
        actions.connect("quiz", lambda: self.start(Choice()))
        actions.connect("quiz_reveal", lambda: self.page.reveal())
        actions.connect("quiz_undo", lambda: self.page.undo())
        actions.connect("leave_quiz", self.leave)

    @property
    def page(self) -> "QuizPage":
        """The page of a quiz, made when first needed."""
        if self._page is None:
            from flashrl.ui.quiz_page import QuizPage

            self._page = QuizPage(self._theme, self._stack.window())
            self._page.left.connect(self.leave)
            self._page.failed.connect(self.failed)
            self._page.edit_asked.connect(self.edit_asked)
            self._page.card_asked.connect(self.card_asked)
            self._page.retry_asked.connect(self._retry)
            self._page.another_asked.connect(lambda: self.start(self._choice, self._number))
        return self._page

    @property
    def rng(self) -> "Random":
        """What the questions are drawn by."""
        if self._rng is None:
            from random import Random

            self._rng = Random()
        return self._rng

    def start(self, choice: Choice, number: int = QUESTIONS) -> None:
        """Ask so many questions of those that fit a choice; fewer where there are no more."""
        self._choice, self._number = choice, number
        try:
            units = self._collection.practice_units(choice)
        except CollectionError as error:
            self.failed.emit(error)
            return
        self._ask(units, number)

    def _retry(self, units: Sequence[str]) -> None:
        """Ask again what was missed; another quiz is then of the first choice still."""
        self._ask(units, len(units))

    def _ask(self, units: Sequence[str], number: int) -> None:
        if not units:
            self.told.emit(_NOTHING)
            return
        from flashrl.scheduling.quiz import draw
        from flashrl.ui.quiz_run import QuizRun

        try:
            run = QuizRun(self._collection, draw(units, number, self.rng), self._clock)
        except CollectionError as error:
            self.failed.emit(error)
            return
        self.page.card_view.offer_line(self._choices.writes_answers)
        self._stack.open_over(self.page, QUIZ)
        self.page.start(run)

    def leave(self) -> None:
        """Give the window back; what was said of the answers is kept."""
        if self._page is not None and self._stack.currentWidget() is self._page:
            self._stack.back()
            self._page.close_quiz()

    def refresh(self, renamed: Mapping[str, str]) -> None:
        """Show the card that is asked as its file has it now, and go on under new ids."""
        if self._page is not None:
            self._page.refresh(renamed)
