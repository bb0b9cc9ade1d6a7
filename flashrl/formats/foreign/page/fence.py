"""Fences around a whole file, and those that show other fences."""

import re

from flashrl.formats.foreign.page.unclosed import HEADING_LINE

_BARE_FENCE = re.compile(r"(?P<indent> *)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^\s`]*)[ \t]*$")
_WRAPPER = re.compile(r"(?P<mark>`{3,}|~{3,})[ \t]*(?:markdown|md)[ \t]*$", re.IGNORECASE)


def without_wrapper(lines: list[str], first: int) -> list[str]:
    """The lines without a fence of markdown around all of them, as it is copied out of a chat."""
    told = [n for n in range(first, len(lines)) if lines[n].strip()]
    found = _WRAPPER.match(lines[told[0]]) if len(told) > 2 else None
    if found is None or lines[told[-1]].strip() != found["mark"]:
        return lines
    is_code = False
    for number in told[1:-1]:
        if inner := _BARE_FENCE.match(lines[number]):
            if not (is_code or inner["info"]):
                return lines  # it ends the first fence
            is_code = not is_code
    bare = {told[0], told[-1]}
    return lines if is_code else ["" if n in bare else line for n, line in enumerate(lines)]


def with_longer_outer_fences(lines: list[str]) -> list[str]:
    """The lines with a longer mark around a fence that is shown, further in, inside another of the same mark.

    CommonMark takes the end of the inner one for that of both.
    """
    shown = lines
    outer = inner = -1
    holds = False
    for number, line in enumerate(lines):
        found = _BARE_FENCE.match(line) if "```" in line or "~~~" in line else None
        if found is None:
            continue
        if outer < 0:
            outer, holds = (number if not found["indent"] else -1), False
        elif not found["indent"]:
            if holds and not found["info"]:
                shown = lines.copy() if shown is lines else shown
                for each in (outer, number):
                    shown[each] = f"{found['mark'][0]}{lines[each]}"
            outer, inner, holds = (number if found["info"] else -1), -1, False
        elif found["info"]:
            inner = number
        elif inner >= 0 and lines[inner].startswith(f"{found['indent']}{found['mark']}"):
            holds, inner = holds or _closes(lines, number, found["mark"]), -1
        else:
            outer = -1
    return shown


def _closes(lines: list[str], number: int, mark: str) -> bool:
    """Whether the next mark of a fence at the margin behind a line ends one, with no question before it."""
    for line in lines[number + 1 : number + 400]:
        if HEADING_LINE.match(line):
            return False
        if line.startswith(mark):
            return not line.strip("`~ \t")
    return False
