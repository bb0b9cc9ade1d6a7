"""An export to Anki: what goes, where to, how far it is, and what came of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from flashrl.errors import FlashrlError
from flashrl.store import DeckCounts
from flashrl.ui import tasks, theme, work

if TYPE_CHECKING:
    from flashrl.anki import Report

_SUFFIX = ".apkg"
_HOW_TO = (
    "In Anki: File, Import, and choose this file. Notes that Anki has are updated, and keep their schedule."
)
_MOVING = " Tick “Import any learning progress” there."
_CHOOSING, _EXPORTING, _DONE = range(3)


class ExportPage(QWidget):
    """Writes decks as an Anki package, off the GUI thread."""

    left = Signal()

    def __init__(self, collection: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._task: tasks.Task | None = None
        self._state = _CHOOSING
        self._build()
        self._lay_out()

    def _build(self) -> None:
        self.title = theme.styled(QLabel("Export to Anki", self), "title")
        self.summary = theme.styled(QLabel(self, wordWrap=True), "heading")
        self.details = theme.styled(QLabel(self, wordWrap=True), "muted")
        for label in (self.summary, self.details):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setAccessibleName("Exporting")
        self.decks = QListWidget(self)
        self.decks.setAccessibleName("Decks to export")
        self.decks.itemChanged.connect(lambda _item: self._show_state())
        self.simulations = QCheckBox("Simulations as players (the first time takes a while)", self)
        self.simulations.setChecked(True)
        self.scheduling = QCheckBox("My due days and reviews too: for moving to Anki, once", self)
        self.scheduling.setToolTip(
            "Meant for moving to Anki, once: it takes them over with cards that it does not know yet"
        )
        self.target = QLineEdit(self)
        self.target.setAccessibleName("The package to write")
        self.target.textChanged.connect(lambda _text: self._show_state())
        self.choose_button = QPushButton("Choose…", self)
        self.choose_button.clicked.connect(self._choose)
        self.left_out = QListWidget(self)
        self.left_out.setAccessibleName("Left out")
        self.left_out.setWordWrap(True)
        self.folder_button = QPushButton("Show in folder", self)
        self.folder_button.clicked.connect(self._show_folder)
        self.cancel_button = QPushButton("Cancel", self)
        self.cancel_button.clicked.connect(self.cancel)
        self.export_button = theme.styled(QPushButton("Export", self), "primary")
        self.export_button.clicked.connect(self.export)

    def _lay_out(self) -> None:
        self._choices = QWidget(self)
        where = QHBoxLayout()
        where.setSpacing(theme.S)
        where.addWidget(self.target, stretch=1)
        where.addWidget(self.choose_button)
        choices = QVBoxLayout(self._choices)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(theme.S)
        choices.addWidget(self.decks, stretch=1)
        choices.addWidget(self.simulations)
        choices.addWidget(self.scheduling)
        choices.addLayout(where)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S)
        buttons.addWidget(self.folder_button)
        buttons.addStretch()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        layout.setSpacing(theme.L)
        for widget in (self.title, self.summary, self.details, self.progress):
            layout.addWidget(widget)
        layout.addWidget(self._choices, stretch=1)
        layout.addWidget(self.left_out, stretch=1)
        layout.addStretch()
        layout.addLayout(buttons)

    # -- choosing --------------------------------------------------------------------------------

    def open(self) -> None:
        """Ask what is to be exported; nothing has been chosen but a name for the file."""
        self.scheduling.setChecked(False)
        if not self.target.text():
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            self.target.setText(str(Path(folder) / f"flashrl{_SUFFIX}"))
        self._say("", "Reading the decks…" if not self.decks.count() else "")
        self._turn_to(_CHOOSING)
        collection = self._collection
        self._task = tasks.start(
            self, lambda _handle: work.decks(collection), done=self._show_decks, failed=self._on_failed
        )
        self.decks.setFocus()

    def _show_decks(self, decks: Sequence[DeckCounts]) -> None:
        self._task = None
        chosen = {item.text(): item.checkState() for item in self._items()}
        self.decks.clear()
        for deck in decks:
            if deck.cards:
                item = QListWidgetItem(deck.name, self.decks)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(chosen.get(deck.name, Qt.CheckState.Checked))
        if self.decks.count():
            self._say("", "")
            self.decks.setCurrentRow(0)
        else:
            self._say("There are no cards yet.", "Import decks first: File, Import decks.")
        self._show_state()

    def _items(self) -> list[QListWidgetItem]:
        return [self.decks.item(row) for row in range(self.decks.count())]

    def _chosen(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self._items() if item.checkState() is Qt.CheckState.Checked)

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Export to Anki", self.target.text(), f"Anki packages (*{_SUFFIX})"
        )
        if name:
            self.target.setText(name)

    # -- exporting -------------------------------------------------------------------------------

    def export(self) -> None:
        """Write what is chosen; once that is done, this leaves the page."""
        if self._state == _DONE:
            self.left.emit()
        elif self.export_button.isEnabled():
            self._start(self._wish())

    def _wish(self) -> work.ExportWish:
        target = Path(self.target.text().strip()).expanduser()
        chosen = self._chosen()
        return work.ExportWish(
            target=target if target.suffix else target.with_suffix(_SUFFIX),
            decks=chosen if len(chosen) < self.decks.count() else (),
            simulations=self.simulations.isChecked(),
            scheduling=self.scheduling.isChecked(),
        )

    def _start(self, wish: work.ExportWish) -> None:
        self._written = wish
        self._say("Exporting…", f"{wish.target} stays as it is until the new one is whole.")
        self.progress.setRange(0, 0)
        self._turn_to(_EXPORTING)
        self.cancel_button.setFocus()
        collection = self._collection
        self._task = tasks.start(
            self,
            lambda handle: work.export(collection, wish, handle.progress, lambda: handle.is_cancelled),
            done=self._on_done,
            failed=self._on_failed,
        )
        self._task.progressed.connect(self._on_progress)

    def cancel(self) -> None:
        """Stop the export if one is under way, or else go back."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._state == _EXPORTING:
            self._say("Cancelled.", "Nothing was written.")
            self._turn_to(_CHOOSING)
        else:
            self.left.emit()

    def _on_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _on_failed(self, error: FlashrlError) -> None:
        self._task = None
        self._say(f"{error.message[:1].upper()}{error.message[1:]}.", f"What to do: {error.remedy}.")
        self._turn_to(_CHOOSING)

    def _on_done(self, report: "Report") -> None:
        self._task = None
        self._say(
            f"{report.notes:,} notes with {report.cards:,} cards and {report.media:,} pictures.",
            f"{report.path}\n{_HOW_TO}{_MOVING if self._written.scheduling else ''}",
        )
        self.left_out.clear()
        for skipped in report.skipped:
            self.left_out.addItem(f"{skipped.card}: {skipped.why}")
        for remark in report.remarks:
            self.left_out.addItem(f"{remark.card}: {remark.what}")
        self._turn_to(_DONE)
        self.export_button.setFocus()

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.target.parent)))

    # -- what is seen ----------------------------------------------------------------------------

    def _say(self, summary: str, details: str) -> None:
        self.summary.setText(summary)
        self.details.setText(details)
        self.summary.setVisible(bool(summary))
        self.details.setVisible(bool(details))

    def _turn_to(self, state: int) -> None:
        self._state = state
        self._choices.setVisible(state == _CHOOSING)
        self.progress.setVisible(state == _EXPORTING)
        self.left_out.setVisible(state == _DONE and self.left_out.count() > 0)
        self.folder_button.setVisible(state == _DONE)
        self.cancel_button.setVisible(state != _DONE)
        self.export_button.setVisible(state != _EXPORTING)
        self.export_button.setText("Done" if state == _DONE else "Export")
        self._show_state()

    def _show_state(self) -> None:
        """What can be exported: some deck, into some file."""
        is_whole = bool(self._chosen()) and bool(self.target.text().strip())
        self.export_button.setEnabled(self._state == _DONE or is_whole)
