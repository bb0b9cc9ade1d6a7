"""A quiz: a few questions, how right each answer was, and the score."""

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget
from pytestqt.qtbot import QtBot

from flashrl.errors import CollectionError
from flashrl.model import Difficulty, EventKind, ReviewEvent
from flashrl.store import Collection
from flashrl.store.practice import Choice
from flashrl.ui.main_window import MainWindow
from flashrl.ui.quiz_page import QuizPage

Press = Callable[..., None]
Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton

CARD = """### Question {0}?
<!-- card
id: {0}
difficulty: {1}
-->

#### Answer

Answer {0}.

#### The trap

Trap {0}.

#### Correct approach

Approach {0}.

#### Follow-ups

- Follow-up {0}?

"""


def deck(*ids: str) -> str:
    hard = {"a": "hard", "b": "easy"}
    return "## Topic\n\n" + "".join(CARD.format(each, hard.get(each, "medium")) for each in ids)


class AuthorsOrder(random.Random):
    """Draws in the author's order."""

    def randrange(self, *_: object) -> int:
        return 0


@pytest.fixture
def quiz(window: MainWindow, fill: Callable[[str], None]) -> Callable[..., QuizPage]:
    """Start a quiz on a deck, with its questions in the author's order."""

    def start(*ids: str, number: int = 5, choice: Choice | None = None) -> QuizPage:
        fill(deck(*ids))
        window.refresh()
        window.activateWindow()
        window.quizzing._rng = AuthorsOrder()
        window.quizzing.start(choice or Choice(), number)
        return window.quizzing.page

    return start


Start = Callable[..., QuizPage]


def text_of(page: QuizPage) -> str:
    return "\n".join(text.plain_text() for text in page.card_view.texts())


def rows(questions: QListWidget) -> list[str]:
    return [questions.item(row).text() for row in range(questions.count())]


def say(window: MainWindow, press: Press, *keys: str) -> None:
    for key in keys:
        press(window, Key.Key_Space, key)


def test_a_question_comes_with_its_number_its_place_and_how_hard_it_is(
    quiz: Start, window: MainWindow
) -> None:
    page = quiz("a", "b", "c")
    assert window.stack.currentWidget() is page
    assert not window.sidebar.isVisible()
    assert page.count.text() == "Question 1 of 3"
    assert page.category.text() == "Test · Topic"
    assert (page.badge.text(), page.badge.property("difficulty")) == ("Hard", Difficulty.HARD)
    assert text_of(page) == "Question a?"


def test_the_answer_comes_with_its_trap_approach_and_follow_ups(
    quiz: Start, window: MainWindow, press: Press
) -> None:
    page = quiz("a")
    press(window, Key.Key_Space)
    for part in ("Answer a.", "Trap a.", "Approach a.", "Follow-up a?"):
        assert part in text_of(page)


@pytest.mark.parametrize(("key", "quality"), [("1", 1), ("2", 3), ("3", 4)])
def test_three_keys_say_how_right_an_answer_was_and_the_schedule_stays(
    quiz: Start, window: MainWindow, press: Press, collection: Collection, key: str, quality: int
) -> None:
    quiz("a")
    say(window, press, key)
    assert [(event.quality, event.kind) for event in collection.events()] == [(quality, EventKind.PRACTICE)]
    assert all(state.is_new for state in collection.states().values())


def test_nothing_is_said_before_the_answer_shows(
    quiz: Start, window: MainWindow, press: Press, collection: Collection
) -> None:
    quiz("a")
    press(window, "1", "2", "3")
    assert collection.events() == []


def test_a_quiz_has_five_questions_of_many_and_asks_none_twice(
    quiz: Start, window: MainWindow, press: Press, collection: Collection
) -> None:
    page = quiz(*"abcdefgh")
    assert page.count.text() == "Question 1 of 5"
    say(window, press, *"33333")
    assert page.question is None
    assert len({event.unit for event in collection.events()}) == 5


def test_the_end_tells_the_score_by_difficulty_and_each_question(
    quiz: Start, window: MainWindow, press: Press
) -> None:
    page = quiz("a", "b", "c")
    say(window, press, "3", "2", "1")
    assert page.end.isVisible()
    assert page.end.title.text() == "1 of 3 right, 1 partly"
    labels = [label.text() for label in page.end.findChildren(QLabel) if label.isVisible()]
    assert [labels[labels.index(name) + 1] for name in ("Easy", "Medium", "Hard")] == [
        "½ of 1",
        "0 of 1",
        "1 of 1",
    ]
    assert "CATEGORY" not in labels  # there is one only
    assert rows(page.end.questions) == ["✓  Question a?", "½  Question b?", "✗  Question c?"]


def test_retry_asks_what_was_missed_and_another_asks_of_all(
    quiz: Start, window: MainWindow, press: Press
) -> None:
    page = quiz("a", "b", "c")
    say(window, press, "3", "2", "1")
    press(window, "r")
    assert page.count.text() == "Question 1 of 2"
    assert text_of(page) == "Question b?"
    say(window, press, "3", "3")
    assert not page.end.retry_button.isVisible()
    press(window, "n")
    assert page.count.text() == "Question 1 of 3"


def test_letters_of_the_end_do_nothing_before_it(quiz: Start, window: MainWindow, press: Press) -> None:
    page = quiz("a", "b")
    say(window, press, "1")
    press(window, "r", "n")
    assert page.count.text() == "Question 2 of 2"


def test_the_mouse_does_what_the_keys_do(
    quiz: Start, window: MainWindow, qtbot: QtBot, collection: Collection
) -> None:
    page = quiz("a", "b")
    for _ in range(2):
        qtbot.mouseClick(page.verdict_bar.reveal_button, LEFT)
        qtbot.mouseClick(next(iter(page.verdict_bar.grade_buttons.values())), LEFT)
    assert [event.quality for event in collection.events()] == [1, 1]
    qtbot.mouseClick(page.end.retry_button, LEFT)
    assert page.count.text() == "Question 1 of 2"
    qtbot.mouseClick(page.leave_button, LEFT)
    assert window.stack.currentWidget() is window.today_page


def test_undo_asks_the_last_question_again(
    quiz: Start, window: MainWindow, press: Press, collection: Collection
) -> None:
    page = quiz("a", "b")
    assert not page.undo_button.isEnabled()
    say(window, press, "1", "3")
    window.actions_["quiz_undo"].trigger()
    assert text_of(page) == "Question b?"
    window.actions_["quiz_undo"].trigger()
    assert text_of(page) == "Question a?"
    assert collection.events() == []


def test_escape_leaves_and_keeps_what_was_said(
    quiz: Start, window: MainWindow, press: Press, collection: Collection
) -> None:
    quiz("a", "b")
    say(window, press, "3")
    press(window, Key.Key_Escape)
    assert window.stack.currentWidget() is window.today_page
    assert window.sidebar.isVisible()
    assert len(collection.events()) == 1


def test_enter_at_the_end_goes_back(quiz: Start, window: MainWindow, press: Press) -> None:
    quiz("a")
    say(window, press, "3")
    press(window, Key.Key_Return)
    assert window.stack.currentWidget() is window.today_page


def test_a_question_at_the_end_opens_its_card_and_escape_comes_back(
    quiz: Start, window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    page = quiz("a", "b")
    say(window, press, "3", "1")
    page.end.questions.setFocus()
    press(window, Key.Key_Down, Key.Key_Return)
    shown = window.card_showing.page
    assert window.stack.currentWidget() is shown
    assert "Answer b." in "\n".join(text.plain_text() for text in shown.card_view.texts())
    press(window, Key.Key_Escape)
    assert window.stack.currentWidget() is page
    first = page.end.questions.visualItemRect(page.end.questions.item(0)).center()
    qtbot.mouseClick(page.end.questions.viewport(), LEFT, pos=first)
    assert "Answer a." in "\n".join(text.plain_text() for text in shown.card_view.texts())


def test_a_quiz_on_nothing_says_what_to_do(window: MainWindow) -> None:
    window.actions_["quiz"].trigger()
    assert window.stack.currentWidget() is window.today_page
    assert "import a deck, or choose other cards" in window.message_bar.text


def test_the_menu_starts_a_quiz_on_all_decks(window: MainWindow, fill: Callable[[str], None]) -> None:
    fill(deck("a"))
    window.actions_["quiz"].trigger()
    assert window.quizzing.page.count.text() == "Question 1 of 1"


def test_what_cannot_be_written_keeps_its_question(
    quiz: Start,
    window: MainWindow,
    press: Press,
    collection: Collection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = quiz("a", "b")

    def full(_event: ReviewEvent) -> int:
        raise CollectionError("the disk is full", "free some space; nothing was lost")

    with monkeypatch.context() as patch:
        patch.setattr(collection, "record", full)
        say(window, press, "3")
    assert "the disk is full" in window.message_bar.text
    assert "Answer a." in text_of(page)
    press(window, "3")
    assert text_of(page) == "Question b?"


def test_the_card_that_is_asked_can_be_edited(quiz: Start, window: MainWindow, press: Press) -> None:
    quiz("a")
    press(window, "e")
    assert window.stack.face == "editor"
    press(window, Key.Key_Escape)
    assert window.stack.currentWidget() is window.quizzing.page


def test_an_answer_can_be_written_in_a_quiz_and_a_blank_is_judged(
    quiz: Start, window: MainWindow, fill: Callable[[str], None], press: Press
) -> None:
    page = quiz("a")
    fill("### Update\n<!-- card\nid: u\n-->\n\n#### Cloze\n\nIt is ==c1:: a value ==.\n")
    window.quizzing.start(Choice(units=("u#c1",)))
    press(window, "w")
    press(window, "1 value", Key.Key_Return)
    buttons = page.verdict_bar.grade_buttons.values()
    assert [button.text() for button in buttons if button.objectName() == "primary"] == ["Wrong"]


def test_only_cards_of_the_choice_are_asked(quiz: Start) -> None:
    page = quiz("a", "b", "c", choice=Choice(difficulties=(Difficulty.EASY,)))
    assert page.count.text() == "Question 1 of 1"
    assert text_of(page) == "Question b?"


def test_browse_starts_a_quiz_on_what_is_listed_and_escape_comes_back(
    window: MainWindow, fill: Callable[[str], None], press: Press, qtbot: QtBot
) -> None:
    fill(deck("a", "b"))
    window.activateWindow()
    window.show_browse(Choice(difficulties=(Difficulty.EASY,)))
    qtbot.waitUntil(lambda: window.actions_["quiz_units"].isEnabled(), timeout=5_000)
    window.actions_["quiz_units"].trigger()
    assert text_of(window.quizzing.page) == "Question b?"
    press(window, Key.Key_Escape)
    assert window.stack.face == "browse"
    assert window.sidebar.isVisible()


def test_a_simulation_in_a_quiz_keeps_its_keys(
    window: MainWindow, fill: Callable[[str], None], press: Press, qtbot: QtBot
) -> None:
    fill("### Q?\n<!-- card\nid: q\n-->\n\n```sim ppo-clip\n```\n\n#### Answer\n\nA.\n")
    window.activateWindow()
    window.quizzing.start(Choice())
    (view,) = window.quizzing.page.card_view.simulations()
    qtbot.waitUntil(lambda: view.is_ready, timeout=20_000)
    view.setFocus()
    press(window, Key.Key_End)
    assert view.frame > 0
    press(window, "r")
    assert view.frame == 0
