"""Obsidian's notes in which a tag makes a card: `What is a trend? #card`, and the answer below it."""

import re
from collections.abc import Iterator
from textwrap import dedent

from flashrl.formats.foreign.programs import obsidian_line
from flashrl.formats.foreign.programs.obsidian_line import TAG
from flashrl.formats.foreign.programs.obsidian_note import HEADING, LIST_MARK, Note, question_of
from flashrl.formats.foreign.styles.start import OBSIDIAN, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks
from flashrl.formats.foreign.words.plain_text import indent_width

_MOST_ASKING = 40
_FRONT = re.compile(r"[ \t]*(?:front|question)[ \t]*[:：][ \t]*", re.IGNORECASE)
_BACK = re.compile(r"[ \t]*(?:back|answer)[ \t]*[:：][ \t]*", re.IGNORECASE)


def starts(note: Note) -> Iterator[Start]:
    """A line that ends with the tag itself, with the answer right below it; a heading may lack it."""
    for number, _ in note.tags:
        line = note.lines[number]
        tagged = obsidian_line.tagged(line) if number not in note.taken else None
        if tagged is None:
            continue
        end = _before_next(note, number, note.answer_end(number + 1))
        touches = number + 1 < len(note.lines) and bool(note.lines[number + 1].strip())
        has_text = note.document.has_text(number + 1, end)
        is_heading = bool(HEADING.match(line))
        if (is_heading or touches) and (has_text or (is_heading and tagged.is_sure)):
            lines = (_asking_from(note, number), end if has_text else number + 1)
            asked = "\n".join([*note.lines[lines[0] : number], tagged.asked])
            yield from cards(note, lines, asked, "\n".join(note.lines[number + 1 : lines[1]]), tagged)


def _before_next(note: Note, number: int, end: int) -> int:
    """Where the next line begins that asks for itself, or the next item of the list that asks."""
    width = indent_width(note.lines[number])
    is_item = (
        bool(LIST_MARK.match(note.lines[number]))
        and indent_width("".join(note.lines[number + 1 : number + 2])) > width
    )
    for line in range(number + 1, end):
        shown = note.lines[line]
        if note.plain[line] and (
            (is_item and LIST_MARK.match(shown) and indent_width(shown) <= width)
            or ("#" in shown and obsidian_line.tagged(shown) is not None)
        ):
            return line
    return end


def _asking_from(note: Note, tagged: int) -> int:
    """Where the paragraph begins that a tag ends; items of lists and headings ask for themselves."""
    first = tagged
    if HEADING.match(note.lines[tagged]) or LIST_MARK.match(note.lines[tagged]):
        return first
    while first > max(0, tagged - _MOST_ASKING) and note.goes_up(first - 1):
        above = note.lines[first - 1]
        if first - 1 in note.taken or TAG.search(above) or obsidian_line.is_of_note(above):
            break
        first -= 1
    return first


def cards(
    note: Note, lines: tuple[int, int], asked: str, told: str, tagged: obsidian_line.Tagged
) -> Iterator[Start]:
    """The card that some lines are, and the one that asks the other way round."""
    note.taken.update(range(*lines))
    asked, told = _without_names(asked, tool_marks.without_marks(dedent(told)).strip("\n").rstrip())
    question, extension = question_of(asked)
    card_id = tool_marks.note_id("\n".join(note.lines[slice(*lines)]))
    yield marked_start(OBSIDIAN, lines, Marked(question, extension, told, "", card_id, tagged.tags))
    if tagged.is_both and told:
        back, rest = question_of(told)
        reverse = Marked(back, rest, question, "", card_id and f"{card_id}-reverse", tagged.tags)
        yield marked_start(OBSIDIAN, lines, reverse)


def _without_names(asked: str, told: str) -> tuple[str, str]:
    """The sides without their names, where both have one: `Front: …`, `Back: …`."""
    front, back = _FRONT.match(asked), _BACK.match(told)
    return (asked[front.end() :], told[back.end() :]) if front and back else (asked, told)
