"""Where the fences of code end: as CommonMark says, or as who forgot to close one meant it."""

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

FENCES = "fences"
"""Where the parser finds the `Fences` of what it reads."""

_BARE_FENCE = re.compile(r"(?P<indent> *)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^\s`]*)[ \t]*$")
_WRAPPER = re.compile(r"(?P<mark>`{3,}|~{3,})[ \t]*(?:markdown|md)[ \t]*$", re.IGNORECASE)
_MARK = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>.?)")
_HEADING_LINE = re.compile(
    r"^ {0,3}#{1,6}[ \t]++(?:\*\*)?(?:\d+\s*[.):]|Q(?:uestion)?[\s.:]*\d|.*[?？][^\w?？]*$)"
)


def without_wrapper(lines: list[str], first: int) -> list[str]:
    """The lines without a fence of markdown around all of them, as it is copied out of a chat."""
    told = [n for n in range(first, len(lines)) if lines[n].strip()]
    found = _WRAPPER.match(lines[told[0]]) if len(told) > 2 else None
    if found is None or lines[told[-1]].strip() != found["mark"]:
        return lines
    is_code = False
    for number in told[1:-1]:
        if inner := _BARE_FENCE.match(lines[number]):
            if not (is_code or inner["info"]):
                return lines  # it ends the first fence
            is_code = not is_code
    bare = {told[0], told[-1]}
    return lines if is_code else ["" if n in bare else line for n, line in enumerate(lines)]


class Fences:
    """The lines of a text that open or close a fence, and those that begin a question or end its fold."""

    def __init__(self, lines: list[str]) -> None:
        found = ((n, _MARK.match(line)) for n, line in enumerate(lines) if "```" in line or "~~~" in line)
        self.marks = [(n, mark["mark"], mark["info"]) for n, mark in found if mark]
        self.positions = {line: position for position, (line, _, _) in enumerate(self.marks)}
        self.bounds = [
            n
            for n, line in enumerate(lines)
            if ("#" in line[:4] and _HEADING_LINE.match(line)) or (line[:2] == "</" and _is_next(lines, n))
        ]

    def limit(self, start: int) -> int | None:
        """The line before which the fence that opens on a line has to end, if it would run over a question.

        Such a fence either never ends, or ends at what was meant to close a later one.
        """
        position = self.positions[start]
        following = bisect_right(self.bounds, start)
        if following == len(self.bounds):
            return None
        mark, bound = self.marks[position][1], self.bounds[following]
        for number in range(position + 1, len(self.marks)):
            line, other, info = self.marks[number]
            if len(other) < len(mark):
                continue
            if line > bound and info.isascii() and info.isalpha():
                return bound
            if other[0] == mark[0] and not info:
                return None
        return bound


def _is_next(lines: list[str], number: int) -> bool:
    """Whether a fold ends on a line, and another one begins with the next text."""
    if lines[number].strip().lower() != "</details>":
        return False
    following = (line for line in lines[number + 1 : number + 4] if line.strip())
    return next(following, "").startswith("<details")


def fence_rule() -> "Callable[[StateBlock, int, int, bool], bool]":
    """The parser's rule for fences, where those at the margin end as who wrote them meant it."""
    from markdown_it.rules_block import fence

    def rule(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
        fences: Fences = state.env[FENCES]
        limit = fences.limit(start) if start in fences.positions and not (silent or state.level) else None
        return fence(state, start, end if limit is None else min(end, limit), silent)

    return rule


def with_longer_outer_fences(lines: list[str]) -> list[str]:
    """The lines with a longer mark around a fence that is shown, further in, inside another of the same mark.

    CommonMark takes the end of the inner one for that of both.
    """
    shown = lines
    outer = inner = -1
    holds = False
    for number, line in enumerate(lines):
        found = _BARE_FENCE.match(line) if "```" in line or "~~~" in line else None
        if found is None:
            continue
        if outer < 0:
            outer, holds = (number if not found["indent"] else -1), False
        elif not found["indent"]:
            if holds and not found["info"]:
                shown = lines.copy() if shown is lines else shown
                for each in (outer, number):
                    shown[each] = f"{found['mark'][0]}{lines[each]}"
            outer, inner, holds = (number if found["info"] else -1), -1, False
        elif found["info"]:
            inner = number
        elif inner >= 0 and lines[inner].startswith(f"{found['indent']}{found['mark']}"):
            holds, inner = holds or _closes(lines, number, found["mark"]), -1
        else:
            outer = -1
    return shown


def _closes(lines: list[str], number: int, mark: str) -> bool:
    """Whether the next mark of a fence at the margin behind a line ends one, with no question before it."""
    for line in lines[number + 1 : number + 400]:
        if _HEADING_LINE.match(line):
            return False
        if line.startswith(mark):
            return not line.strip("`~ \t")
    return False
