"""A package appears whole, or what was there stays. Nothing else is left behind."""

import errno
import subprocess
import sys
import tempfile
from concurrent.futures import CancelledError
from pathlib import Path

import genanki
import pytest

from flashrl.anki import write_package
from flashrl.errors import ExportError
from flashrl.model import FiledCard
from tests.anki.imports import MONDAY, card, export


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, of this test alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An older package, alone in its folder."""
    path = tmp_path / "out" / "deck.apkg"
    path.parent.mkdir()
    path.write_bytes(b"old")
    return path


def test_the_file_replaces_an_older_one(old: Path, temporary: Path) -> None:
    export(card(), to=old)
    assert old.read_bytes().startswith(b"PK")
    assert list(old.parent.iterdir()) == [old]
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("target", "remedy"),
    [
        ("missing/deck.apkg", "create the folder"),
        ("file/deck.apkg", "part of this path is a file"),
        ("folder", "name a file inside"),
        ("n" * 300, "shorter name"),
    ],
)
def test_a_target_that_cannot_be_written(target: str, remedy: str, tmp_path: Path, temporary: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ExportError, match=remedy) as caught:
        export(card(), to=tmp_path / target)
    assert caught.value.path == tmp_path / target
    assert sorted(tmp_path.rglob("*")) == before
    assert list(temporary.iterdir()) == []


def test_a_full_disk_leaves_the_older_file(
    old: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(genanki.Deck, "write_to_db", full)
    with pytest.raises(ExportError, match="no space left on device — free some space"):
        export(card(), to=old)
    assert_untouched(old, temporary)


def test_a_full_database_leaves_the_older_file(
    old: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_package: object, cursor: object, *_: object) -> None:
        cursor.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]
        cursor.execute("CREATE TABLE a (b)")  # type: ignore[attr-defined]

    monkeypatch.setattr(genanki.Package, "write_to_db", full)
    with pytest.raises(ExportError, match="full"):
        export(card(), to=old)
    assert_untouched(old, temporary)


@pytest.mark.parametrize("asked", [1, 2, 3])
def test_a_cancelled_export_leaves_the_older_file(asked: int, old: Path, temporary: Path) -> None:
    """Asked before each of the two cards, then before each of the notes is written."""
    answers = iter([False] * asked + [True])
    entries = [FiledCard(card(name, id=name), "D", old.parent / "deck.md", MONDAY) for name in "ab"]
    with pytest.raises(CancelledError):
        write_package(entries, old, cancelled=lambda: next(answers))
    assert_untouched(old, temporary)


def test_importing_the_room_loads_nothing_heavy() -> None:
    heavy = {"genanki", "markdown", "matplotlib", "numpy", "nh3"}
    code = f"import sys, flashrl.anki; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


def assert_untouched(old: Path, temporary: Path) -> None:
    assert old.read_bytes() == b"old"
    assert list(old.parent.iterdir()) == [old]
    assert list(temporary.iterdir()) == []
