"""The desktop app put together: the only file that knows every room."""

import gc
import os
import signal
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flashrl import __version__, display, one_window, paths
from flashrl.errors import DeckError, DisplayError, FlashrlError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from flashrl.store import Collection
    from flashrl.ui.main_window import MainWindow
    from flashrl.ui.preview_window import PreviewWindow
    from flashrl.ui.theme import Theme

_LOOK_AGAIN_MS = 60 * 60 * 1_000
"""How often a window that stays open for days looks whether a backup is due."""

_PATIENCE_SECONDS = 5.0
"""How long a second start waits for the window of the first, which may just be opening."""


def start(home: Path, *, exit_when_painted: bool = False) -> int:
    """Open the window and run until it is closed. Returns the exit code.

    With `exit_when_painted`, prints the seconds from the start of the process to the first page painted
    with its data, and ends.
    """
    display.check(os.environ, sys.platform)
    gc.disable()  # nothing that a start makes is garbage; the loop turns it on again
    # Before Qt: once PySide6 is there, it reads the source of every module that is imported.
    from flashrl.store import Collection

    if not exit_when_painted:
        return _work(home)
    app = application()
    with Collection.open(paths.collection(home)) as collection:
        window = build(app, collection)
        _exit_when_painted(app, window)
        return _run(app, window)


def _work(home: Path) -> int:
    """Run the app, unless it runs already with this collection: then its window steps forward."""
    collection = paths.collection(home)
    if not one_window.take(collection):
        return _step_forward(collection)
    app = application()
    from flashrl.ui.desk import Desk

    desk = Desk(app, home, partial(_furnished, app))
    desk.open()
    code = _loop(app)
    desk.close()
    return code


def _furnished(app: "QApplication", collection: "Collection", theme: "Theme") -> "MainWindow":
    """The window over a collection that is to be kept safe."""
    window = build(app, collection, theme)
    back_up_when_due(window, collection.path)
    return window


def _step_forward(collection: Path) -> int:
    """Have the window that there is for a collection step forward. Returns the exit code."""
    is_there = one_window.ring(collection, _PATIENCE_SECONDS)
    print("flashrl is open already" + ("; its window steps forward" if is_there else ""), flush=True)
    return 0


def preview(path: Path, home: Path, *, exit_when_painted: bool = False) -> int:
    """Open a window with one deck file, and run until it is closed. Returns the exit code."""
    display.check(os.environ, sys.platform)
    if not path.is_file():
        raise DeckError("there is no such file", "name the one deck file to look at", path=path)
    from flashrl.store import Collection

    mode = "system"
    if paths.collection(home).exists():
        with Collection.open(paths.collection(home)) as collection:
            mode = str(collection.setting("theme", mode))
    app = application()
    from flashrl.ui.preview_window import PreviewWindow
    from flashrl.ui.theme import Theme

    window = PreviewWindow(path.absolute(), Theme(app, mode))
    if exit_when_painted:
        _exit_when_painted(app, window)
    return _run(app, window)


def _run(app: "QApplication", window: "QWidget") -> int:
    """Show a window until it is closed, and let what is under way come to its end."""
    window.show()
    window.activateWindow()  # without a window manager nobody else hands over the keyboard
    code = _loop(app)
    from flashrl.ui import tasks

    tasks.cancel_all()
    tasks.wait_for_all()
    window.deleteLater()
    return code


def _loop(app: "QApplication") -> int:
    # Qt's loop lets no Python handler run; every grade is on disk, so Ctrl+C in a terminal may just end it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.enable()
    return app.exec()


def application() -> "QApplication":
    """The Qt application, made once."""
    try:
        from PySide6.QtWidgets import QApplication

        import flashrl.ui  # noqa: F401 - sets PySide6 up before anything else of it is loaded
    except ImportError as error:
        raise DisplayError(
            f"Qt cannot be loaded: {error}", f"install what it needs: {display.PACKAGES}"
        ) from error
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("flashrl")
    app.setApplicationDisplayName("flashrl")
    app.setDesktopFileName("flashrl")
    return app


def build(app: "QApplication", collection: "Collection", theme: "Theme | None" = None) -> "MainWindow":
    """The window over a collection, filled; the shipped decks are brought in where they are new."""
    from flashrl.ui.main_window import MainWindow
    from flashrl.ui.theme import Theme

    window = MainWindow(collection, theme or Theme(app))
    edition = shipped_edition(paths.decks())
    if edition and collection.setting("shipped_decks", None) != edition:
        window.traffic.exchange.shipped.connect(lambda: _on_shipped(window, collection, edition))
        # Whatever becomes of them, the page is then filled; what failed is tried again at the next start.
        window.traffic.exchange.import_shipped(paths.decks(), window.traffic.own).finished.connect(
            window.refresh
        )
    else:
        window.refresh()
    # What the start has made stays: a collection that need not look at it is quick, and comes before there is
    # much to collect.
    gc.unfreeze()
    gc.freeze()
    return window


def shipped_edition(folder: Path) -> str:
    """What tells one edition of the shipped decks from another: the version, and each file's size and
    time. Empty where there are none."""
    try:
        entries = sorted(
            (entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
            for entry in os.scandir(folder)
            if entry.name.endswith(".md")
        )
    except OSError:
        return ""
    return f"{__version__} {folder} {entries}" if entries else ""


def _on_shipped(window: "MainWindow", collection: "Collection", edition: str) -> None:
    try:
        collection.set_setting("shipped_decks", edition)
    except FlashrlError as error:
        window.message_bar.warn(error)


def back_up_when_due(window: "MainWindow", path: Path) -> None:
    """Have a backup made, off the window's thread, where the newest is older than a day: once the window is
    there, and as long as it stays open."""
    from PySide6.QtCore import Qt, QTimer

    def work(_handle: object) -> None:
        from flashrl.store import backup

        backup.back_up_if_due(path, datetime.now(UTC))

    def begin() -> None:
        from flashrl.ui import tasks

        tasks.start(window, work, done=lambda _: None, failed=window.message_bar.warn)

    later = QTimer(window, interval=_LOOK_AGAIN_MS)
    later.timeout.connect(begin)
    later.start()
    once = Qt.ConnectionType.SingleShotConnection
    window.painted.connect(lambda: QTimer.singleShot(0, window, begin), once)


def _exit_when_painted(app: "QApplication", window: "MainWindow | PreviewWindow") -> None:
    from PySide6.QtCore import Qt

    def stop() -> None:
        window.painted.disconnect(stop)
        print(f"{_seconds_since_start():.3f}", flush=True)
        app.quit()

    # Queued: the paint is then through, and the picture with the window system.
    window.painted.connect(stop, Qt.ConnectionType.QueuedConnection)


def _seconds_since_start() -> float:
    """Seconds since the operating system started this process; since Python started, where it cannot say."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started
    except (OSError, AttributeError, ValueError):
        return time.process_time()
