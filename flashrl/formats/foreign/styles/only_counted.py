"""Headings that are nothing but a number, `10.1-1`: what each asks is set off right below it."""

import re
from bisect import bisect_right

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.plain_text import plain

_COUNT = re.compile(r"[*_]*\d{1,3}(?:[.\-]\d{1,3}){0,3}[a-z]?[*_.):]*")
_SET_OFF = re.compile(r"(\*{1,3}|_{1,3})(?![\s*_])[^*_]+(?<!\s)\1")
"""A paragraph that is all in italics or in bold."""
_SENTENCE = re.compile(r"(?:(?<=[.?!:])\s+|\n|\A)(?=\S)")
_TASK = re.compile(
    r"\W*(?:\(?[a-e1-5][.)] )?(?:(?:using|in|for|by|if|given|suppose|assume|let|consider)\b[^.?!]{1,200}, )?"
    r"(?:analy[sz]e|argue|calculate|compare|compute|define|derive|describe|design|determine|discuss|draw|"
    r"estimate|evaluate|explain|find|give|illustrate|implement|justify|list|name|prove|rewrite|"
    r"show|sketch|solve|state|verify|write)\b|.*[?]\W*$",
    re.IGNORECASE,
)
"""What only an examiner says: `Use the new call` and `When it ends, …` may be said by anyone."""
_NEAR = 3
_FEW, _MANY, _MOST = 2, 0.8, 0.6


def counting(document: Document) -> set[int]:
    """The lines of the headings that only count, where a quote or a paragraph in italics or in bold is right
    below nearly all of a level, something below that, and most of these set a task."""
    headings = [
        each for each in document.blocks if each.kind == "heading" and not (each.quoted or each.items)
    ]
    counts = [each for each in headings if _COUNT.fullmatch(each.text.strip())]
    if len(counts) < _FEW:
        return set()
    starts = [each.start for each in document.blocks]
    lines: set[int] = set()
    for level in {each.level for each in counts}:
        group = [each for each in counts if each.level == level]
        asked = {each.start: _asked_below(document, each, starts) for each in group}
        told = [text for text in asked.values() if text]
        tasks = sum(any(map(_TASK.match, _SENTENCE.split(text))) for text in told)
        if len(told) >= max(_FEW, _MANY * len(group)) and tasks >= _MOST * len(told):
            lines.update(line for line, text in asked.items() if text)
    return lines


def _asked_below(document: Document, heading: Block, starts: list[int]) -> str:
    """What is set off right below a heading; nothing if no text follows on it."""
    blocks = document.blocks
    index = bisect_right(starts, heading.start)
    first = last = index
    while last < len(blocks) and blocks[last].quoted:
        last += 1
    if last == index and index < len(blocks) and _is_set_off(document, blocks[index]):
        last += 1
    if last == first or last == len(blocks) or _is_next(blocks[last]):
        return ""
    shown = (line.lstrip(" >") for line in document.lines[blocks[first].start : blocks[last - 1].end])
    return plain("\n".join(shown)).strip("*_ \n")


def _is_next(block: Block) -> bool:
    return block.kind == "rule" or (block.kind == "heading" and answer_mark(f"# {block.text}") is None)


def _is_set_off(document: Document, block: Block) -> bool:
    text = " ".join(line.strip() for line in document.lines[block.start : block.end])
    if block.kind != "paragraph" or block.items:
        return False
    following = document.lines[block.end : block.end + _NEAR]
    marked = next((line for line in following if line.strip()), "")
    return bool(_SET_OFF.fullmatch(text)) or answer_mark(marked) is not None
