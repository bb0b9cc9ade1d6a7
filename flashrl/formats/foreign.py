"""Markdown that was written for no flashcard program: interview lists, notes, quizzes."""

import re

from flashrl.errors import Diagnostic
from flashrl.formats.cards import build
from flashrl.formats.choosing import choose
from flashrl.formats.document import Document
from flashrl.model import Deck

_FRONT = re.compile(r"\A(?P<mark>---|\+\+\+)[ \t]*\n(?P<body>.*?\n)??(?P=mark)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^[\w .-]{1,40}\s*[:=]", re.MULTILINE)


def parse(text: str, name: str) -> tuple[Deck, list[Diagnostic], str, tuple[str, ...]]:
    """The deck in `text` (line ends as LF), what is wrong with it, its format, and what spoke for that."""
    document = Document(text, first_line(text))
    choice = choose(document, name)
    if not choice.starts:
        return Deck(name), [], "", ()
    filed = build(document, choice, name)
    return filed.deck, filed.diagnostics, next(iter(choice.counts)), tuple(choice.reasons)


def first_line(text: str) -> int:
    """The first line behind front matter in YAML or TOML; 0 where there is none."""
    found = _FRONT.match(text)
    if found is None or not _KEY.search(found["body"] or ""):
        return 0
    return found[0].rstrip("\n").count("\n") + 1
