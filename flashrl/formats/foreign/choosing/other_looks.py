"""What goes on with the numbers of the questions above it, whatever it looks like: the look changed."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property

from flashrl.formats.foreign.choosing.lists import count_of, is_marked_below, number_of
from flashrl.formats.foreign.choosing.selection import FEW, Selection
from flashrl.formats.foreign.styles.start import DETAILS, HEADING, LISTED, Start

_GAP = 5
"""So far on the number may be of one that the mark of an answer follows on."""
_MARGIN = 4
"""What is indented by as much is inside something."""
_NUMBERED = re.compile(r"(?:[-*+>#][ \t>#]*+)?[*_]*+(?:step )?(\d{1,4})\\?[.):、]", re.IGNORECASE)


def choose(chosen: Selection) -> None:
    """Behind questions 8, 9 and 10 the next is 11, be it a heading, a line in bold, an item or a fold."""
    if sum(bool(count_of(chosen, each)) for each in chosen.kept.values()) >= FEW:
        _Counter(chosen).run()


class _Counter:
    """Goes through a file with the number of the last question; `reached` are how many stood in a row."""

    def __init__(self, chosen: Selection) -> None:
        self.chosen = chosen
        self.last: Start | None = None
        self.number = self.reached = self.uncounted = 0
        self.starts = sorted([*chosen.headings, *chosen.others], key=lambda each: each.line)
        self.lines = [each.line for each in self.starts]
        known = sorted(chosen.kept.values(), key=lambda each: each.line)
        self.counted = [each for each in known if count_of(chosen, each)]

    @cached_property
    def numbers(self) -> dict[int, list[int]]:
        """The lines with each number."""
        numbers: dict[int, list[int]] = defaultdict(list)
        for line, text in enumerate(self.chosen.document.lines):
            if (found := _NUMBERED.match(text)) and self.chosen.document.plain[line]:
                numbers[int(found[1])].append(line)
        return numbers

    def run(self) -> None:
        """Keep what goes on with the count, and count on from there."""
        before: dict[int, Start] = {}
        for each in self.starts:
            kept = self.chosen.kept.get(each.line)
            above = before.get(each.list_start or each.line) if each.kind == LISTED else None
            if each.kind == LISTED and number_of(self.chosen, each):
                before[each.list_start or each.line] = each
            is_step = above is not None and above.line not in self.chosen.kept
            if kept is None and not is_step and self._goes_on(each):
                self.chosen.keep(each)
                kept = each
            if kept is not None:
                self._note(kept)

    def _note(self, kept: Start) -> None:
        """Count a question."""
        count = count_of(self.chosen, kept)
        self.last = kept
        if not count:
            self.uncounted += 1
            return
        is_on = 0 < count - self.number <= _GAP
        self.reached = self.reached + 1 if is_on else 1
        self.number, self.uncounted = count, 0

    def _goes_on(self, each: Start) -> bool:
        """Whether a start has the next number, and asks or is answered."""
        chosen, last = self.chosen, self.last
        ahead = count_of(chosen, each) - self.number
        is_none = each.wording.is_stop or each.line in chosen.chapters
        if last is None or not self.number or not 0 < ahead <= _GAP or is_none:
            return False
        if self._is_inside(last, each) or (each.kind == HEADING and self._holds_others(each)):
            return False
        if self.reached < FEW:
            return False
        if is_marked_below(chosen, each):
            return True
        if ahead > 1 + self.uncounted or self._is_step(last, each):
            return False
        if chosen.says_so(each):
            return True
        return self._is_told(each) and (each.wording.asks or not self._follows_steps(last, each))

    def _is_inside(self, last: Start, each: Start) -> bool:
        """Whether a start is in a fold, or in a list item that another leads."""
        line = self.chosen.document.lines[each.line]
        is_in = len(line) - len(line.lstrip()) >= _MARGIN or each.depth > 1
        return is_in or (last.kind == DETAILS and each.line < (last.limit or 0))

    def _is_step(self, last: Start, each: Start) -> bool:
        """Whether the number before it stands between, or a question behind it has its own: it is then a
        step of an answer."""
        count = count_of(self.chosen, each)
        return self._stands(count - 1, last, each) or self._next_count(each) == count

    def _follows_steps(self, last: Start, each: Start) -> bool:
        """Whether steps stand between."""
        return any(self._stands(number, last, each) for number in (1, 2))

    def _stands(self, number: int, last: Start, each: Start) -> bool:
        """Whether a line with a number stands between two starts."""
        lines = self.numbers.get(number, [])
        return bisect_right(lines, last.line) < bisect_left(lines, each.line)

    def _next_count(self, each: Start) -> int:
        """The number of the next question that was known before."""
        following = bisect_right(self.counted, each.line, key=lambda other: other.line)
        return count_of(self.chosen, self.counted[following]) if following < len(self.counted) else 0

    def _holds_others(self, each: Start) -> bool:
        """Whether questions of another count stand below a heading: it is a chapter."""
        end = self.chosen.next_heading(each, level=each.level)
        index = bisect_right(self.chosen.kept_lines, each.line)
        inside = (self.chosen.kept.get(line) for line in self.chosen.kept_lines[index : index + FEW])
        first = next((other for other in inside if other is not None), None)
        if first is None or first.line >= end:
            return False
        return count_of(self.chosen, first) != count_of(self.chosen, each) + 1

    def _is_told(self, each: Start) -> bool:
        """Whether text stands between a start and the next."""
        following = bisect_right(self.lines, each.line)
        end = self.lines[following] if following < len(self.lines) else len(self.chosen.document.lines)
        return self.chosen.has_own_text(each, end)
