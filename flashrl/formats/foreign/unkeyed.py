"""Quizzes without a key: each question ends with as many short bullets as the others, and nothing more."""

import re
from collections import Counter
from collections.abc import Sequence

from flashrl.formats.foreign.styles.start import HEADING, Start

_FEW = 3
_MOST = 0.6
_MANY = 0.8
_LONGEST = 100
_BULLET = re.compile(r"[-*+][ \t]+(?!\[[ xX]\])\S")
_ASKED = re.compile(r"[?？][*_\"”)]*+(?:[ \t]*\([^()]*\))?[*_]*+$")
_NOTE = re.compile(r"[>*_ \t]*(?:note|hint)\b", re.IGNORECASE)


def unkeyed(starts: Sequence[Start], ends: Sequence[int], lines: list[str]) -> set[int]:
    """The lines of the counted headings, `Question 2`, below which nothing but options answers."""
    labelled = [
        (each.line, _options(lines[each.end : end]))
        for each, end in zip(starts, ends, strict=True)
        if each.kind == HEADING and each.wording.label and each.wording.number
    ]
    counts = Counter(count for _, count in labelled if count)
    total = counts.total()
    if total < max(_FEW, _MOST * len(labelled)) or max(counts.values()) < _MANY * total:
        return set()
    return {line for line, count in labelled if count}


def _options(lines: list[str]) -> int:
    """How many short bullets close a text, where the line above them asks; 0 if they do not."""
    told = (line.rstrip() for line in reversed(lines) if line.strip().strip("-*_"))
    count = 0
    for line in told:
        if count == 0 and _NOTE.match(line):
            continue
        if not (_BULLET.match(line) and len(line) < _LONGEST):
            return count if count >= _FEW and _ASKED.search(line) else 0
        count += 1
    return 0
