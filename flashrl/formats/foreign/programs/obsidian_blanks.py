"""The blanks of Obsidian's notes: `==…==`, `{{c1::…}}`, and what its plugins give a schedule."""

from collections.abc import Iterator

from flashrl.formats.foreign.programs import cloze
from flashrl.formats.foreign.programs.obsidian_note import HEADING, Note
from flashrl.formats.foreign.styles.start import OBSIDIAN, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks

_FIRST_BLANK = "{{c1::"


def starts(note: Note) -> Iterator[Start]:
    """The paragraphs that have blanks."""
    if not (note.is_tagged or note.may_have_blanks):
        return
    line = 0
    while line < len(note.lines):
        if not note.plain[line] or line in note.taken or HEADING.match(note.lines[line]):
            line += 1
            continue
        end = line + 1
        while end < len(note.lines) and _goes_on(note, end):
            end += 1
        if card := _cloze(note, line, end):
            yield marked_start(OBSIDIAN, (line, end), card)
        line = end


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
