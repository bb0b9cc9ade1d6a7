"""Formulas, and the characters that stand for them while markdown is read."""

import re
from dataclasses import dataclass, field
from html import escape

from flashrl.spans import find_math


@dataclass(frozen=True, slots=True)
class Formula:
    """LaTeX without its marks; a displayed formula stands on a line of its own."""

    latex: str
    display: bool


@dataclass(frozen=True, slots=True)
class TypesetFormula:
    """A formula's outlines, and its size in pixels. The baseline is `ascent` below the top."""

    svg: bytes
    width: float
    ascent: float
    descent: float


def mathjax(formula: Formula) -> str:
    r"""The HTML that MathJax (and so Anki) reads: `\\(…\\)` or `\\[…\\]`."""
    latex = escape(formula.latex, quote=False)
    return rf"\[{latex}\]" if formula.display else rf"\({latex}\)"


_FIRST, _LAST = 0xF0000, 0xFFFFD  # a private-use plane: one character a formula, neither space nor sign
PLACEHOLDER = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_STRIPPED = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}\x00\x02\x03]")  # and what Python-Markdown marks with


@dataclass(slots=True)
class Formulas:
    """The formulas of one text, each behind one character that markdown and nh3 leave alone."""

    _formulas: list[Formula] = field(default_factory=list)
    _sources: list[str] = field(default_factory=list)

    def mask(self, text: str) -> str:
        """The text with a placeholder for each formula. `math` fences stay: they are blocks."""
        text = _STRIPPED.sub("", text)
        pieces, position = [], 0
        for math in find_math(text):
            if text[math.start] == "$" and len(self._formulas) <= _LAST - _FIRST:
                pieces.append(text[position : math.start])
                pieces.append(self.add(Formula(math.latex, math.display), text[math.start : math.end]))
                position = math.end
        return "".join([*pieces, text[position:]])

    def add(self, formula: Formula, source: str) -> str:
        """A placeholder for a formula that is written as `source`."""
        self._formulas.append(formula)
        self._sources.append(source)
        return chr(_FIRST + len(self._formulas) - 1)

    def unmask(self, text: str) -> str:
        """The text with formulas as they were written."""
        return PLACEHOLDER.sub(lambda found: self._sources[ord(found[0]) - _FIRST], text)

    def __getitem__(self, placeholder: str) -> Formula:
        return self._formulas[ord(placeholder) - _FIRST]
