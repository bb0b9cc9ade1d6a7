"""Multiple choice: which lines of a card are the options, and which of them is the key."""

import re
from dataclasses import dataclass

_TASK = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[(?P<tick>[ xX✓✔*]?)\][ \t]*(?P<text>.*)$")
_LETTER = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?[*_`(\[]*(?P<letter>[A-Ha-h])[*_`]*[.):：\]][*_`]*[ \t]+\S")


@dataclass(frozen=True, slots=True)
class Options:
    """The lines of the options (from 0, the end exclusive) and the texts of those that are ticked."""

    start: int
    end: int
    keys: tuple[str, ...] = ()
    is_ticked_kind: bool = False


def options(lines: list[str], plain: list[bool]) -> Options | None:
    """The options of a question among its lines, if it has any; `plain` tells lines of code apart."""
    ticked = [n for n, line in enumerate(lines) if plain[n] and _TASK.match(line)]
    if len(ticked) >= 2:
        return _of_tasks(lines, ticked)
    return _of_letters(lines, plain)


def _of_tasks(lines: list[str], ticked: list[int]) -> Options:
    end = _option_end(lines, ticked[-1])
    keys = []
    for position, number in enumerate(ticked):
        found = _TASK.match(lines[number])
        assert found is not None
        if found["tick"].strip():
            last = ticked[position + 1] if position + 1 < len(ticked) else end
            keys.append("\n".join([found["text"], *lines[number + 1 : last]]).strip())
    return Options(ticked[0], end, tuple(key for key in keys if key), is_ticked_kind=True)


def _of_letters(lines: list[str], plain: list[bool]) -> Options | None:
    """Lines that begin with A, B, … one after the other."""
    start, wanted, last = -1, 0, -1
    for number, line in enumerate(lines):
        found = _LETTER.match(line) if plain[number] else None
        if found is None:
            continue
        letter = ord(found["letter"].upper()) - ord("A")
        if letter == wanted:
            start, last, wanted = (number if wanted == 0 else start), number, wanted + 1
        elif wanted >= 2:
            break
    return Options(start, _option_end(lines, last)) if wanted >= 2 else None


def _option_end(lines: list[str], last: int) -> int:
    """Behind the last option and the lines that are indented below it, or are its code."""
    end = last + 1
    while end < len(lines) and (lines[end][:1] in (" ", "\t") and lines[end].strip()):
        end += 1
    follower = end
    while follower < len(lines) and not lines[follower].strip():
        follower += 1
    if follower < len(lines) and re.match(r"^ {0,3}(?:```|~~~)", lines[follower]):
        closings = (n for n in range(follower + 1, len(lines)) if lines[n].strip() in ("```", "~~~"))
        return next(closings, len(lines) - 1) + 1
    return end
