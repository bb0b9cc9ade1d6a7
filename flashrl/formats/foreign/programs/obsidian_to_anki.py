"""Obsidian_to_Anki: notes between `START` and `END`, their type below the first, the fields by name."""

import re
from collections.abc import Iterator

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import cloze
from flashrl.formats.foreign.styles.start import OBSIDIAN_TO_ANKI, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks

_TARGET = re.compile(r"TARGET DECK(?:[:：][ \t]*(?P<deck>\S.*))?$")
_FILE_TAGS = re.compile(r"FILE TAGS(?:[:：][ \t]*(?P<tags>\S.*))?$")
_FIELD = re.compile(r"(?P<name>Front|Back|Text|Extra|Back Extra)[:：][ \t]*(?P<rest>.*)$")
_TAGS = re.compile(r"Tags[:：][ \t]*(?P<tags>.*)$")
_TYPE = re.compile(r"[ \t]+\[(?P<type>[^\]]{1,60})\]")
NOTES = {"START": "END", "%%ANKI": "END%%", "%%START": "END%%"}
"""What opens a note, and what closes it; in a comment Obsidian hides it."""
_MOST_LINES = 400


def starts(document: Document) -> Iterator[Start]:
    """Every note; in code only where that is marked as `anki`."""
    lines = document.lines
    if not any(line.startswith(("START", "- START", "%%")) for line in lines):
        return
    shown = {
        n
        for block in document.blocks
        if block.kind in ("fence", "code") and not lines[block.start].lstrip("`~ ").startswith("anki")
        for n in range(block.start, block.end)
    }
    deck, tags = _below(lines, _TARGET, "deck"), tuple(_below(lines, _FILE_TAGS, "tags").split())
    end = 0
    for number, line in enumerate(lines):
        if number < end or number in shown:
            continue
        if (closing := NOTES.get(line.rstrip())) is not None:
            last = range(number + 2, min(len(lines), number + _MOST_LINES))
            ends = (line.rstrip(), closing)
            found = next((n for n in last if lines[n].rstrip() in ends), None)
            if found is not None and lines[found].rstrip() == closing:
                end = found + 1
                yield marked_start(
                    OBSIDIAN_TO_ANKI, (number, end), _note(lines[number + 1 : found], deck, tags)
                )
        elif (card := _inline(line, deck, tags)) is not None:
            yield marked_start(OBSIDIAN_TO_ANKI, (number, number + 1), card)


def _below(lines: list[str], mark: re.Pattern[str], name: str) -> str:
    """What a file says for all its notes: behind a mark, or on the line below it."""
    for number, line in enumerate(lines):
        if line.startswith(("TARGET", "FILE")) and (found := mark.match(line.rstrip())):
            return (found[name] or "".join(lines[number + 1 : number + 2])).strip().replace("#", "")
    return ""


def _note(lines: list[str], deck: str, tags: tuple[str, ...]) -> Marked:
    """A note by the lines below its `START`: its type, and its fields, of which the first needs no name."""
    fields: list[list[str]] = [[]]
    for line in lines[1:]:
        if found := _TAGS.match(line):
            tags = (*tags, *found["tags"].replace(",", " ").split())
        elif (found := _FIELD.match(line)) and (fields != [[]] or found["name"] in ("Front", "Text")):
            fields = [*fields, [found["rest"]]] if fields != [[]] else [[found["rest"]]]
        else:
            fields[-1].append(line)
    texts = [tool_marks.without_marks("\n".join(field)).strip("\n").rstrip() for field in fields]
    note_id = tool_marks.note_id("\n".join(lines))
    return _card(lines[0].strip(), texts[0], "\n\n".join(texts[1:]), note_id, deck, tags)


def _inline(line: str, deck: str, tags: tuple[str, ...]) -> Marked | None:
    """A note on one line: `STARTI [Basic] … Back: … ENDI`."""
    _, start, rest = line.partition("STARTI")
    body, end, _ = rest.partition("ENDI")
    found = _TYPE.match(body) if start and end else None
    if found is None:
        return None
    asked, _, told = tool_marks.without_marks(body[found.end() :]).partition("Back:")
    return _card(found["type"], asked.strip(), told.strip(), tool_marks.note_id(body), deck, tags)


def _card(kind: str, asked: str, told: str, note_id: str | None, deck: str, tags: tuple[str, ...]) -> Marked:
    tags = tuple(dict.fromkeys(tag.strip("#").replace("/", "::") for tag in tags))
    if "cloze" in kind.lower() and (blanks := cloze.from_curly(asked) or cloze.from_single_curly(asked)):
        return Marked(cloze.title(blanks), told, "", blanks, note_id, tags, deck)
    question, _, rest = asked.strip("\n").partition("\n")
    return Marked(question.strip() or "?", rest.strip("\n"), told, "", note_id, tags, deck)
