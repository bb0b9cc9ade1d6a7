"""Questions with a prefix: `Q: …`, `**Q1.** …`, `Question 3 …`, `问：…`, in paragraphs, lists and quotes."""

import re
from collections.abc import Iterator

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import QUESTION_ANSWER, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.letters import is_explained
from flashrl.formats.foreign.words.wording import PART, has_prefix, wording

_MARK = re.compile(r"^[ \t>]*(?:[-*+][ \t]+|\d{1,4}[.)][ \t]+)?(?:>[ \t]*)?")
_WRAPPED = re.compile(r"[a-z]+[.)\-–]\s")
_ENDED = re.compile(r"[.?!:。？！：][*_`\"”)]*\s*$|[*_\\]$|  $")
"""What a line ends with that a sentence goes not on from: the next word is no label where it is missing."""
_FIRST_OPTION = re.compile(r"[ \t]*\(?[Aa][.)][ \t]+\S")
_MOST_QUESTION_LINES = 12


def starts(document: Document) -> Iterator[Start]:
    """Every line that opens with a question's prefix."""
    for block in document.blocks:
        if block.kind in ("paragraph", "html"):
            for line in range(block.start, block.end):
                if document.plain[line]:
                    start = _start(document, block, line)
                    if start is not None:
                        yield start


def _start(document: Document, block: Block, line: int) -> Start | None:
    text = _MARK.sub("", document.lines[line], count=1)
    if not text or len(text) > 3000:
        return None
    if not has_prefix(text) or answer_mark(document.lines[line]) or is_explained(document.lines, line):
        return None
    if line > block.start and _WRAPPED.match(text) and not _ENDED.search(document.lines[line - 1]):
        return None
    item = block.items[-1] if block.items else None
    if item is not None and item.depth and PART.match(text):
        return None
    words = wording(text)
    if words.text and not re.search(r"\w", words.text):
        return None
    end = _question_end(document, block, line)
    question = "\n".join([text, *(each.strip().lstrip("> \t") for each in document.lines[line + 1 : end])])
    inline, question = _split_inline(question) if end == line + 1 else ("", question)
    leads = item is not None and block.leads and line == block.start
    return Start(
        QUESTION_ANSWER,
        line,
        end,
        question,
        words,
        (QUESTION_ANSWER, bool(words.number)),
        inline=inline,
        offset=item.offset if item else 0,
        depth=item.depth + (1 if leads else 2) if item else 0,
        list_start=item.list_start if leads and item else None,
    )


def _question_end(document: Document, block: Block, line: int) -> int:
    """A question goes on to its options or the mark of its answer, if that is in the paragraph; or is one
    line, as a label is that only counts it."""
    options = None
    last = line if wording(_MARK.sub("", document.lines[line], count=1)).is_only_label else block.end
    for end in range(line + 1, min(last, line + _MOST_QUESTION_LINES)):
        shown = document.lines[end]
        if answer_mark(shown):
            return options or end
        if options is None and _FIRST_OPTION.match(shown):
            options = end
        if has_prefix(_MARK.sub("", shown, count=1)) or _is_list_line(shown):
            break
    return line + 1


def _is_list_line(line: str) -> bool:
    return bool(re.match(r"[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]", line))


def _split_inline(text: str) -> tuple[str, str]:
    """`Q: … A: …` on one line: what follows, and the question."""
    found = re.search(r"\s(?=(?:\*\*|\*|_)?(?:A|Ans|Answer|答)(?:\*\*|\*|_)?[:：])", text)
    if found and answer_mark(text[found.end() :]):
        return text[found.end() :], text[: found.start()]
    return "", text
