"""Markdown that was not written for flashrl: interview lists, notes, quizzes, decks of other programs."""

from flashrl.errors import Diagnostic
from flashrl.formats.foreign.cards import build
from flashrl.formats.foreign.choosing import choose
from flashrl.formats.foreign.page import front
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import wording
from flashrl.model import Deck

_MOST_KEPT = 4096


def parse(text: str, name: str, folder: str = "") -> tuple[Deck, list[Diagnostic], str, tuple[str, ...]]:
    """The deck in `text` (line ends as LF), what is wrong with it, its format, and what spoke for that."""
    try:
        return _read(text, name, folder)
    finally:
        for each in (wording, answer_mark):  # they remember every line of a large file
            if each.cache_info().currsize > _MOST_KEPT:
                each.cache_clear()


def _read(text: str, name: str, folder: str) -> tuple[Deck, list[Diagnostic], str, tuple[str, ...]]:
    matter = front.read(text)
    document = Document(*front.written_out(text, matter))
    choice = choose(document, name, folder)
    if not choice.starts:
        return Deck(name), [], "", ()
    filed = build(document, choice, name, matter)
    return filed.deck, filed.diagnostics, next(iter(choice.counts)), tuple(choice.reasons)
