"""The end of a quiz: the score, in all and by category and difficulty, and each question with its mark."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from flashrl.scheduling.quiz import PARTLY, RIGHT, WRONG, Quiz, Score
from flashrl.ui import theme
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.key_button import KeyButton
from flashrl.ui.panels import ButtonRow
from flashrl.ui.question_list import QuestionList
from flashrl.ui.text_column import TextColumn

_FEW_ROWS = 4
_MARKS = {RIGHT: "✓", PARTLY: "½", WRONG: "✗"}
_WORDS = {RIGHT: "right", PARTLY: "partly right", WRONG: "wrong"}


class QuizEnd(TextColumn):
    """Shown in the card's place after the last question."""

    retry_asked = Signal()
    another_asked = Signal()
    left = Signal()
    opened = Signal(str)
    """The unit of a question whose card is to be shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = theme.styled(QLabel(self, wordWrap=True), "title")
        self.remark = theme.styled(QLabel(self, wordWrap=True), "muted")
        self.questions = QuestionList(self)
        self.questions.opened.connect(self.opened)
        self.questions.setMinimumHeight(2 * _FEW_ROWS * self.fontMetrics().lineSpacing())
        self.retry_button = self._button("Retry the missed", "R", self.retry_asked)
        self.another_button = self._button("Another quiz", "N", self.another_asked)
        self.back_button = theme.styled(self._button("Back", "Esc", self.left), "primary")
        for button, key in ((self.retry_button, "R"), (self.another_button, "N")):
            # Of this page, not the window's: in a card a simulation has keys of its own.
            QShortcut(QKeySequence(key), self).activated.connect(button.click)
        self._tables = QWidget(self)
        self._grid = QGridLayout(self._tables)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.L)
        self._grid.setVerticalSpacing(theme.XS)
        self._grid.setColumnStretch(0, 1)
        self.scores = _Scores(self._tables, self)
        for widget in (self.title, self.remark, self.scores):
            self.column.addWidget(widget)
        self.column.addWidget(self.questions, stretch=1)
        self.column.addWidget(ButtonRow(self.back_button, self.another_button, self.retry_button))

    def _button(self, text: str, key: str, signal: SignalInstance) -> QPushButton:
        button = KeyButton(text, self)
        button.setToolTip(f"{text} ({key})")
        button.clicked.connect(signal)
        return button

    def show_quiz(self, quiz: Quiz, texts: Sequence[str]) -> None:
        """Show how a quiz went; `texts` are its questions in a line each."""
        self.title.setText(score_text(quiz.score))
        self.remark.setText(_remark(quiz))
        rows = {"Category": quiz.by_category(), "Difficulty": _named(quiz.by_difficulty())}
        self._show_tables({title: scores for title, scores in rows.items() if len(scores) > 1})
        self.questions.show_questions(
            [
                (question.unit, f"{_MARKS[quality]}  {text}")
                for (question, quality), text in zip(quiz.answered, texts, strict=False)
            ]
        )
        for row, (_, quality) in enumerate(quiz.answered):
            words = f"{_WORDS[quality]}: {texts[row]}"
            self.questions.item(row).setData(Qt.ItemDataRole.AccessibleTextRole, words)
        self.retry_button.setVisible(bool(quiz.missed))
        self.back_button.setFocus()

    def _show_tables(self, tables: Mapping[str, Mapping[str, Score]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        row = 0
        for title, scores in tables.items():
            heading = theme.styled(QLabel(title.upper(), self._tables), "section")
            heading.setContentsMargins(0, theme.S if row else 0, 0, 0)
            self._add(heading, row, 0)
            for name, score in scores.items():
                row += 1
                label = ElidedLabel(self._tables)
                label.setText(name)
                label.setToolTip(name)
                self._add(label, row, 0)
                self._add(QLabel(f"{_points(score.points)} of {score.total}", self._tables), row, 1)
            row += 1
        self._tables.setMinimumHeight(self._grid.sizeHint().height())
        self.scores.setVisible(bool(tables))

    def _add(self, label: QLabel, row: int, column: int) -> None:
        if column:
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(label, row, column)
        label.show()  # what is hidden has no height yet


class _Scores(QScrollArea):
    """As tall as its tables. Where the window is low they give way to the questions, and scroll."""

    def __init__(self, tables: QWidget, parent: QWidget) -> None:
        super().__init__(parent, widgetResizable=True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName("The score by category and difficulty")
        self.setMinimumHeight(_FEW_ROWS * self.fontMetrics().lineSpacing())
        self.setWidget(tables)

    def sizeHint(self) -> QSize:
        tables = self.widget()
        return super().sizeHint() if tables is None else tables.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def score_text(score: Score) -> str:
    """A score in a line: "3 of 5 right, 1 partly"."""
    partly = f", {score.partly} partly" if score.partly else ""
    return f"{score.right} of {score.total} right{partly}"


def _remark(quiz: Quiz) -> str:
    if not quiz.missed:
        return "Nothing was missed. The schedule is as it was."
    return "Open a question to read its card. The schedule is as it was."


def _named(by_difficulty: Mapping[str, Score]) -> dict[str, Score]:
    return {str(name).capitalize() or "Not said": score for name, score in by_difficulty.items()}


def _points(points: float) -> str:
    return f"{points:g}".replace(".5", "½").replace("0½", "½")
