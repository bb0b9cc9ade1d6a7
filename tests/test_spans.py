"""Where code, math and cloze blanks are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.spans import Math, fill_blanks, find_blanks, find_code, find_math


def latex(text: str) -> list[str]:
    return [math.latex for math in find_math(text)]


def code(text: str) -> list[str]:
    return [text[start:end] for start, end in find_code(text)]


def blanks(text: str) -> list[tuple[int, str]]:
    return [(blank.number, blank.text) for blank in find_blanks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the value $V(s)$ of a state", ["V(s)"]),
        ("$a_b$ and $c_d$", ["a_b", "c_d"]),
        ("$x$", ["x"]),
        ("$5$ steps, $0.99$ and $2x$", ["5", "0.99", "2x"]),
        ("$n$-step, the $k$th, ($\\gamma$)", ["n", "k", "\\gamma"]),
        ("2$x$ and 10$\\times$", ["x", "\\times"]),
        ("是$x$的", ["x"]),
        ("$<S,P>$ is a tuple", ["<S,P>"]),
        ("$ x $ with inner spaces", ["x"]),
        ("$ \\gamma + 1 $", ["\\gamma + 1"]),
        ("$a\nb$ on two lines", ["a\nb"]),
        ("$\\{a\\}$", ["\\{a\\}"]),
        ("$a \\$ b$", ["a \\$ b"]),
        ("$a \\\\$", ["a \\\\"]),
        ("$`a_b`$ on GitHub", ["a_b"]),
        ("$``a`b``$", ["a`b"]),
        ("**$x$**", ["x"]),
        ("$\\text{if } s' = s$", ["\\text{if } s' = s"]),
        ("| $|x|$ | $y$ |\n|---|---|\n| $a|b$ | c |", ["|x|", "y", "a|b"]),
    ],
)
def test_inline_formulas(text: str, expected: list[str]) -> None:
    assert latex(text) == expected
    assert not any(math.display for math in find_math(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$$x$$", ["x"]),
        ("text $$x$$ text", ["x"]),
        ("$$\nx\n$$", ["x"]),
        ("$$a$$ and $$b$$", ["a", "b"]),
        ("$$\na\n- b\n+ c\n= d\n$$", ["a\n- b\n+ c\n= d"]),
        ("- item\n  $$\n  a\n  - b\n  $$", ["a\n  - b"]),
        ("> $$\n> a\n> $$", ["a"]),
        ("$$\\text{if $x$ then}$$", ["\\text{if $x$ then}"]),
        ("```math\na\n\nb\n```", ["a\n\nb"]),
        ("- ```math\n  a\n  ```\n- b", ["a"]),
        ("> ```math\n> a\n> ```", ["a"]),
    ],
)
def test_displayed_formulas(text: str, expected: list[str]) -> None:
    assert latex(text) == expected
    assert all(math.display for math in find_math(text))


@pytest.mark.parametrize(
    "text",
    [
        "costs $5",
        "$5 and $10",
        "$5 million to $10 million",
        "between $5-$10 a month",
        "5$ or 6$",
        "US$5 to US$10",
        "$5, $10, and $20",
        "$10k (or 5$)",
        "pay $ 5 or $ 6",
        "a literal \\$x\\$",
        "$$$ is expensive $$$",
        "$$$$",
        "$ $",
        "echo $HOME and $PATH",
        "$a $b",
        "$ a$",
    ],
)
def test_money_and_lone_dollars_are_no_formulas(text: str) -> None:
    assert latex(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "$a\n\nb$",
        "- costs $a\n- and b$",
        "1. costs $a\n2. and b$",
        "# costs $a\nand b$",
        "costs $a\n# and b$",
        "costs $a\n> and b$",
        "| a$b |\n|---|\n| c$d |",
        "costs $a\n```\ncode\n```\nb$",
        "costs $a\n---\nb$",
        "$$\na\n\nb\n$$",
        "$$\na\n# b\n$$",
    ],
)
def test_a_formula_stays_in_its_paragraph(text: str) -> None:
    assert latex(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "`$x$`",
        "`` `$x$` ``",
        "`$x` and `$y`",
        "$5 for `$x$`",
        "```\n$x$\n```",
        "```math-like\n$x$\n```",
        "~~~\n$x$\n~~~",
        "- item\n\n  ```\n  $x$\n  ```",
        "1. item\n   ~~~\n   $x$\n   ~~~",
        "> ```\n> $x$\n> ```",
        "```\nnever closed $x$",
        "    indented $x$",
        "<!-- $x$ -->",
        "text <!-- $x$ --> text",
        "<!--\n\n$x$\n-->",
        "<pre>\n\n$x$\n</pre>",
    ],
)
def test_code_and_comments_hold_no_formulas(text: str) -> None:
    assert latex(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- ```\n  never closed\n- next $x$", ["x"]),
        ("> ```\n> never closed\n\nnext $x$", ["x"]),
        ("``` no fence ``` $x$", ["x"]),
        ("~~~\n```\n~~~\n$x$", ["x"]),
        ("````\n```\n````\n$x$", ["x"]),
        ("a `tick $x$", ["x"]),
        ("\\`$x$\\`", ["x"]),
        ("text\n    continued $x$", ["x"]),
        ("<!-- a --> b -->\n$x$", ["x"]),
    ],
)
def test_formulas_beside_code(text: str, expected: list[str]) -> None:
    assert latex(text) == expected


def test_a_formula_knows_its_place_in_the_text() -> None:
    assert find_math("a $ x $ b\n\n$$y$$") == [Math(2, 7, "x", False), Math(11, 16, "y", True)]
    assert find_math("- a\n  ```math\n  x\n  ```\n")[0] == Math(6, 23, "x", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `b` c", ["`b`"]),
        ("``a`b``", ["``a`b``"]),
        ("`a\nb`", ["`a\nb`"]),
        ("`a\n\nb`", []),
        ("- `a\n- b`", []),
        ("\\`a`", []),
        ("`a\\`", ["`a\\`"]),
        ("```py\nx\n```\ny", ["```py\nx\n```"]),
        ("~~~\nx\n```\n~~~ \ny", ["~~~\nx\n```\n~~~"]),
        ("- a\n  ```\n  x\n- b", ["```\n  x"]),
        ("- a\n  ```\n  x\n\ntext", ["```\n  x"]),
        ("```\nx", ["```\nx"]),
        ("```\r\nx\r\n```\r\ny `z`", ["```\r\nx\r\n```", "`z`"]),
        ("a\n\n    x\n    y\n\nb", ["x", "y"]),
        ("\tx", ["x"]),
        ("- a\n\n      x", ["x"]),
        ("- a\n\n  b `c`", ["`c`"]),
        ("a\n    b", []),
        ("<!-- `a` --> `b`", []),
        ("text <!-- `a` --> `b`", ["`b`"]),
        ("$`a`$\n```math\nx\n```", []),
        ("<details>\n```\nx\n\n```\ny\n```", ["```\ny\n```"]),
    ],
)
def test_code(text: str, expected: list[str]) -> None:
    assert code(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it is ==c1::off-policy==", [(1, "off-policy")]),
        ("==c1:: a == and ==c2::b==, ==c1::c==", [(1, "a"), (2, "b"), (1, "c")]),
        ("==c1:: $a == b$ ==", [(1, "$a == b$")]),
        ("==c1:: `a == b` ==", [(1, "`a == b`")]),
        ("==c12::\n$$\na == b\n$$\n==", [(12, "$$\na == b\n$$")]),
        ("`==c1::a==` and $==c1::a==$", []),
        ("```\n==c1::a==\n```", []),
        ("==c1:: a\n\nb ==", []),
        ("- ==c1:: a\n- b ==", []),
        ("==c1:: ==", []),
        ("==highlight== and a == b", []),
        ("[1-ε] and [[1, 2], [3]]", []),
        ("| ==c1::a== |\n|---|\n| ==c2::b== |", [(1, "a"), (2, "b")]),
        ("==c1:: costs $5 == and ==c2:: $6 ==", [(1, "costs $5"), (2, "$6")]),
    ],
)
def test_cloze_blanks(text: str, expected: list[tuple[int, str]]) -> None:
    assert blanks(text) == expected


def test_the_asked_blank_is_hidden_or_marked_and_the_others_are_plain() -> None:
    text = "A ==c1:: $a == b$ == and ==c2::b== or ==c1::d==."
    assert fill_blanks(text, 1, hide=True) == (
        'A <span class="blank">[…]</span> and b or <span class="blank">[…]</span>.'
    )
    assert fill_blanks(text, 2, hide=False) == 'A $a == b$ and <span class="blank">b</span> or d.'
    assert fill_blanks(text, None, hide=True) == "A $a == b$ and b or d."


MARKS = st.sampled_from(
    ["$", "$$", "`", "```", "~~~", "\n", "\n\n", "- ", "> ", "1. ", "| ", "|---|", "    ", "\t", "#", "\\"]
) | st.sampled_from(["==", "==c1::", "<!--", "-->", "<div>", "math", "5", " ", "\r\n", "ε", "``"])


@given(st.lists(MARKS, max_size=30).map("".join))
def test_spans_are_ordered_never_overlap_and_lie_inside_the_text(text: str) -> None:
    spans = sorted([*find_code(text), *((math.start, math.end) for math in find_math(text))])
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert find_math(text) == sorted(find_math(text), key=lambda math: math.start)


@given(st.text())
def test_text_without_blanks_is_left_as_it_is(text: str) -> None:
    if not find_blanks(text):
        assert fill_blanks(text, 1, hide=True) == text
