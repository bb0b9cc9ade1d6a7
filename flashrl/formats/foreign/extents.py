"""Where each question's answer ends in a foreign file, and what stands outside of the cards."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from flashrl.formats.foreign.choosing import Choice
from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.document import Document, Levels
from flashrl.formats.foreign.page.fold import ends_around
from flashrl.formats.foreign.page.front import Front
from flashrl.formats.foreign.page.subheadings import is_premise
from flashrl.formats.foreign.sections import sections
from flashrl.formats.foreign.styles.start import HEADING, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark, is_generic
from flashrl.formats.foreign.words.answer_text import RULE
from flashrl.formats.foreign.words.parting import is_for_several, offered, parting, turns
from flashrl.formats.foreign.words.plain_text import plain, strip_emphasis
from flashrl.formats.foreign.words.usual_headings import announces, closes_file, is_beside, is_only_question
from flashrl.formats.foreign.words.wording import wording
from flashrl.model import Topic

_STAGE = re.compile(
    r"\W*(?:(?:method|approach|solution|way|step|option|example|case|variant|version) ?#?\d{1,2}|"
    r"(?:方法|解法|方案|步骤|示例|例)\s?[一二三四五六七八九\d]{1,2})(?!\w).{0,60}",
    re.IGNORECASE,
)
"""What goes on with an answer: `Method 2`."""
_OF_ANSWER = re.compile(
    r"\W*(?:(?:code|real[- ](?:world|life)|simple|another) )?(?:examples?|output|syntax|explanations?)\W*|"
    r"\W*(?:(?:example|sample) )?code\W*|\W*sample (?:in|out)put\W*|"
    r"\W*(?:pros (?:and|&|vs\.?) cons|(?:dis)?advantages(?: (?:and|&) disadvantages)?)\W*|"
    r"\W*(?:pros|cons|benefits|limitations)\W*|"
    r"\W*(?:(?:time|space) )?complexity(?: analysis)?\W*|"
    r"\W*(?:key (?:points|takeaways|differences|concepts|features)|use cases|when to use(?: it)?)\W*",
    re.IGNORECASE,
)
"""What is said of the question above, and of no file."""
_OF_EITHER = re.compile(r"\W*(?:notes?|tips?|hints?|steps|references?|takeaways)\W*", re.IGNORECASE)
"""What may be said of a file too, at its end."""
_SEVERAL, _CHAPTER = 3, 2
_LONGEST_TITLE = 120
_NEAR = 20
"""So many lines above a question the heading of its topic may be, with others and rules between."""


class Extents:
    """The lines of a file's cards, of its topics, and of what introduces them.

    `ends` has the line behind each question's answer, in the order of the questions.
    """

    def __init__(self, document: Document, choice: Choice, front: Front) -> None:
        self.document = document
        self.starts = choice.starts
        self.keys = choice.keys
        lines = {start.line for start in self.starts}
        self.headings = [
            each
            for each in document.blocks
            if each.kind == "heading" and each.start not in lines and not each.quoted
        ]
        self.headings += sections(document, self.starts)
        self.headings.sort(key=lambda each: each.start)
        self.heading_lines = {each.start for each in self.headings}
        self.announcing = {each.start for each in self.headings if announces(plain(each.text))}
        folded = [
            (each.start, each.end) for each in document.details if each.is_closed and is_generic(each.summary)
        ]
        parts = self._parts()
        bounding = [
            each
            for each in self.headings
            if not each.items
            and answer_mark(document.lines[each.start]) is None
            and not _is_within(folded, each.start)
            and each.start not in parts
        ]
        self.boundaries = Levels((each.start, each.level) for each in bounding)
        self.closing = self._closing(bounding)
        self.topic_levels = self._topic_levels()
        self.closed = {each.start for each in document.details if each.is_closed}
        self.fold_ends = ends_around(document.details, document.lines)
        self.preambles = [
            each.start
            for each in document.blocks
            if each.kind == "paragraph"
            and not (each.items or each.quoted)
            and is_for_several("\n".join(document.lines[each.start : each.end])[:600])
        ]
        self.turns = turns(document.lines)
        self.ends = self._ends([*choice.keys, len(document.lines)])
        answered = list(zip((start.line for start in self.starts), self.ends, strict=True))
        outside = (each for each in self.headings if not (each.items or _is_within(answered, each.start)))
        self.titled = next((each for each in outside if each.level == 1), None)
        self.title = self._title(front)
        self.topics = [
            each
            for each in self.headings
            if each is not self.titled and not each.items and not _is_within(answered, each.start)
        ]
        self.topic_lines = [each.start for each in self.topics]

    def _parts(self) -> set[int]:
        """The headings that come again with every other question or so, as *Output*, or that count
        ways and steps: parts of the answers. A key behind all questions may repeat their headings."""
        last = self.starts[-1].line if self.starts else 0
        behind = next((line for line in self.keys if line > last), len(self.document.lines))
        names = {each.start: plain(each.text).casefold().strip(" :*_") for each in self.headings}
        often = Counter(name for line, name in names.items() if line < behind)
        questions = sum(start.kind == HEADING for start in self.starts)
        again = {
            name
            for name in names.values()
            if name and (often[name] >= max(2, questions / 2) or _STAGE.fullmatch(name))
        }
        leading = {names[each.start] for each, below in pairwise(self.headings) if is_premise(each, below)}
        again = {name for name in again - leading if not is_only_question(name)}
        likely = [each for each in self.headings if names[each.start] in again]
        above = Counter(names[each.start] for each in likely if self._is_above_question(each))
        parts = {line for line, name in names.items() if name in again and 2 * above[name] <= often[name]}
        return set(self._named_parts()) | parts

    def _named_parts(self) -> Iterator[int]:
        """The headings right behind a question of their level, or such a part, that say that they go on
        with its answer; those at the end of a file may be said of it."""
        asked = {start.line: start for start in self.starts}
        named = {each.start: each for each in self.headings if not each.items}
        places = sorted([*asked, *named])
        level = 0
        for line, following in pairwise([*places, len(self.document.lines)]):
            if line in asked:
                start = asked[line]
                level = start.level if start.kind == HEADING and not start.depth else 0
            elif named[line].level <= level:
                heading = named[line]
                is_either = line < self.starts[-1].line and _OF_EITHER.fullmatch(plain(heading.text))
                is_part = heading.level == level and (is_either or _OF_ANSWER.fullmatch(plain(heading.text)))
                level = level if is_part and self.document.has_text(heading.end, following) else 0
                if level:
                    yield line

    def _is_above_question(self, heading: Block) -> bool:
        """Whether only headings and rules are between a heading and the next question."""
        following = bisect_left(self.starts, heading.end, key=lambda each: each.line)
        last = self.starts[following].line if following < len(self.starts) else 0
        lines = self.document.lines
        is_right_above = heading.end <= last <= heading.end + _NEAR and all(
            n in self.heading_lines or RULE.match(lines[n]) or not lines[n].strip()
            for n in range(heading.end, last)
        )
        return is_right_above and not wording(heading.text).is_stop

    def _topic_levels(self) -> int:
        """The deepest level of a heading that stands right above questions as their topic."""
        lines = [each.start for each in self.headings]
        deepest = 0
        previous = -1
        for start in self.starts:
            index = bisect_right(lines, start.line) - 1
            if index >= 0 and lines[index] > previous and start.kind != HEADING:
                deepest = max(deepest, self.headings[index].level)
            previous = start.line
        return deepest or 2

    def _closing(self, bounding: list[Block]) -> int:
        """Where a chapter begins behind the last of several questions that are no headings, or a part that
        says that it closes the file; behind headings, what is beside the questions."""
        total = len(self.document.lines)
        if len(self.starts) < _SEVERAL:
            return total
        behind = [each for each in bounding if each.start >= self.starts[-1].end]
        for each in behind:
            name = plain(each.text)
            if is_beside(name) and not self._is_usual(each.level):
                return each.start
            is_chapter = each.level <= _CHAPTER and not _OF_ANSWER.fullmatch(name)
            if self.starts[-1].kind != HEADING and (is_chapter or closes_file(name)):
                return each.start
        return total

    def _is_usual(self, level: int) -> bool:
        """Whether headings of a level stand between the questions and are no topics right above them."""
        between = (each for each in self.headings if self.starts[0].line < each.start < self.starts[-1].line)
        return any(each.level == level and not self._is_above_question(each) for each in between)

    def _ends(self, keys: list[int]) -> list[int]:
        total = len(self.document.lines)
        ends = []
        for position, start in enumerate(self.starts):
            follower = self.starts[position + 1].line if position + 1 < len(self.starts) else total
            if start.marked is not None:
                ends.append(start.limit or start.end)
                continue
            level = start.level if start.kind == HEADING and not start.depth else self.topic_levels
            if start.kind == HEADING and start.depth:
                level = max(2, min(start.level, self.topic_levels))
            boundary = self.boundaries.following(self._behind_own(start), level)
            boundary = min(total if boundary is None else boundary, self.fold_ends[start.line])
            key = keys[bisect_right(keys, start.line)] if keys[0] < total else total
            if position + 1 == len(self.starts):
                openings = self.heading_lines | {each.line for each in self.starts}
                parted = parting(self.document.lines, start.end, openings)
                boundary = min(boundary, self.closing, parted)
            end = min(follower, boundary, key, total if start.limit is None else start.limit)
            if end == follower:
                end = self._before_section(start, self._before_preamble(start, end))
            end = self._before_chat(start, end)
            ends.append(max(end, start.line + 1))
        return ends

    def _before_section(self, start: Start, end: int) -> int:
        """Where nothing but headings stands between a rule, or the end of a fold, and the next question, or
        the first announces questions: they lead that."""
        lines = self.document.lines
        first = end
        for number in range(end - 1, max(start.end, end - _NEAR) - 1, -1):
            if number in self.heading_lines:
                first = number
            elif lines[number].strip():
                is_end = lines[number].strip().lower() == "</details>" or first in self.announcing
                last = first if is_end else number if RULE.match(lines[number]) else end
                return last if first < end else end
        return end

    def _behind_own(self, start: Start) -> int:
        """The line from which a heading ends an answer: those inside a fold that asks are parts of it."""
        is_closed = start.is_fold and start.line in self.closed
        return max(start.end, (start.limit or start.end) - 1) if is_closed else start.end

    def _before_preamble(self, start: Start, end: int) -> int:
        """Where the text begins that the next questions share, behind the answer of this one."""
        index = bisect_left(self.preambles, start.end)
        is_found = index < len(self.preambles) and self.preambles[index] < end
        return self.preambles[index] if is_found else end

    def _before_chat(self, start: Start, end: int) -> int:
        """Where a chat that was copied goes on to what was asked of it, or offers to."""
        index = bisect_left(self.turns, start.end)
        turn = self.turns[index] if index < len(self.turns) else end
        return offered(self.document.lines, start.end, min(turn, end))

    def _title(self, front: Front) -> str:
        first = self.titled
        title = strip_emphasis(plain(first.text))[:_LONGEST_TITLE] if first else front.title
        return re.sub(r":{2,}", ":", title)

    def gaps(self) -> list[tuple[int, int]]:
        """The lines (from 0) that are in no card."""
        gaps, position = [], 0
        for start, end in zip(self.starts, self.ends, strict=True):
            gaps.append((position, start.line))
            position = end
        gaps.append((position, len(self.document.lines)))
        return [(first, last) for first, last in gaps if first < last]

    def introductions(self) -> tuple[str, list[Topic]]:
        """What stands outside the cards: text above the first topic, and the topics with theirs."""
        introduction: list[str] = []
        topics: list[Topic] = []
        by_line = {each.start: each for each in self.headings if not each.items}
        for first, last in self.gaps():
            start = first
            for number in [*(n for n in range(first, last) if n in by_line), last]:
                told = [n for n in range(start, number) if self.document.lines[n].strip()]
                if told:
                    text = "\n".join(self.document.lines[told[0] : told[-1] + 1])
                    introduction, topics = _with_text(introduction, topics, text)
                if number == last:
                    break
                heading = by_line[number]
                start = heading.end
                if heading is self.titled and self.title:
                    if len(heading.text) > _LONGEST_TITLE:
                        introduction.append("\n".join(self.document.lines[heading.start : heading.end]))
                else:
                    topics.append(Topic(plain(heading.text), "", number + 1))
        return "\n\n".join(introduction), topics

    def topic(self, line: int) -> str:
        """The heading that a card at `line` stands below, as it is read."""
        index = bisect_right(self.topic_lines, line) - 1
        return plain(self.topics[index].text) if index >= 0 else ""


def _is_within(ranges: list[tuple[int, int]], line: int) -> bool:
    """Whether a line is inside one of the ranges, which are in order of their start."""
    index = bisect_left(ranges, (line, -1)) - 1
    return any(line < last for _, last in ranges[max(0, index - 3) : index + 1])


def _with_text(introduction: list[str], topics: list[Topic], text: str) -> tuple[list[str], list[Topic]]:
    if not topics:
        return [*introduction, text], topics
    last = topics[-1]
    joined = f"{last.introduction}\n\n{text}" if last.introduction else text
    return introduction, [*topics[:-1], Topic(last.title, joined, last.line)]
