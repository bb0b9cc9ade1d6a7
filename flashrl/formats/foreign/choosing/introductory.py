"""Headings that ask what a file is about, above the questions it counts: `What is a bandit?` and a paragraph,
then `1. …` to `30. …`. They introduce those."""

import re
from bisect import bisect_left
from collections import defaultdict

from flashrl.formats.foreign.choosing.lists import count_of
from flashrl.formats.foreign.choosing.selection import FEW, LIKELY, MANY, Selection
from flashrl.formats.foreign.styles.start import BOLD, HEADING, LISTED, Start

_ALONE = 3
"""So few of a level may ask beside the questions that are counted below one of them."""
_COUNTED = 5
_MANY_COUNTED = 8
"""So many that are counted in a file about questions need no question marks."""

_COUNT = re.compile(r"[*_]*[^\W\d_]{1,10}[ .#-]{0,2}(\d{1,3})[.:)\-–— ]")

_Look = tuple[object, ...]
_Part = tuple[Start, list[Start]]


def without_introductory(chosen: Selection, wanted: list[Start]) -> list[Start]:
    """Without the headings that hold what counts from 1, or goes on from one of them to the next; what is
    above the first number there introduces as well."""
    found: set[int] = set()
    for level in {each.level for each in wanted}:
        own = {each.line: each for each in wanted if each.level == level}
        for run in _runs(chosen, level):
            parents = [own[each.line] for each, _ in run if each.line in own]
            is_sole = len(own) == 1
            if (len(own) <= _ALONE or len(run) > 1) and _are_questions(chosen, run):
                parents = [each for each in parents if _may_introduce(chosen, each, is_sole=is_sole)]
                found.update(each.line for each in parents)
                firsts = {each.line: inside[0].line for each, inside in run}
                chosen.introduced += [(each.line, firsts[each.line]) for each in parents]
    chosen.introduced.sort()
    return [each for each in wanted if each.line not in found]


def _may_introduce(chosen: Selection, each: Start, *, is_sole: bool) -> bool:
    """Whether a heading has no mark of a question but its words."""
    is_counted = bool(each.shape[3]) and not is_sole
    return not (each.wording.label or each.line in chosen.answered or is_counted)


def _runs(chosen: Selection, level: int) -> list[list[_Part]]:
    """The counts below the headings of a level, by their look: those headings, each with what counts on."""
    tops = [each for each in chosen.headings if each.level == level and not each.depth]
    ends = [chosen.next_heading(each, level=level) for each in tops]
    places = [each.line for each in tops]
    looks: dict[_Look, list[Start]] = defaultdict(list)
    for each in (*chosen.headings, *chosen.others):
        if (look := _look(chosen, each)) is not None and (each.kind != HEADING or each.level > level):
            looks[look].append(each)
    runs = []
    for group in looks.values():
        inside: dict[int, list[Start]] = defaultdict(list)
        for each in group:
            index = bisect_left(places, each.line) - 1
            if index >= 0 and each.line < ends[index]:
                inside[index].append(each)
        runs += _counted(chosen, [(tops[index], inside[index]) for index in sorted(inside)])
    return runs


def _look(chosen: Selection, each: Start) -> _Look | None:
    """What those of one count look like; None for what may be in none."""
    if each.kind not in (HEADING, BOLD, LISTED) or each.wording.is_stop or each.wording.label:
        return None
    if each.depth > 1 or not count_of(chosen, each):
        return None
    return (each.kind, each.level, each.list_start is not None)


def _counted(chosen: Selection, parts: list[_Part]) -> list[list[_Part]]:
    """The parts whose counts go on, together; each part with those that have the next number."""
    runs: list[list[_Part]] = []
    last = 0
    for top, inside in parts:
        first = count_of(chosen, inside[0])
        if first not in (1, last + 1):
            last = 0
            continue
        number, counted = first - 1, []
        for each in inside:
            if count_of(chosen, each) == number + 1:
                counted.append(each)
                number += 1
        if first == 1 or not runs:
            runs.append([])
        runs[-1].append((top, counted))
        last = number
    return runs


def _are_questions(chosen: Selection, run: list[_Part]) -> bool:
    """Whether those that count on have text of their own, and ask."""
    counted = [each for _, inside in run for each in inside]
    asking = sum(each.wording.asks for each in counted)
    closing = sum(each.wording.ends_asking for each in counted)
    is_known = closing >= FEW or (chosen.is_about_questions and len(counted) >= _MANY_COUNTED)
    if len(counted) < _COUNTED or not is_known or asking < LIKELY * len(counted):
        return False
    ends = [
        *(each.line for each in counted[1:]),
        chosen.next_heading(run[-1][0], level=run[-1][0].level),
    ]
    told = sum(chosen.has_own_text(each, end) for each, end in zip(counted, ends, strict=True))
    return told >= MANY * len(counted)


def without_heads(wanted: list[Start]) -> list[Start]:
    """Without the headings above those of their level that count from 1 to the last, `Q1.`, `P1.`: what has
    neither a number nor a question mark there says how to use them."""
    heads: set[int] = set()
    for level in {each.level for each in wanted}:
        own = sorted((each for each in wanted if each.level == level and not each.depth), key=_line)
        counts = [_own_count(each) for each in own]
        first = counts.index(1) if 1 in counts else 0
        if first and len(own) - first >= FEW and counts[first:] == list(range(1, len(own) - first + 1)):
            heads.update(
                each.line
                for each, count in zip(own[:first], counts, strict=False)
                if not (count or each.wording.ends_asking or each.wording.label)
            )
    return [each for each in wanted if each.line not in heads]


def _own_count(each: Start) -> int:
    """What a heading counts as, also with a letter or a word that is no known prefix; 0 for none."""
    found = _COUNT.match(each.question)
    return each.wording.count or (int(found[1]) if found else 0)


def _line(each: Start) -> int:
    return each.line
