"""Files of study paths are checked with the decks they lie beside."""

from pathlib import Path

import pytest

from flashrl.authoring.path_faults import check_paths
from flashrl.formats import read_all
from flashrl.formats.study_paths import FILE_NAME

DECK = "---\nflashrl: 1\ndeck: Mine\n---\n### Why?\n<!-- card\nid: why\n-->\nBecause.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.md").write_text(DECK)
    return tmp_path


def found(folder: Path, cards: str, *sources: Path, strict: bool = False) -> list[str]:
    (folder / FILE_NAME).write_text(f"Soon:\n  cards: [{cards}]\n")
    named = sources or (folder,)
    decks = read_all([each for each in named if each.name != FILE_NAME])
    return [
        each.text(file.path.name if file.path else "")
        for file in check_paths(named, decks, strict=strict)
        for each in file.diagnostics
    ]


def test_an_unknown_card_is_an_error_with_its_place(folder: Path) -> None:
    (told,) = found(folder, "why, wherefore")
    assert told.startswith(
        f"{FILE_NAME}:2:16: error unknown-card: there is no card 'wherefore' — name a card"
    )


def test_a_path_may_name_shipped_cards_besides(folder: Path) -> None:
    assert found(folder, "why, mdp-definition") == []


def test_the_file_alone_is_checked_against_the_decks_beside_it(folder: Path) -> None:
    assert found(folder, "why", folder / FILE_NAME) == []
    assert len(found(folder, "why, wherefore", folder / FILE_NAME)) == 1


def test_a_deck_alone_leaves_the_file_out(folder: Path) -> None:
    assert found(folder, "wherefore", folder / "mine.md") == []


def test_a_file_in_a_hidden_folder_is_left_out(folder: Path) -> None:
    hidden = folder / ".trash"
    hidden.mkdir()
    (hidden / FILE_NAME).write_text("nothing")
    assert found(folder, "why") == []
