"""Practice and quizzes from Today, by keys and by mouse."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from flashrl.model import EventKind, Quality, ReviewEvent
from flashrl.store import Collection
from flashrl.ui.actions import REVIEW
from flashrl.ui.main_window import MainWindow
from flashrl.ui.practice_panel import PracticePanel
from tests.ui.browsing import PATIENCE_MS, TODAY, cards, settle
from tests.ui.conftest import Clock

Fill = Callable[[str], None]
Press = Callable[..., None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(
    window: MainWindow, fill: Fill, collection: Collection, clock: Clock, qtbot: QtBot
) -> PracticePanel:
    """The panel over four cards: one was missed, one is known, two are new."""
    fill(cards("a", "b", "c", "d"))
    collection.record(ReviewEvent("b", clock(), TODAY, Quality.WRONG))
    collection.record(ReviewEvent("c", clock(), TODAY, Quality.PASS))
    window.refresh()
    qtbot.mouseClick(window.today_page.practise_button, LEFT)
    panel = window.today_page.practice_panel
    counted(qtbot, panel)
    return panel


def start(window: MainWindow, panel: PracticePanel, qtbot: QtBot) -> None:
    """Click the button, and wait for the first card."""
    qtbot.mouseClick(panel.practise_button, LEFT)
    qtbot.waitUntil(lambda: window.stack.face == REVIEW, timeout=PATIENCE_MS)


def counted(qtbot: QtBot, panel: PracticePanel) -> None:
    qtbot.waitUntil(lambda: panel.count.text() != "Counting…", timeout=PATIENCE_MS)


def test_the_selected_deck_is_offered_first_and_its_cards_are_counted(panel: PracticePanel) -> None:
    assert panel.isVisible()
    assert (panel.decks.currentText(), panel.count.text()) == ("Test", "4 cards fit.")
    assert panel.practise_button.text() == "Practise 4"


def test_what_was_missed_is_practised_by_keys_and_the_schedule_stays(
    window: MainWindow, panel: PracticePanel, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    before = collection.states()
    assert panel.kinds.hasFocus()
    press(window, Qt.Key.Key_Down)
    counted(qtbot, panel)
    assert (panel.kinds.currentText(), panel.count.text()) == ("What I missed this week", "1 card fits.")
    press(window, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.stack.face == REVIEW, timeout=PATIENCE_MS)
    assert window.review_page.unit == "b"
    press(window, Qt.Key.Key_Space, "4")
    assert collection.events()[-1].kind is EventKind.PRACTICE
    assert collection.states() == before
    press(window, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.today_page


def test_new_cards_are_practised_ahead_of_time_and_stay_new(
    window: MainWindow, panel: PracticePanel, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    panel.kinds.setCurrentText("New cards, ahead of time")
    counted(qtbot, panel)
    panel.number.setValue(1)
    assert (panel.count.text(), panel.practise_button.text()) == ("2 cards fit.", "Practise 1")
    start(window, panel, qtbot)
    press(window, Qt.Key.Key_Space, "4")
    assert collection.events()[-1].unit == "a"
    assert "a" not in collection.states()
    press(window, Qt.Key.Key_Escape)
    window.choose_practice()
    counted(qtbot, panel)
    start(window, panel, qtbot)
    assert window.review_page.unit == "d"  # the one that was not seen yet


def test_what_fits_nothing_cannot_be_started(panel: PracticePanel, qtbot: QtBot) -> None:
    panel.kinds.setCurrentText("Flagged cards")
    counted(qtbot, panel)
    assert panel.count.text() == "No card fits. Choose another deck, or other cards."
    assert not panel.practise_button.isEnabled()
    assert not panel.quiz_button.isEnabled()


def test_cards_are_chosen_by_difficulty(
    window: MainWindow, panel: PracticePanel, fill: Fill, qtbot: QtBot
) -> None:
    fill(cards("a", "b", "c") + cards("d").replace("id: d", "id: d\ndifficulty: hard"))
    panel.kinds.setCurrentText("Hard cards")
    counted(qtbot, panel)
    start(window, panel, qtbot)
    assert window.review_page.unit == "d"


def test_a_quiz_is_of_the_chosen_deck(window: MainWindow, panel: PracticePanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.quiz_button, LEFT)
    assert window.stack.currentWidget() is window.quizzing.page
    window.quizzing.leave()
    assert window.stack.currentWidget() is window.today_page


def test_more_is_looked_for_on_the_page_of_all_cards(
    window: MainWindow, panel: PracticePanel, qtbot: QtBot
) -> None:
    panel.kinds.setCurrentText("What I missed this week")
    counted(qtbot, panel)
    qtbot.mouseClick(panel.find_button, LEFT)
    settle(qtbot, window)
    page = window.browsing.page
    assert page.table.units.units == ["b"]
    assert page.filters.decks.currentText() == "Test"
    assert page.filters.states.currentText() == "Missed this week"


def test_the_button_that_opens_the_panel_closes_it(
    window: MainWindow, panel: PracticePanel, qtbot: QtBot
) -> None:
    qtbot.mouseClick(window.today_page.practise_button, LEFT)
    assert not panel.isVisible()


def test_escape_closes_the_panel_and_the_keys_open_it_from_any_page(
    window: MainWindow, panel: PracticePanel, press: Press, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert window.today_page.practise_button.hasFocus()
    window.show_decks()
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.currentWidget() is window.today_page
    assert panel.isVisible()


def test_tab_goes_through_the_panel_from_above_to_below(
    window: MainWindow, panel: PracticePanel, press: Press
) -> None:
    window.today_page.import_button.setFocus()
    found: list[QWidget | None] = []
    for _ in panel.fields:
        press(window, Qt.Key.Key_Tab)
        found.append(window.focusWidget())
    assert found == list(panel.fields)


def test_the_panel_is_whole_in_a_small_window(window: MainWindow, panel: PracticePanel) -> None:
    window.resize(480, 480)
    QApplication.processEvents()
    assert window.width() == 480
    for field in panel.fields:
        assert field.width() >= field.minimumSizeHint().width()
        assert field.height() >= field.minimumSizeHint().height()
