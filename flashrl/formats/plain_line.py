"""Questions without any mark: a line of plain text that ends with a question mark, its answer below."""

from collections.abc import Iterator

from flashrl.formats.document import Document
from flashrl.formats.start import PLAIN, Start
from flashrl.formats.wording import wording

_SHORTEST, _LONGEST = 8, 300


def starts(document: Document) -> Iterator[Start]:
    """Every line outside lists and quotes that is a question as a whole."""
    for block in document.blocks:
        if block.kind != "paragraph" or block.items or block.quoted:
            continue
        for line in range(block.start, block.end):
            text = document.lines[line].strip()
            if not text.endswith(("?", "？")) or not _SHORTEST <= len(text) <= _LONGEST:
                continue
            words = wording(text)
            if words.asks and not words.is_link and document.plain[line]:
                yield Start(PLAIN, line, line + 1, text, words, (PLAIN,))
