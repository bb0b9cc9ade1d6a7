"""The page where any card is found, by keys and by mouse."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from flashrl.errors import CollectionError
from flashrl.model import ChangeKind, EventKind, Quality, ReviewEvent, UnitChange
from flashrl.store import Collection
from flashrl.store.practice import Choice, Standing
from flashrl.ui.actions import BROWSE, PAGES
from flashrl.ui.browse_page import BrowsePage
from flashrl.ui.due_dialog import DueDialog
from flashrl.ui.main_window import MainWindow
from tests.ui.conftest import Clock

Fill = Callable[[str], None]
Press = Callable[..., None]
TODAY = date(2026, 3, 2)
LEFT = Qt.MouseButton.LeftButton
PATIENCE_MS = 20_000


def cards(*ids: str, tags: str = "") -> str:
    return "\n".join(
        f"### Question {each}?\n<!-- card\nid: {each}\ntags: [{tags}]\n-->\n\nAnswer {each}.\n"
        for each in ids
    )


@pytest.fixture
def browse(window: MainWindow, fill: Fill, qtbot: QtBot) -> BrowsePage:
    """The page over four cards."""
    fill(cards("a", "b", "c") + cards("d", tags="proof"))
    window.refresh()
    window.actions_["browse"].trigger()
    page = window.browsing.page
    settle(qtbot, window)
    return page


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


def test_a_change_of_many_cards_that_is_cancelled_changes_none(
    window: MainWindow, fill: Fill, qtbot: QtBot, collection: Collection
) -> None:
    fill(cards(*(f"n{number}" for number in range(250))))
    window.show_browse()
    settle(qtbot, window)
    window.browsing.page.table.selectAll()
    window.browsing.changes.started.connect(lambda _words, task: task.cancel())
    with qtbot.waitSignal(window.browsing.changes.changed, timeout=PATIENCE_MS):
        window.actions_["suspend_units"].trigger()
    assert collection.marks() == {}
    assert not window.actions_["undo_units"].isEnabled()


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
    press(window, "p")
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
