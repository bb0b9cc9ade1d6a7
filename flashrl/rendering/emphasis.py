"""Emphasis as CommonMark pairs it (spec 0.31, "An algorithm for parsing nested emphasis and links")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown.util import ETX, STX
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace

from flashrl.rendering.regions import Region

_RUN = re.compile(r"\*+|_+")


@dataclass(slots=True)
class _Run:
    """A run of delimiters; `start` and `end` shrink as they are paired."""

    order: int
    sign: str
    start: int
    end: int
    length: int
    opens: bool
    closes: bool

    def pairs_with(self, closer: _Run) -> bool:
        if self.sign != closer.sign or not self.opens:
            return False
        if not (self.closes or closer.opens) or (self.length + closer.length) % 3:
            return True
        return self.length % 3 == 0 and closer.length % 3 == 0


def pair_delimiters(text: str) -> Iterator[Region]:
    """The emphasised parts of a paragraph."""
    openers: list[_Run] = []
    bottoms: dict[tuple[str, bool, int], int] = {}  # no opener below is worth another look
    for run in _find_runs(text):
        if run.closes:
            kind = (run.sign, run.opens, run.length % 3)
            yield from _close(run, openers, bottoms.get(kind, 0))
            if run.start < run.end:
                bottoms[kind] = run.order
        if run.opens and run.start < run.end:
            openers.append(run)


def _close(closer: _Run, openers: list[_Run], bottom: int) -> Iterator[Region]:
    index = len(openers) - 1
    while index >= 0 and openers[index].order >= bottom and closer.start < closer.end:
        opener = openers[index]
        if not opener.pairs_with(closer):
            index -= 1
            continue
        size = 2 if min(opener.end - opener.start, closer.end - closer.start) > 1 else 1
        yield Region(
            opener.end - size, closer.start + size, opener.end, closer.start, "strong" if size == 2 else "em"
        )
        opener.end -= size
        closer.start += size
        del openers[index + 1 :]
        if opener.start == opener.end:
            openers.pop()
            index -= 1


def _find_runs(text: str) -> Iterator[_Run]:
    for order, match in enumerate(_RUN.finditer(text)):
        start, end = match.span()
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        left = not _is_space(after) and (not _is_punctuation(after) or not _is_word(before))
        right = not _is_space(before) and (not _is_punctuation(before) or not _is_word(after))
        sign = match[0][0]
        opens, closes = left, right
        if sign == "_":
            opens = left and (not right or _is_punctuation(before))
            closes = right and (not left or _is_punctuation(after))
        yield _Run(order, sign, start, end, end - start, opens, closes)


def _is_space(sign: str) -> bool:
    return isWhiteSpace(ord(sign))


def _is_punctuation(sign: str) -> bool:
    """Also the edges of a placeholder: code, tags, links and escapes begin and end with punctuation."""
    return sign in (STX, ETX) or isMdAsciiPunct(ord(sign)) or isPunctChar(sign)


def _is_word(sign: str) -> bool:
    return not _is_space(sign) and not _is_punctuation(sign)
