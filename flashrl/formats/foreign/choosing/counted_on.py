"""List items that go on with the questions above them without their bold type, hashes or prefix."""

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise

from flashrl.formats.foreign.choosing.lists import count_of, is_marked_below, number_of
from flashrl.formats.foreign.choosing.selection import FEW, Selection
from flashrl.formats.foreign.styles.start import BOLD, HEADING, LISTED, QUESTION_ANSWER, Start

_GAP = 5
"""So far on the number of an item may be that the mark of an answer follows on."""


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
    """The line that has the number left out between two headings: its hashes were forgotten."""
    lines = sorted(line for line, each in chosen.kept.items() if each.kind == HEADING and not each.depth)
    counted = [chosen.kept[line] for line in lines if chosen.kept[line].wording.count is not None]
    if len(counted) < FEW:
        return
    items = [each for each in chosen.others if each.kind == LISTED and each.depth == 1]
    places = [each.line for each in items]
    for one, other in pairwise(counted):
        inside = items[bisect_right(places, one.line) : bisect_left(places, other.line)]
        is_level = one.level == other.level and chosen.next_heading(one, level=one.level) == other.line
        found = (
            _forgotten(chosen, one.wording.count or 0, other.wording.count or 0, inside) if is_level else None
        )
        if found is not None and chosen.document.has_text(found.end, other.line):
            chosen.keep(found)


def _forgotten(chosen: Selection, number: int, last: int, inside: list[Start]) -> Start | None:
    """The item with the number behind `number`, where `last` is further on and no list goes there."""
    ahead = [(number_of(chosen, each) - number, each) for each in inside]
    near = [each for step, each in ahead if 0 <= step <= 2]
    found = next((each for step, each in ahead if step == 1), None)
    is_alone = found is not None and len(near) == 1 and chosen.document.lines[found.line][:1].isdigit()
    return found if is_alone and 0 < number < last - 1 else None


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
    """Whether an item has the next number, and asks or is answered."""
    if last.kind not in (BOLD, LISTED) or last.line == each.line:
        return False
    count = count_of(chosen, last)
    ahead = number_of(chosen, each) - count
    if not count or each.wording.is_stop:
        return False
    is_next = ahead == 1 and is_habit and each.wording.ends_asking
    return is_next or (0 < ahead <= _GAP and is_marked_below(chosen, each))
