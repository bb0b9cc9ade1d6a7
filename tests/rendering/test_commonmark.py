"""The structure of answers is CommonMark's, with markdown-it-py as the reference."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flashrl.rendering.sanitise import sanitise

from .html import render, structure

REFERENCE = MarkdownIt("commonmark", {"maxNesting": 50}).enable(["table", "strikethrough"])


def expected(text: str) -> list[str]:
    html = re.sub(r'style="text-align:(\w+)"', r'align="\1"', REFERENCE.render(text).strip())
    return structure(sanitise(html))


LISTS = [
    "- a\n- b",
    "- a\n  - b\n  - c\n- d",
    "- a\n   - b\n- c",
    "- a\n    - b\n- c",
    "* a\n  * b\n    * c\n      * d",
    "1. a\n   - b\n   - c\n2. d",
    "1. a\n    - b\n2. d",
    "1. a\n  - b\n2. d",
    "text\n- a\n- b",
    "text:\n1. a\n2. b",
    "text\n2. not a list",
    "3. c\n4. d",
    "3) c\n4) d",
    "- a\n* b\n+ c",
    "1. a\n1) b",
    "- a\n\n- b",
    "- a\n\n  second paragraph\n- b",
    "- a\n  continued\n- b",
    "- a\nlazily continued\n- b",
    "- a\n\n\n- b\n\ntext",
    "1. a\n\n   - b\n\n   c\n2. d",
    "- a\n  > quoted\n- b",
    "-\n- b",
    "- # heading\n- text",
    "10. ten\n11. eleven\n    more",
]
CODE = [
    "```python\nx = 1\n\n# no heading\n---\n```",
    "```\nplain\n```",
    "```nosuchlanguage\na < b && c\n```",
    "~~~\n```\n~~~",
    "````\n```\n````",
    "text\n```py\nx\n```\ntext",
    "- a\n  ```py\n  x = 1\n  ```\n- b",
    "- a\n\n  ```py\n  x = 1\n\n  y = 2\n  ```\n\n  text",
    "1. a\n\n       indented\n2. b",
    "- a\n  ```\n  never closed\n- b",
    "> ```\n> never closed\n\ntext",
    "```\nnever closed\n\n- a",
    "    indented\n    code\n\ntext",
    "- **a\n  ```\n  x\n  ```\n  b**",
]
BLOCKS = [
    "# One\n## Two ##\n### Three\ntext",
    "Title\n=====\n\nSub\n---",
    "a\n\n---\n\n***\n\nb",
    "> a\n> b\n\nc",
    "> - a\n> - b\n>   - c",
    "> a\n>\n> > b\nlazy",
    "| a | b |\n|---|:-:|\n| 1 | 2 |",
    "| a | b |\n|---|--:|\n| `x` | 1\\|2 |\n| `a\\|b` | **c** |\n\ntext",
    "text\n\na | b\n:-- | ---\n1 | 2\n3",
    "<div>\n\n*a*\n\n</div>",
    "<details>\n<summary>more</summary>\n\n- a\n- b\n\n</details>",
    "<table><tr><td>*a*</td></tr></table>",
    "text\n<!-- a comment -->\ntext",
    "a\n\n<br>\n\nb",
]
EMPHASIS = [
    "snake_case_name and __dunder__",
    "a **bold**text",
    "**bold**text and *it*alic",
    "*a **b** c*",
    "**a *b* c**",
    "***a***",
    "***a** b*",
    "***a* b**",
    "*a**b*",
    "**a*b**",
    "*(**a**)*",
    "**“a”**b",
    "a * b * c",
    "2*3*4 and a_b_c",
    "*a\nb*",
    "** a ** and __ b __",
    "_a __b_ c__",
    "*a `*` b*",
    "*[a*](https://b.org)*",
    "\\*a\\* and *a\\*b*",
    "~~a~~ and **~~b~~**",
    "~~a *b* c~~",
    "****a****",
    "是**重要**的",
]
INLINE = [
    "`a` and ``a ` b`` and ` `` `",
    "`a\nb` and `\\`",
    "`` a` `` and `*a*` and `<b>`",
    "unclosed `code and ``more`",
    "<https://a.org/x?y=1&z=2> and <a@b.org>",
    "&amp; &lt; &copy; &#35; &x; & < > \\&amp; \\<b>",
    "a  \nb\\\nc",
    "a \nb",
    "H<sub>2</sub>O <kbd>x</kbd> <b>*y*</b>",
    "a < b and c > d, x<y>z",
    "[a](https://b.org) [b](<https://b.org/c d> 'a title')",
    '[a *b* `c`](https://b.org/(x) "a title")',
    "[a][r] [r][] [r] [R] [no]\n\n[r]: https://b.org 'a title'",
    "[a [b](https://b.org) c](https://d.org)",
    "![a](b.png) ![](c.png) [![d](e.png)](https://f.org)",
    "![a][r]\n\n[r]: b.png",
    "[a](https://b.org/\\_c\\*d) \\[no\\](x)",
    "[1-ε] and [[1, 2], [3]] and a[i](j)",
    "[a]( no link and [b] (no link)",
]


@pytest.mark.parametrize("text", LISTS + CODE + BLOCKS + EMPHASIS + INLINE)
def test_structure_is_that_of_commonmark(text: str) -> None:
    assert structure(render(text)) == expected(text)


PIECES = st.sampled_from(
    [
        "a",
        "word",
        " ",
        " ",
        "\n",
        "*",
        "**",
        "_",
        "__",
        "***",
        "`",
        "``",
        "`c`",
        "(",
        ")",
        ".",
        "ε",
        "1",
        "\\*",
    ]
) | st.sampled_from(
    ["<b>", "</b>", "&amp;", "&", "<", "  \n", "\\\n", "<!-- * -->", "<https://a.org>", "[a](https://b.org)"]
)
LINES = (
    st.sampled_from(
        [
            "- a",
            "* b",
            "1. c",
            "2. d",
            "3) e",
            "  - f",
            "    - g",
            "   h",
            "    i",
            "> j",
            "> - k",
            ">",
            "",
            "",
            "m",
        ]
    )
    | st.sampled_from(
        [
            "# n",
            "---",
            "===",
            "`o`",
            "**p** q",
            "| r | s |",
            "|---|:-:|",
            "| `1` | 2\\|3 |",
            "+ \tt",
            "-",
            "```",
        ]
    )
    | st.sampled_from(["```py", "~~~", "<div>", "</div>", "<!-- u -->"])
)
INDENTS = st.sampled_from(["", "", "", " ", "  ", "   ", "    ", "      "])


@given(st.lists(PIECES, max_size=14).map("".join))
def test_inline_structure_is_that_of_commonmark(text: str) -> None:
    assert structure(render(text)) == expected(text)


@given(st.lists(st.builds("{}{}".format, INDENTS, LINES), max_size=8).map("\n".join))
def test_block_structure_is_that_of_commonmark(text: str) -> None:
    assert structure(render(text)) == expected(text)


def test_code_is_highlighted_and_an_unknown_language_is_plain() -> None:
    assert '<span class="k">def</span>' in render("```python\ndef f(): pass\n```")
    assert render("```nosuch\ndef f()\n```") == (
        '<div class="highlight"><pre><span></span><code>def f()\n</code></pre></div>'
    )


def test_task_items_have_check_boxes_as_text() -> None:
    assert structure(render("- [x] done\n- [ ] open")) == (
        ["<ul>", "<li>", "☑ done", "</li>", "<li>", "☐ open", "</li>", "</ul>"]
    )


def test_text_nested_absurdly_deep_is_rendered_all_the_same() -> None:
    for mark in ("> ", "- ", "*a", "[", "![", "**", "<b>"):
        assert isinstance(render(mark * 2_000 + "text" + "*" * 2_000), str)
