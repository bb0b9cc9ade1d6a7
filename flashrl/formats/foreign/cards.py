"""Cards from the questions of a foreign file: what of each is question still, and what is its answer."""

import re
import textwrap
from bisect import bisect_left
from dataclasses import dataclass

from flashrl.errors import Diagnostic
from flashrl.formats.foreign.choosing import Choice
from flashrl.formats.foreign.extents import Extents
from flashrl.formats.foreign.follow_ups import follow_ups
from flashrl.formats.foreign.own_marks import answers_item, is_proposed, mends
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.page.fold import Details, cut
from flashrl.formats.foreign.page.front import Front
from flashrl.formats.foreign.page.subheadings import TOLD, works_out
from flashrl.formats.foreign.programs import admonition, cloze
from flashrl.formats.foreign.styles import listed, quiz
from flashrl.formats.foreign.styles.start import DETAILS, HEADING, Marked, Start
from flashrl.formats.foreign.unkeyed import unkeyed
from flashrl.formats.foreign.words import code_question, question_text, tool_marks
from flashrl.formats.foreign.words.answer_mark import (
    answer_mark,
    is_answer_link,
    is_filing,
    is_frame,
    is_generic,
    is_placeholder,
)
from flashrl.formats.foreign.words.answer_text import (
    carried_on,
    dedented,
    is_only_headings,
    joined,
    tidy,
    unhung,
    without_comments,
    without_dash,
    without_mark,
)
from flashrl.formats.foreign.words.options import unmarked
from flashrl.formats.foreign.words.plain_text import plain
from flashrl.formats.foreign.words.wording import without_number
from flashrl.model import Card, Deck, Section, SectionKind
from flashrl.spans import find_blanks

_ANSWERING_FOLD = re.compile(
    r"answer|\bans\b|solution|explanation|reveal|click|response|spoiler|show|result|output|答|解|点击|查看|ответ|정답|답",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\d{1,4}[.)]?")


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
        self.keyed = choice.keyed
        self.is_quiz = quiz.lets_choose(document.lines, (each.end - 1 for each in choice.starts))
        self.is_keyed = quiz.is_ticked(document.lines)
        self.folds = {each.start: each for each in document.details if is_generic(each.summary)}
        self.fold_starts = sorted(self.folds)
        self.open_folds = {each.start: each for each in document.details}
        self.extents = Extents(document, choice, front)
        read = (choice.starts, self.extents.ends, document.lines)
        self.bare = unkeyed(*read) | follow_ups(*read)
        self.told = [each.start for each in document.blocks if each.kind == TOLD]

    def filed(self) -> Filed:
        extents = self.extents
        cards = [self._card(start, end) for start, end in zip(self.starts, extents.ends, strict=True)]
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
        introduction, topics = extents.introductions()
        deck = Deck(
            name=(next(iter(self.decks)) if len(self.decks) == 1 else "")
            or self.front.deck
            or extents.title
            or self.name,
            title=extents.title,
            tags=self.tags,
            introduction=introduction,
            topics=tuple(topics),
            cards=tuple(cards),
        )
        return Filed(deck, sorted(found, key=lambda each: each.line), extents.gaps())

    def _card(self, start: Start, end: int) -> Card:
        if start.marked is not None:
            return self._of_program(start, start.marked)
        first = start.end
        question, extension, answer = start.question, "", ""
        if start.kind == DETAILS:
            question, extension = question_text.of_summary(start.question)
        mark = self._mark(start, end)
        told = None if mark is None else self._told_in_fold(mark, end)
        fold = told or self._fold(start, end)
        if fold is not None and (mark is None or fold is told or fold.start <= mark):
            before = fold.start if mark is None else min(mark, fold.start)
            extension = joined(extension, start.inline, self._lines(first, before, start))
            answer = self._unfolded(fold, start, end, extension)
        elif mark is not None:
            extension = joined(extension, start.inline, unmarked(self._lines(first, mark, start)))
            shown = self.document.lines[mark]
            found = answer_mark(shown)
            below = self._lines(mark + 1, end, start)
            if shown.startswith(">") and "[!" in shown:
                below = without_mark(admonition.unquoted(below), extension)
            rest = found.rest if found else ""
            answer = carried_on(rest, unhung(below, shown, rest, start.offset))
        elif start.line in self.keyed:
            extension = joined(extension, start.inline, unmarked(self._body(start, end)))
            answer = quiz.with_option(self.keyed[start.line], extension)
        else:
            extension, answer = self._unmarked(start, end, question, extension)
        return self._made(start, end, question, extension, answer)

    def _unmarked(self, start: Start, end: int, question: str, extension: str) -> tuple[str, str]:
        """What else is asked and what answers, where nothing tells the two apart but what they say."""
        body = self._body(start, end)
        inline = without_dash(without_mark(start.inline), body)
        if start.line in self.bare:
            return joined(extension, inline, body), ""
        if not inline and (keyed := quiz.by_fenced_key(question, body)) is not None:
            return joined(extension, keyed[0]), keyed[1]
        if not inline and start.wording.is_only_label and not without_number(question):
            extension, body = question_text.first_paragraph(body)
        elif not inline:
            is_asked = start.kind != HEADING or start.wording.ends_asking
            named, body = question_text.asked_first(body, is_asked=is_asked)
            extension = joined(extension, named)
        parted = None if inline else code_question.split(question, extension, body)
        if parted is not None:
            extension, body = joined(extension, parted[0]), parted[1]
        elif not inline and question_text.goes_on(question, body, is_keyed=self.is_keyed):
            extension, body = joined(extension, body), ""
        elif not (inline or "```" in extension) and code_question.shows_code(f"{question} {extension}"):
            code, body = code_question.parted(body)
            extension = joined(extension, code)
        return quiz.by_options(question, body, extension, inline, is_quiz=self.is_quiz)

    def _of_program(self, start: Start, card: Marked) -> Card:
        line = start.line + 1
        shown = map(
            without_comments, (card.asked, "" if is_placeholder(card.answer) else card.answer, card.cloze)
        )
        texts = zip((SectionKind.QUESTION, SectionKind.ANSWER, SectionKind.CLOZE), shown, strict=True)
        return Card(
            question=card.question,
            sections=tuple(Section(kind, (text,), "", line, (line,)) for kind, text in texts if text.strip()),
            id=self._new_id(card.id),
            topic=(card.deck if len(self.decks) > 1 else "") or self.extents.topic(start.line),
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
            inside = cut(self.document.lines, (start.end, 0), fold.content_end)
            # What follows on the summary at once is HTML, and its indentation that of the tags.
            return inside if inside.startswith("\n") else textwrap.dedent(inside.expandtabs(4))
        return self._lines(start.end, end, start)

    def _lines(self, first: int, last: int, start: Start) -> str:
        return dedented("\n".join(self.document.lines[first:last]), start.offset)

    def _fold(self, start: Start, end: int) -> Details | None:
        """The fold that holds the answer: one that says so, or that follows on the question alone."""
        lines = self.fold_starts[
            bisect_left(self.fold_starts, start.end) : bisect_left(self.fold_starts, end)
        ]
        inside = [self.folds[line] for line in lines if self.folds[line].end <= end]
        if start.is_fold:
            return self._answering_within(start, inside)
        if not inside:
            return None
        fold = next(
            (
                each
                for each in inside
                if re.search(r"answer|ans\b|solution|答案|解答", each.summary, re.IGNORECASE)
            ),
            inside[0],
        )
        before = tidy("\n".join(self.document.lines[start.end : fold.start]))
        if code_question.is_told_before(start.question, before):
            return None
        is_bare = is_placeholder(before) or "```" in before
        return fold if is_bare or _ANSWERING_FOLD.search(fold.summary) else None

    def _told_in_fold(self, mark: int, end: int) -> Details | None:
        """The fold that all of an answer is in: nothing else stands between its head and the mark of it."""
        found = answer_mark(self.document.lines[mark])
        following = next((n for n in range(mark + 1, end) if self.document.lines[n].strip()), end)
        fold = self.folds.get(following)
        is_bare = found is not None and not found.rest.strip(" *_:：-")
        is_all = fold is not None and fold.end <= end and is_frame(fold.summary)
        return fold if is_bare and is_all else None

    def _unfolded(self, fold: Details, start: Start, end: int, asked: str) -> str:
        """What a fold holds, and what follows on it."""
        inside = dedented(cut(self.document.lines, fold.content, fold.content_end), start.offset)
        behind = self.document.lines[fold.end - 1] if fold.is_closed else ""
        rest = behind[fold.content_end[1] + len("</details>") :]
        return joined(without_mark(inside, asked), rest, self._lines(fold.end, end, start))

    def _answering_within(self, start: Start, inside: list[Details]) -> Details | None:
        """The fold that answers inside one that asks, where that holds nothing else but code."""
        for each in inside:
            before = "\n".join(self.document.lines[start.end : each.start])
            is_bare = not code_question.without_fences(tidy(before)).strip("` \n")
            if is_bare and re.search(r"answer|ответ|答|정답|respuesta|resposta", each.summary, re.IGNORECASE):
                return each
        return None

    def _mark(self, start: Start, end: int) -> int | None:
        lines = self.document.lines
        first = max(start.end, start.line + 1) if start.is_fold else start.end
        inside = self.marks[bisect_left(self.marks, first) : bisect_left(self.marks, end)]
        own = (line for line in inside if line not in self.folds)
        if start.list_start is None and not start.wording.is_only_label:
            own = (line for line in own if not answers_item(lines, line, first))
        if start.wording.ends_asking:
            own = (line for line in own if not mends(lines, line, first))
        mark = next((line for line in own if not is_proposed(lines, line, inside, end)), None)
        return None if mark is None or works_out(lines[first:mark]) else mark

    def _is_told(self, start: Start, end: int) -> bool:
        """Whether a heading below the question is a sentence that answers it."""
        return bisect_left(self.told, start.end) < bisect_left(self.told, end)

    def _made(self, start: Start, end: int, question: str, extension: str, answer: str) -> Card:
        lines = self.document.lines
        last = next((n for n in range(end - 1, start.line, -1) if lines[n].strip()), start.line)
        asked = question_text.without_label(tidy(extension))
        told = cloze.opened(tidy(admonition.unfolded(answer), self.document.footers))
        shown = without_number(question, is_counted=listed.item_number(lines[start.line]) is not None)
        is_bare = not shown or bool(_COUNT.fullmatch(shown)) or question_text.leads_in(shown)
        if asked and is_bare and not question_text.is_picture(asked):
            opened, rest = question_text.led_in(shown, asked)
            if opened:
                question, shown, asked = opened, without_number(opened), rest.strip("\n")
        if told and (is_answer_link(told) or is_filing(told)):
            asked, told = joined(asked, told), ""
        elif told.lower() == "pending" and "___" in question:
            pass  # the state of something
        elif told and (is_placeholder(told) or (is_only_headings(told) and not self._is_told(start, end))):
            told = ""
        line, texts = start.end + 1, ((SectionKind.QUESTION, asked), (SectionKind.ANSWER, told))
        return Card(
            question=shown or plain(question) or "?",
            sections=tuple(
                Section(kind, (text,), line=line, part_lines=(line,)) for kind, text in texts if text
            ),
            id=self._new_id(tool_marks.note_id("\n".join(lines[start.line : end]))) if self.has_ids else None,
            topic=self.extents.topic(start.line),
            tags=self.tags,
            line=start.line + 1,
            end_line=last + 1,
        )
