"""Cards with their sides named: `**Front:** …` and `**Back:** …`, or a heading for each side."""

import re
import textwrap
from collections.abc import Iterator
from itertools import pairwise

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import FRONT_BACK, Marked, Start, marked_start
from flashrl.formats.foreign.words.card_sides import FRONTS, SIDES

_SIDE = re.compile(
    r"[ \t]*(?:[-*+][ \t]+|\d{1,4}[.)][ \t]+)?(?:(?P<heading>#{1,6})[ \t]+)?(?P<open>\*\*|__|\*|_)?"
    rf"(?P<side>{'|'.join(sorted({each for pair in SIDES for each in pair}))})(?![\w-])"
    r"(?:[ \t]+side)?(?P<mark>[ \t]*[:：])?(?(open)(?P=open))"
    r"(?(mark)|[ \t]*[:：]?)[ \t]*(?P<rest>.*)$",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*?|__?)?tags?(?:\*\*|__)?[:：](?:\*\*|__)?[ \t]*(?P<tags>.*)$", re.I
)
_END = re.compile(r"(?P<hashes>#{1,6})[ \t]|[ \t]*(?:[-*_][ \t]*){3,}$")
_FIELD = re.compile(r"(?:model|nid): \S", re.IGNORECASE)
"""A field of a program's note: it says that its sides are."""
_FEW = 3


def starts(document: Document) -> Iterator[Start]:
    """Every front with the back that follows on it, if a file has a few of them."""
    text = "\n".join(document.lines).lower()
    if not any(each in text for each in FRONTS):
        return
    sides = [(number, found) for number in range(len(document.lines)) if (found := _side(document, number))]
    pairs = [
        (front, back, sides[position + 2][0] if position + 2 < len(sides) else len(document.lines))
        for position, (front, back) in enumerate(pairwise(sides))
        if front[1]["side"].lower() in FRONTS and back[1]["side"].lower() not in FRONTS
    ]
    if len(pairs) >= _FEW or (pairs and any(map(_FIELD.match, document.lines))):
        for (line, front), (behind, back), limit in pairs:
            yield _start(document, line, front, behind, back, limit)


def _side(document: Document, number: int) -> "re.Match[str] | None":
    """A line that names a side: with a colon behind it, or as all of a heading or of a line in bold."""
    line = document.lines[number]
    found = _SIDE.match(line) if document.plain[number] else None
    if found is None:
        return None
    is_marked = (":" in line or "：" in line) and not found["heading"]
    is_alone = bool(found["heading"] or found["open"]) and not found["rest"]
    return found if is_marked or is_alone else None


def _start(
    document: Document, line: int, front: "re.Match[str]", behind: int, back: "re.Match[str]", limit: int
) -> Start:
    lines = document.lines
    level = len(back["heading"] or "######")
    end = next((n for n in range(behind + 1, limit) if document.plain[n] and _ends(lines[n], level)), limit)
    told, tags = [], []
    for each in lines[behind + 1 : end]:
        if found := _TAGS.match(each):
            tags += [tag.strip(" #`*_") for tag in re.split(r"[,;]", found["tags"])]
        else:
            told.append(each)
    question, _, asked = _unquoted(_joined(front["rest"], lines[line + 1 : behind])).partition("\n")
    answer = _unquoted(_joined(back["rest"], told))
    card = Marked(question.strip("# \t") or "?", asked.strip("\n"), answer, tags=_named(tags))
    last = max(n for n in range(line, end) if lines[n].strip())
    return marked_start(FRONT_BACK, (line, last + 1), card)


def _ends(line: str, level: int) -> bool:
    """A rule, or a heading that is no part of a side of this level."""
    found = _END.match(line)
    return found is not None and len(found["hashes"] or "") <= level


def _joined(first: str, rest: list[str]) -> str:
    return f"{first}\n{textwrap.dedent(chr(10).join(rest))}".strip("\n").rstrip()


def _unquoted(side: str) -> str:
    """A side without the marks of a quote, if all of it is one."""
    lines = side.split("\n")
    if not all(line.startswith(">") for line in lines if line) or "[!" in lines[0]:
        return side
    return "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines).strip("\n")


def _named(tags: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys("-".join(tag.split()).lower() for tag in tags if tag))
