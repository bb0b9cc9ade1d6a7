"""The plain list items between questions in bold that are questions like those."""

from collections import defaultdict
from dataclasses import replace

from flashrl.formats.choosing.selection import FEW, HALF, MANY, Selection
from flashrl.formats.start import BOLD, LISTED, Start

FEW_BOLD = 5


def choose(chosen: Selection) -> None:
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
