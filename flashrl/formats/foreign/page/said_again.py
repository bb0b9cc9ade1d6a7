"""Headings and lines in bold that ask the same below one question after another, `Why?` or `What is it?`:
parts of their answers."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.words.wording import Wording, wording

_TWICE, _FEW, _HALF = 2, 3, 0.5
_BARE = re.compile(
    r"(?:what|why|when|how|where|who|which)(?: (?:and )?(?:what|why|when|how|where|who|which))*+|"
    r"(?:so )?(?:what|why|when|how|where|who)\b[^?]{1,40} (?:it|this|that|they|them)\b[^?]{0,30}"
)
"""What asks nothing without what stands above it."""
_BOLD = re.compile(r"[ ]{0,3}(?:\*\*|__)(?=\S)([^*_\n]{2,100})(?:\*\*|__)[ \t:]*(?:\n|$)")
_CHAPTER, _DEEPEST = 2, 7


@dataclass(frozen=True, slots=True)
class _Line:
    """A heading or a line in bold, and the question or chapter that it stands below."""

    block: Block
    words: Wording
    level: int
    above: "_Line | None" = None


def said_again(blocks: list[Block]) -> set[int]:
    """The lines of those that ask what others do, each below another heading or counted line."""
    groups: dict[str, list[_Line]] = defaultdict(list)
    for each in _lines(blocks):
        if each.words.asks and each.above is not None and not (each.words.number or each.words.label):
            groups[_bare(each.words.text)].append(each)
    return {
        each.block.start
        for text, group in groups.items()
        if text and _are_parts(text, group)
        for each in group
    }


def _lines(blocks: list[Block]) -> Iterator[_Line]:
    """The headings, and the paragraphs that begin with a line in bold, each with what it stands below."""
    stack: list[_Line] = []
    for block in blocks:
        text = _text(block)
        if text is None:
            continue
        words = wording(text)
        is_bold = block.kind != "heading"
        level = (_DEEPEST - 1 if words.number else _DEEPEST) if is_bold else block.level
        is_part = not words.number and block.level > _CHAPTER
        while stack and stack[-1].level >= level and not (is_part and stack[-1].block.kind != "heading"):
            stack.pop()
        yield _Line(block, words, level, stack[-1] if stack else None)
        if not is_bold or words.number:
            stack.append(_Line(block, words, level))


def _text(block: Block) -> str | None:
    if block.quoted or block.items:
        return None
    if block.kind == "heading":
        return block.text
    bold = _BOLD.match(block.text) if block.kind == "paragraph" else None
    return bold[1] if bold else None


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("'s ", " is ")))


def _are_parts(text: str, group: list[_Line]) -> bool:
    """Whether the same is asked below several questions, or something bare below several headings."""
    above = [each.above for each in group if each.above is not None]
    if len({each.block.start for each in above}) < len(group) or len(group) < _TWICE:
        return False
    asking = sum(each.words.asks and not each.words.is_only_label for each in above)
    counted = sum(bool(each.words.number) or each.words.asks for each in above)
    if _BARE.fullmatch(text):
        return len(group) >= _FEW or counted == len(group)
    return len(group) >= _FEW and asking >= _HALF * len(group)
