"""Headings above the level of their question that are parts of its answer: what a chat or another page told
was put below each counted question with the levels that it had there."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.subheadings import (
    PART,
    TITLE,
    are_questions,
    counts_on,
    has_text,
    is_below_rule,
)
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import Wording, wording

_FEW = 3
"""So many questions that all have a prefix and a number show that nothing else is one."""
_TWICE, _SOME, _MANY = 2, 3, 0.8
_LINE = 7
"""The level of a question that is no heading."""
_GAP = 2
"""So far on the next one of those may be: what is between two of them is no question either."""
_LONGEST = 400
_NUMBERED = re.compile(r"(?![ \t>]*[-*+][ \t]+\[)\D{0,20}\d")
"""A line that may be counted; a box to tick is not."""
_BOLD = re.compile(r"[ \t]*(?:\d{1,3}[.)][ \t]*)?(?:\*\*|__)(?=\S)([^*_\n]{2,300})(?:\*\*|__)[ \t\\]*")
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

    It is `bare` if there is nothing above the first.
    """

    headings: list[_Heading]
    levels: Counter[int]
    chapters: set[int]
    is_bare: bool = False

    @property
    def is_page(self) -> bool:
        """Whether it has several headings of one level above the questions': a chapter has one."""
        return max(self.levels.values(), default=0) >= _TWICE

    def above_code(self, lines: list[str]) -> Iterator[int]:
        """The lines of the headings above the questions' level that code follows on at once, with text before
        them: remarks of who wrote the answer."""
        for each, words in self.headings:
            below = next((line for line in lines[each.end : each.end + _TWICE] if line.strip()), "")
            if (
                self.levels[each.level]
                and not (self.is_bare or words.asks)
                and below.startswith(("```", "~~~"))
            ):
                yield each.start


def with_higher_parts(blocks: list[Block], lines: list[str]) -> list[Block]:
    """The blocks, where such headings are parts of the answers that they stand in."""
    headings = [
        (each, wording(each.text))
        for each in blocks
        if each.kind == "heading" and not (each.quoted or each.items)
    ]
    if len(headings) < _FEW:
        return blocks
    found: dict[int, int] = {}
    for level in {each.level for each, _ in headings}:
        own = [(each, words) for each, words in headings if each.level <= level]
        counted = [(each, words) for each, words in own if each.level == level and words.count is not None]
        found.update(_of_count(own, counted, lines))
    for counted in _counted_lines(blocks, lines):
        own = sorted([*headings, *counted], key=lambda each: each[0].start)
        found.update(_of_count(own, counted, lines))
    return [_set_below(each, found.get(each.start)) for each in blocks]


def _set_below(block: Block, level: int | None) -> Block:
    """A block as the part of an answer, where its level is 0, or as a heading of that level."""
    if level is None:
        return block
    return replace(block, level=level) if level else replace(block, kind=PART)


def _counted_lines(blocks: list[Block], lines: list[str]) -> Iterator[list[_Heading]]:
    """The lines that are counted and ask, by their look: in bold, as items of a list, or with a prefix."""
    looks: dict[tuple[bool, bool, bool], list[_Heading]] = defaultdict(list)
    for each in blocks:
        line = lines[each.start] if each.kind == "paragraph" and not each.quoted else ""
        is_outer = not each.items or (each.leads and len(each.items) == 1)
        if not is_outer or len(line) > _LONGEST or not _NUMBERED.match(line):
            continue
        bold = _BOLD.fullmatch(line)
        number = each.items[-1].number if each.items else None
        words = wording(line if bold is None or number is not None else bold[1])
        if words.count is not None and (words.asks or words.label):
            look = (bold is not None, bool(each.items), words.label)
            looks[look].append((replace(each, level=_LINE, end=each.start + 1), words))
    yield from looks.values()


def _of_count(own: list[_Heading], counted: list[_Heading], lines: list[str]) -> Iterator[tuple[int, int]]:
    """The lines of the parts between what is counted on among the headings, and behind the last one, each
    with 0; where those that ask may be follow-ups, with the level that they have then."""
    asked = [words for _, words in counted]
    is_labelled = len(asked) >= _FEW and all(words.label for words in asked)
    steps = [counts_on(one, other) for one, other in pairwise(asked)]
    if not (is_labelled and sum(steps) >= _MANY * len(steps)) and not are_questions(asked):
        return
    groups, front, last = _groups(own, counted, lines)
    chapters = {chapter for each in groups for chapter in each.chapters}
    yield from (
        (line, 0) for each in groups for line in each.above_code(lines) if not chapters & {*each.levels}
    )
    pages = [each for each in groups if each.is_page]
    if lone := _lone(groups, front):
        yield lone, 0
    is_habit = bool(pages) and 2 * len(pages) >= sum(bool(each.levels) for each in groups)
    is_bare = 2 * sum(each.is_bare for each in pages) > len(pages)
    are_chapters = front.is_page and not last.is_page
    if not is_habit or are_chapters or not (is_bare or _are_answers(pages)):
        return
    if len(last.headings) <= max(len(each.headings) for each in pages):
        groups.append(last)
    parts = [each for each in groups if each.is_page or (each.levels and not chapters & {*each.levels})]
    found = [heading for each in parts for heading in each.headings]
    asking = sum(words.ends_asking for _, words in found)
    found = [(each, words) for each, words in found if answer_mark(lines[each.start]) is None]
    level = counted[0][0].level
    if is_labelled or is_bare or _SOME * asking < len(found):
        yield from ((each.start, 0) for each, _ in found)
    elif level < _LINE and _are_ruled(counted, lines):
        yield from ((each.start, level if words.asks else 0) for each, words in found)


def _are_ruled(counted: list[_Heading], lines: list[str]) -> bool:
    """Whether rules stand right above the counted ones."""
    ruled = sum(is_below_rule(each, lines) for each, _ in counted[1:])
    return ruled >= _MANY * (len(counted) - 1)


def _groups(
    own: list[_Heading], counted: list[_Heading], lines: list[str]
) -> tuple[list[_Group], _Group, _Group]:
    """What stands between each of the counted ones and the next, above the first and behind the last one."""
    level = counted[0][0].level
    known = {each.start for each, _ in counted}
    places = [n for n, (each, _) in enumerate(own) if each.start in known]
    gap = _GAP if level == _LINE else 1
    between = [
        _group(own[first : last + 1], level, lines)
        for first, last in pairwise(places)
        if 0 < (own[last][1].count or 0) - (own[first][1].count or 0) <= gap
    ]
    top, end = ((Block("", line, line), wording("")) for line in (0, len(lines)))
    front = _group([top, *own[: places[0] + 1]], level, lines, is_first=True)
    return between, front, _group([*own[places[-1] :], end], level, lines, is_last=True)


def _group(
    around: list[_Heading], level: int, lines: list[str], *, is_first: bool = False, is_last: bool = False
) -> _Group:
    """The parts between the first and the last of some headings, up to one that introduces the next questions
    unless those are the first; behind the last question also up to what a file says at its end."""
    inside = around[1:-1]
    told = [
        n
        for n, ((each, _), (following, _)) in enumerate(pairwise(around[1:]))
        if has_text(lines, each.end, following.start)
    ]
    count = told[-1] + 1 if told else 0
    leading = {each.level for each, _ in inside[count:]}
    found: list[_Heading] = []
    for each, words in inside[:count]:
        is_other = TITLE.search(words.text) or (is_last and words.is_stop)
        if not is_first and (words.label or (is_other and not _ANSWERS.search(words.text))):
            break
        found.append((each, words))
    levels = Counter(each.level for each, _ in found if each.level < level)
    return _Group(found, levels, leading, not has_text(lines, around[0][0].end, around[1][0].start))


def _lone(groups: list[_Group], front: _Group) -> int:
    """The line of the only heading above the level of the questions between them, but for a title above all;
    a chapter has others beside it, or names what follows. 0 if there is none."""
    above = [each for each in groups if each.levels]
    is_lone = sum(each.levels.total() for each in above) == 1 and not any(each.chapters for each in groups)
    if not is_lone or above[0].is_bare or front.levels.total() + len(front.chapters) > 1:
        return 0
    found = [each for each, _ in above[0].headings if above[0].levels[each.level]]
    return found[0].start


def _are_answers(pages: list[_Group]) -> bool:
    """Whether a heading of some of them names what answers have parts about."""
    return any(words.is_stop or _ANSWERS.search(words.text) for each in pages for _, words in each.headings)
