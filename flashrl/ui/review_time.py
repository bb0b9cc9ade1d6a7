"""The time of a review: it runs while the card can be read, and stands still in a pause."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from flashrl.ui.answer_clock import AnswerClock

if TYPE_CHECKING:
    from flashrl.ui.pause_cover import PauseCover  # made when first needed

_PAUSE, _PAGE, _WINDOW = "pause", "another page", "another window"
_TICK_MS = 500


class ReviewTime(QObject):
    """Holds the clock of a page's answers while another page or window is in front of it, or in a pause. Its
    cover then stands where the page puts it."""

    paused = Signal(bool)
    """Whether a pause has begun, or is over."""
    ticked = Signal(str)
    """The time that was counted for this card, where it is to be shown."""

    def __init__(self, clock: AnswerClock, page: QWidget) -> None:
        super().__init__(page)
        self._clock, self._page = clock, page
        self._cover: PauseCover | None = None
        self._ticks: QTimer | None = None
        self.is_paused = False
        page.installEventFilter(self)

    @property
    def cover(self) -> "PauseCover":
        """What covers the card, made when first needed."""
        if self._cover is None:
            from flashrl.ui.pause_cover import PauseCover

            self._cover = PauseCover(self._page)
            self._cover.ended.connect(self.resume)
        return self._cover

    def pause(self) -> None:
        """Let the time stand still."""
        self.is_paused = True
        self._clock.hold(_PAUSE)
        self.paused.emit(True)
        self.cover.show()
        self.cover.setFocus()

    def resume(self) -> None:
        """Go on after a pause."""
        if self.is_paused:
            self.is_paused = False
            self._clock.release(_PAUSE)
            self.cover.hide()
            self.paused.emit(False)

    def show_ticks(self, *, is_shown: bool) -> None:
        """Tell the time of each card, or no longer."""
        if is_shown and self._ticks is None:
            self._ticks = QTimer(self, interval=_TICK_MS)
            self._ticks.timeout.connect(self._tick)
        if self._ticks is not None:
            (self._ticks.start if is_shown else self._ticks.stop)()
        self.ticked.emit("0:00" if is_shown else "")

    def _tick(self) -> None:
        seconds = int(self._clock.seconds)
        self.ticked.emit(f"{seconds // 60}:{seconds % 60:02}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See whether the page can be read."""
        kind = event.type()
        if kind in (QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate):
            self._hold(kind == QEvent.Type.WindowDeactivate, _WINDOW)
        elif kind in (QEvent.Type.Show, QEvent.Type.Hide):
            self._hold(kind == QEvent.Type.Hide, _PAGE)
        return super().eventFilter(watched, event)

    def _hold(self, is_held: bool, reason: str) -> None:
        if is_held:
            self._clock.hold(reason)
        else:
            self._clock.release(reason)
