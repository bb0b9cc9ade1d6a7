"""The questions of one look that a file is full of, and the lines in their answers that ask by the way."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import BOLD, HEADING, LISTED, Start

_FEW, _MOST, _MANY, _RARE = 5, 0.6, 0.8, 0.3
_NEAR = 3
_FOLLOW_UPS = re.compile(r"\W*(?:\w+ ){0,2}follow[- ]?ups?(?: questions?)?\W*", re.IGNORECASE)
"""What stands above the bullets that ask on in an answer."""


def habits(document: Document, starts: list[Start]) -> list[list[Start]]:
    """The list items and the lines in bold of one look that ask and are answered, where they are many."""
    groups: dict[tuple[object, ...], list[Start]] = defaultdict(list)
    for each in starts:
        if each.kind in (LISTED, BOLD) and each.depth <= 1 and not _asks_on(document, each):
            groups[each.depth, *each.shape].append(each)
    return [group for group in groups.values() if len(group) >= _FEW and _is_habit(document, group)]


def _asks_on(document: Document, each: Start) -> bool:
    """Whether a list item stands below a line that calls its list follow-ups."""
    first = each.list_start or 0
    above = (document.lines[n] for n in range(first - 1, max(-1, first - _NEAR), -1))
    label = next((line for line in above if line.strip()), "")
    return "ollow" in label and label[:1] != "#" and bool(_FOLLOW_UPS.fullmatch(label))


def _is_habit(document: Document, group: list[Start]) -> bool:
    if sum(each.wording.ends_asking for each in group) < _MOST * len(group):
        return False
    ends = [*(each.line for each in group[1:]), len(document.lines)]
    told = sum(
        bool(each.inline) or document.has_text(each.end, end) for each, end in zip(group, ends, strict=True)
    )
    return told >= _MANY * len(group)


def asides(starts: list[Start], found: list[list[Start]], marks: list[int]) -> set[int]:
    """The lines that ask inside an answer of such a habit: a heading or a line in bold now and then, whose
    wording alone speaks for it."""
    headings = [each for each in starts if each.kind == HEADING]
    members = {each.line for group in found for each in group}
    levels = {each.level for each in headings if not each.wording.ends_asking}
    free = [each for each in starts if each.line not in members and _is_only_worded(each, levels, marks)]
    lines: set[int] = set()
    for group in found:
        places = [each.line for each in group]
        gaps: dict[int, list[Start]] = defaultdict(list)
        for each in free:
            gaps[bisect_left(places, each.line)].append(each)
        alone = [
            gap[0]
            for index, gap in gaps.items()
            if 0 < index < len(places)
            and len(gap) == 1
            and not _is_parted(headings, places[index - 1], gap[0])
        ]
        looks = Counter(each.shape for each in alone)
        lines.update(each.line for each in alone if looks[each.shape] <= _RARE * len(group))
    return lines


def _is_only_worded(each: Start, levels: set[int], marks: list[int]) -> bool:
    """Whether nothing but its wording makes a heading or a line in bold a question."""
    if each.kind not in (HEADING, BOLD) or not each.wording.ends_asking or each.level in levels:
        return False
    following = bisect_left(marks, each.end)
    is_marked = following < len(marks) and marks[following] <= each.end + 1
    return not (each.wording.label or each.wording.number or is_marked)


def _is_parted(headings: list[Start], line: int, each: Start) -> bool:
    """Whether a heading stands between a line and the start of a question."""
    index = bisect_right(headings, line, key=lambda other: other.line)
    return index < len(headings) and headings[index].line < each.line
