"""Questions without any mark: a line of plain text that ends with a question mark, its answer below."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.question_answer import with_answer_behind
from flashrl.formats.foreign.styles.start import PLAIN, Start
from flashrl.formats.foreign.words.interrogatives import EASTERN
from flashrl.formats.foreign.words.options import TASK
from flashrl.formats.foreign.words.question_text import opening
from flashrl.formats.foreign.words.wording import wording

_ITALIC = re.compile(r"([*_])(?![*_])(?P<text>.+)(?<![*_])\1")
_MARKED = re.compile(r"[?？](?:[ \t]?\([^()]*\))?$")
_SHORTEST, _LONGEST, _FEW = 8, 300, 2
_OPTIONS, _QUIZ, _NEARLY, _FIRST = range(2, 9), 5, 0.8, 0.8
_SAID = re.compile(
    r"[.。!！…:：;；,，][\"'”’*_]*$|^[\W_]*(?:[-–—]|source\b|来源|作者)|\s[-–—]{1,2} ?[A-Z][\w. ]{2,30}$"
)
"""How a quote ends that tells something, and what names its author."""

_LINKED = re.compile(
    r"(?P<link>\[[^\[\]]{8,300}[?？]\]\(https?:[^()\s]*\))[ \t]*(?P<rest>(?:[-=]>|[-–—→:])[ \t]*\S.*)?"
)
"""A question that is a link, with what is said of that behind it."""

QUOTED = (PLAIN, "quote")
"""The shape of a question that is a quote of one line."""
LINKED = (PLAIN, "link")
"""The shape of one that is a link."""
UNMARKED = (PLAIN, "unmarked")
"""The shape of one that ends without a question mark."""


def starts(document: Document) -> Iterator[Start]:
    """Every line outside lists that is a question as a whole, and every quote that is such a line."""
    for block in document.blocks:
        if block.kind != "paragraph" or block.items:
            continue
        if block.quoted:
            yield from _quoted(document, block)
            continue
        if (broken := _broken(document, block)) is not None:
            yield broken
            continue
        for line in range(block.start, block.end):
            shown = document.lines[line].strip()
            italic = _ITALIC.fullmatch(shown)
            text = italic["text"] if italic else shown
            if not _SHORTEST <= len(text) <= _LONGEST or not document.plain[line]:
                continue
            words = wording(text)
            if words.asks and not words.is_link:
                start = with_answer_behind(Start(PLAIN, line, line + 1, text, words, UNMARKED))
                is_marked = bool(italic or start.inline or _MARKED.search(text))
                yield replace(start, shape=(PLAIN,)) if is_marked else start


def linked(document: Document) -> Iterator[Start]:
    """Every line between blank ones that is a link out as a whole, and asks."""
    for block in document.blocks:
        if block.kind != "paragraph" or block.items or block.quoted or block.end > block.start + 1:
            continue
        found = _LINKED.fullmatch(document.lines[block.start].strip()[: 2 * _LONGEST])
        if found is not None:
            text, rest = found["link"], found["rest"] or ""
            yield Start(PLAIN, block.start, block.end, text, wording(text), LINKED, inline=rest)


def offering(document: Document) -> list[Start]:
    """The paragraphs with boxes to choose from below them, where nearly all boxes of a file are such, one of
    each few is ticked, and not always the first: what is to be done stands there otherwise."""
    found, places, boxes = [], [], 0
    blocks = [each for each in document.blocks if each.kind == "paragraph" and not each.quoted]
    for block, below in pairwise(blocks):
        if block.items or not below.items or below.items[-1].depth:
            continue
        ticks = _ticks(document.lines, below.start)
        boxes += bool(ticks)
        text = " ".join(line.strip() for line in document.lines[block.start : block.end])
        if len(ticks) in _OPTIONS and sum(ticks) == 1 and _SHORTEST <= len(text) <= _LONGEST:
            found.append(Start(PLAIN, block.start, block.end, text, wording(text), (PLAIN,)))
            places.append(ticks[0])
    is_quiz = len(found) >= max(_QUIZ, _NEARLY * boxes) and sum(places) <= _FIRST * len(places)
    return found if is_quiz else []


def _ticks(lines: list[str], first: int) -> list[bool]:
    """Which of the boxes that stand one right below the other from a line on are ticked."""
    found = []
    for line in islice(lines, first, first + _OPTIONS.stop):
        box = TASK.match(line)
        if box is None:
            break
        found.append(bool(box["tick"]))
    return found


def _broken(document: Document, block: Block) -> Start | None:
    """A paragraph above a quote that is one question, broken over lines."""
    lines = document.lines[block.start : block.end]
    below = next((line for line in document.lines[block.end : block.end + 3] if line.strip()), "")
    if len(lines) == 1 or not (below.startswith(">") and all(document.plain[block.start : block.end])):
        return None
    text, rest = opening("\n".join(line.strip() for line in lines))
    if rest or not text.endswith(("?", "？")) or not _SHORTEST <= len(text) <= _LONGEST:
        return None
    text = text[1:] if text[0] in "_*" and text.count(text[0]) == 1 else text
    words = wording(text)
    return None if words.is_link else Start(PLAIN, block.start, block.end, text, words, (PLAIN,))


def _quoted(document: Document, block: Block) -> Iterator[Start]:
    each = _quote(document, block)
    if each is not None and each.wording.ends_asking and not each.wording.is_link:
        yield each


def _quote(document: Document, block: Block) -> Start | None:
    """A quote of one line, whatever it says."""
    line = block.start
    around = [document.lines[n] for n in (line - 1, line + 1) if 0 <= n < len(document.lines)]
    if block.end > line + 1 or any(each.lstrip().startswith(">") for each in around):
        return None
    text = document.lines[line].lstrip(" >").strip()
    shortest = _SHORTEST // 2 if EASTERN.search(text) else _SHORTEST
    if not shortest <= len(text) <= _LONGEST:
        return None
    return Start(PLAIN, line, line + 1, text, wording(text), QUOTED)


def quotes(document: Document) -> list[Start]:
    """The quotes of one line outside lists, where they are headings to what follows on each: most ask, and
    none is a sentence or names who said it."""
    blocks = (each for each in document.blocks if each.kind == "paragraph" and each.quoted and not each.items)
    found = [each for block in blocks if (each := _quote(document, block)) is not None]
    asking = sum(each.wording.asks for each in found)
    closing = sum(each.wording.ends_asking for each in found)
    if closing < _FEW or 2 * asking < len(found) or any(_SAID.search(each.question) for each in found):
        return []
    return [each for each in found if not each.wording.is_link]
