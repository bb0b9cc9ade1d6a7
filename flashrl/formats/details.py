"""Questions that fold: `<details><summary>What is …?</summary> … </details>`."""

from collections.abc import Iterator

from flashrl.formats.answer_mark import is_generic
from flashrl.formats.document import Document
from flashrl.formats.fold import Details
from flashrl.formats.start import DETAILS, Start
from flashrl.formats.wording import wording


def starts(document: Document) -> Iterator[Start]:
    """Every `<details>` whose summary says more than that an answer is inside."""
    for each in document.details:
        if not is_generic(each.summary):
            yield _start(document, each)


def _start(document: Document, each: Details) -> Start:
    line, column = each.content
    inline = document.lines[line][column:] if line < len(document.lines) else ""
    if line == each.content_end[0]:
        inline = document.lines[line][column : each.content_end[1]]
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
        limit=max(each.start + 1, each.end - _opens_another(document.lines, each)),
        depth=each.depth,
    )


def _opens_another(lines: list[str], each: Details) -> bool:
    """Whether the next fold begins on the line that ends one."""
    return each.is_closed and "<details" in lines[each.content_end[0]][each.content_end[1] :].lower()
