"""Headings above the level of their question that are parts of its answer: what a chat or another page told
was put below each counted question with the levels that it had there."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.subheadings import TITLE, are_questions, counts_on, has_text
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import Wording, wording

_FEW = 3
"""So many questions that all have a prefix and a number show that nothing else is one."""
_TWICE, _SOME, _MANY = 2, 3, 0.8
_DEEPEST = 6
_ANSWERS = re.compile(
    r"\b(?:answers?|explanations?|explained|examples?|summary|comparison|definition|syntax|output|"
    r"use cases?|practices|advantages|pitfalls|mistakes|takeaways?|one[- ]liner|in short|tl;?dr|"
    r"approach|intuition|complexity|code|analogy|traps?)\b",
    re.IGNORECASE,
)
"""What answers have parts about, and chapters seldom."""

_Heading = tuple[Block, Wording]


@dataclass(frozen=True, slots=True)
class _Group:
    """The headings with text between a counted question and the next one that are of their level or above it,
    and how many of each level above there are; `chapters` are the levels of those that lead to the next one.
    """

    headings: list[_Heading]
    levels: Counter[int]
    chapters: set[int]

    @property
    def is_page(self) -> bool:
        """Whether it has several headings of one level above the questions': a chapter has one."""
        return max(self.levels.values(), default=0) >= _TWICE


def with_higher_parts(blocks: list[Block], lines: list[str]) -> list[Block]:
    """The blocks, where such headings are parts of the answers that they stand in."""
    headings = [
        (each, wording(each.text))
        for each in blocks
        if each.kind == "heading" and not (each.quoted or each.items)
    ]
    if len({each.level for each, _ in headings}) < _TWICE:
        return blocks
    found = {line for level in range(2, _DEEPEST + 1) for line in _of_level(headings, level, lines)}
    return [replace(each, kind="part") if each.start in found else each for each in blocks]


def _of_level(headings: list[_Heading], level: int, lines: list[str]) -> Iterator[int]:
    """The lines of the parts between the counted questions of a level, and behind the last one."""
    own = [(each, words) for each, words in headings if each.level <= level]
    places = [n for n, (each, words) in enumerate(own) if each.level == level and words.count is not None]
    counted = [own[n][1] for n in places]
    is_labelled = len(counted) >= _FEW and all(words.label for words in counted)
    steps = [counts_on(one, other) for one, other in pairwise(counted)]
    if not (is_labelled and sum(steps) >= _MANY * len(steps)) and not are_questions(counted):
        return
    groups = [
        _group(own[first + 1 : last], own[last][0].start, level, lines)
        for first, last in pairwise(places)
        if own[last][1].count == (own[first][1].count or 0) + 1
    ]
    pages = [each for each in groups if each.is_page]
    if not pages or 2 * len(pages) < sum(bool(each.levels) for each in groups) or not _are_answers(pages):
        return
    chapters = {chapter for each in groups for chapter in each.chapters}
    last = _group(own[places[-1] + 1 :], len(lines), level, lines, is_last=True)
    if len(last.headings) <= max(len(each.headings) for each in pages):
        groups.append(last)
    parts = [each for each in groups if each.is_page or (each.levels and not chapters & {*each.levels})]
    found = [heading for each in parts for heading in each.headings]
    asking = sum(words.ends_asking for _, words in found)
    if is_labelled or _SOME * asking < len(found):  # else they may be follow-ups
        yield from (each.start for each, _ in found if answer_mark(lines[each.start]) is None)


def _group(
    inside: list[_Heading], end: int, level: int, lines: list[str], *, is_last: bool = False
) -> _Group:
    """The parts among the headings before a line, up to one that introduces the next questions; behind the
    last question also up to what a file says at its end."""
    ends = [*(each.start for each, _ in inside[1:]), end]
    told = [n for n, (each, _) in enumerate(inside) if has_text(lines, each.end, ends[n])]
    count = told[-1] + 1 if told else 0
    leading = {each.level for each, _ in inside[count:]}
    found: list[_Heading] = []
    for each, words in inside[:count]:
        is_other = TITLE.search(words.text) or (is_last and words.is_stop)
        if words.label or (is_other and not _ANSWERS.search(words.text)):
            break
        found.append((each, words))
    return _Group(found, Counter(each.level for each, _ in found if each.level < level), leading)


def _are_answers(pages: list[_Group]) -> bool:
    """Whether a heading of some of them names what answers go through."""
    return any(words.is_stop or _ANSWERS.search(words.text) for each in pages for _, words in each.headings)
