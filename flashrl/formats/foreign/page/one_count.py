"""Headings that count on from 1 and change their level on the way: `## 1. …`, then `### 2. …`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.subheadings import has_text
from flashrl.formats.foreign.words.wording import wording

_ENOUGH = 5
"""So many that count on are one list, whatever their levels."""


def at_one_level(blocks: list[Block], lines: list[str]) -> list[Block]:
    """The blocks, where the headings of such a list all have the level that most of them have.

    Each that moves has text of its own right below it, and none of its level is counted elsewhere: those
    would be chapters.
    """
    headings = [each for each in blocks if each.kind == "heading" and not (each.quoted or each.items)]
    if len({each.level for each in headings}) < 2:
        return blocks
    ends = [*(each.start for each in headings[1:]), len(lines)]
    told = {each.start for each, end in zip(headings, ends, strict=True) if has_text(lines, each.end, end)}
    found: dict[int, int] = {}
    for is_labelled in (True, False):
        counted = [each for each in headings if _is_counted(each, is_labelled=is_labelled)]
        runs = list(_runs(counted))
        inside = {each.start for run in runs for each in run}
        chapters = {each.level for each in counted if each.start not in inside}
        for run in runs:
            level = Counter(each.level for each in run).most_common(1)[0][0]
            moved = [each for each in run if each.level != level]
            if all(each.start in told and each.level not in chapters for each in moved):
                found.update((each.start, level) for each in moved)
    return [replace(each, level=found.get(each.start, each.level)) for each in blocks] if found else blocks


def _is_counted(heading: Block, *, is_labelled: bool) -> bool:
    words = wording(heading.text)
    return words.count is not None and words.label == is_labelled


def _runs(counted: list[Block]) -> Iterator[list[Block]]:
    """Those that count on from 1 far enough; deeper ones that begin again are parts of one of them where the
    next of its level goes on with its number."""
    run: list[Block] = []
    outer: list[Block] = []
    for each in counted:
        count = wording(each.text).count
        if outer and each.level == outer[-1].level and count == len(outer) + 1:
            run, outer = outer, []
        if count != len(run) + 1:
            if len(run) >= _ENOUGH:
                yield run
            outer = run if run and each.level > run[-1].level else []
            run = []
        if count == len(run) + 1:
            run.append(each)
    if len(run) >= _ENOUGH:
        yield run
