"""A candidate's first days: the shipped decks, a review by keys, the window closed and opened, and Anki."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl import app as composition
from flashrl import paths
from flashrl.formats import find_files, read
from flashrl.scheduling.replay import replay as replayed
from flashrl.store import Collection
from flashrl.ui.main_window import MainWindow
from tests.anki.imports import anki


def opened(qtbot: QtBot, app: QApplication, home: Path) -> tuple[MainWindow, Collection]:
    """The app's own window over its own collection, once the shipped decks are in."""
    collection = Collection.open(paths.collection(home))
    window = composition.build(app, collection)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.today_page.tree.topLevelItemCount() > 0, timeout=20_000)
    return window, collection


def test_shipped_decks_that_could_not_come_in_are_tried_again(
    qtbot: QtBot, application: QApplication, tmp_path: Path
) -> None:
    collection = Collection.open(paths.collection(tmp_path))
    other = sqlite3.connect(collection.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    window = composition.build(application, collection)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: "another program is writing" in window.message_bar.text, timeout=10_000)
    qtbot.waitUntil(lambda: window.today_page.summary.text().startswith("No decks yet"), timeout=5_000)
    other.execute("ROLLBACK")
    other.close()
    assert collection.setting("shipped_decks", None) is None
    window.close()
    collection.close()
    window, collection = opened(qtbot, application, tmp_path)
    assert collection.setting("shipped_decks", None) is not None
    window.close()
    collection.close()


def review_ten(qtbot: QtBot, window: MainWindow, press: Callable[..., None]) -> None:
    press(window, Qt.Key.Key_Space)
    for grade in "3413242331":
        press(window, Qt.Key.Key_Space, grade)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_Space, "4")
    assert window.review_page.progress.value() == 10


def export(qtbot: QtBot, window: MainWindow, target: Path) -> None:
    window.actions_["export"].trigger()
    page = window.exporting.page
    qtbot.waitUntil(lambda: page.decks.count() > 0, timeout=10_000)
    page.target.setText(str(target))
    page.simulations.setChecked(False)
    qtbot.keyClick(page.target, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.export_button.text() == "Done", timeout=60_000)
    assert page.left_out.count() == 0
    page.export()


@pytest.mark.slow
def test_from_an_empty_home_to_anki_and_back(
    qtbot: QtBot, application: QApplication, tmp_path: Path, press: Callable[..., None]
) -> None:
    home = tmp_path / "home"
    window, collection = opened(qtbot, application, home)
    review_ten(qtbot, window, press)
    qualities = [int(event.quality) for event in collection.events()]
    assert qualities == [4, 5, 1, 4, 3, 5, 3, 4, 4, 5]
    before, events = collection.states(), collection.events()
    window.close()
    collection.close()

    window, collection = opened(qtbot, application, home)
    assert (collection.states(), collection.events()) == (before, events)
    assert before == replayed(events)
    assert window.today_page.summary.text().startswith("3 to review · 10 new")

    decks = [read(path).deck for path in find_files(paths.decks())]
    cards = [card for deck in decks for card in deck.cards]
    target = tmp_path / "out.apkg"
    export(qtbot, window, target)
    with anki(tmp_path) as target_collection:
        assert target_collection.import_package(target) == {"new": len(cards)}
        names = {deck.name for deck in target_collection.collection.decks.all_names_and_ids()}
        assert {deck.name for deck in decks} <= names
        note = target_collection.note("mdp-definition")
        assert "\\(\\gamma\\)" in note["Answer"]
        assert "\\[" in note["Answer"]
        assert {"rl", "mdp"} <= set(note.tags)

        export(qtbot, window, target)
        assert target_collection.import_package(target).keys() <= {"duplicate"}
        _edit_an_answer(collection, home)
        export(qtbot, window, target)
        found = target_collection.import_package(target)
        assert (found.get("new"), found.get("updated")) == (None, 1)
        assert "An entirely new answer." in target_collection.note("mdp-definition")["Answer"]
        assert len(target_collection.notes()) == len(cards)
    window.close()
    collection.close()


def _edit_an_answer(collection: Collection, home: Path) -> None:
    """Change one answer in a copy of its deck, and import that."""
    shipped = next(path for path in find_files(paths.decks()) if path.name.startswith("010"))
    text = shipped.read_text()
    (card,) = (card for card in read(shipped).deck.cards if card.id == "mdp-definition")
    answer = card.sections[0]
    changed = text.replace(answer.text, "An entirely new answer.", 1)
    assert changed != text
    copy = home / shipped.name
    copy.write_text(changed)
    file = replace(read(copy), path=shipped)
    report = collection.apply([file], now=datetime.now(UTC) + timedelta(minutes=1))
    assert (report.changed, report.added) == (1, 0)
