"""Cards below heads of their own: `card_id: a1` between two rules, a question, a rule and its answer."""

import re
from collections.abc import Iterator
from itertools import pairwise

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import HEADED, Marked, Start, marked_start

_RULE = re.compile(r"---[ \t]*$")
_FIELD = re.compile(r"(?P<name>[a-z][\w-]{0,40}):(?:[ \t]+(?P<value>.*))?$", re.IGNORECASE)
_NAME = re.compile(r"(?:\w+[_-])?(?:id|uuid|guid)$", re.IGNORECASE)
_LONGEST = 12
_FEW = 2


def starts(document: Document) -> Iterator[Start]:
    """Every card of a file that has several heads with an id; the front matter may be the first of them."""
    heads = [(0, 0, _fields(document.front.split("\n")))] if document.front else []
    last = 0
    for number in [n for n, line in enumerate(document.lines) if line[:3] == "---"]:
        end, fields = _head(document, number) if number >= last else (number, {})
        if fields:
            heads.append((number, end, fields))
            last = end
    heads = [head for head in heads if any(map(_NAME.match, head[2]))]
    if len(heads) < _FEW:
        return
    for (_, first, fields), (last, _, _) in pairwise([*heads, (len(document.lines), 0, {})]):
        lines = range(first, last)
        said = [n for n in lines if document.lines[n].strip()]
        if said:
            yield _start(document, said[0], last, fields)


def _head(document: Document, number: int) -> tuple[int, dict[str, str]]:
    """The line behind a head that starts at a line, and what it names."""
    if not _RULE.match(document.lines[number]) or document.code[number]:
        return number, {}
    for end in range(number + 1, min(number + _LONGEST, len(document.lines))):
        if _RULE.match(document.lines[end]):
            return end + 1, _fields(document.lines[number + 1 : end])
    return number, {}


def _fields(lines: list[str]) -> dict[str, str]:
    """The fields of a head, or none where a line of it is not one."""
    shown = [line for line in lines if line.strip() and not _RULE.match(line)]
    found = [_FIELD.match(line) for line in shown]
    return {each["name"]: each["value"] or "" for each in found if each} if all(found) else {}


def _start(document: Document, line: int, end: int, fields: dict[str, str]) -> Start:
    lines = document.lines
    rule = next((n for n in range(line, end) if _RULE.match(lines[n]) and not document.code[n]), end)
    asked = "\n".join(lines[line:rule]).strip().partition("\n")
    tags = re.findall(r"[^\s,;\[\]\"'#]+", fields.get("tags", ""))
    name = next(name for name in fields if _NAME.match(name))
    card = Marked(
        question=asked[0].strip().lstrip("#").strip() or "?",
        asked=asked[2].strip("\n"),
        answer="\n".join(lines[rule + 1 : end]).strip("\n").rstrip(),
        id=fields[name].strip(" \"'") or None,
        tags=tuple(dict.fromkeys(tag.lower() for tag in tags)),
    )
    last = max(n for n in range(line, end) if lines[n].strip())
    return marked_start(HEADED, (line, last + 1), card)
