"""The window in the main one's place while there is no collection to show: it does not open, or another takes
its place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from flashrl.errors import CollectionError, FlashrlError, NewerCollectionError
from flashrl.store import inventory
from flashrl.store.inventory import Holding, Prospect
from flashrl.ui import replacing, tasks, theme
from flashrl.ui.backup_list import BackupList
from flashrl.ui.panels import ButtonRow
from flashrl.ui.replacing import Wish

_CLOSED = "Your collection cannot be opened"
_NEWER = "Your collection is from a newer flashrl"


@dataclass(frozen=True, slots=True)
class Ended:
    """How to go on: with the collection of another folder, or with the same; and what to tell there."""

    home: Path | None = None
    told: str = ""
    error: FlashrlError | None = None


def _now() -> datetime:
    return datetime.now(UTC)


class RecoveryWindow(QDialog):
    """Says what is wrong in plain words, and what can be done; does it, off the GUI thread."""

    ended = Signal(object)
    """An Ended: there is a collection to open now. Without it the window is just closed."""

    def __init__(self, collection: Path, clock: Callable[[], datetime] = _now) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._collection = collection
        self._clock = clock
        self._prospect: Prospect | None = None
        self._task: tasks.Task | None = None
        self._message = ""
        self._buttons: list[QPushButton] = []
        self._build()
        self._lay_out()
        self.setWindowTitle("flashrl")
        self.resize(theme.COLUMN, theme.COLUMN // 2)

    def _build(self) -> None:
        self.title = theme.styled(QLabel(self, wordWrap=True), "title")
        self.summary = theme.styled(QLabel(self, wordWrap=True), "heading")
        self.details = QLabel(self, wordWrap=True)
        self.failure = theme.styled(QLabel(self, wordWrap=True), "warning")
        for label in (self.title, self.summary, self.details, self.failure):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setAccessibleName("Progress")
        self.backups = BackupList(self)
        self.restore_button = self._button("&Bring back the newest backup", self._restore)
        self.choose_button = self._button("&Choose another backup…", self._choose)
        self.empty_button = self._button("Start with an &empty collection", lambda: self._replace_with(None))
        self.again_button = self._button("&Try again", lambda: self.ended.emit(Ended()))
        self.folder_button = self._button("Open another &folder…", self._open_folder)
        self.quit_button = self._button("&Quit", self.close)
        self.take_button = self._button("&Bring this one back", self._take)
        self.file_button = self._button("A &file elsewhere…", self._choose_file)
        self.back_button = self._button("Bac&k", self._ask)
        self.cancel_button = self._button("Cancel", self._cancel)
        self.cancel_button.setAutoDefault(False)  # the Return that began the work must not end it

    def _button(self, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(lambda: slot())
        self._buttons.append(button)
        return button

    def _lay_out(self) -> None:
        self.column = QWidget(self)
        self.column.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        choices = QVBoxLayout(self.column)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(theme.S)
        ways = (self.restore_button, self.choose_button, self.empty_button, self.again_button)
        for button in (*ways, self.folder_button, self.quit_button, self.cancel_button):
            choices.addWidget(button)
        self.choosing = ButtonRow(self.take_button, self.file_button, self.back_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        layout.setSpacing(theme.M)
        for widget in (self.title, self.summary, self.details, self.failure, self.progress):
            layout.addWidget(widget)
        layout.addWidget(self.backups, stretch=1)
        layout.addWidget(self.column)
        layout.addWidget(self.choosing)
        layout.addStretch()

    # -- what is wrong ---------------------------------------------------------------------------

    def explain(self, error: CollectionError) -> None:
        """Say why the collection does not open, and offer what helps."""
        self._message = _sentence(error.message)
        if inventory.is_damaged(self._collection, error):
            if self._collection.is_dir():
                self._message = f"There is a folder in its place: {self._collection}."
            self._look()
        elif isinstance(error, NewerCollectionError):
            self._say(
                _NEWER, self._message, f"Update flashrl to open it. It is left as it is.\n{self._collection}"
            )
            self._offer(self.quit_button, self.folder_button)
        else:
            self._say(_CLOSED, self._message, f"What to do: {error.remedy}.\n{self._collection}")
            self._offer(self.again_button, self.folder_button, self.quit_button)

    def _look(self) -> None:
        collection, at = self._collection, self._clock()
        self._say(_CLOSED, self._message, "Looking for the newest good backup…")
        self._run(lambda handle: inventory.prospect(collection, at, handle.progress), self._on_found)

    def _on_found(self, found: Prospect) -> None:
        self._prospect = found
        self._ask()

    def _ask(self) -> None:
        """Offer what may take the place of the damaged file."""
        found = self._prospect
        assert found is not None
        kept = f"The damaged file is not deleted: it is kept beside the new one as {found.kept_as.name}."
        self._say(_CLOSED, self._message, f"{_backups_found(found)}\n\n{kept}")
        ways = (self.choose_button, self.empty_button, self.quit_button)
        self._offer(*((self.restore_button,) if found.newest else ()), *ways)

    def _open_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "A folder for your data", str(self._collection.parent))
        if name:
            self.ended.emit(Ended(home=Path(name)))

    # -- which backup ----------------------------------------------------------------------------

    def _choose(self) -> None:
        """Show all backups."""
        collection = self._collection
        self._say("Choose a backup", "", "Reviews made since are added where they can still be read.")
        self._run(lambda _handle: list(inventory.backups(collection)), self._show_backups)

    def _show_backups(self, held: list[Holding]) -> None:
        self.backups.show_backups(held)
        self._offer(self.take_button, self.file_button, self.back_button)
        self.take_button.setEnabled(self.backups.marked is not None)
        if held:
            self.backups.show()
            self.backups.setFocus()

    def _take(self) -> None:
        if self.backups.marked is not None:
            self._replace_with(self.backups.marked.path)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "A backup", str(self._collection.parent), "Collections (*.sqlite);;All files (*)"
        )
        if name:
            self._replace_with(Path(name))

    def _replace_with(self, source: Path | None) -> None:
        assert self._prospect is not None
        self.carry_out(Wish(source, self._prospect.at))

    def _restore(self) -> None:
        if self._prospect is not None and self._prospect.newest is not None:
            self._replace_with(self._prospect.newest.path)

    # -- what takes its place --------------------------------------------------------------------

    def carry_out(self, wish: Wish) -> None:
        """Let a backup, a dump or an empty collection take the collection's place."""
        collection = self._collection
        self._say("One moment", "The collection is being replaced.", "Nothing is lost if you cancel this.")
        self._run(
            lambda handle: replacing.carry_out(collection, wish, handle.progress),
            lambda told: self.ended.emit(Ended(told=told)),
        )
        self._show_only(self.cancel_button)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setFocus()

    def _run(self, work: Callable[[tasks.Handle], Any], done: Callable[[Any], object]) -> None:
        self._show_only(self.quit_button)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._task = tasks.start(self, work, done=done, failed=self._on_failed)
        self._task.progressed.connect(self._on_progress)

    def _on_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _cancel(self) -> None:
        """Stop the work, and look anew at what is there: it may have been too late."""
        if self._task is not None:
            self.cancel_button.setEnabled(False)
            self._task.finished.connect(lambda: self.ended.emit(Ended()))
            self._task.cancel()

    def _on_failed(self, error: FlashrlError) -> None:
        if self._prospect is None:
            self.ended.emit(Ended(error=error))
            return
        self._ask()
        self.failure.setText(f"{_sentence(error.message)} What to do: {error.remedy}.")
        self.failure.show()

    # -- what is seen ----------------------------------------------------------------------------

    def _say(self, title: str, summary: str, details: str) -> None:
        for label, text in ((self.title, title), (self.summary, summary), (self.details, details)):
            label.setText(text)
            label.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{summary} {details}")
        self.failure.hide()

    def _offer(self, *buttons: QPushButton) -> None:
        """Show these buttons and no others: the first is what Return does."""
        self.progress.hide()
        self._show_only(*buttons)
        for each in buttons:
            theme.styled(each, "primary" if each is buttons[0] else "")
            each.style().polish(each)
        buttons[0].setDefault(True)
        buttons[0].setFocus()

    def _show_only(self, *buttons: QPushButton) -> None:
        self.backups.hide()
        for each in self._buttons:
            each.setVisible(each in buttons)
        self.column.setVisible(self.take_button not in buttons)
        self.choosing.setVisible(self.take_button in buttons)

    def reject(self) -> None:
        """Escape goes one step back; from where there is none it closes the window."""
        if self.choosing.isVisible():
            self._ask()
        elif self.cancel_button.isVisible():
            self._cancel()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._task is not None:
            self._task.cancel()
        event.accept()  # where a dialog would take it for Escape


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}."


def _backups_found(found: Prospect) -> str:
    damaged = replacing.counted(found.bad, "backup")
    if found.newest is None:
        none = "No backup was ever made of it." if not found.bad else f"{damaged} beside it cannot be used."
        return f"There is no good backup. {none}"
    newer = f" {damaged} made after it cannot be used." if found.bad else ""
    return (
        f"The newest good backup is of {replacing.written(found.newest.made_at)}: "
        f"{replacing.contents(found.newest)}.{newer} Reviews made since are added where they can still be "
        "read."
    )
