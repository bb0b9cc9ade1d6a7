"""The list items that are questions, with answers or bare."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from flashrl.formats.foreign.choosing import siblings
from flashrl.formats.foreign.choosing.asking import (
    FEW_COUNTED,
    asks_enough,
    is_one_count,
    own_parts,
    told_apart,
)
from flashrl.formats.foreign.choosing.places import (
    FAR,
    ITEM,
    answers_inside,
    are_quoted,
    behind_bullets,
    behind_quotes,
    goes_on_as_list,
    is_source_of_list,
)
from flashrl.formats.foreign.choosing.selection import FEW, LIKELY, MANY, MOST, Selection, between
from flashrl.formats.foreign.choosing.tails import asked_whole, with_brackets, with_tails
from flashrl.formats.foreign.styles.listed import item_number
from flashrl.formats.foreign.styles.start import HEADING, LISTED, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.back_link import is_back_link
from flashrl.formats.foreign.words.interrogatives import EASTERN

_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}$")
_CODE = re.compile(r"(`+)[^`]+\1")

_ITALICS = re.compile(r"([*_])(?=[^\s*_])[^*_]+\1")

BY_FAR_MOST = 0.7
BARE = 0.2
"""The share of a list's questions that may have an answer where the list is one of questions alone."""


def choose(chosen: Selection) -> None:
    siblings.choose(chosen)
    _let_topics_go(chosen)
    free = [each for each in chosen.others if each.kind == LISTED and chosen.is_outside(each)]
    groups: dict[tuple[bool, int], list[Start]] = defaultdict(list)
    for each in free:
        groups[bool(each.shape[1]), each.depth].append(each)
    groups = {key: with_brackets(group) for key, group in groups.items()}
    others = len(chosen.kept)
    top = min((depth for (_, depth), group in groups.items() if asks_enough(chosen, group)), default=9)
    for depth, found, below in _parted(chosen, groups):
        group = with_tails(found, below)
        answered = below | {each.line for each in group if each.inline} | told_apart(chosen, group)
        if (
            depth > top
            or _is_below_others(free, group)
            or (others >= FEW and len(answered) < MANY * len(group) and not _are_bare_besides(chosen, group))
        ):
            continue
        if len(answered) <= BARE * len(group):
            _choose_bare(chosen, group)
            _choose_nested(chosen, [each for each in free if each.depth > depth])
        elif (
            asks_enough(chosen, group)
            or _are_topics(chosen, group, answered)
            or _are_glossed(chosen, group, answered)
        ):
            is_inside = answers_inside(chosen, group, answered) or are_quoted(chosen, group, answered)
            is_inside |= sum(bool(each.inline) for each in group) >= MANY * len(answered)
            for each in _answered_ones(chosen, group, answered):
                is_over = is_inside and goes_on_as_list(chosen, each)
                chosen.keep(replace(each, limit=each.item_end) if is_over else each)


def _parted(
    chosen: Selection, groups: dict[tuple[bool, int], list[Start]]
) -> Iterator[tuple[int, list[Start], set[int]]]:
    """How deep each group is, its items, and the lines of those that are answered below; the outer ones
    first, and parts that ask by themselves apart."""
    for (_, depth), group in sorted(groups.items(), key=lambda each: each[0][1]):
        below = {each.line for each in group if _is_answered_below(chosen, each)}
        for part in own_parts(chosen, group, below):
            yield depth, part, below & {each.line for each in part}


def _are_bare_besides(chosen: Selection, group: list[Start]) -> bool:
    """Whether a file about questions has lists of them as well as headings or the like."""
    asking = sum(each.wording.asks for each in group)
    closing = sum(each.wording.ends_asking for each in group)
    is_many = asking >= max(FEW_COUNTED, MANY * len(group)) and closing >= LIKELY * len(group)
    return chosen.is_about_questions and is_many


def _are_topics(chosen: Selection, group: list[Start], answered: set[int]) -> bool:
    """Whether the numbered items of a Chinese, Japanese or Korean file about questions name what they ask."""
    eastern = sum(bool(EASTERN.search(each.question)) for each in group)
    return (
        chosen.is_about_questions
        and len(group) >= FEW_COUNTED
        and bool(group[0].shape[1])
        and group[0].depth == 1
        and eastern >= MOST * len(group)
        and len(answered) >= MANY * len(group)
        and sum(each.wording.asks for each in group) >= LIKELY * len(group)
    )


def _are_glossed(chosen: Selection, group: list[Start], answered: set[int]) -> bool:
    """Whether numbered statements in a file of cards have a quote below each, which says what is meant."""
    is_counted = len(group) >= FEW_COUNTED and bool(group[0].shape[1]) and len(answered) == len(group)
    return chosen.is_about_questions and is_counted and are_quoted(chosen, group, answered)


def _is_below_others(free: list[Start], group: list[Start]) -> bool:
    """Whether a group stands below items that ask, but too few of them to be questions: all are remarks."""
    outer = [each for each in free if each.depth < group[0].depth and each.wording.ends_asking]
    return len(outer) >= 2


def _let_topics_go(chosen: Selection) -> None:
    """A heading that asks, with nothing but headings and lists of questions below it, is their topic."""
    listed = [each for each in chosen.others if each.kind == LISTED]
    for each in [each for each in chosen.kept.values() if each.kind == HEADING and not each.depth]:
        if chosen.has_own_text(each, chosen.next_heading(each)) or each.line in chosen.answered:
            continue
        end = chosen.next_heading(each, level=each.level)
        inside = between(listed, each.line, end)
        asking = [other for other in inside if other.wording.asks]
        lines = [n for n in range(each.end, end) if chosen.document.plain[n] and n not in chosen.heading_set]
        if len(asking) >= max(FEW, MANY * len(lines)):
            del chosen.kept[each.line]


def _answered_ones(chosen: Selection, group: list[Start], answered: set[int]) -> Iterator[Start]:
    """Those of a group with answers that ask, that are marked so, or that are among many that do."""
    if not asks_enough(chosen, group):
        yield from (each for each in group if each.line in answered)
        return
    share = sum(each.wording.asks for each in group) / len(group)
    lists: dict[int | None, list[Start]] = defaultdict(list)
    for each in group:
        lists[each.list_start].append(each)
    counted = {
        start
        for start, found in lists.items()
        if len(found) >= FEW_COUNTED and sum(each.wording.asks for each in found) >= MOST * len(found)
    }
    is_known = is_one_count(chosen, group) or are_quoted(chosen, group, answered)
    enough = MOST if is_known else MANY
    emphasised = _of_emphasis(group)
    for each in group:
        is_counted = bool(each.shape[1]) and each.list_start in counted
        is_counted |= each.line in emphasised
        is_company = (is_counted or (share >= enough and each.line in answered)) and not each.wording.is_stop
        if each.wording.asks or is_company or _holds_mark(chosen, each):
            yield each


def _of_emphasis(group: list[Start]) -> set[int]:
    """The lines of the items that are in italics as a whole, where that is what questions look like."""
    found = [each for each in group if _ITALICS.fullmatch(each.question)]
    asking = sum(each.wording.asks for each in found)
    is_look = len(found) > FEW_COUNTED and asking >= MOST * len(found)
    return {each.line for each in found} if is_look else set()


def _holds_mark(chosen: Selection, each: Start) -> bool:
    """Whether the mark of an answer follows on an item, or is in it if it is numbered."""
    first = bisect_left(chosen.marks, each.end)
    is_inside = first < len(chosen.marks) and chosen.marks[first] < (each.item_end or each.end)
    return is_marked_below(chosen, each) or (is_inside and bool(each.shape[1]))


def is_marked_below(chosen: Selection, each: Start) -> bool:
    """Whether the next line with text is the mark of an answer."""
    following = bisect_left(chosen.marks, each.end)
    return following < len(chosen.marks) and not chosen.document.has_text(each.end, chosen.marks[following])


def _choose_bare(chosen: Selection, group: list[Start]) -> None:
    """Lists of questions that nothing answers: an item ends where the list goes on."""
    group = [each for each in group if not _CODE.fullmatch(each.question)]
    lists: dict[int | None, list[Start]] = defaultdict(list)
    for each in group:
        lists[each.list_start].append(each)
    enough = asks_enough(chosen, group)
    linked = sum(each.wording.is_link for each in group)
    share = _share_needed(list(lists.values()))
    count = 0
    for found in lists.values():
        items = [each for each in found if not each.wording.is_link or linked <= LIKELY * len(group)]
        asking = [each for each in items if each.wording.asks]
        closing = [each for each in items if each.wording.ends_asking]
        is_list = len(asking) >= share * len(items)
        if (enough and is_list) or (len(closing) >= FEW and len(closing) >= MOST * len(items)):
            kept = items if len(items) >= FEW else asking
        else:
            kept = asking if enough else []
        if count >= FEW_COUNTED - 1 and number_of(chosen, found[0]) == count + 1:
            kept = items
        count = number_of(chosen, found[-1]) if kept is items else 0
        for each in kept:
            chosen.keep(replace(asked_whole(each), limit=_bare_end(chosen, each)))


def number_of(chosen: Selection, each: Start) -> int:
    """What an item counts as; 0 for a bullet."""
    return item_number(chosen.document.lines[each.line]) or 0


def count_of(chosen: Selection, each: Start) -> int:
    """What a start counts as, whatever it looks like; 0 if it has no number."""
    return number_of(chosen, each) or each.wording.count or 0


def _share_needed(lists: list[list[Start]]) -> float:
    """How much of a list has to ask: less where lists with a question in them have hardly anything else."""
    inside = [each for found in lists if any(each.wording.asks for each in found) for each in found]
    return LIKELY if sum(each.wording.asks for each in inside) >= BY_FAR_MOST * len(inside) else MOST


def _choose_nested(chosen: Selection, deeper: list[Start]) -> None:
    """Bare questions below an item that only names what they are about."""
    for each in deeper:
        last = chosen.last_kept(each.line)
        if each.wording.ends_asking and last is not None and (last.limit or each.line + 1) <= each.line:
            chosen.keep(replace(each, limit=_bare_end(chosen, each)))


def _bare_end(chosen: Selection, each: Start) -> int:
    """Behind the item, and behind the code it asks about where that is not indented; or behind a quote."""
    end = behind_quotes(chosen, behind_bullets(chosen, each))
    if end > (each.item_end or each.end):
        return end
    following = bisect_left(chosen.block_starts, end)
    if following < len(chosen.document.blocks):
        block = chosen.document.blocks[following]
        between = chosen.document.lines[end : block.start]
        if block.kind in ("fence", "code") and not any(line.strip() for line in between):
            return block.end
    return end


def _is_answered_below(chosen: Selection, each: Start) -> bool:
    """Whether text that is no other item follows on an item, or options do."""
    if each.line in chosen.offering:
        return True
    for number, line in enumerate(chosen.document.lines[each.end : each.end + FAR], start=each.end):
        if not line.strip() or is_back_link(line):
            continue
        if answer_mark(line):
            return True
        if number in chosen.document.parts:
            return True
        if line.startswith("#") or _RULE.match(line) or is_source_of_list(chosen, number):
            return False
        is_inner = len(line) - len(line.lstrip()) >= max(2, each.offset - 1)
        return not ITEM.match(line) or (is_inner and not _only_names(chosen, each))
    return False


def _only_names(chosen: Selection, each: Start) -> bool:
    """Whether an item is no question and questions are below it."""
    inner = chosen.document.lines[each.end : min(each.item_end or each.end, each.end + FAR)]
    return not each.wording.asks and any(line.rstrip().endswith(("?", "？")) for line in inner)
