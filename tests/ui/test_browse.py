"""The page where any card is found, by keys and by mouse."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from flashrl.model import Quality, ReviewEvent
from flashrl.store import Collection
from flashrl.ui.actions import BROWSE, PAGES
from flashrl.ui.browse_page import BrowsePage
from flashrl.ui.main_window import MainWindow
from tests.ui.browsing import LEFT, PATIENCE_MS, TODAY, cards, listed, settle, texts
from tests.ui.conftest import Clock

Fill = Callable[[str], None]
Press = Callable[..., None]


def test_every_card_is_listed_with_where_it_stands(
    window: MainWindow, browse: BrowsePage, collection: Collection, clock: Clock, qtbot: QtBot
) -> None:
    assert (listed(browse), browse.summary.text()) == ("abcd", "4 cards")
    assert browse.practise_button.text() == "Practise all 4"
    assert texts(browse) == ["Question a?", "Test", "new", "", "", "", ""]
    collection.record(ReviewEvent("a", clock(), TODAY, Quality.PASS))
    window.browsing.refresh()
    settle(qtbot, window)
    assert texts(browse) == ["Question a?", "Test", "2026-03-03", "1 d", "2.50", "", ""]


def test_what_is_typed_is_looked_for_and_escape_forgets_it(
    window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot
) -> None:
    assert browse.filters.words.hasFocus()
    press(window, "answer c")
    settle(qtbot, window)
    assert (listed(browse), browse.summary.text()) == ("c", "1 card")
    press(window, Qt.Key.Key_Escape)
    settle(qtbot, window)
    assert listed(browse) == "abcd"


def test_letters_that_are_keys_elsewhere_are_text_in_the_search_line(
    window: MainWindow, browse: BrowsePage, press: Press, collection: Collection
) -> None:
    press(window, "spaqgire@")
    assert browse.filters.words.text() == "spaqgire@"
    assert collection.marks() == {}


def test_filters_fit_together(window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot) -> None:
    filters = browse.filters
    qtbot.waitUntil(lambda: filters.tags.count() > 1, timeout=PATIENCE_MS)
    assert [filters.tags.itemText(n) for n in range(filters.tags.count())] == ["Any tag", "proof"]
    assert [filters.decks.itemText(n) for n in range(filters.decks.count())] == ["All decks", "Test"]
    filters.tags.setFocus()
    press(window, Qt.Key.Key_Down)
    settle(qtbot, window)
    assert listed(browse) == "d"
    filters.states.setCurrentText("Suspended")
    settle(qtbot, window)
    assert browse.notice.text() == "No card fits."
    qtbot.mouseClick(browse.clear_button, LEFT)
    settle(qtbot, window)
    assert listed(browse) == "abcd"


def test_a_click_on_a_header_sorts(window: MainWindow, browse: BrowsePage, qtbot: QtBot) -> None:
    header = browse.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 5, header.height() // 2)
    for order in ("abcd", "dcba"):
        qtbot.mouseClick(header.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
        settle(qtbot, window)
        assert listed(browse) == order


def test_the_current_card_is_shown_with_its_answer(
    window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Down)
    qtbot.waitUntil(
        lambda: browse.card_view.shown is not None and browse.card_view.shown.card.id == "b",
        timeout=PATIENCE_MS,
    )
    assert [text.plain_text() for text in browse.card_view.texts()] == ["Question b?", "ANSWER\nAnswer b."]


def test_a_card_that_is_edited_is_shown_anew(
    window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot, fill: Fill
) -> None:
    qtbot.waitUntil(lambda: bool(browse.card_view.texts()), timeout=PATIENCE_MS)
    press(window, Qt.Key.Key_Down, "e")
    assert window.editing.page.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is browse
    fill(cards("a").replace("Answer a.", "Quite another answer.") + cards("b", "c", "d"))
    window.browsing.refresh()
    qtbot.waitUntil(
        lambda: "Quite another answer." in browse.card_view.texts()[-1].plain_text(), timeout=PATIENCE_MS
    )


def test_enter_opens_the_editor_of_the_current_card(
    window: MainWindow, browse: BrowsePage, press: Press
) -> None:
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.editing.page
    assert browse.table.current == "a"


def test_an_empty_collection_says_what_to_do_next(window: MainWindow, qtbot: QtBot) -> None:
    window.show_browse()
    settle(qtbot, window)
    page = window.browsing.page
    assert page.notice.text().startswith("No cards yet. Import a folder of decks (Ctrl+I)")
    assert not page.practise_button.isEnabled()
    assert not window.actions_["suspend_units"].isEnabled()


def test_ctrl_3_goes_to_the_page(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.browsing.is_shown


def test_ctrl_f_goes_to_the_search_line_from_any_page(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert window.browsing.page.filters.words.hasFocus()
    assert (window.stack.face, window.sidebar.marked) == (BROWSE, "browse")
    assert window.sidebar.isVisible()
    assert window.actions_["import"].isEnabled()
    window.show_today()
    assert (window.stack.face, window.actions_["suspend_units"].isEnabled()) == (PAGES, False)


def test_the_list_is_reached_and_left_by_tab(
    window: MainWindow, browse: BrowsePage, press: Press, qtbot: QtBot
) -> None:
    qtbot.waitUntil(browse.card_view.isVisible, timeout=PATIENCE_MS)
    found: list[QWidget | None] = []
    for _ in range(6):
        press(window, Qt.Key.Key_Tab)
        found.append(window.focusWidget())
    assert found == [*browse.filters.boxes, browse.table, browse.card_view]


def test_everything_on_the_page_that_takes_the_focus_has_a_name(browse: BrowsePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(browse.card_view.isVisible, timeout=PATIENCE_MS)
    for each in browse.findChildren(QWidget):
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible():
            assert each.accessibleName() or getattr(each, "text", str)(), each


def test_a_narrow_window_keeps_the_questions_readable(window: MainWindow, browse: BrowsePage) -> None:
    window.resize(480, 640)
    QApplication.processEvents()
    assert window.width() == 480
    assert browse.table.columnWidth(0) > 150
    for button in (browse.practise_button, browse.quiz_button, browse.more_button):
        assert button.width() >= button.minimumSizeHint().width()


def test_cards_of_another_day_are_due_then(
    window: MainWindow, browse: BrowsePage, qtbot: QtBot, collection: Collection, clock: Clock
) -> None:
    collection.record(ReviewEvent("a", datetime(2026, 3, 2, tzinfo=UTC), TODAY, Quality.PASS))
    browse.filters.states.setCurrentText("Due today")
    settle(qtbot, window)
    assert listed(browse) == ""
    clock.now += timedelta(days=1)
    window.browsing.refresh()
    settle(qtbot, window)
    assert (listed(browse), texts(browse)[2]) == ("a", "today")
