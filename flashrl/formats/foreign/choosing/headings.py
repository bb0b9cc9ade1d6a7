"""The headings that are questions, by their wording or by the company they keep."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import replace

from flashrl.formats.foreign.choosing.announced import without_topics
from flashrl.formats.foreign.choosing.apart import is_headed
from flashrl.formats.foreign.choosing.chapters import (
    are_only_worded,
    are_told,
    without_advice,
    without_chapters,
    without_front,
)
from flashrl.formats.foreign.choosing.contents import are_links, are_questions, told_links, without_own_links
from flashrl.formats.foreign.choosing.folds import hold_solutions
from flashrl.formats.foreign.choosing.introductory import without_heads, without_introductory
from flashrl.formats.foreign.choosing.nested import below_labels, unnested
from flashrl.formats.foreign.choosing.selection import (
    FEW,
    HALF,
    LIKELY,
    MANY,
    MOST,
    Selection,
    between,
)
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.interrogatives import EASTERN
from flashrl.formats.foreign.words.question_text import announces_questions, is_label

_EXAMPLES = re.compile(
    r"\W*(?:some )?(?:examples?|sample|practice|past|possible|typical)(?: (?:exam|test))? questions\W*",
    re.IGNORECASE,
)
"""The title of what may be asked in a part of an exam."""
_ABOUT_THIS = re.compile(
    r"(?:what(?:['’]s| is)|how (?:does|do)|why(?: use)?|who is) (?:it|this|these)(?: works?| for)?\W*",
    re.IGNORECASE,
)
"""What may be asked of a thing as well as of a file."""
_MANY_ANSWERED = _MANY_ASKING = 5
_MANY_FLAT = 8
_NEARLY_HALF, _THIRD = 0.4, 1 / 3
_MANY_TITLES = 12
"""So many titles of one file are no longer its parts."""


def choose(chosen: Selection) -> None:
    chosen.headings = without_own_links(chosen)
    if chosen.is_about_questions:
        chosen.headings = _with_asked_between(chosen.headings)
    groups: dict[tuple[int, bool, bool], list[Start]] = defaultdict(list)
    again, parts = _said_again(chosen)
    linked, folded = told_links(chosen), below_labels(chosen)
    for each in chosen.headings:
        is_contents = each.line not in linked and _is_contents(chosen, each)
        is_none = each.wording.is_stop or is_contents or _is_part(chosen, each) or each.line in folded
        if not (is_none or each.line in again):
            groups[each.level, each.depth > 0, each.wording.label].append(each)
    wanted = [each for group in groups.values() for each in _of_group(chosen, group)]
    wanted = [each for each in wanted if each.line not in parts]
    wanted = without_advice(chosen, without_front(chosen, without_topics(chosen, wanted)))
    wanted = without_chapters(chosen, _without_neighbours(chosen, wanted))
    wanted = without_heads(without_introductory(chosen, wanted))
    for each in unnested(chosen, sorted(wanted, key=lambda each: each.line)):
        chosen.kept[each.line] = each


def _with_asked_between(headings: list[Start]) -> list[Start]:
    """The headings; one as `How does it work?` is about what the one above asks, and not about the file,
    where those of its level right above and below ask and hardly any is such a one."""
    found: dict[int, Start] = {}
    for above, each, below in zip(headings, headings[1:], headings[2:], strict=False):
        beside = (above, below)
        if (
            each.wording.is_stop
            and _ABOUT_THIS.fullmatch(each.wording.text)
            and all(other.level == each.level and other.wording.ends_asking for other in beside)
            and not any(other.wording.is_stop for other in beside)
        ):
            found[each.line] = replace(each, wording=replace(each.wording, is_stop=False))
    if not found:
        return headings
    levels = {each.level for each in found.values()}
    asking = [each for each in headings if each.level in levels and each.wording.ends_asking]
    usual = sum(each.wording.is_stop for each in asking)
    is_list = len(asking) >= _MANY_ANSWERED and 3 * usual <= len(asking)
    return [found.get(each.line, each) for each in headings] if is_list else headings


def _said_again(chosen: Selection) -> tuple[set[int], set[int]]:
    """The headings without a number that stand in a file again and again with nothing below them; and those
    that name a part of each of as many others, `### Idea`, with text below them."""
    groups: dict[str, list[Start]] = defaultdict(list)
    for each in chosen.headings:
        if not (each.shape[3] or each.wording.label):
            groups[each.wording.text.casefold()].append(each)
    again: set[int] = set()
    parts: set[int] = set()
    for text, group in groups.items():
        if not text or len(group) < FEW:
            continue
        if not any(chosen.has_own_text(each, chosen.next_heading(each)) for each in group):
            again.update(each.line for each in group)
        elif not (group[0].wording.asks or is_label(group[0].question)) and _have_own(chosen, group):
            parts.update(each.line for each in group)
    return again, parts


def _have_own(chosen: Selection, group: list[Start]) -> bool:
    """Whether each of some headings has one of its own above it."""
    above = [chosen.outer[bisect_left(chosen.heading_lines, each.line)] for each in group]
    return -1 not in above and len(set(above)) == len(group)


def _without_neighbours(chosen: Selection, wanted: list[Start]) -> list[Start]:
    """Where most have a prefix and a number, as `Problem 3:`, others must say more clearly that they ask."""
    every = Counter(each.level for each in wanted)
    labelled = Counter(each.level for each in wanted if each.wording.label and each.wording.number)
    strict = {level for level, count in labelled.items() if count >= max(FEW, MANY * every[level])}
    are_marked = {each.level for each in wanted if each.wording.label and each.line in chosen.answered}
    return [
        each
        for each in wanted
        if each.level not in strict
        or each.wording.ends_asking
        or each.wording.label
        or (each.line in chosen.answered and each.level in are_marked)
    ]


def _is_part(chosen: Selection, each: Start) -> bool:
    """Whether a heading that does not ask has several answers of one look below it: they have questions.

    So has one with a line `Questions:` right below it, and `Question 2` with a heading `Example questions`.
    One that is counted may have nothing but a list of them below it.
    One with a prefix, as `Exercise 2: Vectors`, has them where each answer is below a heading that asks.
    """
    if each.wording.ends_asking or (each.wording.asks and not each.wording.label) or is_headed(chosen, each):
        return False
    end = chosen.next_heading(each, level=each.level)
    below = chosen.document.lines[each.end : chosen.next_heading(each)]
    if not each.wording.label and (are_questions(below) if each.shape[3] else announces_questions(below)):
        return True
    marks = chosen.marks[bisect_left(chosen.marks, each.end) : bisect_left(chosen.marks, end)]
    if each.wording.label:
        owners = {chosen.heading_lines[bisect_left(chosen.heading_lines, mark) - 1] for mark in marks}
        inside = between(chosen.headings, each.line, end)
        asking = {other.line for other in inside if other.wording.asks}
        is_exam = each.wording.is_only_label and any(_EXAMPLES.fullmatch(other.question) for other in inside)
        return is_exam or (len(owners) > 1 and owners <= asking)
    looks = Counter(_look(chosen.document.lines[mark]) for mark in marks)
    return max(looks.values(), default=0) > 1


def _look(line: str) -> str:
    """What the mark of an answer looks like, without what it says."""
    if "</summary>" in line:
        return line.partition("</summary>")[0].strip()
    found = answer_mark(line)
    return (line[: line.rindex(found.rest)] if found and found.rest in line else line).strip(" \t>*_:")


def _is_contents(chosen: Selection, each: Start) -> bool:
    """Whether a heading only leads elsewhere, or is that of a list of links; one that leads out may be a
    numbered task, solved below it."""
    if not (each.wording.ends_asking or each.shape[3]) and are_links(
        chosen.document.lines[each.end : chosen.next_heading(each)], at_least=2
    ):
        return True
    is_outward = "](http" in each.question and bool(each.shape[3]) and each.question[:1] != "["
    return each.wording.is_link and not is_outward


def _of_group(chosen: Selection, group: list[Start]) -> list[Start]:
    """The headings of one level that are questions by themselves, or by the company they keep."""
    full = [each for each in group if chosen.has_own_text(each, chosen.next_heading(each, level=each.level))]
    sure = [each for each in group if chosen.is_sure(each)]
    asking = [each for each in full if each.wording.asks or each.wording.label]
    if are_told(chosen, asking):
        return []
    counted = [each for each in group if each.shape[3]]
    numbered = [each for each in full if each.shape[3]]
    share = len(asking) / max(1, len(full))
    by_company = len(full) >= FEW and share >= _share_needed(chosen, full)
    is_likely = share > 0 if chosen.is_about_questions else share >= LIKELY
    by_number = len(full) >= FEW and is_likely and len(numbered) >= MANY * len(full)
    by_number = by_number or (chosen.is_about_questions and hold_solutions(chosen, numbered))
    asking_all = [each for each in group if each.wording.asks or each.wording.label]
    said = {each.line for each in full}
    empty = [each for each in asking_all if each.line not in said]
    needed = MOST if chosen.is_about_questions else MANY
    if (
        len(asking_all) >= FEW
        and len(asking_all) >= needed * len(group)
        and 2 * len(empty) >= len(asking_all)
    ):
        return _either(group, sure, counted) if len(counted) >= MANY * len(group) else group
    if by_company:
        like = _of_one_look(chosen, full, numbered)
        if share < MANY and are_only_worded(chosen, full):
            like = asking
        return _either(group, sure, counted if like is numbered else like)
    if by_number and (group[0].level > 1 or _is_list(chosen, numbered, asking)):
        return _either(group, sure, counted)
    if _are_mostly_answered(chosen, numbered):
        return _either(group, [each for each in sure if chosen.says_so(each)], counted)
    is_worded = chosen.is_about_questions or _says_so_mostly(chosen)
    is_habit = is_worded and (len(sure) >= FEW or share >= MOST)
    return [
        each for each in sure if chosen.says_so(each) or (is_habit and (share >= LIKELY or each.shape[3]))
    ]


def _are_mostly_answered(chosen: Selection, numbered: list[Start]) -> bool:
    """Whether an answer is marked below nearly all headings of a level that have a number."""
    answered = sum(each.line in chosen.answered for each in numbered)
    return answered >= max(_MANY_ANSWERED, MANY * len(numbered))


def _is_list(chosen: Selection, numbered: list[Start], asking: list[Start]) -> bool:
    """Whether counted titles are too many to be chapters, and some of them ask, in a file about questions."""
    return chosen.is_about_questions and len(numbered) >= _MANY_TITLES and len(asking) >= FEW


def _says_so_mostly(chosen: Selection) -> bool:
    """Whether not only their wording says that headings ask: `Why it works` may be a chapter."""
    sure = [each for each in chosen.headings if chosen.is_sure(each) and not each.wording.is_stop]
    return 2 * sum(map(chosen.says_so, sure)) >= len(sure)


def _share_needed(chosen: Selection, group: list[Start]) -> float:
    """How many of a level's headings have to ask for the others to count too; topics do for Chinese ones.

    Right below the only title fewer do, where several end in a question sign.
    """
    if not chosen.is_about_questions:
        return MOST
    eastern = sum(bool(EASTERN.search(each.question)) for each in group)
    is_flat = _is_flat(chosen, group)
    if eastern >= MOST * len(group) and (group[0].level > 2 or is_flat):
        return LIKELY
    is_main = is_flat and sum(each.level < group[0].level for each in chosen.headings) <= 1
    if is_main and sum(each.wording.ends_asking for each in group) >= _MANY_ASKING:
        return _THIRD
    return _NEARLY_HALF if is_flat else HALF


def _is_flat(chosen: Selection, group: list[Start]) -> bool:
    """Whether hardly any heading of a file is below its many ones of a level, so that those are no topics."""
    level = group[0].level
    deeper = sum(each.level > level and not each.wording.is_stop for each in chosen.headings)
    return level > 1 and len(group) >= _MANY_FLAT and deeper < FEW


def _of_one_look(chosen: Selection, full: list[Start], numbered: list[Start]) -> list[Start]:
    """Those with a number if that is what the questions look like, or those without if none of them asks."""
    if _is_counted(full, numbered):
        return numbered
    if len(numbered) < LIKELY * len(full) and not any(map(chosen.is_sure, numbered)):
        return [each for each in full if not each.shape[3]]
    return full


def _is_counted(full: list[Start], numbered: list[Start]) -> bool:
    """Whether the questions are the headings with a number: most have one, or only those with one ask."""
    if len(numbered) >= MANY * len(full):
        return True
    asking = sum(each.wording.asks or each.wording.label for each in numbered)
    others = sum(each.wording.asks or each.wording.label for each in full) - asking
    is_apart = asking >= MOST * len(numbered) and others < LIKELY * (len(full) - len(numbered))
    return len(numbered) >= FEW and is_apart


def _either(group: list[Start], *wanted: list[Start]) -> list[Start]:
    """Those of a group that are in one of the lists."""
    lines = {each.line for group in wanted for each in group}
    return [each for each in group if each.line in lines]
