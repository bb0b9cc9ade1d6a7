"""Statements to be judged: `T/F: The return is a sum.`, `The return is a sum (true/false)`."""

import re

_NAMED = r"(?:t ?/ ?f|true ?/ ?false|true or false)"
_BEFORE = re.compile(
    rf"\W*{_NAMED}\b[)\]]?(?:[*_]*[ \t]*[:.?\-–—][*_]*[ \t]+|(?<=[)\]])[ \t]+)\S", re.IGNORECASE
)
_BEHIND = re.compile(
    r"[(\[][ ]?T ?/ ?F[ ]?[)\]][.?:]?$|[.?!][*_]* [(\[]?(?i:true ?/ ?false|true or false)[)\]]?[.?:]?$"
)
"""Behind a sentence: what may be set to one of two (true/false) asks nothing."""
_LONGEST = 20
"""What says so at the end is no longer than this."""


def asks_whether(text: str) -> bool:
    """Whether a line asks if a statement is true."""
    return bool(_BEFORE.match(text) or _BEHIND.search(text[-_LONGEST:].rstrip(" *_")))
