"""Answering before the reveal: a line to write in, judged for a blank, and key points to tick."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl.model import Quality
from flashrl.scheduling.session import summarise
from flashrl.store import Collection
from flashrl.ui.answer_line import AnswerLine
from flashrl.ui.main_window import MainWindow
from flashrl.ui.tick_list import TickList

Press = Callable[..., None]
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key

PLAIN = "### Q {0}?\n<!-- card\nid: {0}\n-->\n\nAnswer {0}.\n"
CLOZE = "### Update\n<!-- card\nid: u\n-->\n\n#### Cloze\n\n==c1:: $\\gamma$ == times ==c2:: a value ==.\n"
POINTS = """### Q?
<!-- card
id: q
-->

#### Answer

Because.

#### Key points

- names the max over noisy estimates
- share beyond $n$ is $\\gamma^n$
- needs no network

#### Follow-ups

- Why?
"""


@pytest.fixture
def ask(window: MainWindow, fill: Callable[[str], None]) -> Callable[..., MainWindow]:
    """Ask what a deck's text holds, with a line to write in or without."""

    def ask_(body: str, *, with_line: bool = False) -> MainWindow:
        fill(body)
        if with_line:
            window.actions_["write_answers"].trigger()
        window.activateWindow()
        window.study("")
        return window

    return ask_


Ask = Callable[..., MainWindow]


def line_of(window: MainWindow) -> AnswerLine:
    line = window.review_page.card_view.answering.line
    assert line is not None
    return line


def ticks_of(window: MainWindow) -> TickList:
    (ticks,) = window.review_page.card_view.findChildren(TickList)
    return ticks


def proposed(window: MainWindow) -> list[str]:
    buttons = window.review_page.grade_buttons.values()
    return [button.text().split("\n")[0] for button in buttons if button.objectName() == "primary"]


def qualities(collection: Collection) -> list[int]:
    return [event.quality for event in collection.events()]


# -- the line ------------------------------------------------------------------------------------


def test_w_goes_to_the_line_and_what_is_typed_there_is_text(ask: Ask, press: Press) -> None:
    window = ask(PLAIN.format("a"))
    assert window.review_page.card_view.answering.line is None
    press(window, "w")
    press(window, "1 e w ", "4")
    assert line_of(window).edit.toPlainText() == "1 e w 4"
    assert not window.review_page.is_revealed


def test_enter_shows_the_answer_below_what_was_written(ask: Ask, press: Press) -> None:
    window = ask(PLAIN.format("a"))
    press(window, "w")
    press(window, "  mine ", Key.Key_Return)
    assert window.review_page.is_revealed
    line = line_of(window)
    assert (line.heading.text(), line.text) == ("YOUR ANSWER", "mine")
    assert line.edit.isReadOnly()
    answer = window.review_page.card_view.texts()[-1]
    assert line.geometry().bottom() < answer.geometry().top()
    assert proposed(window) == []


def test_a_word_that_is_longer_than_the_column_is_broken_not_cut(ask: Ask, press: Press) -> None:
    window = ask(PLAIN.format("a"))
    press(window, "w")
    short = line_of(window).edit.height()
    press(window, "x" * 200, Key.Key_Return)
    edit = line_of(window).edit
    assert edit.height() > short
    assert edit.verticalScrollBar().maximum() == 0


def test_after_the_answer_the_keys_grade_again(ask: Ask, press: Press, collection: Collection) -> None:
    window = ask(PLAIN.format("a"))
    press(window, "w")
    press(window, "3", Key.Key_Return, "3")
    assert qualities(collection) == [4]


def test_shift_enter_is_a_new_line_and_the_line_grows(ask: Ask, press: Press, qtbot: QtBot) -> None:
    window = ask(PLAIN.format("a"))
    press(window, "w")
    edit = line_of(window).edit
    before = edit.height()
    press(window, "x")
    qtbot.keyClick(edit, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    press(window, "y")
    assert edit.toPlainText() == "x\ny"
    assert edit.height() > before


def test_escape_leaves_the_line_and_then_the_review(ask: Ask, press: Press) -> None:
    window = ask(PLAIN.format("a"))
    press(window, "w")
    press(window, "x", Key.Key_Escape)
    assert window.stack.currentWidget() is window.review_page
    assert not line_of(window).edit.hasFocus()
    assert line_of(window).text == "x"
    press(window, Key.Key_Escape)
    assert window.stack.currentWidget() is window.today_page


def test_a_line_for_every_question_takes_no_key_until_it_is_clicked(
    ask: Ask, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    window = ask(PLAIN.format("a") + PLAIN.format("b"), with_line=True)
    assert line_of(window).edit.isVisible()
    press(window, Key.Key_Space, "3", "3", "3")
    assert line_of(window).text == ""
    assert qualities(collection) == [4]
    qtbot.mouseClick(line_of(window).edit.viewport(), LEFT)
    press(window, "typed", Key.Key_Return)
    assert line_of(window).text == "typed"


def test_the_choice_of_a_line_is_kept(ask: Ask, collection: Collection) -> None:
    window = ask(PLAIN.format("a"), with_line=True)
    assert collection.setting("write_answers", False) is True
    window.actions_["write_answers"].trigger()
    window.study("")
    assert window.review_page.card_view.answering.line is None


def test_tab_goes_from_the_card_to_the_line_and_out_of_it(ask: Ask, press: Press) -> None:
    window = ask(PLAIN.format("a"), with_line=True)
    press(window, Key.Key_Tab)
    assert line_of(window).edit.hasFocus()
    press(window, Key.Key_Tab)
    assert not line_of(window).edit.hasFocus()


def test_in_a_pause_there_is_nothing_to_write(ask: Ask, press: Press) -> None:
    window = ask(PLAIN.format("a"))
    window.actions_["pause"].trigger()
    press(window, "w")
    window.actions_["pause"].trigger()
    assert window.review_page.card_view.answering.line is None


def test_nothing_written_leaves_nothing_above_the_answer(ask: Ask, press: Press) -> None:
    window = ask(PLAIN.format("a"), with_line=True)
    press(window, Key.Key_Space)
    assert not line_of(window).isVisible()


def test_the_next_question_has_an_empty_line(ask: Ask, press: Press) -> None:
    window = ask(PLAIN.format("a") + PLAIN.format("b"), with_line=True)
    press(window, "w")
    press(window, "mine", Key.Key_Return, "3")
    assert line_of(window).edit.isVisible()
    assert line_of(window).text == ""
    assert not line_of(window).edit.isReadOnly()


def test_what_is_being_written_stays_when_the_colours_change(ask: Ask, press: Press) -> None:
    window = ask(PLAIN.format("a"))
    press(window, "w")
    press(window, "half an ans")
    window.actions_["theme_dark"].trigger()
    assert line_of(window).edit.hasFocus()
    press(window, "wer")
    assert line_of(window).text == "half an answer"
    assert line_of(window).isVisible()


@pytest.mark.parametrize(
    ("written", "heading", "grade"),
    [
        ("Gamma", "YOUR ANSWER: RIGHT", "Good"),
        ("gamme", "YOUR ANSWER: NEAR", "Hard"),
        ("lambda", "YOUR ANSWER: NOT SO", "Again"),
    ],
)
def test_what_is_written_for_a_blank_is_judged(
    ask: Ask, press: Press, written: str, heading: str, grade: str
) -> None:
    window = ask(CLOZE)
    press(window, "w")
    press(window, written, Key.Key_Return)
    assert line_of(window).heading.text() == heading
    assert proposed(window) == [grade]


def test_a_proposed_grade_can_be_overridden(ask: Ask, press: Press, collection: Collection) -> None:
    window = ask(CLOZE)
    press(window, "w")
    press(window, "delta", Key.Key_Return, "4")
    assert qualities(collection) == [5]


def test_an_empty_line_proposes_nothing_for_a_blank(ask: Ask, press: Press) -> None:
    window = ask(CLOZE)
    press(window, "w")
    press(window, Key.Key_Return)
    assert window.review_page.is_revealed
    assert proposed(window) == []


# -- key points ----------------------------------------------------------------------------------


def test_key_points_are_a_list_to_tick_once_the_answer_shows(ask: Ask, press: Press) -> None:
    window = ask(POINTS)
    assert not window.review_page.card_view.findChildren(TickList)
    press(window, Key.Key_Space)
    ticks = ticks_of(window)
    assert [box.accessibleName() for box in ticks.boxes] == [
        "names the max over noisy estimates",
        "share beyond $n$ is $\\gamma^n$",
        "needs no network",
    ]
    assert ticks.heading.text() == "KEY POINTS"
    assert proposed(window) == []


@pytest.mark.parametrize(
    ("keys", "grade"), [("a", "Again"), ("ab", "Hard"), ("abc", "Good"), ("abca", "Hard"), ("aa", "Again")]
)
def test_letters_tick_and_a_grade_is_proposed(ask: Ask, press: Press, keys: str, grade: str) -> None:
    window = ask(POINTS)
    press(window, Key.Key_Space, *keys)
    assert proposed(window) == [grade]


def test_the_full_scale_has_the_grade_of_a_few_points(ask: Ask, press: Press) -> None:
    window = ask(POINTS)
    window.actions_["full_scale"].trigger()
    press(window, Key.Key_Space, "a")
    assert proposed(window) == ["Familiar"]


def test_enter_gives_the_grade_that_the_points_propose(
    ask: Ask, press: Press, collection: Collection
) -> None:
    window = ask(POINTS)
    press(window, Key.Key_Space, "a", "b", "c", Key.Key_Return)
    assert qualities(collection) == [4]


def test_letters_before_the_answer_tick_nothing(ask: Ask, press: Press) -> None:
    window = ask(POINTS)
    press(window, "a", "b", "c", Key.Key_Space)
    assert ticks_of(window).ticked == set()


def test_in_the_list_arrows_move_space_ticks_and_enter_goes_to_the_grade(
    ask: Ask, press: Press, collection: Collection
) -> None:
    window = ask(POINTS)
    press(window, Key.Key_Space, Key.Key_Tab)
    ticks = ticks_of(window)
    assert ticks.boxes[0].hasFocus()
    press(window, Key.Key_Space, Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Space)
    assert ticks.boxes[2].hasFocus()
    assert ticks.ticked == {0, 2}
    press(window, Key.Key_Return)
    assert QApplication.focusWidget() is window.review_page.grade_buttons[Quality.PASS_HARD]
    press(window, Key.Key_Return)
    assert qualities(collection) == [3]


def test_a_point_that_is_ticked_comes_into_view(ask: Ask, press: Press) -> None:
    window = ask(POINTS.replace("Because.", "\n\n".join(["Because."] * 60)))
    press(window, Key.Key_Space)
    view = window.review_page.card_view
    assert view.verticalScrollBar().value() == 0
    press(window, "b")
    box = ticks_of(window).boxes[1]
    assert view.viewport().rect().contains(box.mapTo(view.viewport(), box.rect().center()))


def test_tab_goes_through_the_points_one_after_the_other(ask: Ask, press: Press) -> None:
    window = ask(POINTS)
    press(window, Key.Key_Space)
    focused = []
    for _ in range(3):
        press(window, Key.Key_Tab)
        focused.append(QApplication.focusWidget())
    assert focused == ticks_of(window).boxes


def test_the_mouse_ticks_a_box_or_its_words(ask: Ask, qtbot: QtBot) -> None:
    window = ask(POINTS)
    qtbot.mouseClick(window.review_page.reveal_button, LEFT)
    ticks = ticks_of(window)
    qtbot.mouseClick(ticks.texts[1].viewport(), LEFT)
    assert ticks.ticked == {1}
    qtbot.mouseClick(ticks.boxes[0], LEFT, pos=ticks.boxes[0].rect().center())
    assert ticks.ticked == {0, 1}
    assert ticks.heading.text() == "KEY POINTS · 2 of 3"
    assert proposed(window) == ["Hard"]


def test_ticks_stay_when_the_colours_change_and_go_with_the_card(ask: Ask, press: Press) -> None:
    window = ask(POINTS)
    press(window, Key.Key_Space, "b")
    window.actions_["theme_dark"].trigger()
    assert ticks_of(window).ticked == {1}
    press(window, "1", Key.Key_Space)  # the drill asks it again
    assert ticks_of(window).ticked == set()


def test_of_a_blank_and_the_key_points_the_lower_proposal_counts(ask: Ask, press: Press) -> None:
    window = ask(f"{CLOZE}\n#### Key points\n\n- one\n- two\n")
    press(window, "w")
    press(window, "gamma", Key.Key_Return)
    assert proposed(window) == ["Good"]
    press(window, "a")
    assert proposed(window) == ["Hard"]
    press(window, "b")
    assert proposed(window) == ["Good"]


def test_what_stands_around_the_key_points_stays_in_its_place(ask: Ask, press: Press) -> None:
    window = ask(POINTS)
    press(window, Key.Key_Space)
    view = window.review_page.card_view
    before, after = view.texts()[1], view.texts()[2]
    assert "Because." in before.plain_text()
    assert "FOLLOW-UPS" in after.plain_text()
    assert before.y() < ticks_of(window).y() < after.y()


def test_key_points_that_are_no_list_are_shown_as_they_are(ask: Ask, press: Press) -> None:
    window = ask(POINTS.replace("- needs no network", "- needs no network\n\nAnd more."))
    press(window, Key.Key_Space)
    assert not window.review_page.card_view.findChildren(TickList)
    assert "And more." in window.review_page.card_view.texts()[-1].plain_text()


# -- answered before the reveal ------------------------------------------------------------------


def answered(window: MainWindow) -> int:
    return summarise(window.review_page.run.session.steps).answered


def test_only_what_was_written_before_the_reveal_counts(ask: Ask, press: Press) -> None:
    window = ask(PLAIN.format("a") + PLAIN.format("b") + PLAIN.format("c"), with_line=True)
    press(window, "w")
    press(window, "mine", Key.Key_Return, "3")
    assert answered(window) == 1
    press(window, Key.Key_Space, "3", "w")
    press(window, "   ", Key.Key_Return, "3")
    assert answered(window) == 1


def test_undo_takes_an_answered_question_back(ask: Ask, press: Press) -> None:
    window = ask(PLAIN.format("a") + PLAIN.format("b"), with_line=True)
    press(window, "w")
    press(window, "mine", Key.Key_Return, "3")
    window.actions_["undo"].trigger()
    assert answered(window) == 0
