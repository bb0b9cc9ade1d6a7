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
_KEYCAP = re.compile(r"(?:\U0001f51f|(?:\d{1,2}\ufe0f?\u20e3){1,2})[ ]*(?=[^\W\d_]|[¿\"'`“*])")
_FORMS = frozenset(
    [
        ("keycap", ""),
        ("(", ")"),
        ("#", ""),
        ("", "-"),
        ("", "–"),
        ("", "—"),
        ("", "\\."),
        ("", "\\)"),
        ("", ".)"),
    ]
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
    counted: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    signed: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for number in (n for n in found if plain[n]):
        line = lines[number]
        if count := _COUNT.match(line):
            form = count["head"], count["sign"].strip()
            counted[form].append((number, int(count["number"]), line[count.end() :]))
        elif keycap := _KEYCAP.match(line):
            counted["keycap", ""].append((number, _number(keycap[0]), line[keycap.end() :]))
        elif sign := _SIGN.match(line):
            signed[sign["sign"]].append((number, 0, line[sign.end() :]))
    marked = list(lines)
    for form, group in counted.items():
        run = _in_count(group) if form in _FORMS else []
        for number, count_of, text in run if _ask(run, may_stress=form[0] == "keycap") else ():
            marked[number] = f"{count_of}. {text}"
    for each, group in signed.items():
        for number, _, text in group if _ask(group) else ():
            marked[number] = f"{each} **{text.rstrip()}**"
    return marked


def _number(keycap: str) -> int:
    """What a keycap counts: `🔟` is one key, `1️⃣1️⃣` are two."""
    return int("".join(each for each in keycap if each.isdigit()) or "10")


def _may_open(line: str) -> bool:
    return line[:1] > "\u25a0" or line[:1] in "(#" or line[:1].isdigit()


def _in_count(group: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Those that count up one by one, far enough; the count may begin again."""
    run: list[tuple[int, int, str]] = []
    last = 0
    for each in group:
        if each[1] in (last + 1, 1):
            run.append(each)
            last = each[1]
    return run if max((count for _, count, _ in run), default=0) >= _ENOUGH else []


def _ask(group: list[tuple[int, int, str]], *, may_stress: bool = False) -> bool:
    """Whether there are enough lines of a look, each short and none in bold, and most ask; words in bold may
    be among those of a line that is read as it is."""
    texts = [text for _, _, text in group]
    bold = [text for text in texts if (text.startswith("**") if may_stress else "**" in text)]
    if len(texts) < _ENOUGH or bold or any(len(text) > _LONGEST for text in texts):
        return False
    words = list(map(wording, texts))
    closing = sum(each.ends_asking for each in words)
    return sum(each.asks for each in words) >= _MOST * len(words) and closing >= 2
