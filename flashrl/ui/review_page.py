"""The review: one card, the answer on demand, a grade, and the next."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from flashrl.errors import CollectionError
from flashrl.model import Quality
from flashrl.scheduling.day import Clock
from flashrl.scheduling.session import Phase, QueuedUnit
from flashrl.store import Collection
from flashrl.ui import theme
from flashrl.ui.card_view import CardView, ShownCard
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.grade_bar import GradeBar, when_text
from flashrl.ui.grade_button import GradeButton
from flashrl.ui.review_run import ReviewRun
from flashrl.ui.session_end import SessionEnd
from flashrl.ui.theme import Theme

_IDLE_MS = 30
_PHASES = {Phase.DUE: "due", Phase.NEW: "new", Phase.DRILL: "to drill", Phase.PRACTICE: "to practise"}


class ReviewPage(QWidget):
    """Shows a `ReviewRun`. A grade is on disk before the next card shows."""

    left = Signal()
    failed = Signal(object)
    edit_asked = Signal(object)
    """The card that is asked, as it is filed."""

    def __init__(self, theme_: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = ReviewRun(clock)
        self._proposed: Quality | None = None
        self.card_view = CardView(theme_, self, has_ticks=True)
        self.card_view.grade_proposed.connect(self._on_proposed)
        self.card_view.reveal_asked.connect(self.reveal)
        self.end = SessionEnd(self)
        self.grade_bar = GradeBar(self)
        self.grade_bar.reveal_asked.connect(self.reveal)
        self.grade_bar.graded.connect(self.grade)
        self.grade_bar.left.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top_bar())
        layout.addWidget(self.card_view, stretch=1)
        layout.addWidget(self.end, stretch=1)
        layout.addWidget(self.grade_bar)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self._prepare_next)

    def _top_bar(self) -> QWidget:
        bar = theme.styled(QWidget(self), "topbar")
        self.place = theme.styled(ElidedLabel(bar), "muted")
        self.counts = theme.styled(QLabel(bar), "muted")
        self.edit_button = QPushButton("Edit", bar)
        self.edit_button.setToolTip("Edit this card (E)")
        self.edit_button.clicked.connect(self.ask_edit)
        self.leave_button = QPushButton("Leave", bar)
        self.leave_button.setToolTip("Leave the review (Esc); every grade given is kept")
        self.leave_button.clicked.connect(self.left)
        self.undo_button = QPushButton("Undo", bar)
        self.undo_button.setToolTip("Take the last grade back (Ctrl+Z)")
        self.undo_button.clicked.connect(self.undo)
        self.progress = QProgressBar(bar, textVisible=False)
        self.progress.setAccessibleName("Progress")
        row = QHBoxLayout()
        row.addWidget(self.place, stretch=1)
        row.addWidget(self.counts)
        row.addWidget(self.edit_button)
        row.addWidget(self.undo_button)
        row.addWidget(self.leave_button)
        layout = QVBoxLayout(bar)
        layout.setContentsMargins(theme.XL, theme.S, theme.XL, theme.S)
        layout.addLayout(row)
        layout.addWidget(self.progress)
        return bar

    @property
    def reveal_button(self) -> QPushButton:
        return self.grade_bar.reveal_button

    @property
    def done_button(self) -> QPushButton:
        return self.grade_bar.done_button

    @property
    def grade_buttons(self) -> Mapping[Quality, GradeButton]:
        """The grades that are offered, by their quality."""
        return self.grade_bar.grade_buttons

    @property
    def summary(self) -> QLabel:
        """What was done, at the end."""
        return self.end.summary

    def set_scale(self, *, full: bool) -> None:
        """Offer four grades, or SuperMemo's six."""
        self.grade_bar.set_scale(full=full)
        self._show_previews()
        self._show_proposed()

    # -- the session -----------------------------------------------------------------------------

    def start(
        self, collection: Collection, waiting: Sequence[QueuedUnit], *, is_practice: bool = False
    ) -> None:
        """Begin a session over what waits, or what is practised out of turn."""
        self.run.start(collection, waiting, is_practice=is_practice)
        self._show_current()

    @property
    def unit(self) -> str | None:
        """The unit that is asked; None at the end."""
        return self.run.unit

    @property
    def is_revealed(self) -> bool:
        return self.card_view.is_revealed and self.unit is not None

    def reveal(self) -> None:
        """Show the answer, with the grades; at the end of the session, leave it."""
        if self.unit is None:
            self.left.emit()
            return
        if self.is_revealed:
            self.card_view.scroll_by_page(1)
            return
        self.card_view.reveal()
        self._show_previews()
        self.grade_bar.offer_grades()
        self.card_view.setFocus()
        self._show_proposed()
        self._idle.start()

    def _on_proposed(self, quality: Quality) -> None:
        """Take the grade that what was said to the card comes to."""
        self._proposed = quality
        self._show_proposed()

    def _show_proposed(self) -> None:
        proposed = self._proposed if self.is_revealed else None
        self.grade_bar.propose(proposed, take_focus=not self.card_view.answering.is_ticking)

    def grade(self, quality: Quality) -> None:
        """Record a grade and go on. Where it cannot be written, the card stays to be graded again."""
        if not self.is_revealed:
            return
        try:
            self.run.grade(quality, was_answered=self.card_view.answering.is_before_reveal)
        except CollectionError as error:
            self.failed.emit(error)
            return
        self._show_current()

    def undo(self) -> None:
        """Take the last grade back and ask its card again."""
        if not self.run.can_undo:
            return
        try:
            self.run.undo()
        except CollectionError as error:
            self.failed.emit(error)
            return
        self._show_current()

    def ask_edit(self) -> None:
        """Ask for the editor of the card that is asked."""
        try:
            filed = self.run.filed()
        except CollectionError as error:
            self.failed.emit(error)
            return
        if filed is not None:
            self.edit_asked.emit(filed)

    def refresh(self, renamed: Mapping[str, str]) -> None:
        """Show the card that is asked as its file has it now, and go on under new ids."""
        self.run.rename(renamed)
        try:
            shown = self.run.shown()
        except CollectionError as error:
            self.failed.emit(error)
            return
        if shown is not None and shown != self.card_view.shown:
            self._show_place(shown)
            self.card_view.refresh(shown)

    def close_session(self) -> None:
        """Forget the session, as when its page is left."""
        self.run.close()
        self.card_view.clear()

    # -- what is shown ---------------------------------------------------------------------------

    def _show_current(self) -> None:
        self.undo_button.setEnabled(self.run.can_undo)
        is_asked = self.unit is not None
        self.edit_button.setVisible(is_asked)
        self.card_view.setVisible(is_asked)
        self.end.setVisible(not is_asked)
        try:
            shown = self.run.shown()
        except CollectionError as error:
            self.failed.emit(error)
            self.left.emit()
            return
        if shown is None:
            self._show_end()
            return
        self._proposed = None
        self._show_proposed()
        self._show_progress()
        self._show_place(shown)
        self.card_view.show_question(shown)
        self.grade_bar.offer_answer()
        self.card_view.setFocus()
        self.run.start_clock()
        self._idle.start()

    def _show_place(self, shown: ShownCard) -> None:
        self.place.setText(f"Practice · {shown.place}" if self.run.is_practice else shown.place)

    def _show_progress(self) -> None:
        left, done = self.run.session.remaining(), self.run.session.done
        self.progress.setRange(0, max(1, done + left.total()))
        self.progress.setValue(done)
        counts = [f"{left[phase]} {name}" for phase, name in _PHASES.items() if left[phase]]
        self.counts.setText(" · ".join(counts))

    def _show_previews(self) -> None:
        self.grade_bar.show_previews(self._when)

    def _when(self, quality: Quality) -> str:
        current = self.run.current
        if current is None:
            return ""
        return when_text(current.phase, self.run.preview(quality), self.run.today)

    def _show_end(self) -> None:
        self.card_view.clear()
        self.counts.clear()
        self.place.clear()
        self.progress.setRange(0, 1)
        self.progress.setValue(1)
        self.grade_bar.offer_way_back()
        try:
            self.end.show_session(self.run)
        except CollectionError as error:
            self.failed.emit(error)

    def _prepare_next(self) -> None:
        """Render what comes next while this card is being read."""
        try:
            current = None if self.is_revealed else self.run.shown()
            for shown in (current, self.run.following()):
                if shown is not None:
                    self.card_view.prepare(shown)
        except CollectionError as error:
            self.failed.emit(error)
