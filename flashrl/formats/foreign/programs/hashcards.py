"""Hashcards: `Q:` and `A:`, `C:` with `[blanks]`; a card goes on to the next one, a rule or a heading."""

import re
from collections.abc import Iterator

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import cloze
from flashrl.formats.foreign.styles.start import HASHCARDS, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks

_CARD = re.compile(r"(?P<mark>[QC])[:：]")
_ANSWER = re.compile(r"A[:：]")
_OPTION = re.compile(r"B[:：]")
"""The next `C:` of a card behind such a line is an option too."""
_END = re.compile(r"(?:-{3,}|\*{3,}|_{3,})[ \t]*$|#{1,6}[ \t]")


def starts(document: Document) -> Iterator[Start]:
    """Every card, if one in the file is a cloze: `Q:` and `A:` alone are no sign of hashcards."""
    cards = _cards(document)
    if any(document.lines[line][0] == "C" and _blanks(document, line, end) for line, end in cards):
        yield from (_start(document, line, end) for line, end in cards)


def _cards(document: Document) -> list[tuple[int, int]]:
    """The lines of the cards; one without an answer or a blank is one as well."""
    lines, plain = document.lines, document.plain
    found: list[tuple[int, int]] = []
    start = None
    is_option = False
    for number, line in enumerate(lines):
        if not plain[number]:
            continue
        opens = bool(_CARD.match(line))
        is_card = opens and not (line[0] == "C" and is_option)
        if start is not None and (is_card or _END.match(line)):
            found.append((start, number))
            start = None
        if is_card:
            start = number
        is_option = not opens and (is_option or bool(_OPTION.match(line)))
    return found if start is None else [*found, (start, len(lines))]


def _blanks(document: Document, line: int, end: int) -> str:
    return cloze.from_brackets(_text(document, line, end))


def _text(document: Document, line: int, end: int) -> str:
    """The lines of a card or a side of one, without its mark."""
    first, *rest = document.lines[line:end]
    return tool_marks.without_marks("\n".join([first[2:].strip(), *rest])).strip("\n").rstrip()


def _start(document: Document, line: int, end: int) -> Start:
    card_id = tool_marks.note_id("\n".join(document.lines[line:end]))
    if document.lines[line][0] == "C":
        text = _text(document, line, end)
        blanks = cloze.from_brackets(text)
        card = Marked(cloze.title(blanks or text), cloze=blanks, id=card_id)
    else:
        answers = (n for n in range(line + 1, end) if document.plain[n] and _ANSWER.match(document.lines[n]))
        answer = next(answers, end)
        question, _, asked = _text(document, line, answer).lstrip("\n").partition("\n")
        told = _text(document, answer, end) if answer < end else ""
        card = Marked(question.strip() or "?", asked.strip("\n"), told, id=card_id)
    last = max(n for n in range(line, end) if document.lines[n].strip())
    return marked_start(HASHCARDS, (line, last + 1), card)
