"""Lists of links within a page, contents whatever stands above them, and the headings that are links."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from flashrl.formats.foreign.choosing.selection import FEW, MANY, MOST, Selection
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words.back_link import is_back_link
from flashrl.formats.foreign.words.wording import wording

_WITHIN = re.compile(r"[\s>*+\-\d.)|]*+\[.*\]\(#.*\)[\s|*]*+$|.*<a href=.#", re.IGNORECASE)
_OWN = re.compile(r"(?P<before>[^\[\]]*)\[(?P<label>[^\[\]]+)\]\(#[^()]*\)(?P<after>[^\w()\[\]]*)$")
_HEAD = re.compile(r"<summary\b[^<>]*+>.{0,200}</summary>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*+>", re.IGNORECASE)
_WORD = re.compile(r"\w")
_LISTED = re.compile(r"[ \t]*[-*+][ \t]+\[[^\[\]]+\]\([^()\s]*\)[ \t]*(?:<br ?/?>)?[ \t]*", re.IGNORECASE)
_SEVERAL = 2
_NEARLY_ALL = 0.7
_LONGEST, _ENOUGH = 1000, 400
"""How much of a line is looked at, and how many lines."""
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)、])[ \t]+(?=\S)|[ ]{4}(?![ `|<])")
"""What opens a line of a list; one that was indented without a mark is a line of code to markdown."""
_MOST_QUESTIONS = 200
_FEW_ASKED = 3


def are_links(lines: Sequence[str], *, at_least: int) -> bool:
    """Whether lines hold so many links within the page, and hardly anything else but the heads of folds."""
    lines = lines[:_ENOUGH]
    if sum("](#" in line or ("#" in line and "<" in line) for line in lines) < at_least:
        return False
    shown = [line[:_LONGEST] for line in lines if not is_back_link(line)]
    shown = [line for line in shown if _WORD.search(_TAG.sub("", _HEAD.sub("", line)))]
    links = sum(bool(_WITHIN.match(line)) for line in shown)
    return links >= at_least and links > _NEARLY_ALL * len(shown)


def leads_links(chosen: Selection, each: Start) -> bool:
    """Whether the first lines in a list item are links: it names what can be read there."""
    inside = (line for line in chosen.document.lines[each.end : each.item_end or each.end] if line.strip())
    first = list(islice(inside, _SEVERAL))
    return len(first) == _SEVERAL and all(_LISTED.fullmatch(line) for line in first)


def told_links(chosen: Selection) -> set[int]:
    """The headings that are a link out and have text of their own, where a file about questions has several
    of them and most ask: the link says where to read on."""
    links = [each for each in chosen.headings if each.wording.is_link and "](http" in each.question]
    told = [each for each in links if chosen.has_own_text(each, chosen.next_heading(each))]
    asking = sum(each.wording.asks for each in told)
    is_look = chosen.is_about_questions and asking >= max(FEW, MOST * len(links))
    return {each.line for each in told} if is_look and len(told) >= MANY * len(links) else set()


def without_own_links(chosen: Selection) -> list[Start]:
    """The headings, without the links that lead to themselves where nearly all such have text below."""
    links = [each for each in chosen.headings if each.wording.is_link and _OWN.match(each.question)]
    told = {each.line for each in links if chosen.has_own_text(each, chosen.next_heading(each))}
    if len(told) < max(FEW, MANY * len(links)):
        return chosen.headings
    return [_unlinked(each) if each.line in told else each for each in chosen.headings]


def _unlinked(each: Start) -> Start:
    question = _OWN.sub(r"\g<before>\g<label>\g<after>", each.question)
    return replace(each, question=question, wording=wording(question))


def are_questions(lines: list[str]) -> bool:
    """Whether some lines are a list of questions with nothing said to any of them."""
    told = [line for line in lines if line.strip()]
    if len(told) < _FEW_ASKED or not all(map(_ITEM.match, told)) or len(told) > _MOST_QUESTIONS:
        return False
    asking = sum(wording(_ITEM.sub("", line)).asks for line in told)
    return asking >= max(_FEW_ASKED, len(told) / 2)
