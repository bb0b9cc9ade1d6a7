"""Questions without any mark: a line of plain text that ends with a question mark, its answer below."""

import re
from collections.abc import Iterator

from flashrl.formats.document import Document
from flashrl.formats.start import PLAIN, Start
from flashrl.formats.wording import wording

_ITALIC = re.compile(r"([*_])(?![*_])(?P<text>.+)(?<![*_])\1")
_SHORTEST, _LONGEST = 8, 300


def starts(document: Document) -> Iterator[Start]:
    """Every line outside lists and quotes that is a question as a whole."""
    for block in document.blocks:
        if block.kind != "paragraph" or block.items or block.quoted:
            continue
        for line in range(block.start, block.end):
            shown = document.lines[line].strip()
            italic = _ITALIC.fullmatch(shown)
            text = italic["text"] if italic else shown
            if not (italic or text.endswith(("?", "？"))) or not _SHORTEST <= len(text) <= _LONGEST:
                continue
            words = wording(text)
            if words.asks and not words.is_link and document.plain[line]:
                yield Start(PLAIN, line, line + 1, text, words, (PLAIN,))
