"""Lists that are indented by too much or by too little, or have bullets that CommonMark does not know, as
word processors copy them: a whole list of questions may be code to it, and what is a space further in than a
bullet stands beside it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from flashrl.formats.foreign.words.interrogatives import asks_behind_name
from flashrl.formats.foreign.words.options import plain_lines
from flashrl.formats.foreign.words.plain_text import indent_width
from flashrl.formats.foreign.words.wording import wording

_INDENT = r"(?:\t| {4})"
_SPACES = ("\t", " ")
_COUNTED = re.compile(rf"{_INDENT}(?P<number>\d{{1,3}})[.)][ \t]+(?P<text>\S.*)")
_BULLET = re.compile(rf"{_INDENT}[•◦*+-][ \t]")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,3}[.)])[ \t]")
_FENCE = re.compile(r"[ \t]*(?:`{3}|~{3})")
_TOLD = re.compile(r" {0,3}[^\s#`~]")
_OUTER = re.compile(r"[-*+][ \t]+(?P<text>\S.*)")
_INNER = re.compile(r" [-*+][ \t]+(?P<text>\S.*)")
_RARELY = 0.1
_SIGNS = frozenset("•●◦○▪▫‣⁃∙·–—o")
_SIGN = re.compile(r"(?P<indent>[ \t]*)(?P<sign>[^o\s]|o(?=\t))[ \t]+(?P<text>\S.*)")
_ENOUGH, _ASKING, _ANSWERED, _FEW = 5, 0.6, 3, 3


def at_margin(lines: list[str]) -> list[str]:
    """The lines, with the numbers and bullets of an indented list of questions moved to the margin: where its
    numbers count up through the file, most of them ask, and text at the margin answers some."""
    lines = _with_known_bullets(lines)
    if sum(bool(_COUNTED.match(line)) for line in lines if line[:1] in _SPACES) < _ENOUGH:
        return lines
    free = list(_free(lines))
    items = [(number, found) for number in free if (found := _COUNTED.match(lines[number]))]
    if len(items) < _ENOUGH:
        return lines
    counts = [int(found["number"]) for _, found in items]
    asking = sum(wording(found["text"]).asks for _, found in items)
    answered = sum(bool(_TOLD.match("".join(lines[number + 1 : number + 2]))) for number, _ in items)
    is_list = all(one < other for one, other in pairwise(counts)) and answered >= _ANSWERED
    if not is_list or asking < _ASKING * len(items):
        return lines
    first = items[0][0]
    moved = {number for number in free if number >= first and _BULLET.match(lines[number])}
    moved.update(number for number, _ in items)
    return [re.sub(_INDENT, "", line, count=1) if n in moved else line for n, line in enumerate(lines)]


def further_in(lines: list[str]) -> list[str]:
    """The lines, with the bullets a space further in than bullets that ask moved to where they are parts of
    these: where most of those above them ask, and they do not."""
    inner = [n for n, line in enumerate(lines) if line[:1] == " " and _INNER.match(line)]
    if len(inner) < _ENOUGH:
        return lines
    told = set(inner)
    led = [found for n in inner if n - 1 not in told and (found := _OUTER.match(lines[n - 1]))]
    heads = sum(n - 1 not in told for n in inner)
    if len(led) < max(_ENOUGH, heads) or not _ask([each["text"] for each in led], at_least=_ASKING):
        return lines
    if _ask([lines[n][3:] for n in inner], at_least=_RARELY):
        return lines
    return [f"  {line}" if n in told else line for n, line in enumerate(lines)]


def _ask(texts: list[str], *, at_least: float) -> bool:
    return sum(wording(text).asks for text in texts) > at_least * len(texts)


def _free(lines: list[str]) -> Iterator[int]:
    """The indented lines that are neither in a fence nor below an item at the margin."""
    is_code = is_open = False
    last = ""
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            is_code = not is_code
        elif not is_code and line.strip():
            if line[:1] == "\t" or line[:4] == "    ":
                if not is_open:
                    yield number
            elif _ITEM.match(line):
                is_open = True
            elif line[:1] == "#" or not last.strip():
                is_open = False
        last = line


def _with_known_bullets(lines: list[str]) -> list[str]:
    """The lines, with a dash for each `•` or the like where most of one look ask; the outermost of these are
    at the margin, and what has another sign there is below them."""
    found = [
        (n, each)
        for n, line in enumerate(lines)
        if line.lstrip()[:1] in _SIGNS and (each := _SIGN.match(line))
    ]
    if len(found) < _FEW:
        return lines
    plain = plain_lines(lines)
    looks: dict[tuple[int, str], list[str]] = defaultdict(list)
    bullets = [(n, indent_width(lines[n]), each) for n, each in found if plain[n]]
    for _, width, each in bullets:
        looks[width, each["sign"]].append(each["text"])
    asking = [look for look, texts in looks.items() if _ask_mostly(texts)]
    if not asking:
        return lines
    margin = min(width for width, _ in asking)
    signs = {sign for width, sign in asking if width == margin}
    lines = list(lines)
    for number, width, each in bullets:
        depth = max(0, width - margin) or (0 if each["sign"] in signs else 2)
        lines[number] = f"{depth * ' '}- {each['text']}"
    return lines


def _ask_mostly(texts: list[str]) -> bool:
    if len(texts) < _FEW:
        return False
    asking = sum("?" in text or asks_behind_name(text) for text in texts)
    return asking >= max(_FEW, _ASKING * len(texts))
