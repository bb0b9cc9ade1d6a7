"""The items that let choose: options stand right below them, which asks, whatever their words are."""

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.listed import item_number
from flashrl.formats.foreign.styles.start import LISTED, Start
from flashrl.formats.foreign.words.options import options_below

QUIZ = re.compile(
    r"\bquiz|\bexams?\b|\bmcqs?\b|\bqcm\b|multiple[- ]choice|\b(?:practice|mock)[- ]tests?\b|\btrivia\b|"
    r"trắc nghiệm|选择题|選擇題",
    re.IGNORECASE,
)
"""What the title of a file says that lets choose."""
_BULLET = re.compile(r"[ \t]*[-*+][ \t]")
_COUNTED, _LIKELY = 5, 0.3


def with_offers(
    document: Document,
    starts: list[Start],
    marks: Sequence[int],
    keyed: Collection[int],
    *,
    is_about_questions: bool,
    is_quiz: bool,
) -> tuple[list[Start], set[int]]:
    """The starts, where those items ask that have options below them, and the lines of these: in a file
    about questions, or where half of them have a key, as lettered points of a law have not. `keyed` are
    answered elsewhere. In a quiz bullets below may be options too."""
    runs = {
        each.line: run
        for each in starts
        if each.kind == LISTED and (run := options_below(document.lines, each.line)) is not None
    }
    lines = [*sorted(runs), len(document.lines)]
    answered = {
        line
        for line, end in pairwise(lines)
        if line in keyed or runs[line].is_keyed or bisect_left(marks, line) < bisect_left(marks, end)
    }
    runs = {line: run for line, run in runs.items() if run.is_sure or line in answered}
    offering = set(runs) if is_about_questions or is_quiz or 2 * len(answered) >= len(runs) else set()
    asking = offering | (_counted(document, starts, offering) if is_quiz else set())
    return [
        replace(each, wording=replace(each.wording, asks=True, ends_asking=True))
        if each.line in asking and not each.wording.ends_asking
        else each
        for each in starts
    ], offering


def _counted(document: Document, starts: list[Start], offering: set[int]) -> set[int]:
    """The lines of the items that one count goes through, where bullets are below each and some ask."""
    items = [each for each in starts if each.kind == LISTED and each.depth == 1 and each.shape[1]]
    numbers = [item_number(document.lines[each.line]) or 0 for each in items]
    if len(items) < _COUNTED or numbers != list(range(1, len(items) + 1)):
        return set()
    asking = sum(each.wording.asks or each.line in offering for each in items)
    ends = [*(each.line for each in items[1:]), len(document.lines)]
    has_bullets = all(
        any(map(_BULLET.match, document.lines[each.end : end])) for each, end in zip(items, ends, strict=True)
    )
    return {each.line for each in items} if has_bullets and asking >= _LIKELY * len(items) else set()
