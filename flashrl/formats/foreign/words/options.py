"""The options of a question: which lines they are, and which of them are set apart as right."""

import re
from dataclasses import dataclass

TASK = re.compile(
    r"^[ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[[ \t]*+(?P<tick>[xX✓✔*]?)[ \t]*+\][ \t]*(?P<text>.*)$"
)
_TICK = re.compile(r"\[[ \t]*+[xX✓✔*][ \t]*+\]")
_SIGN = r"(?:[✅✔✓☑❌✗]\ufe0f?[ \t]*)?"
LETTER = re.compile(
    rf"^[ \t>]*(?:[-*+][ \t]+)?{_SIGN}[*_`(\[]*(?P<letter>[A-Ha-h])[*_`]*"
    r"(?:[.):：\]][*_`]*(?:[ \t]+|(?=[\u4e00-\u9fff]))|[、．：）][*_`]*[ \t]*)(?P<text>\S.*)$"
)
FENCE = re.compile(r"\s*(?:```|~~~)")
MARKED_KEY = re.compile(
    r"^[ \t]*\*(?=[A-Ha-h][.)])|[ \t]*(?:[✅✔✓☑][\ufe0f]?|[*_]*\((?:correct(?: answer)?|right answer)\)[*_]*|"
    r"(?:<-+|←|⬅)[ \t]*\(?correct(?: answer)?\)?)[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_BOLD_OPTION = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(\*\*|__)\(?[A-Ha-h]"
    r"(?:[.)](?:(?!\1).)+\S\1[ \t]*(?:<br ?/?>)?[ \t]*$|[.)]\1[ \t]+\S)"
)
"""One in bold, or its letter alone."""
ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,4}[.)])[ \t]")
_ENDS_OPTIONS = re.compile(r"#{1,6}[ \t]|\d{1,4}[.)]|[ \t]*(?:[-*_][ \t]*){3,}$")
"""What no options of an item go on behind: a heading, a number at the margin, a rule."""
_NO_TEXT = re.compile("|".join(each.pattern for each in (ITEM, LETTER, FENCE, _ENDS_OPTIONS)))
"""What opens an option (a box is an item) or another item, opens a fence, or ends what is asked."""
_TRUTH = re.compile(r"\W*(?:true|false|yes|no|verdadero|falso|verdadeiro|vrai|faux|wahr|falsch)\W*$", re.I)
SAID_OF_ONE = re.compile(
    r"\b[A-H][)*_`]*+ (?:is|are) (?:the |not |in)?correct\b|"
    r"\bcorrect (?:answer|option|choice) is (?:option )?[*_`(]*+[A-H]\b"
)
"""How a text tells which option is right: `B is not correct because …`."""
_FURTHEST = 40
"""So many lines below an item its options are looked for."""


@dataclass(frozen=True, slots=True)
class Options:
    """The lines of the options (from 0, the end exclusive) and the texts of those that are ticked."""

    start: int
    end: int
    keys: tuple[str, ...] = ()
    is_ticked_kind: bool = False
    is_shuffled: bool = False


def find_options(lines: list[str], plain: list[bool]) -> Options | None:
    """The options of a question among its lines, if it has any; `plain` tells lines of code apart."""
    ticked = [n for n, line in enumerate(lines) if plain[n] and TASK.match(line)]
    if len(ticked) >= 2:
        return _of_tasks(lines, ticked)
    return _of_letters(lines, plain)


def offers_options(asked: str) -> bool:
    """Whether options with letters are told, from A on."""
    lines = asked.split("\n")
    found = find_options(lines, plain_lines(lines))
    return found is not None and not found.is_ticked_kind


@dataclass(frozen=True, slots=True)
class Offer:
    """Options below an item: the line of the first one, and whether a key is set apart among them. Two with
    letters are sure if they say true and false."""

    start: int
    is_keyed: bool
    is_sure: bool


def options_below(lines: list[str], line: int) -> Offer | None:
    """The options of the item at a line: the first things below it but text, from A on, or boxes."""
    if TASK.match(lines[line]) or LETTER.match(lines[line]):
        return None
    last = min(len(lines), line + 1 + _FURTHEST)
    first = next((n for n in range(line + 1, last) if _NO_TEXT.match(lines[n])), last)
    if first == last or not (TASK.match(lines[first]) or LETTER.match(lines[first])):
        return None
    end = next((n for n in range(first, last) if _ENDS_OPTIONS.match(lines[n])), last)
    run = lines[first:end]
    found = find_options(run, plain_lines(run))
    if found is None or found.start or found.is_shuffled:
        return None
    told = run[: found.end]
    said = [each["text"] for shown in told if (each := LETTER.match(shown))]
    is_sure = found.is_ticked_kind or len(said) > 2 or all(map(_TRUTH.match, said))
    return Offer(first, bool(found.keys or marked_options(told)), is_sure)


def _of_tasks(lines: list[str], ticked: list[int]) -> Options:
    end = _option_end(lines, ticked[-1])
    keys = []
    for position, number in enumerate(ticked):
        found = TASK.match(lines[number])
        assert found is not None
        if found["tick"].strip():
            last = ticked[position + 1] if position + 1 < len(ticked) else end
            keys.append("\n".join([found["text"], *lines[number + 1 : last]]).strip())
    return Options(ticked[0], end, tuple(key for key in keys if key), is_ticked_kind=True)


def _of_letters(lines: list[str], plain: list[bool]) -> Options | None:
    """Lines that begin with A, B, … one after the other."""
    start, wanted, last = -1, 0, -1
    for number, line in enumerate(lines):
        found = LETTER.match(line) if plain[number] else None
        if found is None:
            continue
        letter = ord(found["letter"].upper()) - ord("A")
        if letter == wanted:
            start, last, wanted = (number if wanted == 0 else start), number, wanted + 1
        elif wanted >= 2:
            break
    if wanted >= 2:
        return Options(start, _option_end(lines, last))
    return _of_shuffled_letters(lines, plain)


def _of_shuffled_letters(lines: list[str], plain: list[bool]) -> Options | None:
    """Lines that begin with all letters from A to C or further, in another order: nobody counts so."""
    found = [(n, each["letter"].upper()) for n, line in enumerate(lines) if (each := LETTER.match(line))]
    letters = "".join(letter for _, letter in found)
    if not 3 <= len(found) <= 6 or "".join(sorted(letters)) != "ABCDEF"[: len(letters)]:
        return None
    if not all(plain[number] for number, _ in found):
        return None
    return Options(found[0][0], _option_end(lines, found[-1][0]), is_shuffled=True)


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


def marked_options(lines: list[str]) -> str:
    """The options set apart as the right ones, by a sign, a word or bold type; "" if all are, or none."""
    options = [line for line in lines if LETTER.match(line)]
    marked = [line for line in options if MARKED_KEY.search(line) or _BOLD_OPTION.match(line)]
    if not 0 < len(marked) < len(options):
        return ""
    return without_keys("\n".join(line.strip() for line in marked))


def unmarked(asked: str) -> str:
    """What is asked, where some of its options are set apart, without that."""
    lines = asked.split("\n")
    found = find_options(lines, plain_lines(lines))
    told = lines[found.start : found.end] if found is not None else []
    if found is None or not (found.keys or marked_options(told)):
        return asked
    shown = map(unticked, told) if found.is_ticked_kind else [without_keys("\n".join(told))]
    return "\n".join([*lines[: found.start], *shown, *lines[found.end :]])


def without_keys(options: str) -> str:
    """The options without what sets some of them apart."""
    return "\n".join(_BOLD_OPTION.sub(_unbolded, line) for line in MARKED_KEY.sub("", options).split("\n"))


def _unbolded(found: re.Match[str]) -> str:
    mark = found[1]
    return found[0].replace(mark, "", 1)[::-1].replace(mark, "", 1)[::-1]


def plain_lines(lines: list[str]) -> list[bool]:
    """For each line whether it is text outside fences."""
    plain_lines, is_fenced = [], False
    for line in lines:
        plain_lines.append(bool(line.strip()) and not is_fenced)
        if FENCE.match(line):
            is_fenced = not is_fenced
    return plain_lines


def unticked(line: str) -> str:
    """A line with its box, if it has one, empty."""
    return MARKED_KEY.sub("", _TICK.sub("[ ]", line)) if TASK.match(line) else line
