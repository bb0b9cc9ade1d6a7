"""Numbers in bold that stand alone among numbered questions in bold: what they count is below them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.choosing.selection import FEW, MOST, Selection, between
from flashrl.formats.foreign.styles.start import BOLD, LISTED, Start
from flashrl.formats.foreign.words.wording import wording

_BARE = re.compile(r" {0,3}(\*\*|__)(\d{1,3})(?:[.)]\1|\1[.)])[ \t]*$")
"""One with a sign: `**12**` is an amount."""
_PART = re.compile(r"(?P<count>i{1,3}|iv|vi{0,3}|[a-h])[.)][ \t]+")
_COUNTS = (["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"], list("abcdefgh"))


def choose(chosen: Selection) -> None:
    bold = {each.line: each for each in chosen.kept.values() if each.kind == BOLD and each.wording.count}
    if len(bold) < FEW:
        return
    bare = {line: number for line, number in _bare(chosen) if line not in chosen.kept}
    count = 0
    lines = sorted([*bold, *bare, *chosen.heading_lines, len(chosen.document.lines)])
    for line, following in pairwise(lines):
        if line in bold:
            count = bold[line].wording.count or 0
        elif line not in bare:
            count = 0
        elif bare[line] == count + 1:
            count += 1
            _end_before(chosen, line)
            for each in _asked_below(chosen, line, following):
                chosen.keep(each)


def _bare(chosen: Selection) -> Iterator[tuple[int, int]]:
    """The lines with nothing but a number in bold, and that."""
    for line, text in enumerate(chosen.document.lines):
        if chosen.document.plain[line] and (found := _BARE.match(text)) is not None:
            yield line, int(found[2])


def _end_before(chosen: Selection, line: int) -> None:
    """End the answer above a line there."""
    last = chosen.last_kept(line)
    if last is not None and not last.is_fold and last.marked is None:
        limit = line if last.limit is None else min(line, last.limit)
        chosen.kept[last.line] = replace(last, limit=limit)


def _asked_below(chosen: Selection, line: int, end: int) -> list[Start]:
    """The parts of a question below its number, or the line that it counts."""
    inside = [each for each in between(chosen.others, line, end) if each.kind == LISTED]
    parts = [(each, found["count"]) for each in inside if (found := _PART.match(each.question))]
    counts = [count for _, count in parts]
    asking = [_unnumbered(each) for each, _ in parts]
    is_counted = len(parts) > 1 and any(counts == known[: len(counts)] for known in _COUNTS)
    if is_counted and sum(each.wording.asks for each in asking) >= MOST * len(asking):
        return asking
    first = next((n for n in range(line + 1, end) if chosen.document.lines[n].strip()), line)
    text = chosen.document.lines[first].strip()
    if first == line or not (chosen.document.plain[first] and wording(text).ends_asking):
        return []
    return [Start(BOLD, line, first + 1, text, wording(text), (BOLD, "bare"))]


def _unnumbered(part: Start) -> Start:
    text = _PART.sub("", part.question, count=1)
    return replace(part, question=text, wording=wording(text))
