"""Headings that open the answer of a numbered item, as two ways to write a program: parts of that answer."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.subheadings import TITLE
from flashrl.formats.foreign.words.wording import wording

_FEW, _MOST, _MANY = 3, 0.6, 0.8
_OPENED = 2


def with_parts_of_items(blocks: list[Block]) -> list[Block]:
    """The blocks, where such headings are parts, if most numbered items ask and the others have answers too.

    What stands above the next item at once is the topic of that one.
    """
    places = [n for n, each in enumerate(blocks) if _counted(each)]
    if len(places) < _FEW or not any(blocks[n + 1].kind == "heading" for n in places[:-1]):
        return blocks
    asking = sum(wording(blocks[n].text).asks for n in places)
    groups = [blocks[first + 1 : last] for first, last in pairwise(places)]
    told = sum(any(each.kind != "heading" for each in group) for group in groups)
    if asking < _MOST * len(places) or told < _MANY * len(groups):
        return blocks
    found = {
        each.start
        for (first, last), group in zip(pairwise(places), groups, strict=True)
        if _goes_on(blocks[first], blocks[last])
        for each in _parts(group)
    }
    return [replace(each, kind="part") if each.start in found else each for each in blocks]


def _counted(block: Block) -> bool:
    """Whether a block opens a numbered item at the margin."""
    return (
        block.kind == "paragraph"
        and block.leads
        and len(block.items) == 1
        and not block.quoted
        and (block.items[0].number is not None)
    )


def _goes_on(one: Block, other: Block) -> bool:
    """Whether an item has the next number, or that of the one before again."""
    number, following = one.items[0].number or 0, other.items[0].number or 0
    return following == number + 1 or following == number > 1


def _parts(group: list[Block]) -> Iterator[Block]:
    """The headings of a group that begins with one, of its level or below it; none if one leads out of it,
    but where code follows on the first, which introduces no questions."""
    if len(group) < _OPENED or not _is_part(group[0]):
        return
    while group[1].kind == "fence" and group[-1].kind == "heading":
        group = group[:-1]
    if group[-1].kind == "heading":
        return
    headings = [each for each in group if each.kind == "heading"]
    is_bare = any(one.kind == other.kind == "heading" for one, other in pairwise(group))
    if not is_bare and all(_is_part(each) and each.level >= group[0].level > 1 for each in headings):
        yield from headings


def _is_part(block: Block) -> bool:
    words = wording(block.text) if block.kind == "heading" and not (block.items or block.quoted) else None
    return words is not None and not (
        words.ends_asking or words.number or words.label or TITLE.search(words.text)
    )
