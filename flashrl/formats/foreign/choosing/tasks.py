"""Counted tasks in a file about questions: `### Challenge 2: Shrink it` above the code that does it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import BOLD, HEADING, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import wording

_TASK = re.compile(
    r"[^\w`]{0,8}(?P<label>(?:(?:coding|programming|code|design|practice|practical) )?"
    r"(?:challenge|task|assignment|puzzle|case|program|kata|drill)|"
    r"задача|задание|tarefa|ejercicio|exerc[ií]cio|esercizio|exercice|reto|desaf[ií]o|aufgabe|übung|"
    r"bài(?: tập)?|挑战|任务|练习|编程题)"
    r"[*_ ]{0,4}[#№]?(?P<number>\d{1,3})[*_ ]{0,4}[:：.)–—-](?=[*_\s])(?P<rest>.*\w.*)",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"inter[- ]?view|question|\bcoding\b|practice|exercises|面试|题|собес|вопрос|задач|entrevista|ejercicios",
    re.IGNORECASE,
)
_ASKED = re.compile(r"inter[- ]?view|question|面试|собес|вопрос|entrevista", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:solutions|solved|faced|technical|lessons?|learn(?:ed|ings?|t)?|overc[oa]me|encountered|"
    r"implementation|key|project|development)\b",
    re.IGNORECASE,
)
"""What stands above the troubles that a project had."""
_BARE = re.compile(r"\W*(?:the )?(?:challenges|tasks|retos|desaf[ií]os)\W*", re.IGNORECASE)
_FENCE = re.compile(r"[ \t]*(?:`{3}|~{3})")
_FEW, _MOST = 3, 0.6


def with_tasks(document: Document, starts: list[Start], *, is_about_questions: bool) -> list[Start]:
    """The possible starts of a file; those among them that count tasks have a prefix, as `Question 2: …`.

    Three or more count on below titles of which one says that something is asked or to be coded, and below
    most there is code or an answer.
    """
    groups: dict[tuple[object, ...], list[tuple[Start, re.Match[str]]]] = defaultdict(list)
    for each, found, above in _counted(starts):
        if _is_asked(above, is_about_questions=is_about_questions):
            groups[each.kind, each.level, found["label"].lower()].append((each, found))
    labelled: dict[int, Start] = {}
    for group in groups.values():
        numbers = [int(found["number"]) for _, found in group]
        counts_on = sum(after in (before + 1, 1) for before, after in pairwise(numbers)) >= len(group) - 2
        solved = sum(_is_solved(document, each) for each, _ in group)
        if len(group) >= _FEW and counts_on and solved >= _MOST * len(group):
            labelled.update((each.line, _labelled(each, found)) for each, found in group)
    return [labelled.get(each.line, each) for each in starts] if labelled else starts


def _counted(starts: list[Start]) -> Iterator[tuple[Start, re.Match[str], list[Start]]]:
    """The headings and lines in bold that count a task, each with the headings that it stands below."""
    above: list[Start] = []
    for each in starts:
        if each.kind == HEADING:
            while above and above[-1].level >= each.level:
                above.pop()
        if each.kind in (HEADING, BOLD) and not each.depth and (found := _TASK.fullmatch(each.question)):
            yield each, found, list(above)
        if each.kind == HEADING:
            above.append(each)


def _is_asked(above: list[Start], *, is_about_questions: bool) -> bool:
    """Whether the titles above a task say that it is one, and none that it was a trouble of a project."""
    titles = [each.question for each in above]
    if any(map(_TOLD.search, titles)) or not (is_about_questions or any(map(_CLAIM.search, titles))):
        return False
    return any(map(_ASKED.search, titles)) or not any(map(_BARE.fullmatch, titles))


def _is_solved(document: Document, each: Start) -> bool:
    """Whether code or an answer stands below a task, before the next heading."""
    for number in range(each.end, len(document.lines)):
        line = document.lines[number]
        if _FENCE.match(line) or (line[:1] in "*_AaS>#-" and answer_mark(line) is not None):
            return True
        if line.startswith("#") or _TASK.match(line):
            return False
    return False


def _labelled(each: Start, found: re.Match[str]) -> Start:
    """A task as a question with a prefix: nothing but the task is asked."""
    words = replace(wording(found["rest"].strip()), number=found["number"], label=True, is_stop=False)
    shape = (*each.shape[:3], True) if each.kind == HEADING else each.shape
    return replace(each, question=found["rest"].strip(), wording=words, shape=shape)
