"""The blocks of a markdown text, as CommonMark reads it and as who forgot to close a fence meant it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flashrl.formats.foreign.page.unclosed import FENCES, Fences, fence_rule

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKER = re.compile(r"[ \t>]*(?:([-*+])|(\d{1,9})[.)])([ \t]+|$)")
_HASHES = re.compile(r"(#{1,6})[ \t]+(\S.*)")
_HTML_HEADING = re.compile(r"^\s*<h([1-6])\b[^<>\n]*>(.*?)</h\1>\s*$", re.IGNORECASE)
_NOTHING = re.compile(r"(?:[\s#]|&nbsp;|</?(?:a|b|br|p|span|strong)\b[^<>]*>)*+")
"""What a heading says nothing with: someone drew a line."""


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its lines, `number` (None for a bullet), how deep it is, where its text is indented to."""

    start: int
    end: int
    number: int | None
    depth: int
    offset: int
    list_start: int


@dataclass(frozen=True, slots=True)
class Block:
    """A leaf of the document. `kind` is heading, paragraph, fence, code, html, rule or table.

    `items` are the list items around it, the innermost last; `leads` is true for the first block of one.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    level: int = 0
    items: tuple[Item, ...] = ()
    quoted: bool = False
    leads: bool = False
    is_closed: bool = True


def find_blocks(lines: list[str]) -> Iterator[Block]:
    """The blocks of `lines`, in order; a fence that someone forgot to close ends before the next question."""
    items: list[Item] = []
    lists: list[int] = []
    quotes = 0
    leading = False
    tokens = _parser().parse("\n".join(lines), {FENCES: Fences(lines)})
    skip_until = -1
    for position, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            assert token.map is not None
            lists.append(token.map[0])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            items.append(_item(token, lines, lists))
            leading = True
        elif token.type == "list_item_close":
            items.pop()
        elif token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.map is not None and token.nesting >= 0 and position > skip_until:
            kind = _KINDS.get(token.type)
            if kind is None:
                continue
            if kind == "table":
                skip_until = next(n for n in range(position, len(tokens)) if tokens[n].type == "table_close")
            block = _block(
                kind, token, tokens[position + 1 : position + 2], lines, items, quotes > 0, leading
            )
            yield from _parted(block, lines) if kind == "html" and not items else (block,)
            leading = False


def _parted(block: Block, lines: list[str]) -> Iterator[Block]:
    """A block of HTML, and the headings in it that have a line to themselves."""
    inside = range(block.start, block.end)
    has_code = "<code" in block.text
    found = [] if _HOLDING.search(block.text) else [(n, _heading(lines[n], has_code)) for n in inside]
    headings = [(number, heading) for number, heading in found if heading]
    if block.kind != "html" or not headings:
        yield block
        return
    start = block.start
    for number, heading in headings:
        if number > start:
            yield Block("html", start, number, "\n".join(lines[start:number]))
        level, text = heading
        yield Block("heading", number, number + 1, text, level, quoted=block.quoted)
        start = number + 1
    if start < block.end:
        yield Block("html", start, block.end, "\n".join(lines[start : block.end]))


def _heading(line: str, has_code: bool) -> tuple[int, str] | None:
    """The level and the text of a heading among lines of HTML: one with hashes was meant to be one too, but
    `has_code` where they may be those of a shell."""
    if found := _HTML_HEADING.match(line):
        level, text = int(found[1]), found[2]
    elif (marked := None if has_code else _HASHES.match(line)) is not None:
        level, text = len(marked[1]), marked[2].rstrip()
    else:
        return None
    return None if _NOTHING.fullmatch(text) else (level, text)


_HOLDING = re.compile(r"<(?:details|summary|table|t[dr]|pre|script|style|svg)\b|<!--", re.IGNORECASE)
_KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "fence": "fence",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
    "table_open": "table",
}


def _block(
    kind: str,
    token: "Token",
    following: "list[Token]",
    lines: list[str],
    items: list[Item],
    quoted: bool,
    leading: bool,
) -> Block:
    assert token.map is not None
    start, end = token.map
    text, level, is_closed = "", 0, True
    if kind in ("heading", "paragraph"):
        text = following[0].content if following else ""
    if kind == "heading":
        level = int(token.tag[1])
        # Text right above a `---` is a heading to CommonMark, and a rule to who wrote it.
        if token.markup == "-" and not (
            text.rstrip().endswith(("?", "？")) or _is_underlined(text, lines[end - 1])
        ):
            kind, level = "paragraph", 0
    elif kind == "html":
        text = token.content
        if heading := _HTML_HEADING.match(text):
            kind, level, text = "heading", int(heading[1]), heading[2]
    elif kind == "fence":
        last = lines[end - 1].strip().lstrip("> ")
        is_closed = end - 1 > start and set(last) == {token.markup[0]} and len(last) >= len(token.markup)
    if kind == "heading" and _NOTHING.fullmatch(text):
        kind, level = "rule", 0
    return Block(
        kind,
        start,
        end,
        text,
        level,
        tuple(items),
        quoted,
        leading and bool(items),
        is_closed,
    )


def _is_underlined(text: str, underline: str) -> bool:
    """Whether someone drew a line just as long as the text above it; a Chinese sign is as wide as two."""
    drawn = len(underline.strip())
    wide = 0 if text.isascii() else sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return drawn > 3 and len(text) - 1 <= drawn <= len(text) + wide + 1


def _item(token: "Token", lines: list[str], lists: list[int]) -> Item:
    assert token.map is not None
    start, end = token.map
    while end - 1 > start and not lines[end - 1].strip():
        end -= 1
    found = _MARKER.match(lines[start])
    number = int(token.info) if token.info.isdigit() else None
    width = len(found[0].expandtabs(4)) if found else 2
    return Item(start, end, number, len(lists) - 1, width, lists[-1])


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # The structure needs no inline pass, which takes most of the time.
    parser = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
    parser.block.ruler.at("fence", fence_rule(), {"alt": ["paragraph", "reference", "blockquote", "list"]})
    return parser
