"""What asks in a file that claims to hold questions, where next to nothing in it was taken for one.

Such a file is read by its build: the starts of one look that have nearly all of its text among them.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator

from flashrl.formats.foreign.choosing.asking import is_task
from flashrl.formats.foreign.choosing.selection import FEW, HALF, LIKELY, MANY, Selection
from flashrl.formats.foreign.programs import question_table
from flashrl.formats.foreign.styles import bold
from flashrl.formats.foreign.styles.start import BOLD, HEADING, LISTED, Start

_CLAIM = re.compile(
    r"\bquestions?\b|\bquiz|\btrivia\b|\briddles?\b|\bmcqs?\b|\bqcms?\b|flash[ -]?cards?\b|\banki\b|"
    r"\bq\s?(?:&|and)?\s?as?\b|\bfaqs?\b|面试题|題庫|题库|八股|問題集|질문|вопрос|preguntas|perguntas|"
    r"câu hỏi|питання|soruları|fragen\b|pytania|pertanyaan",
    re.IGNORECASE,
)
_OF_OTHER_FILES = re.compile(
    r"^security\b(?!.*(?:\+|flash|question|quiz))|"
    r"\b(?:contributing|guides?|guidelines|road ?maps?|resources?|awesome|how to|strateg\w+|tips|templates?|"
    r"code of conduct|licen[cs]e|changelog|syllabus|syntax|format|cheat[ -]?sheets?|notes?|"
    r"handbook|curated|prompts?|index)\b",
    re.IGNORECASE,
)
"""What the name or the title of a file says that is about questions and holds none."""
_DECK = re.compile(
    r"flash[ -]?cards?\b|karteikarten|lernkarten|флеш-?карт|闪卡|抽认卡|单词卡|暗記カード|플래시 ?카드",
    re.IGNORECASE,
)
_OF_PROGRAM = re.compile(
    r"\W*(?:(?:key|main|core|planned) )?features?\W*|\W*(?:tech(?:nology)? stack|technologies|usage|commands|"
    r"built with|project structure|(?:keyboard )?shortcuts|installation|install|getting started)\W*",
    re.IGNORECASE,
)
"""What stands above the parts of a page about a program that shows flashcards."""
_README = re.compile(r"read ?me\b|index\b", re.IGNORECASE)
_STATED = re.compile(r"(?:[가-힣][다음함]|것)[.)\s]*+$")
"""The end of a statement in Korean, whatever asks within it."""
_LINK = re.compile(r"!?\[[^\[\]]*\]\([^()]*\)")
_ITEM = re.compile(r"\s*+(?:[-*+]|\d++[.)])\s|\s*+[-*+]?\s*+$")
_TOLD, _LONGEST_LINE = 5, 1000
"""How many words of an item are no topic or link, in lines that are cut at so many characters."""
_FEW_OF_A_LOOK, _MANY_TERMS, _FEW_PARTS = 5, 8, 2
_LONGEST_QUESTION, _LONGEST_ANSWER, _LONGEST_MEANING = 300, 60, 25
"""In characters, and in lines: what is longer is text, or a chapter; so is what a term means."""


def among(chosen: Selection, found: list[Start], folder: str, name: str) -> list[Start]:
    """The starts of the look that a file is built of, if it is about questions and the `found` are few of
    them or none; else those found."""
    title = next((each.question for each in chosen.headings[:1] if each.level <= 2), "")
    own = re.sub(r"[_-]+", " ", f"{name} {title}")
    claims = bool(_CLAIM.search(f"{re.sub('[_-]+', ' ', folder)} {own}"))
    if chosen.marked or not (claims or chosen.is_about_questions) or _OF_OTHER_FILES.search(own):
        return found
    known = {each.line for each in found}
    headings = _apart(chosen)
    lines = [each.line for each in headings]
    built = [
        group
        for group in _looks(chosen, headings)
        if len(known) <= LIKELY * len(group)
        and known <= {each.line for each in group}
        and _may_ask(chosen, group, claims=claims)
        and _hold_the_text(chosen, group, lines)
    ]
    is_deck = bool(_DECK.search(own if _README.match(own) else f"{folder} {own}"))
    if not built and is_deck and not any(_OF_PROGRAM.fullmatch(each.question) for each in chosen.headings):
        built = [group for group in _of_terms(chosen) if known <= {each.line for each in group}]
    return max(built, key=len, default=found)


def _of_terms(chosen: Selection) -> Iterator[list[Start]]:
    """The many lines of one look in a deck that begin with a name in bold and have nearly all of its text,
    but for what is said again and again, as `**Use:**`, and the usual parts of a page; or rows of tables."""
    rows = list(question_table.terms(chosen.document))
    if len(rows) >= _MANY_TERMS and _fill(chosen, rows):
        yield rows
    found = list(bold.terms(chosen.document))
    said = Counter(each.wording.text.casefold() for each in found)
    groups: dict[tuple[object, ...], list[Start]] = defaultdict(list)
    for each in found:
        above = bisect_left(chosen.heading_lines, each.line) - 1
        is_part = above >= 0 and chosen.headings[above].wording.is_stop
        if said[each.wording.text.casefold()] < FEW and not is_part:
            groups[each.depth, each.shape[2:]].append(each)
    for group in groups.values():
        if len(group) >= _MANY_TERMS and _fill(chosen, group):
            yield group


def _fill(chosen: Selection, group: list[Start]) -> bool:
    """Whether nearly all of some starts have a short text, and nearly all that stands below headings."""
    lines = chosen.document.lines
    sizes = []
    for each, behind in zip(group, [*(each.line for each in group[1:]), len(lines)], strict=True):
        end = min(behind, chosen.next_heading(each), each.item_end or each.limit or behind)
        below = sum(bool(line.strip()) for line in lines[each.end : end])
        sizes.append(below + 1 if below or each.inline or each.marked else 0)
    heads = {each.start + n for each in chosen.document.blocks if each.kind == "table" for n in (0, 1)}
    others = heads | chosen.heading_set
    text = sum(bool(line.strip()) and n not in others for n, line in enumerate(lines))
    told = sum(0 < size <= _LONGEST_MEANING for size in sizes)
    return told >= MANY * len(group) and sum(sizes) >= MANY * text


def _apart(chosen: Selection) -> list[Start]:
    """The headings but the usual parts of a page; and what is said again and again, as `### Idea`, names a
    part of each."""
    said = Counter(each.wording.text.casefold() for each in chosen.headings)
    return [
        each
        for each in chosen.headings
        if each.wording.asks
        or each.wording.label
        or not (each.wording.is_stop or said[each.wording.text.casefold()] >= FEW)
    ]


def _looks(chosen: Selection, headings: list[Start]) -> Iterator[list[Start]]:
    """The headings that count on through the file, those of each level in and outside items, lines in bold
    and outer items."""
    counted = [each for each in headings if each.wording.count is not None]
    if [each.wording.count for each in counted] == list(range(1, len(counted) + 1)):
        yield counted
    groups: dict[tuple[object, ...], list[Start]] = defaultdict(list)
    for each in headings:
        groups[HEADING, each.level, each.depth > 0].append(each)
    for each in chosen.others:
        if (each.kind == BOLD and not each.depth) or (each.kind == LISTED and each.depth == 1):
            groups[each.shape].append(each)
    yield from groups.values()


def _may_ask(chosen: Selection, group: list[Start], *, claims: bool) -> bool:
    """Whether some of one look ask, or many headings are terms in a file that `claims` to be of questions."""
    short = [each for each in group if len(each.question) <= _LONGEST_QUESTION and not each.wording.is_link]
    usual = sum(each.wording.is_stop for each in group)
    if len(group) < _FEW_OF_A_LOOK or len(short) < MANY * len(group) or usual > (1 - MANY) * len(group):
        return False
    asking = [each for each in group if _asks(each)]
    if group[0].kind != HEADING:
        return len(asking) >= LIKELY * len(group)
    below = [each for each in chosen.others if each.line > group[0].line and not _is_reference(chosen, each)]
    asked = sum(
        (each.wording.asks and not _STATED.search(each.question))
        or each.wording.label
        or each.wording.is_link
        for each in below
    )
    if asked > max(FEW, (1 - MANY) * len(group)):
        return False
    return len(asking) >= LIKELY * len(group) or (claims and _are_terms(chosen, group))


def _is_reference(chosen: Selection, each: Start) -> bool:
    """Whether a link stands below a usual part of a page, as `### References`."""
    above = bisect_left(chosen.heading_lines, each.line) - 1
    return each.wording.is_link and above >= 0 and chosen.headings[above].wording.is_stop


def _asks(each: Start) -> bool:
    """Whether a start asks; an item, also of a guide's steps, must do so as an examiner does."""
    if each.kind == HEADING:
        return each.wording.asks
    return "?" in each.question or (each.kind == LISTED and bool(each.shape[1]) and is_task(each))


def _are_terms(chosen: Selection, group: list[Start]) -> bool:
    """Whether there are many headings, short what stands below most, and hardly a usual part of a page and no
    other text beside them; a title may have some."""
    lines = {each.line for each in group}
    others = [each for each in chosen.headings[1:] if each.line not in lines and each.level <= group[0].level]
    parts = [each for each in others if each.wording.is_stop]
    if len(group) < _MANY_TERMS or len(parts) > _FEW_PARTS:
        return False
    sizes = sorted(chosen.next_heading(each) - each.end for each in group)
    is_short = sizes[int(MANY * len(sizes))] <= _LONGEST_MEANING
    is_short = is_short and sum(_is_told(chosen, each) for each in group) >= MANY * len(group)
    topics = [each for each in others if not each.wording.is_stop]
    return is_short and not any(chosen.has_own_text(each, chosen.next_heading(each)) for each in topics)


def _is_told(chosen: Selection, each: Start) -> bool:
    """Whether a line below a term says something: a number, as its place in a list, makes a few words do."""
    below = chosen.document.lines[each.end : chosen.next_heading(each, level=each.level)]
    said = (_LINK.sub("", line[:_LONGEST_LINE]) for line in below)
    least = 1 if each.shape[3] else _TOLD
    return any(len(line.split()) >= (least if _ITEM.match(line) else 1) for line in said)


def _hold_the_text(chosen: Selection, group: list[Start], headings: list[int]) -> bool:
    """Whether nearly all of a group have text below, nearly all of the file's, and are no chapters: hardly
    any has several of the `headings`, by line, below."""
    lines = chosen.document.lines
    ends = [*(each.line for each in group[1:]), len(lines)]
    told = []
    held = parted = 0
    for each, behind in zip(group, ends, strict=True):
        end = min(behind, chosen.next_heading(each, level=each.level or 6))
        below = [n for n in range(each.line, end) if lines[n].strip()]
        held += len(below) + bool(each.inline)
        told.append(sum(n >= each.end and n not in chosen.heading_set for n in below) + bool(each.inline))
        parted += bisect_left(headings, behind) - bisect_left(headings, each.end) > 1
    return (
        sum(map(bool, told)) >= MANY * len(group)
        and held >= MANY * _said(chosen)
        and sorted(told)[len(told) // 2] <= _LONGEST_ANSWER
        and parted <= HALF * len(group)
    )


def _said(chosen: Selection) -> int:
    """How many lines of a file say something, but for the usual parts of a page, as its contents."""
    usual = {
        number
        for each in chosen.headings[1:]
        if each.wording.is_stop and not each.wording.asks
        for number in range(each.line, chosen.next_heading(each, level=each.level))
    }
    return sum(
        bool(line.strip()) and number not in usual for number, line in enumerate(chosen.document.lines)
    )
