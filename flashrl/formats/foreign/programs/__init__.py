"""The cards in a file that are marked as such, by flashcard programs and callouts."""

from collections.abc import Callable, Iterator

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import (
    admonition,
    ankdown,
    front_back,
    hashcards,
    headed,
    inka,
    logseq,
    mdanki,
    obsidian,
    obsidian_ids,
    obsidian_to_anki,
    question_table,
)
from flashrl.formats.foreign.styles.start import Start

_READERS: tuple[Callable[[Document], Iterator[Start]], ...] = (
    obsidian_to_anki.starts,
    headed.starts,
    inka.starts,
    hashcards.starts,
    mdanki.starts,
    ankdown.starts,
    logseq.starts,
    obsidian.starts,
    admonition.starts,
    question_table.starts,
    front_back.starts,
    obsidian_ids.starts,
)


def marked_cards(document: Document) -> list[Start]:
    """The cards of flashcard programs, in order. Of two that overlap the surer one stays."""
    found: list[Start] = []
    taken = bytearray(len(document.lines))
    for reader in _READERS:
        kept = [each for each in reader(document) if not any(taken[each.line : each.limit])]
        for each in kept:
            taken[each.line : each.limit] = b"\1" * ((each.limit or 0) - each.line)
        found += kept
    return sorted(found, key=lambda each: each.line)
