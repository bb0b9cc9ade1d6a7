"""Titles that stand between questions as headings would, in no answer: `**Part 2: Values**` in bold, with
the numbers below it, `Values (11–20)`, or the line above a list of questions, `About values:`."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.listed import item_number
from flashrl.formats.foreign.styles.start import LISTED, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.usual_headings import is_beside
from flashrl.formats.foreign.words.wording import wording

_BOLD = re.compile(r"(\*\*|__)(?=\S)(?P<text>[^*_\n]{3,80})(?<![\s.,;:!?。：！？])\1[ \t\\]*")
_RANGED = re.compile(r"(?P<text>(?=\S)[^\n!?:。！？：]{3,70}[(（]Q?\d{1,3} ?[-–—] ?Q?\d{1,3}[)）])[ \t\\]*")
"""A line that says which questions follow: `Values (11–20)`."""
_LABEL = re.compile(r"(?=\S)(?P<text>[^\n?]{3,80}?)[ \t]*[:：][ \t\\]*")
_PART = re.compile(r"\w+|[^\w\s]+")
_TAGS = re.compile(r"<[^<>]*>")
_ENDINGS = (".", "!", "?", "。", "！", "？", ";", "`", ",")
_SEVERAL, _MOST_WORDS, _LEVEL, _LONGEST = 2, 10, 2, 60
_APART = 3
"""So many questions stand below a title on average: what closes each answer is none."""


def sections(document: Document, starts: Sequence[Start]) -> list[Block]:
    """Those right above a question and behind another, as headings: all above lists of questions, and those
    in bold where several begin or end with the same word or sign; and one that closes the file."""
    return [*_in_bold(document, starts), *_above_lists(document, starts), *_behind_all(document, starts)]


def _behind_all(document: Document, starts: Sequence[Start]) -> list[Block]:
    """The first line in bold behind the last question that says that it is beside those, where no answer has
    lines in bold: `**Final tips**`."""
    asked = {start.line for start in starts}
    bold = [
        each
        for each in document.blocks
        if starts and _is_line(each) and each.start > starts[0].line and each.start not in asked
    ]
    titles = [(each, found) for each in bold if (found := _BOLD.fullmatch(document.lines[each.start]))]
    first = titles[0] if len(starts) >= _SEVERAL and titles else None
    if first is None or first[0].start < starts[-1].end or not is_beside(first[1]["text"]):
        return []
    return [replace(first[0], kind="heading", level=_LEVEL, text=first[1]["text"])]


def _above_lists(document: Document, starts: Sequence[Start]) -> list[Block]:
    """The lines between lists, of which each holds nothing but questions, that have a colon, or are a few
    words above a list that counts from 1 again; where such words stand elsewhere too, they answer."""
    blocks = {each.start: each for each in document.blocks if _is_line(each)}
    titles, bare, answers = [], [], 0
    for before, start in pairwise(starts):
        above = blocks.get(start.line - 1) or blocks.get(start.line - 2)
        apart = before.list_start != start.list_start and before.kind == start.kind == LISTED
        if above is None or not apart or start.depth != 1 or above.start < before.end:
            continue
        line = document.lines[above.start]
        last, number = (item_number(document.lines[each.line]) or 0 for each in (before, start))
        if document.has_text(before.end, above.start):
            answers += number == last + 1
        elif found := _LABEL.fullmatch(line):
            titles.append(replace(above, kind="heading", level=_LEVEL, text=found["text"]))
        elif number == 1 < last and _is_bare(line):
            bare.append(replace(above, kind="heading", level=_LEVEL, text=line))
        else:
            answers += number == last + 1
    titles += bare if len(bare) >= max(_SEVERAL, answers + 1) else []
    return titles if _SEVERAL <= len(titles) <= len(starts) / _SEVERAL else []


def _is_bare(line: str) -> bool:
    """Whether a line is a few words that end no sentence, and no answer by a mark."""
    shown = _TAGS.sub("", line).strip()
    is_short = len(shown.split()) <= _MOST_WORDS and len(shown) <= _LONGEST
    return is_short and not shown.endswith(_ENDINGS) and answer_mark(shown) is None


def _in_bold(document: Document, starts: Sequence[Start]) -> list[Block]:
    titles = list(_titles(document, starts))
    if not _SEVERAL <= len(titles) <= len(starts) / _APART:
        return []
    often = Counter(part for _, text in titles for part in _ends(text))
    return [
        replace(each, kind="heading", level=_LEVEL, text=text)
        for each, text in titles
        if _RANGED.fullmatch(text) or any(often[part] >= _SEVERAL for part in _ends(text))
    ]


def _titles(document: Document, starts: Sequence[Start]) -> Iterator[tuple[Block, str]]:
    """What is nothing but short text in bold or before numbers above a question, with at most a rule
    between."""
    blocks = [each for each in document.blocks if each.kind != "rule"]
    lines = [each.start for each in blocks]
    told = 0
    for start in starts:
        index = bisect_left(lines, start.line) - 1
        above = blocks[index] if index >= 0 else None
        if above is not None and document.has_text(told, above.start):
            line = document.lines[above.start]
            found = _BOLD.fullmatch(line) or _RANGED.fullmatch(line)
            if found is not None and _is_title(above, found["text"]):
                yield above, found["text"]
        told = start.end


def _is_title(block: Block, text: str) -> bool:
    words = wording(text)
    is_short = _is_line(block) and len(text.split()) <= _MOST_WORDS and answer_mark(f"**{text}**") is None
    return is_short and not (words.asks or words.label or words.number)


def _is_line(block: Block) -> bool:
    """Whether a block is a line of text by itself."""
    return block.kind == "paragraph" and block.end == block.start + 1 and not (block.items or block.quoted)


def _ends(text: str) -> set[str]:
    """The first word or sign of a title, and the last."""
    parts = _PART.findall(text.casefold())
    return {parts[0], next((each for each in reversed(parts) if each[0].isalpha()), parts[0])}
