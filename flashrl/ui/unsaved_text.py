"""Keeps the text in an editor aside while it is in no deck, and offers it again after a crash."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from flashrl.authoring import unsaved
from flashrl.errors import FlashrlError
from flashrl.ui.choice_bar import ChoiceBar

_KEEP_AFTER_MS = 500


class UnsavedText(QObject):
    """What is kept of the card that is edited. Without a `folder` nothing is."""

    wanted = Signal(str)
    """The text of before is to be in the editor again."""
    settled = Signal()
    """It was let go."""
    failed = Signal(object)

    def __init__(self, folder: Path | None, bar: ChoiceBar) -> None:
        super().__init__(bar)
        self._folder, self._bar = folder, bar
        self._file: Path | None = None
        self._text: str | None = None
        self._is_offered = False
        self._has_failed = False
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_AFTER_MS)
        self._timer.timeout.connect(self._keep)

    def begin(self, deck: Path | None, card: str, text: str) -> None:
        """Keep what is typed in place of `text` from now on; offer what was kept before."""
        self.end()
        if self._folder is None:
            return
        self._file = unsaved.place(self._folder, deck, card)
        before = unsaved.kept(self._file)
        if before is not None and before[0].rstrip() != text.rstrip():
            self._is_offered = True
            self._offer(before[0], f"{before[1].astimezone():%d %B, %H:%M}")

    def _offer(self, text: str, when: str) -> None:
        def take() -> None:
            self._is_offered = False
            self.wanted.emit(text)

        def let_go() -> None:
            self._is_offered = False
            self._forget()
            self.settled.emit()

        words = f"There is text for this card of {when} that was never saved."
        self._bar.ask(words, [("Bring it back", take), ("Throw it away", let_go)])

    def follow(self, text: str, *, is_modified: bool) -> None:
        """Keep a text, or forget it once it is in its deck. What is still offered stays as it is."""
        if self._file is None or self._is_offered:
            return
        if is_modified:
            self._text = text
            self._timer.start()
        else:
            self._timer.stop()
            self._forget()

    def end(self) -> None:
        """Keep nothing more until another card is begun."""
        self._timer.stop()
        self._file, self._text, self._is_offered = None, None, False

    def _keep(self) -> None:
        if self._file is None or self._text is None:
            return
        try:
            unsaved.keep(self._file, self._text)
        except OSError as error:
            if not self._has_failed:  # once is enough: this comes with every pause in typing
                why = f"this text cannot be kept aside: {error.strerror or error}"
                self.failed.emit(FlashrlError(why, "save the card soon", path=self._file))
            self._has_failed = True

    def _forget(self) -> None:
        if self._file is None:
            return
        self._text = None
        try:
            unsaved.forget(self._file)
        except OSError as error:
            why = f"the text that was kept aside cannot be removed: {error.strerror or error}"
            self.failed.emit(FlashrlError(why, "remove the file", path=self._file))
