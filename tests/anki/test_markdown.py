"""Anki's HTML as markdown, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl import rendering
from flashrl.anki.markdown import NotUnderstoodError, Reader

PICTURES = frozenset({"a b.png"})


def markdown(html: str, *, is_cloze: bool = False) -> str:
    return Reader(PICTURES, "media").markdown(html, is_cloze=is_cloze)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a &lt;b&gt; &amp; c", r"a \<b\> \& c"),
        ("<div>one</div><div>two</div>", "one\n\ntwo"),
        ("one<br>two", "one\\\ntwo"),
        ("<br>x<br>&nbsp;<br>", "x"),
        ("<b>x</b> <i>y</i> <u>z</u>", "**x** *y* <u>z</u>"),
        ("a<sup>2</sup>", "a<sup>2</sup>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("<h1>x</h1>", "##### x"),
        ("# x", r"\# x"),
        ("$5 and $10", r"\$5 and \$10"),
        (r"\(a_1 * b &lt; c\)", "$a_1 * b < c$"),
        (r"\[ a<br>b \]", "$$\na b\n$$"),
        ("[$]x_1[/$]", "$x_1$"),
        ("<anki-mathjax>x_1</anki-mathjax>", "$x_1$"),
        ('<anki-mathjax block="true">x</anki-mathjax>', "$$\nx\n$$"),
        ('<pre><code class="language-python">x = 1\n</code></pre>', "```python\nx = 1\n```"),
        ("<pre>```</pre>", "````\n```\n````"),
        ('<img src="a b.png">', "![](<media/a b.png>)"),
        ('<script>alert(1)</script><a href="javascript:x">l</a>', "l"),
    ],
)
def test_html_is_said_in_markdown(html: str, text: str) -> None:
    assert markdown(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("{{c1::a}} and {{c2::b::hint}}", "==c1:: a == and ==c2:: b =="),
        (r"{{c1::\(x\)}}", "==c1:: $x$ =="),
        (r"\(a = {{c1::b}}\)", "==c1:: $a = b$ =="),
        ("{{c1::a {{c2::b::hint}} c}}", "==c1:: a b c =="),
        ("{{c1::<b>x</b>}}", "==c1:: **x** =="),
    ],
)
def test_blanks_are_written_as_here(html: str, text: str) -> None:
    assert markdown(html, is_cloze=True) == text


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("{{c1::a", "a blank never ends"),
        ("{{c1::<div>a</div><div>b</div>}}", "a blank has several paragraphs"),
        (r"\({{c1::a}} + {{c2::b}}\)", "a formula has several blanks"),
        ("[latex]x[/latex]", "it has LaTeX that Anki made a picture of"),
    ],
)
def test_what_cannot_be_said_is_refused(html: str, why: str) -> None:
    with pytest.raises(NotUnderstoodError, match=why):
        markdown(html, is_cloze=True)


def test_a_picture_that_is_not_there_is_a_loss() -> None:
    reader = Reader(PICTURES, "media")
    assert reader.markdown('<img src="no.png" alt="a grid">') == "a grid"
    assert (reader.losses, reader.pictures) == (["the picture no.png is not in the package"], set())


TEXT = st.text(st.sampled_from("ab 1.*_#`$<>&[](){}|~=:+-\\\n!"), max_size=40)


@given(TEXT)
def test_text_reads_back_as_the_same_text(text: str) -> None:
    """What is shown of a field is what it said, whatever markdown could take it for."""
    words = " ".join(text.split())
    html = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\\(" in words or "\\[" in words or "[$" in words:
        return  # a formula
    shown = rendering.to_html(markdown(html), formula=rendering.mathjax, image=lambda _source, alt: alt)
    plain = shown.replace("<p>", "").replace("</p>", "").strip()
    assert plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == words
