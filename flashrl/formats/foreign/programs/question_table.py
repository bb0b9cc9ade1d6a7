"""Tables with a column of questions and one of answers: a card each row."""

import re
from collections.abc import Iterator

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import table_head
from flashrl.formats.foreign.programs.table_head import Columns
from flashrl.formats.foreign.styles.quiz import with_option
from flashrl.formats.foreign.styles.start import TABLE, Marked, Start, marked_start
from flashrl.formats.foreign.words.wording import without_number, wording

_ROW = re.compile(r"<tr\b[^<>]*>(?:(?!</?tr\b|<table\b).)*</tr>", re.DOTALL | re.IGNORECASE)
_TAGGED_CELL = re.compile(
    r"<t(?P<kind>[dh])\b[^<>]*>(?P<text>(?:(?!<t[dh]\b).)*?)</t(?P=kind)>", re.DOTALL | re.IGNORECASE
)
_FRAME = re.compile(r"</?(?:span|font|div|center)\b[^<>]*>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"</?p\b[^<>]*>", re.IGNORECASE)
_STRONG = re.compile(r"<(?P<tag>b|strong)\b[^<>]*>(?P<text>[^<>]*)</(?P=tag)>", re.IGNORECASE)
_BREAK = re.compile(r"(?:<br ?/?>[ \t]*+)++", re.IGNORECASE)
_FEW, _SOME, _MOST = 3, 0.3, 0.6
_CELL = re.compile(r"(?<!\\)\|")
_SAYS = re.compile(r"(?!\W*Q?\d+\W*$).*\w", re.IGNORECASE)
"""A bare number is a question of the list above such a table."""
_LINKED = re.compile(r"\[(?P<label>[^\[\]]+)\]\([^()]*\)")
_LINK = re.compile(r"\W*\[[^\]]*\]\([^)]*\)\W*$")


def starts(document: Document) -> Iterator[Start]:
    """Every row of such a table; rows that are links to elsewhere are contents."""
    for block in document.blocks:
        if block.kind != "table" or block.end - block.start < 3:
            continue
        head = _cells(document.lines[block.start])
        columns = table_head.columns(head)
        if columns is None:
            yield from _broken(document, head, range(block.start + 2, block.end))
            continue
        rows = [_cells(document.lines[line]) for line in range(block.start + 2, block.end)]
        for line, row in enumerate(rows if _is_asked(rows, columns) else [], block.start + 2):
            card = _card(row, columns)
            if card is not None:
                yield marked_start(TABLE, (line, line + 1), card)
    if any("<table" in line for line in document.lines):
        yield from _tagged(document)


def terms(document: Document) -> Iterator[Start]:
    """Every row of the tables of names and meanings in a deck."""
    for block in document.blocks:
        head = _cells(document.lines[block.start]) if block.kind == "table" else []
        columns = table_head.terms(head)
        rows = range(block.start + 2, block.end) if columns is not None else ()
        for line in rows:
            card = _card(_cells(document.lines[line]), columns or Columns(0, 1))
            if card is not None and card.answer:
                yield marked_start(TABLE, (line, line + 1), card)


def _broken(document: Document, head: list[str], lines: range) -> Iterator[Start]:
    """The rows of a table with a column of questions alone, where most have the answer behind a break."""
    asking = table_head.asking(head)
    if len(asking) != 1:
        return
    rows = [_cells(document.lines[line]) for line in lines]
    parted = [_BREAK.split("".join(row[asking[0] : asking[0] + 1]).strip(), maxsplit=1) for row in rows]
    asked = sum(map(_is_answered, parted))
    for line, parts in zip(lines, parted, strict=True) if asked >= max(_FEW, _MOST * len(rows)) else ():
        if len(parts) == 2 and (card := _card(parts, Columns(0, 1))) is not None:
            yield marked_start(TABLE, (line, line + 1), card)


def _is_answered(parts: list[str]) -> bool:
    """Whether a cell asks in front of its first break, and goes on behind it."""
    return len(parts) == 2 and parts[0].rstrip(" *_").endswith(("?", "？")) and bool(parts[1])


def _tagged(document: Document) -> Iterator[Start]:
    """The rows of such tables that are written in HTML."""
    lines, first = document.lines, 0
    while first < len(lines):
        if not lines[first].lstrip().startswith("<table") or document.code[first]:
            first += 1
            continue
        last = next((n for n in range(first, len(lines)) if "</table>" in lines[n]), None)
        if last is None:
            return
        yield from _rows("\n".join(lines[first : last + 1]), first)
        first = last + 1


def _rows(table: str, line: int) -> Iterator[Start]:
    columns, behind = None, 0
    for row in _ROW.finditer(table):
        line += table.count("\n", behind, row.start())
        behind = row.start()
        cells = [_untagged(cell["text"]) for cell in _TAGGED_CELL.finditer(row[0])]
        if columns is None:
            columns = table_head.columns([cell.strip("* ") for cell in cells])
            if columns is None or not columns.is_sure:
                return
        elif (card := _card(cells, columns)) is not None:
            yield marked_start(TABLE, (line, line + row[0].count("\n") + 1), card)


def _untagged(cell: str) -> str:
    """A cell of HTML without the tags that only frame or colour its text."""
    text = _PARAGRAPH.sub("\n\n", _FRAME.sub("", cell.replace("&nbsp;", " ")))
    text = _STRONG.sub(lambda found: f"**{found['text'].strip()}**" if found["text"].strip() else "", text)
    lines = [line.strip() for line in text.strip().split("\n")]
    kept = [line for number, line in enumerate(lines) if line or lines[number - 1]]
    return "\n".join(kept)


def _cells(line: str) -> list[str]:
    bare = line.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(bare)]


def _is_asked(rows: list[list[str]], columns: Columns) -> bool:
    """Whether a table whose head may be any other's has words in both columns, and mostly asks."""
    sides = [
        (row[columns.asking], row[columns.telling])
        for row in rows
        if len(row) > max(columns.asking, columns.telling)
    ]
    worded = sum(wording(asked).asks and not wording(asked).is_link for asked, _ in sides)
    if not columns.is_named and worded < _SOME * len(sides):
        return False
    asking = sum(wording(asked).asks or len(asked.split()) > 1 < len(told.split()) for asked, told in sides)
    return columns.is_sure or (len(sides) >= _FEW and asking >= _MOST * len(sides))


def _card(cells: list[str], columns: Columns) -> Marked | None:
    asking, telling = columns.asking, columns.telling
    if len(cells) <= asking:
        return None
    question = cells[asking]
    if link := _LINKED.fullmatch(question) if telling < len(cells) and " " in cells[telling] else None:
        question = link["label"]  # what is told here is not only elsewhere
    answer = cells[telling] if telling < len(cells) else ""
    if wording(question).is_link or not _SAYS.match(question) or _LINK.match(answer):
        return None
    said = [cells[n] for n in columns.options if n < len(cells) and cells[n]]
    options = "\n".join(f"- {letter}) {each}" for letter, each in zip("ABCDEF", said, strict=False))
    answer = with_option(answer, options) if options else answer
    beside = [f"**{name}:** {cells[n]}" for n, name in columns.beside if n < len(cells) and cells[n]]
    return Marked(without_number(question), options, "\n\n".join([answer, *beside]) if answer else "")
