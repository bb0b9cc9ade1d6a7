"""Lists in which a sign at the front of an option says that it is right, `3. (X) SARSA`, `- ✅ SARSA`; or
bold type, `- **SARSA**` among other bullets below what asks."""

import re
from collections.abc import Iterator

from flashrl.formats.foreign.words.options import LETTER, TASK, plain_lines

_ITEM = re.compile(
    r"(?P<head>(?P<indent>[ \t]*+)(?:[-*+]|\d{1,2}[.)])[ \t]++)"
    r"(?P<mark>\((?:[Xx]|\*|\\\*)\)|[✅✔]\ufe0f?)?[ \t]*+(?P<text>\S.*)"
)
_TICKS = {None: " ", "(X)": "*", "(x)": "*", "(*)": "*", "(\\*)": "*"}
"""A sign may say that something is done, so that is the tick of a box."""
_GOES_ON = re.compile(r"[ \t]+\S")
_MOST_OPTIONS, _LISTS = 8, 2
_OTHER_SIGN = re.compile(r"\W*[❌✗✘☑✓]")
_BOLD = re.compile(
    r"[ \t]*+(?:[-*+])[ \t]++(?P<mark>\*\*|__)(?P<text>(?:(?!\*\*|__).){1,200}?)(?P=mark)[ \t]*"
)
_BULLET = re.compile(r"(?P<head>(?P<indent>[ \t]*+)[-*+][ \t]++)(?P<text>\S.{0,219})")
_LEADS = re.compile(r"[ \t]*(?:#|[-*+][ \t]|\d{1,3}[.)])|.*[?:？：][*_ \t]*$")
"""What options are below: a heading, an item, a line that asks or leads in."""
_ANY = re.compile(r".*\w|[ \t]*(?:```|~~~)")
"""Where nearly all lists are such, whatever stands above them, also code."""
_NEARLY_ALL = 0.9
_FEW_IN_BOLD, _HABIT, _ONE, _FIRST = 4, 0.8, 0.6, 0.7


def with_ticks(lines: list[str]) -> list[str]:
    """The lines with boxes, ticked where an option is right, in files with several such lists."""
    return _with_signs_ticked(_with_bold_ticked(lines))


def _with_bold_ticked(lines: list[str]) -> list[str]:
    """The lines with boxes, where nearly all lists below a heading or what asks have some of their short
    items in bold as a whole: mostly one, and not always the first, as that would be a title."""
    if sum("**" in line and bool(_BOLD.fullmatch(line)) for line in lines) < _FEW_IN_BOLD:
        return lines
    return _ticked(lines, _ANY, _NEARLY_ALL) or _ticked(lines, _LEADS, _HABIT) or lines


def _ticked(lines: list[str], leads: re.Pattern[str], habit: float) -> list[str]:
    """Those lines, where so many of the lists below what `leads` to them are such; none if they are not."""
    runs = [
        run
        for run in _led(lines, leads)
        if not any(LETTER.match(lines[n]) or TASK.match(lines[n]) for n in run)
    ]
    marked = [(run, [bool(_BOLD.fullmatch(lines[n])) for n in run]) for run in runs]
    keyed = [(run, bold) for run, bold in marked if 0 < sum(bold) < len(run) <= _MOST_OPTIONS + 1]
    single = sum(sum(bold) == 1 for _, bold in keyed)
    first = sum(bold[0] for _, bold in keyed)
    is_habit = len(keyed) >= max(_FEW_IN_BOLD, habit * len(runs))
    if not is_habit or single < max(_ONE, habit - 0.1) * len(keyed) or first > _FIRST * len(keyed):
        return []
    shown = list(lines)
    for run, _ in keyed:
        for number in run:
            bold, each = _BOLD.fullmatch(lines[number]), _BULLET.match(lines[number])
            if each is not None:
                text = (
                    f"[*] {bold['text'].strip('_*')}" if bold else f"[ ] {lines[number][each.end('head') :]}"
                )
                shown[number] = f"{each['head']}{text}"
    return shown


def _led(lines: list[str], leads: re.Pattern[str]) -> Iterator[list[int]]:
    """The lines of the bullets that stand one right below the other, equally far in, below what may ask."""
    plain = plain_lines(lines)
    run: list[int] = []
    above, indent, is_led = "", "", False
    for number, line in enumerate(lines):
        found = _BULLET.match(line) if plain[number] else None
        if found is not None and run and found["indent"] == indent:
            run.append(number)
        else:
            if is_led and len(run) > 1:
                yield run
            run, indent = ([number], found["indent"]) if found is not None else ([], "")
            is_led = bool(leads.match(above))
        above = line if line.strip() else above
    if is_led and len(run) > 1:
        yield run


def _with_signs_ticked(lines: list[str]) -> list[str]:
    """The same for signs."""
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
