"""The list items that are questions as those beside them are: in bold or not, and whatever they say."""

from collections import defaultdict
from dataclasses import replace

from flashrl.formats.foreign.choosing.selection import FEW, HALF, LIKELY, MANY, MOST, Selection
from flashrl.formats.foreign.styles.start import BOLD, LISTED, Start

FEW_BOLD = 5
_BULLETS = ("-", "*", "+")


def choose(chosen: Selection) -> None:
    _choose_told(chosen)
    _choose_plain(chosen)


def _choose_told(chosen: Selection) -> None:
    """The bullets of lists where nearly each holds what answers it and most ask, where some were set in bold
    and some were not."""
    lists: dict[int, dict[int, Start]] = defaultdict(dict)
    for each in chosen.others:
        is_item = each.kind in (BOLD, LISTED) and each.depth == 1 and each.list_start is not None
        if is_item and chosen.document.lines[each.line].lstrip().startswith(_BULLETS):
            lists[each.list_start or 0].setdefault(each.line, each)
    items = [
        each
        for start, found in lists.items()
        if _are_told(chosen, list(found.values())) and _is_free(chosen, start)
        for each in found.values()
    ]
    asking = sum(each.wording.asks for each in items)
    closing = sum(each.wording.ends_asking for each in items)
    is_mixed = len({each.line in chosen.kept for each in items}) > 1 and len(items) >= FEW_BOLD
    is_asked = asking >= MOST * len(items) and closing >= max(2, LIKELY * len(items))
    for each in items if is_mixed and is_asked else ():
        if not each.wording.is_stop:
            chosen.keep(replace(each, limit=each.item_end))


def _are_told(chosen: Selection, found: list[Start]) -> bool:
    """Whether nearly all items of a list go on below their first line."""
    told = [
        each for each in found if not each.inline and chosen.document.has_text(each.end, each.item_end or 0)
    ]
    return len(told) >= max(2, MANY * len(found))


def _is_free(chosen: Selection, line: int) -> bool:
    """Whether a list is in no other question's answer."""
    last = chosen.last_kept(line - 1)
    is_in_list = last is None or last.list_start is not None or last.is_fold
    is_behind = is_in_list or last is None or chosen.has_heading(last, line)
    return is_behind and chosen.enclosing_heading(line) is None and not chosen.is_folded(line)


def _choose_plain(chosen: Selection) -> None:
    """Plain items beside bold ones, and lists of such items below headings of their own: where the answers
    are inside of the bold items, an item at their level is part of none."""
    bold = [each for each in chosen.kept.values() if each.kind == BOLD and each.list_start is not None]
    told = [each for each in bold if _is_told(chosen, each)]
    if len(bold) < FEW_BOLD or len(told) < MANY * len(bold) or len({each.depth for each in bold}) > 1:
        return
    depth = bold[0].depth
    items = [each for each in chosen.others if each.kind == LISTED and each.depth == depth]
    plain = [each for each in items if each.line not in chosen.kept and not each.wording.is_stop]
    lists: dict[int | None, list[Start]] = defaultdict(list)
    for each in plain:
        lists[each.list_start].append(each)
    mixed = {each.list_start for each in bold}
    beside = [each for each in plain if each.list_start in mixed]
    if sum(each.wording.asks for each in beside) < max(2, HALF * len(beside)):
        return
    for start, found in lists.items():
        answered = [each for each in found if _is_told(chosen, each)]
        asking = sum(each.wording.asks for each in found)
        is_own = len(answered) >= max(FEW, MANY * len(found)) and asking >= HALF * len(found)
        if start in mixed or (is_own and all(map(chosen.is_outside, found))):
            for each in found:
                chosen.keep(replace(each, limit=each.item_end))


def _is_told(chosen: Selection, each: Start) -> bool:
    """Whether an item holds what answers it."""
    return bool(each.inline) or chosen.document.has_text(each.end, each.item_end or each.end)
