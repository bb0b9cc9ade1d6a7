"""Where the answers of list items stand: inside them, or as quotes below them."""

import re
from bisect import bisect_left

from flashrl.formats.foreign.choosing.selection import FEW, MANY, Selection
from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words.parting import is_source
from flashrl.formats.foreign.words.wording import wording

FAR = 50
"""So many lines below an item its answer may be."""
ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]")

_TAG = re.compile(r"[ \t]*</?[A-Za-z][^<>]*>[ \t]*")
_BULLETED = re.compile(r"[ \t]*[-*+][ \t]+")
_TELLING = re.compile(r"[ \t]*[-*+](?:[ \t]+[^\s:]+){5}[^:]*$")
_NUMBERED = re.compile(r"[ \t]*\d{1,4}[.)][ \t]")


def answers_inside(chosen: Selection, group: list[Start], answered: set[int]) -> bool:
    """Whether the answers of a group are parts of its items: then they end with those."""
    texts = [each for each in group if each.line in answered and not each.inline]
    inside = [each for each in texts if chosen.document.has_text(each.end, each.item_end or each.end)]
    return len(inside) >= max(FEW, MANY * len(texts))


def are_quoted(chosen: Selection, group: list[Start], answered: set[int]) -> bool:
    """Whether the answers of a group are quotes below its items."""
    texts = [each for each in group if each.line in answered and not each.inline]
    quoted = [each for each in texts if quote_below(chosen, each.item_end or each.end)]
    return len(quoted) >= max(FEW, MANY * len(texts))


def quote_below(chosen: Selection, end: int) -> Block | None:
    """The quote that follows on the end of an item."""
    following = bisect_left(chosen.block_starts, end)
    block = chosen.document.blocks[following] if following < len(chosen.document.blocks) else None
    between = chosen.document.lines[end : block.start] if block is not None else []
    is_next = not any(line.strip(" \t>") for line in between)
    return block if is_next and block is not None and block.quoted else None


def behind_quotes(chosen: Selection, end: int) -> int:
    """Where the quotes end that follow on `end`; `end` if none does."""
    while (quote := quote_below(chosen, end)) is not None:
        end = quote.end
    return end


def goes_on_as_list(chosen: Selection, each: Start) -> bool:
    """Whether what follows on an item is the next of its list: bullets on a number are its answer."""
    end = each.item_end or each.end
    lines = chosen.document.lines[end : end + FAR]
    following = next((line for line in lines if line.strip()), "")
    line = chosen.document.lines[each.line]
    is_same = following.lstrip()[:1].isdigit() == line.lstrip()[:1].isdigit()
    depth = len(line) - len(line.lstrip())
    return bool(ITEM.match(following)) and is_same and len(following) - len(following.lstrip()) <= depth


def is_told(chosen: Selection, each: Start) -> bool:
    """Whether the lines right below an item are a list of its own."""
    following = chosen.document.lines[each.end : each.end + 1]
    return bool(following) and bool(ITEM.match(following[0]))


def is_told_in_bullets(chosen: Selection, each: Start) -> bool:
    """Whether bullets follow on a number, at its margin."""
    following = next((line for line in chosen.document.lines[each.end : each.end + FAR] if line.strip()), "")
    is_outside = len(following) - len(following.lstrip()) < max(2, each.offset)
    return bool(each.shape[1]) and is_outside and following.lstrip()[:2] in ("- ", "* ", "+ ")


def behind_bullets(chosen: Selection, each: Start) -> int:
    """Behind the bullets right below a number, at its margin, that tell something; or behind the item. Below
    a blank line they have to tell it in a few words: a name may be of the questions that follow."""
    end = last = each.item_end or each.end
    lines = chosen.document.lines
    if not _NUMBERED.match(lines[each.line]):
        return end
    if last < len(lines) - 1 and not lines[last].strip() and _TELLING.match(lines[last + 1]):
        last += 1
    while last < len(lines) and lines[last].strip() and not _NUMBERED.match(lines[last]):
        if not _BULLETED.match(lines[last]) or wording(_BULLETED.sub("", lines[last])).asks:
            return end
        last += 1
    return last


def is_source_of_list(chosen: Selection, line: int) -> bool:
    """Whether a line only says where the list above it is from, and closes its part of the file."""
    if not is_source(chosen.document.lines[line]):
        return False
    following = (text for text in chosen.document.lines[line + 1 : line + FAR] if text.strip())
    return next((text for text in following if not _TAG.fullmatch(text)), "#").startswith("#")
