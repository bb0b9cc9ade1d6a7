"""One deck file as it is being written: its cards with their answers, and what is wrong in it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from flashrl.authoring.check import Remembered
from flashrl.authoring.saving import followed, same_card
from flashrl.errors import Diagnostic
from flashrl.formats import ParsedFile
from flashrl.model import Card
from flashrl.ui import findings_list, tasks, theme, work
from flashrl.ui.card_view import CardView, ShownCard
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.file_watch import FileWatch
from flashrl.ui.findings_list import FindingsList
from flashrl.ui.introduction import introduction_of
from flashrl.ui.panels import panel, turn
from flashrl.ui.theme import Theme

_CHECK_MS = 40
"""The check waits until the card is painted: it would take turns with it."""
_NARROW, _WIDE = 640, 1200


class PreviewPage(QWidget):
    """Shows a file's cards and findings, and both anew at each save, at the same card and place."""

    edit_asked = Signal(object, object)
    """The file, and the card to edit in it."""
    outside_asked = Signal(object, int)
    """The file, and the line to open in another editor."""
    left = Signal()
    loaded = Signal()
    """What the file has now is shown."""
    failed = Signal(object)

    def __init__(self, theme_: Theme, parent: QWidget | None = None, *, can_leave: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme_
        self._can_leave = can_leave
        self._path = Path()
        self._file: ParsedFile | None = None
        self._card: Card | None = None
        self._row = 0
        self._watch: FileWatch | None = None
        self._reading: tasks.Task | None = None
        self._is_stale = False
        self._checking: tasks.Task | None = None
        self._remembered = Remembered()
        self._check_soon = QTimer(self, singleShot=True, interval=_CHECK_MS)
        self._check_soon.timeout.connect(self._check)
        self._build()

    # -- widgets ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.cards = QListWidget(self)
        self.cards.setAccessibleName("Cards")
        self.cards.setUniformItemSizes(True)
        self.cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cards.currentRowChanged.connect(self._on_row)
        self.card_view = CardView(self._theme, self)
        self.notice = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.notice.setMargin(theme.XL)
        self.middle = QStackedWidget(self)
        self.middle.addWidget(self.card_view)
        self.middle.addWidget(self.notice)
        self.findings_label = theme.styled(QLabel(self), "muted")
        self.findings = FindingsList(self._theme, self)
        self.findings.chosen.connect(lambda line: self.outside_asked.emit(self._path, line))
        self._inner = QSplitter(Qt.Orientation.Vertical, self)
        self._outer = QSplitter(Qt.Orientation.Horizontal, self)
        self._inner.addWidget(self.middle)
        self._inner.addWidget(panel(self.findings_label, self.findings))
        self._outer.addWidget(panel(self.cards))
        self._outer.addWidget(self._inner)
        for splitter in (self._inner, self._outer):
            splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top_bar())
        layout.addWidget(self._outer, stretch=1)

    def _top_bar(self) -> QWidget:
        bar = theme.styled(QWidget(self), "topbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back_button = QPushButton("‹ Back", bar)
        self.back_button.setToolTip("Back to where the file was chosen (Esc)")
        self.back_button.setVisible(self._can_leave)
        self.back_button.clicked.connect(self.left)
        self.place = theme.styled(ElidedLabel(bar), "muted")
        self.previous_button = QPushButton("Previous", bar)
        self.previous_button.setToolTip("The card before (K)")
        self.previous_button.clicked.connect(self.show_previous)
        self.next_button = QPushButton("Next", bar)
        self.next_button.setToolTip("The next card (J)")
        self.next_button.clicked.connect(self.show_next)
        self.edit_button = QPushButton("Edit", bar)
        self.edit_button.setToolTip("Edit this card here (E)")
        self.edit_button.clicked.connect(self.ask_edit)
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        row.setSpacing(theme.S)
        row.addWidget(self.back_button)
        row.addWidget(self.place, stretch=1)
        for button in (self.previous_button, self.next_button, self.edit_button):
            row.addWidget(button)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns where there is room for them; one below the other where there is little."""
        super().resizeEvent(event)
        is_narrow, is_wide = self.width() < _NARROW, self.width() >= _WIDE
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        turn(self._outer, down if is_narrow else across, (1, 4) if is_narrow else (1, 3))
        turn(self._inner, across if is_wide else down, (5, 3) if is_wide else (3, 1))

    # -- the file --------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Show a file from its first card, and follow it from now on."""
        self.close_file()
        self._path = path
        self._card, self._row = None, 0
        self._watch = FileWatch(path, self)
        self._watch.changed.connect(self.reload)
        self.cards.setFocus()
        self.reload()

    def show_saved(self, path: Path, card: Card) -> None:
        """A card was written: show it, in the copy of the file if that is where it was written."""
        if self._watch is None or self.card is None:
            return
        if path != self._path:
            self.open(path)
        self._card = card

    def close_file(self) -> None:
        """Follow the file no longer, as when the page is left."""
        if self._watch is not None:
            self._watch.stop()
            self._watch.deleteLater()
            self._watch = None
        self._check_soon.stop()
        self.card_view.clear()

    @property
    def card(self) -> Card | None:
        """The card that is shown."""
        return self._card if self.middle.currentWidget() is self.card_view else None

    def reload(self) -> None:
        """Read the file again; while it is being read, once more afterwards. A check under way gives way."""
        self._check_soon.stop()
        if self._checking is not None:
            self._checking.cancel()
        if self._reading is not None:
            self._is_stale = True
            return
        path = self._path
        self._reading = tasks.start(
            self, lambda _handle: work.read_deck(path), done=self._on_read, failed=self.failed.emit
        )
        self._reading.finished.connect(self._on_read_through)

    def _on_read_through(self) -> None:
        self._reading = None
        if self._is_stale:
            self._is_stale = False
            self.reload()

    def _on_read(self, file: ParsedFile) -> None:
        self._file = file
        if file.deck.cards:
            self._show_cards(file)
        else:
            self._show_notice(file)
        self.loaded.emit()

    def _show_cards(self, file: ParsedFile) -> None:
        cards = file.deck.cards
        row = followed(self._card, self._row, cards) if self._card else 0
        self._fill(cards, row)
        self._show(row, stays=self._card is not None and same_card(self._card, cards) is cards[row])
        self.findings_label.setText(f"{findings_list.summary(file.diagnostics)}; checking…")
        self._check_soon.start()

    def _show_notice(self, file: ParsedFile) -> None:
        """Say why there is no card to show. Card and place are kept for when the file comes back."""
        lines = [f"{found.message} — {found.remedy}" for found in file.diagnostics]
        self.notice.setText("\n".join([self._path.name, *lines] if lines else ["This file has no card yet."]))
        self.middle.setCurrentWidget(self.notice)
        self.cards.blockSignals(True)
        self.cards.clear()
        self.cards.blockSignals(False)
        self._show_findings(file.diagnostics)
        self._show_place()

    def _fill(self, cards: Sequence[Card], row: int) -> None:
        self.cards.blockSignals(True)
        labels = [_label(card) for card in cards]
        if labels != [self.cards.item(n).text() for n in range(self.cards.count())]:
            self.cards.clear()
            for card, label in zip(cards, labels, strict=True):
                self._add_item(label, is_draft=card.is_draft)
        self.cards.setCurrentRow(row)
        self.cards.blockSignals(False)

    def _add_item(self, label: str, *, is_draft: bool) -> None:
        item = QListWidgetItem(label, self.cards)
        if is_draft:
            font = QFont(self.cards.font())
            font.setItalic(True)
            item.setFont(font)
            item.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))

    # -- a card ----------------------------------------------------------------------------------

    def show_next(self) -> None:
        self.cards.setCurrentRow(min(self.cards.currentRow() + 1, self.cards.count() - 1))

    def show_previous(self) -> None:
        self.cards.setCurrentRow(max(self.cards.currentRow() - 1, 0))

    def ask_edit(self) -> None:
        """Ask for the editor of the card that is shown."""
        if self.card is not None:
            self.edit_asked.emit(self._path, self.card)

    def ask_outside(self) -> None:
        """Ask for the file in another editor, at the card that is shown."""
        self.outside_asked.emit(self._path, self.card.line if self.card else 1)

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self._show(row, stays=False)

    def _show(self, row: int, *, stays: bool) -> None:
        assert self._file is not None
        self._row, self._card = row, self._file.deck.cards[row]
        before = introduction_of(self._file.deck, self._card)
        shown = ShownCard(self._card, self._path.parent, deck=self._file.deck.name, introduction=before)
        if stays:
            self.card_view.refresh(shown)
        else:
            self.card_view.show_question(shown)
            self.card_view.reveal()
        self.middle.setCurrentWidget(self.card_view)
        self._show_place()

    def _show_place(self) -> None:
        assert self._file is not None
        count = len(self._file.deck.cards)
        self.previous_button.setEnabled(count > 0 and self._row > 0)
        self.next_button.setEnabled(self._row + 1 < count)
        self.edit_button.setEnabled(self.card is not None)
        if self.card is None:
            self.place.setText(str(self._path))
            return
        shown = ShownCard(self.card, self._path.parent, deck=self._file.deck.name)
        parts = [f"{self._row + 1} of {count}", f"line {self.card.line}", shown.place]
        if self.card.is_draft:
            parts.insert(0, "Draft: it has no answer yet")
        self.place.setText(" · ".join(parts))

    # -- findings --------------------------------------------------------------------------------

    def _check(self) -> None:
        file, remembered = self._file, self._remembered
        if file is None:
            return
        self._checking = tasks.start(
            self,
            lambda handle: work.findings(file, remembered, lambda: handle.is_cancelled),
            done=self._show_findings,
            failed=self.failed.emit,
        )

    def _show_findings(self, found: Sequence[Diagnostic]) -> None:
        self.findings.show_findings(found)
        self.findings_label.setText(findings_list.summary(found))


def _label(card: Card) -> str:
    """A card in the list, in one line."""
    question = " ".join(card.question.split()) or "(no question)"
    return f"Draft · {question}" if card.is_draft else question
