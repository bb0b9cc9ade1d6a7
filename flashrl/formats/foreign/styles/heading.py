"""Questions that are headings: of any level, numbered or not, inside list items too."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.page.subheadings import is_premise
from flashrl.formats.foreign.styles.only_counted import counting
from flashrl.formats.foreign.styles.start import HEADING, Start
from flashrl.formats.foreign.words.plain_text import without_attributes
from flashrl.formats.foreign.words.wording import wording

_NAME = re.compile(r"`?(?:[\W_]+|[a-z][a-z\d]*[?])`?")
"""Signs alone, and the name of something that may be left out: `options?`"""

_DASH = re.compile(r"\A[-•–—][ \t]+(?=\w)")
"""The mark of an item in a heading: `## - 1. What is a return?`"""


def starts(document: Document) -> Iterator[Start]:
    """Every heading outside quotes."""
    counts = counting(document)
    blocks = [each for each in document.blocks if each.kind == "heading" and not each.quoted]
    for block, below in zip_longest(blocks, blocks[1:]):
        start = _start(block)
        if is_premise(block, below):
            start = replace(start, wording=replace(start.wording, is_stop=True, label=False))
        yield _asked_below(start) if block.start in counts else start


def _asked_below(start: Start) -> Start:
    """A heading that only counts, as one with a prefix."""
    number = start.question.strip(" *_.):")
    words = replace(start.wording, text="", number=number, label=True, asks=False, is_stop=False)
    return replace(start, question=f"Question {number}", wording=words, shape=(*start.shape[:3], True))


def _start(block: Block) -> Start:
    item = block.items[-1] if block.items else None
    text = _DASH.sub("", without_attributes(block.text), count=1)
    words = wording(text)
    number = item.number if item else None
    is_numbered = bool(words.number) or number is not None
    if not is_numbered and _NAME.fullmatch(words.text):
        words = replace(words, asks=False, ends_asking=False)
    return Start(
        HEADING,
        block.start,
        block.end,
        text,
        words,
        (HEADING, block.level, item is not None, is_numbered),
        level=block.level,
        offset=item.offset if item else 0,
        depth=item.depth + 1 if item else 0,
        list_start=item.list_start if item else None,
    )
