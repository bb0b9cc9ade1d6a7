"""Headings below another question that are questions of their own: what stands below them, the contents
or their level say so."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from flashrl.formats.foreign.choosing.lists import is_marked_below
from flashrl.formats.foreign.choosing.selection import FEW, MANY, Selection
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words.plain_text import letters
from flashrl.formats.foreign.words.wording import wording

_TICKED = re.compile(r"[ \t]*[-*+][ \t]+\[[xX]\][ \t]")
_LINKED = re.compile(r"(?P<lead>[\s>#*+-]*+(?:\d{1,4}[.)][ \t]+)?)\[(?P<text>[^\[\]]+)\]\(#")
"""A line of contents, with its place among them."""
_SEVERAL = 2


def set_apart(chosen: Selection, parents: dict[int, Start]) -> set[int]:
    """The lines of such headings; `parents` are the questions that the headings stand below."""
    below = [each for each in chosen.headings if each.line in parents and each.wording.ends_asking]
    return (
        _answered_apart(chosen, below, parents)
        | _ticked_apart(chosen, below, parents)
        | _listed_apart(chosen, below, parents)
        | set(_between_levels(chosen, parents))
        | set(_counted_past(chosen, parents))
    )


def _answered_apart(chosen: Selection, below: list[Start], parents: dict[int, Start]) -> set[int]:
    """Those with the mark of an answer or a fold that only says so right below.

    Each has to stand below another question that was answered before it, and there have to be several:
    `Does it learn?` below a title and its code asks what that title only names.
    """
    found = [each for each in below if is_marked_below(chosen, each) and _is_told(chosen, parents[each.line])]
    above = [parents[each.line] for each in found]
    asking = sum(each.wording.ends_asking or is_headed(chosen, each) for each in above)
    return {each.line for each in found} if len(found) >= _SEVERAL and asking >= MANY * len(found) else set()


def is_headed(chosen: Selection, each: Start) -> bool:
    """Whether a deeper heading `Answer` stands right below a heading: no topic and no title has one."""
    if not is_marked_below(chosen, each):
        return False
    mark = chosen.document.lines[chosen.marks[bisect_left(chosen.marks, each.end)]]
    return mark.startswith("#" * (each.level + 1)) and not mark.rstrip(" :#*_").lower().endswith("s")


def _ticked_apart(chosen: Selection, below: list[Start], parents: dict[int, Start]) -> set[int]:
    """Those with options of their own of which some are ticked, below another question that has such as
    well: one of a quiz that was set a level too deep."""
    return {
        each.line for each in below if _has_ticks(chosen, each) and _has_ticks(chosen, parents[each.line])
    }


def _listed_apart(chosen: Selection, below: list[Start], parents: dict[int, Start]) -> set[int]:
    """Those that the contents of the file name beside the question that they stand below, not below it."""
    leads: dict[str, str] = {}
    for line in chosen.document.lines if below else ():
        if "](#" in line and (found := _LINKED.match(line)):
            leads.setdefault(letters(wording(found["text"]).text), re.sub(r"\d+", "0", found["lead"]))
    if len(leads) < FEW:
        return set()
    own = ((each, leads.get(letters(each.wording.text))) for each in below)
    return {
        each.line
        for each, lead in own
        if lead is not None and lead == leads.get(letters(parents[each.line].wording.text))
    }


def _between_levels(chosen: Selection, parents: dict[int, Start]) -> Iterator[int]:
    """Those on a level between that of the questions and the one that the parts of the answers above have;
    without a number below a counted question they are parts as well."""
    parts: dict[int, list[Start]] = defaultdict(list)
    for each in chosen.headings:
        above = parents.get(each.line)
        if above is None:
            continue
        known = parts[above.level]
        is_habit = len(known) >= FEW and len({parents[part.line].line for part in known}) >= _SEVERAL
        is_between = is_habit and all(each.level < part.level for part in known)
        is_part = above.shape[3] and not each.shape[3]
        if is_between and each.wording.ends_asking and not is_part:
            yield each.line
        else:
            known.append(each)


def _counted_past(chosen: Selection, parents: dict[int, Start]) -> Iterator[int]:
    """Those below a counted question, from the first one on that asks, that count on from it: its own number
    comes twice, or the next heading of its level goes on behind theirs."""
    inside: dict[int, list[Start]] = defaultdict(list)
    for each in chosen.headings:
        if each.line in parents and (parents[each.line].wording.count or 0) >= _SEVERAL:
            inside[parents[each.line].line].append(each)
    own = {each.line: each.wording.count for each in chosen.headings}
    for group in inside.values():
        above = parents[group[0].line]
        first = next((n for n, each in enumerate(group) if each.wording.ends_asking), len(group))
        tail = group[first:]
        count, numbers = above.wording.count or 0, [each.wording.count or 0 for each in tail]
        if _counts_up(numbers) and all(each.wording.ends_asking for each in tail):
            is_on = own.get(chosen.next_heading(above, level=above.level)) == numbers[-1] + 1
            if (is_on and numbers[0] > count) or (first == 0 and numbers[0] == count):
                yield from (each.line for each in tail)


def _counts_up(numbers: list[int]) -> bool:
    return bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _has_ticks(chosen: Selection, each: Start) -> bool:
    """Whether ticked options stand right below a heading."""
    return any(_TICKED.match(line) for line in chosen.document.lines[each.end : chosen.next_heading(each)])


def _is_told(chosen: Selection, above: Start) -> bool:
    """Whether text that is no code stands right below a heading."""
    return any(chosen.document.plain[above.end : chosen.next_heading(above)])
