from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from flashrl.model import Quality
from flashrl.store import Collection
from flashrl.ui.main_window import MainWindow
from tests.ui.conftest import Clock

Fill = Callable[[str], None]
Press = Callable[..., None]


def cards(*ids: str) -> str:
    return "\n".join(f"### Question {each}?\n<!-- card\nid: {each}\n-->\n\nAnswer {each}.\n" for each in ids)


def shown_text(window: MainWindow) -> str:
    return "\n".join(text.plain_text() for text in window.review_page.card_view.texts())


def study(window: MainWindow, press: Press) -> None:
    window.refresh()
    press(window, Qt.Key.Key_Space)  # the start button has the focus


def test_space_shows_the_answer_and_a_key_grades(
    window: MainWindow, fill: Fill, press: Press, collection: Collection
) -> None:
    fill(cards("a", "b"))
    study(window, press)
    assert shown_text(window) == "Question a?"
    press(window, Qt.Key.Key_Space)
    assert "Answer a." in shown_text(window)
    press(window, "3")
    assert collection.states()["a"].repetitions == 1
    assert shown_text(window) == "Question b?"


def test_a_grade_before_the_answer_does_nothing(
    window: MainWindow, fill: Fill, press: Press, collection: Collection
) -> None:
    fill(cards("a"))
    study(window, press)
    press(window, "1", "2", "3", "4")
    assert collection.events() == []


@pytest.mark.parametrize(("key", "quality"), [("1", 1), ("2", 3), ("3", 4), ("4", 5)])
def test_four_keys_stand_for_four_qualities(
    window: MainWindow, fill: Fill, press: Press, collection: Collection, key: str, quality: int
) -> None:
    fill(cards("a"))
    study(window, press)
    press(window, Qt.Key.Key_Space, key)
    assert [event.quality for event in collection.events()] == [quality]


@pytest.mark.parametrize("key", "012345")
def test_the_full_scale_has_six_keys(
    window: MainWindow, fill: Fill, press: Press, collection: Collection, key: str
) -> None:
    fill(cards("a"))
    window.actions_["full_scale"].trigger()
    study(window, press)
    press(window, Qt.Key.Key_Space, key)
    assert [event.quality for event in collection.events()] == [int(key)]


def test_each_button_says_when_the_card_would_come_again(
    window: MainWindow, fill: Fill, press: Press, clock: Clock
) -> None:
    fill(cards("a"))
    for days in (1, 6):
        study(window, press)
        press(window, Qt.Key.Key_Space, "3", Qt.Key.Key_Escape)
        clock.pass_days(days)
    study(window, press)
    press(window, Qt.Key.Key_Space)
    texts = [button.text() for button in window.review_page.grade_buttons.values()]
    assert texts == ["Again\n1 d", "Hard\n15 d", "Good\n15 d", "Easy\n15 d"]


def test_the_mouse_does_what_the_keys_do(
    window: MainWindow, fill: Fill, qtbot: QtBot, collection: Collection
) -> None:
    fill(cards("a"))
    window.refresh()
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(window.today_page.start_button, left)
    qtbot.mouseClick(window.review_page.reveal_button, left)
    qtbot.mouseClick(window.review_page.grade_buttons[Quality.PERFECT], left)
    assert collection.states()["a"].easiness_factor == 260
    qtbot.mouseClick(window.review_page.done_button, left)
    assert window.stack.currentWidget() is window.today_page


def test_undo_asks_the_card_again_and_takes_the_grade_back(
    window: MainWindow, fill: Fill, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    fill(cards("a", "b"))
    study(window, press)
    press(window, Qt.Key.Key_Space, "1")
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown_text(window) == "Question a?"
    assert collection.states() == {}
    assert not window.review_page.undo_button.isEnabled()


def test_a_failed_card_is_drilled_until_it_sits(
    window: MainWindow, fill: Fill, press: Press, collection: Collection
) -> None:
    fill(cards("a", "b"))
    study(window, press)
    press(window, Qt.Key.Key_Space, "1", Qt.Key.Key_Space, "3")
    assert shown_text(window) == "Question a?"
    assert window.review_page.counts.text() == "1 to drill"
    press(window, Qt.Key.Key_Space, "2", Qt.Key.Key_Space, "3")
    assert window.review_page.unit is None
    assert collection.states()["a"].interval_days == 1


def test_the_drill_waits_when_the_session_is_left(window: MainWindow, fill: Fill, press: Press) -> None:
    fill(cards("a"))
    study(window, press)
    press(window, Qt.Key.Key_Space, "1", Qt.Key.Key_Escape)
    assert window.today_page.summary.text() == "1 to review"
    press(window, Qt.Key.Key_Space)
    assert window.review_page.counts.text() == "1 to drill"


def test_the_end_says_what_was_done_and_what_is_next(window: MainWindow, fill: Fill, press: Press) -> None:
    fill(cards("a", "b"))
    study(window, press)
    press(window, Qt.Key.Key_Space, "3", Qt.Key.Key_Space, "4")
    assert window.review_page.end.title.text() == "Done for today."
    lines = window.review_page.summary.text().split("\n")
    assert lines == ["2 reviews, 2 of new cards; 100 % passed.", "Next: 2 cards tomorrow."]


def test_progress_is_visible(window: MainWindow, fill: Fill, press: Press) -> None:
    fill(cards("a", "b", "c"))
    study(window, press)
    press(window, Qt.Key.Key_Space, "3")
    progress = window.review_page.progress
    assert (progress.value(), progress.maximum()) == (1, 3)
    assert window.review_page.counts.text() == "2 new"


def test_a_cloze_asks_each_blank_on_its_own_and_on_a_day_of_its_own(
    window: MainWindow, fill: Fill, press: Press, clock: Clock
) -> None:
    fill("### Update\n<!-- card\nid: u\n-->\n\n#### Cloze\n\n==c1:: $V$ == is ==c2:: a value ==.\n")
    study(window, press)
    assert shown_text(window) == "Update\n[…] is a value."
    press(window, Qt.Key.Key_Space)
    assert shown_text(window) == "Update\n$V$ is a value."
    press(window, "3", Qt.Key.Key_Escape)
    clock.pass_days(1)
    study(window, press)
    press(window, Qt.Key.Key_Space, "3", Qt.Key.Key_Escape)  # the first blank is due again
    clock.pass_days(1)
    study(window, press)
    assert shown_text(window) == "Update\n$V$ is […]."


def test_what_stands_before_a_cloze_is_shown_with_it(window: MainWindow, fill: Fill, press: Press) -> None:
    fill("### The $q$ update\n<!-- card\nid: u\n-->\n\nTabular.\n\n#### Cloze\n\n==c1:: V == it is.\n")
    study(window, press)
    assert shown_text(window).split("\n") == ["The $q$ update", "Tabular.", "[…] it is."]


def test_nothing_due_says_so(window: MainWindow, fill: Fill, press: Press) -> None:
    fill(cards("a"))
    study(window, press)
    press(window, Qt.Key.Key_Space, "3", Qt.Key.Key_Escape)
    assert window.today_page.summary.text() == "All done for today"
    assert not window.today_page.start_button.isEnabled()


def test_escape_leaves_and_keeps_every_grade(
    window: MainWindow, fill: Fill, press: Press, collection: Collection
) -> None:
    fill(cards("a", "b"))
    study(window, press)
    press(window, Qt.Key.Key_Space, "3", Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.today_page
    assert list(collection.states()) == ["a"]
