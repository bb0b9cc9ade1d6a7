"""The backups page: what there is, a new one, one brought back; the collection looked over, written out."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from flashrl import app as composition
from flashrl import paths
from flashrl.store import Collection, backup
from flashrl.ui import tasks
from flashrl.ui.actions import BACKUPS, PAGES
from flashrl.ui.backups_page import BackupsPage
from flashrl.ui.desk import Desk
from flashrl.ui.main_window import MainWindow
from tests.store import damages
from tests.store.damages import BACKED_UP, DAYS, UNITS

CTRL = Qt.KeyboardModifier.ControlModifier
ALL_REVIEWS, BACKED_UP_REVIEWS = DAYS * UNITS, BACKED_UP * UNITS


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("whole")
    damages.make_home(home)
    return home


@pytest.fixture
def desk(
    application: QApplication, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Iterator[Desk]:
    """20 cards with 400 reviews, and a backup with 300 of them, in the app's own window."""
    monkeypatch.setattr(paths, "decks", lambda: tmp_path / "no decks")
    monkeypatch.setattr("flashrl.app.back_up_when_due", lambda *_: None)
    shutil.copytree(whole, tmp_path / "home")
    desk = Desk(application, tmp_path / "home", partial(composition._furnished, application))
    desk.open()
    qtbot.waitUntil(shown(desk).isActiveWindow)
    yield desk
    desk.close()
    tasks.wait_for_all()


def shown(desk: Desk) -> MainWindow:
    assert isinstance(desk.window, MainWindow)
    return desk.window


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> BackupsPage:
    """The page, opened by its key, with its list read."""
    qtbot.keyClick(shown(desk), Qt.Key.Key_B, CTRL)
    assert shown(desk).stack.face == BACKUPS
    page = shown(desk).backing_up.page
    qtbot.waitUntil(page.restore_button.isEnabled)
    return page


def listed(page: BackupsPage) -> list[list[str]]:
    items = [page.backups.topLevelItem(row) for row in range(page.backups.topLevelItemCount())]
    return [[item.text(column) for column in range(3)] for item in items if item is not None]


def open_collection(desk: Desk) -> Collection:
    return shown(desk)._collection


def after(desk: Desk, qtbot: QtBot, before: MainWindow) -> MainWindow:
    """The window that stands in the place of another, once it has told what was done."""
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow) and desk.window is not before, timeout=10_000)
    qtbot.waitUntil(lambda: bool(shown(desk).message_bar.text))
    return shown(desk)


def answer(monkeypatch: pytest.MonkeyPatch, name: str, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path), ""))


def test_each_backup_is_listed_with_what_it_holds(page: BackupsPage) -> None:
    assert listed(page) == [["16 Mar 2026, 12:00", "20", "300"]]
    assert page.summary.text().startswith("The newest is of 16 March 2026, 12:00.")


def test_a_backup_is_made_at_once_and_listed(page: BackupsPage, desk: Desk, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.back_up_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(listed(page)) == 2)
    assert listed(page)[0][1:] == ["20", "400"]
    assert "and checked it" in shown(desk).message_bar.text


def test_return_on_a_backup_asks_once_and_brings_it_back_with_the_reviews_since(
    page: BackupsPage, desk: Desk, qtbot: QtBot
) -> None:
    before, gone = shown(desk), list[bool]()
    before.resize(700, 600)
    before.destroyed.connect(lambda: gone.append(True))
    qtbot.keyClick(page.backups, Qt.Key.Key_Return)
    assert "is kept beside it" in page.question.label.text()
    assert open_collection(desk).events()
    qtbot.keyClick(page.question.buttons[0], Qt.Key.Key_Return)
    window = after(desk, qtbot, before)
    assert "is back, with 100 reviews made since" in window.message_bar.text
    assert (window.width(), window.height()) == (700, 600)
    assert len(open_collection(desk).events()) == ALL_REVIEWS
    assert len(list(open_collection(desk).path.parent.glob("collection-replaced-*"))) == 1
    qtbot.waitUntil(lambda: bool(gone))


def test_later_reviews_can_be_left_out(page: BackupsPage, desk: Desk, qtbot: QtBot) -> None:
    before = shown(desk)
    page.restore_button.click()
    page.question.buttons[1].click()
    after(desk, qtbot, before)
    assert len(open_collection(desk).events()) == BACKED_UP_REVIEWS


def test_a_backup_that_cannot_be_brought_back_leaves_the_collection_and_says_why(
    page: BackupsPage, desk: Desk, qtbot: QtBot
) -> None:
    before = shown(desk)
    damages.text(backup.backups(open_collection(desk).path)[0])
    page.restore_button.click()
    page.question.buttons[0].click()
    window = after(desk, qtbot, before)
    assert "no sound collection" in window.message_bar.text
    assert len(open_collection(desk).events()) == ALL_REVIEWS


def test_escape_takes_the_question_back_and_then_leaves(page: BackupsPage, desk: Desk, qtbot: QtBot) -> None:
    page.restore_button.click()
    assert page.question.isVisible()
    qtbot.keyClick(page.question.buttons[0], Qt.Key.Key_Escape)
    assert not page.question.isVisible()
    assert page.restore_button.isVisible()
    qtbot.keyClick(page.backups, Qt.Key.Key_Escape)
    assert shown(desk).stack.face == PAGES


def test_a_check_of_a_sound_collection_says_so(page: BackupsPage, qtbot: QtBot) -> None:
    page.check_button.click()
    qtbot.waitUntil(page.findings.isVisible)
    assert page.findings.text() == "Nothing is wrong with the collection and its backups."
    assert not page.question.isVisible()


def test_what_a_check_finds_is_repaired_when_asked(page: BackupsPage, desk: Desk, qtbot: QtBot) -> None:
    open_collection(desk)._db.execute("UPDATE states SET interval_days = 99 WHERE unit IN ('c1', 'c2')")
    page.check_button.click()
    qtbot.waitUntil(page.question.isVisible)
    assert page.findings.text().startswith("2 cached states are not what the reviews make of them")
    page.question.buttons[0].click()
    qtbot.waitUntil(lambda: page.findings.text().endswith("made them again."))
    assert open_collection(desk).wrong_states() == 0


def test_a_damaged_backup_is_named_and_cannot_be_chosen(page: BackupsPage, desk: Desk, qtbot: QtBot) -> None:
    damages.text(backup.backups(open_collection(desk).path)[0])
    page.open()
    qtbot.waitUntil(lambda: listed(page)[0][1] == "damaged")
    assert not page.restore_button.isEnabled()
    page.check_button.click()
    qtbot.waitUntil(page.findings.isVisible)
    assert "collection-2026-03-16T120000Z.sqlite is damaged" in page.findings.text()


def test_a_copy_is_saved_where_it_is_asked_for(
    page: BackupsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    answer(monkeypatch, "getSaveFileName", tmp_path / "copy.sqlite")
    page.more.actions()[0].trigger()
    qtbot.waitUntil(page.more_button.isEnabled)
    assert backup.check(tmp_path / "copy.sqlite") == []


def test_what_was_written_as_text_is_read_back_the_same(
    page: BackupsPage, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    answer(monkeypatch, "getSaveFileName", tmp_path / "all.jsonl")
    page.more.actions()[1].trigger()
    qtbot.waitUntil(page.more_button.isEnabled)
    before, events = shown(desk), open_collection(desk).events()
    answer(monkeypatch, "getOpenFileName", tmp_path / "all.jsonl")
    page.more.actions()[2].trigger()
    page.question.buttons[0].click()
    assert "lines of all.jsonl are the collection now" in after(desk, qtbot, before).message_bar.text
    assert open_collection(desk).events() == events


def test_a_text_that_is_no_dump_leaves_the_collection(
    page: BackupsPage, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (tmp_path / "notes.txt").write_text("no dump\n")
    before = shown(desk)
    answer(monkeypatch, "getOpenFileName", tmp_path / "notes.txt")
    page.more.actions()[2].trigger()
    page.question.buttons[0].click()
    assert "notes.txt:1" in after(desk, qtbot, before).message_bar.text
    assert len(open_collection(desk).events()) == ALL_REVIEWS


def test_all_that_takes_the_focus_has_a_name(page: BackupsPage) -> None:
    page.restore_button.click()
    for each in page.findChildren(QWidget):
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible():
            assert each.accessibleName() or (isinstance(each, QPushButton) and each.text()), each


def test_a_narrow_window_clips_no_button(page: BackupsPage, desk: Desk) -> None:
    shown(desk).resize(480, 600)
    page.restore_button.click()
    QApplication.processEvents()
    for button in page.findChildren(QPushButton):
        if button.isVisible():
            assert button.height() >= button.minimumSizeHint().height()
            assert button.width() >= button.minimumSizeHint().width()
