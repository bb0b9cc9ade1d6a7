"""One quiz over a collection, without its widgets: what is asked, what was said of it, and undo."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from flashrl.model import FiledCard, Quality
from flashrl.scheduling.day import Clock
from flashrl.scheduling.quiz import Question, Quiz
from flashrl.store import Collection
from flashrl.ui.answer_clock import AnswerClock
from flashrl.ui.plain_text import plain_text
from flashrl.ui.shown_card import ShownCard
from flashrl.ui.unit_card import shown_card


class QuizRun:
    """What is said of an answer is on disk before the next question is asked. What cannot be read or written
    raises CollectionError, and leaves all as it was."""

    def __init__(self, collection: Collection, units: Sequence[str], clock: Clock) -> None:
        self._collection, self._clock = collection, clock
        self.quiz = Quiz([_question(unit, collection.card(unit)) for unit in units])
        self._numbers: list[int] = []
        self.answer_clock = AnswerClock(clock)

    def filed(self) -> FiledCard | None:
        """The card that is asked, as it is filed."""
        asked = self.quiz.current
        return None if asked is None else self._collection.card(asked.unit)

    def shown(self) -> ShownCard | None:
        """The card that is asked; None at the end."""
        return self._shown(self.quiz.current)

    def following(self) -> ShownCard | None:
        """The card that is asked next."""
        return self._shown(self.quiz.following)

    def _shown(self, question: Question | None) -> ShownCard | None:
        return None if question is None else shown_card(self._collection, question.unit)

    def say(self, quality: Quality) -> None:
        """Record how right the answer was, and go on. Raises ValueError at the end."""
        now = self._clock()
        event = self.quiz.say(
            quality,
            now=now.astimezone(UTC),
            today=self._collection.study_day(now),
            seconds=self.answer_clock.seconds,
        )
        try:
            self._numbers.append(self._collection.record(event))
        except BaseException:
            self.quiz.undo()
            raise

    @property
    def can_undo(self) -> bool:
        return bool(self._numbers)

    def undo(self) -> None:
        """Take back what was said last: that question is asked again."""
        if self._numbers:
            self._collection.undo(self._numbers[-1], now=self._clock().astimezone(UTC))
            self._numbers.pop()
            self.quiz.undo()

    def rename(self, renamed: Mapping[str, str]) -> None:
        """Go on under new ids: cards were given some while they waited."""
        self.quiz.questions = [
            replace(each, unit=renamed.get(each.unit, each.unit)) for each in self.quiz.questions
        ]

    def texts(self) -> list[str]:
        """The questions in a line each, in their order."""
        return [plain_text(self._collection.card(each.unit).card.question) for each in self.quiz.questions]


def _question(unit: str, filed: FiledCard) -> Question:
    return Question(
        unit, filed.deck.replace("::", " › "), plain_text(filed.card.topic), filed.card.difficulty
    )
