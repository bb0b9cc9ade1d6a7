"""The numbers that questions begin with: `12. …`, `(3) …`, `[1.2] …`, `第三题 …`."""

import re

from flashrl.formats.foreign.words.plain_text import EMPHASIS, GAP

_COUNTED_CJK = "个種种次点层級级大位端分年元倍维轮步阶类条款行列道章节代版"
"""What two of may be named behind `1.` at once: `1.2种写法`; but `1.2什么是 …` counts on from 1.1."""
_NUMBER = re.compile(
    rf"^{EMPHASIS}{GAP}(?:(?P<linked>\[)(?=[\d.]+\W[^\[\]]*[^\W\d][^\[\]]*\]\()|(?P<open>[\[(（【])|#)?"
    rf"(?P<number>\d{{1,4}}(?:\.\d{{1,3}}){{0,2}})(?P<version>[.]x\b)?{GAP}{EMPHASIS}"
    rf"(?P<closed>(?=[.:]?[\])）】]))?(?P<mark>\\?[.。):：、\]）】\-–]|\ufe0f?\u20e3|(?=[\s*])|"
    rf"(?<=\.\d)(?=[A-Z][a-z]|(?![{_COUNTED_CJK}])[\u4e00-\u9fff]))+{EMPHASIS}(?P<rest>.*)$",
    re.DOTALL,
)
_CHINESE_NUMBER = re.compile(
    r"^\W*第?[一二三四五六七八九十百]{1,4}[、.．:：)）题章节]+(?P<rest>.*)$", re.DOTALL
)


def counted_first(shown: str) -> "re.Match[str] | None":
    """The number that a text begins with, as `number` where it is in digits, and the `rest`. It may be in a
    link (`linked`), and has the signs behind it as `mark`."""
    return _NUMBER.match(shown) or _CHINESE_NUMBER.match(shown)


def is_inside(found: "re.Match[str]") -> bool:
    """Whether such a number is one of the words: in a link, `[1.2 — Values] …` or `2.x`."""
    parts = found.groupdict()
    if "linked" not in parts:
        return False
    return bool(parts["linked"] or parts["version"] or (parts["open"] and parts["closed"] is None))
