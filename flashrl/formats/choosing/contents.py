"""Lists of links within a page: they are contents, whatever stands above them."""

import re
from collections.abc import Sequence

from flashrl.formats.answer_mark import is_back_link

_WITHIN = re.compile(r"[\s>*+\-\d.)|]*+\[.*\]\(#.*\)[\s|*]*+$|.*<a href=.#", re.IGNORECASE)
_HEAD = re.compile(r"<summary\b[^<>]*+>.{0,200}</summary>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*+>", re.IGNORECASE)
_WORD = re.compile(r"\w")
_MOST = 0.7
_LONGEST, _ENOUGH = 1000, 400
"""How much of a line is looked at, and how many lines."""


def are_links(lines: Sequence[str], *, at_least: int) -> bool:
    """Whether lines hold so many links within the page, and hardly anything else but the heads of folds."""
    lines = lines[:_ENOUGH]
    if sum("](#" in line or ("#" in line and "<" in line) for line in lines) < at_least:
        return False
    shown = [line[:_LONGEST] for line in lines if not is_back_link(line)]
    shown = [line for line in shown if _WORD.search(_TAG.sub("", _HEAD.sub("", line)))]
    links = sum(bool(_WITHIN.match(line)) for line in shown)
    return links >= at_least and links > _MOST * len(shown)
