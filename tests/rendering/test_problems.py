"""What the checker of decks finds in a text, and where."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.rendering import problems


def found(text: str, folder: Path = Path("nowhere")) -> list[tuple[str, int, int]]:
    return [
        (problem.code, problem.line, problem.column) for problem in problems(text, line=10, folder=folder)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fine $x$ and `<script>`", []),
        ("a\n\nb $\\nosuch$ c", [("bad-formula", 12, 3)]),
        ("$a_b_c$ and $$\\frac{a}$$", [("bad-formula", 10, 1), ("bad-formula", 10, 13)]),
        ("a\n```math\n{\n```", [("bad-formula", 11, 1)]),
        ("a ![b](missing.png)", [("bad-image", 10, 8)]),
        ("a ![b](../c.png)\n<img src=d.svg>", [("bad-image", 10, 8), ("bad-image", 11, 10)]),
        ("![b](data:image/png;base64,x)", [("bad-image", 10, 6)]),
        ("![b](https://a.org/c.png)", [("remote-image", 10, 6)]),
        ("<img src='//a.org/c.png'>", [("remote-image", 10, 11)]),
        ("![b][c]\n\n[c]: http://a.org/c.png", [("remote-image", 12, 6)]),
        ("a\n<script>x</script>\n\n<SCRIPT>", [("unsafe-html", 11, 1), ("unsafe-html", 13, 1)]),
        ("<iframe src=x></iframe> <b onclick=x>y</b>", [("unsafe-html", 10, 1), ("unsafe-html", 10, 28)]),
        ("<form>\n<object>\n<embed>", [("unsafe-html", line, 1) for line in (10, 11, 12)]),
        ("a <style>b{}</style>", [("unsafe-html", 10, 3)]),
        ("[a](javascript:x)", [("unsafe-link", 10, 5)]),
        ("[a](file:///b) [c](data:d)", [("unsafe-link", 10, 5), ("unsafe-link", 10, 20)]),
        ("<a href='VBScript:x'>y</a>", [("unsafe-link", 10, 10)]),
        ("<a href='java&#115;cript:x'>y</a>", [("unsafe-link", 10, 1)]),
        ("[a](https://b.org) [c](mailto:d@e.org) [f](#g) `[h](i.md)`", []),
        ("a\n[b](c.md) [d](../e.md)", [("broken-link", 11, 5), ("broken-link", 11, 15)]),
        ("[a]() <a href=/b>b</a>", [("broken-link", 10, 1), ("broken-link", 10, 15)]),
    ],
)
def test_problems_are_found_where_they_are(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "code",
    ["<script>", "![a](b.png)", "[a](javascript:x)", "$\\nosuch$", "<b onclick=x>", "<img src=http://a.org>"],
)
def test_code_has_no_problems(code: str) -> None:
    assert found(f"`{code}`") == []
    assert found(f"- a\n\n  ```html\n  {code}\n  ```") == []
    assert found(f"<!-- {code} -->") == []


def test_code_before_a_problem_does_not_mislead() -> None:
    assert found("`<script>`\n\n<script>") == [("unsafe-html", 12, 1)]
    assert found("`$\\nosuch$`\n$\\nosuch$") == [("bad-formula", 11, 1)]


def test_a_picture_of_the_deck_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"picture")
    assert found("![](a.png) <img src='./a.png'>", tmp_path) == []


def test_a_message_says_what_is_wrong() -> None:
    text = problems("$\\nosuch$", line=3, folder=Path())[0].text("deck.md")
    assert text.startswith(
        "deck.md:3:1: warning bad-formula: the formula '\\\\nosuch' cannot be set: \\nosuch is not"
    )


@given(
    st.text()
    | st.lists(
        st.sampled_from(["<", "!", "[", "]", "script", "$", ">", "![CDATA[", "?", "-", "<div>\n"])
    ).map("".join)
)
def test_any_text_can_be_checked(text: str) -> None:
    assert isinstance(problems(text, line=1, folder=Path()), list)


def test_a_link_to_what_is_in_the_folder_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "deck"
    (folder / "a b").mkdir(parents=True)
    (folder / "notes.md").touch()
    (tmp_path / "outside.md").touch()
    assert found("[a](notes.md#x) [b](./a%20b/) [c](<a b>)", folder) == []
    assert found("[a](../outside.md)", folder) == [("broken-link", 10, 5)]


def test_another_may_say_what_is_wrong_with_formulas() -> None:
    said = problems("$a$ and $$b$$", line=1, folder=Path(), objection=lambda latex, _: "no" * (latex == "b"))
    assert [(each.code, each.message, each.column) for each in said] == [("bad-formula", "no", 9)]
