from collections.abc import Callable

from PySide6.QtCore import Qt

from flashrl.model import EventKind
from flashrl.store import Collection
from flashrl.store.practice import Choice
from flashrl.ui.main_window import MainWindow
from tests.ui.test_review import cards, shown_text

Fill = Callable[[str], None]
Press = Callable[..., None]


def test_practice_leaves_the_schedule_as_it_is(
    window: MainWindow, fill: Fill, press: Press, collection: Collection
) -> None:
    fill(cards("a", "b"))
    window.studying.practise(Choice())
    assert window.review_page.counts.text() == "2 to practise"
    press(window, Qt.Key.Key_Space, "3", Qt.Key.Key_Space, "4")
    assert [event.kind for event in collection.events()] == [EventKind.PRACTICE] * 2
    assert collection.states() == {}


def test_in_practice_the_buttons_promise_no_day(window: MainWindow, fill: Fill, press: Press) -> None:
    fill(cards("a"))
    window.studying.practise(Choice())
    press(window, Qt.Key.Key_Space)
    texts = [button.text() for button in window.review_page.grade_buttons.values()]
    assert texts == ["Again", "Hard", "Good", "Easy"]


def test_what_is_missed_in_practice_comes_again_until_it_sits(
    window: MainWindow, fill: Fill, press: Press
) -> None:
    fill(cards("a", "b"))
    window.studying.practise(Choice())
    press(window, Qt.Key.Key_Space, "1", Qt.Key.Key_Space, "3")
    assert shown_text(window) == "Question a?"


def test_drilling_again_asks_just_those_units(window: MainWindow, fill: Fill, press: Press) -> None:
    fill(cards("a", "b", "c"))
    window.studying.drill_again(["c", "a"])
    assert window.review_page.counts.text() == "2 to practise"
    press(window, Qt.Key.Key_Space, "3", Qt.Key.Key_Space, "3")
    assert window.review_page.end.title.text() == "Practice done."
    assert window.review_page.summary.text().startswith("2 grades in practice")


def test_a_practice_that_nothing_fits_says_so(window: MainWindow, fill: Fill) -> None:
    fill(cards("a"))
    window.studying.practise(Choice(words="nowhere"))
    assert window.review_page.end.title.text() == "Nothing fits this choice."
    assert window.review_page.summary.text() == "Choose other decks, tags or words."
