"""A markdown file as its blocks, with their lines: what the readers of foreign formats look at.

Lines count from 0 here, ends are exclusive. CommonMark decides what is a block, so a `#` comment in a
fence is no heading, and a fence opened inside a list item ends with it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAG = re.compile(r"<(/?)(details|summary)\b[^>]*>", re.IGNORECASE)
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_MARKER = re.compile(r"[ \t>]*(?:([-*+])|(\d{1,9})[.)])([ \t]+|$)")
_FENCE_MARK = re.compile(r"`{3,}|~{3,}")
_OPENED_AGAIN = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*[A-Za-z]")
_HEADING_LINE = re.compile(r"^ {0,3}#{1,6}[ \t]+(?:\*\*)?(?:\d+\s*[.):]|Q(?:uestion)?[\s.:]*\d|.*[?？]\W*$)")
_GLUED = re.compile(r"(#{1,6})[^#\s!]")
_SPACED = re.compile(r"#{1,6}[ \t]")
_HASHTAGS = re.compile(r"#[a-z][\w/-]*(?:[ \t]+#[\w/-]+)*[ \t]*$")
_HABIT = 2
_HTML_HEADING = re.compile(r"^\s*<h([1-6])\b[^>]*>(.*?)</h\1>\s*$", re.IGNORECASE)


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


@dataclass(slots=True)
class Details:
    """A `<details>` element: its lines, the summary, and the place (line, column) its content starts."""

    start: int
    end: int
    summary: str = ""
    content: tuple[int, int] = (0, 0)
    content_end: tuple[int, int] = (0, 0)
    depth: int = 0
    is_closed: bool = False


class Document:
    """The lines of a text (line ends as LF) and what they are. Lines before `first` are front matter."""

    def __init__(self, text: str, first: int = 0) -> None:
        self.lines = text.split("\n")
        self.front = "\n".join(self.lines[:first])
        for number in range(first):
            self.lines[number] = ""
        self.blocks = list(_blocks(_with_spaced_headings(self.lines)))

    @cached_property
    def plain(self) -> list[bool]:
        """For each line whether it is text: neither code, nor a comment, nor blank."""
        plain = [bool(line.strip()) and not code for line, code in zip(self.lines, self.code, strict=True)]
        for block in self.blocks:
            if _is_comment(block):
                plain[block.start : block.end] = [False] * (block.end - block.start)
        return plain

    @cached_property
    def code(self) -> list[bool]:
        """For each line whether it is code."""
        code = [False] * len(self.lines)
        for block in self.blocks:
            if block.kind in ("fence", "code"):
                code[block.start : block.end] = [True] * (block.end - block.start)
        return code

    @cached_property
    def details(self) -> list[Details]:
        """Every `<details>` in order of its start, the nested ones too."""
        return _find_details(self.lines, self.plain)

    def has_text(self, start: int, end: int) -> bool:
        return any(line.strip() for line in self.lines[start:end])


def _with_spaced_headings(lines: list[str]) -> list[str]:
    """The lines with a space behind the hashes of a heading, where a file has a habit of leaving it out."""
    glued = [n for n, line in enumerate(lines) if line.startswith("##") and _GLUED.match(line)]
    spaced = sum(line.startswith("##") and bool(_SPACED.match(line)) for line in lines)
    if len(glued) < _HABIT or len(glued) < spaced:
        return lines
    return [
        f"{found[1]} {line[found.end(1) :]}"
        if line.startswith("#") and (found := _GLUED.match(line)) and not _HASHTAGS.match(line)
        else line
        for line in lines
    ]


def _is_comment(block: Block) -> bool:
    return block.kind == "html" and block.text.lstrip().startswith("<!--")


def _blocks(lines: list[str], offset: int = 0) -> Iterator[Block]:
    """The blocks of `lines`; a fence that someone forgot to close ends before the next question."""
    while True:
        cut = None
        for block in _parsed(lines, offset):
            cut = _forgotten_end(block, lines, offset)
            if cut is None:
                yield block
                continue
            yield Block("fence", block.start, cut, items=block.items, leads=block.leads, is_closed=False)
            break
        if cut is None:
            return
        lines, offset = lines[cut - offset :], cut


def _forgotten_end(block: Block, lines: list[str], offset: int) -> int | None:
    """The line at which a fence should have been closed, where it runs over a question heading.

    Such a fence either never ends, or ends at what was meant to close a later one.
    """
    if block.kind != "fence" or block.items:
        return None
    inside = range(block.start + 1 - offset, block.end - offset)
    headings = [n for n in inside if _HEADING_LINE.match(lines[n])]
    if not headings:
        return None
    mark = _FENCE_MARK.match(lines[block.start - offset].lstrip(" >"))
    size = len(mark[0]) if mark else 3
    opened = [n for n in inside if (found := _OPENED_AGAIN.match(lines[n])) and len(found[1]) >= size]
    if block.is_closed and not any(n > headings[0] for n in opened):
        return None
    return headings[0] + offset


def _parsed(lines: list[str], offset: int) -> Iterator[Block]:
    """The leaves of markdown-it's tokens, in order."""
    items: list[Item] = []
    lists: list[int] = []
    quotes = 0
    leading = False
    tokens = _parser().parse("\n".join(lines))
    skip_until = -1
    for position, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            assert token.map is not None
            lists.append(token.map[0] + offset)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            items.append(_item(token, lines, offset, lists))
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
                kind, token, tokens[position + 1 : position + 2], lines, offset, items, quotes > 0, leading
            )
            yield from _parted(block, lines, offset) if kind == "html" and not items else (block,)
            leading = False


def _parted(block: Block, lines: list[str], offset: int) -> Iterator[Block]:
    """A block of HTML, and the headings in it that have a line to themselves."""
    inside = range(block.start, block.end)
    found = (
        [] if _HOLDING.search(block.text) else [(n, _HTML_HEADING.match(lines[n - offset])) for n in inside]
    )
    headings = [(number, heading) for number, heading in found if heading]
    if block.kind != "html" or not headings:
        yield block
        return
    start = block.start
    for number, heading in headings:
        if number > start:
            yield Block("html", start, number, "\n".join(lines[start - offset : number - offset]))
        yield Block("heading", number, number + 1, heading[2], int(heading[1]), quoted=block.quoted)
        start = number + 1
    if start < block.end:
        yield Block("html", start, block.end, "\n".join(lines[start - offset : block.end - offset]))


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
    offset: int,
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
        if token.markup == "-" and not text.rstrip().endswith(("?", "？")):
            kind, level = "paragraph", 0
    elif kind == "html":
        text = token.content
        if heading := _HTML_HEADING.match(text):
            kind, level, text = "heading", int(heading[1]), heading[2]
    elif kind == "fence":
        last = lines[end - 1].strip().lstrip("> ")
        is_closed = end - 1 > start and set(last) == {token.markup[0]} and len(last) >= len(token.markup)
    return Block(
        kind,
        start + offset,
        end + offset,
        text,
        level,
        tuple(items),
        quoted,
        leading and bool(items),
        is_closed,
    )


def _item(token: "Token", lines: list[str], offset: int, lists: list[int]) -> Item:
    assert token.map is not None
    start, end = token.map
    while end - 1 > start and not lines[end - 1].strip():
        end -= 1
    found = _MARKER.match(lines[start])
    number = int(token.info) if token.info.isdigit() else None
    width = len(found[0].expandtabs(4)) if found else 2
    return Item(start + offset, end + offset, number, len(lists) - 1, width, lists[-1])


def _find_details(lines: list[str], plain: list[bool]) -> list[Details]:
    found: list[Details] = []
    stack: list[Details] = []
    summary: tuple[int, int] | None = None
    for number, line in enumerate(lines):
        if not plain[number] or "<" not in line:
            continue
        shown = _CODE_SPAN.sub(lambda span: " " * len(span[0]), line)
        for tag in _TAG.finditer(shown):
            closes, name = bool(tag[1]), tag[2].lower()
            if name == "details" and not closes:
                place = (number, tag.end())
                stack.append(Details(number, len(lines), "", place, (len(lines), 0), len(stack)))
                found.append(stack[-1])
            elif name == "details" and stack:
                closed = stack.pop()
                closed.end, closed.content_end, closed.is_closed = number + 1, (number, tag.start()), True
            elif name == "summary" and not closes:
                summary = (number, tag.end())
            elif name == "summary" and stack and summary is not None and not stack[-1].summary:
                stack[-1].summary = cut(lines, summary, (number, tag.start()))
                stack[-1].content = (number, tag.end())
                summary = None
    return _without_forgotten_ends(found, len(lines))


def _without_forgotten_ends(found: list[Details], end: int) -> list[Details]:
    """A `<details>` that is never closed ends where the next one of its depth or deeper begins."""
    forgotten = 0
    for position, each in enumerate(found):
        each.depth = max(0, each.depth - forgotten)
        if each.is_closed:
            continue
        follower = found[position + 1].start if position + 1 < len(found) else end
        each.end, each.content_end = follower, (follower, 0)
        forgotten += 1
    return found


class Levels:
    """Headings by line, to find the next one of a level or above it."""

    def __init__(self, headings: Iterable[tuple[int, int]]) -> None:
        self._lines: list[list[int]] = [[] for _ in range(7)]
        for line, own in headings:
            for level in range(own, 7):
                self._lines[level].append(line)

    def following(self, line: int, level: int) -> int | None:
        """The line of the first heading of `level` or above it at `line` or behind it."""
        lines = self._lines[level]
        index = bisect_left(lines, line)
        return lines[index] if index < len(lines) else None


def cut(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text between two places (line, column)."""
    if start >= end:
        return ""
    if start[0] == end[0]:
        return lines[start[0]][start[1] : end[1]]
    middle = lines[start[0] + 1 : end[0]]
    last = [lines[end[0]][: end[1]]] if end[0] < len(lines) else []
    return "\n".join([lines[start[0]][start[1] :], *middle, *last])


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # The structure needs no inline pass, which takes most of the time.
    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
