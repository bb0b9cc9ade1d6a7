"""What is done to the cards that are selected on the page of all cards."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from flashrl.errors import CollectionError
from flashrl.model import ChangeKind, EventKind, Quality, ReviewEvent, UnitChange
from flashrl.store import Collection
from flashrl.store.practice import Choice, Standing
from flashrl.ui.browse_page import BrowsePage
from flashrl.ui.due_dialog import DueDialog
from flashrl.ui.main_window import MainWindow
from tests.ui.browsing import LEFT, PATIENCE_MS, TODAY, cards, listed, select, settle, texts
from tests.ui.conftest import Clock

Fill = Callable[[str], None]
Press = Callable[..., None]


def test_selected_cards_are_suspended_and_asked_again_by_keys(
    window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    press(window, Qt.Key.Key_Down)
    qtbot.keyClick(browse.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert browse.summary.text() == "4 cards · 2 selected"
    press(window, "s")
    settle(qtbot, window)
    assert window.message_bar.text == "Suspended, 2 cards. Ctrl+Z takes it back."
    assert (texts(browse)[-1], browse.table.selected()) == ("suspended", ["a", "b"])
    browse.filters.show_choice(Choice(standing=Standing.SUSPENDED, today=TODAY))
    settle(qtbot, window)
    assert listed(browse) == "ab"
    qtbot.keyClick(browse.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(window, "a")
    settle(qtbot, window)
    assert (listed(browse), collection.marks()) == ("", {})


def test_what_was_buried_is_asked_again(
    window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot, collection: Collection, clock: Clock
) -> None:
    collection.change(UnitChange("c", clock(), TODAY, ChangeKind.BURIED))
    browse.filters.states.setCurrentText("Buried today")
    settle(qtbot, window)
    assert (listed(browse), texts(browse)[-1]) == ("c", "buried")
    press(window, Qt.Key.Key_Down, "a")
    assert [each.unit for each in collection.queue(TODAY)] == list("abcd")


def test_only_what_it_changes_is_changed(
    window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    select(browse, qtbot, 0)
    press(window, "a")
    assert window.message_bar.text == "Nothing to bring back: none of these is suspended or buried."
    press(window, "s")
    browse.table.selectAll()
    press(window, "s")
    assert window.message_bar.text == "Suspended, 3 cards. Ctrl+Z takes it back."
    press(window, "s")
    assert window.message_bar.text == "Suspended already."
    assert len(collection.history()) == 4


def test_the_last_change_is_taken_back_first(
    window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    select(browse, qtbot, 0, 2)
    press(window, "s")
    window.browsing.page.menu.flag_chosen.emit(3)
    assert {unit: each.flag for unit, each in collection.marks().items()} == {"a": 3, "c": 3}
    for left in ({"a": 0, "c": 0}, {}):
        qtbot.keyClick(browse.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert {unit: each.flag for unit, each in collection.marks().items()} == left
    assert window.message_bar.text == "Taken back: suspended, 2 cards."
    assert not window.actions_["undo_units"].isEnabled()


def test_the_menu_offers_all_that_can_be_done_and_the_flags(
    window: MainWindow, browse: BrowsePage, qtbot: QtBot, collection: Collection
) -> None:
    select(browse, qtbot, 1)
    offered = [each for each in browse.menu.actions() if not each.isSeparator()]
    for name in ("suspend_units", "resume_units", "due_units", "reset_units", "unit_information"):
        assert window.actions_[name] in offered
    assert browse.menu.flags.menuAction() in offered
    (red,) = [each for each in browse.menu.flags.actions() if "Red" in each.text()]
    red.trigger()
    settle(qtbot, window)
    assert (collection.marks()["b"].flag, texts(browse, 1)[-1]) == (1, "⚑ Red")


def test_cards_get_another_due_day(
    window: MainWindow, browse: BrowsePage, qtbot: QtBot, collection: Collection
) -> None:
    select(browse, qtbot, 0, 1)
    window.actions_["due_units"].trigger()
    (dialog,) = window.findChildren(DueDialog)
    dialog.day.setDate(QDate(2026, 3, 9))
    dialog.accept()
    assert {unit: each.due_on for unit, each in collection.states().items()} == {
        "a": date(2026, 3, 9),
        "b": date(2026, 3, 9),
    }


def test_a_card_is_reset(
    window: MainWindow, browse: BrowsePage, qtbot: QtBot, collection: Collection, clock: Clock
) -> None:
    collection.record(ReviewEvent("a", clock(), TODAY, Quality.PASS))
    select(browse, qtbot, 0)
    window.actions_["reset_units"].trigger()
    assert collection.states() == {}


@pytest.mark.usefixtures("browse")
def test_a_change_that_cannot_be_written_is_told_and_changes_nothing(
    window: MainWindow, press: Press, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> list[int]:
        raise CollectionError("the disk is full", "free some space; nothing was lost")

    monkeypatch.setattr(collection, "change_all", full)
    press(window, Qt.Key.Key_Down, "s")
    assert window.message_bar.text == "the disk is full — free some space; nothing was lost"
    assert not window.browsing.changes.can_undo


def test_many_cards_are_changed_off_the_window_and_back(
    window: MainWindow, fill: Fill, qtbot: QtBot, collection: Collection
) -> None:
    fill(cards(*(f"n{number}" for number in range(250))))
    window.show_browse()
    settle(qtbot, window)
    window.browsing.page.table.selectAll()
    for action, left in (("suspend_units", 250), ("undo_units", 0)):
        with qtbot.waitSignal(window.browsing.changes.changed, timeout=PATIENCE_MS):
            window.actions_[action].trigger()
        assert sum(each.is_suspended for each in collection.marks().values()) == left


def test_a_change_of_many_cards_that_is_cancelled_is_made_whole_or_not_at_all(
    window: MainWindow, fill: Fill, qtbot: QtBot, collection: Collection
) -> None:
    fill(cards(*(f"n{number}" for number in range(250))))
    window.show_browse()
    settle(qtbot, window)
    window.browsing.page.table.selectAll()
    window.browsing.changes.started.connect(lambda _words, task: task.cancel())
    with qtbot.waitSignal(window.browsing.changes.changed, timeout=PATIENCE_MS):
        window.actions_["suspend_units"].trigger()
    count = len(collection.marks())
    assert count in (0, 250)  # on a busy machine it may be made before it can be cancelled
    assert window.actions_["undo_units"].isEnabled() == (count == 250)


def test_what_can_be_done_is_known_when_the_page_comes_back(
    window: MainWindow, browse: BrowsePage, qtbot: QtBot
) -> None:
    select(browse, qtbot, 0)
    window.actions_["quiz_units"].trigger()
    window.quizzing.leave()
    assert window.stack.currentWidget() is browse
    assert window.actions_["suspend_units"].isEnabled()
    assert not window.actions_["undo_units"].isEnabled()


def test_the_selected_cards_are_practised_and_the_page_comes_back(
    window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    select(browse, qtbot, 1, 3)
    assert browse.practise_button.text() == "Practise 2 selected"
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.review_page.unit == "b"
    press(window, Qt.Key.Key_Space, "4", Qt.Key.Key_Space, "4")
    assert {(each.unit, each.kind) for each in collection.events()} == {
        ("b", EventKind.PRACTICE),
        ("d", EventKind.PRACTICE),
    }
    press(window, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is browse
    assert collection.states() == {}


def test_all_that_is_listed_is_practised_by_the_button(
    window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot
) -> None:
    press(window, "answer c")
    settle(qtbot, window)
    assert browse.practise_button.text() == "Practise"
    qtbot.mouseClick(browse.practise_button, LEFT)
    assert (window.review_page.unit, window.stack.face) == ("c", "review")


def test_suspended_cards_cannot_be_practised_and_the_window_says_why(
    window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_Down, "s")
    browse.filters.states.setCurrentText("Suspended")
    settle(qtbot, window)
    qtbot.mouseClick(browse.practise_button, LEFT)
    assert window.message_bar.text == "Suspended cards are not asked. Press A to have them asked again."
    assert window.stack.currentWidget() is browse
