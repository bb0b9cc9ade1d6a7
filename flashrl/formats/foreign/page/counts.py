"""Lines that are questions by a number or a sign that markdown does not know: `(1) What …`, `🔹 What …`."""

import re
from collections import defaultdict

from flashrl.formats.foreign.words.options import plain_lines
from flashrl.formats.foreign.words.wording import wording

_COUNT = re.compile(
    r"(?P<head>\(|#|)(?P<number>\d{1,3})(?P<sign>[ ]?[-–—](?=[ ])|\\[.)]|\.\)|\)|(?=[ ]))"
    r"[ ]+(?=[^\W\d_]|[¿\"'`*])"
)
_SIGN = re.compile(
    r"(?P<sign>[\u25a0-\u26ff\u2728-\u2bff\U0001f000-\U0001faff]\ufe0f?)[ ]+(?=[^\W\d_]|[¿\"'`])"
)
_FORMS = frozenset(
    [("(", ")"), ("#", ""), ("", "-"), ("", "–"), ("", "—"), ("", "\\."), ("", "\\)"), ("", ".)")]
)
_ENOUGH, _MOST = 5, 0.6
_LONGEST = 300


def with_marks(lines: list[str]) -> list[str]:
    """The lines, where those of one look that open paragraphs and mostly ask are list items if they count up
    from 1, and in bold if they have one sign before them."""
    found = [n for n, line in enumerate(lines) if _may_open(line) and not (n and lines[n - 1].strip())]
    if len(found) < _ENOUGH:
        return lines
    plain = plain_lines(lines)
    counted: dict[tuple[str, str], list[tuple[int, re.Match[str]]]] = defaultdict(list)
    signed: dict[str, list[tuple[int, re.Match[str]]]] = defaultdict(list)
    for number in (n for n in found if plain[n]):
        if count := _COUNT.match(lines[number]):
            counted[count["head"], count["sign"].strip()].append((number, count))
        elif sign := _SIGN.match(lines[number]):
            signed[sign["sign"]].append((number, sign))
    marked = list(lines)
    for form, group in counted.items():
        run = _in_count(group) if form in _FORMS else []
        for number, each in run if _ask(lines, run) else ():
            marked[number] = f"{each['number']}. {lines[number][each.end() :]}"
    for group in signed.values():
        for number, each in group if _ask(lines, group) else ():
            marked[number] = f"{each[0]}**{lines[number][each.end() :].rstrip()}**"
    return marked


def _may_open(line: str) -> bool:
    return line[:1] > "\u25a0" or line[:1] in "(#" or line[:1].isdigit()


def _in_count(group: list[tuple[int, re.Match[str]]]) -> list[tuple[int, re.Match[str]]]:
    """Those that count up one by one, far enough; the count may begin again."""
    run: list[tuple[int, re.Match[str]]] = []
    last = 0
    for number, each in group:
        if int(each["number"]) in (last + 1, 1):
            run.append((number, each))
            last = int(each["number"])
    return run if max((int(each["number"]) for _, each in run), default=0) >= _ENOUGH else []


def _ask(lines: list[str], group: list[tuple[int, re.Match[str]]]) -> bool:
    """Whether there are enough lines of a look, each short, and most ask."""
    texts = [lines[number][each.end() :] for number, each in group]
    if len(texts) < _ENOUGH or any(len(text) > _LONGEST or "**" in text for text in texts):
        return False
    words = list(map(wording, texts))
    closing = sum(each.ends_asking for each in words)
    return sum(each.asks for each in words) >= _MOST * len(words) and closing >= 2
