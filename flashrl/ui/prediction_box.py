"""A question before a simulation runs: the learner commits to an answer, then sees the truth beside it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from flashrl.model import Choice, Prediction, Quality
from flashrl.scheduling import guess as guesses
from flashrl.ui import theme
from flashrl.ui.deed_words import VERDICTS


class PredictionBox(QWidget):
    """Asks, and after `committed` shows the verdict; the answer can then no longer be changed."""

    committed = Signal()

    def __init__(self, prediction: Prediction, parent: QWidget) -> None:
        super().__init__(parent)
        self._prediction = prediction
        self._grade: Callable[[float], Quality] | None = None
        self._given = ""
        self.question = QLabel(prediction.question, self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.number = QLineEdit(self)
        self.number.setPlaceholderText("A number")
        self.number.setAccessibleName(prediction.question)
        self.number.setMaximumWidth(theme.COLUMN // 4)
        self.number.textChanged.connect(lambda _text: self._on_number())
        self.number.returnPressed.connect(self._commit)
        self.choices = [self._choice_button(choice) for choice in prediction.choices]
        self.number.setVisible(not self.choices)
        self.commit_button = theme.styled(QPushButton("Commit and run", self), "primary")
        self.commit_button.setToolTip("Run the simulation; the answer then stands")
        self.commit_button.setEnabled(False)
        self.commit_button.clicked.connect(self._commit)
        self.verdict = theme.styled(QLabel(self, wordWrap=True), "heading")
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(self.number)
        row.addWidget(self.commit_button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.S)
        layout.addWidget(self.question)
        for button in self.choices:
            layout.addWidget(button)
        layout.addLayout(row)
        layout.addWidget(self.verdict)

    def _choice_button(self, choice: Choice) -> QRadioButton:
        button = QRadioButton(choice.label, self)
        button.toggled.connect(lambda is_chosen: self._on_choice(choice) if is_chosen else None)
        return button

    def _on_number(self) -> None:
        """A decimal comma will do."""
        try:
            guess = float(self.number.text().replace(",", ".").replace("−", "-"))
        except ValueError:
            self._take("", None)
        else:
            self._take(self.number.text().strip(), lambda t: guesses.grade_number(self._prediction, guess, t))

    def _on_choice(self, choice: Choice) -> None:
        self._take(choice.label, lambda truth: guesses.grade_choice(choice, truth))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, from a choice as well."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._commit()
        else:
            super().keyPressEvent(event)

    def _take(self, given: str, grade: Callable[[float], Quality] | None) -> None:
        self._given, self._grade = given, grade
        self.commit_button.setEnabled(grade is not None)

    def _commit(self) -> None:
        if self._grade is None or not self.commit_button.isEnabled():
            return
        for widget in (self.number, self.commit_button, *self.choices):
            widget.setEnabled(False)
        self.commit_button.hide()
        self.committed.emit()

    def show_truth(self, truth: float) -> Quality:
        """Put the truth beside the answer. Returns the grade that it proposes."""
        assert self._grade is not None
        quality = self._grade(truth)
        right = " or ".join(choice.label for choice in guesses.right_choices(self._prediction, truth))
        is_so = f"{right} ({truth:.4g})" if right else f"{truth:.4g}"
        self.verdict.setText(f"{VERDICTS[quality]}. You said: {self._given}. It is: {is_so}.")
        self.verdict.show()
        return quality
