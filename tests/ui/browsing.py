"""What the tests of browsing have in common."""

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from flashrl.ui.browse_page import BrowsePage
from flashrl.ui.main_window import MainWindow

TODAY = date(2026, 3, 2)
LEFT = Qt.MouseButton.LeftButton
PATIENCE_MS = 20_000


def cards(*ids: str, tags: str = "") -> str:
    return "\n".join(
        f"### Question {each}?\n<!-- card\nid: {each}\ntags: [{tags}]\n-->\n\nAnswer {each}.\n"
        for each in ids
    )


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until what is looked for is listed."""
    page = window.browsing.page
    qtbot.waitUntil(
        lambda: not page.filters.is_waiting and not window.browsing.is_listing, timeout=PATIENCE_MS
    )


def listed(page: BrowsePage) -> str:
    return "".join(page.table.units.units)


def texts(page: BrowsePage, row: int = 0) -> list[str]:
    return [
        str(page.table.units.index(row, column).data() or "")
        for column in range(page.table.units.columnCount())
    ]


def select(page: BrowsePage, qtbot: QtBot, *rows: int) -> None:
    """Click the first row, and the others with Ctrl."""
    for number, row in enumerate(rows):
        place = page.table.visualRect(page.table.units.index(row, 0)).center()
        keys = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        qtbot.mouseClick(page.table.viewport(), LEFT, keys, place)
