from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.authoring.fmt import format_files, formatted
from flashrl.authoring.ids import slug
from flashrl.authoring.writing import replace_file
from flashrl.formats import parse, read
from flashrl.model import Card

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


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_headings_stand_clear_and_lines_end_as_most_of_them_do(end: str) -> None:
    text = "---\nflashrl: 1\n---\n### V\n\n<!-- card\nid: v\n-->\nA\n\n\n\n### W  \n"
    tidy = "---\nflashrl: 1\n---\n\n### V\n<!-- card\nid: v\n-->\n\nA\n\n### W\n<!-- card\nid: w\n-->\n"
    odd = "\n" if end != "\n" else "\r\n"
    given = "\ufeff" + text.replace("\n", end) + odd
    assert formatted(given, "f") == tidy.replace("\n", end)


def test_a_foreign_file_is_never_touched() -> None:
    assert formatted("# Notes\r\n\r\n\r\nQ: x\r\n", "f") == "# Notes\r\n\r\n\r\nQ: x\r\n"


STRUCTURE = [
    "# T",
    "## Topic",
    "### Q",
    "### Why is V so?  ",
    "#### Answer",
    "#### Cloze",
    "##### Part",
    "T\n===",
    "<!-- card",
    "<!-- card difficulty: easy -->",
    "id: q",
    "id:",
    "tags: [a, b c]",
    "-->",
    "--> lost",
    "---",
]
CONTENT = [
    "",
    "text  ",
    "- item",
    "```",
    "```sim x",
    "a: 1",
    "  indented",
    "    code",
    "$x$",
    "> quote",
    "====",
    "\ttab",
    "==c1:: x ==",
    "<!-- note",
    "{difficulty: easy}",
]
FRONT_LINES = [
    "flashrl: 1",
    "deck:  A :: B",
    "deck: 'A: b'",
    "tags: [one, 'c++', \"#x\"]",
    "tags:",
    "- one",
    "  - two",
    "tags: a, b",
    "tags: [a] # why",
    "# remark",
    "",
    "author: me # and you",
    "{flashrl: 1}",
    "words",
    "deck: |",
    "  more",
]
FRONTS = st.one_of(
    st.just(FRONT),
    st.just(""),
    st.lists(st.sampled_from(FRONT_LINES), max_size=6).map(
        lambda lines: "\n".join(["---", "flashrl: 1", *lines, "---", ""])
    ),
    st.lists(st.sampled_from(FRONT_LINES), max_size=6).map(
        lambda lines: "\n".join(["---", *lines, "...", ""])
    ),
)


@given(
    FRONTS, st.lists(st.sampled_from([*STRUCTURE, *CONTENT]), max_size=30), st.sampled_from(["\n", "\r\n"])
)
def test_formatting_adds_ids_and_changes_nothing_else(front: str, lines: list[str], end: str) -> None:
    text = (front + "\n".join(lines)).replace("\n", end)
    once = formatted(text, "f")
    before, after = parse(text, "f"), parse(once, "f")
    assert after.format == before.format
    assert [_said(card) for card in after.deck.cards] == [_said(card) for card in before.deck.cards]
    assert all(
        new.id == old.id or old.id is None
        for new, old in zip(after.deck.cards, before.deck.cards, strict=True)
    )
    assert (after.deck.name, after.deck.title, after.deck.tags) == (
        before.deck.name,
        before.deck.title,
        before.deck.tags,
    )
    assert [topic.title for topic in after.deck.topics] == [topic.title for topic in before.deck.topics]
    # A heading left over in the introduction may get its blank line too.
    assert _lines(after.deck.introduction) == _lines(before.deck.introduction)
    assert formatted(once, "f") == once


def _said(card: Card) -> tuple[object, ...]:
    sections = [(section.kind, section.heading, section.text) for section in card.sections]
    return card.question, sections, card.topic, card.difficulty, card.tags, card.blanks


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def test_a_file_is_replaced_whole_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_text("old")
    replace_file(path, "new\n")
    assert path.read_bytes() == b"new\n"
    assert list(tmp_path.iterdir()) == [path]


CARD = FRONT + "\n### What is V?\n\nThe return.\n"


def formatted_files(*paths: Path) -> list[tuple[str, str]]:
    """The name of each file that changed or was refused, and why it was refused."""
    outcomes = format_files([read(path) for path in paths], write=True)
    return [(each.path.name, each.refusal.message if each.refusal else "") for each in outcomes]


def test_an_id_is_new_in_the_folder_of_a_file_that_is_named_alone(tmp_path: Path) -> None:
    path, other = tmp_path / "a.md", tmp_path / "b.md"
    path.write_text(CARD)
    other.write_text(FRONT + "\n### W\n<!-- card id: v -->\n\nA.\n")
    assert formatted_files(path) == [("a.md", "")]
    assert [card.id for card in read(path).deck.cards] == ["v-2"]


def test_two_files_formatted_together_share_no_new_id(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.md", "b.md")]
    for path in paths:
        path.write_text(CARD)
    formatted_files(*paths)
    assert [read(path).deck.cards[0].id for path in paths] == ["v", "v-2"]


def test_a_file_with_errors_is_refused_and_the_next_one_formatted(tmp_path: Path) -> None:
    bad, good = tmp_path / "a.md", tmp_path / "b.md"
    bad.write_text(CARD + "\n### W\n<!-- card\nid: a b\n-->\n\nB\n")
    good.write_text(CARD)
    before = bad.read_bytes()
    assert formatted_files(bad, good) == [("a.md", "'a b' cannot be an id"), ("b.md", "")]
    assert bad.read_bytes() == before


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(CARD)
    path.chmod(0o444)
    assert formatted_files(path) == [("a.md", "the file is read-only")]
    assert path.read_text() == CARD


def test_a_file_keeps_its_mode_and_a_link_stays_one(tmp_path: Path) -> None:
    path, link = tmp_path / "a.md", tmp_path / "link.md"
    path.write_text(CARD)
    path.chmod(0o640)
    link.symlink_to(path)
    assert formatted_files(link) == [("link.md", "")]
    assert (link.is_symlink(), path.stat().st_mode & 0o777) == (True, 0o640)
    assert "id: v" in path.read_text()


@pytest.mark.parametrize(
    "comment", ["<!-- card\nid:\n-->", "<!-- card\ntags: [a]\nid: ~\n-->", "<!-- card id: -->"]
)
def test_an_empty_id_is_filled_in(comment: str) -> None:
    text = FRONT + f"\n### What is V?\n{comment}\n\nA.\n"
    (card,) = parse(formatted(text, "f"), "f").deck.cards
    assert card.id == "v"
    assert parse(formatted(text, "f"), "f").diagnostics == ()


@pytest.mark.parametrize(
    "comment", ["<!-- card {difficulty: easy} -->", "<!-- card\n---\ndifficulty: easy\n-->"]
)
def test_an_unusual_comment_is_left_to_its_author(comment: str) -> None:
    text = FRONT + f"\n### What is V?\n{comment}\n\nA.\n"
    assert formatted(text, "f") == text


@pytest.mark.parametrize(
    ("front", "tidy"),
    [
        ("", "---\nflashrl: 1\n---\n"),
        (
            "---\ntags:\n- a\n-  'b'\n\ndeck:   X::Y\nflashrl:   1\n...\n",
            "---\nflashrl: 1\ndeck: X::Y\ntags: [a, b]\n---\n",
        ),
        (
            "---\n# about\ndeck: X\nmine: 2  \nflashrl: 1\n# end\n---\n",
            "---\nflashrl: 1\n# about\ndeck: X\nmine: 2\n# end\n---\n",
        ),
        (
            "---\nflashrl: 1\ntags: [a]  # all of them\n---\n",
            "---\nflashrl: 1\ntags: [a]  # all of them\n---\n",
        ),
        ("---\n{flashrl: 1}\n---\n", "---\n{flashrl: 1}\n---\n"),
    ],
)
def test_front_matter_has_its_keys_in_order(front: str, tidy: str) -> None:
    card = "\n### V\n<!-- card\nid: v\n-->\n\nA\n"
    assert formatted(front + card, "f") == tidy + card
