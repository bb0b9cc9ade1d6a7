"""After a break: what waits may be spread over some days, from the Today page."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl.model import Quality, ReviewEvent
from flashrl.scheduling.queue import ALL, Backlog, Limits
from flashrl.store import Collection
from flashrl.ui import tasks
from flashrl.ui.backlog_bar import BacklogBar
from flashrl.ui.main_window import MainWindow
from tests.ui.conftest import Clock

COUNT = 30
CARDS = "".join(f"### Q{n}?\n<!-- card\nid: c{n}\n-->\n\nA.\n" for n in range(COUNT))


def review(collection: Collection, clock: Clock, *numbers: int) -> None:
    for number in numbers:
        collection.record(ReviewEvent(f"c{number}", clock(), clock().date(), Quality.PASS))


@pytest.fixture
def come_back(
    window: MainWindow, fill: Callable[[str], None], collection: Collection, clock: Clock
) -> Callable[[int], BacklogBar]:
    """Look at the Today page so many days after the last of five days with six reviews each."""
    fill(CARDS)
    collection.set_limits(ALL, Limits(new=0))
    for day in range(5):
        review(collection, clock, *range(6 * day, 6 * day + 6))
        clock.pass_days(1)

    def look(days: int) -> BacklogBar:
        clock.pass_days(days - 1)
        show(window)
        return window.today_page.backlog_bar

    return look


def show(window: MainWindow) -> None:
    window.show_today()
    window.daily.catching_up.look()
    tasks.wait_for_all()
    QApplication.processEvents()


def texts(bar: BacklogBar) -> list[str]:
    return [button.text().replace("\n", ", ") for button in bar.buttons]


def pressed(bar: BacklogBar) -> list[int]:
    return [number for number, button in enumerate(bar.buttons) if button.isChecked()]


def click(qtbot: QtBot, bar: BacklogBar, number: int) -> None:
    before = bar.label.text()
    qtbot.mouseClick(bar.buttons[number], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.label.text() != before)


def test_after_weeks_it_is_offered_to_spread_what_waits(come_back: Callable[[int], BacklogBar]) -> None:
    bar = come_back(23)
    assert bar.isVisible()
    assert bar.label.text() == "30 cards are waiting after 23 days."
    assert texts(bar) == ["All now, 30 today", "3 days, 10 a day", "7 days, 5 a day", "14 days, 3 a day"]
    assert pressed(bar) == [0]


def test_after_a_week_nothing_is_offered(come_back: Callable[[int], BacklogBar]) -> None:
    assert not come_back(7).isVisible()


def test_spreading_changes_how_many_are_asked_and_no_due_day(
    come_back: Callable[[int], BacklogBar],
    window: MainWindow,
    collection: Collection,
    clock: Clock,
    qtbot: QtBot,
) -> None:
    bar, before = come_back(23), collection.states()
    click(qtbot, bar, 2)
    assert bar.label.text() == "30 of 30 left, 5 a day until 4 April."
    assert pressed(bar) == [2]
    assert window.today_page.summary.text() == "5 to review"
    assert collection.states() == before
    assert len(collection.queue(clock().date())) == 5


def test_the_plan_says_how_far_it_is_and_goes_when_it_is_done(
    come_back: Callable[[int], BacklogBar],
    window: MainWindow,
    collection: Collection,
    clock: Clock,
    qtbot: QtBot,
) -> None:
    bar = come_back(23)
    click(qtbot, bar, 1)
    review(collection, clock, *range(10))
    show(window)
    assert bar.label.text() == "20 of 30 left, 10 a day until 31 March. Today's are done."
    assert window.today_page.summary.text() == "All done for today"
    assert not window.today_page.start_button.isEnabled()
    clock.pass_days(1)
    review(collection, clock, *range(10, 20))
    clock.pass_days(1)
    show(window)
    assert bar.label.text() == "10 of 30 left, 10 a day until 31 March."
    review(collection, clock, *range(20, 30))
    show(window)
    assert not bar.isVisible()


def test_a_plan_can_be_changed_back(
    come_back: Callable[[int], BacklogBar],
    collection: Collection,
    clock: Clock,
    qtbot: QtBot,
) -> None:
    bar = come_back(23)
    click(qtbot, bar, 3)
    assert collection.backlog(clock().date()) == (Backlog(clock().date(), days=14, total=30), 30)
    click(qtbot, bar, 0)
    assert collection.backlog(clock().date()) is None
    assert bar.label.text() == "30 cards are waiting after 23 days."


def test_the_choice_is_made_by_keys_and_said_in_words(
    come_back: Callable[[int], BacklogBar],
    window: MainWindow,
    collection: Collection,
    clock: Clock,
    qtbot: QtBot,
) -> None:
    bar = come_back(23)
    window.today_page.import_button.setFocus()
    for _ in range(3):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is bar.buttons[2]
    assert bar.buttons[2].accessibleName() == "Spread over 7 days, 5 a day"
    qtbot.keyClick(bar.buttons[2], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: collection.backlog(clock().date()) is not None)


def test_the_four_choices_fit_a_narrow_window(
    come_back: Callable[[int], BacklogBar], window: MainWindow, qtbot: QtBot
) -> None:
    bar = come_back(23)
    window.resize(480, 700)
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in bar.buttons))
    assert len({button.y() for button in bar.buttons}) == 1
    assert all(button.mapTo(bar, QPoint(button.width(), 0)).x() <= bar.width() for button in bar.buttons)


def test_a_plan_that_cannot_be_kept_is_told(
    come_back: Callable[[int], BacklogBar], window: MainWindow, collection: Collection, qtbot: QtBot
) -> None:
    bar = come_back(23)
    collection._db.execute("PRAGMA query_only = 1")
    qtbot.mouseClick(bar.buttons[1], Qt.MouseButton.LeftButton)
    assert "the collection may not be written" in window.message_bar.text
    qtbot.waitUntil(lambda: pressed(bar) == [0])
    collection._db.execute("PRAGMA query_only = 0")
