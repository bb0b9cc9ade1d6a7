"""Marks that the author of a note chose, as the usual ones: the tag of the cards, and what parts their sides.

Ids and schedules, which the programs write below the cards, tell which marks those are.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from flashrl.formats.foreign.programs import obsidian_line
from flashrl.formats.foreign.programs.obsidian_line import TAG
from flashrl.formats.foreign.words import tool_marks

_TAIL = re.compile(r"#(?:[^\W\d][^\s#]*|[^\w\s#]{1,3})|<!--\w+-->")
_LEAD = re.compile(r"[ \t]*(#[^\s#]+)[ \t]+")
_PARTING = re.compile(
    r"(?<=\S)[ \t]*+(?P<sign>[^\w\s\"'`()\[\]{},.!?*$#%&，。？！、；：（）《》「」“”…]{2,12}|[→⇒⟹➔➜])"
    r"(?=[ \t]*+\S)"
)
_CODE = re.compile(r"`[^`\n]++`")
_ALONE = re.compile(r"(?![>#])[^\w\s`$|#]{1,12}$")
_RULE = re.compile(r"[-=*_+]+$")
_MEANT_ELSEWHERE = {
    "->",
    "=>",
    "<-",
    "--",
    "==",
    "!=",
    "<=",
    ">=",
    "//",
    "||",
    "→",
    "⇒",
    ":=",
    "~~",
    "++",
    ">>",
    "<<",
}
"""Signs that stand in text and code as well: they part sides above a schedule, and behind what asks."""
_FEW, _MOST = 3, 0.6
_LONG = 5000


def with_usual_tag(lines: list[str]) -> list[str]:
    """The lines with `#card` where their author chose another tag for it: the one, of tags and of comments at
    the end of lines, that most of the notes have which a program gave an id.
    """
    if not tool_marks.has_ids("\n".join(lines)):
        return lines
    tails: Counter[str] = Counter()
    own: set[str] = set()
    notes = 0
    for line in lines:
        if tool_marks.is_only_marks(line) and tool_marks.note_id(line):
            tails.update(own)
            own, notes = set(), notes + 1
        elif "#" in line or "<!--" in line:
            own.update(_tails(line))
    chosen, count = max(tails.items(), key=lambda each: each[1], default=("", 0))
    if count < _FEW or count < _MOST * notes or TAG.search(chosen):
        return lines
    return [_one_tag(line, chosen) if chosen in line else line for line in lines]


def _tails(line: str) -> Iterator[str]:
    """The tags, and the comments of one word, that end a line."""
    for word in reversed(line.split()[1:]):
        if not _TAIL.fullmatch(word):
            return
        yield word


def _one_tag(line: str, chosen: str) -> str:
    shown = line.rstrip()
    return f"{shown.removesuffix(chosen)}#card" if shown.endswith(f" {chosen}") else line


def with_usual_separators(lines: list[str], plain: list[bool]) -> list[str]:
    """The lines with `::` or `?` where their author chose other signs to part the sides of cards: those that
    most of the cards have which a program gave a schedule or an id.
    """
    scheduled = _scheduled(lines)
    if len(scheduled) < _FEW:
        return lines
    inline = _usual((_signs(lines[last]) for _, last in scheduled), len(scheduled))
    if inline and "::" not in inline:
        places = {last for _, last in scheduled}
        return _parted(lines, inline, plain, lambda n: inline not in _MEANT_ELSEWHERE or n in places)
    blocks = ({lines[n].strip() for n in range(first + 1, last)} for first, last in scheduled)
    alone = _usual(({each for each in block if _ALONE.match(each)} for block in blocks), len(scheduled))
    if not alone or alone in ("?", "??"):
        return lines
    within = {n for first, last in scheduled for n in range(first + 1, last)}
    return [
        "?" if line.strip() == alone and (number in within or not _RULE.match(alone)) else line
        for number, line in enumerate(lines)
    ]


def _scheduled(lines: list[str]) -> list[tuple[int, int]]:
    """The first and the last line of each paragraph that a schedule or an id ends."""
    found: list[tuple[int, int]] = []
    first = 0
    for number, line in enumerate(lines):
        if not line.strip():
            first = number + 1
        elif _ends_note(line):
            last = number - 1 if tool_marks.is_only_marks(line) else number
            if first <= last:
                found.append((first, last))
            first = number + 1
    return found


def _ends_note(line: str) -> bool:
    """Whether a program wrote a schedule or an id in a line."""
    if "<!--" not in line:
        return False
    return tool_marks.has_schedule(line) or ("ID:" in line and tool_marks.note_id(line) is not None)


def _signs(line: str) -> set[str]:
    """What may part the sides of a line: signs that stand in it once, with text on both sides."""
    shown = _without_code(tool_marks.without_marks(line)).strip()
    if "::" in shown or "{{" in shown or len(shown) > _LONG:
        return {"::"} if obsidian_line.marks(line) else set()
    if shown.count("==") > 1:
        return set()
    often = Counter(_own(each["sign"]) for each in _PARTING.finditer(shown))
    is_free = "**" not in shown
    return {sign for sign, count in often.items() if count == 1 and (is_free or sign not in _MEANT_ELSEWHERE)}


def _own(sign: str) -> str:
    """A sign without the colon of the question before it: `Its parts:>>actor, critic`."""
    bare = sign.lstrip(":")
    return bare if len(bare) > 1 else sign


def _without_code(line: str) -> str:
    """A line of the same length without what its code says."""
    return _CODE.sub(lambda code: "x" * len(code[0]), line) if "`" in line else line


def _usual(found: Iterable[set[str]], total: int) -> str:
    """The sign that most of the cards have; "" if there is none."""
    often = Counter(sign for each in found for sign in each)
    sign, count = max(often.items(), key=lambda each: each[1], default=("", 0))
    return sign if count >= _FEW and count >= _MOST * total else ""


def _parted(lines: list[str], sign: str, plain: list[bool], is_sure: Callable[[int], bool]) -> list[str]:
    """The lines with `::` for a sign, and without the tag that most of them begin with."""
    found = [
        number
        for number, line in enumerate(lines)
        if plain[number]
        and sign in line
        and sign in _signs(line)
        and (is_sure(number) or line.partition(sign)[0].rstrip().endswith(("?", "？")))
    ]
    leads = ({lead[1]} for n in found if (lead := _LEAD.match(lines[n])))
    usual = _usual(leads, len(found))
    parted = lines.copy()
    for number in found:
        lead = _LEAD.match(lines[number])
        line = lines[number][lead.end() :] if lead and lead[1] == usual else lines[number]
        place = _without_code(line).index(sign)
        asked, told = line[:place].rstrip(), line[place + len(sign) :].lstrip()
        parted[number] = f"{asked} ::{told}" if asked.endswith(":") else f"{asked}::{told}"
    return parted
