"""What stands behind the question mark of an item: its answer, or more of what is asked."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from flashrl.formats.foreign.choosing.selection import HALF
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words.wording import wording

LONGEST_ASIDE = 100
_RARE = 8
"""Where fewer than one item in so many says something behind its question mark, answers stand elsewhere."""
_FEWEST_WORDS, _LONGEST = 3, 80
_DIGITS = tuple("0123456789")


def with_tails(group: list[Start], below: Collection[int]) -> list[Start]:
    """The items, with what is said behind the question mark as more of the question where that is rare: their
    answers are below them, those in the lines `below`, or there are none. A word or number still answers."""
    tailed = [each for each in group if each.inline and not wording(each.inline).asks]
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


def _is_asked(each: Start, is_answered: bool, is_among_bare: bool) -> bool:
    """Whether what is said behind the question mark, if anything, is more of the question."""
    if len(each.inline.split()) < _FEWEST_WORDS:
        return False
    if is_answered:
        return True
    is_said = len(each.inline) <= _LONGEST and not each.inline.rstrip(" .`*").endswith(_DIGITS)
    return is_said and is_among_bare and not wording(each.inline).asks


def asked_whole(each: Start) -> Start:
    """A question among bare ones with what follows on its line, if that is worded as a question too."""
    is_asked = len(each.inline) <= LONGEST_ASIDE and wording(each.inline).asks
    return _whole(each) if is_asked else each


def _whole(each: Start) -> Start:
    return replace(each, question=f"{each.question} {each.inline}".rstrip(), inline="")
