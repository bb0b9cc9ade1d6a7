"""Titles over a drawn line: where a file has several, such a line ends no card and parts no answer; nor does
such a title between questions with hashes."""

import re
from itertools import pairwise

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import wording

_DRAWN = re.compile(r" {0,3}-{4,}[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(?:-{3,}|={3,})[ \t]*")
_TITLE = re.compile(r"[^\W_].*(?<![.!?:;,。？！：])")
_LONGEST, _SEVERAL, _FEW = 60, 2, 3


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


def parts(blocks: list[Block], lines: list[str]) -> set[int]:
    """The lines of the headings over a drawn line in a file whose questions are headings with hashes, where
    all of them stand behind one of those and none right above another heading: chapters would."""
    headings = [each for each in blocks if each.kind == "heading" and not (each.items or each.quoted)]
    drawn = {each.start for each in headings if _UNDERLINE.fullmatch(lines[each.end - 1])}
    hashed = [each for each in headings if each.start not in drawn] if drawn else []
    asked = [each.start for each in hashed if _may_ask(each)]
    leading = {each.start for each, other in pairwise(blocks) if other.kind == "heading"}
    is_own = len(asked) >= _FEW and not drawn & leading and asked[0] < min(drawn)
    return {line for line in drawn if line < asked[-1] and not wording(lines[line]).asks} if is_own else set()


def _may_ask(block: Block) -> bool:
    words = wording(block.text)
    return words.ends_asking or words.label or words.count is not None


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
