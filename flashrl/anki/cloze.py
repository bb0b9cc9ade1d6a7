"""Cloze blanks in Anki's writing: `==c1:: text ==` as `{{c1::text}}`.

Anki finds blanks in the finished HTML, before any of it means something: a blank opens with `{{c1::`
and ends at the next `}}`, and `::` in between starts a hint. So what is text must not look like that.
"""

import re
from functools import partial

from flashrl import spans

# Private characters stand for the marks while the text is rendered: no markdown looks at them.
_OPEN, _NUMBERED, _CLOSE = "\ue0c0", "\ue0c1", "\ue0c2"
_MARKED = re.compile(f"{_OPEN}(\\d+){_NUMBERED}(.*?){_CLOSE}", re.DOTALL)
_MARKS = str.maketrans("", "", _OPEN + _NUMBERED + _CLOSE)
_FORMULA = re.compile(r"(\\\(.*?\\\)|\\\[.*?\\\])", re.DOTALL)
_LOOKS_LIKE_BLANK = re.compile(r"\{(?=\{c\d+::)")
_MEANS_SOMETHING = re.compile(r"([}:])(?=\1)|\}$")
_COMMENT = "<!-- -->"


def mark(text: str, *, first_is_zero: bool = False) -> str:
    """The markdown with its blanks marked for `unmark`, to be rendered in between.

    Anki makes no card of a blank 0: where there is one, `first_is_zero` counts all blanks from 1.
    """
    pieces, position = [], 0
    for blank in spans.find_blanks(text):
        pieces += [text[position : blank.start].translate(_MARKS), _OPEN, str(blank.number + first_is_zero)]
        pieces += [_NUMBERED, blank.text.translate(_MARKS), _CLOSE]
        position = blank.end
    return "".join([*pieces, text[position:].translate(_MARKS)])


def unmark(html: str) -> str:
    """The rendered HTML with Anki's blanks; anything else that looks like one no longer does."""
    html = _LOOKS_LIKE_BLANK.sub("{" + _COMMENT, html)
    return _MARKED.sub(lambda blank: f"{{{{c{blank[1]}::{_harmless(blank[2])}}}}}", html)


def _harmless(content: str) -> str:
    """A blank's content that neither ends the blank nor starts its hint."""
    pieces = _FORMULA.split(content)
    # A space means nothing to TeX, and survives Anki's editor; in text a comment is what cannot be seen.
    pieces[1::2] = [_MEANS_SOMETHING.sub(partial(_apart, " "), formula) for formula in pieces[1::2]]
    pieces[::2] = [_MEANS_SOMETHING.sub(partial(_apart, _COMMENT), text) for text in pieces[::2]]
    return "".join(pieces)


def _apart(gap: str, sign: re.Match[str]) -> str:
    return sign[0] + gap
