"""Markdown to safe HTML."""

import threading
from collections.abc import Callable

from markdown import Markdown

from flashrl.optional import without
from flashrl.rendering.assembly import Assembly
from flashrl.rendering.commonmark import CommonMarkExtension
from flashrl.rendering.formulas import Formula, Formulas
from flashrl.rendering.sanitise import sanitise

with without("ssl"):
    # They need two functions of urllib.request, which would bring TLS along: nothing is ever fetched here.
    from pymdownx.tasklist import TasklistExtension
    from pymdownx.tilde import DeleteSubExtension


def convert(text: str, formula: Callable[[Formula], str], image: Callable[[str, str], str]) -> str:
    """See `flashrl.rendering.to_html`."""
    formulas = Formulas()
    html = to_unsafe_html(text, formulas)
    return Assembly(formulas, formula, image).assemble(sanitise(html))


def to_unsafe_html(text: str, formulas: Formulas) -> str:
    """HTML as the author wrote it, with placeholders for the formulas: to be made safe, or looked into."""
    return _converter().convert(formulas.mask(text), formulas)


class _Converter:
    """A Markdown instance; it serves one text at a time."""

    def __init__(self) -> None:
        self._commonmark = CommonMarkExtension()
        extensions = [self._commonmark, DeleteSubExtension(subscript=False), TasklistExtension()]
        self._markdown = Markdown(extensions=extensions, output_format="html")

    def convert(self, text: str, formulas: Formulas) -> str:
        self._commonmark.formulas = formulas
        try:
            return self._markdown.convert(text)
        finally:
            self._markdown.reset()
            self._commonmark.formulas = Formulas()


class _Local(threading.local):
    converter: _Converter | None = None


_local = _Local()


def _converter() -> _Converter:
    if _local.converter is None:
        _local.converter = _Converter()
    return _local.converter
