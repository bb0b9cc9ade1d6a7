"""Questions that are asked twice, in two languages: one card."""

import re
from bisect import bisect_left
from dataclasses import replace

from flashrl.formats.foreign.choosing.selection import Selection
from flashrl.formats.foreign.styles.start import HEADING, Start
from flashrl.formats.foreign.words.interrogatives import EASTERN
from flashrl.formats.foreign.words.wording import without_number

_QUOTE = re.compile(r"^[ \t]*>[ \t]?")
_WORD = re.compile(r"\w")


def joined(chosen: Selection, starts: list[Start]) -> list[Start]:
    """The questions; one that only says again what the one above it asked goes with that one."""
    found: list[Start] = []
    for each in starts:
        last = found[-1] if found else None
        if last is not None and _is_title(chosen, last, each):
            found[-1] = each
        elif last is not None and _says_again(last, each):
            question = f"{without_number(last.question)} / {without_number(each.question)}"
            found[-1] = replace(last, end=each.end, question=question)
        elif last is not None and _is_other_version(chosen, last, each):
            found[-1] = _in_both(chosen, last, each)
        else:
            found.append(each)
    return found


def _says_again(last: Start, each: Start) -> bool:
    return (
        last.kind == each.kind == HEADING
        and last.level == each.level
        and last.end == each.line
        and not EASTERN.search(last.question)
        and bool(EASTERN.search(each.question))
        and not each.wording.number
    )


def _is_other_version(chosen: Selection, last: Start, each: Start) -> bool:
    """`# Question (EN)` below a `# Вопрос (RU)` that has no answer of its own."""
    if not (last.kind == each.kind == HEADING and last.level == each.level):
        return False
    if not (_is_version(last) and _is_version(each)):
        return False
    index = bisect_left(chosen.marks, last.line)
    return index >= len(chosen.marks) or chosen.marks[index] > each.line


def _is_version(each: Start) -> bool:
    """Whether a heading has nothing but a label with something in parentheses."""
    return each.wording.is_only_label and each.wording.has_aside


def _is_title(chosen: Selection, last: Start, each: Start) -> bool:
    """Whether a title that asks has nothing below it but a heading as `# Question (EN)`, which asks again."""
    is_above = last.kind == each.kind == HEADING and last.level == 1 and not last.wording.label
    return is_above and _is_version(each) and not chosen.has_own_text(last, each.line)


def _in_both(chosen: Selection, last: Start, each: Start) -> Start:
    """A question with its other version: its first paragraph asks, and what follows on that goes with it."""
    if without_number(last.question):
        return replace(last, end=each.end)
    lines = [_QUOTE.sub("", line).rstrip() for line in chosen.document.lines[last.end : each.line]]
    first = next((n for n, line in enumerate(lines) if _WORD.search(line)), 0)
    end = next(
        (n for n in range(first, len(lines)) if not lines[n] or lines[n].startswith("```")), len(lines)
    )
    if bisect_left(chosen.marks, each.line) == len(chosen.marks):
        end = len(lines)  # nothing tells the rest from an answer
    asked = " ".join(line.strip() for line in lines[first:end] if line.strip("-*_ "))
    told = "\n".join(lines[end:]).strip("\n-* ")
    return replace(last, end=each.end, question=asked or last.question, inline=told)
