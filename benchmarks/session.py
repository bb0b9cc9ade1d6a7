"""The app's own window, in review, inside this process: what the measured processes share."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from flashrl import app as composition
from flashrl import paths

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from flashrl.store import Collection
    from flashrl.ui.main_window import MainWindow

READING_SECONDS = 0.06
"""How long a card is "read": enough for the page to prepare the next one."""


def open_review(home: Path, area: int) -> "tuple[QApplication, Collection, MainWindow]":
    """The app as it starts, its modules loaded in its own order, then in review of one area."""
    from flashrl.store import Collection

    app = composition.application()
    from benchmarks.cards import area_name
    from flashrl.ui import tasks

    collection = Collection.open(paths.collection(home))
    collection.set_setting("new_per_day", 10_000)
    window = composition.build(app, collection)
    window.show()
    tasks.wait_for_all()
    process_events(app, READING_SECONDS)
    window.study(area_name(area))
    process_events(app, READING_SECONDS)
    return app, collection, window


def process_events(app: "QApplication", seconds: float) -> None:
    """Let the app work for a while, as it does when nobody touches it."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        app.processEvents()
        time.sleep(0.001)
