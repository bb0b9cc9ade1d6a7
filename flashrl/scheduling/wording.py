"""A text that was typed for a cloze blank beside the blank's own, and the grade that it proposes."""

import re
import unicodedata
from collections.abc import Sequence

from flashrl.model import Quality

_SIGNS = str.maketrans(
    dict.fromkeys("−–—‐", "-")
    | dict.fromkeys("’′", "'")
    | dict.fromkeys("×·⋅", " ")
    | {
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "→": "->",
        "∞": r"\infty ",
        "∇": r"\nabla ",
        "∂": r"\partial ",
        "∑": r"\sum ",
    }
)
_NAMES = {"le": "<=", "leq": "<=", "ge": ">=", "geq": ">=", "star": "*", "ast": "*", "prime": "'"}
_NAMES |= {"mid": "|", "neq": "!=", "ne": "!=", "to": "->"}
_NAMES |= dict.fromkeys(("vert", "lvert", "rvert", "Vert", "lVert", "rVert"), "|")
_NAMES |= {"varepsilon": " epsilon ", "vartheta": " theta ", "varphi": " phi ", "lamda": " lambda "}
_LAYOUT = re.compile(
    r"\\(?:left|right|[bB]igg?[lr]?|text\w*|math(?:rm|bf|bb|cal|it|sf)|operatorname|boldsymbol|displaystyle"
    r"|limits|q?quad|cdot|times|[,;:! ])(?![a-z])"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)|\\(.)", re.DOTALL)
_EMPHASIS = re.compile(r"(\*{1,3})(?=[^\s*])([^*]+?)(?<=\S)\1")
_STAR = re.compile(r"\^\s*\{?\s*\*\s*\}?|(?<=\w)\*(?!\s*[\w\\(])")
_DROPPED = re.compile(r"[$`{}_,;*]|\.(?!\d)")
"""Marks of TeX and markdown, and what only sets off words; a decimal point stays. A product is the same
with a sign between its factors and without."""
_ARTICLE = re.compile(r"\b(?:the|an|a)\s+(?=[^\W\d_]{2})")
_TOKEN = re.compile(r"[^\W\d_]+|[\d.]+|[^\w\s]")
_SHORTEST = 5
"""One letter more or less makes another word of a shorter one."""


def grade_words(written: str, blank: str) -> Quality:
    """PASS for the same words or the same formula, whatever its capitals, spaces, articles and simple TeX.
    PASS_HARD where in words of five letters or more one letter is wrong, missing, too many or swapped with
    the next. WRONG otherwise: "on-policy" is not near "off-policy"."""
    given, truth = _tokens(written), _tokens(blank)
    if "".join(given) == "".join(truth):
        return Quality.PASS
    return Quality.PASS_HARD if _is_near(given, truth) else Quality.WRONG


def _tokens(text: str) -> list[str]:
    signs = _LAYOUT.sub(" ", unicodedata.normalize("NFKC", text.translate(_SIGNS)))
    letters = "".join(_letter(each) for each in _COMMAND.sub(_command, _EMPHASIS.sub(r"\2", signs)).lower())
    plain = _DROPPED.sub(" ", _STAR.sub(" star ", letters)).strip()
    return _TOKEN.findall(_ARTICLE.sub("", f"{plain} "))


def _command(match: re.Match[str]) -> str:
    r"""A TeX command in plain letters: \gamma is "gamma"."""
    name, sign = match.groups()
    return sign if name is None else _NAMES.get(name, f" {name} ")


def _letter(letter: str) -> str:
    """A Greek letter by its name, any other as it is."""
    if not "α" <= letter <= "ω":
        return letter
    name = unicodedata.name(letter).split()[-1].lower()
    return _NAMES.get(name, f" {name} ")


def _is_near(given: Sequence[str], truth: Sequence[str]) -> bool:
    return len(given) == len(truth) and all(
        one == other or (len(other) >= _SHORTEST and other.isalpha() and _is_slip(one, other))
        for one, other in zip(given, truth, strict=True)
    )


def _is_slip(one: str, other: str) -> bool:
    """Whether one slip of the fingers makes one word of the other."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    is_swapped = one[:2] == other[:2][::-1] and one[2:] == other[2:]
    return is_swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]
