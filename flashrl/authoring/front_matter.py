"""The front matter of a native deck file: where it ends, and its tidy form."""

import json
import re
from collections.abc import Sequence

from flashrl.formats import yaml_block

_MARK = "---"
_ORDER = ("flashrl", "deck", "tags")
_ENTRY = re.compile(r"(?P<key>[\w.-]+)[ \t]*:(?:[ \t]+(?P<value>.*))?")
_PLAIN = re.compile(r"(?!(?:[Tt]rue|[Ff]alse|null)$)[A-Za-z](?:[\w/.+-]|::?(?=[\w]))*")
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def end(lines: Sequence[str]) -> int:
    """The first line (from 0) behind the front matter; 0 without one."""
    if not lines or lines[0].rstrip() != _MARK:
        return 0
    return next((n + 1 for n, line in enumerate(lines) if n and line.rstrip() in (_MARK, "...")), 0)


def scalar(text: str) -> str:
    """Text as YAML reads it back, in quotes where it has to be."""
    if _PLAIN.fullmatch(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def written(deck: str, tags: Sequence[str]) -> list[str]:
    """The front matter of a deck."""
    named = [f"deck: {scalar(deck)}"] if deck else []
    tagged = [f"tags: {flow(tags)}"] if tags else []
    return [_MARK, "flashrl: 1", *named, *tagged, _MARK]


def flow(tags: Sequence[str]) -> str:
    """A list of tags on one line."""
    return f"[{', '.join(map(scalar, tags))}]"


def tidied(lines: Sequence[str]) -> list[str]:
    """The lines of a file with its keys in order, one a line, and without what is odd between them.

    Remarks stay with the key below them. Front matter that is wrong, or written in an unusual way, is left.
    """
    stop = end(lines)
    if stop == 0:
        is_open = bool(lines) and lines[0].rstrip() == _MARK
        return list(lines) if is_open else [*written("", ()), "", *lines]
    entries = _entries(lines[1 : stop - 1])
    if entries is None:
        return list(lines)
    known = [key for key in _ORDER if key in entries]
    ordered = [*known, *(key for key in entries if key not in known)]
    body = [line for key in ordered for line in entries[key]]
    return [_MARK, *body, _MARK, *lines[stop:]]


def _entries(lines: Sequence[str]) -> dict[str, list[str]] | None:
    """The lines of each key in their tidy form, those of remarks at the end under "".

    None where the lines are not understood.
    """
    block = yaml_block.load("\n".join(lines), 1, "bad-front-matter")
    if block.diagnostics or any(re.search(r":[ \t]+[|>]", line) for line in lines):
        return None
    found: dict[str, list[str]] = {}
    remarks: list[str] = []
    last = ""
    for line in lines:
        entry = _ENTRY.fullmatch(line.rstrip())
        if line.startswith("#"):
            remarks.append(line.rstrip())
        elif entry is not None:
            last = entry["key"]
            found[last] = [*remarks, f"{last}: {(entry['value'] or '').strip()}".rstrip()]
            remarks = []
        elif line.strip() and last and not remarks and line.startswith((" ", "\t", "-")):
            found[last].append(line.rstrip())
        elif line.strip():
            return None
    if found.keys() != block.values.keys():
        return None
    found.setdefault("flashrl", ["flashrl: 1"])
    tags = block.values.get("tags")
    if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
        # A remark behind a value would be lost.
        found["tags"] = found["tags"] if "#" in "".join(found["tags"]) else [f"tags: {flow(tags)}"]
    return found | ({"": remarks} if remarks else {})
