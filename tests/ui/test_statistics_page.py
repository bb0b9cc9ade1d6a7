"""The statistics page: counted off the GUI thread, and readable by keys and in words."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from flashrl.model import Quality, ReviewEvent
from flashrl.scheduling.scheduler import SchedulerName
from flashrl.store import Collection
from flashrl.ui import tasks
from flashrl.ui.bars import Bar, BarChart
from flashrl.ui.main_window import MainWindow
from flashrl.ui.statistics_page import COUNTING, EMPTY, StatisticsPage
from flashrl.ui.theme import Theme
from tests.ui.conftest import Clock

CARDS = "".join(f"### Question {n}?\n<!-- card\nid: c{n}\n-->\n\nA.\n" for n in range(4))


@pytest.fixture
def shown(
    window: MainWindow, fill: Callable[[str], None], collection: Collection, clock: Clock, qtbot: QtBot
) -> Callable[[], StatisticsPage]:
    """The page over three reviews of one card, the last of them failed, and one of another; a day is two
    minutes."""
    fill(CARDS)
    for days, unit, quality in ((8, "c0", 4), (7, "c0", 4), (0, "c0", 1), (0, "c1", 4)):
        at = clock() - timedelta(days=days)
        collection.record(ReviewEvent(unit, at, at.date(), Quality(quality), seconds=60))

    def show() -> StatisticsPage:
        window.actions_["statistics"].trigger()
        qtbot.waitUntil(lambda: not window.reporting.is_counting)
        return window.reporting.page

    return show


def rows(table: QTreeWidget) -> list[list[str]]:
    items = table.findItems("*", Qt.MatchFlag.MatchWildcard)
    return [[item.text(column) for column in range(table.columnCount())] for item in items]


def test_a_fresh_collection_says_what_to_do(
    window: MainWindow, fill: Callable[[str], None], qtbot: QtBot
) -> None:
    fill(CARDS)
    qtbot.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    page = window.reporting.page
    assert page.message.text() == COUNTING
    qtbot.waitUntil(lambda: not window.reporting.is_counting)
    assert page.message.text() == EMPTY
    assert not page.forecast.isVisible()


def test_the_page_shows_what_was_done_and_recalled(shown: Callable[[], StatisticsPage]) -> None:
    page = shown()
    assert not page.message.isVisible()
    assert page.done.texts == ["2", "1", "2"]
    assert page.pace.texts == ["0.1", "0.1", "0.1", "3"]
    assert page.recall.texts == ["50 % of 2", "none was due"]
    assert page.recall.about.text() == "Mature cards have an interval of three weeks or more."
    assert page.stages.texts == ["2", "2", "0", "0", "0"]


def test_under_fsrs_the_desired_retention_stands_beside(
    shown: Callable[[], StatisticsPage], collection: Collection
) -> None:
    collection.use_scheduler(SchedulerName.FSRS, 0.85)
    assert shown().recall.about.text().endswith("The desired retention is 85 %.")


def test_the_charts_say_their_days(shown: Callable[[], StatisticsPage]) -> None:
    page = shown()
    assert page.past.readout.text() == "4 reviews in all, most on today: 2"
    assert page.forecast.readout.text() == "2 due in all, most on Tue 3 Mar: 2"
    assert page.forecast.bars.accessibleDescription() == "2 due in all, most on Tue 3 Mar: 2"


def test_the_page_is_counted_anew_each_time(
    shown: Callable[[], StatisticsPage], window: MainWindow, collection: Collection, clock: Clock
) -> None:
    page = shown()
    window.show_today()
    collection.record(ReviewEvent("c2", clock(), clock().date(), Quality.PASS, seconds=60))
    assert shown() is page
    assert page.done.texts == ["3", "2", "3"]


def test_what_changes_while_it_is_counted_is_counted_too(
    shown: Callable[[], StatisticsPage], window: MainWindow, collection: Collection, clock: Clock
) -> None:
    window.show_statistics()
    tasks.wait_for_all()  # it was counted, and the window does not know yet
    collection.record(ReviewEvent("c2", clock(), clock().date(), Quality.PASS, seconds=60))
    assert shown().done.texts == ["3", "2", "3"]


def test_the_hardest_card_is_opened_to_be_rewritten(
    shown: Callable[[], StatisticsPage], window: MainWindow, qtbot: QtBot
) -> None:
    table = shown().hardest.table
    assert rows(table) == [["Question 0?", "1"]]
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert window.stack.face == "editor"


def test_each_deck_has_a_row(shown: Callable[[], StatisticsPage]) -> None:
    table = shown().decks.table
    assert rows(table) == [["Test", "2", "2", "0", "0", "50 %"]]


def test_the_page_fits_a_narrow_window_and_names_what_takes_the_focus(
    shown: Callable[[], StatisticsPage], window: MainWindow
) -> None:
    page = shown()
    window.resize(480, 700)
    QApplication.processEvents()
    assert page.horizontalScrollBar().maximum() == 0
    focusable = [
        each
        for each in page.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()
    ]
    assert len(focusable) == 4
    assert all(each.accessibleName() for each in focusable)


# -- bars ----------------------------------------------------------------------------------------


@pytest.fixture
def chart(qtbot: QtBot, theme: Theme) -> BarChart:
    chart = BarChart("Reviews", theme)
    qtbot.addWidget(chart)
    chart.show_bars([Bar(number, f"day {number}: {number}", f"{number}") for number in range(5)], "10 in all")
    chart.resize(500, 200)
    chart.show()
    return chart


def test_the_arrow_keys_move_along_the_bars_and_say_each(chart: BarChart, qtbot: QtBot) -> None:
    said = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Home):
        qtbot.keyClick(chart.bars, key)
        said.append(chart.readout.text())
    assert said == ["day 0: 0", "day 1: 1", "day 4: 4", "day 4: 4", "day 0: 0"]
    assert chart.bars.accessibleDescription() == "day 0: 0"
    qtbot.keyClick(chart.bars, Qt.Key.Key_Left)
    assert chart.readout.text() == "day 0: 0"


def test_the_bar_under_the_pointer_is_said_until_it_leaves(chart: BarChart, qtbot: QtBot) -> None:
    qtbot.mouseMove(chart.bars, chart.bars.rect().center())
    qtbot.waitUntil(lambda: chart.readout.text() == "day 2: 2")
    chart.bars.choose(None)
    assert chart.readout.text() == "10 in all"


def test_bars_are_as_high_as_their_numbers(chart: BarChart, theme: Theme) -> None:
    chart.bars.clearFocus()
    picture = chart.bars.grab().toImage()
    accent = theme.palette.accent
    step = picture.width() / 5
    heights = [
        sum(picture.pixelColor(int((each + 0.5) * step), y).name() == accent for y in range(picture.height()))
        for each in range(5)
    ]
    assert heights[0] == 0
    assert heights[2] == pytest.approx(heights[4] / 2, abs=1)


def test_marks_become_fewer_evenly_where_there_is_little_room(chart: BarChart) -> None:
    assert chart.bars.shown_marks() == [0, 1, 2, 3, 4]
    chart.bars.resize(50, 100)
    assert chart.bars.shown_marks() == [0, 2, 4]
