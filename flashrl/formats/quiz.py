"""Multiple choice: which lines of a card are the options, and which of them is the key."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flashrl.formats.answer_mark import answer_mark, is_placeholder
from flashrl.formats.answer_text import joined, tidy
from flashrl.formats.plain_text import plain

_TASK = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[(?P<tick>[ xX✓✔*]?)\][ \t]*(?P<text>.*)$")
_SIGN = r"(?:[✅✔✓☑❌✗]\ufe0f?[ \t]*)?"
_LETTER = re.compile(
    rf"^[ \t>]*(?:[-*+][ \t]+)?{_SIGN}[*_`(\[]*(?P<letter>[A-Ha-h])[*_`]*"
    r"(?:[.):：\]][*_`]*(?:[ \t]+|(?=[\u4e00-\u9fff]))|[、．：）][*_`]*[ \t]*)(?P<text>\S.*)$"
)
_OPTION = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?\(?[A-F](?:\*\*)?[.)]")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
_MARKED_KEY = re.compile(
    r"^[ \t]*\*(?=[A-Ha-h][.)])|[ \t]*(?:[✅✔✓☑][\ufe0f]?|[*_]*\((?:correct(?: answer)?|right answer)\)[*_]*|"
    r"(?:<-+|←|⬅)[ \t]*\(?correct(?: answer)?\)?)[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_BOLD_OPTION = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(\*\*|__)\(?[A-Ha-h][.)](?:(?!\1).)+\S\1[ \t]*(?:<br ?/?>)?[ \t]*$"
)
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,4}[.)])[ \t]")
_ENDS_OPTIONS = re.compile(r"#{1,6}[ \t]|\d{1,4}[.)]|[ \t]*(?:[-*_][ \t]*){3,}$")
"""What no options of an item go on behind: a heading, a number at the margin, a rule."""
_NAMED_OPTIONS = re.compile(
    r"[*_#> \t]*(?:answer )?"
    r"(?:options|choices|选项|選項|opciones|opções|alternativas|варианты(?: ответов?)?)[*_: ：\t]*$",
    re.IGNORECASE,
)
_HABIT, _MANY = 3, 0.8
_NUMBER = re.compile(r"[ \t]*(\d{1,4})[.)]")
_TRUTH = re.compile(r"\W*(?:true|false|yes|no|verdadero|falso|verdadeiro|vrai|faux|wahr|falsch)\W*$", re.I)
_FURTHEST = 40
"""So many lines below an item its options are looked for."""
_BARE_LETTER = re.compile(r"[\W_]*([A-Ha-h])[\W_]*")
_CHOOSING = re.compile(
    r"\bwhich\b|\bchoose\b|\bselect\b|\bfollowing\b|\btrue or false\b|"
    r"\bcuál(?:es)? de\b|\bqual d[ao]s?\b|\bquais d[ao]s\b|\bwelche[rs]? (?:der|von)\b|\blesquel(?:le)?s\b|"
    r"\bкак(?:ой|ая|ое|ие) из\b|以下|下列|下面|哪|_{3,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Options:
    """The lines of the options (from 0, the end exclusive) and the texts of those that are ticked."""

    start: int
    end: int
    keys: tuple[str, ...] = ()
    is_ticked_kind: bool = False
    is_shuffled: bool = False


def options(lines: list[str], plain: list[bool]) -> Options | None:
    """The options of a question among its lines, if it has any; `plain` tells lines of code apart."""
    ticked = [n for n, line in enumerate(lines) if plain[n] and _TASK.match(line)]
    if len(ticked) >= 2:
        return _of_tasks(lines, ticked)
    return _of_letters(lines, plain)


@dataclass(frozen=True, slots=True)
class Offer:
    """Options below an item: the line of the first one, and whether a key is set apart among them. Two with
    letters are sure if they say true and false."""

    start: int
    is_keyed: bool
    is_sure: bool


def options_below(lines: list[str], line: int) -> Offer | None:
    """The options of the item at a line: the first things below it but text, from A on, or boxes."""
    if _TASK.match(lines[line]) or _LETTER.match(lines[line]):
        return None
    last = min(len(lines), line + 1 + _FURTHEST)
    ends = (n for n in range(line + 1, last) if _ENDS_OPTIONS.match(lines[n]))
    end = next(ends, last)
    begins = (n for n in range(line + 1, end) if _TASK.match(lines[n]) or _LETTER.match(lines[n]))
    first = next(begins, end)
    if any(_ITEM.match(each) or _FENCE.match(each) for each in lines[line + 1 : first]):
        return None
    run = lines[first:end]
    found = options(run, _plain_lines(run))
    if found is None or found.start or found.is_shuffled:
        return None
    told = run[: found.end]
    said = [each["text"] for shown in told if (each := _LETTER.match(shown))]
    is_sure = found.is_ticked_kind or len(said) > 2 or all(map(_TRUTH.match, said))
    return Offer(first, bool(found.keys or _marked_options(told)), is_sure)


def number(line: str) -> int:
    """What an item counts as; 0 for a bullet."""
    found = _NUMBER.match(line)
    return int(found[1]) if found else 0


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
    if wanted >= 2:
        return Options(start, _option_end(lines, last))
    return _of_shuffled_letters(lines, plain)


def _of_shuffled_letters(lines: list[str], plain: list[bool]) -> Options | None:
    """Lines that begin with all letters from A to C or further, in another order: nobody counts so."""
    found = [(n, each["letter"].upper()) for n, line in enumerate(lines) if (each := _LETTER.match(line))]
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


def lets_choose(lines: list[str], starts: Iterable[int]) -> bool:
    """Whether nearly all questions have options right below the lines that they end on."""
    offers = [options_below(lines, line) for line in starts]
    return sum(each is not None and each.is_sure for each in offers) >= max(_HABIT, _MANY * len(offers))


def by_options(
    question: str, body: str, extension: str, inline: str, *, is_quiz: bool = False
) -> tuple[str, str]:
    """Ticked options are question and key at once; lettered ones are question, what follows has the key."""
    if not body.strip():
        return extension, inline
    lines = body.split("\n")
    found = options(lines, _plain_lines(lines))
    if found is None and not inline and _ends_with_options(lines):
        return joined(extension, body), ""
    if found is None:
        return extension, joined(inline, body)
    if not found.is_ticked_kind:
        before, rest = "\n".join(lines[: found.end]), "\n".join(lines[found.end :])
        keys = _marked_options(lines[found.start : found.end])
        is_choice = (
            keys
            or found.is_shuffled
            or (is_quiz and not _above(lines, found).strip())
            or _CHOOSING.search(plain(f"{question} {extension} {_above(lines, found)}"))
            or _is_all_options(before, rest)
        )
        if inline or not is_choice:
            return extension, joined(inline, body)
        return joined(extension, _without_keys(before) if keys else before), joined(keys, rest)
    asked = "\n".join(_unticked(line) if _TASK.match(line) else line for line in lines[: found.end])
    rest = "\n".join(lines[found.end :])
    if not found.keys and is_placeholder(tidy(rest)):
        return joined(extension, inline, asked), ""
    keys = "\n".join(f"- {key}" if "\n" not in key else f"{key}\n" for key in found.keys)
    return joined(extension, inline, asked), joined(keys, rest) if found.keys else ""


def _ends_with_options(lines: list[str]) -> bool:
    """Whether the last of what is told is a list that is called options."""
    named = next((n for n, line in enumerate(lines) if _NAMED_OPTIONS.match(line)), len(lines))
    listed = [line for line in lines[named + 1 :] if line.strip()]
    return len(listed) > 1 and all(map(_ITEM.match, listed))


def _above(lines: list[str], found: Options) -> str:
    return "\n".join(lines[: found.start])


def by_fenced_key(question: str, body: str) -> tuple[str, str] | None:
    """The options, and the answer from its fence on: one that says one of the lines above it again, or
    `Answer: D`. Bullets are options only where the question lets choose."""
    lines = body.split("\n")
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line)]
    is_choice = bool(_CHOOSING.search(plain(question)))
    for opening, closing in zip(fences[::2], fences[1::2], strict=False):
        said = [line for line in lines[opening + 1 : closing] if line.strip()]
        above = _options_above(lines, opening, is_choice)
        if len(said) != 1 or len(above) < 2:
            continue
        asked, rest = "\n".join(lines[:opening]), "\n".join(lines[closing + 1 :])
        if (mark := answer_mark(said[0])) is not None:
            return asked, joined(with_option(mark.rest, "\n".join(above)), rest)
        if _said(said[0]) in map(_said, above):
            return asked, "\n".join(lines[opening:])
    return None


def _options_above(lines: list[str], end: int, is_choice: bool) -> list[str]:
    """The options right above a line: with letters, or as bullets where `is_choice`."""
    found: list[str] = []
    for line in reversed(lines[:end]):
        if _LETTER.match(line) or (is_choice and _BULLET.match(line)):
            found.insert(0, line)
        elif line.strip():
            break
    return found


def _said(line: str) -> str:
    return plain(_BULLET.sub("", line)).strip(" *_`").casefold()


def with_option(key: str, options: str) -> str:
    """A key, with the text of the option where it is nothing but that one's letter."""
    letter = _BARE_LETTER.fullmatch(key)
    if letter is None:
        return key
    found = (each for line in options.split("\n") if (each := _LETTER.match(line)))
    said = next((each["text"].strip() for each in found if each["letter"].upper() == letter[1].upper()), "")
    return f"{letter[1]}) {said}" if said else key


def _marked_options(lines: list[str]) -> str:
    """The options set apart as the right ones, by a sign, a word or bold type; "" if all are, or none."""
    options = [line for line in lines if _LETTER.match(line)]
    marked = [line for line in options if _MARKED_KEY.search(line) or _BOLD_OPTION.match(line)]
    if not 0 < len(marked) < len(options):
        return ""
    return _without_keys("\n".join(line.strip() for line in marked))


def unmarked(asked: str) -> str:
    """What is asked, where some of its options are set apart, without that."""
    lines = asked.split("\n")
    found = options(lines, _plain_lines(lines))
    if found is None or found.is_ticked_kind or not _marked_options(lines[found.start : found.end]):
        return asked
    told = _without_keys("\n".join(lines[found.start : found.end]))
    return "\n".join([*lines[: found.start], told, *lines[found.end :]])


def _without_keys(options: str) -> str:
    """The options without what sets some of them apart."""
    return "\n".join(_BOLD_OPTION.sub(_unbolded, line) for line in _MARKED_KEY.sub("", options).split("\n"))


def _unbolded(found: re.Match[str]) -> str:
    mark = found[1]
    return found[0].replace(mark, "", 1)[::-1].replace(mark, "", 1)[::-1]


def _unticked(line: str) -> str:
    return _MARKED_KEY.sub("", re.sub(r"\[[xX✓✔*]\]", "[ ]", line))


def _is_all_options(options: str, rest: str) -> bool:
    """Whether nothing is told but `A)` to `C)` or more, a line each: a quiz whose key is elsewhere."""
    lines = [line for line in options.split("\n") if line.strip()]
    is_lettered = all(_OPTION.match(line) for line in lines)
    return is_lettered and 3 <= len(lines) <= 6 and is_placeholder(tidy(rest) or "-")


def _plain_lines(lines: list[str]) -> list[bool]:
    """For each line whether it is text outside fences."""
    plain_lines, is_fenced = [], False
    for line in lines:
        plain_lines.append(bool(line.strip()) and not is_fenced)
        if _FENCE.match(line):
            is_fenced = not is_fenced
    return plain_lines
