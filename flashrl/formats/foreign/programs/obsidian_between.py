"""Obsidian's notes in which a tag alone on its line, `#card`, parts the question above it from the answer."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from flashrl.formats.foreign.programs import obsidian_line
from flashrl.formats.foreign.programs.obsidian_line import TAG, Tagged
from flashrl.formats.foreign.programs.obsidian_note import ENDS, HEADING, Note
from flashrl.formats.foreign.programs.obsidian_tagged import cards
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words import tool_marks

_FRAME = re.compile(r"(?:<br ?/?>|[^\x00-\x7f\w\s]|[ \t])++")
_IMAGE = re.compile(r"[ \t]*!\[")
_MOST_ASKING, _MOST_DRAWN = 40, 40
_FEW = 2


class _Found(NamedTuple):
    first: int
    tag: int
    end: int
    tagged: Tagged


def starts(note: Note) -> Iterator[Start]:
    """The cards of a note that has several such lines, or ids of notes below them."""
    frames = _frames(note)
    places = [
        (number, tagged)
        for number, _ in note.tags
        if number not in note.taken and (tagged := obsidian_line.tag_alone(note.lines[number]))
    ]
    found: list[_Found] = []
    for (number, tagged), (following, _) in pairwise([*places, (len(note.lines), None)]):
        assert tagged is not None
        end = _end(note, frames, number, following)
        first = _first(note, frames, number, found[-1].end if found else 0)
        if first is not None and note.document.has_text(number + 1, end):
            found.append(_Found(first, number, end, tagged))
    has_ids = any(tool_marks.note_id("\n".join(note.lines[each.tag : each.end])) for each in found)
    for each in found if has_ids or len(found) >= _FEW else ():
        asked = "\n".join(note.lines[each.first : each.tag]).rstrip()
        last = next(n for n in range(each.end - 1, each.tag, -1) if n not in frames and note.lines[n].strip())
        told = "\n".join(note.lines[each.tag + 1 : last + 1])
        yield from cards(note, (each.first, each.end), asked, told, each.tagged)


def _frames(note: Note) -> set[int]:
    """The lines that are only drawn round the cards: signs that are no words, and breaks, more than once."""
    drawn = {
        number: shown
        for number, line in enumerate(note.lines)
        if note.plain[number]
        and len(line) < _MOST_DRAWN
        and _FRAME.fullmatch(shown := tool_marks.without_marks(line).strip())
    }
    often = Counter(drawn.values())
    return {number for number, shown in drawn.items() if often[shown] > 1}


def _end(note: Note, frames: set[int], number: int, following: int) -> int:
    """Where an answer ends: behind the frame of its card, or where other answers do."""
    end = next((n for n in range(number + 1, following) if n in frames), None)
    if end is None:
        return note.answer_end(number + 1, following)
    while end < following and (end in frames or tool_marks.is_only_marks(note.lines[end])):
        end += 1
    return end


def _first(note: Note, frames: set[int], number: int, floor: int) -> int | None:
    """Where a question begins: below the frame of its card, with its paragraph, or with the one above that
    where it has only code or an image."""
    floor = max(floor, *(n + 1 for n in range(number - _MOST_ASKING, number) if n in frames), 0)
    line = top = _paragraph(note, number, floor)
    if floor - 1 in frames:
        while top is not None:
            line, top = top, _paragraph(note, top, floor)
    while top is not None and (note.document.code[top] or _IMAGE.match(note.lines[top])):
        line, top = top, _paragraph(note, top, floor)
    return line if top is None else top


def _paragraph(note: Note, number: int, floor: int) -> int | None:
    """The first line of the paragraph above a line; None if there is none."""
    line = number - 1
    while line >= floor and not note.lines[line].strip():
        line -= 1
    if line < floor or (_ends_above(note, line) and not HEADING.match(note.lines[line])):
        return None
    while line > floor and not HEADING.match(note.lines[line]) and _goes_up(note, line - 1):
        line -= 1
    return line


def _goes_up(note: Note, line: int) -> bool:
    return note.goes_up(line) and (note.document.code[line] or not _ends_above(note, line))


def _ends_above(note: Note, line: int) -> bool:
    """Whether a line stands above all questions below it."""
    shown = note.lines[line]
    if not note.plain[line]:
        return tool_marks.is_only_marks(shown)
    return (
        line in note.taken
        or bool(HEADING.match(shown) or ENDS.match(shown) or TAG.search(shown))
        or tool_marks.is_only_marks(shown)
        or tool_marks.note_id(shown) is not None
        or obsidian_line.is_of_note(shown)
    )
