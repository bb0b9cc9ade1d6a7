"""The grammar of study paths, and the line of everything that is wrong in one."""

import re
from pathlib import Path

import pytest

from flashrl.formats.study_paths import FILE_NAME, parse, read, unknown
from flashrl.model import StudyPath

TEXT = """\
# What to study.
One evening:
  about: "Short: the most asked."
  new-a-day: 40
  cards:
    - v-or-q  # first
    - td.1
All of it:
  decks: [RL::Bandits, RL]
"""


def told(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in parse(text).diagnostics]


def test_paths_come_in_the_order_of_the_file() -> None:
    file = parse(TEXT)
    assert file.diagnostics == ()
    assert file.paths == (
        StudyPath("One evening", "Short: the most asked.", cards=("v-or-q", "td.1"), new_a_day=40),
        StudyPath("All of it", decks=("RL::Bandits", "RL")),
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("A:\n  cards: [x]\nB:\n  about: no list\n", 3, "'B' needs either `cards:` or `decks:`"),
        ("A:\n  cards: [x]\n  decks: [y]\n", 1, "'A' needs either `cards:` or `decks:`"),
        ("A: [x, y]\n", 1, "'A' has no `cards:` and no `decks:`"),
        ("A:\n  cards: [x, y, x]\n", 1, "'A' names 'x' twice"),
        ("A:\n  cards: []\n", 1, "'A' has cards that are no list of names"),
        ("A:\n  cards: [x, 3]\n", 1, "'A' has cards that are no list of names"),
        ("A:\n  cards: x\n", 1, "'A' has cards that are no list of names"),
        ("A:\n  cards: [x]\n  colour: red\n", 1, "'A' has a key 'colour' that is not known"),
        ("A:\n  cards: [x]\n  new-a-day: 0\n", 1, "'A' has a `new-a-day:` that is no whole number from 1"),
        ("A:\n  cards: [x]\n  about: [y]\n", 1, "'A' has an `about:` that is no text"),
    ],
)
def test_a_path_that_is_wrong_is_told_with_its_line(text: str, line: int, message: str) -> None:
    assert told(text) == [(line, f"the study path {message}")]


def test_a_path_that_is_wrong_takes_no_other_with_it() -> None:
    assert [each.name for each in parse("A: 1\nB:\n  cards: [x]\n").paths] == ["B"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("- x\n- y\n", 1),
        ("A:\n  cards:\n    - x\n   - y\n", 4),
        ("A:\n  cards: [x]\nA:\n  cards: [y]\n", 3),
        ("A: &a\n  cards: [x]\nB: *a\n", 3),
    ],
)
def test_what_is_no_list_of_paths_is_told_with_its_line(text: str, line: int) -> None:
    found = parse(text).diagnostics
    assert [(each.code, each.line) for each in found] == [("bad-study-path", line)]


def test_an_unknown_card_or_deck_is_found_on_its_own_line() -> None:
    found = unknown(parse(TEXT + "Third:\n  cards: [td.1, nowhere]\n"), {"v-or-q"}, {"RL::MDPs"})
    assert [(each.line, each.column, each.message) for each in found] == [
        (7, 7, "there is no card 'td.1'"),
        (9, 11, "there is no deck 'RL::Bandits'"),
        (11, 11, "there is no card 'td.1'"),
        (11, 17, "there is no card 'nowhere'"),
    ]


def test_a_part_of_another_id_is_not_taken_for_it() -> None:
    file = parse("A:\n  cards:\n    - td-lambda\n    - pre-td\n    - td\n")
    (found,) = unknown(file, {"td-lambda", "pre-td"}, ())
    assert found.line == 5


@pytest.mark.parametrize(("data", "code"), [(b"\xff\xfe", "not-text"), (None, "unreadable-file")])
def test_a_file_that_cannot_be_read_is_a_finding(data: bytes | None, code: str, tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    if data is not None:
        path.write_bytes(data)
    assert [each.code for each in read(path).diagnostics] == [code]


def test_the_documented_example_is_without_fault() -> None:
    text = (Path(__file__).parents[2] / "docs" / "deck-format.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(The night before:.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert parse(example).diagnostics == ()
    assert [each.name for each in parse(example).paths] == ["The night before", "Bandits first"]
