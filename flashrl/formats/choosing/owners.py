"""Which of the possible starts in a file the marks of its answers belong to."""

from bisect import bisect_right

from flashrl.formats.document import Document
from flashrl.formats.fold import ends_around
from flashrl.formats.start import BOLD, DETAILS, HEADING, Start

_NEAR = 40
"""How many headings inside a fold are passed over on the way from the mark of an answer behind it."""


def answered(document: Document, starts: list[Start], marks: list[int]) -> set[int]:
    """The lines of the starts that are the last ones before the mark of an answer, but for the headings
    inside a fold that ends before it."""
    owners = [each for each in starts if _could_ask(each)]
    lines = [each.line for each in owners]
    ends = ends_around(document.details, document.lines)
    found = set()
    for mark in marks:
        last = bisect_right(lines, mark) - 1
        near = range(last, max(-1, last - _NEAR), -1)
        index = next((n for n in near if ends[lines[n]] > mark), last)
        if index >= 0 and lines[index] != mark:
            found.add(lines[index])
    return found


def _could_ask(each: Start) -> bool:
    if each.wording.is_stop or each.kind == DETAILS:
        return False
    is_counted = each.kind == BOLD and bool(each.wording.number) and not each.inline
    return each.kind == HEADING or each.wording.asks or each.wording.label or is_counted
