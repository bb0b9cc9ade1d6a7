"""The headings inside folds that ask: they are parts of what answers there, whatever they say."""

import re
from bisect import bisect_left

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import DETAILS, HEADING, Start

_FEW, _HALF, _MOST = 2, 0.5, 0.6
_DEEP = 3
"""So deep in other folds none asks."""
_WORD = re.compile(r"\w")


def without_parts(document: Document, starts: list[Start]) -> list[Start]:
    """The possible starts of a file without the headings inside its folds, where most of those ask."""
    closed = {each.start for each in document.details if each.is_closed}
    folds = [each for each in starts if each.kind == DETAILS and each.depth < _DEEP]
    folds = [each for each in folds if not each.wording.is_stop]
    asking = [each for each in folds if _asks(each)]
    if len(asking) < _FEW or len(asking) < _HALF * len(folds):
        return starts
    headings = [each for each in starts if each.kind == HEADING]
    lines = [each.line for each in headings]
    parts: set[int] = set()
    for each in folds if len(asking) >= _MOST * len(folds) else asking:
        inside = headings[bisect_left(lines, each.end) : bisect_left(lines, each.limit or each.end)]
        if each.line in closed and inside and not _is_chapter(document, each, inside):
            parts.update(heading.line for heading in inside)
    return [each for each in starts if each.line not in parts]


def _asks(each: Start) -> bool:
    words = each.wording
    return words.ends_asking or words.label or (bool(words.number) and words.asks)


def _is_chapter(document: Document, fold: Start, inside: list[Start]) -> bool:
    """Whether a fold holds headings that ask, and nothing above the first of them: it is their topic."""
    if fold.inline or any(_WORD.search(document.lines[n]) for n in range(fold.end, inside[0].line)):
        return False
    outer = min(each.level for each in inside)
    of_level = [each for each in inside if each.level == outer]
    asking = [each for each in of_level if each.wording.ends_asking or each.wording.label]
    return len(asking) >= (_FEW if _asks(fold) else 1) and len(asking) >= _MOST * len(of_level)
