"""Headings that are only terms, `### Replay buffer`, below a title that says that they are questions."""

import re
from bisect import bisect_left
from collections import Counter

from flashrl.formats.foreign.choosing.selection import FEW, HALF, MANY, Selection
from flashrl.formats.foreign.styles.start import HEADING, Start
from flashrl.formats.foreign.words.plain_text import plain

_TITLE = re.compile(
    r"\binterview[ -](?:questions?|q\s?&\s?a)\b|\bq\s?&\s?a\b|"
    r"\bquestions? (?:and|&|with|\+) (?:\w+ )?answers?\b",
    re.IGNORECASE,
)
_OF_OTHER_FILES = re.compile(
    r"\b(?:guides?|notes?|tips?|tricks?|road ?maps?|resources?|curated|awesome|how to|prep\w*|strateg\w+|"
    r"repo(?:sitory)?|sheets?|handbook|course|syllabus|framework|topics?|patterns?|templates?|format)\b",
    re.IGNORECASE,
)
"""What a title says above chapters: `A guide to interview questions`."""
_MANY_TERMS, _MANY_COUNTED, _NEARLY_ALL, _FEW_PARTS = 8, 10, 0.9, 2
_WORDS, _LINES = 8, 25
"""A term and what it means are no longer: more words or lines are a chapter."""


def with_terms(chosen: Selection, wanted: list[Start]) -> list[Start]:
    """The headings that are questions, or those of the deepest level with text of their own below a title
    that says that these are questions, where a file asks hardly any others.

    What is said again and again, as `### Idea`, names a part of each; and what stands below questions that
    say so is part of their answers."""
    if not chosen.headings or chosen.marked or not says_so(chosen.headings[0]):
        return wanted
    said = Counter(each.wording.text.casefold() for each in chosen.headings)
    named = [
        each
        for each in chosen.headings[1:]
        if not each.wording.is_stop and (each.wording.asks or said[each.wording.text.casefold()] < FEW)
    ]
    level = max((each.level for each in named), default=0)
    terms = [each for each in named if each.level == level]
    if len(terms) < _MANY_TERMS or len(wanted) > HALF * len(terms) or _are_inside(chosen, terms, wanted):
        return wanted
    others = sum(
        each.kind != HEADING and (each.wording.ends_asking or each.wording.label) for each in chosen.others
    )
    parts = sum(each.wording.is_stop and each.level <= level for each in chosen.headings)
    is_list = parts <= _FEW_PARTS and others <= (1 - _NEARLY_ALL) * len(terms)
    return terms if is_list and _are_told(chosen, named, terms) else wanted


def says_so(title: Start) -> bool:
    """Whether a title says that what stands below it are questions."""
    shown = plain(title.question)
    return title.level <= 2 and bool(_TITLE.search(shown)) and not _OF_OTHER_FILES.search(shown)


def _are_inside(chosen: Selection, terms: list[Start], wanted: list[Start]) -> bool:
    """Whether nearly all terms stand below one of several questions that say so."""
    asked = {each.line for each in wanted if chosen.says_so(each)}
    if len(asked) < max(FEW, _NEARLY_ALL * len(wanted)):
        return False
    lines = sorted(asked | {each.line for each in chosen.headings if each.level < terms[0].level})
    inside = sum(lines[bisect_left(lines, each.line) - 1] in asked for each in terms)
    return inside >= _NEARLY_ALL * len(terms)


def _are_told(chosen: Selection, named: list[Start], terms: list[Start]) -> bool:
    """Whether nearly all terms are short and have a short text below them, and the others head some."""
    heads = [each for each in named if each.level < terms[0].level]
    if any(chosen.has_own_text(each, chosen.next_heading(each)) for each in heads):
        return False
    short = [
        each
        for each in terms
        if len(each.wording.text.split()) <= _WORDS
        and not each.wording.is_link
        and not each.wording.text.endswith((":", "!"))
    ]
    counts = [each.wording.count for each in terms]
    is_counted = len(terms) >= _MANY_COUNTED and counts == list(range(1, len(terms) + 1))
    told = [
        each
        for each in short
        if chosen.has_own_text(each, chosen.next_heading(each, level=each.level if is_counted else 6))
        and (is_counted or _opens_with_text(chosen, each))
    ]
    lines = sorted(chosen.next_heading(each) - each.end for each in terms)
    return len(told) >= _NEARLY_ALL * len(terms) and lines[int(MANY * len(lines))] <= _LINES


def _opens_with_text(chosen: Selection, term: Start) -> bool:
    """Whether the first thing below a term is text, and neither a list nor a fold."""
    index = bisect_left(chosen.block_starts, term.end)
    blocks = chosen.document.blocks
    block = blocks[index] if index < len(blocks) else None
    return block is not None and block.kind in ("paragraph", "fence") and not block.items
