"""The HTML of Anki's fields as markdown that reads back as the same."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from markdownify import MarkdownConverter

from flashrl import rendering

# Private characters stand for what no converter may look at: formulas, and the marks of blanks.
_FIRST = 0xE100
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FORMULA = re.compile(
    r"\\\((?P<inline>.+?)\\\)|\\\[(?P<display>.+?)\\\]"
    r"|<anki-mathjax(?P<block> block=\"true\")?[^>]*>(?P<tagged>.+?)</anki-mathjax>"
    r"|\[\$\](?P<old>.+?)\[/\$\]|\[\$\$\](?P<old_display>.+?)\[/\$\$\]",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<br\s*/?>|</?(?:div|p|span|b|i|u|strong|em|font)\b[^>]*>", re.IGNORECASE)
_LATEX = re.compile(r"\[latex\].*?\[/latex\]", re.DOTALL | re.IGNORECASE)
_SOUND = re.compile(r"\[sound:[^\]]*\]|\[anki:(?:play|tts)[^\]]*\]", re.IGNORECASE)
_OPENS, _CLOSES = re.compile(r"\{\{c(\d+)::", re.IGNORECASE), "}}"
_EDGE = re.compile(r"^(?:<br\s*/?>|&nbsp;|\s)+|(?:<br\s*/?>|&nbsp;|\s)+$", re.IGNORECASE)
_OPTIONS: dict[str, Any] = {
    "heading_style": "ATX",
    "escape_misc": True,
    "bullets": "-",
    "newline_style": "backslash",
    "sub_symbol": "<sub>",
    "sup_symbol": "<sup>",
}
_BLANK_LINES = re.compile(r"\n{3,}")


class NotUnderstoodError(Exception):
    """A field that markdown cannot say, and why."""


@dataclass(slots=True)
class Reader:
    """Reads fields; `media` are the pictures there are. Afterwards `pictures` names those that are used, and
    `losses` what was left out."""

    media: frozenset[str]
    folder: str
    pictures: set[str] = field(default_factory=set)
    losses: list[str] = field(default_factory=list)

    def markdown(self, html: str, *, is_cloze: bool = False) -> str:
        """The markdown of a field, in which blanks are written as here if it is a cloze text.

        Raises NotUnderstoodError.
        """
        kept: list[str] = []

        def keep(text: str) -> str:
            kept.append(text)
            return chr(_FIRST + len(kept) - 1)

        html = _EDGE.sub("", self._without_sounds(_PRIVATE.sub("", html)))
        if is_cloze:
            html = self._with_blanks(html, keep)
        html = _FORMULA.sub(lambda found: keep(_formula(found)), html)
        if len(kept) > 0xF8FF - _FIRST:
            raise NotUnderstoodError("it has too many formulas")
        text = self._converted(rendering.sanitised(html))
        text = _PRIVATE.sub(lambda sign: kept[ord(sign[0]) - _FIRST], text)
        lines = (line.rstrip() for line in text.replace("\xa0", " ").split("\n"))
        return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()

    def _without_sounds(self, html: str) -> str:
        if _SOUND.search(html):
            self.losses.append("sound is left out")
        if _LATEX.search(html):
            raise NotUnderstoodError("it has LaTeX that Anki made a picture of")
        return _SOUND.sub("", html)

    def _with_blanks(self, html: str, keep: Callable[[str], str]) -> str:
        """Blanks as they are written here, in marks that no converter looks at."""
        pieces, at = [], 0
        while opened := _OPENS.search(html, at):
            end = _closing(html, opened.end())
            inside = html[opened.end() : end]
            if _OPENS.search(inside):
                self.losses.append("a blank within a blank is no blank here")
                inside = _flat(inside)
            content, _, hint = inside.partition("::")
            if hint:
                self.losses.append("the hint of a blank is left out")
            if re.search(r"<(?:div|p|li|ul|ol|table|pre|h\d)\b|<br\s*/?>\s*<br", content, re.IGNORECASE):
                raise NotUnderstoodError("a blank has several paragraphs")
            pieces += [html[at : opened.start()], keep(f"==c{opened[1]}:: "), content.strip(), keep(" ==")]
            at = end + len(_CLOSES)
        return _out_of_formulas("".join([*pieces, html[at:]]))

    def _converted(self, html: str) -> str:
        return str(_Converter(self, **_OPTIONS).convert(html))


class _Converter(MarkdownConverter):
    """markdownify, with what is written in another way here."""

    def __init__(self, reader: Reader, **options: Any) -> None:
        super().__init__(**options)
        self._reader = reader

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: Any) -> str:
        """Larger headings make cards and sections here."""
        return str(super().convert_hN(max(n, 5), el, text, parent_tags))  # type: ignore[misc]  # untyped

    def convert_img(self, el: Any, _text: str, **_: Any) -> str:
        """A picture of the package, in the deck's folder."""
        name = el.attrs.get("src") or ""
        if name not in self._reader.media:
            self._reader.losses.append(f"the picture {name or 'without a name'} is not in the package")
            return str(el.attrs.get("alt") or "")
        self._reader.pictures.add(name)
        alt = re.sub(r"([\[\]\\])", r"\\\1", el.attrs.get("alt") or "")
        return f"![{alt}](<{self._reader.folder}/{name}>)"

    def convert_u(self, _el: Any, text: str, **_: Any) -> str:
        return f"<u>{text}</u>" if text.strip() else text

    def convert_pre(self, el: Any, text: str, **_: Any) -> str:
        code = el.find("code")
        classes = " ".join((code or el).get("class") or [])
        language = re.search(r"language-(\w+)", classes)
        fence = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
        return f"\n\n{fence}{language[1] if language else ''}\n{text.strip(chr(10))}\n{fence}\n\n"

    def escape(self, text: str, parent_tags: Any) -> str:
        """A dollar is one, not the edge of a formula."""
        return str(super().escape(text, parent_tags)).replace("$", "\\$")  # type: ignore[misc]  # untyped


def _formula(found: re.Match[str]) -> str:
    is_display = found["display"] or found["old_display"] or found["block"]
    inside = next(
        found[name] for name in ("inline", "display", "tagged", "old", "old_display") if found[name]
    )
    latex = re.sub(r"\s+", " ", unescape(_TAG.sub(" ", inside)).replace("\xa0", " ")).strip()
    latex = _PRIVATE.sub("", latex)
    return f"\n\n$$\n{latex}\n$$\n\n" if is_display else f"${latex}$"


def _closing(html: str, at: int) -> int:
    """Where the blank that opened before `at` ends."""
    depth, position = 1, at
    while depth:
        close = html.find(_CLOSES, position)
        if close < 0:
            raise NotUnderstoodError("a blank never ends")
        depth += len(_OPENS.findall(html[position:close])) - 1
        position = close + len(_CLOSES)
    return position - len(_CLOSES)


def _flat(html: str) -> str:
    """Without the marks of the blanks within, and without their hints."""
    return re.sub(r"(?:::[^{}:]*)?\}\}", "", _OPENS.sub("", html))


def _out_of_formulas(html: str) -> str:
    """A blank holds whole formulas: one that is a part of a formula grows to all of it."""

    def grown(found: re.Match[str]) -> str:
        marks = _PRIVATE.findall(found[0])
        if not marks:
            return found[0]
        if len(marks) > 2:
            raise NotUnderstoodError("a formula has several blanks")
        return f"{marks[0]}{_PRIVATE.sub('', found[0])}{marks[1]}"

    return _FORMULA.sub(grown, html)
