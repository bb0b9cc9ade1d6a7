"""What is rendered without reading markdown comes out as if it had been read."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flashrl.rendering import mathjax
from flashrl.rendering.conversion import convert
from flashrl.rendering.plain import paragraph

SIGNS = "ab cZé1 2 ,.;:?'\"()/%$$\\_*-+#>[]<&!|~=`@\u00a0\u200b\n\tß中"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("What is a return?", "<p>What is a return?</p>"),
        ("The value $V_1 * x_2$ of (s)", r"<p>The value \(V_1 * x_2\) of (s)</p>"),
        ('He said "no" - twice: 50%', '<p>He said "no" - twice: 50%</p>'),
    ],
)
def test_a_line_of_words_and_formulas_is_a_paragraph(text: str, html: str) -> None:
    assert paragraph(text, mathjax) == html


@pytest.mark.parametrize(
    "text",
    [
        "*a*",
        "a\nb",
        "1. a",
        "- a",
        "a  ",
        "a $$x$$",
        "$5 and $6",
        "http://a.b",
        "a_b",
        "&amp;",
        "",
        " a",
        "# a",
    ],
)
def test_anything_else_is_read(text: str) -> None:
    assert paragraph(text, mathjax) is None


@settings(max_examples=300, deadline=None)
@example("see www.example.org")
@example("a: b")
@example("a $x$$y$")
@given(st.text(st.sampled_from(SIGNS), max_size=30))
def test_it_is_what_markdown_makes_of_it(text: str) -> None:
    html = paragraph(text, mathjax)
    assert html is None or html == convert(text, mathjax, lambda _source, alt: alt).strip()
