"""Headings that the contents name below a title that says that they are questions, worded as such or not."""

import re
from bisect import bisect_left

from flashrl.formats.foreign.choosing.contents import are_links
from flashrl.formats.foreign.choosing.selection import MANY, Selection
from flashrl.formats.foreign.choosing.terms import says_so
from flashrl.formats.foreign.styles.start import LISTED, Start
from flashrl.formats.foreign.words.plain_text import letters, plain

_ENTRY = re.compile(
    r"[\s>*+|\-\d.)\\]*+\[(?P<text>[^\[\]]+)\]\((?:\./)?(?:[\w%.-]+\.md)?#(?P<anchor>[^()]*)\)", re.IGNORECASE
)
"""A line of contents: a link to a heading, in an item or a row, `| 3 | [Replay](README.md#replay) |`."""
_LINK = re.compile(r"!?\[[^\[\]]*\]\([^()]*\)")
_LONGEST, _SEVERAL = 1000, 2
_MANY_TERMS, _NEARLY_ALL, _OTHERS, _TOPICS = 8, 0.9, 0.1, 0.2
_WORDS, _TOLD, _LINES = 12, 5, 40
"""How long a term is at most, what a line says that is no topic, and what is told of most terms."""


def with_named_terms(chosen: Selection, wanted: list[Start]) -> list[Start]:
    """The headings that are questions, or those of the level that the contents name, where they are no
    chapters: each has text of its own, and neither a heading nor a line below them asks."""
    if not chosen.headings or chosen.marked or not says_so(chosen.headings[0]):
        return wanted
    entries = _entries(chosen)
    if len(entries) < _MANY_TERMS:
        return wanted
    possible = [each for each in chosen.headings[1:] if not (each.wording.is_stop or _leads(chosen, each))]
    found = [each for each in possible if _names(each) & entries]
    level = max((each.level for each in found), default=0)
    named = [each.line for each in found if each.level == level]
    terms = [each for each in possible if each.level == level and each.line >= named[0]]
    told = [each for each in terms if _is_told(chosen, each)]
    is_list = len(named) >= max(_MANY_TERMS, MANY * len(terms)) and len(told) >= _NEARLY_ALL * len(terms)
    if not is_list or any(each.level != level for each in wanted):
        return wanted
    known = {each.line for each in wanted} | {each.line for each in told}
    return wanted if _are_chapters(chosen, terms) else [each for each in terms if each.line in known]


def _entries(chosen: Selection) -> set[str]:
    """What the lines of contents name, and where they lead."""
    found = (_ENTRY.match(line[:_LONGEST]) for line in chosen.document.lines if "#" in line and "](" in line)
    return {letters(entry[name]) for entry in found if entry for name in ("text", "anchor")} - {""}


def _leads(chosen: Selection, each: Start) -> bool:
    """Whether a heading is that of contents."""
    return are_links(chosen.document.lines[each.end : chosen.next_heading(each)], at_least=_SEVERAL)


def _names(each: Start) -> set[str]:
    return {letters(each.wording.text), letters(plain(each.question))}


def _is_told(chosen: Selection, each: Start) -> bool:
    """Whether a heading is short, and a line below it says something and is no link."""
    if each.wording.is_link or len(each.wording.text.split()) > _WORDS:
        return False
    below = _below(chosen, each, chosen.next_heading(each, level=each.level))
    return any(len(_LINK.sub("", line[:_LONGEST]).split()) >= _TOLD for line in below)


def _below(chosen: Selection, each: Start, end: int) -> list[str]:
    """The lines below a heading that are neither empty nor another heading."""
    lines = chosen.document.lines
    return [lines[n] for n in range(each.end, end) if n not in chosen.heading_set and lines[n].strip()]


def _are_chapters(chosen: Selection, terms: list[Start]) -> bool:
    """Whether something asks below headings, several deeper ones stand below many, or most are long."""
    others = [
        each
        for each in chosen.others
        if each.wording.ends_asking or each.wording.label or (each.kind == LISTED and each.wording.asks)
    ]
    lines = chosen.heading_lines
    parted = asked = 0
    sizes = []
    for each in terms:
        end = chosen.next_heading(each, level=each.level)
        inside = chosen.headings[bisect_left(lines, each.end) : bisect_left(lines, end)]
        parted += sum(not part.wording.is_stop for part in inside) > 1
        asked += any(part.wording.ends_asking or part.wording.label for part in inside)
        sizes.append(len(_below(chosen, each, end)))
    is_long = sorted(sizes)[int(MANY * len(sizes))] > _LINES
    few = _OTHERS * len(terms)
    return is_long or len(others) > few or asked > few or parted > _TOPICS * len(terms)
