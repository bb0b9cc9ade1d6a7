"""Titles over a drawn line: where a file has several, such a line ends no card and parts no answer."""

import re
from itertools import pairwise

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import wording

_DRAWN = re.compile(r" {0,3}-{4,}[ \t]*")
_TITLE = re.compile(r"[^\W_].*(?<![.!?:;,。？！：])")
_LONGEST, _SEVERAL = 60, 2


def titles(blocks: list[Block], lines: list[str]) -> set[int]:
    """The lines of short texts over a line of dashes that is at least as long, each behind what is no bare
    question; none where lines are drawn on their own as well, or below other text."""
    drawn = {
        each.start: each
        for each in blocks
        if each.kind in ("rule", "paragraph", "heading")
        and not (each.items or each.quoted)
        and _DRAWN.fullmatch(lines[each.end - 1])
    }
    found = {
        each.start
        for above, each in pairwise(blocks)
        if each.start in drawn and _is_title(each, lines) and not _is_asked(above, lines)
    }
    return found if len(found) == len(drawn) >= _SEVERAL else set()


def _is_title(block: Block, lines: list[str]) -> bool:
    text, line = lines[block.start].strip(), lines[block.end - 1].strip()
    is_apart = (
        block.end == block.start + 2 and not "".join(lines[max(0, block.start - 1) : block.start]).strip()
    )
    return is_apart and len(text) <= min(_LONGEST, len(line)) and bool(_TITLE.fullmatch(text))


def _is_asked(block: Block, lines: list[str]) -> bool:
    """Whether a block asks, or may, without an answer in it."""
    told = lines[block.start : block.end]
    words = wording(block.text)
    is_bare = not any(answer_mark(line) is not None for line in told)
    return is_bare and (block.kind == "heading" or words.asks or words.label)
