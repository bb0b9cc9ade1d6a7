"""Text in which markdown has nothing to say: one line of words and formulas, as most questions are.

It needs none of the libraries, and comes out as they would write it.
"""

import re
from collections.abc import Callable

from flashrl.rendering.formulas import PLACEHOLDER, Formula, Formulas

# A word first, and then nothing that could be a mark, an entity, a link or a line break.
_PLAIN = re.compile(r"[^\W\d_][\w ,.;:?'\"()/%$-]*")
_MARKS = ("_", "://", "www.", "  ")


def paragraph(text: str, formula: Callable[[Formula], str]) -> str | None:
    """The HTML of plain text, None where markdown has to be read."""
    if "$" not in text:
        return f"<p>{text}</p>" if _is_plain(text) else None
    formulas = Formulas()
    masked = formulas.mask(text)
    signs = PLACEHOLDER.findall(masked)
    if "$" in masked or any(formulas[sign].display for sign in signs):
        return None
    if not _is_plain(PLACEHOLDER.sub("x", masked)) or PLACEHOLDER.match(masked):
        return None
    return f"<p>{PLACEHOLDER.sub(lambda sign: formula(formulas[sign[0]]), masked)}</p>"


def _is_plain(text: str) -> bool:
    if _PLAIN.fullmatch(text) is None or text.endswith(" "):
        return False
    return not any(mark in text for mark in _MARKS)
