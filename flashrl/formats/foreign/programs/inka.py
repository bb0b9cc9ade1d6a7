"""inka: sections between `---` lines with `Deck:` and `Tags:`; `1. Question` and `> answer`, or blanks."""

import re
from collections.abc import Iterator

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import cloze
from flashrl.formats.foreign.styles.start import INKA, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks

_RULE = re.compile(r"---[ \t]*$")
_QUESTION = re.compile(r"\d{1,6}\.(?:[ \t]|$)")
_ANSWER = re.compile(r">[ \t]?")
_DECK = re.compile(r"Deck:[ \t]*(\S.*)$")
_TAGS = re.compile(r"Tags:[ \t]*(\S.*)$")


def starts(document: Document) -> Iterator[Start]:
    """The cards of every section that has an answer in quotes below each question, or names its deck."""
    rules = [n for n, line in enumerate(document.lines) if line[:1] == "-" and _RULE.match(line)]
    rules = [n for n in rules if document.plain[n]]
    # Front matter is blanked by now; where its key was `Deck:` it is a section's head.
    for start, end in zip(rules, [*rules[1:], len(document.lines)], strict=False):
        yield from _section(document, start + 1, end)


def _section(document: Document, start: int, end: int) -> Iterator[Start]:
    lines = document.lines
    numbered = [n for n in range(start, end) if document.plain[n] and _QUESTION.match(lines[n])]
    deck, tags = _head(document, start, numbered[0] if numbered else end)
    ends = [*(_card_start(document, line) for line in numbered[1:]), end]
    cards = [
        card
        for line, following in zip(numbered, ends, strict=False)
        if (card := _card(document, line, following, deck, tags)) is not None
    ]
    answered = sum(bool(card.marked and card.marked.answer) for card in cards)
    named = deck or any(card.marked and card.marked.id for card in cards)
    if named or (answered and answered >= 0.8 * len(numbered)):
        yield from cards


def _head(document: Document, start: int, end: int) -> tuple[str, tuple[str, ...]]:
    deck, tags = "", tuple[str, ...]()
    for line in document.lines[start:end]:
        if found := _DECK.match(line):
            deck = found[1].strip()
        elif found := _TAGS.match(line):
            tags = tuple(dict.fromkeys(found[1].replace(",", " ").split()))
    return deck, tags


def _card_start(document: Document, line: int) -> int:
    """A note's id stands above it."""
    above = document.lines[line - 1] if line else ""
    return line - 1 if "ID:" in above and tool_marks.is_only_marks(above) else line


def _card(document: Document, line: int, end: int, deck: str, tags: tuple[str, ...]) -> Start | None:
    lines = document.lines
    first = _card_start(document, line)
    card_id = tool_marks.note_id("\n".join(lines[first : line + 1]))
    told = next((n for n in range(line + 1, end) if _ANSWER.match(lines[n]) and document.lines[n]), None)
    text = _QUESTION.sub("", "\n".join(lines[line : told or end]), count=1).strip()
    if told is not None:
        stop = next((n for n in range(told, end) if not _ANSWER.match(lines[n])), end)
        answer = "\n".join(_ANSWER.sub("", each, count=1) for each in lines[told:stop]).strip("\n").rstrip()
        question, _, asked = text.partition("\n")
        card = Marked(question.strip() or "?", asked.strip("\n"), answer, "", card_id, tags, deck)
        return marked_start(INKA, (first, stop), card)
    text = tool_marks.without_marks(text).rstrip()
    blanks = cloze.from_single_curly(text)
    if not blanks and not card_id:
        return None
    card = Marked(cloze.title(blanks or text) or "?", "", "", blanks, card_id, tags, deck)
    last = max(n for n in range(line, end) if lines[n].strip())
    return marked_start(INKA, (first, last + 1), card)
