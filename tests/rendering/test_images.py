"""Which file an image of a deck means."""

import os
from pathlib import Path

import pytest

from flashrl.rendering import image_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A deck's folder with pictures in it, and one outside."""
    deck = tmp_path / "deck"
    (deck / "img").mkdir(parents=True)
    for name in ("a.png", "b c.JPG", "img/d.webp", "ü.gif", "e.svg", "f.txt"):
        (deck / name).write_bytes(b"picture")
    (tmp_path / "outside.png").write_bytes(b"picture")
    (deck / "folder.png").mkdir()
    return deck


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a.png", "a.png"),
        ("./a.png", "a.png"),
        ("b%20c.JPG", "b c.JPG"),
        ("b c.JPG", "b c.JPG"),
        ("img/d.webp", "img/d.webp"),
        ("img\\d.webp", "img/d.webp"),
        ("img/../a.png", "a.png"),
        ("%C3%BC.gif", "ü.gif"),
        ("a.png?raw=true", "a.png"),
        ("a.png#page", "a.png"),
    ],
)
def test_a_relative_source_means_a_picture_of_the_deck(folder: Path, source: str, name: str) -> None:
    assert image_path(source, folder) == folder.resolve() / name


@pytest.mark.parametrize(
    "source",
    [
        "",
        ".",
        "missing.png",
        "e.svg",
        "f.txt",
        "folder.png",
        "../outside.png",
        "img/../../outside.png",
        "%2e%2e/outside.png",
        "..%2foutside.png",
        "..\\outside.png",
        "..%5coutside.png",
        "/etc/passwd",
        "\\\\server\\a.png",
        "//server/a.png",
        "C:\\a.png",
        "C:a.png",
        "c%3A/a.png",
        "file:a.png",
        "file:///a.png",
        "https://a.org/a.png",
        "data:image/png;base64,x",
        "a.png\x00",
        "a" * 10_000 + ".png",
        "~/a.png",
    ],
)
def test_anything_else_is_refused(folder: Path, source: str) -> None:
    assert image_path(source, folder) is None


def test_an_absolute_path_into_the_folder_is_refused_too(folder: Path) -> None:
    assert image_path(str(folder / "a.png"), folder) is None


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_symbolic_links_do_not_leave_the_folder(folder: Path) -> None:
    (folder / "link.png").symlink_to(folder.parent / "outside.png")
    (folder / "loop.png").symlink_to(folder / "loop.png")
    (folder / "inside.png").symlink_to(folder / "a.png")
    assert image_path("link.png", folder) is None
    assert image_path("loop.png", folder) is None
    assert image_path("inside.png", folder) == folder.resolve() / "a.png"


def test_a_folder_that_is_gone_has_no_pictures(tmp_path: Path) -> None:
    assert image_path("a.png", tmp_path / "gone") is None
