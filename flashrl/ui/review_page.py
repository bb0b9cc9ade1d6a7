"""The review: one card, the answer on demand, a grade, and the next."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from flashrl.errors import CollectionError
from flashrl.model import CardState, Quality
from flashrl.scheduling.day import Clock
from flashrl.scheduling.session import Phase, QueuedUnit, Session, summarise
from flashrl.store import Collection
from flashrl.store.introductions import introduction
from flashrl.ui import theme
from flashrl.ui.card_view import CardView, ShownCard
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.grade_button import GradeButton
from flashrl.ui.theme import Theme

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
_LONGEST_SECONDS = 300.0
"""More is a coffee break, not an answer."""
_IDLE_MS = 30


class ReviewPage(QWidget):
    """Runs one session over the collection. A grade is on disk before the next card shows."""

    left = Signal()
    failed = Signal(object)
    edit_asked = Signal(object)
    """The card that is asked, as it is filed."""

    def __init__(self, theme_: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._collection: Collection | None = None
        self._session = Session.start([])
        self._numbers: list[int] = []
        self._shown_at = clock()
        self._proposed: Quality | None = None
        self.card_view = CardView(theme_, self)
        self.card_view.grade_proposed.connect(self._on_proposed)
        self.grade_buttons: dict[Quality, GradeButton] = {}
        self._shortcuts: list[QShortcut] = []
        self._build()
        self.set_scale(full=False)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self._prepare_next)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top_bar())
        layout.addWidget(self.card_view, stretch=1)
        self.summary = QLabel(self, wordWrap=True)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setObjectName("heading")
        self.summary.setMargin(theme.XL)
        layout.addWidget(self.summary, stretch=1)
        layout.addWidget(self._bottom_bar())

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

    def _bottom_bar(self) -> QWidget:
        self.reveal_button = theme.styled(QPushButton("Show answer", self), "primary")
        self.reveal_button.setToolTip("Space")
        self.reveal_button.clicked.connect(self.reveal)
        self.done_button = theme.styled(QPushButton("Back to the decks", self), "primary")
        self.done_button.clicked.connect(self.left)
        self._grades = QWidget(self)
        self._grades_row = QHBoxLayout(self._grades)
        self._grades_row.setContentsMargins(0, 0, 0, 0)
        self._grades_row.setSpacing(theme.S)
        self.answer_bar = theme.styled(QStackedWidget(self), "bar")
        for widget in (self.reveal_button, self._grades, self.done_button):
            holder = QWidget(self.answer_bar)
            row = QHBoxLayout(holder)
            row.setContentsMargins(theme.XL, theme.M, theme.XL, theme.M)
            row.addStretch()
            row.addWidget(widget)
            row.addStretch()
            self.answer_bar.addWidget(holder)
        self.answer_bar.setFixedHeight(self.answer_bar.sizeHint().height() + theme.XXL)
        return self.answer_bar

    def set_scale(self, *, full: bool) -> None:
        """Offer four grades, or SuperMemo's six."""
        for button in self.grade_buttons.values():
            self._grades_row.removeWidget(button)
            button.hide()
            button.deleteLater()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)  # it lives on a little, and two for one key would cancel out
            shortcut.deleteLater()
        self.grade_buttons.clear()
        self._shortcuts.clear()
        for quality, text, key in FULL_SCALE if full else SIMPLE_SCALE:
            self._add_grade(quality, text, key)
        self._show_previews()
        self._show_proposed()

    def _add_grade(self, quality: Quality, text: str, key: str) -> None:
        button = GradeButton(text, key, self._grades)
        button.clicked.connect(lambda: self.grade(quality))
        self._grades_row.addWidget(button)
        self.grade_buttons[quality] = button
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(lambda: self.grade(quality))
        self._shortcuts.append(shortcut)

    # -- the session -----------------------------------------------------------------------------

    def start(self, collection: Collection, waiting: Sequence[QueuedUnit]) -> None:
        """Begin a session over what waits."""
        self._collection = collection
        self._session = Session.start(waiting, collection.scheduler)
        self._numbers.clear()
        self._show_current()

    @property
    def today(self) -> date:
        return self._day(self._clock())

    def _day(self, now: datetime) -> date:
        return now.date() if self._collection is None else self._collection.study_day(now)

    @property
    def unit(self) -> str | None:
        """The unit that is asked; None at the end."""
        return self._session.current.unit if self._session.current else None

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
        self.answer_bar.setCurrentIndex(1)
        self.card_view.setFocus()
        self._show_proposed()
        self._idle.start()

    def _on_proposed(self, quality: Quality) -> None:
        """A card with several predictions proposes the lowest grade of them."""
        self._proposed = quality if self._proposed is None else min(quality, self._proposed)
        self._show_proposed()

    def _show_proposed(self) -> None:
        """Mark the proposed grade and put the focus on it; any other can still be given."""
        for quality, button in self.grade_buttons.items():
            is_proposed = quality == self._proposed and self.is_revealed
            button.mark(proposed=is_proposed)
            if is_proposed:
                button.setFocus()

    def grade(self, quality: Quality) -> None:
        """Record a grade and go on. Where it cannot be written, the card stays to be graded again."""
        if not self.is_revealed or self._collection is None:
            return
        now = self._clock()
        seconds = min(_LONGEST_SECONDS, max(0.0, (now - self._shown_at).total_seconds()))
        event = self._session.grade(quality, now=now.astimezone(UTC), today=self._day(now), seconds=seconds)
        try:
            self._numbers.append(self._collection.record(event))
        except CollectionError as error:
            self._session.undo()
            self.failed.emit(error)
            return
        self._show_current()

    def undo(self) -> None:
        """Take the last grade back and ask its card again."""
        if not self._numbers or self._collection is None:
            return
        try:
            self._collection.undo(self._numbers[-1], now=self._clock().astimezone(UTC))
        except CollectionError as error:
            self.failed.emit(error)
            return
        self._numbers.pop()
        self._session.undo()
        self._show_current()

    def ask_edit(self) -> None:
        """Ask for the editor of the card that is asked."""
        if self.unit is None or self._collection is None:
            return
        try:
            self.edit_asked.emit(self._collection.card(self.unit))
        except CollectionError as error:
            self.failed.emit(error)

    def refresh(self, renamed: Mapping[str, str]) -> None:
        """Show the card that is asked as its file has it now, and go on under new ids."""
        self._session.rename(renamed)
        if self.unit is None:
            return
        try:
            shown = self._shown_card(self.unit)
        except CollectionError as error:
            self.failed.emit(error)
            return
        if shown != self.card_view.shown:
            self.place.setText(shown.place)
            self.card_view.refresh(shown)

    def close_session(self) -> None:
        """Forget the session, as when its page is left."""
        self._session = Session.start([])
        self._numbers.clear()
        self.card_view.clear()

    # -- what is shown ---------------------------------------------------------------------------

    def _show_current(self) -> None:
        self.undo_button.setEnabled(bool(self._numbers))
        current = self._session.current
        self.edit_button.setVisible(current is not None)
        self.card_view.setVisible(current is not None)
        self.summary.setVisible(current is None)
        if current is None:
            self._show_end()
            return
        try:
            shown = self._shown_card(current.unit)
        except CollectionError as error:
            self.failed.emit(error)
            self.left.emit()
            return
        self._proposed = None
        self._show_proposed()
        self._show_progress()
        self.place.setText(shown.place)
        self.card_view.show_question(shown)
        self.answer_bar.setCurrentIndex(0)
        self.card_view.setFocus()
        self._shown_at = self._clock()
        self._idle.start()

    def _shown_card(self, unit: str) -> ShownCard:
        assert self._collection is not None
        stored = self._collection.card(unit)
        blank = unit.rpartition("#c")[2] if stored.card.is_cloze else ""
        before = introduction(self._collection, stored)
        return ShownCard(stored.card, stored.folder, int(blank) if blank else None, stored.deck, before)

    def _show_progress(self) -> None:
        left = self._session.remaining()
        waiting = left.total()
        self.progress.setRange(0, max(1, self._session.done + waiting))
        self.progress.setValue(self._session.done)
        names = {Phase.DUE: "due", Phase.NEW: "new", Phase.DRILL: "to drill"}
        counts = [f"{left[phase]} {name}" for phase, name in names.items() if left[phase]]
        self.counts.setText(" · ".join(counts))

    def _show_previews(self) -> None:
        current = self._session.current
        for quality, button in self.grade_buttons.items():
            when = ""
            if current is not None:
                when = _when(current.phase, self._session.preview(quality, self.today), self.today)
            button.show_when(when)

    def _show_end(self) -> None:
        self.card_view.clear()
        self.counts.clear()
        self.place.clear()
        self.progress.setRange(0, 1)
        self.progress.setValue(1)
        self.summary.setText(self._end_text())
        self.answer_bar.setCurrentIndex(2)
        self.done_button.setFocus()

    def _end_text(self) -> str:
        """What was done and what is next."""
        assert self._collection is not None
        done = summarise(self._session.steps)
        lines = ["Done for today." if done.reviewed or done.drilled else "Nothing waits here today."]
        if done.reviewed:
            share = round(100 * done.passed / done.reviewed)
            lines.append(f"{_count(done.reviewed, 'review')}, {done.learned} of new cards; {share} % passed.")
        if done.drilled:
            lines.append(f"{_count(done.drilled, 'drill grade')} until all of them sat.")
        if done.seconds >= 1:
            lines.append(
                f"{round(done.seconds / 60) or 1} min, {done.seconds / len(self._numbers):.0f} s a card."
            )
        following = self._next_due()
        if following is not None:
            day, number = following
            when = "tomorrow" if (day - self.today).days == 1 else f"on {day:%A}, {day.day} {day:%B}"
            lines.append(f"Next: {_count(number, 'card')} {when}.")
        return "\n\n".join(lines)

    def _next_due(self) -> tuple[date, int] | None:
        assert self._collection is not None
        try:
            return self._collection.next_due(self.today)
        except CollectionError as error:
            self.failed.emit(error)
            return None

    def _prepare_next(self) -> None:
        """Render what comes next while this card is being read."""
        upcoming = self._session.following
        try:
            if self.unit is not None and not self.is_revealed:
                self.card_view.prepare(self._shown_card(self.unit))
            if upcoming is not None:
                self.card_view.prepare(self._shown_card(upcoming.unit))
        except CollectionError as error:
            self.failed.emit(error)


def _when(phase: Phase, state: CardState, today: date) -> str:
    """What a grade leads to, on its button."""
    if phase is Phase.DRILL:
        return "again today" if state.drill_on else "done"
    assert state.due_on is not None
    return days_text((state.due_on - today).days)


def days_text(days: int) -> str:
    """A number of days as people say it: "1 d", "2.5 mo", "1.4 y"."""
    if days < 30:
        return f"{days} d"
    if days < 365:
        return f"{days / 30.44:.1f} mo"
    return f"{days / 365.25:.1f} y"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
