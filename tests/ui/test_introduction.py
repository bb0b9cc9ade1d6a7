"""What a deck says before its cards is at hand with each of them, folded into one line."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from flashrl.ui.main_window import MainWindow

Press = Callable[..., None]


def card(name: str) -> str:
    return f"### Question {name}?\n<!-- card\nid: {name}\n-->\n\nAnswer {name}.\n\n"


TEXT = (
    "# T\n\nOf all.\n\n## First\n\nOf the *first*.\n\n" + card("a") + card("b") + "## Second\n\n" + card("c")
)


@pytest.fixture
def review(window: MainWindow, fill: Callable[[str], None], qtbot: QtBot, press: Press) -> MainWindow:
    fill(TEXT)
    window.refresh()
    qtbot.waitUntil(window.isActiveWindow)  # only there shortcuts work
    press(window, Qt.Key.Key_Space)
    return window


def grade(press: Press, window: MainWindow) -> None:
    press(window, Qt.Key.Key_Space, "4")


def test_a_key_or_a_click_opens_the_introduction_and_folds_it(
    review: MainWindow, press: Press, qtbot: QtBot
) -> None:
    introduction = review.review_page.card_view.introduction
    assert introduction.isVisible()
    assert introduction.text == ""
    press(review, "i")
    assert introduction.text == "Of all.\nOf the first."
    qtbot.mouseClick(introduction.button, Qt.MouseButton.LeftButton)
    assert introduction.text == ""


def test_it_stays_open_for_the_cards_that_share_it(review: MainWindow, press: Press) -> None:
    introduction = review.review_page.card_view.introduction
    press(review, "i", Qt.Key.Key_Space)
    assert introduction.text == "Of all.\nOf the first."
    press(review, "4")
    assert introduction.text == "Of all.\nOf the first."
    grade(press, review)
    assert introduction.isVisible()
    assert introduction.text == ""
    press(review, "i")
    assert introduction.text == "Of all."


def test_a_deck_that_says_nothing_before_its_cards_has_no_such_line(
    window: MainWindow, fill: Callable[[str], None]
) -> None:
    fill(card("a"))
    window.study("")
    assert window.review_page.card_view.introduction.isHidden()
