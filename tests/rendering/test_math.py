"""Formulas pass through markdown untouched."""

from html import escape

import pytest

from flashrl.rendering import Formula, mathjax, to_html
from flashrl.spans import fill_blanks

from .html import image, render

TRICKY = [
    "a_b",
    "a_b + c_d",
    "a * b * c",
    "**a**",
    "a < b > c",
    "a & b",
    "&amp;",
    "a \\\\ b",
    "\\_",
    "\\{x\\}",
    "\\[x\\]",
    "{{x}}",
    "x_{{1}} }}",
    "\\text{x y}",
    "x^*",
    "\\pi^*_*",
    "[a](b)",
    "![a](b)",
    "<S, A, P>",
    "<script>",
    "<b>x</b>",
    "a \\| b",
    "|x|",
    "\\$5",
    "#1",
    "a~~b~~",
    "https://a.org",
    "x'",
    '"x"',
    "ε → ∞",
    "\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}",
]


@pytest.mark.parametrize("latex", TRICKY)
def test_a_formula_is_given_as_it_was_written(latex: str) -> None:
    shown = escape(latex, quote=False)
    assert render(f"before ${latex}$ after") == f"<p>before [{shown}] after</p>"
    assert render(f"$${latex}$$") == f'<div class="math-display">[[{shown}]]</div>'


@pytest.mark.parametrize("latex", TRICKY)
def test_mathjax_reads_what_was_written(latex: str) -> None:
    html = to_html(f"x ${latex}$", formula=mathjax, image=image)
    assert html == rf"<p>x \({escape(latex, quote=False)}\)</p>"


def test_mathjax_has_its_marks() -> None:
    assert mathjax(Formula("a<b", display=False)) == r"\(a&lt;b\)"
    assert mathjax(Formula("a&b", display=True)) == r"\[a&amp;b\]"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("$a_b$ and $c_d$", "<p>[a_b] and [c_d]</p>"),
        ("*$a$* and **$b$**", "<p><em>[a]</em> and <strong>[b]</strong></p>"),
        ("# On $x$", "<h1>On [x]</h1>"),
        ("- $a$\n- $b$", "<ul>\n<li>[a]</li>\n<li>[b]</li>\n</ul>"),
        ("> $a$", "<blockquote>\n<p>[a]</p>\n</blockquote>"),
        ("$`a_b`$", "<p>[a_b]</p>"),
        ("$5 and $10", "<p>$5 and $10</p>"),
        ("costs \\$5, \\$x\\$", "<p>costs $5, $x$</p>"),
        ("$5 million to $10 million", "<p>$5 million to $10 million</p>"),
        ("$<S,P>$ is a tuple", "<p>[&lt;S,P&gt;] is a tuple</p>"),
        ("<b>$x$</b>", "<p><b>[x]</b></p>"),
        ("[$x$](https://a.org)", '<p><a href="https://a.org">[x]</a></p>'),
    ],
)
def test_formulas_stand_in_their_text(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`$x$`", "<p><code>$x$</code></p>"),
        ("`` $a<b$ ` ``", "<p><code>$a&lt;b$ `</code></p>"),
        ("<code>$x$</code>", "<p><code>$x$</code></p>"),
        ("<pre>$x$</pre>", "<pre>$x$</pre>"),
        ("[a](https://a.org/$x$)", '<p><a href="https://a.org/$x$">a</a></p>'),
        ('<a href="https://a.org" title="$x$">a</a>', '<p><a href="https://a.org" title="$x$">a</a></p>'),
        ("![the $x$](a.png)", '<p><img src="a.png" alt="the $x$"></p>'),
    ],
)
def test_code_and_attributes_keep_the_source(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize("code", ["$x$", "$A $B and $C$", "a $$ b $$", "$(ls) $?"])
def test_blocks_of_code_keep_their_dollars(code: str) -> None:
    html = f'<div class="highlight"><pre><span></span><code>{code}\n</code></pre></div>'
    assert render(f"```\n{code}\n```") == html
    assert render(f"    {code}") == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("$$\na\n$$", '<div class="math-display">[[a]]</div>'),
        ("```math\na\n```", '<div class="math-display">[[a]]</div>'),
        ("$$\na\n- b\n+ c\n$$", '<div class="math-display">[[a\n- b\n+ c]]</div>'),
        ("a\n$$b$$\nc", '<p>a\n</p><div class="math-display">[[b]]</div><p>\nc</p>'),
        ("**a $$b$$**", '<p><strong>a </strong></p><div class="math-display"><strong>[[b]]</strong></div>'),
        ("- a\n  $$b$$", '<ul>\n<li>a\n<div class="math-display">[[b]]</div></li>\n</ul>'),
        ("# a $$b$$", '<h1>a <span class="math-display">[[b]]</span></h1>'),
        (
            "$$a$$\n$$b$$",
            '<div class="math-display">[[a]]</div><div class="math-display">[[b]]</div>',
        ),
    ],
)
def test_displayed_formulas_are_blocks(text: str, html: str) -> None:
    assert render(text) == html


def test_a_bar_in_a_formula_does_not_split_a_table_cell() -> None:
    html = render("| a | b |\n|---|---|\n| $|x|$ | $p(a|s)$ |")
    assert "<td>[|x|]</td>\n<td>[p(a|s)]</td>" in html


def test_a_cloze_blank_may_hold_formulas() -> None:
    text = "It is ==c1:: $a == b$ == and\n\n==c2:: $$c$$ =="
    assert render(fill_blanks(text, 1, hide=True)).startswith('<p>It is <span class="blank">[…]</span> and')
    assert '<div class="math-display"><span class="blank">[[c]]</span></div>' in render(
        fill_blanks(text, 2, hide=False)
    )


def test_characters_that_stand_for_formulas_are_dropped_from_the_text() -> None:
    assert render("a\U000f0000b\x02\x03 $x$") == "<p>ab [x]</p>"
