"""Nothing in a deck can run, load from the network or leave the card."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.rendering.sanitise import sanitise

from .html import render, structure

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.org/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    '<img src="x` `<script>alert(1)</script>"` `>',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=x.swf></object>",
    "<embed src=x.swf>",
    "<form action=https://evil.org><input name=q><button>go</button></form>",
    "<style>body{background:url(https://evil.org)}</style>",
    '<div style="background:url(javascript:alert(1))">x</div>',
    "<link rel=stylesheet href=https://evil.org/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.org'>",
    "<base href=https://evil.org/>",
    "<a href=javascript:alert(1)>x</a>",
    '<a href="java&#115;cript:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    "<a href=data:text/html,<script>alert(1)</script>>x</a>",
    "<a href=file:///etc/passwd>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x\" onerror=\"alert(1)](y.png)",
    "[x](https://a.org 'a\" onclick=\"alert(1)')",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "```\"><script>alert(1)</script>\nx\n```",
    "<details open ontoggle=alert(1)>x</details>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<textarea><script>alert(1)</script></textarea>",
    "<a href=\"https://a.org/$\"onclick=alert(1)$\">x</a>",
    "[x](https://a.org/$\"onclick=alert(1)$)",
]  # fmt: skip
ACTIVE = re.compile(
    r"<(?!/?(?:a|b|blockquote|br|code|del|details|div|em|h[1-6]|hr|i|img|kbd|li|mark|ol|p|pre|s|span|strong|sub|"
    r"summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul)[\s>])"
    r"|<[^>]*\s(?:on[a-z]+|style|srcdoc|action)=(?=[^>]*>)"
    r'|(?:href|src)="\s*(?:javascript|vbscript|data|file):',
    re.IGNORECASE,
)
QUOTED = re.compile(r'(alt|title)="[^"]*"|href="https://a\.org[^"]*"')


@pytest.mark.parametrize("text", ATTACKS)
def test_attacks_come_to_nothing(text: str) -> None:
    assert ACTIVE.search(QUOTED.sub("", render(text))) is None


@pytest.mark.parametrize("text", ATTACKS)
def test_attacks_come_to_nothing_inside_other_text(text: str) -> None:
    for around in ("- item\n\n  {}", "> {}", "| a |\n|---|\n| {} |", "**{}**", "$x$ {} $y$", "<div>{}</div>"):
        assert ACTIVE.search(QUOTED.sub("", render(around.format(text)))) is None


@pytest.mark.parametrize("address", ["https://a.org", "http://a.org/?a=1", "mailto:a@b.org"])
def test_links_to_the_web_and_to_mail_stay(address: str) -> None:
    assert render(f"[x]({address})") == f'<p><a href="{address}">x</a></p>'


@pytest.mark.parametrize("address", ["//a.org", "/x", "x.md", "#q1", "ftp://a.org", "tel:1", "\\\\a\\b"])
def test_other_links_lose_their_address(address: str) -> None:
    assert render(f"[x]({address})") == "<p><a>x</a></p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![a](b.png)", '<img src="b.png" alt="a">'),
        ("<img src=https://a.org/b.png alt=a>", '<img src="https://a.org/b.png" alt="a">'),
        ("<img src='b.png' width=5 onload=x()>", '<img src="b.png" alt="">'),
        ("![a](data:image/png;base64,x)", '<img src="" alt="a">'),
        ("![a](file:///b.png)", '<img src="" alt="a">'),
        ("![a](../b%20c.png)", '<img src="../b%20c.png" alt="a">'),
        ("![a&b](c.png?d&e)", '<img src="c.png?d&amp;e" alt="a&amp;b">'),
    ],
)
def test_every_image_passes_through_the_caller(text: str, html: str) -> None:
    assert html in render(text)


def test_ordinary_html_stays() -> None:
    html = '<p><kbd>x</kbd> H<sub>2</sub> <span class="blank">y</span></p>'
    assert render('<kbd>x</kbd> H<sub>2</sub> <span class="blank" id="z">y</span>') == html
    assert render("<details><summary>a</summary>\n\n*b*\n\n</details>") == (
        "<details><summary>a</summary>\n<p><em>b</em></p>\n</details>"
    )
    assert render("3. a") == '<ol start="3">\n<li>a</li>\n</ol>'


def test_comments_are_removed() -> None:
    assert render("a <!-- b --> c\n\n<!--\nd\n\ne\n-->") == "<p>a  c</p>"


PIECES = st.sampled_from(
    [*ATTACKS, "$", "$$", "`", "<", ">", '"', "'", "=", "\n", "\n\n", "- ", "|", "**", "<b", "]"]
)


@given(st.lists(PIECES, max_size=6).map("".join))
def test_what_is_made_of_attacks_is_harmless(text: str) -> None:
    html = render(text)
    assert structure(sanitise(html)) == structure(html)


@given(st.text())
def test_any_text_is_rendered_and_clean(text: str) -> None:
    html = render(text)
    assert structure(sanitise(html)) == structure(html)
