"""The letters that questions and answers open with in other languages, `P: …` and `R: …`."""

import re
from collections import defaultdict
from itertools import pairwise

from flashrl.formats.foreign.words.wording import wording

_SIDE = re.compile(
    r"(?P<lead>[ \t>]*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+)?(?:#{1,6}[ \t]+)?[*_]{0,3})"
    r"(?P<letter>[^\W\d_a-zа-я])(?P<number>\d{0,3})[ ]?(?P<sign>[:：])[*_]{0,3}(?:[ \t]|$)"
)
_SIDES = frozenset(
    ("PR", "QR", "DR", "ВО", "BO", "ПВ", "FA", "VA", "SC", "PO", "HĐ", "FS", "TJ", "PJ", "KV", "ÎR", "ΕΑ")
)
"""The letters of questions and answers in a language: `P` and `R` in Spanish, `В` and `О` in Russian."""
_FEW, _MANY, _SO_FAR = 3, 0.8, 20


def with_letters(lines: list[str]) -> list[str]:
    """The lines with `Q:` and `A:` for the letters of another language, where nearly all are in pairs and
    half of the first ones ask."""
    found = [
        (n, side) for n, line in enumerate(lines) if ":" in line[:_SO_FAR] and (side := _SIDE.match(line))
    ]
    pairs: dict[str, list[tuple[int, re.Match[str]]]] = defaultdict(list)
    for (number, one), (below, other) in pairwise(found):
        letters = one["letter"] + other["letter"]
        if letters in _SIDES and other["number"] in ("", one["number"]):
            pairs[letters] += [(number, one), (below, other)]
    letters = max(pairs, key=lambda each: len(pairs[each]), default="")
    sides = pairs[letters] if letters else []
    likely = sum(side["letter"] in letters for _, side in found)
    asking = sum(wording(lines[number][side.end() :]).asks for number, side in sides[::2])
    if len(sides) < 2 * _FEW or len(sides) < _MANY * likely or 4 * asking < len(sides):
        return lines
    lines = list(lines)
    for number, side in sides:
        letter = "Q" if side["letter"] == letters[0] else "A"
        lines[number] = f"{side['lead']}{letter}{side['number']}{lines[number][side.start('sign') :]}"
    return lines
