"""Markdown in one line of plain text, as a list shows it."""

import re
import unicodedata

from flashrl import spans

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*{1,3}|~~|(?<!\w)_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACING = re.compile(r"\\(?:left|right|big|Big|bigl|bigr|Bigl|Bigr|displaystyle|limits|[,;:! ])(?![a-zA-Z])")
_COMMAND = re.compile(r"\\([a-zA-Z]+)")
_SIGNS = {
    "to": "→", "infty": "∞", "sum": "∑", "prod": "∏", "nabla": "∇", "partial": "∂", "in": "∈", "mid": "|",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "sim": "~",
    "cdot": "·", "times": "×", "pm": "±", "quad": " ", "qquad": " ", "dots": "…", "ldots": "…", "star": "*",
    "varepsilon": "ε", "lambda": "λ",
}  # fmt: skip
_WORDS = {
    "log",
    "exp",
    "min",
    "max",
    "arg",
    "argmin",
    "argmax",
    "sup",
    "inf",
    "lim",
    "Pr",
    "det",
    "sin",
    "cos",
}


def plain_text(markdown: str) -> str:
    """The text without its marks; a formula as it is read out of its LaTeX, roughly."""
    taken = [(math.start, math.end, _formula(math.latex)) for math in spans.find_math(markdown)]
    taken += [(start, end, markdown[start:end].strip("`")) for start, end in spans.find_code(markdown)]
    pieces, position = [], 0
    for start, end, text in sorted(taken):
        if start >= position:
            pieces += [_prose(markdown[position:start]), text]
            position = end
    return " ".join("".join([*pieces, _prose(markdown[position:])]).split())


def _prose(text: str) -> str:
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text)))


def _formula(latex: str) -> str:
    return re.sub("[{}]", "", _COMMAND.sub(_sign, _SPACING.sub("", latex)))


def _sign(command: re.Match[str]) -> str:
    name = command[1]
    if name in _SIGNS:
        return _SIGNS[name]
    if name in _WORDS:
        return name
    try:
        return unicodedata.lookup(
            f"GREEK {'CAPITAL' if name[0].isupper() else 'SMALL'} LETTER {name.upper()}"
        )
    except KeyError:
        return ""  # a font, an accent: what it is put on is read
