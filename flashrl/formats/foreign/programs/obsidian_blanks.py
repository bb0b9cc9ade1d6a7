"""The blanks of Obsidian's notes: `==…==`, `{{c1::…}}`, and what its plugins give a schedule."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.programs import cloze
from flashrl.formats.foreign.programs.obsidian_note import ENDS, HEADING, Note, question_of
from flashrl.formats.foreign.styles.start import OBSIDIAN, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks
from flashrl.formats.foreign.words.wording import wording
from flashrl.spans import Blank, find_blanks

_FIRST_BLANK = "{{c1::"
_FEW, _MOST = 3, 0.8


def starts(note: Note) -> Iterator[Start]:
    """The paragraphs that have blanks, or what those mark: `{Q} What is a trend? {A} It goes up. {E}`."""
    found = list(_paragraphs(note)) if note.is_tagged or note.may_have_blanks else []
    often = Counter(text for each in found for text in {blank.text for blank in _blanks(each)})
    marks = {text for text, count in often.items() if count >= max(_FEW, _MOST * len(found))}
    for each in found:
        card = _by_sides(each, marks) if len(marks) > 1 else None
        yield each if card is None else replace(each, question=card.question, marked=card)


def _blanks(start: Start) -> list[Blank]:
    return find_blanks(start.marked.cloze) if start.marked else []


def _by_sides(start: Start, marks: set[str]) -> Marked | None:
    """The card whose sides stand behind what most cards have as blanks; None for others."""
    shown = [blank for blank in _blanks(start) if blank.text in marks]
    if start.marked is None or len(shown) < 2 or shown[0].start > 0 or len(_blanks(start)) > len(shown):
        return None
    text = start.marked.cloze
    asked, told = text[shown[0].end : shown[1].start], text[shown[1].end :]
    told = told[: shown[2].start - shown[1].end] if len(shown) > 2 else told
    question, extension = question_of(asked.strip())
    return replace(start.marked, question=question, asked=extension, answer=told.strip(), cloze="")


def _paragraphs(note: Note) -> Iterator[Start]:
    headed = {each.line: each for each in _headings(note)} if "{{c" in "".join(note.lines) else {}
    line, is_told = 0, False
    while line < len(note.lines):
        if note.plain[line] and HEADING.match(note.lines[line]):
            is_told = bool(headed) and wording(note.lines[line].lstrip("# ")).asks
            if line in headed:
                yield headed[line]
                line = headed[line].limit or line
                continue
        if not note.plain[line] or line in note.taken or HEADING.match(note.lines[line]) or is_told:
            line += 1
            continue
        end = line + 1
        while end < len(note.lines) and _goes_on(note, end):
            end += 1
        if card := _cloze(note, line, end):
            yield marked_start(OBSIDIAN, (line, end), card)
        line = end


def _headings(note: Note) -> Iterator[Start]:
    """The headings that have blanks, with what explains them below; where some do, what stands below one that
    asks is an answer."""
    lines = [n for n, line in enumerate(note.lines) if note.plain[n] and HEADING.match(line)]
    for line, following in pairwise([*lines, len(note.lines)]):
        blanks = cloze.from_anki(note.sides_text(line, line + 1).lstrip("# "))
        if blanks and line not in note.taken:
            told = [n for n in range(line + 1, following) if not ENDS.match(note.lines[n])]
            below = tool_marks.without_marks("\n".join(note.lines[n] for n in told)).strip("\n")
            card_id = tool_marks.note_id("\n".join(note.lines[line:following]))
            card = Marked(cloze.title(blanks), "", cloze.opened(below), blanks, card_id, (), note.deck(line))
            last = max(n for n in range(line, following) if note.lines[n].strip())
            yield marked_start(OBSIDIAN, (line, last + 1), card)


def _goes_on(note: Note, line: int) -> bool:
    """Blanks of one paragraph are of one card, unless each of its lines counts them anew."""
    shown, before = note.lines[line], note.lines[line - 1]
    if line in note.taken or (note.plain[line] and HEADING.match(shown)):
        return False
    if _FIRST_BLANK in shown and _FIRST_BLANK in before:
        return False
    return bool(shown.strip()) or note.document.code[line]


def _cloze(note: Note, line: int, end: int) -> Marked | None:
    whole = "\n".join(note.lines[line:end])
    if "==" not in whole and "{" not in whole and not tool_marks.has_schedule(whole):
        return None
    card_id = tool_marks.note_id(whole)
    text = note.sides_text(line, end)
    blanks = cloze.from_anki(text) or (cloze.from_highlights(text) if note.is_tagged else "")
    if not blanks and tool_marks.has_schedule(whole):
        blanks = cloze.from_curly(text) or cloze.from_bold(text)
    if not blanks and card_id is not None:
        blanks = cloze.from_single_curly(text)
    if not blanks:
        return None
    return Marked(cloze.title(blanks), "", "", blanks, card_id, (), note.deck(line))
