"""Questions that fold: `<details><summary>What is …?</summary> … </details>`."""

import re
from collections.abc import Iterator

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.page.fold import Details
from flashrl.formats.foreign.styles.start import DETAILS, Start
from flashrl.formats.foreign.words.answer_mark import is_generic
from flashrl.formats.foreign.words.wording import wording

_OPENING = re.compile(r"<details", re.IGNORECASE | re.ASCII)


def starts(document: Document) -> Iterator[Start]:
    """Every `<details>` whose summary says more than that an answer is inside."""
    numbers = {each.content_end[0] for each in document.details if each.is_closed}
    last = {n: found.start() for n in numbers for found in _OPENING.finditer(document.lines[n])}
    for each in document.details:
        if not is_generic(each.summary):
            yield _start(document, each, last)


def _start(document: Document, each: Details, last: dict[int, int]) -> Start:
    """A fold that asks; `last` has the columns where the last one on a line begins."""
    line, column = each.content
    end = each.content_end[1] if line == each.content_end[0] else None
    inline = document.lines[line][column:end] if line < len(document.lines) else ""
    is_followed = each.is_closed and last.get(each.content_end[0], -1) >= each.content_end[1]
    first = next((text.strip() for text in each.summary.split("\n") if text.strip()), "")
    question = each.summary.strip()
    return Start(
        DETAILS,
        each.start,
        min(line + 1, len(document.lines)),
        question,
        wording(first if "\n" in question else question),
        (DETAILS, each.depth),
        inline=inline.strip(),
        limit=max(each.start + 1, each.end - is_followed),
        depth=each.depth,
    )
