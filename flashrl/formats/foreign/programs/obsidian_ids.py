"""Notes that are known by their id alone, which Obsidian's plugins write below what they took for a card.

The author chose how such a note looks. It has the heading above it, or is the paragraph above its id: a table
of one column, a side above a rule, a line that asks or leads, or blanks.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from textwrap import dedent

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import cloze, obsidian_to_anki
from flashrl.formats.foreign.programs.obsidian_note import ENDS, LIST_MARK
from flashrl.formats.foreign.styles.start import OBSIDIAN_TO_ANKI, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks
from flashrl.formats.foreign.words.answer_text import without_mark
from flashrl.formats.foreign.words.plain_text import indent_width, strip_emphasis
from flashrl.formats.foreign.words.wording import has_prefix, wording

_TABLE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*\|?[ \t]*$")
_BOLD = re.compile(r"\*\*[^*]+\*\*[:：]?$")
_LEADS = (":", "：")
_FEW, _MOST = 2, 0.6
_Sides = tuple[int, str, str]
"""The first line of a note (from 0), its front and its back."""


def starts(document: Document) -> Iterator[Start]:
    """Every such note of a file that has several ids alone on their lines."""
    lines = document.lines
    ids = [
        number
        for number, line in enumerate(lines)
        if line.lstrip().startswith(("<!--", "ID:", "^"))
        and tool_marks.note_id(line)
        and tool_marks.is_only_marks(line)
        and not document.code[number]
    ]
    if len(ids) < _FEW:
        return
    headings = [each for each in document.blocks if each.kind == "heading" and not each.quoted]
    floors = [0, *(number + 1 for number in ids[:-1])]
    own = [_own_heading(headings, floor, last) for floor, last in zip(floors, ids, strict=True)]
    is_habit = sum(each is not None for each in own) >= max(_FEW, _MOST * len(ids))
    deck, tags = obsidian_to_anki.filed(lines)
    for floor, last, heading in zip(floors, ids, own, strict=True):
        first = max(floor, heading.end if heading else 0)
        if any(has_prefix(line) for line in lines[first:last]):
            continue
        found = _paragraph(lines, first, last)
        if heading is not None and is_habit and not (found and _stands_alone(found, heading)):
            told = "\n".join(lines[heading.end : last])
            found = (heading.start, heading.text, told) if told.strip() else None
        if found is not None:
            yield marked_start(OBSIDIAN_TO_ANKI, (found[0], last + 1), _card(found, lines[last], deck, tags))


def _own_heading(headings: list[Block], floor: int, line: int) -> Block | None:
    """The nearest heading above an id, if no other id stands between them."""
    index = bisect_right(headings, line, key=lambda each: each.start) - 1
    return headings[index] if index >= 0 and headings[index].start >= floor else None


def _stands_alone(sides: _Sides, heading: Block) -> bool:
    """Whether a paragraph asks for itself, below one that does not."""
    return wording(sides[1]).ends_asking and not wording(heading.text).asks


def _card(sides: _Sides, mark: str, deck: str, tags: tuple[str, ...]) -> Marked:
    _, front, back = sides
    told, card_id = (
        without_mark(tool_marks.without_marks(back)).strip("\n").rstrip(),
        tool_marks.note_id(mark),
    )
    if not told and (blanks := cloze.from_highlights(front)):
        return Marked(cloze.title(blanks), cloze=blanks, id=card_id, tags=tags, deck=deck)
    question, _, asked = tool_marks.without_marks(front).strip().partition("\n")
    return Marked(question.strip(), asked.strip("\n"), told, id=card_id, tags=tags, deck=deck)


def _paragraph(lines: list[str], floor: int, end: int) -> _Sides | None:
    """The sides of the note that is the paragraph above an id; None where nothing in it tells them apart."""
    first, last = _extent(lines, floor, end)
    if first == last:
        return None
    shown = lines[first:last]
    if len(shown) > 1 and "|" in shown[0] and _TABLE.match(shown[1]):
        cells = [line.strip().strip("|").strip() for line in shown]
        return first, cells[0], "\n".join(cells[2:])
    rule = _rule_above(lines, floor, first)
    if rule is not None:
        above, behind = _extent(lines, floor, rule)
        return above, "\n".join(lines[above:behind]), "\n".join(shown)
    if len(shown) > 1 and _leads(shown):
        return first, strip_emphasis(LIST_MARK.sub("", shown[0]).strip()), dedent("\n".join(shown[1:]))
    text = "\n".join(shown)
    return (first, text, "") if "==" in text and cloze.from_highlights(text) else None


def _extent(lines: list[str], floor: int, end: int) -> tuple[int, int]:
    """The first line of the last paragraph before a line, and the one behind it; equal if there is none."""
    while end > floor and not lines[end - 1].strip():
        end -= 1
    first = end
    while first > floor and lines[first - 1].strip() and not ENDS.match(lines[first - 1]):
        first -= 1
    return first, end


def _rule_above(lines: list[str], floor: int, line: int) -> int | None:
    """The rule above a line that another paragraph stands above; None if there is none."""
    rule = line - 1
    while rule > floor and not lines[rule].strip():
        rule -= 1
    is_rule = rule > floor and ENDS.match(lines[rule])
    return rule if is_rule and any(map(str.strip, lines[floor:rule])) else None


def _leads(shown: list[str]) -> bool:
    """Whether the first line of a paragraph asks or leads, or the others are what is below its item."""
    first = shown[0].rstrip()
    if LIST_MARK.match(first):
        return all(indent_width(line) > indent_width(first) for line in shown[1:])
    return wording(first).ends_asking or first.endswith(_LEADS) or bool(_BOLD.match(first))
