"""List items that go on with the questions above them without their bold type, hashes or prefix."""

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise

from flashrl.formats.foreign.choosing.lists import count_of, is_marked_below, number_of
from flashrl.formats.foreign.choosing.selection import FEW, Selection
from flashrl.formats.foreign.styles.start import BOLD, HEADING, LISTED, QUESTION_ANSWER, Start

_GAP = 5
"""So far on the number of an item may be that the mark of an answer follows on."""
_INNER = 2
"""As deep is an item in an item."""
_SLIP = 2
"""So far on is what follows a number that was left out."""


def choose(chosen: Selection) -> None:
    _choose_below_bold(chosen)
    _choose_between_headings(chosen)
    _choose_beside_prefixes(chosen)


def _choose_beside_prefixes(chosen: Selection) -> None:
    """The items without a prefix in a list of questions that have one, where a marked answer is inside."""
    counts = Counter(each.list_start for each in chosen.kept.values() if each.kind == QUESTION_ANSWER)
    for each in chosen.others:
        if each.kind != LISTED or each.list_start is None or counts[each.list_start] < FEW:
            continue
        following = bisect_left(chosen.marks, each.end)
        is_marked = following < len(chosen.marks) and chosen.marks[following] < (each.item_end or each.end)
        if is_marked and not each.wording.is_stop:
            chosen.keep(each)


def _choose_between_headings(chosen: Selection) -> None:
    """The lines that have the numbers left out between two headings: their hashes were forgotten."""
    lines = sorted(line for line, each in chosen.kept.items() if each.kind == HEADING and each.depth < _INNER)
    counted = [chosen.kept[line] for line in lines if count_of(chosen, chosen.kept[line])]
    if len(counted) < FEW:
        return
    items = [each for each in chosen.others if each.kind == LISTED and each.depth == 1]
    places = [each.line for each in items]
    for one, other in pairwise(counted):
        inside = items[bisect_right(places, one.line) : bisect_left(places, other.line)]
        is_next = one.depth or chosen.next_heading(one, level=one.level) == other.line
        if not is_next or one.depth != other.depth or (not one.depth and one.level != other.level):
            continue
        found = _forgotten(chosen, count_of(chosen, one), count_of(chosen, other), inside)
        if len(found) > 1 or (found and chosen.document.has_text(found[0].end, other.line)):
            for each in found:
                chosen.keep(each)


def _forgotten(chosen: Selection, number: int, last: int, inside: list[Start]) -> list[Start]:
    """The items at the margin with all of the numbers between two others, or with the first of them, where
    no list goes there; several have blank lines between."""
    counts = [(number_of(chosen, each), each) for each in inside]
    near = [(count, each) for count, each in counts if number <= count <= max(last, number + 2)]
    near = [(count, each) for count, each in near if chosen.document.lines[each.line][:1].isdigit()]
    missing = list(range(number + 1, last))
    is_left_out = number > 0 and bool(missing) and [count for count, _ in near] in (missing, missing[:1])
    is_apart = all(not chosen.document.lines[each.line - 1].strip() for _, each in near)
    return [each for _, each in near] if is_left_out and (is_apart or len(near) == 1) else []


def _choose_below_bold(chosen: Selection) -> None:
    bold = sum(each.kind == BOLD and bool(each.wording.number) for each in chosen.kept.values())
    if not bold:
        return
    before: dict[int, Start] = {}
    for each in chosen.others:
        if each.kind != LISTED or each.depth != 1 or not chosen.document.lines[each.line][:1].isdigit():
            continue
        above = before.get(each.list_start or each.line)
        before[each.list_start or each.line] = each
        if above is not None and above.line not in chosen.kept:
            continue  # a later step of a list that is part of an answer
        last = chosen.last_kept(each.line)
        if last is not None and _goes_on(chosen, last, each, is_habit=bold >= FEW):
            chosen.keep(each)


def _goes_on(chosen: Selection, last: Start, each: Start, *, is_habit: bool) -> bool:
    """Whether an item has the next number, and asks or is answered. Below an item that went on the number may
    be used twice, or one be left out."""
    if last.kind not in (BOLD, LISTED) or last.line == each.line:
        return False
    count = count_of(chosen, last)
    ahead = number_of(chosen, each) - count
    if not count or each.wording.is_stop:
        return False
    is_near = ahead == 1 or (last.kind == LISTED and count > 1 and 0 <= ahead <= _SLIP)
    is_next = is_near and is_habit and each.wording.ends_asking
    return is_next or (0 < ahead <= _GAP and is_marked_below(chosen, each))
