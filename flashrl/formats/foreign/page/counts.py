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
_SIGNED_COUNT = re.compile(
    r"(?P<sign>[\u2600-\u26ff\u2705-\u2bff\U0001f000-\U0001faff]\ufe0f?)[ ]*"
    r"(?:Q(?:uestion)?[ ]?)?(?P<number>\d{1,3})[.):][ ]+(?=[^\W\d_]|[¿\"'`])"
)
"""As a chat's page is copied, without a blank line above."""
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
    from 1, and in bold if they have one sign before them; with a sign and a number they are wherever they
    stand."""
    found = [n for n, line in enumerate(lines) if _may_open(line) and _is_apart(lines, n)]
    if len(found) < _ENOUGH:
        return lines
    plain = plain_lines(lines)
    groups: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for number in found:
        look = _look(lines[number]) if plain[number] else None
        if look is not None:
            form, count, text = look
            groups[form].append((number, count, text))
    marked = list(lines)
    for form, group in groups.items():
        kind, sign = form
        run = group if kind == "signed" else _in_count(group)
        for number, count, text in run if _ask(run, may_stress=kind == "keycap") else ():
            shown = f"{count}. {text}" if count else text
            is_bold = kind in ("signed", "signed count")
            marked[number] = f"{sign} **{shown.rstrip()}**" if is_bold else shown
    return marked


def _is_apart(lines: list[str], number: int) -> bool:
    """Whether a line opens a paragraph, or has a sign and a number."""
    return not (number and lines[number - 1].strip()) or bool(_SIGNED_COUNT.match(lines[number]))


def _look(line: str) -> tuple[tuple[str, str], int, str] | None:
    """What a line looks like that may open a question, what it counts as, and the rest of it."""
    if count := _COUNT.match(line):
        form = count["head"], count["sign"].strip()
        return (form, int(count["number"]), line[count.end() :]) if form in _FORMS else None
    if keycap := _KEYCAP.match(line):
        return ("keycap", ""), _number(keycap[0]), line[keycap.end() :]
    if both := _SIGNED_COUNT.match(line):
        return ("signed count", both["sign"]), int(both["number"]), line[both.end() :]
    sign = _SIGN.match(line)
    return (("signed", sign["sign"]), 0, line[sign.end() :]) if sign else None


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
