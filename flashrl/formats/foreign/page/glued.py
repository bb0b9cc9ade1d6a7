"""Options and the numbers of questions that no space or no point follows on: to CommonMark `3.Which …` and
`3 Which …` are text; and questions right below the key of the one before: no line parts them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.options import plain_lines

_OPTION = re.compile(r"(?P<head>[ \t]*(?:[-*+][ \t]+)?)(?P<letter>[A-Ha-h])(?P<sign>[.)])(?P<gap>[ \t]*)\S")
_COUNT = re.compile(
    r" {0,3}(?P<number>\d{1,3})(?:[.)](?=[^\W\d_]|[¿\"'`*(])|(?P<bare>)(?=[ ]{1,2}[^\W\d_a-z]\S*[ ]))"
)
_POINT = re.compile(
    r"(?P<number>\d{1,3})\.(?:(?P<gap>[ \t]+)|(?P<capital>(?=[^\W\d_a-z]))|(?=[a-z\"'`(\[¿“]))"
)
_FIRST = re.compile(r"[ \t]*(?:[-*+][ \t]+)?\(?[Aa][.)][ \t]*\S")
_BEHIND = 3
"""So near below its question the first option is."""
_FEW, _MANY, _MOSTLY = 3, 5, 0.8
_GAP = 5
"""So far on the next number of a count may be, where some were left out."""
_FURTHEST = 40
"""So many lines below its number the options of a question end."""


def with_gaps(lines: list[str]) -> list[str]:
    """The lines, with a space behind glued numbers: those of the questions above options, and those that
    count on from the ones that a capital follows on."""
    spaced = list(_with_options_apart(lines))
    for number, end in _counted_on(spaced):
        spaced[number] = f"{spaced[number][:end]} {spaced[number][end:]}"
    return spaced


def with_questions_apart(blocks: list[Block], lines: list[str]) -> list[Block]:
    """The blocks, where a line between the key of one question and the options of the next begins its own."""
    return [part for each in blocks for part in _parted(each, lines)]


def _parted(block: Block, lines: list[str]) -> Iterable[Block]:
    inside = range(block.start + 1, block.end) if block.kind == "paragraph" else ()
    found = [number for number in inside if _is_between(lines, number)]
    if not found:
        return (block,)
    return [
        replace(block, start=start, end=end, text="\n".join(lines[start:end]))
        for start, end in pairwise([block.start, *found, block.end])
    ]


def _is_between(lines: list[str], number: int) -> bool:
    """Whether a line stands right below the key of a question and above the first option of another."""
    key = answer_mark(lines[number - 1]) if not _OPTION.match(lines[number - 1]) else None
    if key is None or not key.rest or answer_mark(lines[number]) or _OPTION.match(lines[number]):
        return False
    below = (line for line in lines[number + 1 : number + _BEHIND] if line.strip())
    return bool(_FIRST.match(next(below, "")))


def _counted_on(lines: list[str]) -> list[tuple[int, int]]:
    """The lines as `13.how …` in a count of `12.What …`, and where their numbers end: with a blank line
    above, and more words than `3.js` behind."""
    found = [(n, each) for n, line in enumerate(lines) if line[:1].isdigit() and (each := _POINT.match(line))]
    glued = [each["capital"] is not None for _, each in found if not each["gap"]]
    if len(glued) < _FEW:
        return []
    plain = plain_lines(lines)
    last = 0
    wanted = []
    for number, each in found:
        ahead = int(each["number"]) - last if plain[number] else 0
        if each["capital"] is not None:
            is_on = 0 < ahead <= _GAP or each["number"] == "1"
        else:
            is_on = ahead == 1
            if is_on and not each["gap"]:
                is_on = not lines[number - 1].strip() and " " in lines[number]
                wanted += [(number, each.end())] if is_on else []
        last = int(each["number"]) if is_on else last
    return wanted if sum(glued) >= _FEW or len(wanted) >= _MANY else []


def _with_options_apart(lines: list[str]) -> list[str]:
    """The lines, with a space in `A.CLR` where `B.` and `C.` follow at once, and behind the numbers of the
    questions above such options, where those count up."""
    if not any(map(_OPTION.match, lines)):
        return lines
    plain = plain_lines(lines)
    runs = list(_runs(lines, plain))
    spaced = list(lines)
    for number in (number for run in runs for number in run):
        if (found := _OPTION.match(lines[number])) and not found["gap"]:
            end = found.end("sign")
            spaced[number] = f"{lines[number][:end]} {lines[number][end:]}"
    for number, found in _counted(lines, plain, [run[0] for run in runs]):
        sign = "." if found["bare"] is not None else ""
        spaced[number] = f"{found[0]}{sign} {lines[number][found.end() :].lstrip()}"
    return spaced


def _runs(lines: list[str], plain: list[bool]) -> Iterator[list[int]]:
    """The lines of options, from A to C or further, with nothing between."""
    run: list[int] = []
    wanted, look = "", ("", "")
    for number in [n for n, line in enumerate(lines) if line.strip()]:
        found = _OPTION.match(lines[number]) if plain[number] else None
        goes_on = found is not None and found["letter"] == wanted and (found["head"], found["sign"]) == look
        if not goes_on:
            if len(run) >= _FEW:
                yield run
            run = []
        if found is not None and (goes_on or found["letter"] in "Aa"):
            run.append(number)
            wanted, look = chr(ord(found["letter"]) + 1), (found["head"], found["sign"])
        else:
            wanted = ""
    if len(run) >= _FEW:
        yield run


def _counted(lines: list[str], plain: list[bool], options: list[int]) -> Iterator[tuple[int, re.Match[str]]]:
    """The glued numbers of the questions above options, where three or more count up."""
    found = []
    above = -1
    for first in options:
        near = range(first - 1, max(above, first - _FURTHEST), -1)
        counts = ((n, each) for n in near if plain[n] and (each := _COUNT.match(lines[n])))
        if (nearest := next(counts, None)) is not None:
            found.append(nearest)
        above = first
    steps = [int(each["number"]) - int(one["number"]) for (_, one), (_, each) in pairwise(found)]
    if steps.count(1) >= _FEW - 1:
        yield from ((n, each) for n, each in found if each["bare"] is None)
    if steps.count(1) >= max(_FEW - 1, _MOSTLY * len(steps)):  # `5 Ways to act` counts no question
        yield from _without_point(lines, plain, found)


def _without_point(
    lines: list[str], plain: list[bool], found: list[tuple[int, re.Match[str]]]
) -> Iterator[tuple[int, re.Match[str]]]:
    """The lines as `3 Which …` that count on one by one from the first such that has options below it, or
    from 1 again; the others may have two options alone, or none."""
    first = next((n for n, each in found if each["bare"] is not None), len(lines))
    last = 0
    for number in range(first, len(lines)):
        each = (
            _COUNT.match(lines[number]) if plain[number] and lines[number][:4].strip()[:1].isdigit() else None
        )
        if each is not None and each["bare"] is not None:
            count = int(each["number"])
            if number == first or count in (last + 1, 1):
                yield number, each
                last = count
