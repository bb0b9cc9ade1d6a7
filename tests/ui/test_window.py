from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from flashrl.palette import DARK, LIGHT
from flashrl.store import Collection
from flashrl.ui.actions import ACTIONS, ANYWHERE, works_on
from flashrl.ui.keys_box import KeysBox
from flashrl.ui.main_window import MainWindow
from flashrl.ui.tasks import Task

CARD = "### Q?\n<!-- card\nid: q\n-->\n\nA.\n"


def finish(qtbot: QtBot, task: Task) -> None:
    with qtbot.waitSignal(task.finished, timeout=20_000):
        pass


def test_an_empty_collection_says_what_to_do_next(window: MainWindow) -> None:
    page = window.today_page
    assert page.summary.text() == "No decks yet. Import a folder of markdown decks to begin (Ctrl+I)."
    assert page.import_button.isVisible()
    assert not page.start_button.isVisible()


def test_nested_decks_are_a_tree_with_sums(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("RL::A", "RL::B::C", "Other"):
        text = f"---\nflashrl: 1\ndeck: {name}\n---\n{CARD.replace('id: q', 'id: ' + name[-1])}"
        (tmp_path / f"{name[-1]}.md").write_text(text)
    finish(qtbot, window.traffic.exchange.import_decks([tmp_path]))
    tree = window.today_page.tree
    found = {}
    for item in tree.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive):
        found[item.data(0, Qt.ItemDataRole.UserRole)] = item.text(2)
    assert found == {"Other": "1", "RL": "2", "RL::A": "1", "RL::B": "1", "RL::B::C": "1"}
    assert window.message_bar.text == "3 added, 0 changed, 0 moved, 0 suspended, 0 unchanged."


def test_a_deck_is_studied_from_the_list_by_enter(
    window: MainWindow, fill: Callable[[str], None], qtbot: QtBot
) -> None:
    fill(CARD)
    window.refresh()
    window.today_page.tree.setFocus()
    qtbot.keyClick(window.today_page.tree, Qt.Key.Key_Return)
    assert window.review_page.unit == "q"
    assert window.review_page.place.text() == "Test"


def test_an_import_that_fails_says_where_and_what_to_do(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    finish(qtbot, window.traffic.exchange.import_decks([tmp_path / "nowhere"]))
    assert window.message_bar.text == (
        f"{tmp_path}/nowhere: there is no such file or folder — check the spelling of the path"
    )


def test_a_refused_file_is_named_with_its_line(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "bad.md"
    path.write_text("---\nflashrl: [\n---\n")
    finish(qtbot, window.traffic.exchange.import_decks([path]))
    assert window.message_bar.text.startswith(f"{path}:2: not valid YAML")


@pytest.mark.parametrize(("mode", "surface"), [("dark", DARK.surface), ("light", LIGHT.surface)])
def test_the_theme_is_chosen_from_the_menu_and_kept(
    window: MainWindow, collection: Collection, mode: str, surface: str
) -> None:
    window.actions_[f"theme_{mode}"].trigger()
    assert QApplication.palette().color(QPalette.ColorRole.Window).name() == surface
    assert collection.setting("theme", "") == mode
    assert window.actions_[f"theme_{mode}"].isChecked()


def test_pages_change_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.currentWidget() is window.simulating.page
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.currentWidget() is window.today_page


def test_every_action_with_keys_is_in_the_list_of_keys(window: MainWindow) -> None:
    window.actions_["keys"].trigger()
    (box,) = window.findChildren(KeysBox)
    listed = {what for _, what in box.rows}
    assert {each.text.replace("&", "").rstrip("…") for each in ACTIONS if each.keys} <= listed
    box.close()


def test_the_list_of_keys_is_searched_and_fits_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(480, 500)
    window.actions_["keys"].trigger()
    (box,) = window.findChildren(KeysBox)
    assert (box.width(), box.height()) == (480, 500)
    assert box.focusWidget() is box.search
    qtbot.keyClicks(box.search, "ctrl anki")
    assert box.rows == [("Ctrl+E", "Export to Anki")]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()


def test_no_two_actions_share_a_key_on_one_face() -> None:
    for face in ANYWHERE:
        keys = [key for each in ACTIONS if works_on(each, face) for key in each.keys]
        assert len(keys) == len(set(keys))


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow, fill: Callable[[str], None]) -> None:
    fill(CARD)
    window.refresh()
    window.study("")
    window.review_page.reveal()
    focusable = [
        each
        for each in window.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()
    ]
    assert focusable
    for each in focusable:
        text = each.text() if isinstance(each, QPushButton) else ""
        assert each.accessibleName() or text, each


def test_a_narrow_window_clips_nothing(window: MainWindow, fill: Callable[[str], None]) -> None:
    fill(CARD)
    window.refresh()
    window.study("")
    window.review_page.reveal()
    window.resize(480, 480)
    QApplication.processEvents()
    assert window.width() == 480
    for button in window.review_page.grade_buttons.values():
        assert button.width() >= button.minimumSizeHint().width()


def test_enter_presses_the_button_with_the_focus_as_space_does(
    window: MainWindow, fill: Callable[[str], None], press: Callable[..., None]
) -> None:
    fill("### What is Q?\n<!-- card\nid: q\n-->\n\nA value.\n")
    window.refresh()
    assert window.today_page.start_button.hasFocus()
    press(window, Qt.Key.Key_Return)
    assert window.review_page.unit == "q"
    window.show_today()
    window.sidebar.buttons["settings"].setFocus()
    press(window, Qt.Key.Key_Enter)
    assert window.stack.currentWidget() is window.configuring.page
