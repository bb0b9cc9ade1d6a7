"""Backups that the app makes by itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from flashrl import app as composition
from flashrl.store import Collection, backup
from flashrl.ui import tasks
from flashrl.ui.main_window import MainWindow


def test_a_start_makes_a_backup_where_the_newest_is_older_than_a_day(
    window: MainWindow, fill: Callable[[str], None], collection: Collection, qtbot: QtBot
) -> None:
    fill("### V?\n<!-- card\nid: v\n-->\n\nThe return.\n")
    for _ in range(2):  # the second finds the first
        composition.back_up_when_due(window, collection.path)
        window.painted.emit()
        qtbot.wait(1)
        tasks.wait_for_all()
    (made,) = backup.backups(collection.path)
    assert backup.check(made) == []


def test_a_window_that_stays_open_for_days_goes_on_backing_up(
    window: MainWindow,
    fill: Callable[[str], None],
    collection: Collection,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(composition, "_LOOK_AGAIN_MS", 1)
    fill("### V?\n<!-- card\nid: v\n-->\n\nThe return.\n")
    composition.back_up_when_due(window, collection.path)
    qtbot.waitUntil(lambda: len(backup.backups(collection.path)) == 1)
    collection.back_up(datetime.now(UTC) - timedelta(days=2))
    backup.backups(collection.path)[0].unlink()
    qtbot.waitUntil(lambda: len(backup.backups(collection.path)) == 2)


def test_a_backup_that_cannot_be_made_is_told(
    window: MainWindow, fill: Callable[[str], None], collection: Collection, qtbot: QtBot
) -> None:
    fill("### V?\n<!-- card\nid: v\n-->\n\nThe return.\n")
    backup.folder(collection.path).write_text("a file where the folder would be")
    composition.back_up_when_due(window, collection.path)
    window.painted.emit()
    qtbot.waitUntil(lambda: bool(window.message_bar.text))
    assert "cannot be opened" in window.message_bar.text
