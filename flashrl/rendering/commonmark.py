"""A Python-Markdown extension that reads blocks as CommonMark (and GitHub's tables) does.

Python-Markdown's own block parser nests lists by four spaces and needs a blank line before a list.
Here markdown-it-py reads the blocks and Python-Markdown's inline processors read the text in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.util import AtomicString
from markdown_it import MarkdownIt
from markdown_it.token import Token

from flashrl.optional import without
from flashrl.rendering.formulas import Formula, Formulas
from flashrl.rendering.inline import replace_inline_processors
from flashrl.rendering.links import normal_label

with without("ssl"):  # as in conversion.py
    from pymdownx.highlight import Highlight

_MAX_NESTING = 50
_RAW = "raw"  # an element around HTML that is put in at the end
_LINE_START = re.compile(r"\n[ \t]+")


class CommonMarkExtension(Extension):
    """Replaces the block parser and the inline processors. `formulas` are those of the text at hand."""

    formulas: Formulas

    def extendMarkdown(self, md: Markdown) -> None:
        self.formulas = Formulas()
        md.preprocessors.deregister("html_block")
        md.preprocessors.deregister("normalize_whitespace")
        md.parser = _CommonMarkParser(md, self)
        md.postprocessors.register(_RawPostprocessor(md), "raw_block", 40)
        replace_inline_processors(md)


class _CommonMarkParser(BlockParser):
    """Builds the element tree from markdown-it's block tokens."""

    def __init__(self, md: Markdown, extension: CommonMarkExtension) -> None:
        super().__init__(md)
        self._extension = extension
        self._leaves: dict[str, Callable[[ElementTree.Element, Token], None]] = {
            "inline": self._add_inline,
            "fence": self._add_code,
            "code_block": self._add_code,
            "html_block": self._add_html,
            "hr": self._add_rule,
        }

    def parseDocument(self, lines: Iterable[str]) -> ElementTree.ElementTree[Any]:
        environment: dict[str, Any] = {}
        tokens = _block_reader().parse("\n".join(lines), environment)
        for label, reference in environment.get("references", {}).items():
            self.md.references[normal_label(label)] = (reference["href"], reference["title"])
        self.root = ElementTree.Element(self.md.doc_tag)
        self._build(tokens)
        return ElementTree.ElementTree(self.root)

    def _build(self, tokens: list[Token]) -> None:
        parents = [self.root]
        for token in tokens:
            if token.nesting == 1:
                parents.append(parents[-1] if token.hidden else _open(parents[-1], token))
            elif token.nesting == -1:
                parents.pop()
            else:
                self._leaves[token.type](parents[-1], token)

    def _add_inline(self, parent: ElementTree.Element, token: Token) -> None:
        _append_text(parent, _LINE_START.sub("\n", token.content))

    def _add_code(self, parent: ElementTree.Element, token: Token) -> None:
        source = self._extension.formulas.unmask(token.content)
        language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        if language == "math" and source.strip():
            formula = Formula(source.strip(), display=True)
            ElementTree.SubElement(parent, "p").text = self._extension.formulas.add(formula, source)
        else:
            self._add_raw(parent, _highlight(source, language))

    def _add_html(self, parent: ElementTree.Element, token: Token) -> None:
        self._add_raw(parent, token.content)

    def _add_raw(self, parent: ElementTree.Element, html: str) -> None:
        element = ElementTree.SubElement(parent, _RAW)
        element.text = AtomicString(self.md.htmlStash.store(html))

    def _add_rule(self, parent: ElementTree.Element, _token: Token) -> None:
        ElementTree.SubElement(parent, "hr")


class _RawPostprocessor(Postprocessor):
    """Unwraps blocks of HTML."""

    def run(self, text: str) -> str:
        return text.replace(f"<{_RAW}>", "").replace(f"</{_RAW}>", "")


@lru_cache(maxsize=256)
def _highlight(source: str, language: str) -> str:
    html: str = Highlight(None, stripnl=False).highlight(source, language)
    return html


@cache
def _block_reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    reader.core.ruler.enableOnly(["normalize", "block"])
    return reader


def _open(parent: ElementTree.Element, token: Token) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, token.tag)
    if "start" in token.attrs:
        element.set("start", str(token.attrs["start"]))
    if "style" in token.attrs:  # text-align:right
        element.set("align", str(token.attrs["style"]).removeprefix("text-align:"))
    return element


def _append_text(parent: ElementTree.Element, text: str) -> None:
    """Add text after the last child, which is where a tight list item has it."""
    if len(parent):
        parent[-1].tail = f"{parent[-1].tail or ''}\n{text}"
    else:
        parent.text = f"{parent.text}\n{text}" if parent.text else text
