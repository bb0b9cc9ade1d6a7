"""What in a card's text cannot be shown as it is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from flashrl.errors import Diagnostic
from flashrl.rendering.conversion import to_unsafe_html
from flashrl.rendering.formulas import Formulas
from flashrl.rendering.images import image_path, path_inside
from flashrl.spans import find_code, find_math

_UNSAFE_TAGS = frozenset(["script", "style", "iframe", "object", "embed", "form"])
_UNSAFE_SCHEME = re.compile(r"(?:javascript|vbscript|data|file):", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20]+")  # browsers skip these in an address


def find_problems(
    text: str, line: int, folder: Path, objection: Callable[[str, bool], str]
) -> list[Diagnostic]:
    """See `flashrl.rendering.problems`."""
    formulas = Formulas()
    finder = _Finder(text, line, folder, formulas)
    finder.check_formulas(objection)
    finder.feed(to_unsafe_html(text, formulas))
    finder.close()
    return sorted(finder.found, key=lambda found: (found.line, found.column))


class _Finder(HTMLParser):
    """Reads the HTML before it is made safe, and finds the places in the text."""

    def __init__(self, text: str, line: int, folder: Path, formulas: Formulas) -> None:
        super().__init__()
        self.found: list[Diagnostic] = []
        self._text = text
        self._line = line
        self._folder = folder
        self._formulas = formulas
        self._prose = _without_code(text).lower()
        self._positions: dict[str, int] = defaultdict(int)  # where to look for the next of the same kind

    def check_formulas(self, objection: Callable[[str, bool], str]) -> None:
        for math in find_math(self._text):
            if message := objection(math.latex, math.display):
                self._report("bad-formula", message, math.start)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSAFE_TAGS:
            self._report("unsafe-html", f"<{tag}> is not shown", self._find(f"<{tag}"))
        for name in [name for name, _ in attrs if name.startswith("on")]:
            self._report("unsafe-html", f"the attribute {name} is removed", self._find(name))
        values = {name: self._formulas.unmask(value or "") for name, value in attrs}
        if tag == "a" and "href" in values:
            self._check_link(values["href"])
        elif tag == "img":
            self._check_image(values.get("src", ""))

    def parse_html_declaration(self, i: int) -> int:
        """`<!x …>` is a comment to a browser; HTMLParser would raise an error for some of them."""
        return self.parse_bogus_comment(i)

    def _check_link(self, address: str) -> None:
        if _UNSAFE_SCHEME.match(_IGNORED.sub("", address)):
            self._report("unsafe-link", f"{_short(address)} is not opened", self._find(address))
        elif not _ELSEWHERE.match(address.strip()) and path_inside(address, self._folder) is None:
            message = f"{_short(address) or 'the link'} leads to nothing inside the deck's folder"
            self._report("broken-link", message, self._find(address))

    def _check_image(self, source: str) -> None:
        if _REMOTE.match(source):
            self._report("remote-image", f"{_short(source)} is not loaded", self._find(source))
        elif image_path(source, self._folder) is None:
            message = f"{_short(source) or 'the image'} is no picture inside the deck's folder"
            self._report("bad-image", message, self._find(source))

    def _find(self, words: str) -> int | None:
        """Where the words stand next in the text outside code; None where they are written otherwise."""
        needle = words.lower()
        position = self._prose.find(needle, self._positions[needle])
        if not needle or position < 0:
            return None
        self._positions[needle] = position + len(needle)
        return position

    def _report(self, code: str, message: str, position: int | None) -> None:
        if position is None:
            self.found.append(Diagnostic(code, message, self._line))
            return
        line = self._line + self._text.count("\n", 0, position)
        column = position - self._text.rfind("\n", 0, position)
        self.found.append(Diagnostic(code, message, line, column))


def _without_code(text: str) -> str:
    """The text with spaces in the place of code."""
    pieces, position = [], 0
    for start, end in find_code(text):
        pieces += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*pieces, text[position:]])


def _short(address: str) -> str:
    return address if len(address) <= 60 else f"{address[:59]}…"
