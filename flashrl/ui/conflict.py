"""A card changed in its file while it was edited: what to keep is asked before anything is written."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, SignalInstance

from flashrl.authoring.saving import Passage
from flashrl.ui.choice_bar import Choice, ChoiceBar

_TOUCHED = "This card was changed in its file meanwhile. Nothing was written; your text is safe here."
_GONE = "This card is gone from its file. Your text is safe here."
_COMPARED = "Lines with - are what the file says now, lines with + are yours."


class Conflict(QObject):
    """Asks what to keep, in a bar. Each signal carries what the file has of the card now, None where it is
    gone. What was not compared cannot be written over."""

    compare_asked = Signal(object)
    write_asked = Signal(object)
    """My text is to stand in the place of this one."""
    take_asked = Signal(object)
    keep_asked = Signal(object)
    """My text goes into a file of its own."""
    given_up = Signal()
    put_off = Signal()

    def __init__(self, bar: ChoiceBar) -> None:
        super().__init__(bar)
        self._bar = bar

    def ask(self, theirs: Passage | None) -> None:
        """Show the choices there are."""
        keep: Choice = ("Keep mine in a new file", self._emits(self.keep_asked, theirs))
        if theirs is None:
            give_up: Choice = ("Let mine go", self.given_up.emit)
            self._bar.ask(_GONE, [keep, give_up, ("Go on editing", self.put_off.emit)])
            return
        compare: Choice = ("Compare…", lambda: self._compare(theirs))
        self._bar.ask(_TOUCHED, [compare, ("Take theirs", self._emits(self.take_asked, theirs)), keep])

    def _compare(self, theirs: Passage) -> None:
        self.compare_asked.emit(theirs)
        write: Choice = ("Write mine over it", self._emits(self.write_asked, theirs))
        take: Choice = ("Take theirs", self._emits(self.take_asked, theirs))
        keep: Choice = ("Keep mine in a new file", self._emits(self.keep_asked, theirs))
        self._bar.ask(_COMPARED, [write, take, keep])

    @staticmethod
    def _emits(signal: SignalInstance, theirs: Passage | None) -> Callable[[], object]:
        return lambda: signal.emit(theirs)
