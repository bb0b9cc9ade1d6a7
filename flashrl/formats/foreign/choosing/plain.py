"""The lines of plain text that are questions."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.choosing.places import behind_quotes, quote_below
from flashrl.formats.foreign.choosing.selection import FEW, MANY, Selection
from flashrl.formats.foreign.styles import plain_line
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words.answer_text import RULE

_DENSE = 0.05
"""The share of a file's lines that its questions are at least."""


def choose(chosen: Selection) -> None:
    """Lines of plain text, where a file has hardly any other questions."""
    if len(chosen.kept) + len(chosen.marked) >= FEW:
        return
    if not (chosen.kept or chosen.marked) and (_choose_quotes(chosen) or _choose_offering(chosen)):
        return
    every = [each for each in plain_line.starts(chosen.document) if chosen.is_outside(each)]
    found = [each for each in every if each.shape != plain_line.UNMARKED]
    texts = sum(chosen.document.plain)
    told = sum(chosen.document.has_text(each.end, after.line) for each, after in pairwise(every))
    if len(found) >= FEW and len(every) >= MANY * texts and 2 * told < len(every):
        for each in every:
            chosen.keep(replace(each, limit=each.end))
        return
    quoted = [each for each in found if each.shape == plain_line.QUOTED]
    found = quoted if 2 * len(quoted) > len(found) else [each for each in found if each not in quoted]
    found = _with_linked(chosen, found)
    if len(found) >= (FEW if chosen.is_about_questions else 5) and len(found) >= 0.1 * texts:
        listed = sorted([*found, *_stated(chosen, every)], key=lambda each: each.line)
        followed = sum(not chosen.document.has_text(each.end, after.line) for each, after in pairwise(listed))
        if 2 * followed < len(listed):
            for each in _parted(chosen, found):
                chosen.keep(each)
            return
        for each in listed:
            chosen.keep(replace(each, limit=behind_quotes(chosen, each.end)))


def _with_linked(chosen: Selection, found: list[Start]) -> list[Start]:
    """With the questions that are links, where a file about questions has others and nearly all of both
    have text below: the link says where to read on."""
    linked = [each for each in plain_line.linked(chosen.document) if chosen.is_outside(each)]
    if not linked or len(found) < max(FEW, len(linked)) or not chosen.is_about_questions:
        return found
    every = sorted([*found, *linked], key=lambda each: each.line)
    ends = [*(after.line for after in every[1:]), len(chosen.document.lines)]
    told = {
        each.line
        for each, end in zip(every, ends, strict=True)
        if any(chosen.document.plain[each.end : min(end, chosen.next_heading(each))])
    }
    are_told = all(sum(each.line in told for each in look) >= MANY * len(look) for look in (found, linked))
    return every if are_told else found


def _choose_quotes(chosen: Selection) -> bool:
    """Whether the quotes of a file are its questions, one and all."""
    quotes = plain_line.quotes(chosen.document)
    if len(quotes) < FEW or len(quotes) < _DENSE * sum(chosen.document.plain):
        return False
    for each in quotes:
        chosen.keep(each)
    return True


def _choose_offering(chosen: Selection) -> bool:
    """Whether the paragraphs above boxes to choose from are the questions of a file."""
    offering = plain_line.offering(chosen.document)
    for each in offering:
        chosen.keep(each)
    return bool(offering)


def _parted(chosen: Selection, found: list[Start]) -> list[Start]:
    """The questions, each with its end at the next rule where rules stand between most of them."""
    document = chosen.document
    rules = [n for n, line in enumerate(document.lines) if document.plain[n] and RULE.match(line)]
    ends = [rules[index] if (index := bisect_left(rules, each.end)) < len(rules) else None for each in found]
    parted = sum(end is not None and end < after.line for end, after in zip(ends, found[1:], strict=False))
    if parted < MANY * (len(found) - 1):
        return found
    return [replace(each, limit=end) for each, end in zip(found, ends, strict=True)]


def _stated(chosen: Selection, every: list[Start]) -> Iterator[Start]:
    """The lines that tell to do something, where some of a list have the quote below that answers them; those
    with such a quote, and those that are alone between blank lines."""
    stated = [each for each in every if each.shape == plain_line.UNMARKED]
    quoted = {each.line for each in stated if quote_below(chosen, each.end)}
    if len(quoted) < FEW:
        return
    for each in stated:
        around = chosen.document.lines[max(0, each.line - 1) : each.end + 1]
        if each.line in quoted or sum(bool(line.strip()) for line in around) == 1:
            yield each
