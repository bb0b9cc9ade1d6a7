"""Which of the possible starts in a foreign file are its questions, and why.

The whole file decides: starts that look alike are judged together, and a question's answer may hold
headings, bold lines and lists that look like questions without being any.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from flashrl.formats import bold, details, heading, listed, plain_line, programs, question_answer
from flashrl.formats.document import Document, Levels
from flashrl.formats.start import BOLD, DETAILS, HEADING, LISTED, PLAIN, QUESTION_ANSWER, Start
from flashrl.formats.wording import answer_mark, is_back_link, is_generic, without_number, wording

MOST, MANY, LIKELY, FEW = 0.6, 0.8, 0.3, 3
"""Shares of a shape's starts that ask, from which the others count too; how many make a habit."""

_WORD = re.compile(r"\w")
MANY_ALONE = 5
"""So many headings that only their wording makes questions are a list of them."""

_FAR = 50
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]")

BARE = 0.2
"""The share of a list's questions that may have an answer where the list is one of questions alone."""

ORPHAN = "text before a fold"

_ABOUT_QUESTIONS = re.compile(
    r"interview|question|quiz|q\s?&\s?a|flash\s?card|faq|exam|面试|题|問題|собес|вопрос|entrevista",
    re.IGNORECASE,
)
_ABOUT_INTERVIEWS = re.compile(r"interview(?:er)?s?\b|面试|面試|собеседован", re.IGNORECASE)
_EASTERN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_RANK = {DETAILS: 0, BOLD: 1, QUESTION_ANSWER: 2, LISTED: 3, HEADING: 0, PLAIN: 4}


@dataclass(slots=True)
class Choice:
    """The questions of a file in order, and what spoke for them."""

    starts: list[Start]
    reasons: list[str] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many questions are of each kind, the most frequent first."""
        found: dict[str, int] = defaultdict(int)
        for start in self.starts:
            found[start.kind] += 1
        return dict(sorted(found.items(), key=lambda each: -each[1]))


def choose(document: Document, name: str) -> Choice:
    """The questions of `document`; `name` is its file's, which may say that it holds questions."""
    return _Choosing(document, name).choice()


class _Choosing:
    def __init__(self, document: Document, name: str) -> None:
        self.document = document
        self.marked = programs.marked_cards(document)
        self.marks = _answer_marks(document)
        candidates = self._outside(_candidates(document))
        self.headings = [each for each in candidates if each.kind == HEADING]
        self.others = [each for each in candidates if each.kind != HEADING]
        self.heading_lines = [each.line for each in self.headings]
        self.heading_set = frozenset(self.heading_lines)
        self.block_starts = [each.start for each in document.blocks]
        self.levels = Levels((each.line, each.level) for each in self.headings)
        titles = " ".join(each.question for each in self.headings[:3] if each.level <= 2)
        mentions = islice(_ABOUT_INTERVIEWS.finditer("\n".join(document.lines)), 2)
        is_titled = bool(_ABOUT_QUESTIONS.search(f"{name} {titles}"))
        self.is_about_questions = is_titled or len(list(mentions)) == 2
        self.answered = self._answered(candidates)
        self.kept: dict[int, Start] = {}
        self.kept_lines: list[int] = []
        self.folded: list[tuple[int, int]] = []

    def choice(self) -> Choice:
        self._choose_headings()
        self._choose_details()
        self.folded = [(each.line, each.limit or 0) for each in self.kept.values() if each.kind == DETAILS]
        self.folded.sort()
        self.kept_lines = sorted(self.kept)
        self._choose_lines()
        self._choose_lists()
        self._choose_orphans()
        self._choose_plain()
        if self._is_prose():
            self.kept.clear()
        starts = _without_contents([self.kept[line] for line in sorted(self.kept)])
        starts = self._with_marked(_in_two_tongues(starts))
        return Choice(starts, self._reasons(starts), self.marks)

    def _is_prose(self) -> bool:
        """Whether what asks is a heading or two among many others, in a text that is no list of questions."""
        kept = self.kept.values()
        if self.is_about_questions or any(each.kind != HEADING for each in kept):
            return False
        if any(each.wording.label or each.line in self.answered for each in kept):
            return False
        is_asked = any(each.wording.ends_asking for each in kept)
        return len(kept) < (min(FEW, len(self.headings) / 2) if is_asked else MANY_ALONE)

    # -- cards of flashcard programs -------------------------------------------------------------

    def _outside(self, candidates: list[Start]) -> list[Start]:
        """The candidates that are in no card of a flashcard program."""
        ranges = [(each.line, each.limit or 0) for each in self.marked]
        return [
            each
            for each in candidates
            if (index := bisect_right(ranges, (each.line, len(self.document.lines) + 1)) - 1) < 0
            or each.line >= ranges[index][1]
        ]

    def _with_marked(self, starts: list[Start]) -> list[Start]:
        """With the marked cards. Where a program has marked some, only sure questions count besides."""
        if not self.marked:
            return starts
        lines = [each.line for each in self.marked]
        is_deck = len(lines) >= FEW
        kept = []
        for each in starts:
            end = self._next_heading(each, level=each.level) if each.kind == HEADING else each.line + 1
            is_topic = bisect_left(lines, each.line) < bisect_left(lines, end)
            is_sure = each.wording.ends_asking or each.wording.label or each.line in self.answered
            if not is_topic and (is_sure or not is_deck):
                kept.append(each)
        return sorted([*kept, *self.marked], key=lambda each: each.line)

    # -- evidence --------------------------------------------------------------------------------

    def _answered(self, candidates: list[Start]) -> set[int]:
        """The lines of the starts that are the last ones before the mark of an answer."""
        owners = [each.line for each in candidates if _could_ask(each)]
        found = set()
        for mark in self.marks:
            index = bisect_right(owners, mark) - 1
            if index >= 0 and owners[index] != mark:
                found.add(owners[index])
        return found

    def _next_heading(self, start: Start, *, level: int = 6) -> int:
        """The line of the next heading of that level or above it."""
        following = self.levels.following(start.line + 1, level)
        return len(self.document.lines) if following is None else following

    def _has_own_text(self, start: Start, end: int) -> bool:
        """Whether anything but links back stands between a start and a line."""
        if start.inline:
            return True
        lines = self.document.lines
        return any(
            _WORD.search(lines[n]) and n not in self.heading_set and not is_back_link(lines[n])
            for n in range(start.end, end)
        )

    def _is_sure(self, start: Start) -> bool:
        return start.wording.asks or start.wording.label or start.line in self.answered

    # -- headings --------------------------------------------------------------------------------

    def _choose_headings(self) -> None:
        groups: dict[tuple[int, bool, bool], list[Start]] = defaultdict(list)
        for each in self.headings:
            if not each.wording.is_stop and not each.wording.is_link:
                groups[each.level, each.depth > 0, each.wording.label].append(each)
        wanted = [each for group in groups.values() for each in self._of_group(group)]
        for each in self._unnested(sorted(wanted, key=lambda each: each.line)):
            self.kept[each.line] = each

    def _of_group(self, group: list[Start]) -> list[Start]:
        """The headings of one level that are questions by themselves, or by the company they keep."""
        full = [
            each for each in group if self._has_own_text(each, self._next_heading(each, level=each.level))
        ]
        sure = [each for each in group if self._is_sure(each)]
        asking = [each for each in full if each.wording.asks or each.wording.label]
        numbered = [each for each in full if each.shape[3]]
        share = len(asking) / max(1, len(full))
        by_company = len(full) >= FEW and share >= MOST
        is_likely = share > 0 if self.is_about_questions else share >= LIKELY
        by_number = len(full) >= FEW and is_likely and len(numbered) >= MANY * len(full)
        asking_all = [each for each in group if each.wording.asks or each.wording.label]
        said = {each.line for each in full}
        empty = [each for each in asking_all if each.line not in said]
        if (
            len(asking_all) >= FEW
            and len(asking_all) >= MANY * len(group)
            and 2 * len(empty) >= len(asking_all)
        ):
            return group
        if by_company:
            return _either(group, sure, full)
        if by_number and group[0].level > 1:
            return _either(group, sure, numbered)
        return [each for each in sure if share >= LIKELY or each.shape[3] or self._says_so(each)]

    def _says_so(self, start: Start) -> bool:
        """Whether more than its wording says that something is a question: `What a package holds` is none."""
        return start.wording.ends_asking or start.wording.label or start.line in self.answered

    def _unnested(self, wanted: list[Start]) -> Iterator[Start]:
        """Without the headings inside another question's answer, and without questions that are topics."""
        children: dict[int, list[Start]] = defaultdict(list)
        parents: dict[int, Start] = {}
        stack: list[Start] = []
        by_line = {each.line: each for each in wanted}
        for each in self.headings:
            while stack and stack[-1].level >= each.level:
                stack.pop()
            if stack:
                parents[each.line] = stack[-1]
                children[stack[-1].line].append(each)
            if each.line in by_line:
                stack.append(each)
        dropped = self._dropped(by_line, children)
        kept_inside: dict[int, set[int]] = {}
        for each in wanted:
            above = parents.get(each.line)
            while above is not None and above.line in dropped:
                above = parents.get(above.line)
            if above is not None and above.line not in kept_inside:
                kept_inside[above.line] = self._kept_inside(above, children)
            if each.line not in dropped and (above is None or each.line in kept_inside[above.line]):
                yield each

    def _kept_inside(self, parent: Start, children: dict[int, list[Start]]) -> set[int]:
        """The headings below a question that are questions of their own."""
        inside = [each for each in children[parent.line] if not each.wording.is_stop]
        asking = [each for each in inside if each.wording.ends_asking or each.wording.label]
        if len(asking) >= FEW and len(asking) >= MANY * len(inside):
            return {each.line for each in asking}
        count = parent.wording.count
        kept = set()
        for each in inside:
            if each.wording.label and not parent.wording.is_only_label:
                kept.add(each.line)
            elif count is not None and each.wording.count == count + 1 and each.wording.asks and count > 1:
                kept.add(each.line)
                count += 1
            elif kept and count is not None and each.wording.count is not None and each.wording.count > count:
                kept.add(each.line)
                count = each.wording.count
        return kept

    def _dropped(self, wanted: dict[int, Start], children: dict[int, list[Start]]) -> set[int]:
        """The headings that only introduce the questions below them."""
        dropped = set()
        for line, each in sorted(wanted.items(), reverse=True):
            below = [child for child in children[line] if child.line in wanted]
            if not below:
                continue
            asking = [child for child in below if child.wording.asks or child.wording.label]
            is_empty = not self._has_own_text(each, self._next_heading(each))
            is_title = each.level == 1 and len(asking) >= 2 and not each.wording.label
            is_bystander = not self._is_sure(each) and bool(asking)
            is_topic = is_empty and len(asking) >= (1 if not each.wording.ends_asking else 2)
            if is_title or is_bystander or (is_topic and line not in self.answered):
                dropped.add(line)
        return dropped

    # -- what folds ------------------------------------------------------------------------------

    def _choose_details(self) -> None:
        found = [each for each in self.others if each.kind == DETAILS and not self._is_contents(each)]
        asking = [each for each in found if each.wording.asks or each.wording.label]
        if len(asking) < 0.5 * len(found):
            found = asking
        last_end = -1
        for each in found:
            if each.line < last_end or each.wording.is_stop:
                continue
            inner = _between(found, each.line, each.limit or 0)
            if inner and (not each.wording.ends_asking or len(inner) > 2):
                continue
            if self._is_inside_heading(each, found):
                continue
            alike = [other for other in inner if other.wording.ends_asking and _opens_bold(other, each)]
            last_end = (each.limit or each.end) if not alike else alike[0].line
            self._keep(each)

    def _is_contents(self, each: Start) -> bool:
        """True where nothing but links folds."""
        lines = [
            line
            for line in self.document.lines[each.end : (each.limit or each.end)]
            if re.search(r"\w", line)
        ]
        links = [
            line
            for line in lines
            if re.match(r"^[\s>*+\-\d.)|]*\**\[.*\]\(#.*\)\**[\s|]*$|.*<a href=.#", line)
        ]
        return len(links) >= 3 and len(links) > 0.7 * len(lines)

    def _is_inside_heading(self, each: Start, found: list[Start]) -> bool:
        """Whether the fold belongs to a heading's answer; a heading that only introduces it is let go."""
        above = self._enclosing_heading(each.line)
        if above is None:
            return False
        end = self._next_heading(above, level=above.level)
        siblings = _between(found, above.line, end)
        if self._has_own_text(above, siblings[0].line):
            return len(siblings) < FEW or len(found) < len(self.kept)
        if above.wording.ends_asking and len(siblings) == 1 and not each.wording.ends_asking:
            return True
        self.kept.pop(above.line, None)
        return False

    def _enclosing_heading(self, line: int) -> Start | None:
        """The heading question whose answer a line would be part of."""
        index = bisect_right(self.heading_lines, line) - 1
        level = 7
        while index >= 0:
            each = self.headings[index]
            if each.level < level:
                level = each.level
                if each.line in self.kept:
                    return each
                if each.level <= 1:
                    return None
            index -= 1
        return None

    # -- bold lines and prefixes -----------------------------------------------------------------

    def _choose_lines(self) -> None:
        """Bold lines, and lines with a prefix."""
        lines = [each for each in self.others if each.kind in (BOLD, QUESTION_ANSWER)]
        company = self._company([each for each in lines if each.kind == BOLD and self._is_free(each)])
        wanted = {each.line for each in lines if self._is_wanted(each, company)}
        for each in lines:
            if each.line not in wanted:
                continue
            above = self._enclosing_heading(each.line)
            if above is None or self._replaces(above, each, lines, wanted):
                self._keep_unnested(each)

    def _is_free(self, each: Start) -> bool:
        above = self._enclosing_heading(each.line)
        return (above is None or not self._is_sure(above)) and not self._is_folded(each.line)

    def _is_folded(self, line: int) -> bool:
        index = bisect_left(self.folded, (line, -1)) - 1
        return index >= 0 and line < self.folded[index][1]

    def _company(self, free: list[Start]) -> dict[tuple[object, ...], tuple[int, float, bool]]:
        """For each look of a bold line: how many there are, what share asks, whether those end in a sign."""
        groups: dict[tuple[object, ...], list[Start]] = defaultdict(list)
        for each in free:
            groups[each.shape].append(each)
        company = {}
        for shape, group in groups.items():
            asking = [each for each in group if each.wording.asks or each.wording.label]
            tails = [each for each in asking if each.wording.tail]
            is_known = self.is_about_questions or any(self._says_so(each) for each in group)
            share = len(asking) / len(group) if is_known else 0.0
            company[shape] = (len(group), share, len(tails) > MOST * max(1, len(asking)))
        return company

    def _is_wanted(self, each: Start, company: dict[tuple[object, ...], tuple[int, float, bool]]) -> bool:
        words = each.wording
        if words.is_stop or self._is_folded(each.line):
            return False
        if each.kind == QUESTION_ANSWER or words.label:
            return True
        count, share, has_tails = company.get(each.shape, (0, 0.0, False))
        if each.inline or each.list_start is not None:
            return (
                words.ends_asking
                or (words.asks and share >= MOST and count >= FEW)
                or (share >= MANY and count > FEW and (bool(words.number) or each.list_start is not None))
            )
        if words.asks and (words.ends_asking or share >= 0.4 or each.line in self.answered):
            return True
        return (
            each.line in self.answered or (has_tails and bool(words.tail)) or (share >= 0.7 and count > FEW)
        )

    def _replaces(self, above: Start, each: Start, lines: list[Start], wanted: set[int]) -> bool:
        """Whether a line inside a heading's answer is a question; the heading may then be a topic."""
        end = self._next_heading(above, level=above.level)
        inside = [other for other in _between(lines, above.line, end) if other.line in wanted]
        is_empty = not self._has_own_text(above, inside[0].line)
        if above.wording.is_only_label or (is_empty and len(inside) == 1 and above.wording.label):
            self._absorb(above, inside[0])
            return False
        sure = [other for other in inside if other.wording.ends_asking or other.wording.label]
        if each.wording.label and not above.wording.label:
            if is_empty:
                self.kept.pop(above.line, None)
            return True
        if is_empty and each in sure and (len(sure) >= 2 or not above.wording.ends_asking):
            self.kept.pop(above.line, None)
            return True
        return False

    def _absorb(self, label: Start, question: Start) -> None:
        """`## Question 3` takes its words from the line below it."""
        if self.kept[label.line].question != label.question:
            return
        self.kept[label.line] = replace(
            label,
            end=question.end,
            question=question.question,
            inline=question.inline,
            wording=replace(question.wording, number=label.wording.number, label=True),
        )

    def _keep(self, each: Start) -> None:
        known = self.kept.get(each.line)
        if known is None:
            insort(self.kept_lines, each.line)
        if known is None or _RANK[each.kind] < _RANK[known.kind]:
            self.kept[each.line] = each

    def _last_kept(self, line: int) -> Start | None:
        """The question that starts last at a line or before it."""
        index = bisect_right(self.kept_lines, line) - 1
        while index >= 0 and self.kept_lines[index] not in self.kept:
            index -= 1
        return self.kept[self.kept_lines[index]] if index >= 0 else None

    def _keep_unnested(self, each: Start) -> None:
        """Keep a start, unless it is deeper in the list that another question leads."""
        last = self._last_kept(each.line - 1)
        is_inner = (
            last is not None
            and each.depth > last.depth > 0
            and last.kind in (BOLD, LISTED, QUESTION_ANSWER)
            and not each.wording.label
        )
        if not is_inner:
            self._keep(each)

    # -- lists -----------------------------------------------------------------------------------

    def _choose_lists(self) -> None:
        free = [each for each in self.others if each.kind == LISTED and self._is_outside(each)]
        groups: dict[tuple[bool, int], list[Start]] = defaultdict(list)
        for each in free:
            groups[bool(each.shape[1]), each.depth].append(each)
        others = len(self.kept)
        top = min((depth for (_, depth), group in groups.items() if self._asks_enough(group)), default=9)
        for (_, depth), group in sorted(groups.items(), key=lambda each: each[0][1]):
            answered = {each.line for each in group if self._has_answer(each)}
            if depth > top or (others >= FEW and len(answered) < MANY * len(group)):
                continue
            if len(answered) <= BARE * len(group):
                self._choose_bare(group)
                self._choose_nested([each for each in free if each.depth > depth])
            elif self._asks_enough(group):
                share = sum(each.wording.asks for each in group) / len(group)
                for each in group:
                    is_company = share >= MANY and each.line in answered
                    if each.wording.asks or is_company or self._is_marked_below(each):
                        self._keep(each)

    def _is_marked_below(self, each: Start) -> bool:
        """Whether the next line with text is the mark of an answer."""
        following = bisect_left(self.marks, each.end)
        return following < len(self.marks) and not self.document.has_text(each.end, self.marks[following])

    def _choose_plain(self) -> None:
        """Lines of plain text, where a file has hardly any other questions."""
        if len(self.kept) + len(self.marked) >= FEW:
            return
        found = [each for each in plain_line.starts(self.document) if self._is_outside(each)]
        texts = sum(self.document.plain)
        if len(found) >= (FEW if self.is_about_questions else 5) and len(found) >= 0.1 * texts:
            followed = sum(after.line == each.end for each, after in pairwise(found))
            is_bare = 2 * followed >= len(found)
            for each in found:
                self._keep(replace(each, limit=each.end) if is_bare else each)

    def _choose_bare(self, group: list[Start]) -> None:
        """Lists of questions that nothing answers: an item ends where the list goes on."""
        lists: dict[int | None, list[Start]] = defaultdict(list)
        for each in group:
            lists[each.list_start].append(each)
        enough = self._asks_enough(group)
        for found in lists.values():
            links = sum(each.wording.is_link for each in found)
            items = [each for each in found if not each.wording.is_link or links <= LIKELY * len(found)]
            asking = [each for each in items if each.wording.asks]
            closing = [each for each in items if each.wording.ends_asking]
            is_list = len(asking) >= MOST * len(items)
            if (enough and is_list) or (len(closing) >= FEW and len(closing) >= MOST * len(items)):
                kept = items if len(items) >= FEW else asking
            else:
                kept = asking if enough else []
            for each in kept:
                self._keep(replace(each, limit=self._bare_end(each)))

    def _choose_nested(self, deeper: list[Start]) -> None:
        """Bare questions below an item that only names what they are about."""
        for each in deeper:
            last = self._last_kept(each.line)
            if each.wording.ends_asking and last is not None and (last.limit or each.line + 1) <= each.line:
                self._keep(replace(each, limit=self._bare_end(each)))

    def _bare_end(self, each: Start) -> int:
        """Behind the item, and behind the code it asks about where that is not indented."""
        end = each.item_end or each.end
        following = bisect_left(self.block_starts, end)
        if following < len(self.document.blocks):
            block = self.document.blocks[following]
            between = self.document.lines[end : block.start]
            if block.kind in ("fence", "code") and not any(line.strip() for line in between):
                return block.end
        return end

    def _is_outside(self, each: Start) -> bool:
        last = self._last_kept(each.line)
        if last is None:
            return True
        if last.is_fold or last.marked is not None:
            return each.line >= (last.limit or 0)
        return self._has_heading(last, each.line)

    def _has_heading(self, last: Start, line: int) -> bool:
        """Whether a heading ends the answer of `last` before a line."""
        following = self.levels.following(last.line + 1, last.level or 6)
        return following is not None and following <= line

    def _asks_enough(self, group: list[Start]) -> bool:
        asking = [each for each in group if each.wording.ends_asking or each.line in self.answered]
        saying = [each for each in group if each.wording.asks]
        return len(asking) >= 2 and len(saying) >= MOST * len(group)

    def _has_answer(self, each: Start) -> bool:
        """Whether text that is no other item follows on an item."""
        if each.inline:
            return True
        for line in self.document.lines[each.end : each.end + _FAR]:
            if not line.strip() or is_back_link(line):
                continue
            if line.startswith("#") or _RULE.match(line):
                return False
            is_inner = len(line) - len(line.lstrip()) >= max(2, each.offset - 1)
            return not _ITEM.match(line) or (is_inner and not self._only_names(each))
        return False

    def _only_names(self, each: Start) -> bool:
        """Whether an item is no question and questions are below it."""
        inner = self.document.lines[each.end : min(each.item_end or each.end, each.end + _FAR)]
        return not each.wording.asks and any(line.rstrip().endswith(("?", "？")) for line in inner)

    # -- text before a fold ----------------------------------------------------------------------

    def _choose_orphans(self) -> None:
        """Plain text before a fold or mark that holds its answer is the question."""
        ends = {each.start: each.end for each in self.document.details}
        boundary = 0
        for mark in self.marks:
            if self._owner(mark) is None:
                start = self._orphan(boundary, mark)
                if start is not None:
                    self._keep(start)
            boundary = max(boundary, ends.get(mark, mark + 1))

    def _owner(self, mark: int) -> Start | None:
        """The question that an answer's mark belongs to, if that has no answer yet."""
        last = self._last_kept(mark)
        if last is None or (last.is_fold and mark >= (last.limit or 0)) or self._has_heading(last, mark):
            return None
        if last.shape[1] != ORPHAN:
            return last
        index = bisect_right(self.marks, last.line)
        return last if index >= len(self.marks) or self.marks[index] >= mark else None

    def _orphan(self, boundary: int, mark: int) -> Start | None:
        first_block, last_block = (bisect_left(self.block_starts, line) for line in (boundary, mark))
        blocks = self.document.blocks[max(first_block, last_block - 40) : last_block]
        last_break = max((n for n, each in enumerate(blocks) if each.kind in ("heading", "rule")), default=-1)
        blocks = [each for each in blocks[last_break + 1 :] if not is_back_link(each.text)]
        first = next((each for each in blocks if each.kind == "paragraph"), None)
        if first is None or len(blocks) > 8 or wording(first.text).is_link:
            return None
        item = first.items[-1] if first.items else None
        words = wording(first.text.split("\n")[0])
        return Start(
            DETAILS,
            first.start,
            first.end,
            first.text,
            words,
            (DETAILS, ORPHAN),
            depth=item.depth + 1 if item else 0,
            offset=item.offset if item else 0,
        )

    # -- reasons ---------------------------------------------------------------------------------

    def _reasons(self, starts: list[Start]) -> list[str]:
        """What spoke for each kind, in words."""
        reasons = []
        kinds: dict[str, list[Start]] = defaultdict(list)
        for each in starts:
            kinds[each.kind].append(each)
        for kind, group in sorted(kinds.items(), key=lambda each: -len(each[1])):
            if group[0].marked is not None:
                blanks = sum(bool(each.marked and each.marked.cloze) for each in group)
                reasons.append(f"{kind}: {len(group)} between its marks, {blanks} with blanks")
                continue
            asking = sum(each.wording.asks for each in group)
            labelled = sum(each.wording.label for each in group)
            numbered = sum(bool(each.wording.number) for each in group)
            marked = sum(each.line in self.answered for each in group)
            reasons.append(
                f"{kind}: {len(group)} found, {asking} ask, {labelled} with a prefix, "
                f"{numbered} numbered, {marked} with a marked answer"
            )
        return reasons


def _without_contents(starts: list[Start]) -> list[Start]:
    """Without the lines of a list that names the questions of the headings below it."""
    asked = {_bare(each) for each in starts if each.kind == HEADING or each.is_fold}
    return [each for each in starts if each.kind not in (LISTED, BOLD, PLAIN) or _bare(each) not in asked]


def _in_two_tongues(starts: list[Start]) -> list[Start]:
    """A heading right below another that says it again in Chinese, Japanese or Korean goes with it."""
    joined: list[Start] = []
    for each in starts:
        last = joined[-1] if joined else None
        if last is not None and _says_again(last, each):
            question = f"{without_number(last.question)} / {without_number(each.question)}"
            joined[-1] = replace(last, end=each.end, question=question)
        else:
            joined.append(each)
    return joined


def _says_again(last: Start, each: Start) -> bool:
    return (
        last.kind == each.kind == HEADING
        and last.level == each.level
        and last.end == each.line
        and not _EASTERN.search(last.question)
        and bool(_EASTERN.search(each.question))
        and not each.wording.number
    )


def _bare(each: Start) -> str:
    return " ".join(each.wording.text.casefold().strip("*_` ").split())


def _either(group: list[Start], *wanted: list[Start]) -> list[Start]:
    """Those of a group that are in one of the lists."""
    lines = {each.line for group in wanted for each in group}
    return [each for each in group if each.line in lines]


def _between(starts: list[Start], line: int, end: int) -> list[Start]:
    """The starts behind one line and before another."""
    first = bisect_right(starts, line, key=lambda each: each.line)
    return starts[first : bisect_left(starts, end, lo=first, key=lambda each: each.line)]


def _opens_bold(each: Start, other: Start) -> bool:
    """Whether both summaries are set in bold: a fold in a fold that was meant to stand behind it."""
    return all(one.question.lstrip().startswith(("<b", "<strong", "**")) for one in (each, other))


def _could_ask(each: Start) -> bool:
    if each.wording.is_stop or each.kind == DETAILS:
        return False
    return each.kind == HEADING or each.wording.asks or each.wording.label


def _candidates(document: Document) -> list[Start]:
    """All possible starts in order of line, one for each line."""
    found: dict[int, Start] = {}
    readers: Iterable[Iterable[Start]] = (
        heading.starts(document),
        details.starts(document),
        bold.starts(document),
        question_answer.starts(document),
        listed.starts(document),
    )
    for reader in readers:
        for each in reader:
            if each.kind == HEADING and answer_mark(document.lines[each.line]) is not None:
                continue
            if each.line not in found:
                found[each.line] = each
    return [found[line] for line in sorted(found)]


def _answer_marks(document: Document) -> list[int]:
    """The lines that open an answer: marked ones, and folds that say no more than that."""
    found = {each.start for each in document.details if is_generic(each.summary)}
    lines = document.lines
    for number, line in enumerate(lines):
        if not document.plain[number]:
            continue
        mark = answer_mark(line)
        if mark is not None and not (mark.is_letter and _is_option(lines, number)):
            found.add(number)
    parts = [number for number in found if lines[number].startswith("# ")]
    if len(parts) == 1 and any(block.kind == "heading" and block.level > 1 for block in document.blocks):
        found -= {*parts}  # `# Answers` is a part of the file, not one question's
    return sorted(found)


def _is_option(lines: list[str], number: int) -> bool:
    """True for an `A: …` that a `B: …` follows, as in a list of options."""
    for line in lines[number + 1 : number + 6]:
        if re.match(r"^[\s>]*(?:[-*+]\s+)?[*_`(]*B[*_`]*[:：.)]", line):
            return True
    return False
