"""The lines in bold and those with a prefix that are questions."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import islice, takewhile

from flashrl.formats.foreign.choosing import bold_titles, bystanders
from flashrl.formats.foreign.choosing.bystanders import label
from flashrl.formats.foreign.choosing.contents import leads_links
from flashrl.formats.foreign.choosing.lists import is_marked_below
from flashrl.formats.foreign.choosing.selection import FEW, LIKELY, MANY, MOST, Selection, between
from flashrl.formats.foreign.styles.start import BOLD, HEADING, QUESTION_ANSWER, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.answer_text import RULE, joined
from flashrl.formats.foreign.words.filing import is_filed
from flashrl.formats.foreign.words.wording import FAULT, PART

MANY_TOLD = 8
"""So many list items in bold, with their answers behind them, are questions where most of them ask."""
_QUOTED, _ENOUGH = 50, 20
"""How many lines of a quote, and how many questions, are looked at."""
_CODE_SPAN = re.compile(r"`[^`\n]*`")
_ASKED = re.compile(r"[ \t]+(?:[-*+]|\d{1,3}[.)])[ \t].*[?？]\W*$")

_Company = dict[tuple[object, ...], tuple[int, float, bool, bool]]


def choose(chosen: Selection) -> None:
    """Bold lines, and lines with a prefix."""
    bystanders.let_titles_go(chosen)
    lines = [each for each in chosen.others if each.kind in (BOLD, QUESTION_ANSWER)]
    lines = [each for each in lines if each.wording.asks or not leads_links(chosen, each)]
    free = [each for each in lines if each.kind == BOLD and _is_free(chosen, each)]
    company = _company(chosen, free)
    wanted = {each.line for each in lines if _is_wanted(chosen, each, company)}
    wanted |= bold_titles.counted_on(chosen, free, wanted)
    wanted -= _faults(chosen, lines)
    sisters = _sisters(chosen, [each for each in lines if each.line in wanted])
    for each in lines:
        if each.line not in wanted:
            continue
        above = chosen.enclosing_heading(each.line)
        if _is_part(chosen, each) or (above is not None and _is_aside(chosen, above, each)):
            continue
        if above is None or each.line in sisters or _replaces(chosen, above, each, lines, wanted):
            chosen.keep_unnested(each)
    bystanders.let_titles_go(chosen)
    bystanders.let_alone_go(chosen)
    bystanders.let_unnumbered_go(chosen)
    bystanders.let_parts_go(chosen)


def _is_free(chosen: Selection, each: Start) -> bool:
    above = chosen.enclosing_heading(each.line)
    return (above is None or not chosen.is_sure(above)) and not chosen.is_folded(each.line)


def _company(chosen: Selection, free: list[Start]) -> _Company:
    """For each look of a bold line: how many there are, what share asks, whether those end in a sign; and
    whether nearly all have a prefix."""
    groups: dict[tuple[object, ...], list[Start]] = defaultdict(list)
    for each in free:
        groups[each.shape].append(each)
    company: _Company = {}
    for shape, group in groups.items():
        asking = [each for each in group if each.wording.asks or each.wording.label]
        labelled = sum(each.wording.label for each in group)
        tails = [each for each in asking if each.wording.tail]
        is_known = chosen.is_about_questions or any(chosen.says_so(each) for each in group)
        share = len(asking) / len(group) if is_known else 0.0
        are_labelled = labelled > FEW and labelled >= MANY * len(asking)
        company[shape] = (len(group), share, len(tails) > MOST * max(1, len(asking)), are_labelled)
    return company


def _is_wanted(chosen: Selection, each: Start, company: _Company) -> bool:
    words = each.wording
    if words.is_stop or chosen.is_folded(each.line) or _leads_questions(chosen, each):
        return False
    if each.kind == QUESTION_ANSWER or words.label:
        return True
    count, share, has_tails, are_labelled = company.get(each.shape, (0, 0.0, False, False))
    if are_labelled and not (words.asks or words.number or each.line in chosen.answered):
        return False
    if share >= LIKELY and words.number and is_marked_below(chosen, each):
        return True
    if words.number and _is_told_below(chosen, each):
        return True
    if each.inline or each.list_start is not None:
        return (
            words.ends_asking
            or (words.asks and share >= MOST and count >= FEW)
            or (share >= MANY and count > FEW and (bool(words.number) or each.list_start is not None))
            or (share >= MOST and count > FEW and not each.inline and _holds_text(chosen, each))
            or (share >= MOST and count >= MANY_TOLD and each.list_start is not None)
        )
    if words.asks and (words.ends_asking or share >= 0.4 or each.line in chosen.answered):
        return True
    return each.line in chosen.answered or (has_tails and bool(words.tail)) or (share >= 0.7 and count > FEW)


def _holds_text(chosen: Selection, each: Start) -> bool:
    """Whether a list item goes on below its first line."""
    return each.item_end is not None and chosen.document.has_text(each.end, each.item_end)


def _is_told_below(chosen: Selection, each: Start) -> bool:
    """Whether the next line with text opens the full text of the question."""
    inside = chosen.document.lines[each.end : each.item_end or each.end]
    told = next((line.lstrip(" \t-*+") for line in inside if line.strip()), "")
    return bool(PART.match(told))


def _is_part(chosen: Selection, each: Start) -> bool:
    """Whether a line without a number stands right below a numbered one: the answer begins with it."""
    last = chosen.last_kept(each.line - 1)
    return (
        last is not None
        and last.kind == each.kind == BOLD
        and bool(last.wording.number)
        and not (each.wording.number or each.wording.label or last.inline)
        and not chosen.document.has_text(last.end, each.line)
    )


def _is_aside(chosen: Selection, above: Start, each: Start) -> bool:
    """Whether a line with a prefix is part of the answer to a heading."""
    return _is_case(chosen, above, each) or _is_quoted(chosen, above, each)


def _faults(chosen: Selection, lines: list[Start]) -> set[int]:
    """The lines `Problem: …` that do not ask and are told of below one of several headings that mostly do."""
    headings = [each.wording for each in chosen.kept.values() if each.kind == HEADING]
    asking = sum(words.asks and not words.is_only_label for words in headings)
    if asking < max(FEW, MOST * len(headings)):
        return set()
    told = [each for each in lines if not (each.wording.asks or each.wording.number)]
    told = [each for each in told if FAULT.match(chosen.document.lines[each.line])]
    above = {each.line: chosen.enclosing_heading(each.line) for each in told}
    return {line for line, each in above.items() if each and not each.wording.is_only_label}


def _is_quoted(chosen: Selection, above: Start, each: Start) -> bool:
    """Whether a line is quoted in the answer to one of several headings, and not answered in its quote."""
    lines = chosen.document.lines
    if above.wording.label or not lines[each.line].startswith(">") or each.inline:
        return False
    quote = takewhile(lambda line: line.startswith(">"), lines[each.end : each.end + _QUOTED])
    headings = sum(other.kind == HEADING for other in islice(chosen.kept.values(), _ENOUGH))
    return (
        headings >= FEW
        and chosen.has_own_text(above, each.line)
        and not any(answer_mark(line) for line in quote)
    )


def _is_case(chosen: Selection, above: Start, each: Start) -> bool:
    """Whether a `Scenario: …` without an answer of its own stands in that of a heading which asks."""
    is_bare = bool(PART.match(each.question)) and not each.wording.number
    if not is_bare or each.line in chosen.answered or not above.wording.asks:
        return False
    return above.line in chosen.answered and chosen.has_own_text(above, each.line)


def _leads_questions(chosen: Selection, each: Start) -> bool:
    """Whether a list item in bold has nothing but a list of questions below it."""
    inside = chosen.document.lines[each.end : each.item_end or each.end]
    told = [_CODE_SPAN.sub("", line) for line in inside if line.strip()]
    return not each.inline and bool(told) and all(_ASKED.match(line) for line in told)


def _replaces(chosen: Selection, above: Start, each: Start, lines: list[Start], wanted: set[int]) -> bool:
    """Whether a line inside a heading's answer is a question; the heading may then be a topic."""
    end = chosen.next_heading(above, level=above.level)
    inside = [other for other in between(lines, above.line, end) if other.line in wanted]
    is_empty = not chosen.has_own_text(above, inside[0].line)
    is_named = above.wording.label and (each.wording.label or not above.wording.ends_asking)
    if above.wording.is_only_label or (is_empty and len(inside) == 1 and is_named):
        first = bisect_right(chosen.marks, above.line)
        if first == len(chosen.marks) or chosen.marks[first] >= inside[0].line:
            _absorb(chosen, above, inside[0])
        return False
    sure = [other for other in inside if other.wording.ends_asking or other.wording.label]
    is_counted = bool(above.shape[3]) and above.wording.asks
    if is_empty and above.wording.ends_asking and len(sure) == 1 and _is_bare(each):
        return False
    if each.wording.label and not above.wording.label:
        if is_empty:
            chosen.kept.pop(above.line, None)
        return True
    if is_empty and each in sure and (len(sure) >= 2 or not (above.wording.ends_asking or is_counted)):
        chosen.kept.pop(above.line, None)
        return True
    return False


def _is_bare(each: Start) -> bool:
    """Whether a line says nothing but `Question:`."""
    return each.wording.is_only_label and not (each.wording.number or each.inline)


def _sisters(chosen: Selection, lines: list[Start]) -> set[int]:
    """The lines `Q. What …` below one of them that was made a heading, `#### Q. What …`: it holds none."""
    found: dict[tuple[object, ...], list[Start]] = defaultdict(list)
    others: Counter[tuple[object, ...]] = Counter()
    for each in lines:
        above = chosen.enclosing_heading(each.line) if each.wording.label and each.wording.asks else None
        look = (label(each), *each.shape)
        if above is None or not above.wording.label:
            others[look] += each.wording.label
        elif above.wording.asks and label(above) == label(each):
            first = bisect_right(lines, above.line, key=lambda other: other.line)
            if chosen.has_own_text(above, lines[first].line):
                found[look].append(each)
    return {each.line for look, group in found.items() if others[look] >= FEW for each in group}


def _absorb(chosen: Selection, label: Start, question: Start) -> None:
    """`## Question 3` takes its words from the line below it; what stands between is asked with it, where
    the answer is marked."""
    if chosen.kept[label.line].question != label.question:
        return
    is_answered = label.line in chosen.answered or question.line in chosen.answered
    is_whole = is_answered and not question.wording.is_only_label
    between_them = chosen.document.lines[label.end : question.line] if is_whole else []
    told = "\n".join(line for line in between_them if not (is_filed(line) or RULE.match(line)))
    chosen.kept[label.line] = replace(
        label,
        end=question.end,
        question=question.question,
        inline=joined(told, question.inline),
        wording=replace(question.wording, number=label.wording.number, label=True),
    )
