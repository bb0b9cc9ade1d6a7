"""What asks in a file that claims to hold questions, where next to nothing in it was taken for one.

Such a file is read by its build: the starts of one look that have nearly all of its text among them.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from flashrl.formats.foreign.choosing.asking import is_task
from flashrl.formats.foreign.choosing.selection import HALF, LIKELY, MANY, Selection
from flashrl.formats.foreign.styles.start import BOLD, HEADING, LISTED, Start

_CLAIM = re.compile(
    r"\bquestions?\b|\bquiz|\btrivia\b|\briddles?\b|\bmcqs?\b|\bqcms?\b|flash[ -]?cards?\b|\banki\b|"
    r"\bq\s?(?:&|and)?\s?as?\b|\bfaqs?\b|面试题|題庫|题库|八股|問題集|질문|вопрос|preguntas|perguntas|"
    r"câu hỏi|питання|soruları|fragen\b|pytania|pertanyaan",
    re.IGNORECASE,
)
_OF_OTHER_FILES = re.compile(
    r"\b(?:contributing|guides?|guidelines|road ?maps?|resources?|awesome|how to|strateg\w+|tips|templates?|"
    r"code of conduct|licen[cs]e|changelog|security|syllabus|syntax|format|cheat[ -]?sheets?|notes?|"
    r"handbook|curated|prompts?|index)\b",
    re.IGNORECASE,
)
"""What the name or the title of a file says that is about questions and holds none."""
_FEW_OF_A_LOOK, _MANY_TERMS = 5, 8
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
    built = [
        group
        for group in _looks(chosen)
        if len(known) <= LIKELY * len(group)
        and known <= {each.line for each in group}
        and _may_ask(chosen, group, claims=claims)
        and _hold_the_text(chosen, group)
    ]
    return max(built, key=len, default=found)


def _looks(chosen: Selection) -> Iterator[list[Start]]:
    """The headings that count on through the file, those of each level, lines in bold and outer items."""
    counted = [each for each in chosen.headings if each.wording.count is not None]
    if [each.wording.count for each in counted] == list(range(1, len(counted) + 1)):
        yield counted
    groups: dict[tuple[object, ...], list[Start]] = defaultdict(list)
    for each in chosen.headings:
        groups[HEADING, each.level].append(each)
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
    below = [each for each in chosen.others if each.line > group[0].line]
    asked = sum(each.wording.asks or each.wording.label or each.wording.is_link for each in below)
    if asked > (1 - MANY) * len(group):
        return False
    return len(asking) >= LIKELY * len(group) or (claims and _are_terms(chosen, group))


def _asks(each: Start) -> bool:
    """Whether a start asks; an item, also of a guide's steps, must do so as an examiner does."""
    if each.kind == HEADING:
        return each.wording.asks
    return "?" in each.question or (each.kind == LISTED and bool(each.shape[1]) and is_task(each))


def _are_terms(chosen: Selection, group: list[Start]) -> bool:
    """Whether there are many headings, short what stands below most, and no usual part of a page or other
    text beside them."""
    lines = {each.line for each in group}
    others = [each for each in chosen.headings if each.line not in lines and each.level <= group[0].level]
    if len(group) < _MANY_TERMS or any(each.wording.is_stop for each in [*group, *others]):
        return False
    sizes = sorted(chosen.next_heading(each) - each.end for each in group)
    is_short = sizes[int(MANY * len(sizes))] <= _LONGEST_MEANING
    return is_short and not any(chosen.has_own_text(each, chosen.next_heading(each)) for each in others)


def _hold_the_text(chosen: Selection, group: list[Start]) -> bool:
    """Whether nearly all of a group have text below, nearly all of the file's, and are no chapters."""
    lines, headings = chosen.document.lines, chosen.heading_lines
    ends = [*(each.line for each in group[1:]), len(lines)]
    told = []
    parted = 0
    for each, behind in zip(group, ends, strict=True):
        end = min(behind, chosen.next_heading(each, level=each.level or 6))
        below = [n for n in range(each.end, end) if lines[n].strip() and n not in chosen.heading_set]
        told.append(len(below) + bool(each.inline))
        parted += bisect_left(headings, behind) - bisect_left(headings, each.end) > 1
    every = sum(bool(line.strip()) for line in lines)
    return (
        sum(map(bool, told)) >= MANY * len(group)
        and sum(told) + len(group) >= MANY * every
        and sorted(told)[len(told) // 2] <= _LONGEST_ANSWER
        and parted <= HALF * len(group)
    )
