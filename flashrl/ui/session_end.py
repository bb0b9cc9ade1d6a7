"""The end of a session: what was done, what was missed, and what is next."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from flashrl.errors import CollectionError
from flashrl.scheduling.session import Summary, summarise
from flashrl.store import Collection
from flashrl.ui import theme
from flashrl.ui.key_button import KeyButton
from flashrl.ui.plain_text import plain_text
from flashrl.ui.question_list import QuestionList
from flashrl.ui.review_run import ReviewRun
from flashrl.ui.text_column import TextColumn


class SessionEnd(TextColumn):
    """Shown in the card's place when nothing is left to ask."""

    drill_asked = Signal(object)
    """The units that were missed, to be practised."""
    opened = Signal(str)
    """The unit of a question whose card is to be shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._missed: tuple[str, ...] = ()
        self.title = theme.styled(QLabel(self, wordWrap=True), "title")
        self.summary = theme.styled(QLabel(self, wordWrap=True), "answer")
        for label in (self.title, self.summary):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._misses = QWidget(self)
        self.missed_title = theme.styled(QLabel(self._misses), "section")
        self.drill_button = KeyButton("Drill these again", self._misses)
        self.drill_button.setToolTip("Practise what was missed; the schedule stays as it is (D)")
        self.drill_button.clicked.connect(self.drill)
        QShortcut(QKeySequence("D"), self).activated.connect(self.drill)
        self.questions = QuestionList(self)
        self.questions.setAccessibleName("What was missed")
        self.questions.opened.connect(self.opened)
        head = QHBoxLayout(self._misses)
        head.setContentsMargins(0, theme.S, 0, 0)
        head.addWidget(self.missed_title, stretch=1)
        head.addWidget(self.drill_button)
        for widget in (self.title, self.summary, self._misses):
            self.column.addWidget(widget)
        self.column.addWidget(self.questions, stretch=1)
        self.column.addStretch(0)

    def show_session(self, run: ReviewRun) -> None:
        """Sum a session up. Raises CollectionError."""
        done = summarise(run.session.steps)
        lines = _done(done, run.session.done)
        if run.is_practice and not run.session.steps:
            lines = ["Choose other decks, tags or words."]
        self.title.setText(_heading(run))
        self._show_missed(run.collection, done)
        self.summary.setText("\n".join(lines))  # stands where what is next cannot be read
        following = run.next_due()
        if following is not None and not run.is_practice:
            self.summary.setText("\n".join([*lines, _next(*following, run.today)]))

    def _show_missed(self, collection: Collection, done: Summary) -> None:
        self._missed = done.missed
        self.missed_title.setText(f"MISSED · {len(done.missed)}")
        self.questions.show_questions(list(_questions(collection, done.missed)))
        for widget in (self._misses, self.questions):
            widget.setVisible(bool(done.missed))

    def drill(self) -> None:
        """Ask for practice of what was missed, if anything was."""
        if self._missed:
            self.drill_asked.emit(self._missed)


def _questions(collection: Collection, units: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(unit, question in a line) of each unit whose card is still there."""
    for unit in units:
        with suppress(CollectionError):
            yield unit, plain_text(collection.card(unit).card.question)


def _heading(run: ReviewRun) -> str:
    if run.is_practice:
        return "Practice done." if run.session.done else "Nothing fits this choice."
    return "Done for today." if run.session.done else "Nothing waits here today."


def _done(done: Summary, grades: int) -> list[str]:
    """What was done in so many grades."""
    lines = []
    if done.reviewed:
        share = round(100 * done.passed / done.reviewed)
        lines.append(f"{_count(done.reviewed, 'review')}, {done.learned} of new cards; {share} % passed.")
    if done.drilled:
        lines.append(f"{_count(done.drilled, 'drill grade')} until all of them sat.")
    if done.practised:
        lines.append(f"{_count(done.practised, 'grade')} in practice; the schedule is as it was.")
    if done.answered:
        lines.append(f"Answered before the answer was shown: {done.answered} of {grades}.")
    if done.seconds >= 1:
        lines.append(f"{round(done.seconds / 60) or 1} min, {done.seconds / grades:.0f} s a card.")
    return lines


def _next(day: date, number: int, today: date) -> str:
    """On which day so many units are due."""
    when = "tomorrow" if (day - today).days == 1 else f"on {day:%A}, {day.day} {day:%B}"
    return f"Next: {_count(number, 'card')} {when}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
