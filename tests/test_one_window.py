"""A second start with the same collection has the first window step forward; all else goes its own way."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flashrl import one_window, paths

ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

# The app itself, which says when its window stands, and when that steps forward.
APP = """
import sys
from pathlib import Path
from flashrl import app, paths
from flashrl.ui.desk import Desk

paths.decks = lambda: Path("no decks")
listen, step_forward = Desk._listen, Desk._step_forward

def told_listen(desk):
    listen(desk)
    desk.window.showMinimized()
    print("open", flush=True)

def told_step_forward(desk):
    step_forward(desk)
    print("forward", desk.window.isMinimized(), flush=True)

Desk._listen, Desk._step_forward = told_listen, told_step_forward
sys.exit(app.start(Path(sys.argv[1])))
"""
Start = Callable[[Path], "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start the app in a process of its own, until its window stands."""
    running: list[subprocess.Popen[str]] = []

    def begin(home: Path) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", APP, str(home)], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
        )
        running.append(process)
        assert said(process) == "open"
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def flashrl(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "flashrl", "--home", str(home), *arguments]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60)


def test_a_second_start_says_so_and_the_first_window_steps_forward(start: Start, tmp_path: Path) -> None:
    first = start(tmp_path)
    second = flashrl(tmp_path / "." / "")
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == "flashrl is open already; its window steps forward\n"
    assert said(first) == "forward False"
    assert first.poll() is None


def test_a_killed_process_hinders_no_start(start: Start, tmp_path: Path) -> None:
    first = start(tmp_path)
    first.kill()
    first.wait()
    again = start(tmp_path)
    assert flashrl(tmp_path).stdout.startswith("flashrl is open already")
    assert said(again) == "forward False"


def test_another_folder_and_the_command_line_do_not_meet_the_window(start: Start, tmp_path: Path) -> None:
    start(tmp_path / "a")
    start(tmp_path / "b")
    deck = tmp_path / "deck.md"
    deck.write_text("---\nflashrl: 1\n---\n### V?\n<!-- card\nid: v\n-->\n\nThe return.\n")
    for command in (("import", str(deck)), ("backup",), ("doctor",)):
        done = flashrl(tmp_path / "a", *command)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_start_that_is_measured_does_not_meet_the_window(start: Start, tmp_path: Path) -> None:
    start(tmp_path)
    measured = APP.replace("(Path(sys.argv[1]))", "(Path(sys.argv[1]), exit_when_painted=True)")
    done = subprocess.run(
        [sys.executable, "-c", measured, str(tmp_path)],
        env=ENVIRONMENT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert 0 < float(done.stdout) < 60


def test_a_ring_that_nobody_hears_ends_and_leaves_nothing(tmp_path: Path) -> None:
    assert not one_window.ring(paths.collection(tmp_path), 0.05)
    assert list(tmp_path.iterdir()) == []


# The app over a damaged collection: it is quit at once, or brought back and then quit.
RESCUE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from flashrl import app, paths
from flashrl.ui import desk
from flashrl.ui.recovery_window import RecoveryWindow

paths.decks = lambda: Path("no decks")
ask = RecoveryWindow._ask

def answer(window):
    ask(window)
    QTimer.singleShot(0, getattr(window, sys.argv[2]).click)

def close(window, ended):
    print(ended.told, flush=True)
    QTimer.singleShot(0, window.close)

RecoveryWindow._ask, desk._tell = answer, close
sys.exit(app.start(Path(sys.argv[1])))
"""


@pytest.mark.parametrize(
    ("button", "told"), [("quit_button", ""), ("empty_button", "This is a new collection.")]
)
def test_the_app_ends_with_the_window_that_takes_the_main_ones_place_or_the_one_after(
    tmp_path: Path, button: str, told: str
) -> None:
    paths.collection(tmp_path).write_text("These are my notes, and precious.\n" * 100)
    done = subprocess.run(
        [sys.executable, "-c", RESCUE, str(tmp_path), button],
        env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(told)
    assert bool(done.stdout) == bool(told)


def test_where_the_folder_cannot_be_written_the_start_goes_on_to_say_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert one_window.take(paths.collection(tmp_path / "file"))


def test_the_lock_is_taken_once_and_given_back(tmp_path: Path) -> None:
    collection = paths.collection(tmp_path)
    assert one_window.take(collection)
    assert one_window.take(collection)
    script = "import sys; from flashrl import one_window; from pathlib import Path;" + (
        f"print(one_window.take(Path({str(collection)!r})))"
    )

    def elsewhere() -> str:
        return subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout.strip()

    assert elsewhere() == "False"
    one_window.release(collection)
    assert elsewhere() == "True"
