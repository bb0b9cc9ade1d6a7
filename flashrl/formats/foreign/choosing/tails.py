"""What stands behind the question mark of an item: its answer, or more of what is asked."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from flashrl.formats.foreign.choosing.selection import FEW, HALF, LIKELY
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import wording

LONGEST_ASIDE = 100
_RARE = 8
"""Where fewer than one item in so many says something behind its question mark, answers stand elsewhere."""
_FEWEST_WORDS, _LONGEST = 3, 80
_DIGITS = tuple("0123456789")
_OPENS = re.compile(r"[?？][*_\"'”’]*[ \t]*(?=[(（])")
_PLAIN = r"[^()（）]*+"
_FRAME = re.compile(
    rf"[(（](?P<told>{_PLAIN}(?:[(（]{_PLAIN}(?:[(（]{_PLAIN}[)）]{_PLAIN})*+[)）]{_PLAIN})*+)[)）][ .。]*+"
)
"""Brackets around all of a text, with others of two depths in them."""
_ASIDE = re.compile(
    r"[(（]\W*[\"“„«]|\W*(?:(?:please )?(?:asked|hints?|e\.?g\b|i\.?e\b|for (?:example|instance)|such as|"
    r"like|with|without|if|say|check|tick|select|choose|pick|mark|name|list (?!of)|give|explain|describe|"
    r"think|see|read|assume|suppose|consider|optional|bonus|follow[- ]?up|important|tricky|easy|medium|hard|"
    r"advanced|basic|or|vs|versus)\b|\[[^\[\]]*\]\([^()\s]*\)\W*$|https?://\S+$)",
    re.IGNORECASE,
)
"""What is said in brackets of the question: a hint, how to answer it, where to read on."""
_SENTENCE_WORDS = 5


def with_tails(group: list[Start], below: Collection[int]) -> list[Start]:
    """The items, with what is said behind the question mark as more of the question where that is rare: their
    answers are below them, those in the lines `below`, or there are none. A word or number still answers."""
    tailed = [each for each in group if each.inline and not (_is_marked(each) or wording(each.inline).asks)]
    if len(tailed) * _RARE > len(group):
        return group
    lists: dict[int | None, list[Start]] = defaultdict(list)
    for each in group:
        lists[each.list_start].append(each)
    bare = {
        start
        for start, found in lists.items()
        if sum(not (each.inline or each.line in below) for each in found) > HALF * (len(found) - 1)
    }
    return [
        _whole(each) if _is_asked(each, each.line in below, each.list_start in bare) else each
        for each in group
    ]


def with_brackets(group: list[Start]) -> list[Start]:
    """The items, with what stands in brackets behind their question marks as the answers, where that is a
    habit: for many of those that ask it says as much as a sentence."""
    found = [(each, _bracket(each)) for each in group]
    told = sum(bool(bracket) and _says_much(bracket) for _, bracket in found)
    if told < max(FEW, LIKELY * sum(each.wording.asks for each in group)):
        return group
    return [_answered(each, bracket) if bracket else each for each, bracket in found]


def _bracket(each: Start) -> str:
    """What an item says behind its question mark, if that begins with a bracket and may answer it."""
    opens = None if each.inline or "?" not in each.question else _OPENS.search(each.question)
    told = each.question[opens.end() :].strip() if opens else ""
    return "" if _ASIDE.match(told) or "?" in told else told


def _says_much(told: str) -> bool:
    return len(told.split()) >= _SENTENCE_WORDS or told.endswith((".)", "。）"))


def _answered(each: Start, told: str) -> Start:
    """An item with what stands behind its question mark as its answer. Brackets around all of that are left
    out, and nothing behind the item belongs to it."""
    question = each.question.removesuffix(told).rstrip()
    framed = _FRAME.fullmatch(told)
    inline = framed["told"].strip() if framed else told
    limit = each.item_end if framed else each.limit
    return replace(each, question=question, inline=inline, wording=wording(question), limit=limit)


def _is_asked(each: Start, is_answered: bool, is_among_bare: bool) -> bool:
    """Whether what is said behind the question mark, if anything, is more of the question."""
    if len(each.inline.split()) < _FEWEST_WORDS or _is_marked(each):
        return False
    if is_answered:
        return True
    is_said = len(each.inline) <= _LONGEST and not each.inline.rstrip(" .`*").endswith(_DIGITS)
    return is_said and is_among_bare and not wording(each.inline).asks


def _is_marked(each: Start) -> bool:
    """Whether what is said behind the question says that it answers: `Ans: …`"""
    return answer_mark(each.inline) is not None


def asked_whole(each: Start) -> Start:
    """A question among bare ones with what follows on its line, if that is worded as a question too."""
    is_asked = len(each.inline) <= LONGEST_ASIDE and wording(each.inline).asks and not _is_marked(each)
    return _whole(each) if is_asked else each


def _whole(each: Start) -> Start:
    return replace(each, question=f"{each.question} {each.inline}".rstrip(), inline="")
