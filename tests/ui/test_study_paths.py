"""Study paths on the Today page: shown with their counts, and studied in their order."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from flashrl import paths
from flashrl.formats.study_paths import FILE_NAME
from flashrl.model import Quality
from flashrl.store import Collection
from flashrl.ui import path_study, tasks
from flashrl.ui.main_window import MainWindow
from tests.ui.conftest import Clock

CARDS = "".join(f"### Question {n}?\n<!-- card\nid: c{n}\n-->\nAnswer {n}.\n" for n in range(4))
PATHS = """\
Backwards:
  about: The last ones first.
  new-a-day: 2
  cards: [c3, c1, c0]
All of it:
  decks: [Test]
Elsewhere:
  cards: [not-here]
"""


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of study paths beside the shipped decks."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    monkeypatch.setattr(paths, "decks", lambda: folder)
    (folder / "study-paths.yaml").write_text(PATHS)
    return folder / "study-paths.yaml"


@pytest.fixture
def shown(
    shipped: Path, fill: Callable[[str], None], window: MainWindow, qtbot: QtBot
) -> Callable[[], list[str]]:
    """What is said of each path, once the files were looked at."""
    assert shipped.exists()
    fill(CARDS)
    window.show_today()

    def look() -> list[str]:
        with qtbot.waitSignal(window.daily.path_study.look().finished, timeout=20_000):
            pass
        return window.today_page.path_list.texts

    return look


def test_paths_with_cards_here_are_shown_with_their_counts(shown: Callable[[], list[str]]) -> None:
    assert shown() == ["Backwards · 2 new, 1 later", "All of it · 4 new"]


def test_a_path_is_studied_in_its_order_and_counted_afterwards(
    shown: Callable[[], list[str]], window: MainWindow, qtbot: QtBot
) -> None:
    shown()
    qtbot.mouseClick(window.today_page.path_list.buttons[0], Qt.MouseButton.LeftButton)
    asked: list[str | None] = []
    while window.review_page.unit and len(asked) < 9:
        asked.append(window.review_page.unit)
        window.review_page.reveal()
        window.review_page.grade(Quality.PASS)
    assert asked == ["c3", "c1"]
    window.show_today()
    assert shown() == ["Backwards · done for today · 0 new, 1 later", "All of it · 2 new"]
    assert [button.isEnabled() for button in window.today_page.path_list.buttons] == [False, True]


def test_the_grades_of_a_path_move_the_one_schedule(
    shown: Callable[[], list[str]], window: MainWindow, collection: Collection, clock: Clock
) -> None:
    shown()
    window.today_page.path_list.buttons[0].click()
    window.review_page.reveal()
    window.review_page.grade(Quality.PASS)
    clock.pass_days(1)
    assert collection.queue(clock().date())[0].unit == "c3"
    window.show_today()
    assert shown() == ["Backwards · 1 to review · 2 new", "All of it · 1 to review · 3 new"]


def test_a_path_is_reached_and_started_by_keys(
    shown: Callable[[], list[str]], window: MainWindow, qtbot: QtBot
) -> None:
    shown()
    page = window.today_page
    page.import_button.setFocus()
    reached = []
    for _ in range(3):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        reached.append(window.focusWidget())
    assert reached == [*page.path_list.buttons, page.tree]
    page.path_list.buttons[1].setFocus()
    qtbot.keyClick(page.path_list.buttons[1], Qt.Key.Key_Space)
    assert window.review_page.unit == "c0"


def test_a_screen_reader_hears_which_path_a_button_starts(
    shown: Callable[[], list[str]], window: MainWindow
) -> None:
    shown()
    first, second = window.today_page.path_list.buttons
    assert (first.accessibleName(), second.accessibleName()) == ("Study Backwards", "Study All of it")
    assert first.accessibleDescription() == "2 new, 1 later. The last ones first."


def test_a_narrow_window_shows_every_word(
    shown: Callable[[], list[str]], window: MainWindow, qtbot: QtBot
) -> None:
    shown()
    page = window.today_page
    page.resize(480, 600)
    found = page.path_list
    qtbot.waitUntil(lambda: found.width() <= 480)
    assert page.minimumSizeHint().width() <= 300  # the side bar needs the rest
    for label in found.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())


def test_the_focus_stays_while_counts_are_read_anew(
    shown: Callable[[], list[str]], window: MainWindow
) -> None:
    shown()
    button = window.today_page.path_list.buttons[0]
    button.setFocus()
    shown()
    assert window.focusWidget() is button


def test_a_file_that_is_wrong_is_told_once_with_its_line(
    shown: Callable[[], list[str]], shipped: Path, window: MainWindow
) -> None:
    shipped.write_text(PATHS + "Wrong:\n  cards: c1\n")
    assert len(shown()) == 2
    message = "the study path 'Wrong' has cards that are no list of names"
    assert window.message_bar.text.startswith(f"{shipped}:9: {message} — ")
    window.message_bar.hide()
    shown()
    assert not window.message_bar.isVisible()


def test_a_path_taken_out_of_the_file_is_gone(
    shown: Callable[[], list[str]], shipped: Path, window: MainWindow
) -> None:
    shown()
    shipped.write_text("All of it:\n  decks: [Test]\n")
    assert shown() == ["All of it · 4 new"]
    shipped.unlink()
    assert shown() == []
    assert not window.today_page.path_list.isVisible()


def test_a_file_that_is_as_it_was_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = (tmp_path / FILE_NAME).resolve()
    path.write_text("One:\n  cards: [a, b]\n")
    handle = cast("tasks.Handle", None)
    first, kept, is_new = path_study._read([tmp_path], {}, handle)
    assert is_new
    monkeypatch.setattr(path_study, "read", lambda _: pytest.fail("it was read again"))
    kept = json.loads(json.dumps(kept))
    again, _, is_new = path_study._read([tmp_path], kept, handle)
    assert ([file.paths for file in again], is_new) == ([file.paths for file in first], False)
    monkeypatch.undo()
    path.write_text("Another:\n  cards: [a]\n")
    changed, _, is_new = path_study._read([tmp_path], kept, handle)
    assert (changed[0].paths[0].name, is_new) == ("Another", True)
    path.write_text("Bad: [\n")
    assert path_study._read([tmp_path], kept, handle)[1] == {}
