"""A foreign file in flashrl's own format has the same questions, answers, tags and blanks."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.authoring.convert import convert_files, converted
from flashrl.authoring.fmt import formatted
from flashrl.formats import ParsedFile, parse, read
from flashrl.model import Card

FIXTURES = Path(__file__).parent.parent / "formats" / "fixtures"


def said(card: Card) -> tuple[object, ...]:
    """All that a card says but its sections."""
    question = " ".join(card.question.split())
    return question, set(card.tags), card.blanks, card.difficulty, card.is_draft


def words(card: Card) -> list[tuple[object, list[str]]]:
    """The words of each section. Headings inside an answer may be of another level, with other marks, and a
    fence that was never closed is closed in the copy."""
    texts = [(section.kind, re.sub(r"\n[`~]{3,}\s*$", "", section.text)) for section in card.sections]
    return [
        (kind, [word for word in re.split(r"\s+|#+|^=+$", text, flags=re.MULTILINE) if word])
        for kind, text in texts
    ]


def check_converted(file: ParsedFile) -> None:
    text = converted(file)
    after = parse(text, "copy")
    assert after.format == "native"
    assert [said(card) for card in after.deck.cards] == [said(card) for card in file.deck.cards]
    assert [words(card) for card in after.deck.cards] == [words(card) for card in file.deck.cards]
    assert all(card.id for card in after.deck.cards)
    assert not {"missing-id", "repeated-id", "bad-id", "bad-tags"} & {each.code for each in after.diagnostics}
    assert (after.deck.name, after.deck.tags) == (file.deck.name, file.deck.tags)
    assert formatted(text, "copy") == text


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.md")), ids=lambda path: path.stem)
def test_every_foreign_style_comes_out_as_the_same_cards(path: Path) -> None:
    check_converted(read(path))


QUESTIONS = [
    "## What is a policy?",
    "## 2. Why does it learn? ##",
    "**Which one is greedy?**",
    "Q: What is C #?",
    "What is a return?::The sum.",
    "<details><summary>Who acts?</summary>",
    "</details>",
]
ANSWERS = [
    "",
    "An answer.",
    "A: It is so.",
    "#### Part",
    "# Top",
    "Title\n===",
    "```python",
    "# code",
    "```",
    "<!-- open",
    "<pre>",
    "- item",
    "  ```",
    "    code",
    "==blank==",
    "#flashcards/rl",
    "---",
    "<!-- card",
    "-->",
]


@given(st.lists(st.sampled_from([*QUESTIONS, *ANSWERS]), max_size=25))
def test_whatever_an_answer_holds_it_comes_out_as_the_same_cards(lines: list[str]) -> None:
    file = parse("# Notes\n\n## What is RL?\n\nLearning.\n\n" + "\n".join(lines), "notes")
    if file.format == "native" or not file.deck.cards:
        return
    again = parse(converted(file), "copy").deck.cards
    assert [said(card) for card in again] == [said(card) for card in file.deck.cards]
    for old, new in zip(file.deck.cards, again, strict=True):
        for (kind, told), (kind_again, told_again) in zip(words(old), words(new), strict=True):
            assert kind_again == kind
            assert told_again[: len(told)] == told
            # What was left open is closed, or it would swallow the next card.
            assert set(told_again[len(told) :]) <= {"```", "-->", "</pre>"}


def test_a_heading_inside_an_answer_builds_no_card() -> None:
    file = parse(
        "## What is on-policy?\n\nLearning.\n\n### Why\n\nSo.\n\n## What is off-policy?\n\nNot.\n", "n"
    )
    assert "\n#### Answer\n\nLearning.\n\n##### Why\n\nSo.\n" in converted(file)
    assert "-->\n\nNot.\n" in converted(file)


def test_a_tag_that_yaml_would_misread_is_quoted() -> None:
    text = "---\ntags: ['#x', 'c++', 'true', 'a/b']\n---\n\n## What is V?\n\nA.\n\n## What is Q?\n\nB.\n"
    file = parse(text, "n")
    assert parse(converted(file), "n").deck.tags == file.deck.tags


FOREIGN = "## What is a policy?\r\n\r\nA map.\r\n\r\n## What is a return?\r\n\r\nA sum.\r\n"


def test_a_copy_is_written_beside_and_the_file_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(FOREIGN.encode())
    (tmp_path / "other.md").write_text("---\nflashrl: 1\n---\n\n### P\n<!-- card\nid: policy\n-->\n\nA.\n")
    (outcome,) = convert_files([read(path)], write=True)
    assert (outcome.path, outcome.refusal) == (tmp_path / "notes.flashrl.md", None)
    assert path.read_bytes() == FOREIGN.encode()
    copy = outcome.path.read_bytes()
    assert [card.id for card in read(outcome.path).deck.cards] == ["policy-2", "return"]
    assert re.findall(rb"(?<!\r)\n", copy) == []


def test_a_copy_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path, copy = tmp_path / "notes.md", tmp_path / "notes.flashrl.md"
    path.write_bytes(FOREIGN.encode())
    copy.write_text("mine")
    (outcome,) = convert_files([read(path)], write=True)
    assert outcome.refusal is not None
    assert outcome.refusal.path == copy
    assert copy.read_text() == "mine"


def test_looking_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(FOREIGN.encode())
    assert [outcome.refusal for outcome in convert_files([read(path)], write=False)] == [None]
    assert list(tmp_path.iterdir()) == [path]
