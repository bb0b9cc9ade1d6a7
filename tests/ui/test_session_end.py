"""The end of a session: what was done, what was missed and can be drilled again, and what is next."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from flashrl.model import EventKind
from flashrl.store import Collection
from flashrl.ui.main_window import MainWindow

Press = Callable[..., None]
Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def card(name: str, question: str = "") -> str:
    return f"### {question or f'Question {name}?'}\n<!-- card\nid: {name}\n-->\n\nAnswer {name}.\n"


@pytest.fixture
def missed(window: MainWindow, fill: Callable[[str], None], press: Press, qtbot: QtBot) -> MainWindow:
    """A session over three cards at its end: a and c were missed, a twice."""
    fill(card("a") + card("b") + card("c", "What is $\\gamma$ in **TD**?"))
    window.refresh()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.study("")
    for key in "131133":  # a b c, then the drill: a c a
        press(window, Key.Key_Space, key)
    assert window.review_page.unit is None
    return window


def listed(window: MainWindow) -> list[str]:
    questions = window.review_page.end.questions
    return [questions.item(row).text() for row in range(questions.count())]


def test_what_was_missed_is_listed_once_in_plain_text(missed: MainWindow) -> None:
    assert listed(missed) == ["Question a?", "What is γ in TD?"]
    assert missed.review_page.end.missed_title.text() == "MISSED · 2"


def test_the_end_says_what_was_done(missed: MainWindow) -> None:
    lines = missed.review_page.summary.text().split("\n")
    assert lines == [
        "3 reviews, 3 of new cards; 33 % passed.",
        "3 drill grades until all of them sat.",
        "Next: 3 cards tomorrow.",
    ]


def test_d_drills_what_was_missed_and_leaves_the_schedule(
    missed: MainWindow, press: Press, collection: Collection
) -> None:
    before = collection.states()
    press(missed, "d")
    assert missed.review_page.counts.text() == "2 to practise"
    press(missed, Key.Key_Space, "3", Key.Key_Space, "3")
    assert [event.kind for event in collection.events()][-2:] == [EventKind.PRACTICE] * 2
    assert collection.states() == before
    assert listed(missed) == []


def test_the_mouse_drills_too(missed: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(missed.review_page.end.drill_button, LEFT)
    assert missed.review_page.counts.text() == "2 to practise"


def test_enter_goes_back(missed: MainWindow, press: Press) -> None:
    press(missed, Key.Key_Return)
    assert missed.stack.currentWidget() is missed.today_page


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space])
def test_a_question_that_was_missed_opens_its_card(missed: MainWindow, press: Press, key: Key) -> None:
    missed.review_page.end.questions.setFocus()
    press(missed, Key.Key_Down, key)
    page = missed.card_showing.page
    assert missed.stack.currentWidget() is page
    assert "Answer c." in "\n".join(text.plain_text() for text in page.card_view.texts())
    press(missed, Key.Key_Escape)
    assert missed.stack.currentWidget() is missed.review_page
    assert missed.review_page.end.questions.hasFocus()
    press(missed, Key.Key_Escape)
    assert missed.stack.currentWidget() is missed.today_page


def test_a_click_opens_a_card_and_its_button_comes_back(missed: MainWindow, qtbot: QtBot) -> None:
    questions = missed.review_page.end.questions
    place = questions.visualItemRect(questions.item(0)).center()
    qtbot.mouseClick(questions.viewport(), LEFT, pos=place)
    assert missed.stack.currentWidget() is missed.card_showing.page
    qtbot.mouseClick(missed.card_showing.page.back_button, LEFT)
    assert missed.stack.currentWidget() is missed.review_page


def test_undo_at_the_end_asks_the_last_card_again(missed: MainWindow) -> None:
    missed.actions_["undo"].trigger()
    assert missed.review_page.unit == "a"


def test_nothing_missed_lists_nothing(window: MainWindow, fill: Callable[[str], None], press: Press) -> None:
    fill(card("a"))
    window.activateWindow()
    window.study("")
    press(window, Key.Key_Space, "3")
    end = window.review_page.end
    assert not end.questions.isVisible()
    assert not end.drill_button.isVisible()
    press(window, "d")
    assert end.isVisible()


def test_what_was_answered_before_the_answer_was_shown_is_counted(
    window: MainWindow, fill: Callable[[str], None], press: Press
) -> None:
    fill(card("a") + card("b"))
    window.activateWindow()
    window.study("")
    press(window, "w")
    press(window, "mine", Key.Key_Return, "3", Key.Key_Space, "3")
    assert "Answered before the answer was shown: 1 of 2." in window.review_page.summary.text()


def test_a_card_that_was_renamed_meanwhile_is_listed_still(
    window: MainWindow, fill: Callable[[str], None], press: Press
) -> None:
    fill("### Question a?\n\nAnswer a.\n")
    window.activateWindow()
    window.study("")
    unit = window.review_page.unit
    assert unit is not None
    press(window, Key.Key_Space, "1")
    fill(card("new", "Question a?").replace("Answer new.", "Answer a."))
    window.studying.refresh({unit: "new"})
    press(window, Key.Key_Space, "3")
    assert listed(window) == ["Question a?"]
