"""Lines in bold that count titles: `4) **Discounting.**` with text below it, among others that ask."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.choosing.lists import number_of
from flashrl.formats.foreign.choosing.places import FAR
from flashrl.formats.foreign.choosing.selection import FEW, HALF, LIKELY, MOST, Selection, between
from flashrl.formats.foreign.styles.start import BOLD, LISTED, Start

_FEW_COUNTED = 5
_GAP = 5
"""So far on may the next number of a count be."""
_AT_MARGIN = re.compile(r"(?!\d{1,4}[.)]|#)\S")
_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")
_STEM = 5
"""So many letters of a word count: `chunks` and `chunking` say the same."""


def counted_on(chosen: Selection, free: list[Start], wanted: set[int]) -> set[int]:
    """The lines that go on with the numbers of the questions where a file is about those, and those that say
    the questions of a list above them again: that is then their contents, and forgotten."""
    groups: dict[tuple[object, ...], list[Start]] = defaultdict(list)
    for each in free:
        if each.wording.count is not None and not each.wording.is_stop:
            groups[_is_told_outside(chosen, each), *each.shape[2:]].append(each)
    found: set[int] = set()
    for (is_outside, *_), group in groups.items():
        asking = sum(each.wording.asks or each.wording.label for each in group)
        enough = LIKELY if is_outside else MOST
        if chosen.is_about_questions and len(group) > FEW and asking >= enough * len(group):
            found.update(each.line for each in _in_count(chosen, group, wanted))
        for run in _runs(chosen, group):
            if contents := _contents(chosen, run):
                chosen.others = [each for each in chosen.others if each.line not in contents]
                found.update(each.line for each in run)
    return found


def _is_told_outside(chosen: Selection, each: Start) -> bool:
    """Whether what is said of a line stands below it, as below a heading, and in no list item."""
    below = (line for line in chosen.document.lines[each.end : each.end + FAR] if line.strip())
    return each.list_start is None or bool(_AT_MARGIN.match(next(below, "")))


def _in_count(chosen: Selection, group: list[Start], wanted: set[int]) -> Iterator[Start]:
    """Those that begin a count below a heading, or go on with one; numbers inside an answer begin again."""
    last: Start | None = None
    for each in group:
        number = each.wording.count or 0
        if last is None or chosen.has_heading(last, each.line):
            is_counted = number <= 1
        else:
            is_counted = 0 < number - (last.wording.count or 0) <= _GAP
        if is_counted or each.line in wanted:
            last = each
            yield each


def _runs(chosen: Selection, group: list[Start]) -> Iterator[list[Start]]:
    """Those with nothing else on their line that count from 1 on, each with text below."""
    run: list[Start] = []
    ends = [*(each.line for each in group[1:]), len(chosen.document.lines)]
    for each, end in zip(group, ends, strict=True):
        if each.inline or not chosen.has_own_text(each, end) or each.wording.count != len(run) + 1:
            yield run
            run = []
        if each.wording.count == len(run) + 1:
            run.append(each)
    yield run


def _contents(chosen: Selection, run: list[Start]) -> set[int]:
    """The lines of the bare list above a run that most titles say again, if it mostly asks."""
    if len(run) < _FEW_COUNTED:
        return set()
    items = [each for each in between(chosen.others, -1, run[0].line) if each.kind == LISTED]
    told = [each for each in items if each.depth == 1 and number_of(chosen, each)][-len(run) :]
    if [number_of(chosen, each) for each in told] != [each.wording.count for each in run]:
        return set()
    is_bare = not any(chosen.document.has_text(each.end, after.line) for each, after in pairwise(told))
    asking = sum(each.wording.asks for each in told)
    again = sum(_says_again(title, each) for title, each in zip(run, told, strict=True))
    is_said = is_bare and asking >= MOST * len(run) and again >= MOST * len(run)
    return {each.line for each in told} if is_said else set()


def _says_again(title: Start, asked: Start) -> bool:
    """Whether half of the words of a title stand in a question."""
    words = {word[:_STEM].casefold() for word in _WORD.findall(title.wording.text)}
    known = {word[:_STEM].casefold() for word in _WORD.findall(asked.wording.text)}
    return len(words & known) >= max(1, HALF * len(words))


def end_before_next(chosen: Selection) -> None:
    """End an answer at the title with the next number that is no question: it is none of its parts."""
    lines = [each for each in chosen.others if each.kind == BOLD and each.wording.count and not each.inline]
    for each, following in _neighbours(lines):
        kept = chosen.kept.get(each.line)
        is_next = each.wording.count == (following.wording.count or 0) - 1
        if kept is each and is_next and following.line not in chosen.kept:
            limit = min(following.line, each.limit or following.line)
            chosen.kept[each.line] = replace(each, limit=limit)


def _neighbours(lines: Sequence[Start]) -> Iterator[tuple[Start, Start]]:
    """Each of the lines and the next one that looks the same."""
    groups: dict[tuple[object, ...], list[Start]] = defaultdict(list)
    for each in lines:
        groups[each.shape].append(each)
    for group in groups.values():
        yield from pairwise(group)
