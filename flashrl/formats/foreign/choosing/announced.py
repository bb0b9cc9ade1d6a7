"""Topics of notes that end in a list of questions, which a line or a heading above it announces."""

from bisect import bisect_left
from collections import defaultdict

from flashrl.formats.foreign.choosing.selection import FEW, HALF, MOST, Selection
from flashrl.formats.foreign.styles.start import BOLD, LISTED, Start
from flashrl.formats.foreign.words.plain_text import plain
from flashrl.formats.foreign.words.usual_headings import announces

_SEVERAL = 2
_LONGEST = 60
"""So long may the line be that announces a list, in characters."""


def without_topics(chosen: Selection, wanted: list[Start]) -> list[Start]:
    """Without the headings of a level that have such lists below them, where few of them ask: with those that
    only sound so, and those whose list is missing."""
    levels: dict[int, list[Start]] = defaultdict(list)
    for each in wanted:
        levels[each.level].append(each)
    if max(map(len, levels.values()), default=0) < FEW:
        return wanted
    topics = _topics(chosen)
    dropped: set[int] = set()
    for group in levels.values():
        own = sum(each.line in topics for each in group)
        saying = sum(map(chosen.says_so, group))
        asking = sum(each.wording.asks for each in group)
        if own >= max(FEW, MOST * len(group)) and max(saying, asking) < HALF * len(group):
            dropped.update(each.line for each in group if not chosen.says_so(each))
    return [each for each in wanted if each.line not in dropped]


def _topics(chosen: Selection) -> set[int]:
    """The lines of the headings below which such a list stands, behind text."""
    lists: dict[int, list[Start]] = defaultdict(list)
    for each in chosen.others:
        if each.list_start is not None and each.depth == 1 and each.kind in (LISTED, BOLD):
            lists[each.list_start].append(each)
    found: set[int] = set()
    for first, items in lists.items():
        above = _announcing(chosen, first)
        if above is None or sum(each.wording.asks for each in items) < max(_SEVERAL, MOST * len(items)):
            continue
        index = bisect_left(chosen.heading_lines, above) - 1
        if index >= 0 and chosen.has_own_text(chosen.headings[index], above):
            found.add(chosen.heading_lines[index])
    return found


def _announcing(chosen: Selection, first: int) -> int | None:
    """The line right above a list that announces questions."""
    index = bisect_left(chosen.block_starts, first) - 1
    block = chosen.document.blocks[index] if index >= 0 else None
    if block is None or block.items or block.quoted or block.kind not in ("heading", "paragraph"):
        return None
    line = chosen.document.lines[block.end - 1]
    is_alone = block.end == block.start + 1 and len(line) <= _LONGEST
    return block.start if is_alone and announces(plain(line)) else None
