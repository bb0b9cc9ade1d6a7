"""Titles in bold that stand between questions as headings would: `**Part 2: Values**`, in no answer."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import wording

_BOLD = re.compile(r"(\*\*|__)(?=\S)(?P<text>[^*_\n]{3,80})(?<![\s.,;:!?。：！？])\1[ \t\\]*")
_PART = re.compile(r"\w+|[^\w\s]+")
_SEVERAL, _MOST_WORDS, _LEVEL = 2, 10, 2
_APART = 3
"""So many questions stand below a title on average: what closes each answer is none."""


def sections(document: Document, starts: Sequence[Start]) -> list[Block]:
    """Those right above a question and behind the answer of another, as headings, where several begin or end
    with the same word or sign."""
    titles = list(_titles(document, starts))
    if not _SEVERAL <= len(titles) <= len(starts) / _APART:
        return []
    often = Counter(part for _, text in titles for part in _ends(text))
    return [
        replace(each, kind="heading", level=_LEVEL, text=text)
        for each, text in titles
        if any(often[part] >= _SEVERAL for part in _ends(text))
    ]


def _titles(document: Document, starts: Sequence[Start]) -> Iterator[tuple[Block, str]]:
    """What is nothing but short text in bold above a question, with at most a rule between."""
    blocks = [each for each in document.blocks if each.kind != "rule"]
    lines = [each.start for each in blocks]
    told = 0
    for start in starts:
        index = bisect_left(lines, start.line) - 1
        above = blocks[index] if index >= 0 else None
        if above is not None and document.has_text(told, above.start):
            found = _BOLD.fullmatch(document.lines[above.start])
            if found is not None and _is_title(above, found["text"]):
                yield above, found["text"]
        told = start.end


def _is_title(block: Block, text: str) -> bool:
    words = wording(text)
    is_apart = (
        block.kind == "paragraph" and block.end == block.start + 1 and not (block.items or block.quoted)
    )
    is_short = is_apart and len(text.split()) <= _MOST_WORDS and answer_mark(f"**{text}**") is None
    return is_short and not (words.asks or words.label or words.number)


def _ends(text: str) -> set[str]:
    """The first word or sign of a title, and the last."""
    parts = _PART.findall(text.casefold())
    return {parts[0], next((each for each in reversed(parts) if each[0].isalpha()), parts[0])}
