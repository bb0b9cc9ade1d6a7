"""The settings page: each change counts at once, and what cannot be kept is set back."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from flashrl.model import Quality, ReviewEvent
from flashrl.scheduling.queue import ALL, Limits, Order
from flashrl.scheduling.scheduler import SchedulerName
from flashrl.store import Collection
from flashrl.ui import tasks
from flashrl.ui.main_window import MainWindow
from flashrl.ui.settings_page import SettingsPage
from tests.ui.conftest import Clock

CARDS = "".join(f"### Q{n}?\n<!-- card\nid: c{n}\n-->\n\nA.\n" for n in range(3))


@pytest.fixture
def page(window: MainWindow, fill: Callable[[str], None]) -> SettingsPage:
    fill(CARDS)
    window.actions_["settings"].trigger()
    return window.configuring.page


@contextmanager
def read_only(collection: Collection) -> Iterator[None]:
    collection._db.execute("PRAGMA query_only = 1")
    yield
    collection._db.execute("PRAGMA query_only = 0")


def grade_all(collection: Collection, clock: Clock, quality: Quality, days: int = 0) -> None:
    """Grade every card, so many days later."""
    clock.pass_days(days)
    for number in range(3):
        collection.record(ReviewEvent(f"c{number}", clock(), clock().date(), quality))


def switch(window: MainWindow, qtbot: QtBot, name: SchedulerName) -> None:
    qtbot.mouseClick(window.configuring.page.scheduler.names.buttons[name], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.configuring.switch.is_running)


def test_ctrl_6_opens_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.currentWidget() is window.configuring.page
    assert window.sidebar.buttons["settings"].isChecked()


def test_a_number_is_kept_at_once(page: SettingsPage, collection: Collection, qtbot: QtBot) -> None:
    qtbot.keyClick(page.new_per_day, Qt.Key.Key_Up)
    assert collection.limits()[ALL] == Limits(21, None)
    qtbot.keyClick(page.leech_lapses, Qt.Key.Key_Down)
    assert collection.leech_lapses() == 7


def test_a_cleared_limit_is_no_limit(page: SettingsPage, collection: Collection, qtbot: QtBot) -> None:
    field = page.reviews_per_day
    assert field.text() == "no limit"
    field.selectAll()
    qtbot.keyClicks(field, "50")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert collection.limits()[ALL] == Limits(20, 50)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (collection.limits()[ALL], field.text()) == (Limits(20, None), "no limit")


def test_a_click_into_the_words_lets_a_number_be_typed(
    page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    field = page.reviews_per_day
    field.setFocus()
    qtbot.mouseClick(field.lineEdit(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    qtbot.waitUntil(field.lineEdit().hasSelectedText)
    qtbot.keyClicks(field, "40")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert collection.limits()[ALL] == Limits(20, 40)


def test_the_day_starts_at_the_hour_that_was_set(
    page: SettingsPage, window: MainWindow, clock: Clock
) -> None:
    assert window.studying.today == date(2026, 3, 2)
    page.rollover_hour.setValue(clock.now.hour + 1)
    assert window.studying.today == date(2026, 3, 1)


def test_the_order_is_chosen(page: SettingsPage, collection: Collection, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.order.buttons[Order.RANDOM], Qt.MouseButton.LeftButton)
    assert collection.setting("order", "") == "random"


def test_what_cannot_be_kept_is_set_back_and_told(
    page: SettingsPage, window: MainWindow, collection: Collection, qtbot: QtBot
) -> None:
    with read_only(collection):
        qtbot.keyClick(page.leech_lapses, Qt.Key.Key_Up)
        qtbot.mouseClick(page.order.buttons[Order.RANDOM], Qt.MouseButton.LeftButton)
    assert (page.leech_lapses.value(), page.order.value) == (8, Order.AUTHOR)
    assert "the collection may not be written" in window.message_bar.text
    qtbot.keyClick(page.leech_lapses, Qt.Key.Key_Up)
    assert collection.leech_lapses() == 9


def test_settings_that_changed_elsewhere_are_shown_when_the_page_opens(
    page: SettingsPage, window: MainWindow, collection: Collection
) -> None:
    window.show_today()
    collection.set_limits(ALL, Limits(3, 4))
    collection.set_setting("order", "random")
    window.show_settings()
    assert (page.new_per_day.value(), page.reviews_per_day.value()) == (3, 4)
    assert page.order.value == Order.RANDOM


# -- decks with limits of their own --------------------------------------------------------------


def test_a_deck_is_limited_and_freed_by_keys(
    page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    limits = page.deck_limits
    assert limits.empty.isVisible()
    qtbot.keyClick(limits.add_button, Qt.Key.Key_Space)
    row = limits.rows["Test"]
    assert not limits.add_button.isEnabled()
    qtbot.waitUntil(lambda: row.new.lineEdit().hasSelectedText())
    qtbot.keyClicks(row.new, "5")
    qtbot.keyClick(row.new, Qt.Key.Key_Return)
    assert collection.limits()["Test"] == Limits(5, None)
    row.reviews.setValue(30)
    assert collection.limits()["Test"] == Limits(5, 30)
    qtbot.keyClick(row.remove_button, Qt.Key.Key_Space)
    assert collection.limits().keys() == {ALL}
    assert limits.empty.isVisible()


def test_without_decks_there_is_none_to_be_limited(window: MainWindow) -> None:
    window.show_settings()
    limits = window.configuring.page.deck_limits
    assert limits.empty.isVisible()
    assert not limits.decks.isVisible()


def test_tab_goes_through_the_limits_from_above_to_below(
    page: SettingsPage, window: MainWindow, collection: Collection, qtbot: QtBot
) -> None:
    for deck in ("A", "B"):
        collection.set_limits(deck, Limits(5, None))
    page.open()
    QApplication.processEvents()
    page.reviews_per_day.setFocus()
    passed = []
    for _ in range(8):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        passed.append(window.focusWidget())
    limits = page.deck_limits
    assert passed == [*limits.rows["A"].fields, *limits.rows["B"].fields, limits.decks, limits.add_button]


def test_a_limit_that_cannot_be_kept_is_set_back(
    page: SettingsPage, window: MainWindow, collection: Collection
) -> None:
    collection.set_limits("Test", Limits(5, None))
    page.open()
    with read_only(collection):
        page.deck_limits.rows["Test"].new.setValue(6)
    assert page.deck_limits.rows["Test"].new.value() == 5
    assert "the collection may not be written" in window.message_bar.text


# -- what is in the menus too --------------------------------------------------------------------


def test_the_scale_and_the_colours_are_those_of_the_menus(
    page: SettingsPage, window: MainWindow, collection: Collection, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.full_scale, Qt.MouseButton.LeftButton, pos=QPoint(8, page.full_scale.height() // 2))
    assert window.actions_["full_scale"].isChecked()
    assert collection.setting("full_scale", False) is True
    qtbot.mouseClick(page.theme.buttons["dark"], Qt.MouseButton.LeftButton)
    assert collection.setting("theme", "") == "dark"
    window.actions_["theme_light"].trigger()
    assert page.theme.value == "light"
    window.actions_["write_answers"].trigger()
    assert page.write_answers.isChecked()


def test_the_time_on_the_card_is_switched_on(page: SettingsPage, collection: Collection) -> None:
    assert not page.show_timer.isChecked()
    page.show_timer.click()
    assert collection.setting("show_timer", False) is True


# -- the scheduler -------------------------------------------------------------------------------


def test_switching_replays_every_review_and_says_what_it_moved(
    window: MainWindow, page: SettingsPage, collection: Collection, clock: Clock, qtbot: QtBot
) -> None:
    grade_all(collection, clock, Quality.PERFECT)
    grade_all(collection, clock, Quality.PASS, days=1)
    before = collection.states()
    window.show_settings()
    assert window.focusWidget() is page.scheduler.names.buttons[SchedulerName.SM2]
    switch(window, qtbot, SchedulerName.FSRS)
    assert collection.scheduler_name == (SchedulerName.FSRS, 0.9)
    assert page.scheduler.outcome.text() == "FSRS from now on: 3 of 3 cards moved to another day."
    assert window.message_bar.text == page.scheduler.outcome.text()
    assert page.scheduler.retention.isEnabled()
    switch(window, qtbot, SchedulerName.SM2)
    assert collection.states() == before


def test_the_next_session_previews_with_the_new_scheduler(
    window: MainWindow, page: SettingsPage, clock: Clock, qtbot: QtBot
) -> None:
    switch(window, qtbot, SchedulerName.FSRS)
    assert page.scheduler.outcome.text() == "FSRS from now on."
    window.study("")
    window.review_page.reveal()
    window.review_page.grade(Quality.PERFECT)
    window.show_today()
    (state,) = (each for each in window._collection.states().values() if not each.is_new)
    assert state.due_on == clock.now.date().replace(day=10)  # 8 days; SM-2 would say 1


def test_another_desired_retention_is_taken_when_its_field_is_left(
    window: MainWindow, page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    switch(window, qtbot, SchedulerName.FSRS)
    field = page.scheduler.retention
    assert (field.minimum(), field.maximum()) == (70, 97)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert collection.scheduler_name == (SchedulerName.FSRS, 0.9)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.configuring.switch.is_running)
    assert collection.scheduler_name == (SchedulerName.FSRS, 0.88)


def test_a_switch_that_is_cancelled_leaves_all_as_it_was(
    window: MainWindow, page: SettingsPage, collection: Collection, clock: Clock, qtbot: QtBot
) -> None:
    grade_all(collection, clock, Quality.PERFECT)
    before = collection.states()
    window.show_settings()
    # What follows the first paint writes as well, and would wait here.
    qtbot.waitUntil(lambda: window.daily._path_study is not None and not window.traffic.folder_sync.is_busy)
    with closing(sqlite3.connect(collection.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # the switch waits for its turn
        page.scheduler.names.buttons[SchedulerName.FSRS].click()
        switching = window.configuring.switch
        qtbot.waitUntil(lambda: window.stack.currentWidget() is switching.page)
        assert not window.sidebar.isVisible()
        qtbot.keyClick(switching.page.cancel_button, Qt.Key.Key_Escape)
        other.execute("ROLLBACK")
        qtbot.waitUntil(lambda: not switching.is_running)
    assert window.stack.currentWidget() is page
    assert page.scheduler.names.value is SchedulerName.SM2
    assert window.message_bar.text == "Cancelled. All is as it was."
    assert (collection.scheduler_name[0], collection.states()) == (SchedulerName.SM2, before)


def test_a_switch_that_fails_is_told_and_set_back(
    window: MainWindow, page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    with closing(sqlite3.connect(collection.path)) as other:
        other.execute("CREATE TRIGGER t BEFORE INSERT ON settings BEGIN SELECT RAISE(ABORT, 'not now'); END")
    switch(window, qtbot, SchedulerName.FSRS)
    assert "not now" in window.message_bar.text
    assert page.scheduler.names.value is SchedulerName.SM2


# -- how it is used ------------------------------------------------------------------------------


def test_the_wheel_scrolls_past_fields_and_changes_none(page: SettingsPage, window: MainWindow) -> None:
    window.resize(600, 400)
    page.scheduler.names.setFocus()
    field = page.new_per_day
    middle = QPointF(field.rect().center())
    turn = QWheelEvent(
        middle,
        QPointF(field.mapToGlobal(field.rect().center())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, turn)
    assert field.value() == 20


def test_no_two_things_share_a_mnemonic(page: SettingsPage, window: MainWindow) -> None:
    texts = [each.text() for each in window.menuBar().actions()]
    texts += [each.text() for each in page.findChildren(QLabel)]
    texts += [each.text() for each in page.findChildren(QAbstractButton)]
    letters = [text[text.index("&") + 1].upper() for text in texts if "&" in text]
    assert len(letters) > 15
    assert len(letters) == len(set(letters)), sorted(letters)


def test_every_field_has_a_name_and_fits_a_narrow_window(page: SettingsPage, window: MainWindow) -> None:
    window.resize(480, 700)
    QApplication.processEvents()
    assert page.horizontalScrollBar().maximum() == 0
    fields = [
        each
        for each in page.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and not isinstance(each.parent(), QSpinBox)
    ]
    assert len(fields) > 10
    for each in fields:
        assert each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()), each
        assert each.mapTo(page, QPoint(each.width(), 0)).x() <= page.viewport().width()


def test_one_of_a_few_says_what_it_is_one_of(page: SettingsPage) -> None:
    fsrs = page.scheduler.names.buttons[SchedulerName.FSRS]
    assert fsrs.accessibleName() == "Scheduler: FSRS"
    assert fsrs.accessibleDescription().startswith("SM-2 lengthens intervals")


def test_the_deck_folders_are_one_click_away(page: SettingsPage, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.decks_button, Qt.MouseButton.LeftButton)
    assert window.stack.currentWidget() is window.traffic.decks_page
    tasks.wait_for_all()
