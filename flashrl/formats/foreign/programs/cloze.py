"""The blanks of other programs, in our own notation: `[…]`, `==…==`, `{{c1::…}}`, `{…}`.

A blank is never made of code or of a part of a formula.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flashrl import spans

_HIGHLIGHT = re.compile(
    r"==(?=\S)(?P<text>[^=\n]+?|(?:(?!==).)+?)==(?:\^\[(?P<hint>[^\]\n]*)\])?(?:\[\^(?P<number>\d{1,3})\])?"
)
_CURLY = re.compile(
    r"\{\{(?:(?:c?(?=\d+:)|c(?=\d+[ \t]))(?P<number>\d{1,3})(?:::?|[ \t])|cloze[ \t]+)?"
    r"(?P<text>[^{}\n]+(?:\{[^{}\n]*\}[^{}\n]*)*)\}\}"
)
_ANKI = re.compile(r"\{\{c(?P<number>\d{1,3})::?(?P<text>(?:(?!\}\}|\{\{).)+?)\}\}", re.DOTALL)
_SINGLE_CURLY = re.compile(r"\{(?:c?(?P<number>\d{1,3})::?)?(?P<text>[^{}\n]+)\}")
_BOLD = re.compile(r"\*\*(?=\S)(?P<text>[^*\n]+)\*\*")
_LITERAL = re.compile(r"(?!.*[^\W\d_]{3})(?=.*[,+\-*/=…<>|]|.*\.\.)[^\[\]]*$|[ \t]*(['\"]).*\1[ \t]*$")
_LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class _Found:
    """A blank in the notation of another program: its range with the marks, its text, number and hint."""

    start: int
    end: int
    text: str
    number: int | None = None
    hint: str = ""


def from_brackets(text: str) -> str:
    """`text` with its `[blanks]`, as hashcards writes them; "" if there are none.

    Links, images, notes, indices and nested brackets are none, nor is what reads as an interval or an array
    (unless nothing else in the text could be the blank).
    """
    found = list(_brackets(text))
    likely = [each for each in found if not _LITERAL.match(each.text)]
    return _written(text, likely or found)


def from_highlights(text: str) -> str:
    """`text` with its `==blanks==`, with or without `^[hint]` and `[^1]`."""
    return _written(text, _matches(_HIGHLIGHT, text))


def from_anki(text: str) -> str:
    """`text` with its `{{c1::blanks::hint}}`."""
    return _written(text, _matches(_ANKI, text))


def opened(text: str) -> str:
    """`text` with what its `{{c1::blanks::hint}}` hide, outside code."""
    if "{{c" not in text:
        return text
    is_taken = _taken(text)
    return _ANKI.sub(
        lambda each: each[0] if is_taken(each.start()) else each["text"].partition("::")[0], text
    )


def from_curly(text: str) -> str:
    """`text` with its `{{blanks}}`, numbered or not."""
    return _written(text, _matches(_CURLY, text))


def from_single_curly(text: str) -> str:
    """`text` with its `{blanks}` or `{1::blanks}`, as inka writes them."""
    return from_curly(text) or _written(text, _matches(_SINGLE_CURLY, text))


def from_bold(text: str) -> str:
    """`text` with its `**blanks**`."""
    return _written(text, _matches(_BOLD, text))


def title(text: str) -> str:
    """What stands for a cloze card in a list: its first line with the blanks open."""
    first = next((line for line in text.split("\n") if line.strip()), "").strip()
    hidden = re.sub(r"==c\d+::.*?==", "[…]", first)
    bare = re.sub(r"^(?:[-*+]|\d+[.)])[ \t]+", "", hidden)
    if len(bare) <= _LONGEST_TITLE:
        return bare
    return bare[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


def _matches(pattern: re.Pattern[str], text: str) -> list[_Found]:
    found = []
    for match in pattern.finditer(text):
        parts = match.groupdict()
        inner, _, hint = parts["text"].partition("::")
        number = int(parts["number"]) if parts.get("number") else None
        if inner.strip():
            found.append(_Found(match.start(), match.end(), inner.strip(), number, parts.get("hint") or hint))
    return found


def _brackets(text: str) -> Iterable[_Found]:
    """Pairs of brackets that hold no other pair, outside code and formulas."""
    is_taken = _taken(text)
    depth, start, is_simple = 0, 0, True
    for place in re.finditer(r"\\.|[\[\]]|\n[ \t]*\n", text):
        sign = place[0]
        if len(sign) > 1 or is_taken(place.start()):
            depth = 0 if sign[0] == "\n" else depth
            continue
        if sign == "[":
            is_simple = depth == 0
            start = place.start() if depth == 0 else start
            depth += 1
        elif depth > 0:
            depth -= 1
            if depth == 0 and is_simple and _is_blank(text, start, place.end()):
                yield _Found(start, place.end(), text[start + 1 : place.start()].strip())
            is_simple = is_simple and depth == 0


def _is_blank(text: str, start: int, end: int) -> bool:
    before, after, inner = text[start - 1 : start], text[end : end + 1], text[start + 1 : end - 1]
    if not inner.strip() or inner[0] in "^!" or before == "!" or after in ("(", "["):
        return False
    if before and re.match(r"[A-Za-z0-9_\])]", before):
        return False
    return not (
        inner in ("x", "X")
        and re.search(r"(?:^|\n)[ \t]*(?:[-*+]|\d+[.)])[ \t]+$", text[max(0, start - 40) : start])
    )


def _taken(text: str) -> "_Taken":
    return _Taken([*spans.find_code(text), *((each.start, each.end) for each in spans.find_math(text))])


class _Taken:
    """Whether a place is inside code or a formula."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self.ranges = sorted(ranges)
        self.starts = [start for start, _ in self.ranges]

    def __call__(self, place: int) -> bool:
        index = bisect_right(self.starts, place) - 1
        return index >= 0 and place < self.ranges[index][1]


def _written(text: str, found: Sequence[_Found]) -> str:
    """`text` with the blanks in our notation; "" where that makes none."""
    if not found:
        return ""
    is_taken = _taken(text)
    pieces, position, following = [], 0, 1
    numbered = max((each.number or 0 for each in found), default=0)
    for each in found:
        if is_taken(each.start) or is_taken(each.end - 1) or each.start < position:
            continue
        number = each.number or numbered + following
        following += 0 if each.number else 1
        hint = f" ({each.hint.strip()})" if each.hint.strip() else ""
        inner = _without_marks(each.text, is_taken, text.index(each.text, each.start))
        pieces += [
            _without_marks(text[position : each.start], is_taken, position),
            f"==c{number}::{inner}=={hint}",
        ]
        position = each.end
    if not pieces:
        return ""
    written = "".join([*pieces, _without_marks(text[position:], is_taken, position)])
    return written if spans.find_blanks(written) else ""


def _without_marks(text: str, is_taken: Callable[[int], bool], offset: int = 0) -> str:
    """`==` that is no blank's mark may not end one."""
    if "==" not in text:
        return text
    return re.sub(
        "={2,}",
        lambda each: each[0] if is_taken(offset + each.start()) else each[0].replace("=", "&#61;"),
        text,
    )
