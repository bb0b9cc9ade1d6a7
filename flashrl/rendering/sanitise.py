"""Only HTML that can do no harm: text, tables, links to the web, images that the caller checks."""

import re

import nh3

INLINE_TAGS = {"a", "b", "code", "del", "em", "i", "kbd", "mark", "s", "span", "strong", "sub", "sup", "u"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    "blockquote",
    "br",
    "details",
    "div",
    "hr",
    "img",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "ul",
}
_TABLES = {"table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_TAGS = INLINE_TAGS | _HEADINGS | _BLOCKS | _TABLES
_ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "div": {"class"},
    "img": {"src", "alt"},
    "input": {"type", "checked"},
    "ol": {"start"},
    "pre": {"class"},
    "span": {"class"},
    "td": {"align"},
    "th": {"align"},
}
_SILENT = {"script", "style", "iframe", "object", "template", "noscript", "textarea", "title"}
_SCHEMES = {"http", "https", "mailto"}
_WEB = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def sanitise(html: str) -> str:
    """The HTML without scripts, styles, forms, comments, event handlers and other links than web and mail."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_SILENT,
        url_schemes=_SCHEMES,
        attribute_filter=_filter,
        link_rel=None,
        strip_comments=True,
    )


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if tag == "a" and attribute == "href":
        return value if _WEB.match(value) else None
    return value
