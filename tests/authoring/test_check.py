"""check finds what is wrong, each on its line, and nothing else."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.authoring.check import Remembered, check
from flashrl.formats import ParsedFile, parse, read
from flashrl.model import Deck

FRONT = "---\nflashrl: 1\n---\n"


def planted() -> tuple[str, list[tuple[int, str]]]:
    """The deck with forty faults without its marks `<<code>>`, and (line, code) of each mark."""
    marked = (Path(__file__).parent / "forty-faults.txt").read_text()
    lines = marked.splitlines(keepends=True)
    faults = [
        (number, code)
        for number, line in enumerate(lines, start=1)
        for code in re.findall(r"<<([a-z-]+)>>", line)
    ]
    return re.sub(r" ?<<[a-z-]+>>", "", marked), faults


def test_each_of_forty_faults_is_found_on_its_line_and_nothing_else(tmp_path: Path) -> None:
    text, faults = planted()
    assert len(faults) == 40
    path = tmp_path / "decks" / "faults.md"
    path.parent.mkdir()
    path.write_text(text)
    (tmp_path / "outside.md").touch()
    (checked,) = check([read(path)])
    assert [(found.line, found.code) for found in checked.diagnostics] == faults


def findings(*texts: str) -> list[tuple[int, int, str]]:
    """(line, column, code) of what is found in the last of the texts."""
    checked = check([parse(text, "deck") for text in texts])
    return [(found.line, found.column, found.code) for found in checked[-1].diagnostics]


def card(question: str, id: str, body: str) -> str:
    return f"### {question}\n<!-- card\nid: {id}\n-->\n\n{body}\n\n"


def test_an_id_of_another_file_is_reported_at_its_place() -> None:
    first = FRONT + card("What is V?", "v", "A value.")
    assert findings(first, FRONT + card("What is Q?", "v", "Another.")) == [(6, 1, "repeated-id")]


def test_a_question_of_another_file_is_asked_twice_however_it_is_written() -> None:
    first = FRONT + card("What is the *value* of a state?", "a", "A.")
    assert findings(first, FRONT + card("What is  the *Value* of a state", "b", "B.")) == [
        (4, 1, "repeated-question")
    ]


def test_the_same_title_over_other_code_is_another_question() -> None:
    title = "What does it print?"
    asking = card(title, "a", "`1`\n\n#### Answer\n\n1") + card(title, "b", "`2`\n\n#### Answer\n\n2")
    assert findings(FRONT + asking) == []
    foreign = "".join(
        f"### {n}. {title}\n\n```python\nprint({n})\n```\n\nThat is {n}.\n\n" for n in (1, 2, 3)
    )
    assert findings(foreign) == []


@pytest.mark.parametrize(
    ("first", "second", "is_repeated"),
    [
        ("#### Cloze\n\n==c1:: a ==", "#### Cloze\n\n==c1:: b ==", False),
        ("#### Cloze\n\n==c1:: a ==", "#### Cloze\n\n==c1:: a ==", True),
        ("#### Cloze\n\n==c1:: a ==", "An answer.", True),
        ("An answer.", "#### Cloze\n\n==c1:: a ==", True),
    ],
)
def test_two_cloze_texts_may_share_a_title(first: str, second: str, is_repeated: bool) -> None:
    found = findings(FRONT + card("The update", "a", first), FRONT + card("The update", "b", second))
    assert found == [(4, 1, "repeated-question")] * is_repeated


@pytest.mark.parametrize(("words", "codes"), [(490, []), (501, ["long-card"])])
def test_a_card_of_more_than_500_words_is_long(words: int, codes: list[str]) -> None:
    found = findings(FRONT + card("How?", "how", "#### Answer\n\n" + "so " * words))
    assert found == [(4, 1, code) for code in codes]


def test_a_card_of_more_than_4000_characters_is_long() -> None:
    assert findings(FRONT + card("怎么做？", "how", "学" * 4001)) == [(4, 1, "long-card")]


def test_a_comment_that_never_ends_is_found_where_it_starts() -> None:
    assert findings(FRONT + card("How?", "how", "So.\n\n<!-- and why")) == [(11, 1, "unclosed-comment")]


def test_what_is_wrong_in_the_question_has_its_column() -> None:
    assert findings(FRONT + card("Why $\\frac{1$?", "why", "So.")) == [(4, 9, "bad-formula")]


def test_what_is_wrong_in_a_foreign_file_has_its_line_there() -> None:
    text = "# Questions\n\n12. ### What is a heap?\n\n    A tree.\n\n    Its depth is $\\nosuch$.\n"
    assert findings(text) == [(7, 18, "bad-formula")]


def test_the_front_matter_of_a_foreign_file_is_no_text() -> None:
    text = "+++\ntitle = 'see [x](gone.md)'\n+++\n\nSee [y](gone.md).\n\n## What is a heap?\n\nA tree.\n"
    assert findings(text) == [(5, 9, "broken-link")]


def test_a_blank_is_counted_from_one() -> None:
    assert findings(FRONT + card("T", "t", "#### Cloze\n\nOne ==c0:: two ==.")) == [(11, 5, "bad-blank")]


@pytest.mark.parametrize("frame", ["2.5", "[1]", "true", "middle"])
def test_a_frame_is_a_number_or_a_name(frame: str) -> None:
    found = findings(FRONT + card("T", "t", f"```sim ppo-clip\nframe: {frame}\n```"))
    assert found == [(10, 1, "bad-frame")]


def test_values_that_do_not_go_together_are_reported_at_the_one_that_is_named() -> None:
    rows = '```sim value-iteration\nmap: own\nrows: ["S..", "G"]\n```'
    assert findings(FRONT + card("T", "t", rows)) == [(10, 1, "bad-parameter")]
    clip = "```sim ppo-clip\nclip_low: 0.1\ndual_clip: 0.5\n```"
    assert findings(FRONT + card("T", "t", clip)) == [(11, 1, "bad-parameter")]


def test_a_text_is_looked_at_again_when_other_files_matter(tmp_path: Path) -> None:
    look = Remembered()
    text = "[the notes](notes.md)"
    (found,) = look(text, line=3, folder=tmp_path)
    assert (found.code, found.line, found.column) == ("broken-link", 3, 13)
    (tmp_path / "notes.md").touch()
    assert look(text, line=3, folder=tmp_path) == []


def test_a_text_that_was_looked_at_is_found_at_its_new_line() -> None:
    look = Remembered()
    assert [found.line for line in (3, 8) for found in look("a\n$\\nosuch$", line=line, folder=Path())] == [
        4,
        9,
    ]


def test_a_file_that_is_no_deck_keeps_its_finding() -> None:
    unread = ParsedFile(Deck("x"), parse("", "x").diagnostics, "unknown")
    assert [each.code for each in check([unread])[0].diagnostics] == ["unknown-format"]


LINES = [
    "# T",
    "## Topic",
    "### Q",
    "#### Answer",
    "#### Cloze",
    "##### Part",
    "<!-- card",
    "id: q",
    "caption: a #b",
    "-->",
    "--> lost",
    "---",
    "",
    "text [a](b.md) ![c](d.png) $\\frac{$",
    "- ```sim x",
    "```sim ppo-clip",
    "advantage: 99",
    "```",
    "==c1:: x == ==c2::",
    "`==c3:: y ==`",
    "<script>",
    "    code",
    "**What is it?**",
]


@given(st.sampled_from(["", FRONT, "---\n"]), st.lists(st.sampled_from(LINES), max_size=25))
def test_every_finding_is_at_a_place_of_the_file(front: str, lines: list[str]) -> None:
    text = front + "\n".join(lines)
    (checked,) = check([parse(text, "deck")])
    rows = text.split("\n")
    for found in checked.diagnostics:
        assert 1 <= found.line <= len(rows)
        assert 1 <= found.column <= len(rows[found.line - 1]) + 1
