"""The export: what goes is chosen, its progress shown, and what came of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from flashrl import paths
from flashrl.formats import read
from flashrl.store import Collection
from flashrl.ui import tasks
from flashrl.ui.actions import EXPORT, PAGES
from flashrl.ui.export_page import ExportPage
from flashrl.ui.main_window import MainWindow
from tests.anki.imports import anki
from tests.ui.conftest import Clock

DECK = "---\nflashrl: 1\ndeck: {0}\n---\n### Q{0}?\n<!-- card\nid: {0}\n-->\n\nAn answer.\n{1}"
SIMULATION = "\n```sim trust-region\nsteps: 1\n```\n"
Press = Callable[..., None]


@pytest.fixture(autouse=True)
def _own_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(paths, "films", lambda: tmp_path / "cache" / "films")
    monkeypatch.setattr(paths, "kept_notes", lambda: tmp_path / "cache" / "notes.json")
    yield
    tasks.wait_for_all()


@pytest.fixture
def page(
    window: MainWindow, collection: Collection, clock: Clock, tmp_path: Path, qtbot: QtBot
) -> ExportPage:
    """Open over two decks, one with a simulation and a picture that is not there."""
    for name, extra in (("A", ""), ("B", f"![a grid](no.png)\n{SIMULATION}")):
        path = tmp_path / f"{name}.md"
        path.write_text(DECK.format(name, extra))
        collection.apply([read(path)], now=clock())
    window.activateWindow()
    window.actions_["export"].trigger()
    page = window.exporting.page
    qtbot.waitUntil(lambda: page.decks.count() == 2, timeout=10_000)
    page.target.setText(str(tmp_path / "out.apkg"))
    return page


def finish(page: ExportPage, qtbot: QtBot) -> None:
    page.export()
    qtbot.waitUntil(lambda: page.export_button.text() == "Done", timeout=30_000)


def test_all_decks_and_simulations_go_but_no_schedule(page: ExportPage) -> None:
    assert [item.text() for item in page._items()] == ["A", "B"]
    assert page._wish().decks == ()
    assert (page.simulations.isChecked(), page.scheduling.isChecked()) == (True, False)


def test_what_came_of_it_is_said(page: ExportPage, qtbot: QtBot, tmp_path: Path) -> None:
    finish(page, qtbot)
    assert page.summary.text() == "2 notes with 2 cards and 6 pictures."
    assert page.details.text().startswith(f"{tmp_path / 'out.apkg'}\nIn Anki: File, Import")
    assert page.left_out.item(0).text().startswith("B: the picture no.png is left out")
    assert (tmp_path / "out.apkg").exists()


def test_a_deck_can_be_left_out_by_keys(page: ExportPage, qtbot: QtBot, press: Press, tmp_path: Path) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(page.decks.hasFocus)
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert page._wish().decks == ("A",)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.export_button.text() == "Done", timeout=30_000)
    with anki(tmp_path) as target:
        target.import_package(tmp_path / "out.apkg")
        assert [note["Source ID"] for note in target.notes()] == ["A"]
    press(window, Qt.Key.Key_Return)
    assert window.stack.face == PAGES


def test_without_a_deck_or_a_file_nothing_can_be_exported(page: ExportPage) -> None:
    for item in page._items():
        item.setCheckState(Qt.CheckState.Unchecked)
    assert not page.export_button.isEnabled()
    page._items()[0].setCheckState(Qt.CheckState.Checked)
    assert page.export_button.isEnabled()
    page.target.setText(" ")
    assert not page.export_button.isEnabled()


def test_a_file_that_cannot_be_written_is_said_and_can_be_changed(
    page: ExportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.target.setText(str(tmp_path / "nowhere" / "out"))
    assert page._wish().target == tmp_path / "nowhere" / "out.apkg"
    page.export()
    qtbot.waitUntil(lambda: page.details.text().startswith("What to do"), timeout=30_000)
    assert page.summary.text() == "The package cannot be written: no such file or directory."
    assert page.export_button.isVisible()
    page.target.setText(str(tmp_path / "out.apkg"))
    finish(page, qtbot)


def test_escape_stops_an_export_and_keeps_the_older_file(
    page: ExportPage, press: Press, tmp_path: Path
) -> None:
    (tmp_path / "out.apkg").write_bytes(b"older")
    window = page.window()
    assert isinstance(window, MainWindow)
    page.export()
    press(window, Qt.Key.Key_Escape)
    assert (page.summary.text(), page.details.text()) == ("Cancelled.", "Nothing was written.")
    tasks.wait_for_all()
    assert (tmp_path / "out.apkg").read_bytes() == b"older"
    assert window.stack.face == EXPORT
    press(window, Qt.Key.Key_Escape)
    assert window.stack.face == PAGES


def test_the_schedule_goes_if_asked_for(page: ExportPage, qtbot: QtBot) -> None:
    page.scheduling.setChecked(True)
    finish(page, qtbot)
    assert "Import any learning progress" in page.details.text()
    page.open()
    assert not page.scheduling.isChecked()


def test_the_next_export_knows_what_the_last_one_held(
    page: ExportPage, qtbot: QtBot, collection: Collection
) -> None:
    finish(page, qtbot)
    assert len(collection.exports.notes()) == 2


def test_the_file_is_chosen_and_its_folder_shown(
    page: ExportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = str(tmp_path / "chosen.apkg")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen, ""))
    page.choose_button.click()
    finish(page, qtbot)
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    page.folder_button.click()
    assert opened == [QUrl.fromLocalFile(str(tmp_path))]


def test_without_cards_it_says_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    window.exporting.open()
    page = window.exporting.page
    qtbot.waitUntil(lambda: page.summary.text() == "There are no cards yet.", timeout=10_000)
    assert not page.export_button.isEnabled()
