"""The last step: formulas, images and check boxes into HTML that is clean already."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape

from flashrl.rendering.formulas import PLACEHOLDER, Formula, Formulas
from flashrl.rendering.sanitise import INLINE_TAGS

_PART = re.compile(rf'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*>|({PLACEHOLDER.pattern})')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_VOID = frozenset(["br", "hr"])
_VERBATIM = frozenset(["code", "pre"])
_ONE_LINE = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "summary"])


@dataclass(frozen=True, slots=True)
class _Element:
    name: str
    tag: str
    is_split: bool = False  # opened again after a displayed formula


class Assembly:
    """Walks through clean HTML with the stack of its open elements."""

    def __init__(
        self, formulas: Formulas, formula: Callable[[Formula], str], image: Callable[[str, str], str]
    ) -> None:
        self._formulas = formulas
        self._formula = formula
        self._image = image
        self._pieces: list[str] = []
        self._open: list[_Element] = []

    def assemble(self, html: str) -> str:
        """The HTML with what `formula` and `image` give for formulas and images."""
        position = 0
        for part in _PART.finditer(html):
            self._add(html[position : part.start()])
            position = part.end()
            if part[4]:
                self._add_formula(part[4])
            elif part[1]:
                self._close(part[2])
            else:
                self._add_tag(part[2], part[0], part[3])
        self._add(html[position:])
        return "".join(self._pieces).strip()

    def _add(self, piece: str) -> None:
        if piece:
            self._pieces.append(piece)

    def _add_tag(self, name: str, tag: str, attributes: str) -> None:
        if name == "img":
            values = self._attributes(attributes)
            self._add(self._image(values.get("src", ""), values.get("alt", "")))
        elif name == "input":
            values = self._attributes(attributes)
            if values.get("type") == "checkbox":
                self._add("☑" if "checked" in values else "☐")
        else:
            tag = PLACEHOLDER.sub(lambda found: escape(self._formulas.unmask(found[0])), tag)
            self._add(tag)
            if name not in _VOID:
                self._open.append(_Element(name, tag))

    def _attributes(self, attributes: str) -> dict[str, str]:
        found = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
        return {name: self._formulas.unmask(value) for name, value in found.items()}

    def _close(self, name: str) -> None:
        self._drop_or_close(self._open.pop() if self._open else _Element(name, ""))

    def _drop_or_close(self, element: _Element, is_split: bool = False) -> None:
        """Close an element; one that a displayed formula was lifted out of is dropped where it is empty."""
        last = len(self._pieces) - 1
        while last >= 0 and self._pieces[last].isspace():
            last -= 1
        if (is_split or element.is_split) and last >= 0 and self._pieces[last] == element.tag:
            del self._pieces[last:]
        else:
            self._add(f"</{element.name}>")

    def _add_formula(self, placeholder: str) -> None:
        names = {element.name for element in self._open}
        if not _VERBATIM.isdisjoint(names):
            self._add(escape(self._formulas.unmask(placeholder), quote=False))
            return
        formula = self._formulas[placeholder]
        html = self._formula(formula)
        if not formula.display:
            self._add(html)
        elif not _ONE_LINE.isdisjoint(names):
            self._add(f'<span class="math-display">{html}</span>')
        else:
            self._lift(html)

    def _lift(self, html: str) -> None:
        """Add a block in the middle of a paragraph: close what is open there, and open it again after."""
        depth = len(self._open)
        while depth and self._open[depth - 1].name in INLINE_TAGS:
            depth -= 1
        inline = self._open[depth:]
        depth -= bool(depth and self._open[depth - 1].name == "p")
        split = self._open[depth:]
        for element in reversed(split):
            self._drop_or_close(element, is_split=True)
        opening = "".join(element.tag for element in inline)
        closing = "".join(f"</{element.name}>" for element in reversed(inline))
        self._add(f'<div class="math-display">{opening}{html}{closing}</div>')
        for index, element in enumerate(split, depth):
            self._add(element.tag)
            self._open[index] = _Element(element.name, element.tag, is_split=True)
