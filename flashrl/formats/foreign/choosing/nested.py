"""Headings below headings that ask: which are questions too, and which only lead the questions below them."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.choosing.apart import is_headed, set_apart
from flashrl.formats.foreign.choosing.selection import FEW, HALF, LIKELY, MANY, MOST, Selection
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words.answer_mark import is_generic
from flashrl.formats.foreign.words.plain_text import letters

_FOLLOW_UPS = re.compile(
    r"\W*(?:follow[- ]?ups?(?: questions?)?|꼬리 ?질문|추가 ?질문|追问|追加の?質問|深掘り(?:質問)?)\W*",
    re.IGNORECASE,
)
"""What stands between the question that a file is about and those that go on from its answer."""
_OUTLINED = re.compile(r"[\W_]*(?:Q\W?)?(\d{1,4}(?:\.\d{1,3})?)[.\-–_]\d{1,3}(?!\d)", re.IGNORECASE)
_SEVERAL = 2
_MANY_COUNTED = 5


def unnested(chosen: Selection, wanted: list[Start]) -> Iterator[Start]:
    """Without the headings inside another question's answer, and without questions that are topics."""
    wanted = _followed_up(chosen, wanted)
    by_line = {each.line: each for each in wanted}
    parents, children = _tree(chosen, by_line)
    apart = set_apart(chosen, parents)
    children.update({line: _others(inside, apart) for line, inside in children.items()})
    children.update({line: [] for line in _counted_questions(chosen, by_line, children)})
    dropped = _dropped(chosen, by_line, parents, children)
    own = _outlined(parents, children)
    kept: dict[int, Start] = {}
    nested: list[tuple[Start, Start]] = []
    counts = {each.line: each.wording.count for each in wanted}
    kept_inside: dict[int, set[int]] = {}
    for each in wanted:
        above = parents.get(each.line)
        while above is not None and above.line in dropped:
            above = parents.get(above.line)
        if above is not None and above.line not in kept_inside:
            following = counts.get(chosen.next_heading(above, level=above.level))
            kept_inside[above.line] = _kept_inside(above, children, by_line, following) | own
        if each.line in dropped:
            continue
        if above is not None and each.line in apart:
            # What stands behind it on its level is in its answer, as it is in that of the one above.
            kept[each.line] = replace(each, level=above.level)
        elif above is None or each.line in kept_inside[above.line]:
            kept[each.line] = each
        else:
            nested.append((each, above))
    kept |= _of_level(nested, kept)
    yield from (kept[line] for line in sorted(kept))


def _tree(chosen: Selection, wanted: dict[int, Start]) -> tuple[dict[int, Start], dict[int, list[Start]]]:
    """The question that each heading stands below, and the headings below each question. Follow-ups on an
    answered title stand below nothing, nor does what a heading announces."""
    children: dict[int, list[Start]] = defaultdict(list)
    parents: dict[int, Start] = {}
    stack: list[Start] = []
    for each in chosen.headings:
        while stack and stack[-1].level >= each.level:
            stack.pop()
        if stack and stack[-1].limit == each.line:
            stack.clear()
        if each.line in chosen.announcing:
            stack = [above for above in stack if above.level == 1]
        if stack:
            parents[each.line] = stack[-1]
            children[stack[-1].line].append(each)
        if each.line in wanted:
            stack.append(wanted[each.line])
    return parents, children


def _followed_up(chosen: Selection, wanted: list[Start]) -> list[Start]:
    """The questions, a title with its end at the follow-ups that are right behind its answer."""
    if not wanted or wanted[0].level != 1 or not wanted[0].wording.asks:
        return wanted
    end = chosen.next_heading(wanted[0])
    following = next((each for each in chosen.headings if each.line == end), None)
    if following is None or not _FOLLOW_UPS.fullmatch(following.wording.text):
        return wanted
    is_told = chosen.has_own_text(wanted[0], end)
    return [replace(wanted[0], limit=end), *wanted[1:]] if is_told else wanted


def _others(group: list[Start], lines: set[int]) -> list[Start]:
    """Those of a group that are in none of the lines."""
    return [each for each in group if each.line not in lines]


def _kept_inside(
    parent: Start, children: dict[int, list[Start]], wanted: dict[int, Start], following: int | None
) -> set[int]:
    """The headings below a question that are questions of their own; `following` is what the next one of its
    level counts as: where that is the next number, those that are counted from 1 are parts."""
    inside = [each for each in children[parent.line] if not each.wording.is_stop]
    asking = [each for each in inside if each.wording.ends_asking or each.wording.label]
    if len(asking) >= FEW and len(asking) >= MANY * len(inside):
        return {each.line for each in inside if each.line in wanted}
    count = parent.wording.count
    is_parted = bool(inside) and inside[0].wording.count == 1
    if count is not None and is_parted and following == count + 1:
        count = None
    kept = set()
    for each in inside:
        if each.wording.label and not parent.wording.is_only_label:
            kept.add(each.line)
        elif count is not None and each.wording.count == count + 1 and each.wording.asks and count > 1:
            kept.add(each.line)
            count += 1
        elif kept and count is not None and each.wording.count is not None and each.wording.count > count:
            kept.add(each.line)
            count = each.wording.count
    return kept


def _dropped(
    chosen: Selection,
    wanted: dict[int, Start],
    parents: dict[int, Start],
    children: dict[int, list[Start]],
) -> set[int]:
    """The headings that only introduce the questions below them; where most below one of these end in a
    question mark, they are `children` of the heading above it from then on."""
    dropped = set()
    for line, each in sorted(wanted.items(), reverse=True):
        below = [child for child in children[line] if child.line in wanted]
        if not below:
            continue
        asking = [child for child in below if child.wording.asks or child.wording.label]
        is_empty = not chosen.has_own_text(each, chosen.next_heading(each))
        is_title = (
            each.level == 1 and len(asking) >= 2 and not (each.wording.label or is_headed(chosen, each))
        )
        is_counted = each.shape[3] and not is_empty and not any(child.shape[3] for child in below)
        is_bystander = not chosen.is_sure(each) and bool(asking) and not (is_counted and len(below) < FEW)
        is_mostly = 2 * len(asking) > sum(not child.wording.is_stop for child in children[line])
        is_topic = is_empty and is_mostly and len(asking) >= (1 if not each.wording.ends_asking else 2)
        if is_title or is_bystander or (is_topic and line not in chosen.answered):
            dropped.add(line)
            above = parents.get(line)
            ends_asking = sum(child.wording.ends_asking for child in below)
            if above is not None and ends_asking >= max(_SEVERAL, MOST * len(below)):
                children[above.line] = [*_others(children[above.line], {line}), *children[line]]
    return dropped


def _counted_questions(
    chosen: Selection, wanted: dict[int, Start], children: dict[int, list[Start]]
) -> set[int]:
    """The lines of the questions whose subheadings are their answers' parts, even where those ask: nearly all
    headings of their level are counted on and most of these ask, and those below them are not counted, or
    each time from 1.

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
            found.update(each.line for each in asking if _are_parts(children[each.line]))
    return found


def _are_parts(inside: list[Start]) -> bool:
    """Whether the headings below a counted one have no number, or count its parts: `1. …` below `Q20: …`."""
    counted = [each for each in inside if each.shape[3]]
    is_parted = bool(counted) and counted[0].wording.count == 1
    return (not counted or is_parted) and not any(each.wording.label for each in inside)


def _counts_on(counted: list[Start]) -> bool:
    """Whether nearly every number is higher than the one before."""
    numbers = [each.wording.count or 0 for each in counted]
    return sum(one < other for one, other in pairwise(numbers)) >= MANY * (len(numbers) - 1)


def _leads_several(above: Start, inside: list[Start]) -> bool:
    """Whether several headings below one ask, and ask something else."""
    asked = letters(above.wording.text)
    asking = [letters(each.wording.text) for each in inside if each.wording.ends_asking]
    return sum(text not in asked for text in asking) >= _SEVERAL


def _outlined(parents: dict[int, Start], children: dict[int, list[Start]]) -> set[int]:
    """The questions that are numbered as parts of the one above them, `2.1` or `2-1` below `2`, if that is a
    habit."""
    parts = [
        each
        for line in {above.line for above in parents.values()}
        for each in children[line]
        if _is_part_of(each, parents[each.line].wording.number)
    ]
    asking = [each for each in parts if each.wording.ends_asking]
    is_habit = len(asking) >= FEW and len(asking) >= MANY * len(parts)
    return {each.line for each in asking} if is_habit else set()


def _is_part_of(each: Start, number: str) -> bool:
    """Whether a heading has the number of the one above it, and behind that its own."""
    found = _OUTLINED.match(each.question) if number else None
    return found is not None and found[1] == number


def _of_level(nested: list[tuple[Start, Start]], kept: dict[int, Start]) -> dict[int, Start]:
    """Those below another question that most questions are of the level of: the one above them is set off."""
    levels = Counter(each.level for each in kept.values())
    return {
        each.line: each
        for each, above in nested
        if levels[each.level] > levels[above.level] and (each.wording.ends_asking or each.wording.label)
    }


def below_labels(chosen: Selection) -> set[int]:
    """The lines of the headings in folds that say `Answer` below a line with the prefix of a question: parts
    of what answers that."""
    labelled = [each.line for each in chosen.others if each.wording.label]
    found: set[int] = set()
    for fold in chosen.document.details if labelled else ():
        if not (fold.is_closed and is_generic(fold.summary)):
            continue
        first = bisect_left(chosen.heading_lines, fold.start)
        last = bisect_left(chosen.heading_lines, fold.end)
        above = chosen.heading_lines[first - 1] if first else -1
        if first < last and bisect_left(labelled, above) < bisect_left(labelled, fold.start):
            found.update(chosen.heading_lines[first:last])
    return found
