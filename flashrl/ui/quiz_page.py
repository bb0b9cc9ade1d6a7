"""A quiz: one question after the other, the answer on demand, and how right one's own was."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from flashrl.errors import CollectionError
from flashrl.model import Difficulty, Quality
from flashrl.scheduling.quiz import PARTLY, RIGHT, WRONG, Question
from flashrl.ui import theme
from flashrl.ui.card_view import CardView
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.grade_bar import GradeBar
from flashrl.ui.quiz_end import QuizEnd
from flashrl.ui.quiz_run import QuizRun
from flashrl.ui.theme import Theme

SCALE = ((WRONG, "Wrong", "1"), (PARTLY, "Partly right", "2"), (RIGHT, "Right", "3"))
_IDLE_MS = 30


class QuizPage(QWidget):
    """Shows a `QuizRun`. What is said of an answer is on disk before the next question shows."""

    left = Signal()
    failed = Signal(object)
    edit_asked = Signal(object)
    """The card that is asked, as it is filed."""
    retry_asked = Signal(object)
    """The units that were missed."""
    another_asked = Signal()
    card_asked = Signal(str)

    def __init__(self, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._run: QuizRun | None = None
        self._proposed: Quality | None = None
        self.card_view = CardView(theme_, self, has_ticks=True)
        self.card_view.grade_proposed.connect(self._on_proposed)
        self.card_view.reveal_asked.connect(self.reveal)
        self.verdict_bar = GradeBar(self)
        self.verdict_bar.offer_scale(SCALE)
        self.verdict_bar.reveal_asked.connect(self.reveal)
        self.verdict_bar.graded.connect(self.say)
        self.end = QuizEnd(self)
        self.end.left.connect(self.left)
        self.end.retry_asked.connect(self.retry)
        self.end.another_asked.connect(self.another_asked)
        self.end.opened.connect(self.card_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top_bar())
        layout.addWidget(self.card_view, stretch=1)
        layout.addWidget(self.end, stretch=1)
        layout.addWidget(self.verdict_bar)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self._prepare_next)

    def _top_bar(self) -> QWidget:
        bar = theme.styled(QWidget(self), "topbar")
        self.count = QLabel(bar)
        self.badge = theme.styled(QLabel(bar), "badge")
        self.category = theme.styled(ElidedLabel(bar), "muted")
        self.undo_button = QPushButton("Undo", bar)
        self.undo_button.setToolTip("Take back what was said last (Ctrl+Z)")
        self.undo_button.clicked.connect(self.undo)
        self.leave_button = QPushButton("Leave", bar)
        self.leave_button.setToolTip("Leave the quiz (Esc)")
        self.leave_button.clicked.connect(self.left)
        self.progress = QProgressBar(bar, textVisible=False)
        self.progress.setAccessibleName("Progress")
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(self.count)
        row.addWidget(self.badge, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addStretch()
        row.addWidget(self.undo_button)
        row.addWidget(self.leave_button)
        layout = QVBoxLayout(bar)
        layout.setContentsMargins(theme.XL, theme.S, theme.XL, theme.S)
        layout.addLayout(row)
        layout.addWidget(self.category)
        layout.addWidget(self.progress)
        return bar

    # -- the quiz --------------------------------------------------------------------------------

    def start(self, run: QuizRun) -> None:
        """Ask the questions of a quiz."""
        self._run = run
        self._show_current()

    @property
    def question(self) -> Question | None:
        """What is asked; None at the end."""
        return None if self._run is None else self._run.quiz.current

    @property
    def is_revealed(self) -> bool:
        return self.card_view.is_revealed and self.question is not None

    def reveal(self) -> None:
        """Show the answer, and what can be said of one's own; at the end, leave the quiz."""
        if self.question is None:
            self.left.emit()
        elif self.is_revealed:
            self.card_view.scroll_by_page(1)
        else:
            self.card_view.reveal()
            self.verdict_bar.offer_grades()
            self.card_view.setFocus()
            self._show_proposed()
            self._idle.start()

    def say(self, quality: Quality) -> None:
        """Record how right the answer was, and go on. Where that cannot be written, the question stays."""
        if self._run is None or not self.is_revealed:
            return
        try:
            self._run.say(quality)
        except CollectionError as error:
            self.failed.emit(error)
            return
        self._show_current()

    def undo(self) -> None:
        """Take back what was said last, and ask that question again."""
        if self._run is None or not self._run.can_undo:
            return
        try:
            self._run.undo()
        except CollectionError as error:
            self.failed.emit(error)
            return
        self._show_current()

    def retry(self) -> None:
        """At the end, ask for a quiz of what was missed."""
        if self._run is not None and self.question is None and self._run.quiz.missed:
            self.retry_asked.emit(self._run.quiz.missed)

    def ask_edit(self) -> None:
        """Ask for the editor of the card that is asked."""
        try:
            filed = None if self._run is None else self._run.filed()
        except CollectionError as error:
            self.failed.emit(error)
            return
        if filed is not None:
            self.edit_asked.emit(filed)

    def refresh(self, renamed: Mapping[str, str]) -> None:
        """Show the card that is asked as its file has it now, and go on under new ids."""
        if self._run is None:
            return
        self._run.rename(renamed)
        try:
            shown = self._run.shown()
        except CollectionError as error:
            self.failed.emit(error)
            return
        if shown is not None and shown != self.card_view.shown:
            self.card_view.refresh(shown)

    def close_quiz(self) -> None:
        """Forget the quiz, as when its page is left."""
        self._run = None
        self.card_view.clear()

    # -- what is shown ---------------------------------------------------------------------------

    def _show_current(self) -> None:
        assert self._run is not None
        try:
            shown = self._run.shown()
            texts = [] if shown is not None else self._run.texts()
        except CollectionError as error:
            self.failed.emit(error)
            self.left.emit()
            return
        quiz = self._run.quiz
        self.undo_button.setEnabled(self._run.can_undo)
        self.progress.setRange(0, len(quiz.questions))
        self.progress.setValue(len(quiz.said))
        for widget in (self.card_view, self.verdict_bar, self.badge, self.category):
            widget.setVisible(shown is not None)
        self.end.setVisible(shown is None)
        self._proposed = None
        if shown is None:
            self.count.setText("Quiz done")
            self.card_view.clear()
            self.end.show_quiz(quiz, texts)
            return
        self._show_place()
        self._show_proposed()
        self.card_view.show_question(shown)
        self.verdict_bar.offer_answer()
        self.card_view.setFocus()
        self._run.answer_clock.restart()
        self._idle.start()

    def _show_place(self) -> None:
        assert self._run is not None
        asked = self._run.quiz.current
        assert asked is not None
        self.count.setText(f"Question {len(self._run.quiz.said) + 1} of {len(self._run.quiz.questions)}")
        self.category.setText(" · ".join(part for part in (asked.category, asked.topic) if part))
        self.category.setToolTip(self.category.text())
        show_difficulty(self.badge, asked.difficulty)

    def _on_proposed(self, quality: Quality) -> None:
        self._proposed = quality
        self._show_proposed()

    def _show_proposed(self) -> None:
        proposed = self._proposed if self.is_revealed else None
        self.verdict_bar.propose(proposed, take_focus=not self.card_view.answering.is_ticking)

    def _prepare_next(self) -> None:
        """Render what comes next while this card is being read."""
        try:
            shown = None if self._run is None else self._run.following()
        except CollectionError as error:
            self.failed.emit(error)
            return
        if shown is not None:
            self.card_view.prepare(shown)


def show_difficulty(badge: QLabel, difficulty: Difficulty | None) -> None:
    """Say on a badge how hard a card is; a card that does not say has none."""
    badge.setText((difficulty or "").capitalize())
    badge.setAccessibleName(f"Difficulty: {difficulty}")
    badge.setProperty("difficulty", difficulty or "")
    badge.setVisible(difficulty is not None)
    badge.style().polish(badge)
