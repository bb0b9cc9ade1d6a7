"""Callouts of Obsidian in pairs: `> [!question]` asks, and `> [!success]- Answer` below or in it answers."""

import re

from flashrl.formats.foreign.styles.start import ADMONITION, Marked, Start, marked_start
from flashrl.formats.foreign.words import question_text
from flashrl.formats.foreign.words.answer_mark import is_generic
from flashrl.formats.foreign.words.wording import without_number

_ASKING = re.compile(
    r">[ \t]*\[!(?:question|faq|help|quiz|exercise)\][-+]?[ \t]*(?P<title>.*)$", re.IGNORECASE
)
_ANSWERING = re.compile(
    r">[ \t]*\[!(?:(?P<sure>answer|solution|success|check|done)|tip|hint|example|note|info|abstract|quote)\]"
    r"(?P<fold>-)?[-+]?[ \t]*(?P<title>.*)$",
    re.IGNORECASE,
)
_MOST, _FAR = 300, 5
_QUOTE = re.compile(r">[ \t]?")
_LABEL = re.compile(r"\W*(?:\w+[ ]?#?\d{1,3}|question|quiz|exercise|task)?\W*", re.IGNORECASE)


def read(lines: list[str], number: int) -> Start | None:
    """The card of a callout that asks, if one that answers is in it or follows on it."""
    asking = _ASKING.match(lines[number])
    if asking is None:
        return None
    end = _end(lines, number)
    inside = [_QUOTE.sub("", line, count=1) for line in lines[number + 1 : end]]
    nested = next((n for n, line in enumerate(inside) if _is_answer(line)), None)
    if nested is not None:
        body, told = inside[:nested], inside[nested + 1 : _end(inside, nested)]
    else:
        first = next((n for n in range(end, min(len(lines), end + _FAR)) if lines[n].strip()), end)
        if first == len(lines) or not _is_answer(lines[first]):
            return None
        end = _end(lines, first)
        body, told = inside, lines[first + 1 : end]
    asked, title = "\n".join(body).strip("\n"), asking["title"].strip()
    question = without_number(title)
    if _LABEL.fullmatch(title):
        question, asked = question_text.opening(asked) if asked else (question, "")
    if not question:
        return None
    answer = "\n".join(_QUOTE.sub("", line, count=1) for line in told).strip("\n").rstrip()
    return marked_start(ADMONITION, (number, end), Marked(question, asked.strip("\n"), answer))


def _end(lines: list[str], number: int) -> int:
    """The line behind the quote that begins on a line, or behind as much of it as is looked at."""
    last = min(len(lines), number + _MOST)
    return next((n for n in range(number + 1, last) if not lines[n].startswith(">")), last)


def _is_answer(line: str) -> bool:
    found = _ANSWERING.match(line)
    if found is None:
        return False
    title = found["title"].strip()
    return is_generic(title) and bool(title or found["sure"] or found["fold"])
