"""The bar at the head of a review: which card this is, what is left, and what else can be done."""

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from flashrl.model import UnitMarks
from flashrl.scheduling.session import Phase
from flashrl.ui import theme
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.flags import marks_text
from flashrl.ui.key_button import KeyButton
from flashrl.ui.review_run import ReviewRun
from flashrl.ui.shown_card import ShownCard
from flashrl.ui.theme import Theme

_PHASES = {Phase.DUE: "due", Phase.NEW: "new", Phase.DRILL: "to drill", Phase.PRACTICE: "to practise"}
_NARROW = 800


class ReviewTopBar(QWidget):
    """Where there is little room the buttons stand below the words."""

    edit_asked = Signal()
    undo_asked = Signal()
    more_asked = Signal()
    leave_asked = Signal()

    def __init__(self, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme_
        self._flag, self._is_leech = 0, False
        theme_.changed.connect(self._show_marks)
        theme.styled(self, "topbar").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.marks = QLabel(self, textFormat=Qt.TextFormat.RichText)
        self.marks.hide()
        self.time = theme.styled(QLabel(self), "muted")
        self.time.setAccessibleName("Time on this card")
        self.time.hide()
        self.place = theme.styled(ElidedLabel(self), "muted")
        self.counts = theme.styled(QLabel(self), "muted")
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setAccessibleName("Progress")
        words = QHBoxLayout()
        words.setSpacing(theme.M)
        words.addWidget(self.marks)
        words.addWidget(self.place, stretch=1)
        words.addWidget(self.counts)
        words.addWidget(self.time)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.S)
        self._row.addLayout(words, stretch=1)
        self._row.addLayout(self._buttons())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.S, theme.XL, theme.S)
        layout.addLayout(self._row)
        layout.addWidget(self.progress)

    def _buttons(self) -> QHBoxLayout:
        self.edit_button = KeyButton("Edit", self)
        self.edit_button.setToolTip("Edit this card (E)")
        self.edit_button.clicked.connect(self.edit_asked)
        self.undo_button = KeyButton("Undo", self)
        self.undo_button.clicked.connect(self.undo_asked)
        self.more_button = KeyButton("More", self)
        self.more_button.setToolTip("What else can be done with this card (right click on it, or Shift+F10)")
        self.more_button.clicked.connect(self.more_asked)
        self.leave_button = KeyButton("Leave", self)
        self.leave_button.setToolTip("Leave the review (Esc); every grade given is kept")
        self.leave_button.clicked.connect(self.leave_asked)
        row = QHBoxLayout()
        row.addStretch()
        for button in (self.edit_button, self.undo_button, self.more_button, self.leave_button):
            row.addWidget(button)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if self.width() < _NARROW else across)

    def show_run(self, run: ReviewRun, shown: ShownCard | None, marks: UnitMarks | None, undo: str) -> None:
        """Say where the card belongs and what it is marked by, what is left, and that `undo` can be taken
        back; nothing for ""."""
        is_asked = run.unit is not None
        self.edit_button.setVisible(is_asked)
        self.more_button.setVisible(is_asked)
        place = shown.place if shown is not None and is_asked else ""
        self.place.setText(f"Practice · {place}" if place and run.is_practice else place)
        self._flag, self._is_leech = (marks.flag if marks is not None else 0), run.is_leech
        self._show_marks()
        if is_asked:
            self._show_progress(run.session.done, run.session.remaining())
        else:
            self._show_progress(1, Counter())
        self.undo_button.setEnabled(bool(undo))
        self.undo_button.setToolTip(f"Take back: {undo} (Ctrl+Z)" if undo else "Nothing to take back")

    def _show_marks(self) -> None:
        marks = marks_text(self._flag, self._is_leech, self._theme.palette)
        self.marks.setText(marks)
        self.marks.setVisible(bool(marks))

    def _show_progress(self, done: int, left: Counter[Phase]) -> None:
        self.progress.setRange(0, max(1, done + left.total()))
        self.progress.setValue(done)
        counts = [f"{left[phase]} {name}" for phase, name in _PHASES.items() if left[phase]]
        self.counts.setText(" · ".join(counts))

    def show_time(self, time: str) -> None:
        """Say how long this card takes; nothing for ""."""
        self.time.setText(time)
        self.time.setVisible(bool(time))
