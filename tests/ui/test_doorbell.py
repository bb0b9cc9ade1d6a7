"""A second start is heard by the file that it puts beside the collection."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl import one_window, paths
from flashrl.ui.doorbell import Doorbell


@pytest.fixture
def doorbell(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Doorbell]:
    monkeypatch.setenv(one_window.TOKEN, "")
    doorbell = Doorbell(paths.collection(tmp_path), qapp)
    yield doorbell
    doorbell.close()


def test_whoever_rings_is_answered_and_may_hand_the_keyboard_on(
    doorbell: Doorbell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered: list[bool] = []
    monkeypatch.setenv(one_window.TOKEN, "token-7")
    caller = Thread(target=lambda: answered.append(one_window.ring(paths.collection(tmp_path), 20)))
    with qtbot.waitSignal(doorbell.rung, timeout=10_000):
        caller.start()
    caller.join()
    assert answered == [True]
    assert os.environ[one_window.TOKEN] == "token-7"
    assert list(tmp_path.iterdir()) == []


def test_a_ring_before_the_window_stands_is_heard_then(
    doorbell: Doorbell, qtbot: QtBot, tmp_path: Path
) -> None:
    one_window.bell(paths.collection(tmp_path)).touch()
    with qtbot.waitSignal(doorbell.rung):
        doorbell.listen()
    assert list(tmp_path.iterdir()) == []


def test_what_else_changes_in_the_folder_rings_nothing(
    doorbell: Doorbell, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.assertNotEmitted(doorbell.rung, wait=100):
        (tmp_path / "other").touch()
