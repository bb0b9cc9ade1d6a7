"""The marks of answers that are none of the question above them: they stand in what is asked."""

import re
from bisect import bisect_right

from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import FAULT, wording

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,4}[.)])[ \t]+(?P<text>.*)")
_NEAR = 40
"""How many lines above the mark of an answer the item is looked for that it answers, or the fault."""
_MENDS = re.compile(r"\W*(?:soluci|solu[çt]|solv|sol\b|lösung|çözüm|解决|解決|해결)", re.IGNORECASE)
_PROPOSED = re.compile(r"\W*solution\b", re.IGNORECASE)
_GOAL = re.compile(
    r"\bmeets? (?:the|these|this|all|your) (?:\w+ )?(?:goals?|requirements?|needs)\b", re.IGNORECASE
)


def answers_item(lines: list[str], mark: int, first: int) -> bool:
    """Whether the mark of an answer stands in a list below an item that asks, and answers that one."""
    found = _ITEM.match(lines[mark])
    if found is None or not found["indent"]:
        return False
    for number in range(mark - 1, max(first, mark - _NEAR) - 1, -1):
        above = _ITEM.match(lines[number])
        if above is not None and len(above["indent"]) < len(found["indent"]):
            return wording(above["text"]).ends_asking
    return False


def is_proposed(lines: list[str], mark: int, marks: list[int], end: int) -> bool:
    """Whether a solution is what is asked about: `Solution: You …`, `Does it meet the goal?`, the answer.

    `marks` are all those up to the `end` of the question's lines.
    """
    found = answer_mark(lines[mark]) if _PROPOSED.match(lines[mark]) else None
    if found is None or not found.rest:
        return False
    index = bisect_right(marks, mark)
    behind = marks[index] if index < len(marks) else end
    asked = [line for line in lines[mark + 1 : behind] if line.rstrip(" *_\\").endswith("?")]
    return bool(asked) and (behind < end or any(map(_GOAL.search, asked)))


def mends(lines: list[str], mark: int, first: int) -> bool:
    """Whether a solution is that of a fault which is told of above it in the answer: `Problem: …`"""
    near = lines[max(first, mark - _NEAR) : mark]
    return bool(_MENDS.match(lines[mark])) and any(map(FAULT.match, near))
