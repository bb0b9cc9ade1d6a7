"""The questions whose answers stand in a key below them."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.answer_key import AnswerKey, find_keys, key_before
from flashrl.formats.foreign.styles.start import DETAILS, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import wording

if TYPE_CHECKING:
    from flashrl.formats.foreign.choosing.selection import Selection

_COUNTED = re.compile(r"[\s>]*+(?:[-*+][ \t]+)?(?:#{1,6}[ \t]+)?[*_]*\(?(\d{1,3})\\?[.):、]")
_MOST = 0.6

_Numbered = TypeVar("_Numbered")


class Keys:
    """The keys of a file: `answers` are those of the questions above them, by the line of each, and `keys`
    the keys that hold them."""

    def __init__(self, document: Document, starts: Sequence[Start], marks: Sequence[int]) -> None:
        self.document = document
        self.keys: list[AnswerKey] = []
        self.answers: dict[int, str] = {}
        keys = find_keys(document)
        for key in keys:
            self._match(key, key_before(keys, key.start), starts, marks)

    def _match(self, key: AnswerKey, first: int, starts: Sequence[Start], marks: Sequence[int]) -> None:
        groups: dict[tuple[int, int], list[Start]] = defaultdict(list)
        above = (bisect_left(starts, line, key=lambda each: each.line) for line in (first, key.start))
        for each in starts[slice(*above)]:
            if each.kind != DETAILS and not each.wording.is_link and self._number(each) is not None:
                groups[each.level, each.depth].append(each)
        if sum(_tells_question(text) for _, text in key.answers) > len(key.answers) / 2:
            return
        best: list[tuple[Start, str]] = []
        for group in groups.values():
            pairs = self._pairs(group, key)
            if len(pairs) > len(best):
                best = pairs
        if len(best) < max(2, _MOST * len(key.answers)):
            return
        self.keys.append(key)
        ends = [*(each.line for each, _ in best[1:]), key.start]
        for (each, text), end in zip(best, ends, strict=True):
            if bisect_right(marks, each.line) == bisect_left(marks, end):
                self.answers[each.line] = text

    def _pairs(self, group: list[Start], key: AnswerKey) -> list[tuple[Start, str]]:
        """The questions of a look, each with its answer: by number, in each part of a quiz that counts anew;
        or in order, where all have the same number."""
        parts = _ascending([(number, each) for each in group if (number := self._number(each)) is not None])
        wanted = _ascending(key.answers)
        if len(wanted) == 1:
            numbers = {number for number, _ in key.answers}
            parts = [max(reversed(parts), key=lambda part: len(numbers & {number for number, _ in part}))]
        pairs = [
            (each, text)
            for part, answers in zip(parts[-len(wanted) :], map(dict, wanted), strict=False)
            for number, each in part
            if (text := answers.get(number)) is not None
        ]
        is_uncounted = len({number for part in parts for number, _ in part}) == 1
        if is_uncounted and len(pairs) < len(group) == len(key.answers):
            return [(each, text) for each, (_, text) in zip(group, key.answers, strict=True)]
        return pairs

    def _number(self, each: Start) -> int | None:
        if each.wording.count is not None:
            return each.wording.count
        found = _COUNTED.match(self.document.lines[each.line])
        return int(found[1]) if found else None

    def is_outside(self, line: int) -> bool:
        """Whether a line is in no key."""
        index = bisect_right(self.keys, line, key=lambda key: key.start) - 1
        return index < 0 or line >= self.keys[index].end


def _tells_question(text: str) -> bool:
    """Whether an entry is a question told again, with its answer."""
    first, *rest = text.split("\n")
    return wording(first).ends_asking or any(answer_mark(line) is not None for line in rest)


def choose(chosen: "Selection") -> None:
    """What a key answers is a question, whatever its wording; a heading above it that asks is its topic."""
    for each in [*chosen.headings, *chosen.others]:
        if each.line not in chosen.keys.answers:
            continue
        above = chosen.enclosing_heading(each.line)
        is_topic = above is not None and above.line not in chosen.keys.answers and above.line != each.line
        if above is not None and is_topic and not _is_told(chosen, above, each):
            chosen.kept.pop(above.line, None)
        chosen.keep(each)
        kept = chosen.kept[each.line]
        if not kept.is_fold and kept.limit is not None:
            chosen.kept[each.line] = replace(kept, limit=None)


def _is_told(chosen: "Selection", above: Start, each: Start) -> bool:
    """Whether a heading that asks has its answer below it, and a part of its own for the quiz behind that."""
    part = chosen.next_heading(above)
    return above.wording.ends_asking and part < each.line and chosen.has_own_text(above, part)


def _ascending(numbered: Sequence[tuple[int, _Numbered]]) -> list[list[tuple[int, _Numbered]]]:
    """What is numbered, in runs of growing numbers."""
    runs: list[list[tuple[int, _Numbered]]] = []
    last = 0
    for number, each in numbered:
        if number <= last or not runs:
            runs.append([])
        runs[-1].append((number, each))
        last = number
    return runs
