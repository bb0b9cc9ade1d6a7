"""A quiz: a few questions drawn from a choice of cards, each said to be right, partly right or wrong, and a
score. The schedule has no part in it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from flashrl.model import Difficulty, EventKind, Quality, ReviewEvent

if TYPE_CHECKING:
    from random import Random

RIGHT, PARTLY, WRONG = Quality.PASS, Quality.PASS_HARD, Quality.WRONG
"""What a person may say of an answer, as the quality that is kept: partly right is a pass, a hard one."""

_BLANK = re.compile(r"#c\d+$")


@dataclass(frozen=True, slots=True)
class Question:
    """A review unit that is asked, the deck and the topic that it belongs to, and how hard it is."""

    unit: str
    category: str
    topic: str = ""
    difficulty: Difficulty | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """How many answers were right, partly right and wrong."""

    right: int = 0
    partly: int = 0
    wrong: int = 0

    @property
    def total(self) -> int:
        return self.right + self.partly + self.wrong

    @property
    def points(self) -> float:
        """One for a right answer, half of one for one that is partly right."""
        return self.right + self.partly / 2


def draw(units: Sequence[str], number: int, rng: "Random") -> list[str]:
    """So many units in a random order, or as many as there are; of one card's blanks only one."""
    drawn: dict[str, str] = {}
    left = list(units)
    while left and len(drawn) < number:
        unit = left.pop(rng.randrange(len(left)))
        drawn.setdefault(_BLANK.sub("", unit), unit)
    return list(drawn.values())


@dataclass(slots=True)
class Quiz:
    """Its questions, and what was said of those that were answered.

    Holds no clock and stores nothing: `say` returns the event, and the caller records it.
    """

    questions: Sequence[Question]
    said: list[Quality] = field(default_factory=list)

    @property
    def current(self) -> Question | None:
        """What is asked now; None at the end."""
        return self.questions[len(self.said)] if len(self.said) < len(self.questions) else None

    @property
    def following(self) -> Question | None:
        """What is asked next: worth preparing."""
        return next(iter(self.questions[len(self.said) + 1 :]), None)

    def say(self, quality: Quality, *, now: datetime, today: date, seconds: float = 0.0) -> ReviewEvent:
        """Say how right the current answer was, go on, and return the event to record.

        `now` is an aware UTC instant. Raises ValueError at the end, and for another quality than RIGHT,
        PARTLY and WRONG.
        """
        asked = self.current
        if asked is None:
            raise ValueError("nothing is asked: the quiz is over")
        if quality not in (RIGHT, PARTLY, WRONG):
            raise ValueError(f"an answer is right, partly right or wrong, not {quality}")
        self.said.append(quality)
        return ReviewEvent(asked.unit, now, today, quality, EventKind.PRACTICE, seconds)

    def undo(self) -> None:
        """Take back what was said last: that question is asked again. Nothing where nothing was said."""
        if self.said:
            self.said.pop()

    @property
    def answered(self) -> list[tuple[Question, Quality]]:
        """The questions that were answered, with what was said of each."""
        return list(zip(self.questions, self.said, strict=False))

    @property
    def missed(self) -> list[str]:
        """The units of the answers that were not wholly right."""
        return [question.unit for question, quality in self.answered if quality != RIGHT]

    @property
    def score(self) -> Score:
        return _score(self.said)

    def by_category(self) -> dict[str, Score]:
        """The score in each category, in the order of the questions."""
        return self._by(lambda question: question.category)

    def by_difficulty(self) -> dict[str, Score]:
        """The score of each difficulty, the easiest first, and last, as "", of cards that name none."""
        found = self._by(lambda question: question.difficulty or "")
        return {each: found[each] for each in (*Difficulty, "") if each in found}

    def _by(self, key: Callable[[Question], str]) -> dict[str, Score]:
        grouped: dict[str, list[Quality]] = {}
        for question, quality in self.answered:
            grouped.setdefault(key(question), []).append(quality)
        return {name: _score(said) for name, said in grouped.items()}


def _score(said: Sequence[Quality]) -> Score:
    return Score(said.count(RIGHT), said.count(PARTLY), said.count(WRONG))
