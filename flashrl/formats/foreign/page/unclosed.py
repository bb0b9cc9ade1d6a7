"""Where a fence of code ends that nobody closed: before the next question, or the end of its fold."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

FENCES = "fences"
"""Where the parser finds the `Fences` of what it reads."""

HEADING_LINE = re.compile(
    r"^ {0,3}#{1,6}[ \t]++(?:\*\*)?(?:\d+\s*[.):]|Q(?:uestion)?[\s.:]*\d|.*[?？][^\w?？]*$)"
)
"""A heading that is counted, or that asks."""
_QUESTION_LINE = re.compile(
    r"(?:\d{1,3}[.)][ \t]+)?\*\*(?=[^*\n]++\*\*[^*\n]*+$)"
    r"(?:Q(?:uestion)?[ \t]?\d{0,3}[.):]|\d{1,3}[.)]|[^*\n]*[?？])|"
    r"(?:Q|Question|问题?)[ \t]?\d{0,3}(?:[:：]|[.)][ \t])[ \t]*+\S|"
    r"(?:\d{1,3}[.)、]|[-*][ \t]).*[?？][^\w?？]*$"
)
"""A line in bold, a prefix or an item that does."""
_TITLE = re.compile(r"#{2,6}[ \t]+\S")
_FOLD_END = re.compile(r"(?:</?b>|<br ?/?>)*+</details>\s*$", re.IGNORECASE)
_MARK = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^\n]*)")
_TEXT = ("markdown", "md", "mdx", "text", "txt", "plaintext", "org", "rst")


class _Mark(NamedTuple):
    line: int
    mark: str
    info: str


class Fences:
    """The lines of a text that open or close a fence, and those that begin a question or end its fold."""

    def __init__(self, lines: list[str]) -> None:
        found = ((n, _MARK.match(line)) for n, line in enumerate(lines) if "```" in line or "~~~" in line)
        marks = [_Mark(n, each["mark"], each["info"].strip()) for n, each in found if each]
        self.marks = [each for each in marks if each.mark[0] == "~" or "`" not in each.info]
        self.positions = {each.line: position for position, each in enumerate(self.marks)}
        self.shown = {each.line for each in self.marks if _shows_text(each, lines)}
        self.bounds = [n for n, line in enumerate(lines) if _is_bound(line)] if self.marks else []
        titles = [n for n, line in enumerate(lines) if line[:2] == "##" and _is_title(lines, n)]
        self.all_bounds = sorted({*self.bounds, *titles}) if self.marks else []

    def limit(self, start: int) -> int | None:
        """The line before which the fence that opens on a line has to end, if it would run over a question.

        Such a fence either never ends, or ends at what was meant to close a later one.
        """
        position = self.positions[start]
        mark = self.marks[position].mark
        bounds = self.bounds if start in self.shown else self.all_bounds
        following = bisect_right(bounds, start)
        if following == len(bounds):
            return None
        bound = bounds[following]
        for number in range(position + 1, len(self.marks)):
            line, other, info = self.marks[number]
            if len(other) < len(mark):
                continue
            if line > bound and info[:1].isascii() and info[:1].isalpha():
                return bound
            if other[0] == mark[0] and not info:
                return bound if line > bound and self._is_turned(number, bound) else None
        return bound

    def _is_turned(self, closing: int, bound: int) -> bool:
        """Whether all that follows is turned inside out if a mark closes the fence, and comes out even if
        the fence ends at a bound."""
        is_open, hidden = self._outlook[closing + 1]
        hidden += self._between(bound - 1, self.marks[closing].line)
        after = bisect_left(self.marks, bound, key=lambda each: each.line)
        return is_open and not self._outlook[after][0] and self._outlook[after][1] < hidden

    def _between(self, first: int, last: int) -> int:
        return bisect_left(self.bounds, last) - bisect_right(self.bounds, first)

    @cached_property
    def _outlook(self) -> list[tuple[bool, int]]:
        """For each mark, if it opens a fence: whether the last fence of all stays open, and how many
        questions are inside of fences."""
        outlook = [(False, 0)] * (len(self.marks) + 1)
        closing: dict[str, int] = {}
        for number in range(len(self.marks) - 1, -1, -1):
            line, mark, info = self.marks[number]
            end = closing.get(mark)
            last = self.bounds[-1] + 1 if end is None and self.bounds else line
            is_open, hidden = (True, 0) if end is None else outlook[end + 1]
            last = last if end is None else self.marks[end].line
            outlook[number] = (is_open, hidden + self._between(line, last))
            if not info:
                closing[mark] = number
        return outlook


def _shows_text(mark: _Mark, lines: list[str]) -> bool:
    """Whether a fence says, or its first line shows, that it holds text, of which a title is a part."""
    first = "".join(lines[mark.line + 1 : mark.line + 2])
    return mark.info.lower() in _TEXT or (not mark.info and first[:1] in ("", "#", "<", "-", ">", "*"))


def _is_bound(line: str) -> bool:
    if "#" in line[:4]:
        return bool(HEADING_LINE.match(line))
    if line[:1] == "<":
        return bool(_FOLD_END.match(line))
    return bool(_QUESTION_LINE.match(line))


def _is_title(lines: list[str], number: int) -> bool:
    """Whether a heading stands on a line, by itself, as few comments of code do."""
    is_alone = not any(line.strip() for line in lines[max(0, number - 1) : number + 2 : 2])
    return is_alone and bool(_TITLE.match(lines[number]))


def fence_rule() -> "Callable[[StateBlock, int, int, bool], bool]":
    """The parser's rule for fences, where those at the margin end as who wrote them meant it."""
    from markdown_it.rules_block import fence

    def rule(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
        fences: Fences = state.env[FENCES]
        limit = fences.limit(start) if start in fences.positions and not (silent or state.level) else None
        return fence(state, start, end if limit is None else min(end, limit), silent)

    return rule
