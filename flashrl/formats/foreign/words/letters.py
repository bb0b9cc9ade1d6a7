"""Lists that explain letters, `- V: of a state` and `- Q: of an action`: they open no question or answer."""

import re

_LETTER = re.compile(r"[ \t>]*[-*+][ \t]+[*_`$]*(?P<letter>[A-Z])[*_`$]*[ \t]?[:：=]")
_MOST = 9
"""How many lines above and below are looked at."""


def is_explained(lines: list[str], number: int) -> bool:
    """Whether a line is a bullet `Q: …` or `A: …` among other letters, and nothing asks there."""
    found = _LETTER.match(lines[number])
    if found is None or found["letter"] not in "QA":
        return False
    if any(line.rstrip().endswith(("?", "？")) for line in lines[max(number - 1, 0) : number + 1]):
        return False
    above = _letters(lines, range(number - 1, max(number - _MOST, -1), -1))
    below = _letters(lines, range(number + 1, min(number + _MOST, len(lines))))
    if found["letter"] in above + below:
        return False
    if set(above) - {"Q", "A"}:
        return True
    return found["letter"] == "Q" and below[:1] != "A" and bool(below)


def _letters(lines: list[str], places: range) -> str:
    """The letters that lines one after the other explain."""
    letters = ""
    for place in places:
        found = _LETTER.match(lines[place])
        if found is None:
            break
        letters += found["letter"]
    return letters
