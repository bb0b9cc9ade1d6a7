"""List items that go on with the numbers of the questions in bold above them, without being in bold."""

from flashrl.formats.choosing.lists import is_marked_below, number_of
from flashrl.formats.choosing.selection import FEW, Selection
from flashrl.formats.start import BOLD, LISTED, Start

_GAP = 5
"""So far on the number of an item may be that the mark of an answer follows on."""


def choose(chosen: Selection) -> None:
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
    count = number_of(chosen, last) or last.wording.count or 0
    ahead = number_of(chosen, each) - count
    if not count or each.wording.is_stop:
        return False
    is_next = ahead == 1 and is_habit and each.wording.ends_asking
    return is_next or (0 < ahead <= _GAP and is_marked_below(chosen, each))
