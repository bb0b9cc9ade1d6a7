"""The import preview: what an import will do, before it does it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl.anki import write_package
from flashrl.formats import read
from flashrl.store import Collection, folders
from flashrl.ui import outside_editor, tasks, work
from flashrl.ui.actions import IMPORT, PAGES
from flashrl.ui.import_page import ImportPage
from flashrl.ui.main_window import MainWindow
from tests.anki.imports import anki
from tests.anki.packages import add, answer, written

Press = Callable[..., None]


def card(name: str, answer: str = "An answer.") -> str:
    return f"\n### Question {name}?\n<!-- card\nid: {name}\n-->\n\n{answer}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five files: native, foreign, one with a draft and a finding, one with an error, and no deck."""
    folder = (tmp_path / "notes").resolve()
    (folder / "below").mkdir(parents=True)
    files = {
        "a.md": "---\nflashrl: 1\n---\n" + card("a1") + card("a2"),
        "below/b.md": "---\nflashrl: 1\n---\n" + card("b1") + card("b2", ""),
        "c.md": "# Interview\n\n## 1. What is a policy?\n\nA map.\n\n## 2. What is a return?\n\nA sum.\n",
        "bad.md": "---\nflashrl: [\n---\n",
        "README.md": "# Hello\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def propose(window: MainWindow, qtbot: QtBot) -> Callable[..., ImportPage]:
    def start(*sources: Path, follow: bool = False) -> ImportPage:
        window.traffic.importing.propose(sources, follow=follow)
        page = window.traffic.importing.page
        qtbot.waitUntil(lambda: not page.progress.isVisible(), timeout=10_000)
        return page

    return start


LISTED = [
    ("a.md", "native", "2", "0", "0"),
    ("bad.md", "left out: errors", "0", "0", "1"),
    ("below/b.md", "native", "1", "1", "1"),
    ("c.md", "heading", "2", "0", "0"),
]
"""What the list says of `folder`."""


def listed(page: ImportPage) -> list[tuple[str, ...]]:
    model = page.files.model()
    columns = range(model.columnCount())
    return [tuple(model.index(row, each).data() for each in columns) for row in range(model.rowCount())]


Propose = Callable[..., ImportPage]


def test_files_formats_cards_drafts_and_problems_are_shown(propose: Propose, folder: Path) -> None:
    page = propose(folder)
    assert listed(page) == LISTED
    assert page.summary.text() == "6 new"
    assert page.details.text() == (
        "4 files, 5 cards, 1 draft without an answer, 1 file left out because of errors"
    )
    assert page.problems_label.text() == "1 error, 1 warning"


def test_a_package_shows_its_decks_and_reviews_before_they_come_in(
    window: MainWindow,
    fill: Callable[[str], None],
    collection: Collection,
    tmp_path: Path,
    press: Press,
    qtbot: QtBot,
) -> None:
    fill("### Ours?\n<!-- card\nid: ours\n-->\n\nYes.\n")
    write_package(collection.cards(), tmp_path / "own.apkg")
    with anki(tmp_path) as target:
        target.import_package(tmp_path / "own.apkg")
        answer(target, target.note("ours"), 3)
        add(target, "Basic", "Theirs?", "Yes [sound:a.mp3]", deck="Theirs")
        package = written(target, tmp_path / "new.apkg")
    window.activateWindow()
    window.traffic.importing.propose([package])
    page = window.traffic.importing.page
    qtbot.waitUntil(lambda: not page.progress.isVisible(), timeout=10_000)
    assert page.summary.text() == "1 new · 1 review made in Anki"
    assert page.details.text() == "1 file, 1 card\nnew.apkg: sound is left out (Basic)"
    assert collection.events() == []
    press(window, Qt.Key.Key_Return)
    tasks.wait_for_all()
    qtbot.waitUntil(lambda: "1 added" in window.message_bar.text, timeout=10_000)
    assert [event.quality for event in collection.events()] == [4]
    assert (window.traffic.own / "anki" / "theirs.md").exists()


def test_matches_that_are_in_doubt_are_told(propose: Propose, collection: Collection, tmp_path: Path) -> None:
    path = (tmp_path / "notes.md").resolve()
    on = "## What is on-policy {0}?\n\nIt learns about {1} that acts.\n\n"
    off = "## What is off-policy {0}?\n\nIt learns about {1} that acts not.\n\n"
    path.write_text("# Notes\n\n" + (on + off).format("control", "the policy"))
    collection.apply([read(path)], now=datetime(2026, 3, 1, tzinfo=UTC))
    path.write_text("# Notes\n\n" + (off + on).format("learning", "a policy"))
    page = propose(path)
    assert page.summary.text() == "2 new · 2 suspended, as their text is gone"
    assert listed(page) == [("notes.md", "heading", "2", "0", "2")]


def test_what_is_no_package_is_said(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "bad.apkg").write_text("no zip")
    window.traffic.importing.propose([tmp_path / "bad.apkg"])
    page = window.traffic.importing.page
    qtbot.waitUntil(lambda: not page.progress.isVisible(), timeout=10_000)
    assert page.summary.text() == "This is no Anki package: it is no zip file."


def test_nothing_is_changed_before_return_is_pressed(
    window: MainWindow, propose: Propose, folder: Path, collection: Collection, press: Press, qtbot: QtBot
) -> None:
    propose(folder)
    assert collection.sources() == []
    press(window, Qt.Key.Key_Return)
    words = "6 added, 0 changed, 0 moved, 0 suspended, 0 unchanged. 1 left out because of errors."
    qtbot.waitUntil(lambda: window.message_bar.text == words, timeout=5_000)
    assert window.stack.currentWidget() is window.today_page
    assert window.today_page.summary.text() == "5 new · 1 drafts without an answer"


def test_escape_imports_nothing_and_goes_back(
    window: MainWindow, propose: Propose, folder: Path, collection: Collection, press: Press
) -> None:
    propose(folder)
    press(window, Qt.Key.Key_Escape)
    assert window.stack.face == PAGES
    assert collection.sources() == []


def test_a_second_import_says_what_changed_moved_and_went(
    propose: Propose, folder: Path, window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.traffic.exchange.imported, timeout=5_000):
        propose(folder).confirm()
    (folder / "a.md").write_text("---\nflashrl: 1\n---\n" + card("a1", "Another answer."))
    (folder / "c.md").rename(folder / "d.md")
    page = propose(folder)
    assert page.summary.text() == "1 changed · 2 moved · 1 suspended, as their text is gone · 2 unchanged"
    with qtbot.waitSignal(window.traffic.exchange.imported, timeout=5_000):
        page.confirm()
    assert propose(folder).summary.text() == "Nothing new: the collection has all of it."


def test_what_is_as_it_was_is_listed_without_being_read_again(
    propose: Propose, folder: Path, window: MainWindow, collection: Collection, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.traffic.exchange.imported, timeout=5_000):
        propose(folder).confirm()
    (folder / "a.md").write_text("---\nflashrl: 1\n---\n" + card("a1", "Another answer.") + card("a2"))
    plan = work.plan_import(collection.path, [folder], datetime.now(UTC), lambda _done, _total: None)
    assert [file.path for file in plan.files] == [folder / "a.md", folder / "bad.md"]
    assert [file.path for file in plan.unchanged] == [folder / "below" / "b.md", folder / "c.md"]
    page = propose(folder)
    assert listed(page) == LISTED
    assert page.summary.text() == "1 changed · 5 unchanged"


def test_a_repeated_id_in_another_file_is_found_before_the_import(propose: Propose, folder: Path) -> None:
    (folder / "twin.md").write_text("---\nflashrl: 1\n---\n" + card("a1").replace("Question", "Else, quite"))
    page = propose(folder)
    problem = page.problems.model().index(1, 0).data()
    assert problem.startswith("twin.md:5 · error\n'a1' is used in ")


def test_a_click_or_return_on_a_problem_opens_its_file_at_the_line(
    window: MainWindow, propose: Propose, folder: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path, int]] = []
    monkeypatch.setattr(outside_editor, "open_at", lambda path, line: opened.append((path, line)))
    problems = propose(folder).problems
    place = problems.visualRect(problems.model().index(1, 0)).center()
    QTest.mouseClick(problems.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(problems.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [(folder / "below" / "b.md", 12)]
    problems.setFocus()
    problems.setCurrentIndex(problems.model().index(0, 0))
    press(window, Qt.Key.Key_Return)
    assert opened[1:] == [(folder / "bad.md", 2)]
    assert window.stack.face == IMPORT


def test_return_on_a_file_shows_its_cards_and_escape_comes_back(
    window: MainWindow, propose: Propose, folder: Path, press: Press, qtbot: QtBot
) -> None:
    page = propose(folder)
    page.files.setFocus()
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.previewing.page.cards.count() == 2, timeout=5_000)
    press(window, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is page
    assert listed(page)


def test_a_folder_can_be_followed_from_then_on(
    window: MainWindow, propose: Propose, folder: Path, collection: Collection, qtbot: QtBot
) -> None:
    page = propose(folder)
    assert page.follow.isVisible()
    page.follow.click()
    page.confirm()
    qtbot.waitUntil(lambda: folders.chosen(collection) == [folder], timeout=5_000)
    (folder / "new.md").write_text("---\nflashrl: 1\n---\n" + card("n1"))
    qtbot.waitUntil(lambda: window.message_bar.text == "Deck folders: 1 new.", timeout=5_000)
    assert not propose(folder).follow.isVisible()


def test_files_alone_are_not_followed(propose: Propose, folder: Path) -> None:
    assert not propose(folder / "a.md", folder / "c.md").follow.isVisible()


def test_folders_and_deck_files_can_be_dropped_on_the_window(
    window: MainWindow, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "picture.png").write_bytes(b"")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "picture.png"))])
    actions, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(9, 9), actions, data, left, none)
    entering.ignore()
    QApplication.sendEvent(window, entering)
    assert not entering.isAccepted()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in (folder / "a.md", tmp_path / "picture.png")])
    entering = QDragEnterEvent(QPoint(9, 9), actions, data, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), actions, data, left, none))
    qtbot.waitUntil(
        lambda: listed(window.traffic.importing.page) == [("a.md", "native", "2", "0", "0")], timeout=5_000
    )


def test_a_folder_without_decks_says_what_to_do(propose: Propose, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    page = propose(tmp_path / "empty")
    assert page.summary.text() == "This folder holds no markdown file."
    assert page.details.text() == "What to do: name a folder with .md files."
    assert not page.import_button.isVisible()
    assert page.cancel_button.text() == "Back"


def test_reading_can_be_cancelled_and_shows_nothing_afterwards(
    window: MainWindow, tmp_path: Path, press: Press, qtbot: QtBot
) -> None:
    for number in range(50):
        (tmp_path / f"{number}.md").write_text("---\nflashrl: 1\n---\n" + card(f"c{number}") * 20)
    qtbot.waitUntil(window.isActiveWindow)  # only there shortcuts work
    window.traffic.importing.propose([tmp_path])
    page = window.traffic.importing.page
    assert page.progress.isVisible()
    assert not page.import_button.isEnabled()
    press(window, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.today_page
    tasks.wait_for_all()
    qtbot.wait(50)
    assert listed(page) == []


def test_a_narrow_window_has_room_for_the_import(window: MainWindow, propose: Propose, folder: Path) -> None:
    window.resize(480, 600)
    page = propose(folder)
    QApplication.processEvents()
    assert window.width() == 480
    assert page.files.columnWidth(0) > 120
    assert page.import_button.width() >= page.import_button.minimumSizeHint().width()
