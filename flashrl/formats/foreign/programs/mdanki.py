"""mdanki: a card is a `##` heading and what is below it, with a `%` between its sides, and a line of tags."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import MDANKI, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks
from flashrl.formats.foreign.words.wording import without_number

_SIDES = re.compile(r"%[ \t]*$")
_TAGS = re.compile(r"(?:\[#(?!\d)[^\]\n]+\]\([^)\n]*\)[ \t]*)+$")
_TAG = re.compile(r"\[#((?!\d)[^\]\n]+)\]")


def starts(document: Document) -> Iterator[Start]:
    """Every heading's card, if one in the file has a `%` or a line of tags.

    Headings without either are cards too where most have one: then the file is a deck as a whole.
    """
    cards = _cards(document)
    marked = [card for card in cards if _is_marked(document, *card)]
    kept = cards if 2 * len(marked) > len(cards) else marked
    yield from (_start(document, line, end) for line, end in kept)


def _cards(document: Document) -> list[tuple[int, int]]:
    """The lines from one heading to the next. Headings below the third level belong to the card."""
    headings = [
        block for block in document.blocks if block.kind == "heading" and not block.items and not block.quoted
    ]
    sides = [n for n, line in enumerate(document.lines) if line[:1] == "%" and _SIDES.match(line)]
    sides = [n for n in sides if document.plain[n]]
    follows = [*(block.start for block in headings[1:]), len(document.lines)]
    kept = [
        block
        for block, following in zip(headings, follows, strict=False)
        if block.level <= 2 or bisect_left(sides, block.start) < bisect_left(sides, following)
    ]
    ends = [*(block.start for block in kept[1:]), len(document.lines)]
    return [
        (block.start, end)
        for block, end in zip(kept, ends, strict=False)
        if block.level > 1 and document.has_text(block.end, end)
    ]


def _is_marked(document: Document, line: int, end: int) -> bool:
    return any(
        document.plain[n] and (_SIDES.match(document.lines[n]) or _TAGS.match(document.lines[n]))
        for n in range(line + 1, end)
    )


def _start(document: Document, line: int, end: int) -> Start:
    lines, plain = document.lines, document.plain
    tag_lines = [n for n in range(line + 1, end) if plain[n] and _TAGS.match(lines[n])]
    sides = next((n for n in range(line + 1, end) if plain[n] and _SIDES.match(lines[n])), None)
    told = [lines[n] for n in range((line if sides is None else sides) + 1, end) if n not in tag_lines]
    asked = [] if sides is None else lines[line + 1 : sides]
    tags = [tag.strip().replace(" ", "-") for n in tag_lines for tag in _TAG.findall(lines[n])]
    text = "\n".join(lines[line:end])
    card = Marked(
        question=without_number(lines[line].strip().lstrip("#")),
        asked=_tidy(asked),
        answer=_tidy(told),
        id=tool_marks.note_id(text),
        tags=tuple(dict.fromkeys(tags)),
    )
    last = max(n for n in range(line, end) if lines[n].strip())
    return marked_start(MDANKI, (line, last + 1), card)


def _tidy(lines: list[str]) -> str:
    return tool_marks.without_marks("\n".join(lines)).strip("\n").rstrip()
