"""A card as it will look, and what is wrong in it, while its text is being written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from flashrl.authoring.saving import Draft
from flashrl.ui import findings_list, tasks, theme
from flashrl.ui.card_view import CardView, ShownCard
from flashrl.ui.findings_list import FindingsList
from flashrl.ui.theme import Theme

_PAUSE_MS = 120
"""The card is shown anew when the typing pauses."""
_FINDINGS_SHARE = 3


class LivePreview(QWidget):
    """Shows what a text comes to, and then the newest; after `clear` nothing more comes of an older one."""

    line_chosen = Signal(int)
    """The line of a finding, counted from the first of the text."""
    shown = Signal()
    """What the newest text comes to is on the screen."""
    failed = Signal(object)

    def __init__(self, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder = Path()
        self._read: Callable[[], Draft] | None = None
        self._task: tasks.Task | None = None
        self._is_stale = False
        self._has_card = False
        self.notice = QLabel(self, wordWrap=True)
        self.notice.setMargin(theme.S)
        theme.styled(self.notice, "warning")
        self.card_view = CardView(theme_, self)
        self.findings_label = theme.styled(QLabel(self), "muted")
        self.findings = FindingsList(theme_, self)
        self.findings.chosen.connect(self.line_chosen)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        layout.setSpacing(theme.XS)
        layout.addWidget(self.notice)
        layout.addWidget(self.card_view, stretch=1)
        layout.addWidget(self.findings_label)
        layout.addWidget(self.findings)

    def follow(self, read: Callable[[], Draft], folder: Path, *, at_once: bool = False) -> None:
        """Show what `read` (run on another thread) makes of the newest text, once the typing pauses."""
        self._read, self._folder = read, folder
        self._pause.start(0 if at_once else _PAUSE_MS)

    def clear(self, hint: str = "") -> None:
        """Show nothing but a hint."""
        self._stop()
        self._has_card = False
        self.card_view.clear()
        self._say(hint, "muted")
        self.findings.show_findings([])
        self.findings.hide()
        self.findings_label.setText("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Most of the place is for the card."""
        super().resizeEvent(event)
        self.findings.setMaximumHeight(self.height() // _FINDINGS_SHARE)

    def _stop(self) -> None:
        self._pause.stop()
        self._is_stale = False
        if self._task is not None:
            self._task.cancel()

    def _look(self) -> None:
        """One text at a time: in a long file they would queue up behind each other."""
        read = self._read
        assert read is not None
        if self._task is not None:
            self._is_stale = True
            return
        self._task = tasks.start(self, lambda _handle: read(), done=self._show, failed=self.failed.emit)
        self._task.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self._task = None
        if self._is_stale:
            self._is_stale = False
            self._look()

    def _show(self, draft: Draft) -> None:
        if draft.cards:
            shown = ShownCard(draft.cards[0], self._folder)
            if self._has_card:
                self.card_view.refresh(shown)
            else:
                self.card_view.show_question(shown)
                self.card_view.reveal()
            self._has_card = True
        self._say(_notice(draft), "warning")
        self.findings.show_findings(draft.diagnostics)
        self.findings.setVisible(bool(draft.diagnostics))
        self.findings_label.setText(findings_list.summary(draft.diagnostics))
        self.shown.emit()

    def _say(self, words: str, style: str) -> None:
        theme.styled(self.notice, style)
        self.notice.style().polish(self.notice)
        self.notice.setText(words)
        self.notice.setVisible(bool(words))


def _notice(draft: Draft) -> str:
    """What a person should know before saving this, if anything."""
    if draft.disturbed:
        cards = "another card" if draft.disturbed == 1 else f"{draft.disturbed} other cards"
        return f"With this text {cards} of the file would be read differently. Is a fence or a comment open?"
    if not draft.cards:
        return "This is no card: it begins with ### and the question, and the answer stands below."
    if len(draft.cards) > 1:
        return f"These are {len(draft.cards)} cards; the first is shown."
    return ""
