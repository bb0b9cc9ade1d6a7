from pathlib import Path

import pytest

from flashrl.authoring.check import Remembered
from flashrl.authoring.saving import (
    FileChangedError,
    Passage,
    draft,
    followed,
    open_card,
    same_card,
    save,
    save_beside,
)
from flashrl.errors import DeckError
from flashrl.formats import read
from flashrl.model import Card

DECK = """---
flashrl: 1
---

### Q1
<!-- card
id: q1
-->

A1

### Q2

A2

### Q3
<!-- card
id: q3
-->

A3
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "deck.md"
    path.write_bytes(DECK.encode())
    return path


def opened(path: Path, number: int = 0) -> Passage:
    return open_card(path, read(path).deck.cards[number])


def test_a_saved_card_changes_its_own_lines_only(path: Path) -> None:
    passage = opened(path)
    assert passage.text == "### Q1\n<!-- card\nid: q1\n-->\n\nA1"
    saved = save(passage, passage.text.replace("A1", "A better answer\n\nin two paragraphs"))
    assert path.read_text() == DECK.replace("A1", "A better answer\n\nin two paragraphs")
    assert saved.text.endswith("\nin two paragraphs")
    assert save(saved, passage.text).text == passage.text
    assert path.read_text() == DECK


def test_saving_what_is_there_writes_nothing(path: Path) -> None:
    before = path.stat()
    save(opened(path), opened(path).text)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_a_card_is_found_where_it_is_now(path: Path) -> None:
    wanted = read(path).deck.cards[1]
    path.write_text(DECK.replace("### Q1", "### Another\n\nA0\n\n### Q1"))
    assert open_card(path, wanted).line == wanted.line + 4


def test_a_card_that_left_its_file_is_said_to_have(path: Path) -> None:
    with pytest.raises(DeckError, match="this card is not in its file any more — import the file again"):
        open_card(path, Card("Another question"))


def test_of_equal_questions_the_one_with_the_same_answer_is_meant(path: Path) -> None:
    path.write_text("---\nflashrl: 1\n---\n" + "".join(f"### Output?\n\n{n}\n\n" for n in range(4)))
    cards = read(path).deck.cards
    assert same_card(cards[2], cards) == cards[2]
    shifted = cards[1:]
    assert same_card(cards[3], shifted) == cards[3]


def test_a_reader_stays_at_the_card_or_else_at_its_place(path: Path) -> None:
    cards = read(path).deck.cards
    assert followed(cards[2], 2, cards[1:]) == 1
    assert followed(Card("Gone"), 1, cards) == 1
    assert followed(Card("Gone"), 9, cards) == 2
    assert followed(cards[0], 0, ()) == -1


def test_what_others_wrote_elsewhere_in_the_file_stays(path: Path) -> None:
    passage = opened(path)
    path.write_text(DECK.replace("A3", "their A3").replace("### Q1", "### New\n\nA\n\n### Q1"))
    save(passage, passage.text.replace("A1", "my A1"))
    text = path.read_text()
    assert "their A3" in text
    assert "my A1" in text
    assert "### New" in text


def test_a_card_that_others_changed_is_not_overwritten(path: Path) -> None:
    passage = opened(path)
    theirs = DECK.replace("A1", "their A1")
    path.write_text(theirs)
    with pytest.raises(FileChangedError) as caught:
        save(passage, passage.text.replace("A1", "my A1"))
    assert path.read_text() == theirs
    assert caught.value.theirs is not None
    assert caught.value.theirs.text == passage.text.replace("A1", "their A1")


def test_over_theirs_replaces_the_card_in_the_newer_file(path: Path) -> None:
    passage = opened(path)
    path.write_text(DECK.replace("A1", "their A1").replace("A3", "their A3"))
    save(passage, passage.text.replace("A1", "my A1"), over_theirs=True)
    assert path.read_text() == DECK.replace("A1", "my A1").replace("A3", "their A3")


@pytest.mark.parametrize("newer", [b"# No cards\n", b"\xff\xfe", None])
def test_a_card_that_is_gone_can_only_be_saved_beside(path: Path, newer: bytes | None) -> None:
    passage = opened(path)
    path.unlink()
    if newer is not None:
        path.write_bytes(newer)
    for over_theirs in (False, True):
        with pytest.raises(FileChangedError) as caught:
            save(passage, "### Mine", over_theirs=over_theirs)
        assert caught.value.theirs is None
    assert (path.read_bytes() if path.exists() else None) == newer
    assert save_beside(passage, "### Mine").read_text() == "### Mine\n"


def test_a_file_saved_beside_never_replaces_another(path: Path) -> None:
    passage = opened(path)
    names = [save_beside(passage, "### Mine").name for _ in range(3)]
    assert names == ["deck.mine.txt", "deck.mine-2.txt", "deck.mine-3.txt"]


def test_a_link_to_a_deck_stays_a_link(path: Path) -> None:
    link = path.with_name("link.md")
    link.symlink_to(path)
    passage = opened(link)
    save(passage, passage.text.replace("A1", "B1"))
    assert link.is_symlink()
    assert "B1" in path.read_text()


def test_a_draft_says_what_is_wrong_by_the_lines_of_its_text(path: Path) -> None:
    passage = opened(path, 2)
    found = draft(passage, passage.text + "\n\n$\\frac{1$\n\n#### Odd\n\nx", Remembered())
    assert [(each.line, each.code) for each in found.diagnostics] == [
        (8, "bad-formula"),
        (10, "unknown-section"),
    ]
    assert [card.id for card in found.cards] == ["q3"]
    assert found.disturbed == 0


def test_a_draft_counts_the_cards_that_it_would_swallow(path: Path) -> None:
    passage = opened(path)
    assert draft(passage, passage.text + "\n\n```\nnever closed", Remembered()).disturbed == 2


def test_a_draft_knows_the_ids_of_the_whole_file(path: Path) -> None:
    passage = opened(path, 2)
    found = draft(passage, passage.text.replace("id: q3", "id: q1"), Remembered())
    assert [each.code for each in found.diagnostics] == ["repeated-id"]


def test_what_a_draft_breaks_further_down_is_shown_at_its_start(path: Path) -> None:
    passage = opened(path)
    (found,) = draft(passage, passage.text.replace("id: q1", "id: q3"), Remembered()).diagnostics
    assert (found.line, found.code, found.message) == (1, "repeated-id", "'q3' is the card of line 7 already")


def test_what_was_checked_is_not_checked_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = Remembered()
    first = problems("a $\\frac{1$\n", line=3, folder=path.parent)
    monkeypatch.setattr("flashrl.rendering.problems", None)
    second = problems("a $\\frac{1$\n", line=13, folder=path.parent)
    assert [each.line for each in (*first, *second)] == [3, 13]
