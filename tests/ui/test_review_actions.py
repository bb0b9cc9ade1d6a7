"""What can be done in a review beside grading, by keys alone and by the mouse alone."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialogButtonBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from flashrl.model import ChangeKind, Quality, ReviewEvent, UnitChange
from flashrl.store import Collection
from flashrl.ui.card_information import CardInformation
from flashrl.ui.due_dialog import DueDialog
from flashrl.ui.main_window import MainWindow
from tests.ui.conftest import Clock
from tests.ui.test_review import cards, shown_text, study

Fill = Callable[[str], None]
Press = Callable[..., None]
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

WITHOUT_SCREEN = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""A menu cannot be raised where there is no screen."""


@pytest.fixture
def asked(window: MainWindow, fill: Fill, press: Press, qtbot: QtBot) -> MainWindow:
    """A window that asks the first of four cards."""
    qtbot.wait(1)  # the window is active now
    fill(cards("a", "b", "c", "d"))
    study(window, press)
    return window


def undo(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)


def dialog(window: MainWindow, kind: type[QWidget]) -> QWidget:
    (found,) = [each for each in window.findChildren(kind) if each.isVisible()]
    return found


def changes(collection: Collection) -> list[ChangeKind]:
    return [each.kind for each in collection.history() if isinstance(each, UnitChange)]


def menu_of(window: MainWindow, place: QPoint | None = None) -> QMenu:
    """The card's menu, opened by a right click."""
    card = window.review_page.card_view
    place = card.rect().center() if place is None else place
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, card.mapToGlobal(place))
    QApplication.sendEvent(card.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(window: MainWindow, qtbot: QtBot, *texts: str) -> None:
    """Click through the card's menu, as a person does by their texts."""
    menu = menu_of(window)
    for text in texts:
        (action,) = [each for each in menu.actions() if each.text().replace("&", "") == text]
        qtbot.mouseMove(menu, menu.actionGeometry(action).center())
        qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
        below = action.menu()
        if isinstance(below, QMenu):
            menu = below


# -- each of them --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "kind"), [("s", ChangeKind.SUSPENDED), ("@", ChangeKind.SUSPENDED), ("-", ChangeKind.BURIED)]
)
def test_a_key_takes_the_card_out_and_undo_brings_it_back(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection, key: str, kind: ChangeKind
) -> None:
    press(asked, key)
    assert shown_text(asked) == "Question b?"
    assert changes(collection) == [kind]
    assert asked.message_bar.text.endswith("Ctrl+Z takes it back.")
    undo(asked, qtbot)
    assert shown_text(asked) == "Question a?"
    assert asked.message_bar.text.startswith("Taken back: ")
    assert collection.marks() == {}


def test_a_buried_card_comes_tomorrow(
    asked: MainWindow, press: Press, collection: Collection, clock: Clock
) -> None:
    press(asked, "-", Qt.Key.Key_Escape)
    today = clock.now.date()
    assert [each.unit for each in collection.queue(today)] == ["b", "c", "d"]
    assert "a" in [each.unit for each in collection.queue(date(2026, 3, 3))]


def test_a_flag_is_said_in_words_and_the_same_one_again_takes_it_off(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    press(asked, Qt.Key.Key_Space)
    qtbot.keyClick(asked, Qt.Key.Key_2, CTRL)
    assert "Orange" in asked.review_page.top_bar.marks.text()
    assert asked.actions_["flag_2"].isChecked()
    assert collection.marks()["a"].flag == 2
    assert "Answer a." in shown_text(asked)  # the card stays as it was
    qtbot.keyClick(asked, Qt.Key.Key_2, CTRL)
    assert not asked.review_page.top_bar.marks.isVisible()
    assert collection.marks() == {}


def test_undo_of_a_flag_keeps_the_answer_in_view(asked: MainWindow, press: Press, qtbot: QtBot) -> None:
    press(asked, Qt.Key.Key_Space)
    qtbot.keyClick(asked, Qt.Key.Key_1, CTRL)
    undo(asked, qtbot)
    assert "Answer a." in shown_text(asked)
    assert not asked.review_page.top_bar.marks.isVisible()


def test_reset_makes_a_card_new(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection, clock: Clock
) -> None:
    press(asked, Qt.Key.Key_Space, "3", Qt.Key.Key_Escape)
    clock.pass_days(1)
    study(asked, press)
    qtbot.keyClick(asked, Qt.Key.Key_N, CTRL | SHIFT)
    assert "a" not in collection.states()
    undo(asked, qtbot)
    assert collection.states()["a"].repetitions == 1


def test_due_on_takes_days_from_the_keyboard(asked: MainWindow, qtbot: QtBot, collection: Collection) -> None:
    qtbot.keyClick(asked, Qt.Key.Key_D, CTRL | SHIFT)
    due = dialog(asked, DueDialog)
    assert isinstance(due, DueDialog)
    qtbot.keyClicks(due.focusWidget(), "10")
    assert due.words.text() == "Thursday, 12 March 2026, in 10 days"
    qtbot.keyClick(due.focusWidget(), Qt.Key.Key_Return)
    assert collection.states()["a"].due_on == date(2026, 3, 12)
    assert asked.message_bar.text == "Due on Thursday, 12 March 2026. Ctrl+Z takes it back."
    assert shown_text(asked) == "Question b?"


def test_due_on_is_given_up_by_escape(asked: MainWindow, qtbot: QtBot, collection: Collection) -> None:
    qtbot.keyClick(asked, Qt.Key.Key_D, CTRL | SHIFT)
    qtbot.keyClick(dialog(asked, DueDialog), Qt.Key.Key_Escape)
    assert changes(collection) == []
    assert shown_text(asked) == "Question a?"


def test_both_fields_of_due_on_say_the_same_day(asked: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(asked, Qt.Key.Key_D, CTRL | SHIFT)
    due = dialog(asked, DueDialog)
    assert isinstance(due, DueDialog)
    due.days.setValue(30)
    assert due.day.date().toPython() == date(2026, 4, 1)
    due.day.setDate(due.day.date().addDays(-1))
    assert due.days.value() == 29
    due.close()


def test_card_information_lists_every_event_with_its_state(
    asked: MainWindow, press: Press, qtbot: QtBot, clock: Clock
) -> None:
    press(asked, Qt.Key.Key_Space, "3")
    undo(asked, qtbot)
    press(asked, Qt.Key.Key_Space, "4", Qt.Key.Key_Escape)
    clock.pass_days(1)
    study(asked, press)
    qtbot.keyClick(asked, Qt.Key.Key_3, CTRL)
    qtbot.keyClick(asked, Qt.Key.Key_I, CTRL)
    information = dialog(asked, CardInformation)
    assert isinstance(information, CardInformation)
    items = [information.events.topLevelItem(row) for row in range(3)]
    rows = [[item.text(column) for column in range(1, 7)] for item in items if item is not None]
    assert rows == [
        ["Flag: Green", "", "", "1 d", "EF 2.60", "2026-03-03"],
        ["Review", "5 Perfect", "0 s", "1 d", "EF 2.60", "2026-03-03"],
        ["Review (taken back)", "4 Good", "0 s", "", "", ""],
    ]
    assert [item.font(1).strikeOut() for item in items if item is not None] == [False, False, True]
    lines = information.facts.text().split("\n")
    assert lines[1:] == [
        "Due on 2026-03-03 (today) · interval 1 d · EF 2.60 · 1 passed in a row · 0 lapses",
        "Flag: Green",
        "1 review · 100 % passed · 0 s in all, 0 s on average",
    ]
    qtbot.keyClick(information, Qt.Key.Key_Escape)
    assert not information.isVisible()


# -- undo without limit --------------------------------------------------------------------------


def test_everything_in_a_session_is_taken_back_one_after_the_other(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    press(asked, Qt.Key.Key_Space, "1", "s")  # a fails, b is suspended
    qtbot.keyClick(asked, Qt.Key.Key_1, CTRL)  # c is flagged
    press(asked, "-", Qt.Key.Key_Space, "4", Qt.Key.Key_Space, "3")  # and buried; d is known, a drilled
    assert asked.review_page.unit is None
    for said in ("the grade Good", "the grade Easy", "buried until tomorrow", "the change of flag"):
        undo(asked, qtbot)
        assert asked.message_bar.text == f"Taken back: {said}."
    for said, question in (("suspended", "b"), ("the grade Again", "a")):
        undo(asked, qtbot)
        assert asked.message_bar.text == f"Taken back: {said}."
        assert shown_text(asked) == f"Question {question}?"
    assert not asked.review_page.undo_button.isEnabled()
    assert collection.history() == []
    assert asked.review_page.counts.text() == "4 new"


# -- leeches -------------------------------------------------------------------------------------


@pytest.fixture
def leech(asked: MainWindow, press: Press, collection: Collection, clock: Clock) -> MainWindow:
    """A window that has just seen a card be forgotten once too often."""
    collection.set_setting("leech_lapses", 1)
    collection.record(ReviewEvent("a", clock.now, clock.now.date(), Quality.PASS))
    press(asked, Qt.Key.Key_Escape)
    clock.pass_days(1)
    study(asked, press)
    press(asked, Qt.Key.Key_Space, "1")
    return asked


def test_a_leech_is_told_of_with_what_to_do(leech: MainWindow) -> None:
    assert leech.message_bar.text.startswith("Forgotten once: this card is a leech now.")
    assert [button.text() for button in leech.message_bar.choices] == ["&Edit it", "&Suspend it"]


def test_a_leech_is_suspended_from_the_notice_while_another_card_is_asked(
    leech: MainWindow, qtbot: QtBot, collection: Collection
) -> None:
    before = shown_text(leech)
    qtbot.mouseClick(leech.message_bar.choices[1], LEFT)
    assert collection.marks()["a"].is_suspended
    assert shown_text(leech) == before
    assert "to drill" not in leech.review_page.counts.text()
    undo(leech, qtbot)
    assert collection.marks() == {}
    assert "1 to drill" in leech.review_page.counts.text()


def test_a_leech_is_suspended_from_the_notice_after_the_session_too(
    leech: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    press(leech, Qt.Key.Key_Escape)
    qtbot.mouseClick(leech.message_bar.choices[1], LEFT)
    assert collection.marks()["a"].is_suspended
    assert leech.message_bar.text.startswith("Suspended: ")
    assert leech.stack.currentWidget() is leech.today_page


def test_a_leech_is_edited_from_the_notice(leech: MainWindow, qtbot: QtBot) -> None:
    leech.message_bar.choices[0].setFocus()
    qtbot.keyClick(leech.message_bar.choices[0], Qt.Key.Key_Space)
    assert leech.stack.currentWidget() is leech.editing.page
    qtbot.waitUntil(lambda: "Question a?" in leech.editing.page.editor.toPlainText())


def test_a_leech_is_tagged_on_its_card(leech: MainWindow, press: Press) -> None:
    press(leech, *(Qt.Key.Key_Space, "3") * 3)
    assert shown_text(leech) == "Question a?"  # in the drill
    assert leech.review_page.top_bar.marks.text() == "leech"


# -- the time ------------------------------------------------------------------------------------


def seconds(collection: Collection) -> list[float]:
    return [event.seconds for event in collection.events()]


def test_a_pause_covers_the_card_and_its_time_does_not_count(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection, clock: Clock
) -> None:
    clock.pass_seconds(7)
    qtbot.keyClick(asked, Qt.Key.Key_P, SHIFT)
    assert not asked.review_page.card_view.isVisible()
    clock.pass_seconds(100)
    press(asked, Qt.Key.Key_Space)  # any key goes on, and does no more than that
    assert asked.review_page.card_view.isVisible()
    assert shown_text(asked) == "Question a?"
    clock.pass_seconds(5)
    press(asked, Qt.Key.Key_Space, "3")
    assert seconds(collection) == [12.0]


def test_in_a_pause_nothing_is_graded_or_changed(
    asked: MainWindow, qtbot: QtBot, collection: Collection
) -> None:
    page = asked.review_page
    asked.actions_["pause"].trigger()
    assert not any(asked.actions_[name].isEnabled() for name in ("suspend", "bury", "due_on", "flag_1"))
    page.change(ChangeKind.SUSPENDED)
    page.grade(Quality.PASS)
    assert collection.history() == []
    qtbot.mouseClick(page.time.cover.button, LEFT)
    assert page.card_view.isVisible()
    assert asked.actions_["suspend"].isEnabled()


def test_undo_ends_a_pause(asked: MainWindow, press: Press, qtbot: QtBot) -> None:
    press(asked, Qt.Key.Key_Space, "3")
    qtbot.keyClick(asked, Qt.Key.Key_P, SHIFT)
    undo(asked, qtbot)
    assert not asked.review_page.time.is_paused
    assert shown_text(asked) == "Question a?"
    assert asked.review_page.grade_bar.isEnabled()


def test_the_time_in_another_window_or_on_another_page_does_not_count(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection, clock: Clock
) -> None:
    clock.pass_seconds(3)
    press(asked, "e")  # the editor
    clock.pass_seconds(60)
    press(asked, Qt.Key.Key_Escape)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not asked.isActiveWindow())
    clock.pass_seconds(60)
    other.close()
    asked.activateWindow()
    qtbot.waitUntil(asked.isActiveWindow)
    clock.pass_seconds(4)
    press(asked, Qt.Key.Key_Space, "3")
    assert seconds(collection) == [7.0]


def test_no_answer_takes_more_than_five_minutes(
    asked: MainWindow, press: Press, collection: Collection, clock: Clock
) -> None:
    clock.pass_seconds(3600)
    press(asked, Qt.Key.Key_Space, "3")
    assert seconds(collection) == [300.0]


def test_the_time_is_shown_where_it_is_wanted(
    asked: MainWindow, press: Press, collection: Collection, clock: Clock, qtbot: QtBot
) -> None:
    assert not asked.review_page.top_bar.time.isVisible()
    collection.set_setting("show_timer", True)
    press(asked, Qt.Key.Key_Escape)
    study(asked, press)
    clock.pass_seconds(83)
    qtbot.waitUntil(lambda: asked.review_page.top_bar.time.text() == "1:23")
    press(asked, "s", "s", "s", "s")
    assert not asked.review_page.top_bar.time.isVisible()


# -- whole sessions ------------------------------------------------------------------------------


def test_a_whole_session_by_keys_alone(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    press(asked, Qt.Key.Key_Space, "1")
    qtbot.keyClick(asked, Qt.Key.Key_4, CTRL)
    press(asked, "s")
    qtbot.keyClick(asked, Qt.Key.Key_D, CTRL | SHIFT)
    qtbot.keyClick(dialog(asked, DueDialog), Qt.Key.Key_Return)
    qtbot.keyClick(asked, Qt.Key.Key_I, CTRL)
    qtbot.keyClick(dialog(asked, CardInformation), Qt.Key.Key_Escape)
    qtbot.keyClick(asked, Qt.Key.Key_P, SHIFT)
    press(asked, "x")
    qtbot.keyClick(asked, Qt.Key.Key_N, CTRL | SHIFT)
    press(asked, Qt.Key.Key_Space, "4")
    assert asked.review_page.unit is None
    done = ["flagged", "suspended", "rescheduled", "reset"]
    assert [kind.value for kind in changes(collection)] == done
    press(asked, Qt.Key.Key_Space)
    assert asked.stack.currentWidget() is asked.today_page


@WITHOUT_SCREEN
def test_a_whole_session_by_the_mouse_alone(asked: MainWindow, qtbot: QtBot, collection: Collection) -> None:
    page = asked.review_page
    qtbot.mouseClick(page.reveal_button, LEFT)
    qtbot.mouseClick(page.grade_buttons[Quality.PASS], LEFT)
    choose(asked, qtbot, "Flag", "Red flag")
    choose(asked, qtbot, "Pause")
    qtbot.mouseClick(page.time.cover.button, LEFT)
    choose(asked, qtbot, "Suspend")
    choose(asked, qtbot, "Due on…")
    due = dialog(asked, DueDialog)
    assert isinstance(due, DueDialog)
    qtbot.mouseClick(due.buttons.button(QDialogButtonBox.StandardButton.Ok), LEFT)
    choose(asked, qtbot, "Card information")
    information = dialog(asked, CardInformation)
    assert isinstance(information, CardInformation)
    qtbot.mouseClick(information.buttons.button(QDialogButtonBox.StandardButton.Close), LEFT)
    choose(asked, qtbot, "Bury until tomorrow")
    assert page.unit is None
    done = ["flagged", "suspended", "rescheduled", "buried"]
    assert [kind.value for kind in changes(collection)] == done
    for _ in range(5):
        qtbot.mouseClick(page.undo_button, LEFT)
    assert collection.history() == []
    choose(asked, qtbot, "Reset to new")
    qtbot.mouseClick(page.top_bar.leave_button, LEFT)
    assert asked.stack.currentWidget() is asked.today_page


# -- the menu ------------------------------------------------------------------------------------


@WITHOUT_SCREEN
def test_the_menu_opens_by_its_button_and_by_its_keys(asked: MainWindow, qtbot: QtBot) -> None:
    def texts() -> list[str]:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found = [each.text().replace("&", "") for each in menu.actions() if each.text()]
        menu.close()
        return found

    wanted = [
        *("Edit this card", "Suspend", "Bury until tomorrow", "Flag", "Due on…", "Reset to new"),
        *("Card information", "Undo", "Pause"),
    ]
    qtbot.mouseClick(asked.review_page.top_bar.more_button, LEFT)
    assert texts() == wanted
    qtbot.keyClick(asked, Qt.Key.Key_F10, SHIFT)
    assert texts() == wanted
    card = asked.review_page.card_view
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(card, event)
    assert texts() == wanted


def test_at_the_end_nothing_is_offered_for_a_card_that_is_not_there(asked: MainWindow, press: Press) -> None:
    press(asked, "s", "s", "s", "s")
    names = ("suspend", "bury", "flag_1", "due_on", "reset_card", "card_information", "edit_card")
    assert not any(asked.actions_[name].isEnabled() for name in names)
    assert asked.actions_["undo"].isEnabled()
    assert not asked.review_page.top_bar.more_button.isVisible()


def test_space_on_a_button_of_the_bar_presses_that_button(
    asked: MainWindow, press: Press, collection: Collection
) -> None:
    press(asked, Qt.Key.Key_Space, "3")
    asked.review_page.undo_button.setFocus()
    press(asked, Qt.Key.Key_Space)
    assert collection.events() == []
    assert not asked.review_page.is_revealed


def test_every_button_of_a_review_has_a_name(asked: MainWindow, press: Press, qtbot: QtBot) -> None:
    def nameless() -> list[QAbstractButton]:
        buttons = [each for each in asked.findChildren(QAbstractButton) if each.isVisible()]
        assert buttons
        own = [each for each in buttons if not each.objectName().startswith("qt_")]
        return [each for each in own if not (each.accessibleName() or each.text())]

    assert nameless() == []
    press(asked, Qt.Key.Key_Space)
    assert nameless() == []
    qtbot.keyClick(asked, Qt.Key.Key_P, SHIFT)
    assert nameless() == []
    press(asked, "x")
    qtbot.keyClick(asked, Qt.Key.Key_D, CTRL | SHIFT)
    assert nameless() == []
    dialog(asked, DueDialog).close()
    qtbot.keyClick(asked, Qt.Key.Key_I, CTRL)
    assert nameless() == []
    dialog(asked, CardInformation).close()


def test_at_the_end_a_right_click_opens_nothing(asked: MainWindow, press: Press) -> None:
    press(asked, "s", "s", "s", "s")
    page = asked.review_page
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(9, 9), page.mapToGlobal(QPoint(9, 9)))
    QApplication.sendEvent(page, event)
    assert QApplication.activePopupWidget() is None


def test_a_low_window_does_not_grow_on_the_way_back_from_the_end(
    asked: MainWindow, press: Press, qtbot: QtBot
) -> None:
    press(asked, Qt.Key.Key_Space, "1", "s", "s", "s", "s")  # with what was missed, the end needs room
    asked.resize(480, 1)
    low = asked.height()
    undo(asked, qtbot)
    assert shown_text(asked) == "Question a?"
    assert asked.height() == low
