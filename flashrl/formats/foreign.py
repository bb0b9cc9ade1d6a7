"""Markdown that was not written for flashrl: interview lists, notes, quizzes, decks of other programs."""

from flashrl.errors import Diagnostic
from flashrl.formats import front
from flashrl.formats.cards import build
from flashrl.formats.choosing import choose
from flashrl.formats.document import Document
from flashrl.model import Deck


def parse(text: str, name: str) -> tuple[Deck, list[Diagnostic], str, tuple[str, ...]]:
    """The deck in `text` (line ends as LF), what is wrong with it, its format, and what spoke for that."""
    matter = front.read(text)
    document = Document(*front.written_out(text, matter))
    choice = choose(document, name)
    if not choice.starts:
        return Deck(name), [], "", ()
    filed = build(document, choice, name, matter)
    return filed.deck, filed.diagnostics, next(iter(choice.counts)), tuple(choice.reasons)
