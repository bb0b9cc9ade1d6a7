"""Headings written in HTML: `<h2 id="replay">Replay</h2>` between blank lines is one in markdown."""

import re
from collections import Counter

_HEADING = re.compile(
    r" {0,3}<h(?P<level>[2-6])\b[^<>]{0,300}>"
    r"(?P<text>(?:[^<>]|</?(?:b|strong|em|i|code)>){1,300}+)</h(?P=level)>[ \t]*",
    re.IGNORECASE,
)
_FENCE = re.compile(r"[ \t]*(?:`{3}|~{3})")
_FEW = 3


def with_html_headings(lines: list[str]) -> list[str]:
    """The lines, as many, with the headings of a level that several have, each alone between blank lines."""
    tags = [n for n, line in enumerate(lines) if "<h" in line[:5].lower()]
    if len(tags) < _FEW:
        return lines
    is_code, code = False, set()
    for number, line in enumerate(lines):
        is_code ^= bool(_FENCE.match(line))
        if is_code:
            code.add(number)
    alone = (n for n in tags if n not in code and not "".join(lines[max(0, n - 1) : n]).strip())
    alone = (n for n in alone if not "".join(lines[n + 1 : n + 2]).strip())
    found = {n: each for n in alone if (each := _HEADING.fullmatch(lines[n]))}
    levels = Counter(each["level"] for each in found.values())
    return [
        f"{'#' * int(each['level'])} {each['text'].strip()}"
        if (each := found.get(n)) and levels[each["level"]] >= _FEW and each["text"].strip()
        else line
        for n, line in enumerate(lines)
    ]
