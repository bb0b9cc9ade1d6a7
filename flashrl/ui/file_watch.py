"""Notices when a file is saved, in whatever way its editor saves it."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

_SETTLE_MS = 30
"""An editor may take several steps to write a file."""
_EMPTY_MS = 150
"""An empty file is often one about to be written."""
_LOOK_MS = 1000
"""Some file systems (shared folders, say) tell nothing; there it is found by looking."""

Stamp = tuple[int, int, int]


class FileWatch(QObject):
    """Says when one file has changed, vanished or come back.

    The folder is watched too: many editors write a new file and rename it, and a watch on the old file
    ends with it.
    """

    changed = Signal()

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._stamp = stamp(path)
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self._look_again = QTimer(self, interval=_LOOK_MS)
        self._look_again.timeout.connect(self._look)
        self._watcher.fileChanged.connect(self._on_event)
        self._watcher.directoryChanged.connect(self._on_event)
        self._watch()
        self._look_again.start()

    def stop(self) -> None:
        """Watch nothing any more."""
        self._settle.stop()
        self._look_again.stop()
        self._watcher.blockSignals(True)

    def _on_event(self, _path: str) -> None:
        if not self._settle.isActive():
            self._settle.start(_SETTLE_MS)

    def _look(self) -> None:
        now = stamp(self._path)
        self._watch()
        if now == self._stamp:
            return
        is_being_written = now is not None and now[1] == 0 and self._settle.interval() != _EMPTY_MS
        if is_being_written:
            self._settle.start(_EMPTY_MS)
            return
        self._stamp = now
        self._settle.setInterval(_SETTLE_MS)
        self.changed.emit()

    def _watch(self) -> None:
        """Watch the file and its folder, with those that a link leads to."""
        real = self._path.resolve()
        wanted = {str(each) for each in (self._path, real, self._path.parent, real.parent) if each.exists()}
        missing = wanted.difference(self._watcher.files(), self._watcher.directories())
        if missing:
            self._watcher.addPaths(list(missing))


def stamp(path: Path) -> Stamp | None:
    """What tells one state of a file from another; None where it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
