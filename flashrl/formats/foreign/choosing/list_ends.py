"""Where the last item of a list ends: what follows on the list answers it only if that is a habit."""

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.choosing.lists import BARE
from flashrl.formats.foreign.choosing.places import FAR, ITEM, is_source_of_list
from flashrl.formats.foreign.choosing.selection import FEW, HALF, Selection
from flashrl.formats.foreign.styles.start import BOLD, LISTED, QUESTION_ANSWER, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark

_TITLE_WORDS = 8
_TITLE = re.compile(r"(?!(?:yes|no|true|false|none|both)\b)[*_]*(?-i:[^\W\d_a-z])", re.IGNORECASE)
_ENDS = (".", "!", "?", "。", "！", "？", ";", "`")
"""What a title does not end with."""


def choose(chosen: Selection) -> None:
    """A closing remark, or a part of its own, is behind the list: its last item ends with itself."""
    lines = sorted(chosen.kept)
    groups: dict[tuple[str, int], list[Start]] = defaultdict(list)
    for line in lines:
        each = chosen.kept[line]
        if each.list_start is not None and each.kind in (BOLD, LISTED, QUESTION_ANSWER):
            groups[each.kind, each.depth].append(each)
    for group in groups.values():
        last = [each for each in group if _is_last(chosen, each, lines)]
        followed = [each for each in group if _is_followed(chosen, each, lines)]
        closing = [each for each in last if _is_followed(chosen, each, lines)]
        others = len(group) - len(closing)
        is_usual = len(closing) > max(1, HALF * len(last)) and others < FEW * len(closing)
        is_habit = len(followed) - len(closing) > BARE * others or is_usual
        for each in closing:
            is_remark = others >= FEW and not (is_habit or _is_its_own(chosen, each))
            if is_remark or _is_sourced(chosen, each):
                chosen.kept[each.line] = replace(each, limit=_item_end(chosen, each))
    _end_rows(chosen, lines)
    _end_above_titles(chosen, lines)


def _end_above_titles(chosen: Selection, lines: list[int]) -> None:
    """In lists that hold their answers, or have none, a short line at the margin is the title of the next."""
    kept = [chosen.kept[line] for line in lines]
    pairs = [(each, other) for each, other in pairwise(kept) if each.kind == other.kind == LISTED]
    beside = [(each, other, _told_at_margin(chosen, each, other)) for each, other in pairs]
    told = [(each, other, line) for each, other, line in beside if line]
    are_titles = all(_TITLE.match(line) and _is_titled(chosen, each, other) for each, other, line in told)
    for each, _, _ in told if len(told) <= BARE * len(pairs) and are_titles else ():
        chosen.kept[each.line] = replace(each, limit=_item_end(chosen, each))


def _told_at_margin(chosen: Selection, each: Start, other: Start) -> str:
    """The line below a question that stands at the margin, if that is the first and no item."""
    end = min(other.line, chosen.next_heading(each), each.limit or other.line, each.end + FAR)
    between = chosen.document.lines[each.end : end]
    first = next((line for line in between if line.strip()), "")
    return "" if first[:1].isspace() or ITEM.match(first) else first


def _end_rows(chosen: Selection, lines: list[int]) -> None:
    """Behind questions that stand line by line with nothing else, a short line is the title of the next."""
    kept = [chosen.kept[line] for line in lines]
    rows = [each for each in kept if each.kind == QUESTION_ANSWER and each.list_start is None]
    titled = [
        each
        for last, each, other in zip(kept, kept[1:], kept[2:], strict=False)
        if last.end == each.line and each.kind == QUESTION_ANSWER and _is_titled(chosen, each, other)
    ]
    if len(titled) <= BARE * len(rows):
        for each in titled:
            chosen.kept[each.line] = replace(each, limit=each.end)


def _is_titled(chosen: Selection, each: Start, other: Start) -> bool:
    """Whether a line of a few words, apart from a question, is all that stands between it and another."""
    between = chosen.document.lines[each.end : min(other.line, each.end + FAR)]
    told = [line for line in between if line.strip()]
    is_apart = len(told) == 1 and not (each.inline or between[0].strip() or answer_mark(told[0]))
    return is_apart and len(told[0].split()) <= _TITLE_WORDS and not told[0].rstrip().endswith(_ENDS)


def _is_last(chosen: Selection, each: Start, lines: list[int]) -> bool:
    """Whether a heading, or the end of the file, is nearer than the next question."""
    following = bisect_right(lines, each.line)
    return following == len(lines) or chosen.next_heading(each) <= lines[following]


def _is_followed(chosen: Selection, each: Start, lines: list[int]) -> bool:
    """Whether text stands between an item and the next question or heading."""
    following = bisect_right(lines, each.line)
    end = min([chosen.next_heading(each), *lines[following : following + 1]])
    return chosen.document.has_text(_item_end(chosen, each), end)


def _item_end(chosen: Selection, each: Start) -> int:
    """The line behind the list item that leads with a question."""
    block = chosen.document.blocks[bisect_right(chosen.block_starts, each.line) - 1]
    return max(each.end, each.item_end or (block.items[-1].end if block.items else 0))


def _is_sourced(chosen: Selection, each: Start) -> bool:
    """Whether the next text behind an item says where its list is from."""
    end = _item_end(chosen, each)
    told = (n for n, line in enumerate(chosen.document.lines[end : end + FAR], start=end) if line.strip())
    first = next(told, end)
    return end < first and is_source_of_list(chosen, first)


def _is_its_own(chosen: Selection, each: Start) -> bool:
    """Whether what follows on an item belongs to it: at once, as items, as code, marked as an answer, or
    indented, if not as far as its number is long."""
    end = _item_end(chosen, each)
    lines = chosen.document.lines[end : end + FAR]
    first = next((line for line in lines if line.strip()), "")
    is_code = first.lstrip().startswith(("```", "~~~", "<details", "<img", "!["))
    is_near = bool(lines and lines[0].strip())
    is_indented = first.startswith(("  ", "\t"))
    return is_near or is_code or is_indented or bool(ITEM.match(first)) or answer_mark(first) is not None
