"""Starting the app: what it says where no window can be opened, and what it loads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flashrl import app, display
from flashrl.errors import DisplayError


def flashrl(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and "QT_" not in name}
    command = [sys.executable, "-m", "flashrl", "--home", str(home), *arguments]
    return subprocess.run(
        command, env=kept | environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_the_app_says_what_works_without_one(tmp_path: Path) -> None:
    done = flashrl(tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("flashrl: there is no display to open a window on — ")
    assert "every command but preview works without one" in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is where displays have names")
def test_a_display_that_cannot_be_reached_is_one_message_too(tmp_path: Path) -> None:
    done = flashrl(tmp_path, DISPLAY=":9876")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("flashrl: the display ':9876' does not answer — ")


def test_a_missing_library_is_named_with_the_packages_that_have_it() -> None:
    with pytest.raises(DisplayError) as caught:
        display.check({"QT_QPA_PLATFORM": "offscreen"}, "linux", libraries=("libnot-there.so.7",))
    assert "libnot-there.so.7" in caught.value.message
    assert "sudo apt install libegl1 libgl1 libxkbcommon0" in caught.value.remedy


def test_the_first_page_is_painted_with_its_decks(tmp_path: Path) -> None:
    for _ in range(2):
        done = flashrl(tmp_path, "--exit-when-painted", QT_QPA_PLATFORM="offscreen")
        assert done.returncode == 0
        assert 0 < float(done.stdout) < 60


def test_the_preview_is_painted_with_the_files_cards_and_makes_no_collection(tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text("---\nflashrl: 1\n---\n\n### Q\n\nA\n")
    home = tmp_path / "home"
    done = flashrl(home, "--exit-when-painted", "preview", str(deck), QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, home.exists()) == (0, False)
    assert 0 < float(done.stdout) < 60


@pytest.mark.parametrize("name", ["nowhere.md", "."])
def test_the_preview_of_no_file_is_bad_input(tmp_path: Path, name: str) -> None:
    done = flashrl(tmp_path, "preview", str(tmp_path / name), QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert done.stderr == (
        f"flashrl: {tmp_path / name}: there is no such file — name the one deck file to look at\n"
    )


def test_a_measured_start_with_a_collection_that_is_none_ends_and_leaves_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "collection.sqlite"
    path.write_bytes(b"precious" * 1000)
    done = flashrl(tmp_path, "--exit-when-painted", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert f"flashrl: {path}: this file is not a flashrl collection" in done.stderr
    assert path.read_bytes() == b"precious" * 1000


HEAVY = ("markdown", "markdown_it", "nh3", "ziamath", "matplotlib", "numpy", "genanki", "yaml", "pygments")


def test_the_first_page_waits_for_nothing_it_does_not_need(tmp_path: Path) -> None:
    flashrl(tmp_path, "--exit-when-painted", QT_QPA_PLATFORM="offscreen")  # brings the decks in
    script = (
        "import sys; from pathlib import Path; from flashrl import app;"
        f"app.start(Path({str(tmp_path)!r}), exit_when_painted=True);"
        f"sys.exit(str([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_what_helps_in_need_is_loaded_once_the_first_page_stands(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from flashrl import app, paths
from flashrl.ui.desk import Desk

paths.decks = lambda: Path("no decks")
show, listen = Desk._show, Desk._listen

def loaded():
    later = ("doorbell", "recovery_window", "backups_page")
    names = ("PySide6.QtNetwork", "flashrl.store.rescue", *(f"flashrl.ui.{name}" for name in later))
    return [name for name in names if name in sys.modules]

def shown(desk, window):
    window.painted.connect(lambda: print(loaded(), flush=True))
    show(desk, window)

def listening(desk):
    listen(desk)
    print(loaded(), flush=True)
    desk.window.close()

Desk._show, Desk._listen = shown, listening
sys.exit(app.start(Path(sys.argv[1])))
"""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env=environment, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert (lines[0], lines[-1]) == ("[]", "['flashrl.ui.doorbell']")


def test_shipped_decks_are_known_by_their_files(tmp_path: Path) -> None:
    assert app.shipped_edition(tmp_path / "nowhere") == ""
    assert app.shipped_edition(tmp_path) == ""
    (tmp_path / "a.md").write_text("one")
    before = app.shipped_edition(tmp_path)
    (tmp_path / "a.md").write_text("another")
    assert app.shipped_edition(tmp_path) != before != ""
