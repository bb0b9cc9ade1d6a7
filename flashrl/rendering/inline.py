"""Inline processors that read code, tags, links and emphasis as CommonMark does.

Python-Markdown runs its processors one after the other over a paragraph; what one of them has read is a
placeholder to the next. So the order is CommonMark's precedence: literal text, links, emphasis, breaks.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from markdown import Markdown, util
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor

from flashrl.rendering.emphasis import pair_delimiters
from flashrl.rendering.links import LinkReader
from flashrl.rendering.regions import RegionProcessor

_ESCAPED = re.compile(f"{util.STX}(\\d+){util.ETX}")
_DELIMITER = re.compile(r"[*_]")
_LITERAL = r"""(?xs)
    \\(?P<escaped>[!-/:-@\[-`{-~\n])
  | (?P<ticks>`+)
  | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
  | (?!(?<=\]\()<[^<>\n]*>\s*["'()]) < (?:  # not a link's address in angle brackets
        (?P<address>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*) >
      | (?P<mail>[A-Za-z0-9_.!\#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*) >
      | (?P<tag>
          [A-Za-z][A-Za-z0-9-]*
            (?:\s+[A-Za-z_:][A-Za-z0-9_:.-]*(?:\s*=\s*(?:[^"'=<>`\s]+|'[^']*'|"[^"]*"))?)*\s*/?>
        | /[A-Za-z][A-Za-z0-9-]*\s*>)
      | (?P<opened>!--|\?|!\[CDATA\[|![A-Za-z]))
"""
_REPLACED = (
    "backtick escape reference link image_link image_reference short_reference short_image_ref autolink "
    "automail linebreak html entity not_strong em_strong em_strong2"
)
_CLOSINGS = {"!--": "-->", "?": "?>", "![CDATA[": "]]>"}

Read = tuple[ElementTree.Element | str | None, int | None, int | None]


def replace_inline_processors(md: Markdown) -> None:
    """Put CommonMark's reading of code, escapes, tags, links, emphasis and breaks in place."""
    patterns = md.inlinePatterns
    for name in _REPLACED.split():
        patterns.deregister(name, strict=False)
    literal = _LiteralProcessor(_LITERAL, md)
    patterns.register(literal, "literal", 190)
    links = LinkReader(md.references, literal.unescape)
    patterns.register(RegionProcessor(r"!?\[", md, links.find), "link", 160)
    patterns.register(RegionProcessor(r"[*_]+", md, pair_delimiters, _protect), "emphasis", 70)
    patterns.register(_BreakProcessor(r" {2,}\n", md), "linebreak", 50)
    md.postprocessors.register(_UnescapePostprocessor(md), "unescape", 10)


def _placeholder(sign: str) -> str:
    """What stands for a character that means nothing but itself."""
    return f"{util.STX}{ord(sign)}{util.ETX}"


def _protect(text: str) -> str:
    return _DELIMITER.sub(lambda found: _placeholder(found[0]), text)


class _LiteralProcessor(InlineProcessor):
    """Escapes, code, autolinks, tags and entities: what comes first wins."""

    def handleMatch(  # type: ignore[override]  # its stubs know no text as result
        self, m: re.Match[str], data: str
    ) -> Read:
        kind = m.lastgroup or ""
        read: Read = (None, m.start(), m.end())
        if kind == "escaped":
            read = self._escape(m)
        elif kind == "ticks":
            read = _read_code(m, data)
        elif kind in ("address", "mail"):
            read = _autolink(m[kind], kind), m.start(), m.end()
        elif kind == "opened":
            closing = _CLOSINGS.get(m["opened"], ">")
            end = data.find(closing, m.end() - (2 if closing == "-->" else 0))
            if end >= 0:
                read = self._store(data[m.start() : end + len(closing)]), m.start(), end + len(closing)
        else:
            read = self._store(m[0]), m.start(), m.end()
        return read

    def _escape(self, m: re.Match[str]) -> Read:
        sign = m["escaped"]
        if sign == "\n":
            return ElementTree.Element("br"), m.start(), m.end() - 1
        return self._store("&amp;") if sign == "&" else _placeholder(sign), m.start(), m.end()

    def _store(self, html: str) -> str:
        return self.md.htmlStash.store(html)


def _read_code(m: re.Match[str], data: str) -> Read:
    closing = re.compile(f"(?<!`){m['ticks']}(?!`)").search(data, m.end())
    if closing is None:
        return None, m.start(), m.end()
    code = data[m.end() : closing.start()].replace("\n", " ")
    if code.startswith(" ") and code.endswith(" ") and code.strip():
        code = code[1:-1]
    element = ElementTree.Element("code")
    element.text = util.AtomicString(util.code_escape(code))
    return element, m.start(), closing.end()


def _autolink(address: str, kind: str) -> ElementTree.Element:
    element = ElementTree.Element("a", {"href": f"mailto:{address}" if kind == "mail" else address})
    element.text = util.AtomicString(address)
    return element


class _BreakProcessor(InlineProcessor):
    """Two spaces at the end of a line."""

    def handleMatch(  # type: ignore[override]  # its stubs know no text as result
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - Python-Markdown's signature
    ) -> Read:
        return ElementTree.Element("br"), m.start(), m.end()


class _UnescapePostprocessor(Postprocessor):
    """Puts back the characters that were escaped inside attributes."""

    def run(self, text: str) -> str:
        return _ESCAPED.sub(lambda found: util.code_escape(chr(int(found[1]))).replace('"', "&quot;"), text)
