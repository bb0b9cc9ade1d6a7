"""Which of the possible starts in a file the marks of its answers belong to."""

from bisect import bisect_right

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.page.fold import ends_around
from flashrl.formats.foreign.styles.start import BOLD, DETAILS, HEADING, Start

_LIST = 3
"""So many folds that ask below a heading are questions of their own."""
_NEAR = 40
"""How many headings inside a fold are passed over on the way from the mark of an answer behind it."""


def answered(document: Document, starts: list[Start], marks: list[int]) -> set[int]:
    """The lines of the starts that are the last ones before the mark of an answer, but for the headings
    inside a fold that ends before it. In a list of folds that ask, each has its own answer."""
    owners = [each for each in starts if _could_ask(each)]
    lines = [each.line for each in owners]
    ends = ends_around(document.details, document.lines)
    folds = [each for each in starts if each.is_fold and each.wording.asks]
    fold_lines = [each.line for each in folds]
    found = set()
    for mark in marks:
        last = bisect_right(lines, mark) - 1
        near = range(last, max(-1, last - _NEAR), -1)
        index = next((n for n in near if ends[lines[n]] > mark), last)
        if index < 0 or lines[index] == mark:
            continue
        first, behind = bisect_right(fold_lines, lines[index]), bisect_right(fold_lines, mark)
        if not (behind - first >= _LIST and (folds[behind - 1].limit or 0) > mark):
            found.add(lines[index])
    return found


def _could_ask(each: Start) -> bool:
    if each.wording.is_stop or each.kind == DETAILS:
        return False
    is_counted = each.kind == BOLD and bool(each.wording.number) and not each.inline
    return each.kind == HEADING or each.wording.asks or each.wording.label or is_counted
