"""The bar at the foot of a review: show the answer, then grade it, and at the end go back."""

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from flashrl.model import CardState, Quality
from flashrl.scheduling.session import Phase
from flashrl.ui import theme
from flashrl.ui.grade_button import GradeButton

SIMPLE_SCALE = (
    (Quality.WRONG, "Again", "1"),
    (Quality.PASS_HARD, "Hard", "2"),
    (Quality.PASS, "Good", "3"),
    (Quality.PERFECT, "Easy", "4"),
)
FULL_SCALE = (
    (Quality.BLACKOUT, "Blackout", "0"),
    (Quality.WRONG, "Wrong", "1"),
    (Quality.WRONG_BUT_FAMILIAR, "Familiar", "2"),
    (Quality.PASS_HARD, "Hard", "3"),
    (Quality.PASS, "Good", "4"),
    (Quality.PERFECT, "Perfect", "5"),
)
_REVEAL, _GRADES, _DONE = range(3)


class GradeBar(QStackedWidget):
    """Shows one of three: the button that reveals, the grades, the button that leaves."""

    reveal_asked = Signal()
    graded = Signal(object)
    """The quality that was chosen, by a button or its key. Keys count at any time."""
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.styled(self, "bar")
        self.reveal_button = theme.styled(QPushButton("Show answer", self), "primary")
        self.reveal_button.setToolTip("Space")
        self.reveal_button.clicked.connect(self.reveal_asked)
        self.done_button = theme.styled(QPushButton("Back to the decks", self), "primary")
        self.done_button.clicked.connect(self.left)
        self.grade_buttons: dict[Quality, GradeButton] = {}
        self._shortcuts: list[QShortcut] = []
        self._grades = QWidget(self)
        self._grades_row = QHBoxLayout(self._grades)
        self._grades_row.setContentsMargins(0, 0, 0, 0)
        self._grades_row.setSpacing(theme.S)
        for widget in (self.reveal_button, self._grades, self.done_button):
            self.addWidget(self._centred(widget))
        self.setFixedHeight(self.sizeHint().height() + theme.XXL)
        self.set_scale(full=False)

    def _centred(self, widget: QWidget) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.XL, theme.M, theme.XL, theme.M)
        row.addStretch()
        row.addWidget(widget)
        row.addStretch()
        return holder

    def set_scale(self, *, full: bool) -> None:
        """Offer four grades, or SuperMemo's six."""
        self.offer_scale(FULL_SCALE if full else SIMPLE_SCALE)

    def offer_scale(self, scale: Iterable[tuple[Quality, str, str]]) -> None:
        """Offer these grades: each with its text and its key."""
        for button in self.grade_buttons.values():
            self._grades_row.removeWidget(button)
            button.hide()
            button.deleteLater()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)  # it lives on a little, and two for one key would cancel out
            shortcut.deleteLater()
        self.grade_buttons.clear()
        self._shortcuts.clear()
        for quality, text, key in scale:
            self._add_grade(quality, text, key)

    def _add_grade(self, quality: Quality, text: str, key: str) -> None:
        button = GradeButton(text, key, self._grades)
        button.clicked.connect(lambda: self.graded.emit(quality))
        self._grades_row.addWidget(button)
        self.grade_buttons[quality] = button
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(lambda: self.graded.emit(quality))
        self._shortcuts.append(shortcut)

    @property
    def names(self) -> dict[Quality, str]:
        """What the grades that are offered are called."""
        return {quality: button.label for quality, button in self.grade_buttons.items()}

    def offer_answer(self) -> None:
        self.setCurrentIndex(_REVEAL)

    def offer_grades(self) -> None:
        self.setCurrentIndex(_GRADES)

    def offer_way_back(self) -> None:
        self.setCurrentIndex(_DONE)
        self.done_button.setFocus()

    def show_previews(self, when: Callable[[Quality], str]) -> None:
        """Say on each grade what it leads to; nothing where that is ""."""
        for quality, button in self.grade_buttons.items():
            button.show_when(when(quality))

    def propose(self, proposed: Quality | None, *, take_focus: bool = True) -> None:
        """Mark a grade, or the next lower one that is offered, and put the focus on it; any other can still
        be given."""
        offered = [quality for quality in self.grade_buttons if proposed is not None and quality <= proposed]
        marked = max(offered, default=None)
        for quality, button in self.grade_buttons.items():
            button.mark(proposed=quality == marked)
            if quality == marked and take_focus:
                button.setFocus()


def when_text(phase: Phase, state: CardState, today: date) -> str:
    """What a grade that leads to `state` means; nothing where it changes no schedule."""
    if phase is Phase.DRILL:
        return "again today" if state.drill_on else "done"
    if phase is Phase.PRACTICE or state.due_on is None:
        return ""
    return days_text((state.due_on - today).days)


def days_text(days: int) -> str:
    """A number of days as people say it: "1 d", "2.5 mo", "1.4 y"."""
    if days < 30:
        return f"{days} d"
    if days < 365:
        return f"{days / 30.44:.1f} mo"
    return f"{days / 365.25:.1f} y"
