"""Files that took the two letters for each other: they ask behind `A:` and answer behind `Q:`."""

import re

from flashrl.formats.foreign.words.wording import wording

_SIDE = re.compile(r"(?P<lead>[ \t>]*(?:(?:[-*+]|\d{1,4}[.)])[ \t]+)?)(?P<letter>[AQ])(?P<rest>[:：].*)")
_TURNED = {"A": "Q", "Q": "A"}
_MANY, _MOST, _HARDLY_ANY = 5, 0.7, 0.2


def with_sides_turned(lines: list[str]) -> list[str]:
    """The lines with each letter for the other, where the first is an A, most of those ask and no Q does."""
    sides = [
        (n, found)
        for n, line in enumerate(lines)
        if (":" in line or "：" in line) and (found := _SIDE.match(line))
    ]
    if not sides or sides[0][1]["letter"] == "Q":
        return lines
    asked = [found["rest"][1:].strip() for _, found in sides if found["letter"] == "A"]
    told = [found["rest"][1:].strip() for _, found in sides if found["letter"] == "Q"]
    asking, telling = _asking(asked), _asking(told)
    if not told or asking < max(_MANY, _MOST * len(asked)) or telling > _HARDLY_ANY * len(told):
        return lines
    turned = list(lines)
    for number, found in sides:
        turned[number] = f"{found['lead']}{_TURNED[found['letter']]}{found['rest']}"
    return turned


def _asking(texts: list[str]) -> int:
    return sum(wording(text).asks for text in texts if text)
