"""The review: one card, the answer on demand, a grade, and the next."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from flashrl.errors import CollectionError
from flashrl.model import ChangeKind, Quality
from flashrl.scheduling.day import Clock
from flashrl.scheduling.session import QueuedUnit
from flashrl.store import Collection
from flashrl.ui.card_view import CardView
from flashrl.ui.deeds import Deeds
from flashrl.ui.grade_bar import GradeBar
from flashrl.ui.review_run import ReviewRun
from flashrl.ui.review_time import ReviewTime
from flashrl.ui.review_top_bar import ReviewTopBar
from flashrl.ui.theme import Theme
from flashrl.ui.unsaved import Unsaved

if TYPE_CHECKING:
    from flashrl.ui.session_end import SessionEnd  # made when first needed

_IDLE_MS = 30


class ReviewPage(QWidget):
    """Shows a `ReviewRun`. A grade is on disk before the next card shows."""

    left = Signal()
    told = Signal(str, object)
    """News, and what can be done about it, as a message bar takes it."""
    failed = Signal(object)
    edit_asked = Signal(object)
    """A card to be edited, as it is filed."""
    drill_asked = Signal(object)
    """The units that were missed, to be practised."""
    card_asked = Signal(str)
    """The unit of a card that is to be shown."""
    asked = Signal(object)
    """The marks of the card that is asked; None while there is none to do anything with."""
    menu_asked = Signal(QPoint)
    """Where on the screen the card's menu is wanted."""

    def __init__(self, theme_: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = ReviewRun(clock)
        self._asked: QueuedUnit | None = None
        self._proposed: Quality | None = None
        self._shows_time = False
        self._end: SessionEnd | None = None
        self.card_view = CardView(theme_, self, has_ticks=True)
        self._build(theme_)
        self.time = ReviewTime(self.run.answer_clock, self)
        self.unsaved = Unsaved(self.run, self, self._layout)
        self.deeds = Deeds(self.run, self.unsaved, self.grade_bar, self)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._connect()

    def _build(self, theme_: Theme) -> None:
        self.top_bar, self.grade_bar = ReviewTopBar(theme_, self), GradeBar(self)
        self.place, self.counts = self.top_bar.place, self.top_bar.counts
        self.progress = self.top_bar.progress
        self.edit_button, self.undo_button = self.top_bar.edit_button, self.top_bar.undo_button
        self.reveal_button, self.done_button = self.grade_bar.reveal_button, self.grade_bar.done_button
        self.grade_buttons = self.grade_bar.grade_buttons
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.top_bar)
        self._layout.addWidget(self.card_view, stretch=1)
        self._layout.addWidget(self.grade_bar)

    def _connect(self) -> None:
        self.card_view.grade_proposed.connect(self._on_proposed)
        self.card_view.reveal_asked.connect(self.reveal)
        self.top_bar.edit_asked.connect(self.ask_edit)
        self.top_bar.undo_asked.connect(self.undo)
        self.top_bar.more_asked.connect(self.ask_menu)
        self.top_bar.leave_asked.connect(self.leave)
        self.grade_bar.reveal_asked.connect(self.reveal)
        self.grade_bar.graded.connect(self.grade)
        self.grade_bar.left.connect(self.leave)
        self.time.paused.connect(self._on_paused)
        self.time.ticked.connect(self.top_bar.show_time)
        self.unsaved.given_back.connect(self.card_view.setFocus)
        self.unsaved.damaged.connect(self.failed)
        self.deeds.done.connect(self._show_after)
        self.deeds.told.connect(self.told)
        self.deeds.failed.connect(self.failed)
        self.deeds.edit_asked.connect(self.ask_edit)
        self._idle.timeout.connect(self._prepare_next)

    @property
    def end(self) -> "SessionEnd":
        """What stands in the card's place when nothing is left to ask, made when first needed."""
        if self._end is None:
            from flashrl.ui.session_end import SessionEnd

            self._end = SessionEnd(self)
            self._end.hide()
            self._end.drill_asked.connect(self.drill_asked)
            self._end.opened.connect(self.card_asked)
            self._layout.insertWidget(self._layout.indexOf(self.card_view) + 1, self._end, stretch=1)
        return self._end

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
        self.unsaved.forget()
        self.run.start(collection, waiting, is_practice=is_practice)
        self._shows_time = bool(collection.setting("show_timer", False))
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
            self.leave()
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
        """Record a grade and go on. Where it cannot be written it is kept, and the card stays until it is."""
        if self.is_revealed and not self.time.is_paused:
            self.deeds.grade(quality, was_answered=self.card_view.answering.is_before_reveal)

    def change(self, kind: ChangeKind, *, flag: int = 0, due_on: date | None = None) -> None:
        """Do something else with the card that is asked than grade it."""
        if self.unit is not None and not self.time.is_paused:
            self.deeds.change(kind, flag=flag, due_on=due_on)

    def undo(self) -> None:
        """Take back what was done last, be it a grade or a change."""
        self.time.resume()
        self.deeds.undo()

    def leave(self) -> None:
        """Leave the review; where a grade is not saved yet, ask first."""
        if self.unsaved.leave_then(self.left.emit):
            self.left.emit()

    def ask_edit(self, unit: str | None = None) -> None:
        """Ask for the editor of a card, by default of the one that is asked."""
        unit = unit or self.unit
        if unit is None:
            return
        try:
            self.edit_asked.emit(self.run.collection.card(unit))
        except CollectionError as error:
            self.failed.emit(error)

    def refresh(self, renamed: Mapping[str, str]) -> None:
        """Show the card that is asked as its file has it now, and go on under new ids."""
        self.run.rename(renamed)
        self._asked = self.run.current
        try:
            shown = self.run.shown()
        except CollectionError as error:
            self.failed.emit(error)
            return
        if shown is not None and shown != self.card_view.shown:
            self.card_view.refresh(shown)
            self._show_bar()

    def close_session(self) -> None:
        """Forget the session, as when its page is left."""
        self.time.resume()
        self.unsaved.forget()
        self.run.close()
        self.card_view.clear()

    # -- pause and menu --------------------------------------------------------------------------

    def pause(self) -> None:
        """Cover the card and let its time stand still; go on where it does."""
        if self.time.is_paused:
            self.time.resume()
        elif self.unit is not None:
            self._layout.insertWidget(1, self.time.cover, stretch=1)
            self.time.pause()

    def _on_paused(self, is_paused: bool) -> None:
        self.card_view.setVisible(not is_paused and self.unit is not None)
        self.grade_bar.setEnabled(not is_paused)
        self.top_bar.setEnabled(not is_paused)
        if not is_paused:
            self.card_view.setFocus()
        self._show_bar()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click offers the card's menu where it is, the menu key in the card's middle."""
        is_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.ask_menu(event.globalPos() if is_mouse else None)

    def ask_menu(self, place: QPoint | None = None) -> None:
        """Ask for the card's menu, by default in the card's middle."""
        if self.unit is not None and not self.time.is_paused:
            middle = self.card_view.mapToGlobal(self.card_view.rect().center())
            self.menu_asked.emit(middle if place is None else place)

    # -- what is shown ---------------------------------------------------------------------------

    def _show_after(self) -> None:
        """Show what is asked now; a card that stays as it was keeps its place, and its answer."""
        if self._asked is None or self._asked is not self.run.current:
            self._show_current()
            return
        self._show_bar()

    def _show_current(self) -> None:
        self.time.resume()
        self._asked = self.run.current
        is_asked = self._asked is not None
        self.time.show_ticks(is_shown=is_asked and self._shows_time)
        # The one goes before the other comes: both at once would make a low window grow.
        if is_asked and self._end is not None:
            self._end.hide()
        self.card_view.setVisible(is_asked)
        if not is_asked:
            self.end.show()
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
        self.card_view.show_question(shown)
        self._show_bar()
        self.grade_bar.offer_answer()
        self.card_view.setFocus()
        self.run.answer_clock.restart()
        self._idle.start()

    def _show_bar(self) -> None:
        """Say which card this is, what is left, and what can be taken back."""
        try:
            marks = self.run.marks()
        except CollectionError as error:
            self.failed.emit(error)
            return
        self.top_bar.show_run(self.run, self.card_view.shown, marks, self.deeds.last)
        self.asked.emit(None if self.time.is_paused else marks)

    def _show_previews(self) -> None:
        self.grade_bar.show_previews(self.run.when)

    def _show_end(self) -> None:
        self.card_view.clear()
        self._show_bar()
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
