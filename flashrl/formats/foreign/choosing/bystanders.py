"""What asks only by the way, beside the questions of a file that say more clearly that they ask."""

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise

from flashrl.formats.foreign.choosing.lists import count_of
from flashrl.formats.foreign.choosing.selection import FEW, MANY, MOST, Selection
from flashrl.formats.foreign.styles.start import BOLD, HEADING, QUESTION_ANSWER, Start
from flashrl.formats.foreign.words.wording import PART


def let_titles_go(chosen: Selection) -> None:
    """Where questions have a prefix, or a number and a marked answer, a heading that only sounds like one is
    none."""
    marked = {each.line for each in chosen.kept.values() if each.wording.label and each.kind != HEADING}
    marked.update(each.line for each in chosen.others if _is_counted_pair(chosen, each))
    headings = [each for each in chosen.kept.values() if each.kind == HEADING]
    saying: dict[tuple[object, ...], list[bool]] = defaultdict(list)
    for each in headings:
        saying[each.shape].append(chosen.says_so(each))
    others = [each for each in headings if not chosen.says_so(each) and not _is_usual(saying[each.shape])]
    if len(marked) >= max(FEW, 2 * len(others)):
        for each in others:
            del chosen.kept[each.line]


def _is_counted_pair(chosen: Selection, each: Start) -> bool:
    return each.line in chosen.answered and each.wording.asks and bool(count_of(chosen, each))


def let_alone_go(chosen: Selection) -> None:
    """Where headings count questions with a prefix, the only line in bold without one is in an answer."""
    counted = sum(
        each.kind == HEADING and each.wording.label and bool(each.wording.number)
        for each in chosen.kept.values()
    )
    lines = [each for each in chosen.kept.values() if each.kind != HEADING]
    if counted > FEW and len(lines) == 1 and lines[0].kind == BOLD:
        words = lines[0].wording
        if not (words.number or words.label or words.ends_asking or lines[0].line in chosen.answered):
            del chosen.kept[lines[0].line]


def _is_usual(saying: list[bool]) -> bool:
    """Whether most headings of a look say that they ask: then the others of that look are no bystanders."""
    return sum(saying) >= max(FEW, MOST * len(saying))


def let_unnumbered_go(chosen: Selection) -> None:
    """Where questions in bold are numbered, a line that only sounds like one is part of an answer."""
    lines = [each for each in chosen.kept.values() if each.kind == BOLD]
    numbered = sum(bool(each.wording.number) for each in lines)
    if numbered >= max(2, MOST * len(lines)):
        for each in lines:
            if not (each.wording.number or chosen.says_so(each)):
                del chosen.kept[each.line]


def let_parts_go(chosen: Selection) -> None:
    """Where questions count on with a prefix, `Problem 3: …`, bold lines and a `Problem:` below one are parts
    of its answer."""
    kept = [chosen.kept[line] for line in sorted(chosen.kept)]
    lines = [each for each in kept if each.kind == QUESTION_ANSWER and each.wording.label]
    counted = [each for each in lines if each.wording.count is not None]
    steps = [(other.wording.count or 0) - (each.wording.count or 0) for each, other in pairwise(counted)]
    if len(counted) < FEW or steps.count(1) < MANY * len(steps):
        return
    for each in kept:
        index = bisect_right(counted, each.line, key=lambda other: other.line) - 1
        is_own = each.wording.number or (each.wording.label and label(each) != label(counted[index]))
        is_own = is_own or _is_answered_next(chosen, counted[index], each)
        if index < 0 or is_own or each.kind not in (BOLD, QUESTION_ANSWER):
            continue
        if not chosen.has_heading(counted[index], each.line):
            del chosen.kept[each.line]
    above = ("", *chosen.document.lines)
    chosen.marks = [line for line in chosen.marks if not PART.match(above[line].lstrip(" \t-*+"))]


def _is_answered_next(chosen: Selection, last: Start, each: Start) -> bool:
    """Whether a line that is only a label has an answer, and the question above it another."""
    is_told = bisect_right(chosen.marks, last.line) < bisect_right(chosen.marks, each.line)
    return is_told and each.wording.is_only_label and each.line in chosen.answered


def label(each: Start) -> str:
    """The prefix of a question, as `Q`."""
    return re.split(r"[^\w]|\d", each.question.strip("*_ #"), maxsplit=1)[0].casefold()
