"""Questions that are list items: `1. What is …?` with the answer below, `* Question? Answer.` on one line."""

import re
from collections.abc import Iterator

from flashrl.formats.document import Block, Document
from flashrl.formats.start import LISTED, Start
from flashrl.formats.wording import answer_mark, wording

_MARK = re.compile(r"^[ \t]*(?:[-*+]|(\d{1,4})[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_ANSWERED = re.compile(r"(?P<question>[^?？]{4,300}[?？][\"'”’)*_]*)(?P<rest>(?:\s+|(?<=？)).+)$")

_OUTWARD = re.compile(r"[?？]\]\(https?://[^#\s]*\)\W*$")
_TELLING = re.compile(
    r"(?:please )?(?:discuss|explain|elaborate|give|write|describe|justify|compare|provide|invent|name|list|"
    r"code|then|show|illustrate|and why|why)\b",
    re.IGNORECASE,
)


def starts(document: Document) -> Iterator[Start]:
    """Every list item that leads with a line of text."""
    for block in document.blocks:
        if block.kind != "paragraph" or not block.leads or block.quoted or len(block.items) > 3:
            continue
        line = document.lines[block.start]
        found = _MARK.match(line)
        if found is None or answer_mark(line):
            continue
        text = line[found.end() :].strip()
        start = _start(block, text)
        if start is not None:
            yield start


def _start(block: Block, text: str) -> Start | None:
    inline = ""
    answered = _ANSWERED.match(text)
    if (
        answered
        and re.search(r"\w{2}", answered["rest"])
        and not _asks_on(answered["rest"].strip())
        and not answered["rest"].strip().startswith(("[", "("))
    ):
        text, inline = answered["question"], answered["rest"].strip()
    words = wording(text)
    if not re.search(r"\w", words.text) or (words.is_link and not _OUTWARD.search(text)):
        return None
    item = block.items[-1]
    return Start(
        LISTED,
        block.start,
        block.start + 1,
        text,
        words,
        (LISTED, item.number is not None, item.depth, bool(inline)),
        inline=inline,
        offset=item.offset,
        depth=item.depth + 1,
        list_start=item.list_start,
        limit=block.items[-2].end if len(block.items) > 1 else None,
        item_end=item.end,
    )


def _asks_on(rest: str) -> bool:
    """Whether what follows on a question is one too: `What is it? And why?`, `What is it? Discuss.`"""
    return rest.endswith(("?", "？")) or (len(rest) < 100 and bool(_TELLING.match(rest)))
