"""The headings below a question that ask too: answered apart, numbered, or of most others' level."""

import re
from collections import Counter
from itertools import pairwise

from flashrl.formats.foreign.choosing.lists import is_marked_below
from flashrl.formats.foreign.choosing.selection import FEW, HALF, LIKELY, MANY, Selection
from flashrl.formats.foreign.styles.start import Start

_TICKED = re.compile(r"[ \t]*[-*+][ \t]+\[[xX]\][ \t]")
_SEVERAL = 2
_MANY_COUNTED = 5


def answered_apart(chosen: Selection, parents: dict[int, Start]) -> set[int]:
    """The lines of the headings that ask, with the mark of an answer or a fold that only says so right below.

    Each has to stand below another question that was answered before it, and there have to be several:
    `Does it learn?` below a title and its code asks what that title only names.
    """
    found = [
        each
        for each in chosen.headings
        if each.line in parents
        and each.wording.ends_asking
        and is_marked_below(chosen, each)
        and _is_told(chosen, parents[each.line])
    ]
    asking = sum(parents[each.line].wording.ends_asking for each in found)
    if len(found) < _SEVERAL or asking < MANY * len(found):
        found = []
    return {each.line for each in found} | _ticked_apart(chosen, parents)


def _ticked_apart(chosen: Selection, parents: dict[int, Start]) -> set[int]:
    """The lines of the headings that ask, with options of their own of which some are ticked, below another
    question that has such as well: one of a quiz that was set a level too deep."""
    return {
        each.line
        for each in chosen.headings
        if each.line in parents
        and each.wording.ends_asking
        and _has_ticks(chosen, each)
        and _has_ticks(chosen, parents[each.line])
    }


def _has_ticks(chosen: Selection, each: Start) -> bool:
    """Whether ticked options stand right below a heading."""
    return any(_TICKED.match(line) for line in chosen.document.lines[each.end : chosen.next_heading(each)])


def counted_questions(
    chosen: Selection, wanted: dict[int, Start], children: dict[int, list[Start]]
) -> set[int]:
    """The lines of the questions whose subheadings are their answers' parts, even where those ask: nearly all
    headings of their level are counted on and most of these ask, and those below them are not counted.

    Where every third of them leads several that ask, they may be chapters that hold the questions.
    """
    found: set[int] = set()
    for level in {each.level for each in wanted.values()}:
        of_level = [each for each in chosen.headings if each.level == level and not each.depth]
        counted = [each for each in of_level if each.wording.count is not None]
        if len(counted) < max(_MANY_COUNTED, MANY * len(of_level)) or not _counts_on(counted):
            continue
        asking = [each for each in counted if each.wording.asks or each.wording.label]
        asking = [each for each in asking if not each.wording.is_only_label]
        leading = [each for each in counted if _leads_several(each, children[each.line])]
        if len(asking) >= HALF * len(counted) and len(leading) < LIKELY * len(counted):
            found.update(
                each.line
                for each in asking
                if not any(child.shape[3] or child.wording.label for child in children[each.line])
            )
    return found


def _counts_on(counted: list[Start]) -> bool:
    """Whether nearly every number is higher than the one before."""
    numbers = [each.wording.count or 0 for each in counted]
    return sum(one < other for one, other in pairwise(numbers)) >= MANY * (len(numbers) - 1)


def _leads_several(above: Start, inside: list[Start]) -> bool:
    """Whether several headings below one ask, and ask something else."""
    asked = _bare(above)
    return sum(each.wording.ends_asking and _bare(each) not in asked for each in inside) >= _SEVERAL


def _bare(each: Start) -> str:
    return re.sub(r"[\W_]+", "", each.wording.text.casefold())


def _is_told(chosen: Selection, above: Start) -> bool:
    """Whether text that is no code stands right below a heading."""
    return any(chosen.document.plain[above.end : chosen.next_heading(above)])


def outlined(parents: dict[int, Start], children: dict[int, list[Start]]) -> set[int]:
    """The questions that are numbered as parts of the one above them, `2.1` below `2`, if that is a habit."""
    parts = [
        each
        for line in {above.line for above in parents.values()}
        for each in children[line]
        if each.wording.number.startswith(f"{parents[each.line].wording.number or '-'}.")
    ]
    asking = [each for each in parts if each.wording.ends_asking]
    is_habit = len(asking) >= FEW and len(asking) >= MANY * len(parts)
    return {each.line for each in asking} if is_habit else set()


def of_level(nested: list[tuple[Start, Start]], kept: dict[int, Start]) -> dict[int, Start]:
    """Those below another question that most questions are of the level of: the one above them is set off."""
    levels = Counter(each.level for each in kept.values())
    return {
        each.line: each
        for each, above in nested
        if levels[each.level] > levels[above.level] and (each.wording.ends_asking or each.wording.label)
    }
