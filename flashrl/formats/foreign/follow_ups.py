"""What asks on below a question and looks like its answer: in a list where one bullet below each asks on, one
that tells to do something; in a list of bare questions, what one announces with a colon."""

import re
from collections.abc import Sequence

from flashrl.formats.foreign.styles.start import Start

_FEW, _MANY, _BARE = 3, 0.8, 10
_BULLET = re.compile(r"[ \t]+(?:[-*+]|[a-z][.)]|\d{1,2}[.)])[ \t]+(?P<text>\S.*)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|[a-z][.)]|\d{1,4}[.)])[ \t]")
_TELLS = re.compile(
    r"(?:please )?(?:explain|describe|discuss|define|compare|give|list|name|provide|illustrate|show|draw|"
    r"mention|elaborate|differentiate|summari[sz]e|write|derive)\b(?:(?!\. [A-Z]).)*$"
)
"""One sentence that tells to do something; a second one would answer."""


def follow_ups(starts: Sequence[Start], ends: Sequence[int], lines: list[str]) -> set[int]:
    """The lines of the questions with nothing but that below."""
    return _told_alone(starts, ends, lines) | _announced(starts, ends, lines)


def _announced(starts: Sequence[Start], ends: Sequence[int], lines: list[str]) -> set[int]:
    """The lines of those that end in a colon, and ask nothing before it, where nearly all have no answer."""
    told = [
        each
        for each, end in zip(starts, ends, strict=True)
        if each.inline or any(line.strip(" \t-*_") for line in lines[each.end : end])
    ]
    if len(starts) - len(told) < max(_BARE, _MANY * len(starts)):
        return set()
    return {
        each.line
        for each in told
        if not each.inline and each.question.rstrip(" *_").endswith((":", "：")) and "?" not in each.question
    }


def _told_alone(starts: Sequence[Start], ends: Sequence[int], lines: list[str]) -> set[int]:
    """The lines of those with nothing but a bullet that tells to do something, where such bullets ask on."""
    alone = [
        (each.line, text)
        for each, end in zip(starts, ends, strict=True)
        if not each.inline and (text := _alone([line for line in lines[each.end : end] if line.strip()]))
    ]
    asking = [line for line, text in alone if text.endswith("?")]
    told = [line for line, text in alone if _TELLS.match(text[:1].lower() + text[1:])]
    is_habit = len(asking) >= max(_FEW, len(told)) and len(asking) + len(told) >= _MANY * len(alone)
    return set(told) if is_habit else set()


def _alone(told: list[str]) -> str:
    """What the only bullet of a text says, over as many lines as it was broken into."""
    opened = _BULLET.fullmatch(told[0]) if told else None
    if opened is None or any(_ITEM.match(line) or not line[:1].isspace() for line in told[1:]):
        return ""
    return " ".join([opened["text"], *told[1:]]).strip()
