"""A file that is one question: its title asks, or the name that it was given."""

import re
from bisect import bisect_left
from dataclasses import replace

from flashrl.formats.foreign.choosing.selection import FEW, Selection
from flashrl.formats.foreign.styles.start import DETAILS, HEADING, QUESTION_ANSWER, TABLE, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.interrogatives import EASTERN
from flashrl.formats.foreign.words.plain_text import letters
from flashrl.formats.foreign.words.wording import Wording, wording

_ASKS = re.compile(
    r"(?:what|why|how|when|where|which|who|is|are|does|do|can)\b"
    r"(?!['’]s new| (?:is new|changed|to|i|we|my|our|you|it|this|they)\b).*\s|explain\s|differences?\s",
    re.IGNORECASE,
)
"""How a name asks; `How to install`, `Why I use it` and `What is new` head articles."""
_ASKS_IN_CHINESE = re.compile(r"什么|为何|怎么|怎样|哪些|哪个|哪种|区别|是否|多少|吗$|呢$|[^\s].*如何")
_CHAPTER = re.compile(r"\W*第[\d一二三四五六七八九十百]+[章节课讲篇部]")
_BY_INTERVIEWER = re.compile(r"\W*(?:面试官|面試官|interviewer)\s*[:：]\s*\w", re.IGNORECASE)
_ASKED_BELOW = re.compile(r"\W*(?:面试题|面試題|题目|題目|interview question)\W*", re.IGNORECASE)
_SIGNS_BEFORE = re.compile(r"(?:[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]\s*+)++")
_SPOKEN = re.compile(r"回答|답변")
"""An answer that someone gave; `答案` may be the key to a chapter."""
_LONGEST = 200
"""So many lines at most answer one question in a file without a title; more are an article."""
_OF_OTHERS = (QUESTION_ANSWER, DETAILS, TABLE)
_PART = 2
"""The level of the parts below a title."""


def question(chosen: Selection, name: str) -> Start | None:
    """The title of a file as its only question, where the file's name asks as well as, or instead of, it.

    Questions of its own that the file has otherwise come first, but for a few headings that carry on.
    """
    name = _SIGNS_BEFORE.sub("", name, count=1) if _SIGNS_BEFORE.match(name) else name
    if (announced := _answered_at_once(chosen, name) or _announced(chosen)) is not None:
        return announced
    kept = chosen.kept.values()
    if any(each.kind != HEADING or each.wording.label or each.level == 1 for each in kept) or len(kept) > FEW:
        return None
    titles = [each for each in chosen.headings if each.level == 1 and not each.wording.is_stop]
    asked = re.sub(r"[-_]+", " ", name)
    words = wording(asked)
    if not any(each.level == 1 for each in chosen.headings):
        return _named(chosen, name, words)
    if len(titles) != 1 or titles[0] is not chosen.headings[0] or chosen.marked:
        return None
    title = titles[0]
    if not chosen.has_own_text(title, len(chosen.document.lines)):
        return None
    if title.wording.ends_asking and not re.search(r"[^\W\d_]", name):
        return title  # a file that is only counted
    if not words.asks or words.is_stop:
        return None
    if letters(words.text) == letters(title.wording.text):
        return title
    # A name in plain words was meant to be read; one with hyphens may be that of any page.
    return replace(title, question=name, wording=words) if " " in name.strip() else None


def _answered_at_once(chosen: Selection, name: str) -> Start | None:
    """The name of a file that begins with the mark of an answer, `# Answer`, where it asks or that answer
    was spoken: all of the file answers it, whatever its headings."""
    first = _first_mark(chosen)
    if first is None or chosen.document.front or chosen.marked or _CHAPTER.match(name):
        return None
    is_eastern = bool(EASTERN.search(name))
    asked = name if is_eastern else re.sub(r"[-_]+", " ", name)
    words = wording(asked)
    is_spoken = bool(_SPOKEN.search(chosen.document.lines[first]))
    if words.is_stop or not (words.asks or is_spoken if is_eastern else _asks(words)):
        return None
    if any(each.wording.label or each.line in chosen.answered for each in chosen.kept.values()):
        return None
    chosen.marks = sorted({first, *chosen.marks})
    return Start(HEADING, first, first, asked, words, (HEADING, 1, False, False))


def _first_mark(chosen: Selection) -> int | None:
    """The first line with text, where it is nothing but the mark of an answer and more follows."""
    lines = chosen.document.lines
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    mark = answer_mark(lines[first])
    if mark is None or mark.is_letter or mark.rest.strip(" *_"):
        return None
    return first if chosen.document.has_text(first + 1, len(lines)) else None


def _asks(words: Wording) -> bool:
    """Whether a name asks by more than a verb."""
    return words.ends_asking or bool(_ASKS.match(words.text))


def _announced(chosen: Selection) -> Start | None:
    """The question of a file that says itself that it is one: an interviewer asks in the title, what asks is
    below a heading `Interview question`, or the parts below a title that asks are counted `一、`."""
    kept = chosen.kept.values()
    own = [
        each for each in kept if each.wording.label or each.kind in _OF_OTHERS or each.line in chosen.answered
    ]
    titles = [each for each in chosen.headings if each.level == 1]
    is_first = titles in ([], chosen.headings[:1])
    if own or chosen.marked or not chosen.headings or not is_first:
        return None
    numbered = sum(each.wording.count not in (None, 0) for each in kept)
    if titles and numbered < FEW and chosen.has_own_text(titles[0], len(chosen.document.lines)):
        parts = [each for each in kept if each is not titles[0]]
        are_counted = bool(parts) and all(each.wording.count == 0 and each.level == _PART for each in parts)
        if _BY_INTERVIEWER.match(titles[0].question) or (titles[0].wording.ends_asking and are_counted):
            return titles[0]
    return _below_heading(chosen, titles)


def _below_heading(chosen: Selection, titles: list[Start]) -> Start | None:
    """The paragraph below a heading `Interview question` that opens a file, with other parts behind it; or
    the title right above, where that asks the same."""
    asked = [each for each in chosen.headings if _ASKED_BELOW.fullmatch(each.question)]
    if len(asked) != 1 or asked[0] not in chosen.headings[: len(titles) + 1][-1:]:
        return None
    end = chosen.next_heading(asked[0])
    index = bisect_left(chosen.block_starts, asked[0].end)
    told = chosen.document.blocks[index] if index < len(chosen.document.blocks) else None
    is_last = end == len(chosen.document.lines)
    if told is None or told.kind != "paragraph" or told.items or is_last:
        return None
    if any(told.end <= line < end for line in chosen.kept):
        return None
    text = " ".join(told.text.split())
    words = wording(text)
    if not words.asks or len(text) > _LONGEST:
        return None
    if titles and titles[0].wording.asks and not chosen.has_own_text(titles[0], asked[0].line):
        return titles[0]
    return Start(HEADING, asked[0].line, told.end, text, words, (HEADING, 1, False, False), level=1)


def _named(chosen: Selection, name: str, words: Wording) -> Start | None:
    """The name of a file without a title as its question, where all of the file answers it: neither an
    article, which has front matter or is long, nor a list of links."""
    document = chosen.document
    asks = _asks(words) or _ASKS_IN_CHINESE.search(words.text)
    is_meant = bool(EASTERN.search(name)) or " " in name.strip()
    if not (asks and is_meant) or words.is_stop or _CHAPTER.match(name) or chosen.kept or chosen.marked:
        return None
    lines = [n for n, line in enumerate(document.lines) if line.strip()]
    told = [n for n in lines if document.plain[n] and n not in chosen.heading_set]
    if document.front or len(document.lines) > _LONGEST:
        return None
    if not any(not wording(document.lines[n]).is_link for n in told):
        return None
    first = lines[0]
    return Start(HEADING, first, first, name, words, (HEADING, 1, False, False), level=1)
