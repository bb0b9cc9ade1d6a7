"""Whether the list items of one look are questions: enough of them ask, or tell to do something."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection
from itertools import pairwise

from flashrl.formats.foreign.choosing.places import ITEM, is_told, is_told_in_bullets
from flashrl.formats.foreign.choosing.selection import (
    ABOUT_QUESTIONS,
    FEW,
    HALF,
    LIKELY,
    MANY,
    MOST,
    Selection,
)
from flashrl.formats.foreign.styles.listed import item_number
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words.interrogatives import UNMARKED, behind_name

MANY_UNMARKED = 8
FEW_COUNTED = 5
_TASK = re.compile(
    r"\W*(?:please )?(?:explain|describe|define|differentiate|distinguish|discuss|elaborate|"
    r"compare|contrast|what|why|how (?!to\b)|when|which|differences?\b|"
    r"advantages of|types of|tell me|write (?:an?|the|code|down)|implement|state|prove|derive|"
    r"give (?:me )?(?:an?|some|examples?)|expli(?:que|quez|ca)|defina|définissez|descreva|describa|décrivez|"
    r"erkläre(?:n sie)?|beschreibe(?:n sie)?|spiega|descrivi|wyjaśnij|opisz|jelaskan|uraikan|trình bày|"
    r"giải thích|phân biệt)\b",
    re.IGNORECASE,
)
"""What only an examiner says: `Create a key`, `Check the log` may be the steps of a guide."""
_NAMING = re.compile(
    r"\W*(?:please )?(?:(?:list|name|identify|enumerate|mention|outline|give|illustrate|justify|classify)"
    r"(?: and|(?: down)? (?:the|any|some|all|two|three|four|five|six|\d))|demonstrate|enumer[ae]|cite[zn]?|"
    r"énumérez|nenne(?:n sie)?|mencion[ae]|elenca|wymień|podaj|sebutkan|nêu|liệt kê)\b",
    re.IGNORECASE,
)
"""What an examiner says as well as a guide does, `List the needs`: beside the others it is a task."""
_UNSIGNED = re.compile(
    r"\W*(?:(?:what|why|how|when|which)(?:[’']?s|\s(?:is|are|do|does|can|would|will|should|happens|types?))|"
    r"(?:what (?:is|are) the )?differences?\s(?:between|in|of)|explain)\b",
    re.IGNORECASE,
)
"""What asks and lacks its sign: `What to say first`, `How to prepare` advise."""


def asks_enough(chosen: Selection, group: list[Start]) -> bool:
    asking = [each for each in group if each.wording.ends_asking or each.line in chosen.answered]
    saying = [each for each in group if each.wording.asks]
    unmarked = (
        [each for each in saying if UNMARKED.search(each.question)] if chosen.is_about_questions else []
    )
    is_known = len(asking) >= 2 or len(unmarked) >= MANY_UNMARKED or bool(told_apart(chosen, group))
    return (is_known or _are_tasks(chosen, group)) and len(saying) >= MOST * len(group)


def own_parts(chosen: Selection, group: list[Start], answered: Collection[int]) -> list[list[Start]]:
    """The lists and parts of a file that are questions by themselves, with what answers them, among many
    items of their look that are none, and what is left of the group; all of it if it is one of questions."""
    if len(group) < FEW_COUNTED or asks_enough(chosen, group):
        return [group]
    found: list[list[Start]] = []
    keys: tuple[Callable[[Start], int | None], ...] = (
        lambda each: each.list_start,
        lambda each: bisect_left(chosen.heading_lines, each.line),
    )
    for key in keys:
        parts: dict[int | None, list[Start]] = defaultdict(list)
        for each in group:
            parts[key(each)].append(each)
        own = {start for start, part in parts.items() if _is_own(chosen, part, answered)}
        found += [parts[start] for start in own]
        group = [each for start, part in parts.items() if start not in own for each in part]
    return [*found, group] if group else found


def _is_own(chosen: Selection, part: list[Start], answered: Collection[int]) -> bool:
    """Whether nearly all of a list end in a question sign and are answered, though not by marks, which are
    looked at elsewhere; fewer are enough below a heading of questions."""
    if len(part) < FEW or any(each.line in chosen.answered for each in part):
        return False
    above = bisect_left(chosen.heading_lines, part[0].line) - 1
    is_headed = above >= 0 and bool(ABOUT_QUESTIONS.search(chosen.headings[above].question))
    closing = sum(each.wording.ends_asking and not each.wording.is_link for each in part)
    told = sum(bool(each.inline) or each.line in answered for each in part)
    return len(part) >= (FEW if is_headed else FEW_COUNTED) and min(closing, told) >= MANY * len(part)


def _are_tasks(chosen: Selection, group: list[Start]) -> bool:
    """Whether nearly all items of a file about questions that are numbered, or answered on their line, are
    tasks as an examiner sets them, or nearly all bullets ask without a sign and hold what answers them."""
    if not chosen.is_about_questions or len(group) < FEW_COUNTED:
        return False
    is_counted = bool(group[0].shape[1]) or all(each.inline for each in group)
    tasks = sum(is_task(each) if is_counted else bool(_UNSIGNED.match(each.wording.text)) for each in group)
    if is_counted and tasks >= LIKELY * len(group):
        tasks += sum(bool(_NAMING.match(each.wording.text)) for each in group)
    told = group if is_counted else [each for each in group if _is_told_inside(chosen, each)]
    return min(tasks, len(told)) >= MANY * len(group)


def is_task(each: Start) -> bool:
    """Whether a start tells to do something as only an examiner does."""
    return bool(_TASK.match(each.wording.text) or _TASK.match(behind_name(each.wording.text)))


def _is_told_inside(chosen: Selection, each: Start) -> bool:
    return each.depth == 1 and chosen.document.has_text(each.end, each.item_end or each.end)


def told_apart(chosen: Selection, group: list[Start]) -> set[int]:
    """The lines of the questions that are answered, where questions are counted through a file with what
    answers most of them in bullets between them; in one about questions these may be tasks."""
    closing = sum(each.wording.ends_asking for each in group)
    if len(group) >= FEW and closing >= MANY * len(group) and _counts_up(chosen, group):
        told = {each.line for each in group if is_told_in_bullets(chosen, each)}
        if len(told) >= max(FEW, MOST * len(group)):
            return told
    is_all = _are_counted_on(chosen, group) or (
        chosen.is_about_questions
        and len(group) >= FEW_COUNTED
        and len({each.list_start for each in group}) == len(group)
        and all(each.wording.asks and is_told(chosen, each) for each in group)
        and is_one_count(chosen, group)
    )
    return {each.line for each in group} if is_all else set()


def _are_counted_on(chosen: Selection, group: list[Start]) -> bool:
    """Whether the items of a file about questions count on from 1 with text below each, and most ask in
    a language that often does so without a sign."""
    if not (chosen.is_about_questions and is_one_count(chosen, group) and _counts(chosen, group)[0] == 1):
        return False
    asking = sum(each.wording.asks and bool(UNMARKED.search(each.question)) for each in group)
    if asking < MOST * len(group):
        return False
    lines = chosen.document.lines
    ends = [*(each.line for each in group[1:]), chosen.next_heading(group[-1])]
    below = [
        next((line for line in lines[each.end : end] if line.strip()), "")
        for each, end in zip(group, ends, strict=True)
    ]
    return all(below) and sum(not ITEM.match(line) for line in below) >= HALF * len(below)


def is_one_count(chosen: Selection, group: list[Start]) -> bool:
    """Whether the items of a group are numbered one after the other, through all of the file."""
    counts = _counts(chosen, group)
    return len(counts) == len(group) >= FEW and counts == list(range(counts[0], counts[0] + len(counts)))


def _counts_up(chosen: Selection, group: list[Start]) -> bool:
    """Whether the items of a group have numbers, each a higher one, or the first again; so have those where
    each is the first."""
    counts = _counts(chosen, group)
    return len(counts) == len(group) and all(one < other or other == 1 for one, other in pairwise(counts))


def _counts(chosen: Selection, group: list[Start]) -> list[int]:
    numbers = (item_number(chosen.document.lines[each.line]) for each in group)
    return [number for number in numbers if number is not None]
