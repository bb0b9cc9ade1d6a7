"""The backups, a new one or one brought back; the collection looked over, copied and written out."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QProgressBar, QVBoxLayout, QWidget

from flashrl.errors import FlashrlError
from flashrl.store import backup, inventory
from flashrl.store.inventory import Holding
from flashrl.ui import replacing, safety, tasks, theme
from flashrl.ui.backup_list import BackupList
from flashrl.ui.choice_bar import Choice, ChoiceBar
from flashrl.ui.key_button import KeyButton
from flashrl.ui.panels import ButtonRow
from flashrl.ui.replacing import Wish

if TYPE_CHECKING:
    from flashrl.store.doctor import Finding

_TEXT = "JSON lines (*.jsonl);;All files (*)"
_COLLECTION = "Collections (*.sqlite);;All files (*)"
_RULE = "The app makes one a day, and one before each import"
_KEPT = "The collection as it is now is kept beside it under another name."


class BackupsPage(QWidget):
    """Everything that keeps the collection safe. One thing at a time is under way, off the GUI thread."""

    left = Signal()
    told = Signal(str)
    failed = Signal(object)
    replace_asked = Signal(object)
    """A Wish: what is to take the collection's place."""
    repaired = Signal()
    """Something in the collection was set right; what is shown of it is old."""

    def __init__(self, collection: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._task: tasks.Task | None = None
        self._build()
        self._lay_out()

    def _build(self) -> None:
        self.title = theme.styled(QLabel("Backups", self), "title")
        self.summary = QLabel(self, wordWrap=True)
        self.place = theme.styled(QLabel(str(backup.folder(self._collection)), self, wordWrap=True), "muted")
        self.findings = QLabel(self, wordWrap=True)
        for label in (self.summary, self.place, self.findings):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress = QProgressBar(self, textVisible=False)
        self.backups = BackupList(self)
        self.backups.chosen.connect(self._ask_restore)
        self.question = ChoiceBar(self)
        self.back_up_button = theme.styled(self._button("Back &up now", self._back_up), "primary")
        self.restore_button = self._button("B&ring this one back…", self._ask_restore)
        self.check_button = self._button("C&heck the collection", self._check)
        self.more_button = KeyButton("&More", self)
        self.more = QMenu(self)
        self.more.addAction("&Save a copy as…", self._save_copy)
        self.more.addAction("Write all as &text…", self._dump)
        self.more.addAction("&Read all from text…", self._ask_load)
        self.more_button.setMenu(self.more)
        self._buttons = (self.back_up_button, self.restore_button, self.check_button, self.more_button)
        self.close_button = self._button("&Close", self.leave)

    def _button(self, text: str, slot: Callable[[], object]) -> KeyButton:
        button = KeyButton(text, self)
        button.clicked.connect(lambda: slot())
        return button

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        layout.setSpacing(theme.M)
        for widget in (self.title, self.summary, self.place, self.progress):
            layout.addWidget(widget)
        layout.addWidget(self.backups, stretch=1)
        layout.addWidget(self.findings)
        layout.addWidget(self.question)
        self.row = ButtonRow(*self._buttons, self.close_button)
        layout.addWidget(self.row)

    # -- what there is ---------------------------------------------------------------------------

    def open(self) -> None:
        """Show the backups there are now."""
        self._dismiss()
        self.findings.hide()
        self._read()

    def _read(self) -> None:
        collection = self._collection
        self._run("Reading the backups", lambda _handle: list(inventory.backups(collection)), self._show)

    def _show(self, held: list[Holding]) -> None:
        self.backups.show_backups(held)
        self._on_idle()
        if held:
            newest = f"The newest is of {replacing.written(held[0].made_at)}."
            self.summary.setText(f"{newest} {_RULE}; those of ten days and six months are kept.")
        else:
            self.summary.setText(f"There is no backup yet. {_RULE}.")

    def leave(self) -> None:
        """Take back what is asked or under way, or else give the window back."""
        if self.question.isVisible():
            self._dismiss()
        elif self._task is not None:
            self._task.cancel()
            self._on_idle()
            self.told.emit("Cancelled.")
        else:
            self.left.emit()

    # -- backing up and copying ------------------------------------------------------------------

    def _back_up(self) -> None:
        collection, now = self._collection, datetime.now(UTC)
        self._run("Backing up", lambda _handle: backup.back_up(collection, now), self._on_backed_up)

    def _on_backed_up(self, made: Path) -> None:
        self.told.emit(f"Made {made.name}, and checked it.")
        self._read()

    def _save_copy(self) -> None:
        collection = self._collection
        name = self._ask_file("Save a copy", backup.name(datetime.now(UTC)), _COLLECTION)
        if name:
            target = Path(name)
            self._run(
                "Copying",
                lambda _handle: backup.copy(collection, target),
                lambda _none: self.told.emit(f"Copied the collection to {target}, and checked it."),
            )

    def _dump(self) -> None:
        collection = self._collection
        name = self._ask_file("Write all as text", "flashrl.jsonl", _TEXT)
        if name:
            target = Path(name)
            self._run(
                "Writing",
                lambda handle: safety.write_out(collection, target, handle.progress),
                lambda lines: self.told.emit(f"Wrote {lines:,} lines to {target}."),
            )

    def _ask_file(self, title: str, proposed: str, kinds: str) -> str:
        return QFileDialog.getSaveFileName(self, title, str(Path.home() / proposed), kinds)[0]

    # -- bringing back ---------------------------------------------------------------------------

    def _ask_restore(self) -> None:
        marked = self.backups.marked
        if marked is None or self._task is not None:
            return

        def wish(*, add_events: bool) -> Callable[[], object]:
            return lambda: self._wish(Wish(marked.path, datetime.now(UTC), add_events=add_events))

        self._ask(
            f"Bring back the backup of {replacing.written(marked.made_at)}, with "
            f"{replacing.contents(marked)}? {_KEPT}",
            ("Bring it back, and keep later reviews", wish(add_events=True)),
            ("Leave later reviews out", wish(add_events=False)),
        )

    def _ask_load(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Read all from text", str(Path.home()), _TEXT)
        if name:
            source = Path(name)
            self._ask(
                f"Make {source.name} the collection? {_KEPT}",
                ("Read it", lambda: self._wish(Wish(source, datetime.now(UTC), is_dump=True))),
            )

    def _wish(self, wish: Wish) -> None:
        self.replace_asked.emit(wish)

    # -- looking over ----------------------------------------------------------------------------

    def _check(self) -> None:
        self._look_over(repair=False)

    def _look_over(self, *, repair: bool) -> None:
        collection, now = self._collection, datetime.now(UTC)
        self._run(
            "Repairing" if repair else "Checking",
            lambda _handle: safety.look_over(collection, now, repair=repair),
            self._on_repaired if repair else self._on_checked,
        )

    def _on_checked(self, found: "list[Finding]") -> None:
        self.findings.setText(safety.told(found))
        self.findings.show()
        if any(each.can_be_repaired for each in found):
            self._ask("Set right what can be set right?", ("Repair it", lambda: self._look_over(repair=True)))

    def _on_repaired(self, found: "list[Finding]") -> None:
        self.findings.setText(safety.told(found))
        self.findings.show()
        self.repaired.emit()

    # -- one thing at a time ---------------------------------------------------------------------

    def _ask(self, text: str, *choices: Choice) -> None:
        self.question.ask(text, [*choices, ("Leave it as it is", self._dismiss)])
        self.row.hide()

    def _dismiss(self) -> None:
        self.question.dismiss()
        self.row.show()
        self.backups.setFocus()

    def _run(self, what: str, work: Callable[[tasks.Handle], Any], done: Callable[[Any], object]) -> None:
        if self._task is not None:
            return
        self.question.dismiss()
        self.row.show()
        self.progress.setAccessibleName(what)
        self.progress.setRange(0, 0)
        self.progress.show()
        for button in self._buttons:
            button.setEnabled(False)

        def finish(result: Any) -> None:
            self._on_idle()
            done(result)

        self._task = tasks.start(self, work, done=finish, failed=self._on_failed)

    def _on_failed(self, error: FlashrlError) -> None:
        self._on_idle()
        self.failed.emit(error)

    def _on_idle(self) -> None:
        self._task = None
        self.progress.hide()
        for button in self._buttons:
            button.setEnabled(True)
        self.restore_button.setEnabled(self.backups.marked is not None)
