from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.authoring.fmt import formatted, replace_file, slug
from flashrl.formats import parse

FRONT = "---\nflashrl: 1\n---\n"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why does Q-learning overestimate action values?", "q-learning-overestimate-action-values"),
        ("What is $V^\\pi(s)$?", "v-s"),
        ("Ist γ wichtig für Größe?", "ist-wichtig-fur-groe"),
        ("什么是强化学习？", "card"),
        ("What is it?", "what-is-it"),
        ("a" * 100, "a" * 40),
    ],
)
def test_an_id_is_short_and_tells_the_question(question: str, expected: str) -> None:
    assert slug(question) == expected


def test_a_missing_id_is_written_as_a_comment_below_the_question() -> None:
    text = FRONT + "\n### What is V?\n\nThe return.\n"
    assert formatted(text, "f") == FRONT + "\n### What is V?\n<!-- card\nid: v\n-->\n\nThe return.\n"


def test_an_id_joins_the_comment_that_is_there() -> None:
    text = FRONT + "\n### What is V?\n<!-- card\ndifficulty: easy\n-->\n\nA\n"
    assert formatted(text, "f") == text.replace("<!-- card\n", "<!-- card\nid: v\n")


def test_a_comment_on_one_line_takes_the_id_too() -> None:
    text = FRONT + "\n### What is V?\n<!-- card difficulty: easy -->\n\nA\n"
    (card,) = parse(formatted(text, "f"), "f").deck.cards
    assert (card.id, str(card.difficulty)) == ("v", "easy")


def test_an_id_is_used_once_in_the_whole_folder() -> None:
    text = FRONT + "\n### V\n\nA\n\n### V\n\nB\n"
    ids = [card.id for card in parse(formatted(text, "f", ["v"]), "f").deck.cards]
    assert ids == ["v-3", "v-2"]


def test_headings_stand_clear_and_lines_end_alike() -> None:
    text = (
        "\ufeff---\r\nflashrl: 1\r\n---\r\n### V\r\n<!-- card\r\nid: v\r\n-->\r\nA\r\n\r\n\r\n\r\n### W\r\n"
    )
    assert formatted(text, "f") == (
        "---\nflashrl: 1\n---\n\n### V\n<!-- card\nid: v\n-->\nA\n\n### W\n<!-- card\nid: w\n-->\n"
    )


def test_a_foreign_file_is_never_touched() -> None:
    assert formatted("# Notes\r\n\r\n\r\nQ: x\r\n", "f") == "# Notes\r\n\r\n\r\nQ: x\r\n"


STRUCTURE = [
    "# T",
    "## Topic",
    "### Q",
    "### Why is V so?",
    "#### Answer",
    "<!-- card",
    "id: q",
    "-->",
    "---",
]
CONTENT = ["", "text  ", "- item", "```", "```sim x", "a: 1", "  indented", "$x$", "> quote", "====", "\ttab"]
LINES = st.sampled_from([*STRUCTURE, *CONTENT])


@given(st.lists(LINES, max_size=30))
def test_formatting_adds_ids_and_changes_nothing_else(lines: list[str]) -> None:
    text = FRONT + "\n".join(lines)
    before = parse(text, "f").deck
    once = formatted(text, "f")
    after = parse(once, "f").deck
    assert [(card.question, [(s.kind, s.text) for s in card.sections]) for card in after.cards] == [
        (card.question, [(s.kind, s.text) for s in card.sections]) for card in before.cards
    ]
    assert after.name == before.name
    # A heading left over in the introduction may get its blank line too.
    assert _lines(after.introduction) == _lines(before.introduction)
    assert formatted(once, "f") == once


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def test_a_file_is_replaced_whole_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_text("old")
    replace_file(path, "new\n")
    assert path.read_bytes() == b"new\n"
    assert list(tmp_path.iterdir()) == [path]
