"""Other words for a question, given below it: `Also asked as: …`."""

import re
from collections.abc import Sequence

_LABEL = re.compile(
    r"[ \t]*+(?:>[ \t]*+)?(?:(?:[-*+]|\d{1,2}[.)])[ \t]++)?[*_(]*+"
    r"(?:(?:(?:also|often|sometimes|commonly|frequently) (?:asked|phrased|worded)|asked|phrased|rephrased)"
    r"(?: (?:as|like|like this|in this way))?|"
    r"(?:(?:also|often) )?(?:asked|phrased|worded) as|"
    r"(?:alternate|alternative|other|similar) (?:phrasing|wording|formulation|version)s?"
    r"(?: of (?:this|the same|the) question)?|(?:similar|related) questions?)"
    r"[*_ ]*+[:：][*_ \t]*+(?P<rest>.*)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[ \t]*+(?:>[ \t]*+)?(?:[-*+]|\d{1,2}[.)])[ \t]")


def is_asked_again(line: str) -> bool:
    """Whether a line says that what it holds is asked as well."""
    return bool(_LABEL.match(line))


def without_asked_again(lines: Sequence[str]) -> list[str]:
    """The lines of a text without those, and without the items right below one that holds nothing."""
    kept, is_below = [], False
    for line in lines:
        found = _LABEL.match(line)
        is_below = not found["rest"].strip() if found else is_below and bool(_ITEM.match(line))
        if not (found or is_below):
            kept.append(line)
    return kept
