"""What is known of a file while its questions are chosen: its possible starts, and those kept so far."""

import re
from bisect import bisect_left, bisect_right, insort
from itertools import islice

from flashrl.formats.foreign import programs
from flashrl.formats.foreign.choosing.candidates import answer_marks, candidates
from flashrl.formats.foreign.choosing.habits import asides, habits
from flashrl.formats.foreign.choosing.keys import Keys
from flashrl.formats.foreign.choosing.offers import QUIZ, with_offers
from flashrl.formats.foreign.choosing.owners import answered
from flashrl.formats.foreign.choosing.parts import without_parts
from flashrl.formats.foreign.choosing.quizzes import with_keys
from flashrl.formats.foreign.choosing.tasks import with_tasks
from flashrl.formats.foreign.page.document import Document, Levels
from flashrl.formats.foreign.styles.start import BOLD, DETAILS, HEADING, LISTED, PLAIN, QUESTION_ANSWER, Start
from flashrl.formats.foreign.words.back_link import is_back_link
from flashrl.formats.foreign.words.plain_text import plain
from flashrl.formats.foreign.words.usual_headings import announces
from flashrl.formats.foreign.words.wording import wording

MOST, MANY, LIKELY, HALF, FEW = 0.6, 0.8, 0.3, 0.5, 3
"""Shares of a shape's starts that ask, from which the others count too; how many make a habit."""

_WORD = re.compile(r"\w")
ABOUT_QUESTIONS = re.compile(
    r"inter[- ]?view|question|quiz|q\s?&\s?a|\bq(?:n|\sand\s)as?\b|flash\s?card|faq|\bf\.\s?a\.\s?q\b|"
    r"\bexam(?:s|ination)?\b|"
    r"面试|题|問題|面接|質問|면접|질문|собес|вопрос|entrevista|pregunta|pergunta|câu hỏi|phỏng vấn|"
    r"співбесід|питання|mülakat|\bsoru|\bfragen?\b|entretien d|rekrutac|pytania|wawancara|pertanyaan|"
    r"أسئلة|سؤال|سوال|مصاحبه|экзамен|билет|коллоквиум|\bmid-?terms?\b|klausur|期末|期中|"
    r"\bmcqs?\b|\bqcm\b|multiple[- ]choice|\btrivia\b|\briddles?\b|brain[- ]?teasers?|"
    r"\b(?:practice|mock)[- ]tests?\b|"
    r"\bex[aá]men(?:es|s)?\b|\bexames?\b|cuestionario|\bdomande\b|(?<!ab)(?<!an)(?<!um)(?<!nach)fragen\b|egzamin|"
    r"mulakat|müsahibə|八股|baguwen|mianshi|\bsobes(?:edovani\w*)?\b|c[aâ]u ?h[oỏ]i|phong ?van|ôn tập|"
    r"问答|一問一答|過去問|기출|préparation .{0,8}entretien|otázky|\bvragen\b|kérdések|întrebări|lernkarten|"
    r"karteikarten|\bsoal\b|"
    r"викторин|вікторин|іспит|trắc nghiệm|测验|測驗|クイズ|퀴즈",
    re.IGNORECASE,
)
_ABOUT_INTERVIEWS = re.compile(r"interview(?:er)?s?\b|面试|面試|собеседован", re.IGNORECASE)
_INTERVIEWS = ("interview", "面试", "面試", "собеседован")
_QUIET = re.compile(
    r"(?:(?:click|tap|press) (?:here )?(?:to|for) )?(?:expand|unfold|open|(?:more|full|see)?[ ]?details?|"
    r"more|(?:more )?info(?:rmation)?|examples?|code|links?|notes?|tips?|references?|resources?|sources?|"
    r"output)?"
)
"""What a fold may say without being an answer: where a file is about anything it makes no question."""

_CLICKED = re.compile(r"\W*(?:click|tap|press)(?: (?:me|here|this))?\W*", re.IGNORECASE)

_TITLE = re.compile(r"^title\s*[:=].*", re.IGNORECASE | re.MULTILINE)
_QUESTIONS = re.compile(
    r"^\|[^\n|]*\|[ *]*questions[ *]*\|[^\n]*\n[ ]*\|[ :-]*-", re.IGNORECASE | re.MULTILINE
)
"""The head of a table that lists a file's questions."""
_RANK = {DETAILS: 0, BOLD: 1, QUESTION_ANSWER: 2, LISTED: 3, HEADING: 0, PLAIN: 4}


class Selection:
    """The questions of a file as they are found; each kind is chosen in view of those before it.

    `answered` are the lines of the starts that the mark of an answer follows on; `kept` are the questions
    by line, and `folded` the lines of those that fold; `quiet` are the folds that need not be answers;
    `offering` are the lines of the items with options below them, and `introduced` the parts, as first and
    last line, that introduce what is counted below; `chapters` are the lines of the headings beside one that
    holds the questions, and `announcing` of those that say that questions follow.
    """

    def __init__(self, document: Document, names: str) -> None:
        self.document = document
        self.marked = programs.marked_cards(document)
        found, marks = self._outside(candidates(document)), answer_marks(document)
        self.keys = Keys(document, found, marks)
        self.marks = [line for line in marks if self.keys.is_outside(line)]
        found = without_parts(document, [each for each in found if self.keys.is_outside(each.line)])
        usual = habits(document, found)
        inside = asides(found, usual, self.marks)
        found = [each for each in found if each.line not in inside]
        self.usual = {each.line: group[0].line for group in usual for each in group}
        self.headings = [each for each in found if each.kind == HEADING]
        self.heading_lines = [each.line for each in self.headings]
        self.outer = _outer(self.headings)
        self.heading_set = frozenset(self.heading_lines)
        self.block_starts = [each.start for each in document.blocks]
        self.levels = Levels((each.line, each.level) for each in self.headings)
        titles = " ".join(each.question for each in self.headings[:3] if each.level <= 2)
        titles += "".join(_TITLE.findall(document.front))
        text = "\n".join(document.lines)
        shown = text.lower()
        is_mentioned = any(word in shown for word in _INTERVIEWS)
        mentions = islice(_ABOUT_INTERVIEWS.finditer(text), 2) if is_mentioned else iter(())
        is_titled = bool(ABOUT_QUESTIONS.search(f"{names} {titles}") or _QUESTIONS.search(text))
        self.is_about_questions = is_titled or len(list(mentions)) == 2
        found = with_tasks(document, found, is_about_questions=self.is_about_questions)
        self.headings = [each for each in found if each.kind == HEADING]
        found, self.offering = with_offers(
            document,
            found,
            self.marks,
            self.keys.answers,
            is_about_questions=self.is_about_questions,
            is_quiz=bool(QUIZ.search(f"{names} {titles}")),
        )
        self.others = [each for each in found if each.kind != HEADING]
        announcing = (each for each in self.headings if not each.wording.asks)
        self.announcing = {each.line for each in announcing if announces(each.wording.text)}
        self.announced = Levels((line, 1) for line in sorted(self.announcing))
        self.quiet = self._bystanders() if self.is_about_questions else self._quiet()
        said = [mark for mark in self.marks if mark not in self.quiet]
        ticked = with_keys(document, self.headings, is_about_questions=self.is_about_questions)
        self.answered = {*answered(document, found, said), *self.keys.answers, *ticked}
        self.kept: dict[int, Start] = {}
        self.kept_lines: list[int] = []
        self.folded: list[tuple[int, int]] = []
        self.introduced: list[tuple[int, int]] = []
        self.chapters: set[int] = set()

    def _quiet(self) -> set[int]:
        """The folds that need not be answers."""
        return {
            each.start
            for each in self.document.details
            if _QUIET.fullmatch(" ".join(re.findall(r"[^\W_]+", plain(each.summary))).lower())
        }

    def _bystanders(self) -> set[int]:
        """The folds that only tell to click, where most folds are questions themselves."""
        folds = self.document.details
        asking = sum(wording(each.summary).asks for each in folds)
        clicked = {each.start for each in folds if _CLICKED.fullmatch(plain(each.summary))}
        return clicked if asking >= max(FEW, MOST * len(folds)) else set()

    def next_heading(self, start: Start, *, level: int = 6) -> int:
        """The line of the next heading of that level or above it."""
        following = self.levels.following(start.line + 1, level)
        return len(self.document.lines) if following is None else following

    def has_own_text(self, start: Start, end: int) -> bool:
        """Whether anything but links back stands between a start and a line."""
        if start.inline:
            return True
        lines = self.document.lines
        return any(
            _WORD.search(lines[n]) and n not in self.heading_set and not is_back_link(lines[n])
            for n in range(start.end, end)
        )

    def is_sure(self, start: Start) -> bool:
        return start.wording.asks or start.wording.label or start.line in self.answered

    def says_so(self, start: Start) -> bool:
        """Whether more than its wording says that something is a question: `What a package holds` is none."""
        return start.wording.ends_asking or start.wording.label or start.line in self.answered

    def keep(self, each: Start) -> None:
        known = self.kept.get(each.line)
        if known is None:
            insort(self.kept_lines, each.line)
        if known is None or _RANK[each.kind] < _RANK[known.kind]:
            self.kept[each.line] = each

    def last_kept(self, line: int) -> Start | None:
        """The question that starts last at a line or before it."""
        index = bisect_right(self.kept_lines, line) - 1
        while index >= 0 and self.kept_lines[index] not in self.kept:
            index -= 1
        return self.kept[self.kept_lines[index]] if index >= 0 else None

    def keep_unnested(self, each: Start) -> None:
        """Keep a start, unless it is deeper in the list that another question leads."""
        last = self.last_kept(each.line - 1)
        is_inner = (
            last is not None
            and each.depth > last.depth > 0
            and last.kind in (BOLD, LISTED, QUESTION_ANSWER)
            and not each.wording.label
        )
        if not is_inner:
            self.keep(each)

    def is_outside(self, each: Start) -> bool:
        last = self.last_kept(each.line)
        if last is None:
            return True
        if last.is_fold or last.marked is not None:
            return each.line >= (last.limit or 0)
        is_told = last.kind == HEADING and last.line in self.answered
        is_usual = last.line > self.usual.get(each.line, last.line) and not is_told
        return is_usual or self.has_heading(last, each.line)

    def has_heading(self, last: Start, line: int) -> bool:
        """Whether a heading ends the answer of `last` before a line."""
        following = self.levels.following(last.line + 1, last.level or 6)
        announced = self.announced.following(last.line + 1, 1)
        return any(other is not None and other <= line for other in (following, announced))

    def enclosing_heading(self, line: int) -> Start | None:
        """The heading question whose answer a line would be part of."""
        index = bisect_right(self.heading_lines, line) - 1
        while index >= 0:
            each = self.headings[index]
            if each.line in self.kept:
                return each
            if each.line in self.announcing:
                return None
            index = self.outer[index]
        return None

    def is_folded(self, line: int) -> bool:
        index = bisect_left(self.folded, (line, -1)) - 1
        return index >= 0 and line < self.folded[index][1]

    def is_introduction(self, each: Start) -> bool:
        """Whether a line without a prefix stands in what introduces the questions that are counted below."""
        index = bisect_left(self.introduced, (each.line, -1)) - 1
        return index >= 0 and each.line < self.introduced[index][1] and not each.wording.label

    def _outside(self, starts: list[Start]) -> list[Start]:
        """The candidates that are in no card of a flashcard program."""
        ranges = [(each.line, each.limit or 0) for each in self.marked]
        return [
            each
            for each in starts
            if (index := bisect_right(ranges, (each.line, len(self.document.lines) + 1)) - 1) < 0
            or each.line >= ranges[index][1]
        ]


def _outer(headings: list[Start]) -> list[int]:
    """For each heading the position of the one that it stands below; -1 for none."""
    outer: list[int] = []
    for position, each in enumerate(headings):
        above = position - 1
        while above >= 0 and headings[above].level >= each.level:
            above = outer[above]
        outer.append(above)
    return outer


def between(starts: list[Start], line: int, end: int) -> list[Start]:
    """The starts behind one line and before another."""
    first = bisect_right(starts, line, key=lambda each: each.line)
    return starts[first : bisect_left(starts, end, lo=first, key=lambda each: each.line)]
