"""Where code, math and cloze blanks are in markdown text.

A mark never pairs with one in another paragraph. Every scan is linear in the length of the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flashrl.blocks import Blocks, Math, Range

__all__ = ["Blank", "Math", "Range", "fill_blanks", "find_blanks", "find_code", "find_math", "mark_blanks"]


@dataclass(frozen=True, slots=True)
class Blank:
    """A cloze blank `==c1:: text ==`: its number, its range with the marks, its stripped text."""

    number: int
    start: int
    end: int
    text: str


def find_math(text: str) -> list[Math]:
    """The formulas: `$…$`, `$$…$$`, `` $`…`$ `` and `math` fences, in order. Money and code are none."""
    return _read(text).math


def find_code(text: str) -> list[Range]:
    """The ranges of fenced, indented and inline code with their marks, in order. Formulas are none."""
    return _read(text).code


def find_blanks(text: str) -> list[Blank]:
    """The cloze blanks, in order. A blank ends at the first `==` of its paragraph outside code and math."""
    content = _read(text)
    taken = sorted([*content.code, *((math.start, math.end) for math in content.math)])
    starts = [start for start, _ in taken]

    def is_free(position: int) -> bool:
        index = bisect_right(starts, position) - 1
        return index < 0 or position >= taken[index][1]

    blanks = []
    for start, end in content.paragraphs:
        marks = [mark for mark in _BLANK.finditer(text, start, end) if is_free(mark.start())]
        blanks += _pair_blanks(text, marks)
    return blanks


def fill_blanks(text: str, asked: int | None, hide: bool) -> str:
    """The markdown of a cloze card: blanks numbered `asked` marked, or hidden; the others as plain text."""
    hidden = "[…]" if hide else ""
    return _filled(text, lambda blank: _marked(hidden or blank.text) if blank.number == asked else blank.text)


def mark_blanks(text: str) -> str:
    """The markdown of a cloze card with every blank filled and marked, as its author looks at it."""
    return _filled(text, lambda blank: _marked(blank.text))


def _marked(text: str) -> str:
    return f'<span class="blank">{text}</span>'


def _filled(text: str, filling: Callable[[Blank], str]) -> str:
    pieces, position = [], 0
    for blank in find_blanks(text):
        pieces += [text[position : blank.start], filling(blank)]
        position = blank.end
    return "".join([*pieces, text[position:]])


_BLANK = re.compile(r"==(?:c(\d{1,4})::)?")


def _pair_blanks(text: str, marks: list[re.Match[str]]) -> list[Blank]:
    blanks: list[Blank] = []
    opening: re.Match[str] | None = None
    for mark in marks:
        if opening is None:
            opening = mark if mark[1] else None
            continue
        if inner := text[opening.end() : mark.start()].strip():
            blanks.append(Blank(int(opening[1]), opening.start(), mark.start() + 2, inner))
        opening = None
    return blanks


@dataclass(slots=True)
class _Content:
    paragraphs: list[Range]
    code: list[Range]
    math: list[Math]


def _read(text: str) -> _Content:
    blocks = Blocks(text)
    code, math = list(blocks.code), list(blocks.math)
    for start, end, quoted in blocks.paragraphs:
        skipped = list(_find_inline_code(text, start, end))
        inline_code, formulas = _find_inline_math(text, (start, end), skipped)
        code += inline_code
        math += [_formula(text, *formula, quoted) for formula in formulas]
    paragraphs = [(start, end) for start, end, _ in blocks.paragraphs]
    return _Content(paragraphs, sorted(code), sorted(math, key=lambda math: math.start))


_QUOTE_PREFIX = re.compile(r"\n[ \t]*(?:>[ \t]?)+")


def _formula(text: str, start: int, end: int, mark: int, quoted: bool) -> Math:
    latex = text[start + mark : end - mark]
    if quoted:
        latex = _QUOTE_PREFIX.sub("\n", latex)
    return Math(start, end, latex.strip(), display=text.startswith("$$", start))


# Inline: code and comments first, then dollars in what is left.

_TICKS = re.compile("`+")
_OPENING = re.compile(r"\\.|`+|<!--", re.DOTALL)
_DOLLARS = re.compile(r"\\.|\$+", re.DOTALL)
_MATH_SIGN = re.compile(r"[\\^_=<>{}]")
_WORD = re.compile(r"[^\W\d_]{2,}")


def _find_inline_code(text: str, start: int, end: int) -> Iterator[Range]:
    """Code spans, and comments, which are skipped like them."""
    closings: dict[int, list[int]] = defaultdict(list)
    for ticks in _TICKS.finditer(text, start, end):
        closings[len(ticks[0])].append(ticks.start())
    last_comment_end = text.rfind("-->", start, end)
    position = start
    while opening := _OPENING.search(text, position, end):
        position = opening.end()
        if opening[0] == "<!--" and position <= last_comment_end:
            position = text.index("-->", position) + 3
            yield opening.start(), position
        elif opening[0][0] == "`":
            same = closings[len(opening[0])]
            index = bisect_left(same, position)
            if index < len(same):
                position = same[index] + len(opening[0])
                yield opening.start(), position


def _find_inline_math(
    text: str, paragraph: Range, skipped: list[Range]
) -> tuple[list[Range], list[tuple[int, int, int]]]:
    """The skipped ranges that are code indeed, and the formulas as (start, end, length of the mark)."""
    code, formulas = [], []
    gap_start = paragraph[0]
    dollars: list[Range] = []
    for start, end in [*skipped, (paragraph[1], paragraph[1])]:
        dollars += [m.span() for m in _DOLLARS.finditer(text, gap_start, start) if m[0][0] == "$"]
        gap_start = end
        if dollars and dollars[-1] == (start - 1, start) and _DOLLARS.match(text, end) and text[start] == "`":
            ticks = len(_TICKS.match(text, start)[0])  # type: ignore[index]  # there is one
            formulas.append((start - 1, end + 1, ticks + 1))
            dollars.pop()
            gap_start = end + 1
        elif text.startswith("`", start) and start < end:
            code.append((start, end))
        formulas += _pair_dollars(text, dollars)
        dollars = []
    return code, formulas


def _pair_dollars(text: str, dollars: list[Range]) -> Iterator[tuple[int, int, int]]:
    index = 0
    while index < len(dollars) - 1:
        start, opened = dollars[index]
        mark, following = opened - start, index + 1
        if mark == 2:
            while following < len(dollars) and dollars[following][1] - dollars[following][0] != 2:
                following += 1
        if following == len(dollars):
            index += 1
            continue
        closing, end = dollars[following]
        if _is_formula(text, opened, closing, mark, end - closing):
            yield start, end, mark
            following += 1
        index = following


def _is_formula(text: str, start: int, end: int, opening: int, closing: int) -> bool:
    inner = text[start:end]
    if opening != closing or opening > 2 or not inner.strip():
        return False
    return opening == 2 or _is_no_money(inner, text[start - 2 : start - 1], text[end + 1 : end + 2])


def _is_no_money(inner: str, before: str, after: str) -> bool:
    """Whether the text between two dollars reads as a formula: `$5 and $10` and `5$ or 6$` do not."""
    padded = inner[0].isspace()
    if padded != inner[-1].isspace() or after.isdecimal():
        return False
    if _MATH_SIGN.search(inner):
        return True
    if padded:
        return not _WORD.search(inner) and any(sign.isalpha() for sign in inner)
    if before.isdecimal():
        return inner[0].isalpha() and not _WORD.search(inner)
    return not (inner[0].isdecimal() and _WORD.search(inner))
