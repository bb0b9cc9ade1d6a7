"""Questions that are list items: `1. What is …?` with the answer below, `* Question? Answer.` on one line."""

import re
from collections.abc import Iterator
from dataclasses import replace

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import LISTED, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.asked_again import is_asked_again
from flashrl.formats.foreign.words.asked_on import asked_on, asks_on
from flashrl.formats.foreign.words.interrogatives import asks_behind_name
from flashrl.formats.foreign.words.options import options_below
from flashrl.formats.foreign.words.question_text import opening
from flashrl.formats.foreign.words.wording import Wording, wording

_MARK = re.compile(r"^[ \t]*(?:[-*+]|(\d{1,4})[.)])[ \t]+(?:\[[ \t]*+[xX]?[ \t]*+\][ \t]+)?")
_NUMBERED = re.compile(r"\d{1,4}(?:[.)][ \t]+|\)(?=[^\W\d_])|[.．](?=[^\W\d_a-z])|、(?=[^\W\d_]|[$`]))")
_ANSWERED = re.compile(r"(?P<question>[^?？]{4,300}[?？][\"'”’)*_]*)(?P<rest>(?:\s+|(?<=？)).+)$")
_DASHED = re.compile(r"(?P<question>(?:[^?？]{4,300}[?？])++[\"'”’)*_]*)(?P<rest>\s+[–—]\s+\S.*)$")
_TOLD_BEHIND = re.compile(r"(?P<question>[^?？]{8,300}?[.!][\"'”’)*_]*)(?P<rest>\s+[–—]\s+\S.*)$")
"""A task and what is told of it: `Explain how it learns. – It …`"""
_CLOSING = ")*_\"'”’"
_NO_WORDS = re.compile(r"`[^`]*`|\$[^$]*\$")
"""What may hold brackets that nothing closes: code, and intervals in formulas."""
_EMPHASISED = re.compile(r"(?:\*{1,3}|_{1,3})(?=[^\W_])")
_FEW_LINES = 4
_QUOTE = re.compile(r"^[ \t]*(?:\d{1,4}[.)])?[ \t]*>?")
_TAG = re.compile(r"</?\w[^<>]*>")
_BREAKS = re.compile(r"(?:\s*+</?br ?/?>)++$", re.IGNORECASE)
_INWARD = re.compile(r"\[(?P<label>[^\[\]]+)\]\(#[^()]*\)")
_LINKED = re.compile(r"<a\s[^<>]*\bhref=[^<>]*>[^<>]*</a>(?:\s|<br ?/?>)*", re.IGNORECASE)
_ASIDE = re.compile(r"[\[(（]|(?:[【〔][^【】〔〕]*+[】〕]\s*+)++\W*$")
_OUTWARD = re.compile(r"[?？]\]\(https?://[^#\s]*\)\W*$")
_TOLD_FIRST = re.compile(r"[.!。][*_]*\s+\S.{25,}$")
"""A sentence before the one that asks."""
_LONGEST_SCENARIO = 2000
_EITHER = re.compile(r"[^.。;:!]{2,80} or [^.。;:!]{2,80}$", re.IGNORECASE)
_CHOOSING = re.compile(r"\bwhich (?:\w+ ){0,3}(?:is|are|do|does|would|should|has|comes?)\b", re.IGNORECASE)
"""What is chosen from stands behind the question: `Which one is faster? The table or the network`"""
_REMARK = re.compile(
    r"[*_]*(?:@[\w.-]+|[(\[（][^()\[\]]{1,40}[)\]）]|(?:very |most )?(?:important|imp|easy|medium|hard|"
    r"difficult|tricky|basic|advanced|optional|bonus|senior|junior|asked))[*_.!]*",
    re.IGNORECASE,
)
"""Who asks it, and how hard it is: `What is it? *(at the first round)*`"""
_NUMBER = re.compile(r"[ \t]*(\d{1,4})[.)、]")
_HASHES = re.compile(r"\A#{2,6}(?=[^\W\d_])")
"""The marks of a heading that no space follows on, in an item: `- ###What is a return?`"""


def item_number(line: str) -> int | None:
    """What the item that opens on a line counts as; None for a bullet."""
    found = _NUMBER.match(line)
    return int(found[1]) if found else None


def starts(document: Document) -> Iterator[Start]:
    """Every list item that leads with a line of text. A link within the file is one where it stands again:
    at first it is a line of the contents."""
    linked: set[str] = set()
    for block in document.blocks:
        if block.kind != "paragraph" or len(block.items) > 3:
            continue
        if block.quoted:
            if block.leads and (start := _quoted(document, block)) is not None:
                yield start
            continue
        yield from _swallowed(document, block)
        if not block.leads:
            continue
        line = document.lines[block.start]
        found = _MARK.match(line)
        if found is None or answer_mark(line) or is_asked_again(line):
            continue
        text = _HASHES.sub("", line[found.end() :].strip())
        link = _INWARD.fullmatch(text)
        if link is not None and link["label"] in linked:
            text = link["label"]
        elif link is not None:
            linked.add(link["label"])
        text, end = _whole(document, block, text)
        start = _start(block, text, _is_told(document, block), end)
        if start is not None:
            yield start


def _is_told(document: Document, block: Block) -> bool:
    """Whether a fold is right below what leads an item, or text that is in it and no item of its own."""
    below = document.lines[block.end : max(block.end + 1, block.items[-1].end)]
    if below and below[0].lstrip().startswith("<details"):
        return True
    first = next((each for each in below if each.strip()), "")
    is_text = first[:1].isspace() and bool(re.search(r"\w", first)) and not _MARK.match(first)
    return is_text and block.end < block.items[-1].end


def _whole(document: Document, block: Block, text: str) -> tuple[str, int]:
    """A question that was broken over lines as one, and the line behind it. Options end it."""
    lines = [text, *(line.strip() for line in document.lines[block.start + 1 : block.end])]
    if len(lines) == 1:
        return text, block.start + 1
    offer = options_below(document.lines, block.start)
    if offer is not None and offer.is_sure:
        end = min(offer.start, block.end)
        if len(told := "\n".join(lines[: end - block.start])) < _LONGEST_SCENARIO:
            return told, end
    asked, rest = opening("\n".join(lines))
    if not asked.rstrip(_CLOSING).endswith(("?", "？")) or asked == text or _TOLD_FIRST.search(asked):
        return _closed(lines, block.start)
    return asked, block.end - (rest.count("\n") + 1 if rest else 0)


def _closed(lines: list[str], first: int) -> tuple[str, int]:
    """The line that opens an item with those that close what it leaves open, and the line behind them."""
    text = lines[0]
    if _is_open(text):
        for count in range(2, min(len(lines), _FEW_LINES) + 1):
            told = " ".join(lines[:count])
            if not _is_open(told):
                return told, first + count
    return text, first + 1


def _is_open(text: str) -> bool:
    """Whether a bracket or the emphasis that a text begins with is not closed in it."""
    said = _NO_WORDS.sub("", text)
    opened = _EMPHASISED.match(said)
    return said.count("(") > said.count(")") or (opened is not None and said.count(opened[0]) == 1)


def _quoted(document: Document, block: Block) -> Start | None:
    """A numbered item that leads with a quote: what it asks, its answer below."""
    item = block.items[-1]
    if item.number is None or block.start > item.start + 1:
        return None
    shown = [_QUOTE.sub("", line).strip() for line in document.lines[block.start : block.end]]
    start = _start(block, " ".join(shown), is_answered=False)
    return start and replace(start, line=item.start, end=block.end)


def _swallowed(document: Document, block: Block) -> Iterator[Start]:
    """Numbered lines right below text, which CommonMark takes for more of it; and those it takes for text as
    no space follows on the number."""
    for line in range(block.start + bool(block.items), block.end):
        shown = document.lines[line]
        found = _NUMBERED.match(shown) if shown[:1].isdigit() and document.plain[line] else None
        if found is None or answer_mark(shown):
            continue
        text, inline = _parted(shown[found.end() :].strip())
        words = _words(text)
        if re.search(r"\w", words.text) and not words.is_link:
            shape = (LISTED, True, 0, bool(inline))
            offset = len(found[0])
            yield Start(LISTED, line, line + 1, text, words, shape, inline=inline, offset=offset, depth=1)


def _parted(text: str) -> tuple[str, str]:
    """A question and the answer behind it on its line."""
    if (told := _told_behind(text)) is not None:
        return told["question"], told["rest"].strip()
    answered = None if text.endswith((")", "]")) and wording(text).is_link else _ANSWERED.match(text)
    if answered is None:
        return text, ""
    question, rest = answered["question"], answered["rest"].strip()
    if rest[:1].islower() and "?" in rest:  # `What is x_{1?} here? An index.`
        question, sign, rest = text.rpartition("?")
        question, rest = question + sign, rest.strip()
    shown = _BREAKS.sub("", rest)
    is_aside = bool(_ASIDE.match(rest) or _REMARK.fullmatch(rest))
    is_choice = bool(_EITHER.match(rest) and _CHOOSING.search(question))
    if is_aside or is_choice or not re.search(r"\w{2}", _TAG.sub("", rest)):
        return text, ""
    more, answer = asked_on(shown)
    if more:
        return (text.removesuffix(answer).rstrip(), answer) if text.endswith(answer) else (text, "")
    return question, rest


def _told_behind(text: str) -> re.Match[str] | None:
    """What asks, and what a dash sets off behind it."""
    if not ("–" in text or "—" in text):
        return None
    told = _TOLD_BEHIND.match(text)
    return told if told and asks_behind_name(told["question"]) else _DASHED.match(text)


def _start(block: Block, text: str, is_answered: bool, end: int = 0) -> Start | None:
    text, inline = _parted(text)
    words = _words(text)
    if inline and not words.asks:
        words = replace(words, asks=True)
    is_link = words.is_link or bool(_LINKED.fullmatch(text))
    if not re.search(r"\w", words.text) or (is_link and not (is_answered or _OUTWARD.search(text))):
        return None
    item = block.items[-1]
    return Start(
        LISTED,
        block.start,
        end or block.start + 1,
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


def _words(text: str) -> Wording:
    """How an item is worded, whatever is remarked behind it. What goes on with a task asks to its end."""
    answered = _ANSWERED.match(text)
    rest = answered["rest"].strip() if answered else ""
    if answered and _REMARK.fullmatch(rest):
        return wording(answered["question"])
    words = wording(text)
    return replace(words, ends_asking=True) if words.asks and rest and asks_on(rest) else words
