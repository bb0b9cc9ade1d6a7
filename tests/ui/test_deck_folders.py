"""Deck folders: what is saved in them comes in by itself, and the Decks page says what they hold."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from flashrl.model import Quality, ReviewEvent
from flashrl.store import Collection, folders
from flashrl.ui.folder_sync import FolderSync
from flashrl.ui.main_window import MainWindow
from tests.ui.conftest import Clock

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path, collection: Collection) -> Path:
    folder = (tmp_path / "followed").resolve()
    folder.mkdir()
    folders.add(collection, folder)
    return folder


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a deck file of cards, each with its name as id and question."""

    def put(name: str, *ids: str, answer: str = "An answer.", within: Path = folder) -> Path:
        path = within / name
        cards = "".join(f"\n### Question {each}?\n<!-- card\nid: {each}\n-->\n\n{answer}\n" for each in ids)
        path.write_text(f"---\nflashrl: 1\n---\n{cards}")
        return path

    return put


@pytest.fixture
def sync(window: MainWindow, folder: Path, qtbot: QtBot) -> FolderSync:
    """The folders as the window follows them, looked at once."""
    assert folder.is_dir()
    with qtbot.waitSignal(window.traffic.folder_sync.looked, timeout=10_000):
        window.traffic.look_for_changes()
    qtbot.waitUntil(lambda: not window.traffic.folder_sync.is_busy, timeout=5_000)
    return window.traffic.folder_sync


def come_to_front() -> None:
    """The app looks again then: no one tells it that a folder itself was renamed."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)


def told(window: MainWindow, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: window.message_bar.text == words, timeout=5_000)


@pytest.mark.usefixtures("sync")
def test_a_save_comes_in_by_itself_and_is_said_in_one_line(
    window: MainWindow, write: Write, qtbot: QtBot
) -> None:
    write("a.md", "a1", "a2", "a3")
    told(window, qtbot, "Deck folders: 3 new.")
    assert window.today_page.summary.text() == "3 new"
    write("a.md", "a1", "a2", "a3", "a4", answer="A better answer.")
    told(window, qtbot, "Deck folders: 3 changed, 1 new.")


@pytest.mark.usefixtures("sync")
def test_editors_that_rename_a_new_file_over_the_old_are_followed(
    window: MainWindow, write: Write, folder: Path, qtbot: QtBot
) -> None:
    path = write("a.md", "a1")
    told(window, qtbot, "Deck folders: 1 new.")
    for number in (2, 3):
        beside = write(".a.md.tmp", *(f"a{each}" for each in range(1, number + 1)))
        path.rename(folder / "a.md~")
        beside.replace(path)
        qtbot.waitUntil(partial(_has_cards, window, number), timeout=5_000)


def _has_cards(window: MainWindow, number: int) -> bool:
    return window.today_page.summary.text() == f"{number} new"


@pytest.mark.usefixtures("sync")
def test_a_deleted_file_suspends_its_cards_and_its_return_brings_them_back(
    window: MainWindow, write: Write, qtbot: QtBot, collection: Collection, clock: Clock
) -> None:
    path = write("a.md", "a1")
    told(window, qtbot, "Deck folders: 1 new.")
    collection.record(ReviewEvent("a1", clock(), clock().date(), Quality.PASS))
    text = path.read_text()
    path.unlink()
    told(window, qtbot, "Deck folders: 1 suspended.")
    path.write_text(text)
    told(window, qtbot, "Deck folders: 1 changed.")
    assert collection.states()["a1"].repetitions == 1


def test_many_files_at_once_are_one_import(
    window: MainWindow, sync: FolderSync, write: Write, folder: Path, qtbot: QtBot
) -> None:
    imports: list[object] = []
    sync.imported.connect(imports.append)
    below = folder / "below"
    below.mkdir()
    for number in range(100):
        write(f"{number}.md", f"card-{number}", within=below)
    told(window, qtbot, "Deck folders: 100 new.")
    assert len(imports) == 1


@pytest.mark.usefixtures("sync")
def test_a_folder_that_vanishes_keeps_its_cards_and_is_followed_again_when_it_is_back(
    window: MainWindow, write: Write, folder: Path, qtbot: QtBot
) -> None:
    write("a.md", "a1")
    told(window, qtbot, "Deck folders: 1 new.")
    away = folder.rename(folder.with_name("away"))
    come_to_front()
    told(
        window,
        qtbot,
        f"{folder}: this deck folder is not there; its cards stay as they are — "
        "bring it back, or remove it on the Decks page",
    )
    assert window.today_page.summary.text() == "1 new"
    away.rename(folder)
    write("a.md", "a1", "a2")
    come_to_front()
    told(window, qtbot, "Deck folders: 1 new.")


@pytest.mark.usefixtures("sync")
def test_a_broken_file_is_told_with_its_line_and_the_rest_comes_in(
    window: MainWindow, write: Write, folder: Path, qtbot: QtBot
) -> None:
    (folder / "bad.md").write_text("---\nflashrl: [\n---\n")
    write("a.md", "a1")
    qtbot.waitUntil(lambda: window.message_bar.text.startswith(f"{folder / 'bad.md'}:2: "), timeout=5_000)
    assert window.today_page.summary.text() == "1 new"


def test_the_folders_are_followed_once_the_first_page_stands(
    window: MainWindow, write: Write, qtbot: QtBot
) -> None:
    write("a.md", "a1")
    told(window, qtbot, "Deck folders: 1 new.")
    assert window.today_page.summary.text() == "1 new"


# -- the Decks page ------------------------------------------------------------------------------


def rows(window: MainWindow) -> list[tuple[str, str, str]]:
    flags = Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive
    found: list[QTreeWidgetItem] = window.traffic.decks_page.tree.findItems("*", flags)
    return [(item.text(0), item.text(1), item.text(2)) for item in found]


def open_decks(window: MainWindow, qtbot: QtBot, expected: int) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(rows(window)) == expected, timeout=5_000)


def test_the_decks_page_lists_folders_files_and_what_could_not_be_read(
    window: MainWindow, write: Write, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    own = tmp_path / "home" / "decks"
    own.mkdir()
    write("mine.md", "m1", within=own)
    write("a.md", "a1", "a2")
    (folder / "bad.md").write_text("---\nflashrl: [\n---\n")
    write("once.md", "o1", within=tmp_path)
    with qtbot.waitSignal(window.traffic.exchange.imported, timeout=5_000):
        window.traffic.exchange.import_decks([tmp_path / "once.md"])
    with qtbot.waitSignal(window.traffic.folder_sync.looked, timeout=5_000):
        window.traffic.look_for_changes()
    open_decks(window, qtbot, 7)
    assert rows(window) == [
        (f"Your own decks · {own}", "", "1"),
        ("mine.md", "native", "1"),
        (str(folder), "", "2"),
        ("a.md", "native", "2"),
        ("bad.md", "left out", "errors"),
        ("Imported once", "", "1"),
        ("once.md", "native", "1"),
    ]


@pytest.mark.usefixtures("sync")
def test_delete_stops_following_a_folder_and_its_cards_stay(
    window: MainWindow, write: Write, folder: Path, collection: Collection, qtbot: QtBot
) -> None:
    write("a.md", "a1")
    told(window, qtbot, "Deck folders: 1 new.")
    open_decks(window, qtbot, 2)
    qtbot.keyClick(window.traffic.decks_page.tree, Qt.Key.Key_Delete)
    told(window, qtbot, f"{folder} is not followed any more. Its cards stay.")
    qtbot.waitUntil(lambda: rows(window)[0] == ("Imported once", "", "1"), timeout=5_000)
    assert folders.chosen(collection) == []
    shutil.rmtree(folder)
    qtbot.wait(400)
    assert len(collection.cards()) == 1


def test_import_now_reads_everything_and_says_so(
    window: MainWindow, sync: FolderSync, write: Write, qtbot: QtBot
) -> None:
    write("a.md", "a1")
    told(window, qtbot, "Deck folders: 1 new.")
    qtbot.waitUntil(lambda: not sync.is_busy, timeout=5_000)
    open_decks(window, qtbot, 2)
    qtbot.mouseClick(window.traffic.decks_page.look_button, Qt.MouseButton.LeftButton)
    told(window, qtbot, "Deck folders: nothing has changed.")


def test_without_folders_the_decks_page_says_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: window.traffic.decks_page.summary.text().startswith("No deck folder yet."), timeout=5_000
    )
    assert not window.traffic.decks_page.tree.isVisible()
    assert window.traffic.decks_page.new_button.isVisible()
