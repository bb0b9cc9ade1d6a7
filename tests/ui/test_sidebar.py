"""The side bar, and what it leaves of a narrow window to the page."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl.formats import parse
from flashrl.store import Collection
from flashrl.ui.main_window import MainWindow
from flashrl.ui.sidebar import Sidebar
from tests.ui.conftest import Clock

LONG = "RL::03 Function approximation and deep Q-learning"
SIX = ("Today", "Decks", "Browse", "Simulations", "Statistics", "Settings")


@pytest.fixture
def resize(window: MainWindow) -> Callable[[int], None]:
    def to(width: int) -> None:
        window.resize(width, 720)
        QApplication.processEvents()
        assert window.width() == width

    return to


def test_the_bar_stands_beside_a_wide_page_and_above_a_narrow_one(
    window: MainWindow, resize: Callable[[int], None]
) -> None:
    resize(480)
    assert (window.sidebar.width(), window.stack.width()) == (480, 480)
    assert window.sidebar.geometry().bottom() < window.stack.geometry().top()
    resize(1000)
    assert window.sidebar.geometry().right() < window.stack.geometry().left()
    assert window.sidebar.height() == window.stack.height()


def test_a_window_may_be_narrower_than_one_row_of_pages(
    window: MainWindow, resize: Callable[[int], None]
) -> None:
    resize(480)
    resize(330)
    assert window.width() == 330


def test_a_narrow_window_shows_the_decks_names_whole(
    window: MainWindow, collection: Collection, clock: Clock, resize: Callable[[int], None]
) -> None:
    text = f"---\nflashrl: 1\ndeck: {LONG}\n---\n\n### Q?\n\nA.\n"
    collection.apply([parse(text, "deck.md")], now=clock())
    window.refresh()
    resize(480)
    tree, name = window.today_page.tree, LONG.partition("::")[2]
    (item,) = tree.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    assert tree.visualItemRect(item).width() > tree.fontMetrics().horizontalAdvance(name)


def test_a_page_is_opened_from_the_bar_by_keys(
    window: MainWindow, qtbot: QtBot, resize: Callable[[int], None]
) -> None:
    resize(480)
    window.sidebar.buttons["decks"].setFocus()
    qtbot.keyClick(window.sidebar.buttons["decks"], Qt.Key.Key_Space)
    assert window.stack.currentWidget() is window.traffic.decks_page
    assert window.sidebar.buttons["decks"].isChecked()


@pytest.mark.parametrize(("width", "rows"), [(480, 1), (260, 2)])
@pytest.mark.usefixtures("theme")
def test_six_pages_fit_above_a_narrow_page(qtbot: QtBot, width: int, rows: int) -> None:
    bar = Sidebar([(text, text, QAction(text)) for text in SIX], None)
    qtbot.addWidget(bar)
    bar.stand(above=True)
    bar.resize(width, 80)
    bar.show()
    QApplication.processEvents()
    assert bar.width() == width
    assert len({button.y() for button in bar.buttons.values()}) == rows
    assert all(button.width() >= button.sizeHint().width() for button in bar.buttons.values())
