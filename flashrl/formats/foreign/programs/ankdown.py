"""ankdown: cards between rules, with a `%` on a line of its own between their sides and before their tags."""

import re
from collections.abc import Iterator
from itertools import pairwise

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import ANKDOWN, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks

_SIDES = re.compile(r"[ \t]*%[ \t]*$")
_RULE = re.compile(r"[ \t]*-{3,}[ \t]*$")
_FEW = 2


def starts(document: Document) -> Iterator[Start]:
    """Every card of a file in which several have both sides."""
    marked = [n for n, line in enumerate(document.lines) if "%" in line and _SIDES.match(line)]
    marked = [n for n in marked if document.plain[n]]
    if len(marked) < _FEW:
        return
    rules = [n for n, line in enumerate(document.lines) if not document.code[n] and _RULE.match(line)]
    found = []
    for before, behind in pairwise([-1, *rules, len(document.lines)]):
        inside = [n for n in marked if before < n < behind]
        if inside and (card := _card(document, before + 1, inside, behind)):
            found.append(card)
    if len(found) >= _FEW:
        yield from found


def _card(document: Document, line: int, marks: list[int], end: int) -> Start | None:
    lines = document.lines
    parts = [
        tool_marks.without_marks("\n".join(lines[first:last])).strip()
        for first, last in pairwise([line, *(at for mark in marks for at in (mark, mark + 1)), end])
    ][::2]
    asked, told, tags = parts[0], parts[1], " ".join(parts[2:])
    if not (asked and told) or asked.startswith("#"):
        return None
    said = [n for n in range(line, end) if lines[n].strip()]
    question, _, more = asked.partition("\n")
    card = Marked(
        question=question.strip(),
        asked=more.strip("\n"),
        answer=told,
        id=tool_marks.note_id("\n".join(lines[line:end])),
        tags=tuple(dict.fromkeys("-".join(tag.split()).lower() for tag in tags.split(",") if tag.strip())),
    )
    return marked_start(ANKDOWN, (said[0], said[-1] + 1), card)
