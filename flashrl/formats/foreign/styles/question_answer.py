"""Questions with a prefix: `Q: …`, `**Q1.** …`, `Question 3 …`, `问：…`, in paragraphs, lists and quotes."""

import re
from collections.abc import Iterator
from dataclasses import replace

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
_LABEL_BEHIND = re.compile(
    r"(?:\s|(?<=[?？。]))(?=[(（\[]?(?:\*\*|\*|_)?(?:(?:A(?i:ns(?:wer)?)?|ans|答)|"
    r"(?<=[?？.!。)*_`][ \t])(?:[^\W\d_]{2,12} ){0,2}[^\W\d_]{2,12}|(?<=[?？。])[^\W\d_]{1,8})"
    r"(?:\*\*|\*|_)?[ ]?[:：]|(?<=[?？][ \t])(?:\*\*)?A(?i:ns(?:wer)?)[ ]?[.\-–—=]+[ *])"
)
"""Where the label of an answer may stand behind a question on its line: at the end of a sentence a word of
any language."""
_OTHER_OPTION = re.compile(r"\b[Bb][:.)]")
_FIRST_OPTION = re.compile(r"[ \t]*\(?[Aa][.)][ \t]+\S")
_MOST_QUESTION_LINES, _LONGEST = 12, 3000


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
    if not text or len(text) > _LONGEST:
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


def with_answer_behind(start: Start) -> Start:
    """A question of one line with what is marked behind it as its answer: `What is a trace? Ans: A sum.`"""
    text = f"{start.question} {start.inline}" if _FIRST_OPTION.match(start.inline) else start.question
    is_whole = len(text) > len(start.question) or not start.inline
    is_line = start.end == start.line + 1 and len(text) <= _LONGEST
    if not (is_whole and is_line and any(sign in text for sign in (":", "：", "Ans"))):
        return start
    inline, question = _split_inline(text)
    words = wording(question) if inline else start.wording
    if not (inline and (words.asks or start.wording.label)):
        return start
    told = replace(
        start.wording,
        text=words.text,
        asks=True,
        ends_asking=words.ends_asking,
        is_stop=False,
        tail=words.tail,
    )
    return replace(start, question=question, inline=inline, wording=told)


def _split_inline(text: str) -> tuple[str, str]:
    """`Q: … A: …` on one line: what follows, and the question."""
    for found in _LABEL_BEHIND.finditer(text):
        mark = answer_mark(text[found.end() :])
        if mark is not None and not (mark.is_letter and _OTHER_OPTION.search(mark.rest)):
            return text[found.end() :], text[: found.start()].rstrip(" \t-–—=>→")
    return "", text
