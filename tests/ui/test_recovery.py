"""A collection that does not open ends in a running window: by keys, in its newest good state, and nothing
is lost."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from flashrl import app as composition
from flashrl import paths
from flashrl.store import Collection, backup
from flashrl.store.practice import Choice
from flashrl.ui import tasks
from flashrl.ui.desk import Desk
from flashrl.ui.main_window import MainWindow
from flashrl.ui.recovery_window import RecoveryWindow
from tests.store import damages
from tests.store.damages import BACKED_UP, DAMAGES, UNITS
from tests.store.test_collection import without_rights

KINDS = [pytest.param(damage, days, id=damage.__name__) for damage, days in DAMAGES]
DAMAGED = [each for each in KINDS if each.id != "newer_version"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("whole")
    damages.make_home(home)
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """20 cards with reviews of 20 days, and a backup of the 15th; there are no shipped decks."""
    monkeypatch.setattr(paths, "decks", lambda: tmp_path / "no decks")
    shutil.copytree(whole, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def desk(application: QApplication, home: Path) -> Iterator[Desk]:
    desk = Desk(application, home, partial(composition._furnished, application))
    yield desk
    desk.close()


def offered(desk: Desk, qtbot: QtBot) -> RecoveryWindow:
    """The window that stands in the main one's place, once it has something to offer."""
    desk.open()
    window = desk.window
    assert isinstance(window, RecoveryWindow)
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: window.quit_button.isVisible() and not window.progress.isVisible())
    return window


def main_window(desk: Desk, qtbot: QtBot) -> MainWindow:
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow), timeout=10_000)
    window = desk.window
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(lambda: bool(window.message_bar.text))
    return window


def press(qtbot: QtBot, window: RecoveryWindow, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key)


def review_one(qtbot: QtBot, window: MainWindow) -> None:
    window.studying.practise(Choice())
    qtbot.keyClick(window.review_page.card_view, Qt.Key.Key_Space)
    qtbot.keyClicks(window.review_page.card_view, "3")
    assert window.review_page.progress.value() == 1


@pytest.mark.parametrize(("damage", "days"), DAMAGED)
def test_return_brings_the_newest_good_state_back_and_the_broken_file_is_kept(
    desk: Desk, home: Path, qtbot: QtBot, damage: Callable[[Path], None], days: int
) -> None:
    path = paths.collection(home)
    damage(path)
    before = damages.contents(path)
    window = offered(desk, qtbot)
    assert "backup is of 16 March 2026" in window.details.text()
    assert f"{UNITS} cards and {BACKED_UP * UNITS} reviews" in window.details.text()
    press(qtbot, window, Qt.Key.Key_Return)
    opened = main_window(desk, qtbot)
    (kept,) = home.glob("collection-replaced-*.sqlite")
    assert damages.contents(kept) == before
    assert opened.message_bar.text.startswith("The backup of 16 March 2026")
    assert kept.name in opened.message_bar.text
    events = len(opened._collection.events())
    assert events >= days * UNITS
    review_one(qtbot, opened)
    assert len(opened._collection.events()) == events + 1


def test_a_newer_collection_is_left_as_it_is_and_another_folder_can_be_opened(
    desk: Desk, home: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    damages.newer_version(paths.collection(home))
    before = damages.contents(home / "collection.sqlite")
    window = offered(desk, qtbot)
    assert "Update flashrl" in window.details.text()
    assert not window.restore_button.isVisible()
    assert not window.empty_button.isVisible()
    other = tmp_path / "other"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(other))
    press(qtbot, window, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow), timeout=10_000)
    assert paths.collection(other).exists()
    assert damages.contents(home / "collection.sqlite") == before


def test_the_window_says_how_many_reviews_came_back(desk: Desk, home: Path, qtbot: QtBot) -> None:
    damages.table_gone(paths.collection(home))
    press(qtbot, offered(desk, qtbot), Qt.Key.Key_Return)
    assert "is back, with 100 reviews made since" in main_window(desk, qtbot).message_bar.text


def test_damage_that_only_the_window_meets_ends_in_one_too(desk: Desk, home: Path, qtbot: QtBot) -> None:
    damages.page_of_the_settings(paths.collection(home))
    Collection.open(paths.collection(home)).close()
    press(qtbot, offered(desk, qtbot), Qt.Key.Key_Return)
    assert "is back, with 100 reviews made since" in main_window(desk, qtbot).message_bar.text


def test_another_backup_can_be_chosen_by_keys(desk: Desk, home: Path, qtbot: QtBot) -> None:
    older = backup.folder(paths.collection(home)) / "collection-2026-02-01T120000Z.sqlite"
    shutil.copy(backup.backups(paths.collection(home))[0], older)
    damages.text(paths.collection(home))
    window = offered(desk, qtbot)
    press(qtbot, window, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.backups.isVisible() and window.backups.topLevelItemCount() == 2)
    press(qtbot, window, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert "The backup of 1 February 2026" in main_window(desk, qtbot).message_bar.text


def test_escape_leads_back_from_the_list_of_backups(desk: Desk, home: Path, qtbot: QtBot) -> None:
    damages.text(paths.collection(home))
    window = offered(desk, qtbot)
    press(qtbot, window, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    qtbot.waitUntil(window.backups.isVisible)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.restore_button
    assert not window.backups.isVisible()


def test_without_a_good_backup_an_empty_collection_is_offered(desk: Desk, home: Path, qtbot: QtBot) -> None:
    damages.text(backup.backups(paths.collection(home))[0])
    damages.table_gone(paths.collection(home))
    window = offered(desk, qtbot)
    assert "There is no good backup. 1 backup beside it cannot be used." in window.details.text()
    assert not window.restore_button.isVisible()
    press(qtbot, window, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    opened = main_window(desk, qtbot)
    assert opened.message_bar.text.startswith("This is a new collection. 400 reviews could still be read.")
    assert len(opened._collection.events()) == 400


def test_an_empty_collection_gets_the_shipped_decks(
    desk: Desk, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "no decks").mkdir()
    shutil.copy(home / "deck.md", tmp_path / "no decks" / "shipped.md")
    damages.text(paths.collection(home))
    offered(desk, qtbot).empty_button.click()
    opened = main_window(desk, qtbot)
    assert opened.message_bar.text.startswith("This is a new collection.")
    assert len(opened._collection.cards()) == UNITS


def test_a_backup_that_vanished_meanwhile_is_said_and_the_window_stays(
    desk: Desk, home: Path, qtbot: QtBot
) -> None:
    damages.text(paths.collection(home))
    window = offered(desk, qtbot)
    backup.backups(paths.collection(home))[0].unlink()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(window.failure.isVisible)
    assert "it is no file" in window.failure.text()
    assert paths.collection(home).read_bytes().startswith(b"These are my notes")


def test_a_collection_that_another_program_holds_can_be_tried_again(
    desk: Desk, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flashrl.store.database._BUSY_SECONDS", 0.05)
    with damages.locked(paths.collection(home)):
        window = offered(desk, qtbot)
        assert window.focusWidget() is window.again_button
        assert "close the other program" in window.details.text()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow))


def test_a_folder_that_may_not_be_looked_into_is_not_taken_for_damage(
    desk: Desk, home: Path, qtbot: QtBot
) -> None:
    home.chmod(0o000)
    with without_rights():
        window = offered(desk, qtbot)
        assert "cannot be opened" in window.summary.text()
    home.chmod(0o755)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow))


def test_damage_that_is_found_later_leads_to_the_same_window(desk: Desk, home: Path, qtbot: QtBot) -> None:
    desk.open()
    opened = desk.window
    assert isinstance(opened, MainWindow)
    qtbot.waitExposed(opened)
    damages.random_bytes_in_the_middle(paths.collection(home))
    opened.backing_up.open()
    qtbot.waitUntil(opened.backing_up.page.check_button.isEnabled)
    qtbot.mouseClick(opened.backing_up.page.check_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened.message_bar.choices))
    opened.message_bar.choices[0].click()
    window = desk.window
    assert isinstance(window, RecoveryWindow)
    qtbot.waitUntil(window.restore_button.isVisible)
    press(qtbot, window, Qt.Key.Key_Return)
    assert "is back" in main_window(desk, qtbot).message_bar.text


def test_all_that_takes_the_focus_has_a_name(desk: Desk, home: Path, qtbot: QtBot) -> None:
    damages.text(paths.collection(home))
    window = offered(desk, qtbot)
    assert window.accessibleName() == "Your collection cannot be opened"
    assert window.backups.accessibleName() == "Backups"
    for button in window._buttons:
        assert button.text()


@pytest.fixture(autouse=True)
def _no_work_is_left() -> Iterator[None]:
    yield
    tasks.wait_for_all()


def test_the_opened_collection_is_the_one_that_was_put_there(desk: Desk, home: Path, qtbot: QtBot) -> None:
    damages.empty(paths.collection(home))
    press(qtbot, offered(desk, qtbot), Qt.Key.Key_Return)
    opened = main_window(desk, qtbot)
    with Collection.open(paths.collection(home)) as collection:
        assert collection.states() == opened._collection.states()
