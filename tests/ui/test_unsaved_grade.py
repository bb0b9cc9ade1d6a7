"""Grades that cannot be written: the collection is held by another program, or the disk is full."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from flashrl.errors import CollectionError
from flashrl.store import Collection
from flashrl.ui import unsaved
from flashrl.ui.due_dialog import DueDialog
from flashrl.ui.main_window import MainWindow
from tests.ui.test_review import cards, shown_text, study

Fill = Callable[[str], None]
Press = Callable[..., None]
LEFT = Qt.MouseButton.LeftButton
LOCKED = (
    "This grade is not saved yet: another program is writing to the collection. It is tried again by itself. "
    "What helps: close the other program and try again."
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The waiting between two tries, a hundred times as short."""
    monkeypatch.setattr(unsaved, "DELAYS_MS", (1, 10, 20, 50))


@pytest.fixture
def asked(window: MainWindow, fill: Fill, press: Press, qtbot: QtBot) -> MainWindow:
    """A window with an answer to be graded."""
    qtbot.wait(1)  # the window is active now
    fill(cards("a", "b"))
    study(window, press)
    press(window, Qt.Key.Key_Space)
    return window


@contextmanager
def held(collection: Collection) -> Iterator[None]:
    """Another program is writing."""
    with closing(sqlite3.connect(collection.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def said(window: MainWindow) -> str:
    bar = window.review_page.unsaved.bar
    return bar.label.text() if bar.isVisible() else ""


def click(window: MainWindow, qtbot: QtBot, words: str) -> None:
    (button,) = [each for each in window.review_page.unsaved.bar.buttons if each.text() == words]
    qtbot.mouseClick(button, LEFT)


def test_a_grade_waits_for_the_other_program_and_then_goes_on_by_itself(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    with held(collection):
        press(asked, "3")
        qtbot.waitUntil(lambda: said(asked) == LOCKED)
        assert "Answer a." in shown_text(asked)
        assert collection.events() == []
    qtbot.waitUntil(lambda: shown_text(asked) == "Question b?")
    assert [event.unit for event in collection.events()] == ["a"]
    assert said(asked) == ""


def test_a_short_wait_is_not_worth_a_word(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    with held(collection):
        press(asked, "3")
        assert said(asked) == ""
    qtbot.waitUntil(lambda: shown_text(asked) == "Question b?")


def test_undo_gives_the_card_back_ungraded(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    with held(collection):
        press(asked, "3")
        qtbot.waitUntil(lambda: said(asked) != "")
        qtbot.keyClick(asked, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert said(asked) == ""
    qtbot.wait(50)
    assert collection.events() == []
    press(asked, "4")
    assert [event.quality for event in collection.events()] == [5]


def test_another_grade_takes_the_place_of_the_one_that_waits(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    with held(collection):
        press(asked, "3")
        qtbot.waitUntil(lambda: said(asked) != "")
        press(asked, "1")
    qtbot.waitUntil(lambda: shown_text(asked) == "Question b?")
    assert [event.quality for event in collection.events()] == [1]


def test_try_again_tries_at_once(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsaved, "DELAYS_MS", (1, 60_000))
    with held(collection):
        press(asked, "3")
        qtbot.waitUntil(lambda: said(asked) != "")
    press(asked, Qt.Key.Key_Space)  # the button has the focus
    assert shown_text(asked) == "Question b?"


def test_leaving_asks_and_stays_or_leaves_without_the_grade(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    page = asked.review_page
    with held(collection):
        press(asked, "3")
        press(asked, Qt.Key.Key_Escape)
        assert said(asked).startswith("The last grade is not saved yet: another program")
        assert asked.stack.currentWidget() is page
        click(asked, qtbot, "Stay")
        assert said(asked) == LOCKED
        press(asked, Qt.Key.Key_Escape)
        click(asked, qtbot, "Leave without it")
        assert asked.stack.currentWidget() is asked.today_page
    assert collection.events() == []


def test_leaving_goes_through_once_the_grade_is_written(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    with held(collection):
        press(asked, "3")
        press(asked, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: asked.stack.currentWidget() is asked.today_page)
    assert len(collection.events()) == 1


def test_closing_the_window_asks_too(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    with held(collection):
        press(asked, "3")
        asked.close()
        assert asked.isVisible()
        click(asked, qtbot, "Leave without it")
        assert not asked.isVisible()


def test_a_change_waits_as_a_grade_does(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    with held(collection):
        press(asked, "s")
        qtbot.waitUntil(lambda: said(asked).startswith("This change is not saved yet:"))
        assert collection.marks() == {}
    qtbot.waitUntil(lambda: shown_text(asked) == "Question b?")
    assert collection.marks()["a"].is_suspended


def test_a_full_disk_is_said_and_the_grade_kept(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))  # no file may grow beyond a page
    try:
        press(asked, "3")
        qtbot.waitUntil(lambda: said(asked) != "")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "disk" in said(asked)
    qtbot.waitUntil(lambda: shown_text(asked) == "Question b?")
    assert len(collection.events()) == 1


def test_what_is_asked_can_be_answered_by_keys(
    asked: MainWindow, press: Press, collection: Collection
) -> None:
    with held(collection):
        press(asked, "3")
        press(asked, Qt.Key.Key_Escape, Qt.Key.Key_Tab)
        focused = asked.focusWidget()
        assert isinstance(focused, QPushButton)
        assert focused.text() == "Leave without it"
        press(asked, Qt.Key.Key_Return)
        assert asked.stack.currentWidget() is asked.today_page


@pytest.mark.usefixtures("window")
def test_a_window_stands_still_for_half_a_second_at_most(collection: Collection) -> None:
    (milliseconds,) = collection._db.execute("PRAGMA busy_timeout").fetchone()
    assert milliseconds == 500


def test_what_is_done_with_another_card_does_not_take_the_place_of_a_grade_that_waits(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    with held(collection):
        press(asked, "3")
        asked.review_page.deeds.suspend("b")
    qtbot.waitUntil(lambda: shown_text(asked) == "Question b?")
    assert [event.unit for event in collection.events()] == ["a"]
    assert collection.marks() == {}


def test_a_grade_that_cannot_even_be_begun_leaves_the_card_to_be_graded_again(
    asked: MainWindow, press: Press, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_now: object) -> None:
        raise CollectionError("the disk could not be read", "see that it is there")

    with monkeypatch.context() as patch:
        patch.setattr(collection, "study_day", unreadable)
        press(asked, "3")
    assert asked.message_bar.text == "the disk could not be read — see that it is there"
    assert not asked.review_page.run.has_unsaved
    press(asked, "3")
    assert len(collection.events()) == 1


def test_closing_from_the_editor_shows_the_review_to_ask(
    asked: MainWindow, press: Press, qtbot: QtBot, collection: Collection
) -> None:
    with held(collection):
        press(asked, "3", "e")
        assert asked.stack.currentWidget() is asked.editing.page
        asked.close()
        assert asked.stack.currentWidget() is asked.review_page
        assert said(asked).startswith("The last grade is not saved yet")
        click(asked, qtbot, "Stay")
    qtbot.waitUntil(lambda: shown_text(asked) == "Question b?")


def test_no_other_day_is_asked_for_while_a_grade_waits(
    asked: MainWindow, press: Press, collection: Collection
) -> None:
    with held(collection):
        press(asked, "3")
        asked.actions_["due_on"].trigger()
        assert asked.findChildren(DueDialog) == []
