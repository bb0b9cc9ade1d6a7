"""The outline of a markdown file as CommonMark reads it: headings, sim fences, comments, with lines.

Lines count from 0 here, ends are exclusive.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside lists and quotes; `end` is the first line behind it."""

    level: int
    title: str
    line: int
    end: int


@dataclass(slots=True)
class Outline:
    """What a format reads a file's structure from."""

    headings: list[Heading] = field(default_factory=list)
    simulations: list[tuple[int, int, str]] = field(default_factory=list)
    """(line, end, the fence's info words) of each sim fence at the top level."""
    nested_simulations: list[int] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    unclosed_fences: list[int] = field(default_factory=list)


def outline(text: str) -> Outline:
    """Read the structure of `text` (line ends as LF)."""
    lines = text.split("\n")
    found = Outline()
    tokens = _parser().parse(text)
    for position, token in enumerate(tokens):
        if token.map is None:
            continue
        start, end = token.map
        if token.type == "heading_open" and token.level == 0 and _is_structural(token):
            title = tokens[position + 1].content.strip()
            found.headings.append(Heading(int(token.tag[1]), title, start, end))
        elif token.type == "html_block" and token.content.lstrip().startswith("<!--"):
            found.comments.append((start, end))
        elif token.type == "fence":
            _note_fence(found, token, lines)
    return found


def with_ends(headings: Sequence[Heading], end: int) -> list[tuple[Heading, int]]:
    """Each heading with the line at which the next begins, the last with `end`."""
    return list(zip(headings, [*(each.line for each in headings[1:]), end], strict=False))


def _is_structural(token: "Token") -> bool:
    """`#` headings, and an underlined title. An underlined H2 is more often a stray rule."""
    return token.markup.startswith("#") or token.markup == "="


def _note_fence(found: Outline, token: "Token", lines: list[str]) -> None:
    assert token.map is not None
    start, end = token.map
    last = lines[end - 1].strip().lstrip("> ")
    is_closed = end - 1 > start and set(last) == {token.markup[0]} and len(last) >= len(token.markup)
    if not is_closed:
        found.unclosed_fences.append(start)
    if token.info.split()[:1] != ["sim"]:
        return
    if token.level > 0:
        found.nested_simulations.append(start)
    elif is_closed:
        found.simulations.append((start, end, token.info))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # The structure needs no inline pass, which takes most of the time.
    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
