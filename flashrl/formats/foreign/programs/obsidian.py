"""Obsidian's spaced repetition: `q::a`, `q:::a` for both directions, `?` and `??` on a line of their own
between question and answer, `==blanks==` in notes that are tagged as flashcards.
"""

from collections.abc import Iterator

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import (
    logseq,
    obsidian_between,
    obsidian_blanks,
    obsidian_line,
    obsidian_tagged,
)
from flashrl.formats.foreign.programs.obsidian_note import BETWEEN, ENDS, HEADING, Note, question_of
from flashrl.formats.foreign.styles.start import OBSIDIAN, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks
from flashrl.formats.foreign.words.wording import wording

_FEW = 3


def starts(document: Document) -> Iterator[Start]:
    """Every card of the file in order."""
    if logseq.is_page(document):
        return iter(())
    note = Note(document)
    found = [*_of_many_lines(note), *_of_one_line(note)]
    if note.is_tagged:
        found += obsidian_tagged.starts(note)
        found += obsidian_between.starts(note)
    found += obsidian_blanks.starts(note)
    return iter(sorted(found, key=lambda each: each.line))


def _of_many_lines(note: Note) -> Iterator[Start]:
    floor = 0
    for number, line in enumerate(note.lines):
        mark = BETWEEN.match(line) if note.plain[number] and "?" in line else None
        if mark is None:
            continue
        first = _question_start(note, number, floor)
        end = note.answer_end(number + 1)
        if first is None or (not note.is_tagged and not note.document.has_text(number + 1, end)):
            continue
        floor = end
        yield from _made(note, (first, end), number, number + 1, mark[1] == "??")


def _question_start(note: Note, mark: int, floor: int) -> int | None:
    """The first line of the paragraph above a mark; a heading is the question where no text is."""
    line = mark - 1
    while line >= floor and not note.lines[line].strip():
        line -= 1
    if line < floor or ENDS.match(note.lines[line]):
        return None
    while line > floor and note.goes_up(line - 1) and not HEADING.match(note.lines[line]):
        line -= 1
    return line if note.sides_text(line, mark) else None


def _made(note: Note, lines: tuple[int, int], sides: int, answer: int, is_both: bool) -> Iterator[Start]:
    note.taken.update(range(*lines))
    asked = note.sides_text(lines[0], sides)
    told = tool_marks.without_marks("\n".join(note.lines[answer : lines[1]])).strip("\n").rstrip()
    card_id = tool_marks.note_id("\n".join(note.lines[lines[0] : lines[1]]))
    deck = note.deck(lines[0])
    question, extension = question_of(asked)
    yield marked_start(OBSIDIAN, lines, Marked(question, extension, told, "", card_id, (), deck))
    if is_both:
        question, extension = question_of(told)
        reverse = Marked(question, extension, asked, "", card_id and f"{card_id}-reverse", (), deck)
        yield marked_start(OBSIDIAN, lines, reverse)


def _of_one_line(note: Note) -> Iterator[Start]:
    if "::" not in "".join(note.lines):
        return
    found = [
        (number, parts)
        for number, line in enumerate(note.lines)
        if "::" in line
        and note.plain[number]
        and not (number and obsidian_line.names_deck_below(note.lines[number - 1]))
        and number not in note.taken
        and (parts := note.parts(line))
    ]
    if not note.is_tagged and not _is_habit(note, [parts for _, parts in found]):
        found = [each for each in found if _has_id_below(note, each[0])]
    for number, (asked, told, is_both) in found:
        end = number + 1
        while end < len(note.lines) and tool_marks.is_only_marks(note.lines[end]):
            end += 1
        yield from _inline(note, (number, end), asked, told, is_both)


def _has_id_below(note: Note, line: int) -> bool:
    """Whether a program wrote an id on the line below one: it took that one for a card."""
    below = "".join(note.lines[line + 1 : line + 2])
    return tool_marks.is_only_marks(below) and tool_marks.note_id(below) is not None


def _is_habit(note: Note, found: list[tuple[str, str, bool]]) -> bool:
    """Without a tag `::` is a separator where most lines have one, between words."""
    good = [asked for asked, _, _ in found if " " in asked.strip() or wording(asked).ends_asking]
    texts = sum(note.plain[n] and not HEADING.match(line) for n, line in enumerate(note.lines))
    return len(good) >= _FEW and len(good) >= 0.6 * len(found) and len(good) >= 0.4 * texts


def _inline(note: Note, lines: tuple[int, int], asked: str, told: str, is_both: bool) -> Iterator[Start]:
    note.taken.update(range(*lines))
    card_id = tool_marks.note_id("\n".join(note.lines[lines[0] : lines[1]]))
    deck = note.deck(lines[0])
    asked, told = tool_marks.without_marks(asked), told.strip()
    yield marked_start(OBSIDIAN, lines, Marked(asked, "", told, "", card_id, (), deck))
    if is_both:
        reverse = Marked(told, "", asked, "", card_id and f"{card_id}-reverse", (), deck)
        yield marked_start(OBSIDIAN, lines, reverse)
