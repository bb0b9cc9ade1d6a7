"""Follows the deck folders: a file that is saved in one of them comes into the collection."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QFileSystemWatcher,
    QObject,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication

from flashrl.errors import CollectionError, FlashrlError
from flashrl.store import Collection, folders
from flashrl.store.folders import Sync
from flashrl.ui import tasks, work
from flashrl.ui.exchange import in_words, refusal

_SETTLE_MS = 250
"""An editor may take several steps to save."""
_LONGEST_MS = 2_000
"""A checkout of many files takes its time, but one that never ends must not hold up everything."""


class FolderSync(QObject):
    """Watches deck folders, and imports what changed in them off the GUI thread, one import at a time.

    When the app comes to the front it looks again: not every file system tells what happens in it.
    """

    imported = Signal(object)
    """Cards came in: the report."""
    described = Signal(object, object)
    """The deck folders with what they hold, and the files that lie in none of them."""
    looked = Signal()
    """Every deck folder was looked at, whether anything was new or not."""
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, collection: Collection, own: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._collection, self._own = collection, own
        self._task: tasks.Task | None = None
        self._is_stale = False
        self._missing: set[Path] = set()
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.sync)
        self._unsettled = QElapsedTimer()
        self._watcher.directoryChanged.connect(self._on_event)
        self._watcher.fileChanged.connect(self._on_event)
        app = QCoreApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_application)

    @property
    def is_busy(self) -> bool:
        return self._task is not None or self._settle.isActive()

    def sync(self, *, everything: bool = False) -> None:
        """Import what changed in the deck folders; `everything` reads what did not change as well."""
        if self._task is not None:
            self._is_stale = True
            return
        collection, own = self._collection.path, self._own
        self._task = tasks.start(
            self,
            lambda handle: work.follow_folders(
                collection, own, datetime.now(UTC), handle.progress, everything=everything
            ),
            done=lambda sync: self._on_synced(sync, is_asked=everything),
            failed=self.failed.emit,
        )
        self._task.finished.connect(self._on_finished)

    def describe(self) -> None:
        """Find out what the deck folders hold."""
        collection, own = self._collection.path, self._own
        tasks.start(
            self,
            lambda _handle: work.deck_files(collection, own),
            done=lambda found: self.described.emit(*found),
            failed=self.failed.emit,
        )

    def add(self, folder: Path) -> None:
        """Follow a folder from now on."""
        self._change(folders.add, folder)

    def remove(self, folder: Path) -> None:
        """Follow a folder no longer. Its cards stay."""
        if self._change(folders.remove, folder):
            self.told.emit(f"{folder} is not followed any more. Its cards stay.")

    def _change(self, change: Callable[[Collection, Path], None], folder: Path) -> bool:
        try:
            change(self._collection, folder)
        except CollectionError as error:
            self.failed.emit(error)
            return False
        self.sync()
        return True

    def _on_synced(self, sync: Sync, *, is_asked: bool) -> None:
        self._watch(sync.watched)
        if sync.has_changed:
            self.imported.emit(sync.report)
        self._say(sync, is_asked=is_asked)
        self._missing = set(sync.missing)
        self.looked.emit()

    def _say(self, sync: Sync, *, is_asked: bool) -> None:
        """One quiet line; what is wrong comes first."""
        error = refusal(sync.report)
        gone = [folder for folder in sync.missing if folder not in self._missing]
        words = in_words(sync.report)
        if error is not None:
            self.failed.emit(error)
        elif gone:
            self.failed.emit(
                FlashrlError(
                    "this deck folder is not there; its cards stay as they are",
                    "bring it back, or remove it on the Decks page",
                    path=gone[0],
                )
            )
        elif words:
            self.told.emit(f"Deck folders: {words}.")
        elif is_asked:
            self.told.emit("Deck folders: nothing has changed.")

    def _watch(self, paths: Sequence[Path]) -> None:
        wanted = {str(path) for path in paths}
        watched = {*self._watcher.files(), *self._watcher.directories()}
        for change, which in (
            (self._watcher.removePaths, watched - wanted),
            (self._watcher.addPaths, wanted - watched),
        ):
            if which:
                change(sorted(which))

    def _on_finished(self) -> None:
        self._task = None
        if self._is_stale:
            self._is_stale = False
            self.sync()

    def _on_event(self, _path: str) -> None:
        """Wait until it is quiet for a moment."""
        if not self._settle.isActive():
            self._unsettled.start()
        if not self._unsettled.hasExpired(_LONGEST_MS):
            self._settle.start()

    def _on_application(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._settle.start()
