"""Hears a second start: it puts a file beside the collection, and that is taken away here. A socket would do
the same, but what Qt needs for one takes 3 MB."""

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from flashrl import one_window


class Doorbell(QObject):
    """Watches for the file. Where its folder cannot be watched it is never rung."""

    rung = Signal()

    def __init__(self, collection: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._bell = one_window.bell(collection)
        self._watcher = QFileSystemWatcher([str(self._bell.parent)], self)
        self._watcher.directoryChanged.connect(self._look)

    def close(self) -> None:
        """Hear no more."""
        self._watcher.directoryChanged.disconnect(self._look)
        self.deleteLater()

    def listen(self) -> None:
        """Answer whoever rang before this was there."""
        self._look()

    def _look(self) -> None:
        try:
            token = self._bell.read_bytes().decode(errors="replace").strip()
            self._bell.unlink()
        except OSError:
            return  # something else in the folder has changed
        if token:
            os.environ[one_window.TOKEN] = token
        self.rung.emit()
