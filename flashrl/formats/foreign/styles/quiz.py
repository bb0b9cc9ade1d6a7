"""Multiple choice: what of a card is asked, with its options, and what is its key."""

import re
from collections.abc import Iterable

from flashrl.formats.foreign.words.answer_mark import answer_mark, is_placeholder
from flashrl.formats.foreign.words.answer_text import carried_on, joined, tidy
from flashrl.formats.foreign.words.options import (
    FENCE,
    ITEM,
    LETTER,
    SAID_OF_ONE,
    TASK,
    Options,
    find_options,
    marked_options,
    options_below,
    plain_lines,
    unticked,
    without_keys,
)
from flashrl.formats.foreign.words.plain_text import plain

_OPTION = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?\(?[A-F](?:\*\*)?[.)]")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
_NAMED_OPTIONS = re.compile(
    r"[*_#> \t]*(?:answer )?"
    r"(?:options|choices|选项|選項|opciones|opções|alternativas|варианты(?: ответов?)?)[*_: ：\t]*$",
    re.IGNORECASE,
)
_HABIT, _MANY = 3, 0.8
_BARE_LETTER = re.compile(r"[\W_]*([A-Ha-h])[\W_]*")
_CHOOSING = re.compile(
    r"\bwhich\b|\bchoose\b|\bselect\b|\bfollowing\b|\btrue or false\b|"
    r"\bcuál(?:es)? de\b|\bqual d[ao]s?\b|\bquais d[ao]s\b|\bwelche[rs]? (?:der|von)\b|\blesquel(?:le)?s\b|"
    r"\bкак(?:ой|ая|ое|ие) из\b|以下|下列|下面|哪|_{3,}",
    re.IGNORECASE,
)


def lets_choose(lines: list[str], starts: Iterable[int]) -> bool:
    """Whether nearly all questions have options right below the lines that they end on."""
    ends = list(starts)
    count = 0
    for position, line in enumerate(ends):
        offer = options_below(lines, line)
        count += offer is not None and offer.is_sure
        if position + 1 - count > len(ends) - _MANY * len(ends):
            return False  # too few can follow
    return count >= max(_HABIT, _MANY * len(ends))


def is_ticked(lines: list[str]) -> bool:
    """Whether a file tells by ticks among boxes which options are right."""
    boxes = [found["tick"].strip() for line in lines if "[" in line and (found := TASK.match(line))]
    return _HABIT <= sum(map(bool, boxes)) < len(boxes)


def by_options(
    question: str, body: str, extension: str, inline: str, *, is_quiz: bool = False
) -> tuple[str, str]:
    """Ticked options are question and key at once; lettered ones are question, what follows has the key."""
    if not body.strip():
        return extension, inline
    lines = body.split("\n")
    found = find_options(lines, plain_lines(lines))
    if found is None and not inline and _ends_with_options(lines):
        return joined(extension, body), ""
    if found is None:
        return extension, carried_on(inline, body)
    if not found.is_ticked_kind:
        before, rest = "\n".join(lines[: found.end]), "\n".join(lines[found.end :])
        keys = marked_options(lines[found.start : found.end])
        is_choice = (
            keys
            or found.is_shuffled
            or (is_quiz and not _above(lines, found).strip())
            or _CHOOSING.search(plain(f"{question} {extension} {_above(lines, found)}"))
            or _is_all_options(before, rest)
            or SAID_OF_ONE.search(rest)
        )
        if inline or not is_choice:
            return extension, carried_on(inline, body)
        return joined(extension, without_keys(before) if keys else before), joined(keys, rest)
    asked = "\n".join(map(unticked, lines[: found.end]))
    rest = "\n".join(lines[found.end :])
    if not found.keys and is_placeholder(tidy(rest)):
        return joined(extension, inline, asked), ""
    keys = "\n".join(f"- {key}" if "\n" not in key else f"{key}\n" for key in found.keys)
    return joined(extension, inline, asked), joined(keys, rest) if found.keys else ""


def _ends_with_options(lines: list[str]) -> bool:
    """Whether the last of what is told is a list that is called options."""
    named = next((n for n, line in enumerate(lines) if _NAMED_OPTIONS.match(line)), len(lines))
    listed = [line for line in lines[named + 1 :] if line.strip()]
    return len(listed) > 1 and all(map(ITEM.match, listed))


def _above(lines: list[str], found: Options) -> str:
    return "\n".join(lines[: found.start])


def by_fenced_key(question: str, body: str) -> tuple[str, str] | None:
    """The options, and the answer from its fence on: one that says one of the lines above it again, or
    `Answer: D` and why. Bullets are options only where the question lets choose."""
    lines = body.split("\n")
    fences = [number for number, line in enumerate(lines) if FENCE.match(line)]
    is_choice = bool(_CHOOSING.search(plain(question)))
    for opening, closing in zip(fences[::2], fences[1::2], strict=False):
        said = [line for line in lines[opening + 1 : closing] if line.strip()]
        above = _options_above(lines, opening, is_choice)
        if not said or len(above) < 2:
            continue
        asked, rest = "\n".join(lines[:opening]), "\n".join(lines[closing + 1 :])
        if (mark := answer_mark(said[0])) is not None:
            told = "\n".join(lines[opening + 1 : closing]).strip("\n").partition("\n")[2]
            return asked, joined(with_option(mark.rest, "\n".join(above)), told, rest)
        if len(said) == 1 and _said(said[0]) in map(_said, above):
            return asked, "\n".join(lines[opening:])
    return None


def _options_above(lines: list[str], end: int, is_choice: bool) -> list[str]:
    """The options right above a line: with letters, or as bullets where `is_choice`."""
    found: list[str] = []
    for line in reversed(lines[:end]):
        if LETTER.match(line) or (is_choice and _BULLET.match(line)):
            found.insert(0, line)
        elif line.strip():
            break
    return found


def _said(line: str) -> str:
    return plain(_BULLET.sub("", line)).strip(" *_`").casefold()


def with_option(key: str, options: str) -> str:
    """A key, with the text of the option where it is nothing but that one's letter."""
    key, _, why = key.partition("\n")
    letter = _BARE_LETTER.fullmatch(key)
    if letter is None:
        return f"{key}\n{why}" if why else key
    found = (each for line in options.split("\n") if (each := LETTER.match(line)))
    said = next((each["text"].strip() for each in found if each["letter"].upper() == letter[1].upper()), "")
    return joined(f"{letter[1]}) {said}" if said else key, why)


def _is_all_options(options: str, rest: str) -> bool:
    """Whether nothing is told but `A)` to `C)` or more, a line each: a quiz whose key is elsewhere."""
    lines = [line for line in options.split("\n") if line.strip()]
    is_lettered = all(_OPTION.match(line) for line in lines)
    return is_lettered and 3 <= len(lines) <= 6 and is_placeholder(tidy(rest) or "-")
