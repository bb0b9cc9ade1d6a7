"""Which of the possible starts in a file the marks of its answers belong to."""

import re
from bisect import bisect_right

from flashrl.formats.foreign.page.document import Document, Levels
from flashrl.formats.foreign.page.fold import ends_around
from flashrl.formats.foreign.styles.start import BOLD, DETAILS, HEADING, Start

_LIST = 3
"""So many folds that ask below a heading are questions of their own."""
_NEAR = 40
"""How many headings inside a fold are passed over on the way from the mark of an answer behind it."""

_QUESTION = re.compile(r"\W*(?:[\w-]+ ){0,2}question\W*", re.IGNORECASE)
"""A heading above one that is asked: `Trick question`."""


def answered(document: Document, starts: list[Start], marks: list[int]) -> set[int]:
    """The lines of the starts that are the last ones before the mark of an answer, but for the headings
    inside a fold that ends before it. In a list of folds that ask, each has its own answer."""
    owners = [each for each in starts if _could_ask(each)]
    lines = [each.line for each in owners]
    ends = ends_around(document.details, document.lines)
    folds = [each for each in starts if each.is_fold and each.wording.asks]
    fold_lines = [each.line for each in folds]
    questions = _questions(document)
    found = set()
    for mark in marks:
        last = bisect_right(lines, mark) - 1
        near = range(last, max(-1, last - _NEAR), -1)
        index = next((n for n in near if ends[lines[n]] > mark), last)
        if index < 0 or lines[index] == mark:
            continue
        first, behind = bisect_right(fold_lines, lines[index]), bisect_right(fold_lines, mark)
        is_list = behind - first >= _LIST and (folds[behind - 1].limit or 0) > mark
        if not (is_list or _is_asked_below(owners[index], questions, mark)):
            found.add(lines[index])
    return found


def _questions(document: Document) -> Levels:
    """The headings that only say that a question follows, `Trick question`."""
    headings = (each for each in document.blocks if each.kind == "heading")
    return Levels((each.start, each.level) for each in headings if _QUESTION.fullmatch(each.text))


def _is_asked_below(each: Start, questions: Levels, mark: int) -> bool:
    """Whether the mark of an answer is that of a question below a heading on the level of another."""
    if each.kind != HEADING or each.wording.asks or each.wording.label:
        return False
    following = questions.following(each.line + 1, each.level)
    return following is not None and following < mark


def _could_ask(each: Start) -> bool:
    if each.wording.is_stop or each.kind == DETAILS:
        return False
    is_counted = each.kind == BOLD and bool(each.wording.number) and not each.inline
    return each.kind == HEADING or each.wording.asks or each.wording.label or is_counted
