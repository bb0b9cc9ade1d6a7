from pathlib import Path

import pytest

from flashrl import formats, paths
from flashrl.errors import DeckError, Severity


def test_a_missing_path_is_an_error_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match=r"nowhere: there is no such file or folder — check"):
        formats.find_files(tmp_path / "nowhere")


def test_a_folder_without_markdown_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(DeckError, match="holds no markdown"):
        formats.find_files(tmp_path)


def test_hidden_folders_are_left_out(tmp_path: Path) -> None:
    for name in ("b.md", "a.markdown", ".git/c.md", "sub/d.MD"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in formats.find_files(tmp_path)]
    assert found == ["a.markdown", "b.md", "sub/d.MD"]


TERMS = "# Bandits\n\n" + "\n".join(
    f"## {term}\n\nA problem with one state tells it best: {number} arms are pulled in turn.\n"
    for number, term in enumerate(
        ("What is regret?", "What is an arm?", "Optimism", "Contexts", "Why explore?", "UCB"), 1
    )
)


@pytest.mark.parametrize(("folder", "cards"), [("bandit-interview", 6), ("notes", 0)])
def test_the_name_of_its_folder_says_that_a_file_is_about_questions(
    folder: str, cards: int, tmp_path: Path
) -> None:
    path = tmp_path / folder / "bandits.md"
    path.parent.mkdir()
    path.write_text(TERMS)
    assert len(formats.read(path).deck.cards) == cards
    assert len(formats.parse_at(path, TERMS).deck.cards) == cards


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"text\nmore\0", "not-text", 2, 1),
        (b"text\nab\xff", "not-text", 2, 3),
        (b"", "unknown-format", 1, 1),
    ],
)
def test_what_is_no_text_is_found_with_its_place(
    tmp_path: Path, data: bytes, code: str, line: int, column: int
) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(data)
    (found,) = formats.read(path).diagnostics
    assert (found.code, found.line, found.column, found.severity) == (code, line, column, Severity.ERROR)


def test_a_file_of_50_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    (found,) = formats.read(path).diagnostics
    assert (found.code, found.message) == ("too-large", "the file has 50 MB")


def test_a_file_of_50_000_lines_with_nothing_in_them_is_refused() -> None:
    text = "# Interview\n\n## What is a key?\n\nA column.\n"
    assert len(formats.parse(text + "\n" * 49_995, "deck").deck.cards) == 1
    parsed = formats.parse(text + "\n" * 49_996, "deck")
    (found,) = parsed.diagnostics
    message = "the file has 50,001 lines with next to nothing in them"
    assert (found.code, found.message, found.severity) == ("too-large", message, Severity.ERROR)
    assert not parsed.deck.cards


def test_a_native_deck_has_as_many_lines_as_it_needs() -> None:
    card = "### What is a key?\n\nA column.\n"
    parsed = formats.parse("---\nflashrl: 1\n---\n" + card * 25_000, "deck")
    assert len(parsed.deck.cards) == 25_000


def test_a_native_deck_of_100_000_lines_with_hardly_a_letter_is_refused() -> None:
    parsed = formats.parse("---\nflashrl: 1\n---\n" + "# a\n\nb\n" * 33_333, "deck")
    assert [(found.code, found.line) for found in parsed.diagnostics] == [("too-large", 1)]


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    (found,) = formats.read(tmp_path / "deck.md").diagnostics
    assert found.code == "unreadable-file"


@pytest.mark.parametrize("path", formats.find_files(paths.decks()), ids=lambda path: path.stem)
def test_the_shipped_decks_are_worth_drilling(path: Path) -> None:
    parsed = formats.read(path)
    assert parsed.diagnostics == ()
    cards = parsed.deck.cards
    assert len(cards) >= 25
    assert all(card.id and card.difficulty and card.tags for card in cards)
