"""The windows over one folder of data, one at a time: the main one, or the one that helps where there is no
collection to show in it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from flashrl import one_window, paths
from flashrl.errors import CollectionError
from flashrl.store import Collection
from flashrl.ui import tasks
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.ui.doorbell import Doorbell
    from flashrl.ui.main_window import MainWindow
    from flashrl.ui.recovery_window import Ended, RecoveryWindow
    from flashrl.ui.replacing import Wish

Build = Callable[[Collection, Theme], "MainWindow"]


class Desk(QObject):
    """Opens the collection and its window, and goes from one window to the next in the same process."""

    def __init__(self, app: QApplication, home: Path, build: Build) -> None:
        super().__init__(app)
        self._app, self._build = app, build
        self._path = paths.collection(home)
        self._theme = Theme(app)
        self._collection: Collection | None = None
        self._doorbell: Doorbell | None = None
        self._geometry: QByteArray | None = None
        self.window: QWidget | None = None

    def open(self, ended: "Ended | None" = None) -> None:
        """Show the collection in its window; where it does not open, one that says so and offers what helps.
        Then tell what was done before."""
        try:
            self._collection = Collection.open(self._path)
            window = self._build(self._collection, self._theme)
        except CollectionError as error:
            self._close_collection()
            self._recovery().explain(error)
            return
        if self._geometry is not None:
            window.restoreGeometry(self._geometry)
        window.backing_up.replace_asked.connect(self.replace)
        window.message_bar.repair_asked.connect(self.recover)
        single = Qt.ConnectionType.SingleShotConnection
        window.painted.connect(lambda: QTimer.singleShot(0, self, self._listen), single)
        if ended is not None and (ended.told or ended.error):
            # With the first page, as an import that comes before it tells of itself.
            window.painted.connect(lambda: QTimer.singleShot(0, window, lambda: _tell(window, ended)), single)
        self._show(window)

    def recover(self, error: CollectionError) -> None:
        """Offer what helps against damage that was found in the open collection."""
        if self._put_away():
            self._recovery().explain(error)

    def replace(self, wish: "Wish") -> None:
        """Let something else take the open collection's place, and show that."""
        if self._put_away():
            self._recovery().carry_out(wish)

    def close(self) -> None:
        """Let what is under way come to its end, and close the collection."""
        tasks.cancel_all()
        tasks.wait_for_all()
        self._close_collection()
        if self.window is not None:
            self.window.hide()
            self.window.deleteLater()
            self.window = None
        self._stop_listening()
        one_window.release(self._path)

    # -- from window to window -------------------------------------------------------------------

    def _put_away(self) -> bool:
        """Close the window and its collection, with all that holds it. False where the window stays."""
        assert self.window is not None
        self._geometry = self.window.saveGeometry()
        self._app.setQuitOnLastWindowClosed(False)
        is_closed = self.window.close()
        if is_closed:
            self._close_collection()
        else:
            self._app.setQuitOnLastWindowClosed(True)
        return is_closed

    def _close_collection(self) -> None:
        if self._collection is not None:
            self._collection.close()
            self._collection = None

    def _recovery(self) -> "RecoveryWindow":
        from flashrl.ui.recovery_window import RecoveryWindow

        window = RecoveryWindow(self._path)
        window.ended.connect(self._go_on)
        self._show(window)
        QTimer.singleShot(0, self, self._listen)
        return window

    def _go_on(self, ended: "Ended") -> None:
        self._app.setQuitOnLastWindowClosed(False)
        if ended.home is not None and not self._move(ended.home):
            return
        self.open(ended)

    def _move(self, home: Path) -> bool:
        """Turn to another folder of data, unless another process has its window."""
        path = paths.collection(home)
        if not one_window.take(path):
            self._knock(path)
            return False
        if path != self._path:
            one_window.release(self._path)
            self._path = path
            self._stop_listening()
        return True

    def _knock(self, path: Path) -> None:
        one_window.ring(path, _PATIENCE_SECONDS)
        self._app.quit()

    def _show(self, window: QWidget) -> None:
        """Let a window take the place of the one before."""
        before, self.window = self.window, window
        window.show()
        window.activateWindow()  # without a window manager nobody else hands over the keyboard
        if before is not None:
            before.close()
            before.deleteLater()
        self._app.setQuitOnLastWindowClosed(True)

    # -- a second start --------------------------------------------------------------------------

    def _listen(self) -> None:
        """Hear of a second start. What that takes is loaded once a window stands."""
        if self._doorbell is None:
            from flashrl.ui.doorbell import Doorbell

            self._doorbell = Doorbell(self._path, self)
            self._doorbell.rung.connect(self._step_forward)
            self._doorbell.listen()

    def _stop_listening(self) -> None:
        if self._doorbell is not None:
            self._doorbell.close()
            self._doorbell = None

    def _step_forward(self) -> None:
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()


_PATIENCE_SECONDS = 3.0


def _tell(window: "MainWindow", ended: "Ended") -> None:
    if ended.error is not None:
        window.message_bar.warn(ended.error)
    else:
        # With something to choose, so that it stays until it is closed.
        window.message_bar.tell(ended.told, [("Show the backups", window.backing_up.open)])
