"""Cards from the questions of a foreign file: where each answer ends, and what in it is question still."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from flashrl.errors import Diagnostic
from flashrl.formats import admonition, quiz, tool_marks
from flashrl.formats.choosing import Choice
from flashrl.formats.document import Details, Document, Levels, cut
from flashrl.formats.front import Front
from flashrl.formats.start import DETAILS, HEADING, Marked, Start
from flashrl.formats.wording import (
    answer_mark,
    is_answer_link,
    is_back_link,
    is_generic,
    is_placeholder,
    plain,
    strip_emphasis,
    without_number,
)
from flashrl.model import Card, Deck, Section, SectionKind, Topic
from flashrl.spans import find_blanks

_FOR_SEVERAL = re.compile(
    r"\b(?:next|following) (?:two|three|four|five|six|few|several|couple of|\d{1,2}) (?:\w+ )?questions\b|"
    r"\b(?:use|for|answer)\b[^.?!]{0,60}\bquestions? \d{1,3} ?(?:-|–|—|to|through|and|&) ?\d{1,3}\b|"
    r"\bquestions? \d{1,3} ?(?:-|–|—|to|through|and|&) ?\d{1,3} "
    r"(?:use|share|refer|are (?:based|about)|rely)\b|"
    r"\b(?:all (?:the )?questions|questions) below (?:use|share|refer|are based|rely)\b|"
    r"(?:以下|下面|下列|接下来)(?:的)?(?:几|[两二三四五六]|\d{1,2})(?:个|道)?小?(?:题|问题)",
    re.IGNORECASE,
)
_LEADING_TAGS = re.compile(
    r"^(?:\s|<br\s*/?>|</?(?:b|p|strong|div|summary|details|center|font|i|em)(?:\s[^<>]*)?>)+", re.IGNORECASE
)
_TRAILING_TAGS = re.compile(
    r"(?:\s|<br\s*/?>|</?(?:b|p|strong|div|details|center|font|i|em|hr)(?:\s[^<>]*)?/?>)+$", re.IGNORECASE
)
_OPTION = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?\(?[A-F](?:\*\*)?[.)]")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$")
_ANSWERING_FOLD = re.compile(
    r"answer|\bans\b|solution|explanation|reveal|click|response|spoiler|show|result|output|答|解|点击|查看|ответ|정답|답",
    re.IGNORECASE,
)

_LONGEST_TITLE = 120
_FENCE = re.compile(r"\s*(?:```|~~~)")
_CHOOSING = re.compile(
    r"\bwhich\b|\bchoose\b|\bselect\b|\bfollowing\b|\btrue or false\b|以下|下列|下面|哪|_{3,}", re.IGNORECASE
)
_ABOUT_CODE = re.compile(
    r"^\W*(?:\w+\W+)?(?:what|guess|predict|find|will|which)\b.*(?:\boutputs?\b|\blogged\b|\bprint(?:s|ed)\b|"
    r"\b(?:this|following|below|given) (?:\w+ )?(?:code|program|snippet|function|script|statement)\b|"
    r"\bvalue (?:of|is)\b)|^\W*(?:how would you )?make (?:this|it) work\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Filed:
    """A foreign file's deck, what is wrong with it, and the lines (from 0) that became no card."""

    deck: Deck
    diagnostics: list[Diagnostic]
    introductions: list[tuple[int, int]]


def build(document: Document, choice: Choice, name: str, front: Front) -> Filed:
    """The deck that the chosen questions of a file make."""
    return _Builder(document, choice, name, front).filed()


class _Builder:
    def __init__(self, document: Document, choice: Choice, name: str, front: Front) -> None:
        self.document = document
        self.starts = choice.starts
        self.name = name
        self.front = front
        self.tags = front.tags
        self.ids: set[str] = set()
        self.has_ids = any("ID:" in line or "^" in line for line in document.lines)
        self.decks = {each.marked.deck for each in choice.starts if each.marked} - {""}
        self.marks = choice.marks
        lines = {start.line for start in self.starts}
        self.headings = [
            each
            for each in document.blocks
            if each.kind == "heading" and each.start not in lines and not each.quoted
        ]
        folded = [(each.start, each.end) for each in document.details if is_generic(each.summary)]
        self.folds = {each.start: each for each in document.details if is_generic(each.summary)}
        self.fold_starts = sorted(self.folds)
        self.open_folds = {each.start: each for each in document.details}
        self.boundaries = Levels(
            (each.start, each.level)
            for each in self.headings
            if not each.items
            and answer_mark(document.lines[each.start]) is None
            and not _is_within(folded, each.start)
        )
        self.titled = next((each for each in self.headings if each.level == 1 and not each.items), None)
        self.topics = [each for each in self.headings if each.level > 1 and not each.items]
        self.topic_lines = [each.start for each in self.topics]
        self.topic_levels = self._topic_levels()
        self.preambles = [
            each.start
            for each in document.blocks
            if each.kind == "paragraph"
            and not (each.items or each.quoted)
            and _FOR_SEVERAL.search("\n".join(document.lines[each.start : each.end])[:600])
        ]

    def filed(self) -> Filed:
        ends = self._ends()
        title = self._title()
        cards = [self._card(start, end) for start, end in zip(self.starts, ends, strict=True)]
        found = [
            Diagnostic("no-answer", f"{card.question!r} has no answer", card.line)
            for card in cards
            if card.is_draft
        ]
        found += [
            Diagnostic("unclosed-fence", "this fence is never closed", each.start + 1)
            for each in self.document.blocks
            if each.kind == "fence" and not each.is_closed
        ]
        gaps = self._gaps(ends)
        introduction, topics = self._introductions(gaps, title)
        deck = Deck(
            name=(next(iter(self.decks)) if len(self.decks) == 1 else "")
            or self.front.deck
            or title
            or self.name,
            title=title,
            tags=self.tags,
            introduction=introduction,
            topics=tuple(topics),
            cards=tuple(cards),
        )
        return Filed(deck, sorted(found, key=lambda each: each.line), gaps)

    # -- where a question's answer ends ------------------------------------------------------------

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

    def _ends(self) -> list[int]:
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
            boundary = self.boundaries.following(start.end, level)
            boundary = total if boundary is None else boundary
            end = min(follower, boundary, total if start.limit is None else start.limit)
            if end == follower:
                end = self._before_preamble(start, end)
            ends.append(max(end, start.line + 1))
        return ends

    def _before_preamble(self, start: Start, end: int) -> int:
        """Where the text begins that the next questions share, behind the answer of this one."""
        index = bisect_left(self.preambles, start.end)
        is_found = index < len(self.preambles) and self.preambles[index] < end
        return self.preambles[index] if is_found else end

    def _title(self) -> str:
        first = self.titled
        title = strip_emphasis(plain(first.text))[:_LONGEST_TITLE] if first else self.front.title
        return re.sub(r":{2,}", ":", title)

    def _gaps(self, ends: list[int]) -> list[tuple[int, int]]:
        gaps, position = [], 0
        for start, end in zip(self.starts, ends, strict=True):
            gaps.append((position, start.line))
            position = end
        gaps.append((position, len(self.document.lines)))
        return [(first, last) for first, last in gaps if first < last]

    def _introductions(self, gaps: list[tuple[int, int]], title: str) -> tuple[str, list[Topic]]:
        """What stands outside the cards: text above the first topic, and the topics with theirs."""
        introduction: list[str] = []
        topics: list[Topic] = []
        by_line = {each.start: each for each in self.headings if not each.items}
        for first, last in gaps:
            start = first
            for number in [*(n for n in range(first, last) if n in by_line), last]:
                text = "\n".join(self.document.lines[start:number]).strip("\n")
                if text.strip():
                    introduction, topics = _with_text(introduction, topics, text)
                if number == last:
                    break
                heading = by_line[number]
                start = heading.end
                if heading is self.titled and title:
                    if len(heading.text) > _LONGEST_TITLE:
                        introduction.append("\n".join(self.document.lines[heading.start : heading.end]))
                else:
                    topics.append(Topic(plain(heading.text), "", number + 1))
        return "\n\n".join(introduction), topics

    def _topic(self, line: int) -> str:
        index = bisect_right(self.topic_lines, line) - 1
        return plain(self.topics[index].text) if index >= 0 else ""

    # -- a card ------------------------------------------------------------------------------------

    def _card(self, start: Start, end: int) -> Card:
        if start.marked is not None:
            return self._of_program(start, start.marked)
        first = start.end
        question, extension, answer = start.question, "", ""
        if start.kind == DETAILS:
            question, extension = _summary(start.question)
        fold = self._fold(start, end)
        mark = self._mark(start, end)
        if fold is not None and (mark is None or fold.start <= mark):
            extension = _joined(extension, start.inline, self._lines(first, fold.start, start))
            inside = cut(self.document.lines, fold.content, fold.content_end)
            rest = (
                self.document.lines[fold.end - 1][fold.content_end[1] + len("</details>") :]
                if fold.is_closed
                else ""
            )
            answer = _joined(
                _without_mark(_dedented(inside, start.offset)), rest, self._lines(fold.end, end, start)
            )
        elif mark is not None:
            extension = _joined(extension, start.inline, self._lines(first, mark, start))
            found = answer_mark(self.document.lines[mark])
            answer = _joined(found.rest if found else "", self._lines(mark + 1, end, start))
        else:
            body = self._body(start, end)
            inline = _without_mark(start.inline)
            if not inline and (_asks_about_code(question, body) or _only_asks(body)):
                extension, body = _joined(extension, body), ""
            extension, answer = _by_options(question, body, extension, inline)
        return self._made(start, end, question, extension, answer)

    def _of_program(self, start: Start, card: Marked) -> Card:
        line = start.line + 1
        texts = (
            (SectionKind.QUESTION, card.asked),
            (SectionKind.ANSWER, "" if is_placeholder(card.answer) else card.answer),
            (SectionKind.CLOZE, card.cloze),
        )
        return Card(
            question=card.question,
            sections=tuple(Section(kind, (text,), "", line, (line,)) for kind, text in texts if text.strip()),
            id=self._new_id(card.id),
            topic=(card.deck if len(self.decks) > 1 else "") or self._topic(start.line),
            tags=tuple(dict.fromkeys([*self.tags, *card.tags])),
            blanks=tuple(sorted({each.number for each in find_blanks(card.cloze)})),
            line=line,
            end_line=start.limit or line,
        )

    def _new_id(self, card_id: str | None) -> str | None:
        """An id that another program gave, for the first card of the file that has it."""
        if card_id is None or card_id in self.ids:
            return None
        self.ids.add(card_id)
        return card_id

    def _body(self, start: Start, end: int) -> str:
        if start.is_fold:
            fold = self.open_folds[start.line]
            return _dedented(cut(self.document.lines, (start.end, 0), fold.content_end), 0)
        return self._lines(start.end, end, start)

    def _lines(self, first: int, last: int, start: Start) -> str:
        return _dedented("\n".join(self.document.lines[first:last]), start.offset)

    def _fold(self, start: Start, end: int) -> Details | None:
        """The fold that holds the answer: one that says so, or that follows on the question alone."""
        lines = self.fold_starts[
            bisect_left(self.fold_starts, start.end) : bisect_left(self.fold_starts, end)
        ]
        inside = [self.folds[line] for line in lines if self.folds[line].end <= end]
        if not inside or start.is_fold:
            return None
        fold = next(
            (
                each
                for each in inside
                if re.search(r"answer|ans\b|solution|答案|解答", each.summary, re.IGNORECASE)
            ),
            inside[0],
        )
        before = _tidy("\n".join(self.document.lines[start.end : fold.start]))
        is_bare = is_placeholder(before) or "```" in before
        return fold if is_bare or _ANSWERING_FOLD.search(fold.summary) else None

    def _mark(self, start: Start, end: int) -> int | None:
        first = max(start.end, start.line + 1) if start.is_fold else start.end
        inside = self.marks[bisect_left(self.marks, first) : bisect_left(self.marks, end)]
        return next((line for line in inside if line not in self.folds), None)

    def _made(self, start: Start, end: int, question: str, extension: str, answer: str) -> Card:
        lines = self.document.lines
        last = max((n for n in range(start.line, end) if lines[n].strip()), default=start.line)
        asked, told = _tidy(extension), _tidy(admonition.unfolded(answer))
        shown = without_number(question)
        if not shown and asked:
            question, _, asked = asked.partition("\n")
            shown, asked = without_number(question), asked.strip("\n")
        if told and is_answer_link(told):
            asked, told = _joined(asked, told), ""
        elif told and (is_placeholder(told) or _is_only_headings(told)):
            told = ""
        sections = []
        if asked:
            sections.append(
                Section(SectionKind.QUESTION, (asked,), line=start.end + 1, part_lines=(start.end + 1,))
            )
        if told:
            sections.append(
                Section(SectionKind.ANSWER, (told,), line=start.end + 1, part_lines=(start.end + 1,))
            )
        return Card(
            question=shown or plain(question) or "?",
            sections=tuple(sections),
            id=self._new_id(tool_marks.note_id("\n".join(lines[start.line : end]))) if self.has_ids else None,
            topic=self._topic(start.line),
            tags=self.tags,
            line=start.line + 1,
            end_line=last + 1,
        )


def _by_options(question: str, body: str, extension: str, inline: str) -> tuple[str, str]:
    """Ticked options are question and key at once; lettered ones are question, what follows has the key."""
    if not body.strip():
        return extension, inline
    lines = body.split("\n")
    found = quiz.options(lines, _plain_lines(lines))
    if found is None:
        return extension, _joined(inline, body)
    if not found.is_ticked_kind:
        before, rest = "\n".join(lines[: found.end]), "\n".join(lines[found.end :])
        is_choice = _CHOOSING.search(plain(f"{question} {extension}")) or _is_all_options(before, rest)
        if inline or not is_choice:
            return extension, _joined(inline, body)
        return _joined(extension, before), rest
    asked = "\n".join(re.sub(r"\[[xX✓✔*]\]", "[ ]", line) for line in lines[: found.end])
    rest = "\n".join(lines[found.end :])
    if not found.keys and is_placeholder(_tidy(rest)):
        return _joined(extension, inline, asked), ""
    keys = "\n".join(f"- {key}" if "\n" not in key else f"{key}\n" for key in found.keys)
    return _joined(extension, inline, asked), _joined(keys, rest) if found.keys else ""


def _is_all_options(options: str, rest: str) -> bool:
    """Whether nothing is told but `A)` to `C)` or more, a line each: a quiz whose key is elsewhere."""
    lines = [line for line in options.split("\n") if line.strip()]
    is_lettered = all(_OPTION.match(line) for line in lines)
    return is_lettered and 3 <= len(lines) <= 6 and is_placeholder(_tidy(rest) or "-")


def _asks_about_code(question: str, body: str) -> bool:
    """Whether all that follows on a question is the code that it is about."""
    asked = _ABOUT_CODE.search(plain(question))
    return (
        bool(asked) and "```" in body and not re.sub(r"```.*?(?:```|\Z)", "", body, flags=re.DOTALL).strip()
    )


def _is_only_headings(text: str) -> bool:
    """Whether nothing is said below the headings of an answer, nor in one as `#### Answer: B`."""
    lines = [line for line in text.split("\n") if line.strip()]
    return text.startswith("#") and all(
        re.match(r"#{1,6}[ \t]", line) and answer_mark(line) is None for line in lines
    )


def _only_asks(body: str) -> bool:
    """Whether what follows on a question is nothing but more questions."""
    lines = [line.strip() for line in body.split("\n") if line.strip() and not _RULE.match(line)]
    return bool(lines) and all(line.endswith(("?", "？")) for line in lines)


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


def _plain_lines(lines: list[str]) -> list[bool]:
    """For each line whether it is text outside fences."""
    plain_lines, is_fenced = [], False
    for line in lines:
        plain_lines.append(bool(line.strip()) and not is_fenced)
        if _FENCE.match(line):
            is_fenced = not is_fenced
    return plain_lines


def _summary(text: str) -> tuple[str, str]:
    """The question of a fold, and what of it is no line of text: its code and lists."""
    lines = text.strip().split("\n")
    if len(lines) == 1:
        return text.strip(), ""
    return lines[0].strip(), "\n".join(lines[1:]).strip("\n")


def _without_mark(text: str) -> str:
    """`text` without the mark of an answer on its first line."""
    first, _, rest = text.lstrip("\n").partition("\n")
    found = answer_mark(_LEADING_TAGS.sub("", first)) if first.strip() else None
    return _joined(found.rest, rest) if found is not None else text


def _joined(*parts: str) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part.strip())


def _dedented(text: str, offset: int) -> str:
    """`text` moved left by as much as the list item indents it; lines that stand further left stay."""
    if not offset:
        return text
    lines = text.expandtabs(4).split("\n") if "\t" in text else text.split("\n")
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    deep = [indent for indent in indents if indent >= 2]
    width = offset
    if deep and offset < deep[0] < offset + 4:  # written one or two columns further in than need be
        width = deep[0]
    return "\n".join(line[min(width, len(line) - len(line.lstrip(" "))) :] for line in lines)


def _without_tags(text: str) -> str:
    """Without the tags around it, unless one of them belongs to one that stays."""
    bare = text
    if bare.lstrip().startswith("<"):
        bare = _LEADING_TAGS.sub("", bare)
    if bare.rstrip().endswith(">"):
        bare = _TRAILING_TAGS.sub("", bare)
    if bare == text or all(
        len(re.findall(rf"<{tag}\b", bare, re.IGNORECASE))
        == len(re.findall(rf"</{tag}>", bare, re.IGNORECASE))
        for tag in ("b", "strong", "i", "em", "font", "center")
    ):
        return bare
    return re.sub(r"^(?:\s|</?(?:p|div|details|summary)\b[^<>]*>|<br\s*/?>)+", "", text, flags=re.IGNORECASE)


def _tidy(text: str) -> str:
    """Without schedules of other tools, links back to the top, and rules and tags around it."""
    if not text.strip():
        return ""
    lines = [line for line in tool_marks.without_marks(text).split("\n") if not is_back_link(line)]
    while lines and (not lines[-1].strip() or _RULE.match(lines[-1])):
        lines.pop()
    while lines and (not lines[0].strip() or _RULE.match(lines[0])):
        lines.pop(0)
    tidy = _without_tags("\n".join(lines))
    while tidy.split("\n")[-1:] and _RULE.match(tidy.split("\n")[-1]):
        tidy = tidy.rpartition("\n")[0].rstrip()
    return tidy.rstrip()
