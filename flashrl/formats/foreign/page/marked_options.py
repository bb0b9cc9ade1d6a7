"""Lists in which a sign at the front of an option says that it is right: `3. (X) SARSA`, `- ✅ SARSA`."""

import re
from collections.abc import Iterator

from flashrl.formats.foreign.words.options import plain_lines

_ITEM = re.compile(
    r"(?P<head>(?P<indent>[ \t]*+)(?:[-*+]|\d{1,2}[.)])[ \t]++)"
    r"(?P<mark>\((?:[Xx]|\*|\\\*)\)|[✅✔]\ufe0f?)?[ \t]*+(?P<text>\S.*)"
)
_TICKS = {None: " ", "(X)": "*", "(x)": "*", "(*)": "*", "(\\*)": "*"}
"""A sign may say that something is done, so that is the tick of a box."""
_GOES_ON = re.compile(r"[ \t]+\S")
_MOST_OPTIONS, _LISTS = 8, 2
_OTHER_SIGN = re.compile(r"\W*[❌✗✘☑✓]")


def with_ticks(lines: list[str]) -> list[str]:
    """The lines with boxes, ticked where an option is right, in files with several such lists."""
    if not any(
        "(X)" in line or "(x)" in line or "*)" in line or "✅" in line or "✔" in line for line in lines
    ):
        return lines
    lists = [found for found in _lists(lines) if any(each["mark"] for _, each in found)]
    marked = [found for found in lists if _lets_choose(found)]
    if len(marked) < _LISTS or len(marked) < len(lists):
        return lines
    shown = list(lines)
    for found in marked:
        for number, each in found:
            shown[number] = f"{each['head']}[{_TICKS.get(each['mark'], 'x')}] {each['text']}"
    return shown


def _lists(lines: list[str]) -> Iterator[list[tuple[int, re.Match[str]]]]:
    """The items of each list, with their lines; those further in are parts of an item."""
    plain = plain_lines(lines)
    found: list[tuple[int, re.Match[str]]] = []
    for number, line in enumerate(lines):
        item = _ITEM.fullmatch(line) if plain[number] else None
        if item is None and (not line.strip() or _GOES_ON.match(line)):
            continue
        if found and (item is None or len(item["indent"]) < len(found[0][1]["indent"])):
            yield found
            found = []
        if item is not None and (not found or item["indent"] == found[0][1]["indent"]):
            found.append((number, item))
    if found:
        yield found


def _lets_choose(found: list[tuple[int, re.Match[str]]]) -> bool:
    """Whether some but not all items of a list are marked: only one where any sign says so."""
    marks = [each["mark"] for _, each in found if each["mark"]]
    is_told = all(mark.startswith("(") for mark in marks) or (
        len(marks) == 1 and not any(_OTHER_SIGN.match(each["text"]) for _, each in found)
    )
    return is_told and len(set(marks)) == 1 and len(marks) < len(found) <= _MOST_OPTIONS
