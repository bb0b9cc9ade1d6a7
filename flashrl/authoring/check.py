"""Everything that is wrong in deck files: structure, text, formulas, links, simulations, what is twice."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from flashrl import rendering
from flashrl.authoring import front_matter, simulation_faults, structure_faults
from flashrl.errors import Diagnostic
from flashrl.formats import ParsedFile
from flashrl.model import Card, SectionKind

MOST_WORDS, MOST_CHARACTERS = 500, 4_000
"""A card that says more is long."""

_OTHER_FILES = re.compile(r"!\[|<img|\]\((?!https?:|mailto:|#)|\]:|href", re.IGNORECASE)
_ID = re.compile(r"[ \t]*(?:<!--\s*card\s+)?(id)[ \t]*:")


class Problems(Protocol):
    """Says what in a text cannot be shown as written, as `rendering.problems` does."""

    def __call__(self, text: str, *, line: int, folder: Path) -> list[Diagnostic]: ...


class Remembered:
    """`rendering.problems` for text that is checked again at each save: a text is looked at once.

    One with pictures or links to files is looked at each time, as what it means depends on other files.
    """

    def __init__(self) -> None:
        self._found: dict[str, list[Diagnostic]] = {}

    def __call__(self, text: str, *, line: int, folder: Path) -> list[Diagnostic]:
        if depends_on_files(text):
            return rendering.problems(text, line=line, folder=folder)
        if text not in self._found:
            self._found[text] = rendering.problems(text, line=1, folder=folder)
        return [replace(each, line=each.line + line - 1) for each in self._found[text]]


def depends_on_files(text: str) -> bool:
    """Whether it may have pictures or links to files."""
    return _OTHER_FILES.search(text) is not None


def check(
    files: Sequence[ParsedFile],
    *,
    strict: bool = False,
    problems: Problems = rendering.problems,
    simulated: Callable[[ParsedFile], Iterable[Diagnostic]] = simulation_faults.findings,
) -> list[ParsedFile]:
    """The same files with all findings, in order of line. What is in two files is reported in the second.
    With `strict` every finding is an error."""
    ids, questions = dict[str, str](), dict[str, str]()
    checked = [_checked(file, [*_twice(file, ids, questions), *simulated(file)], problems) for file in files]
    return [_all_errors(file) for file in checked] if strict else checked


def _all_errors(file: ParsedFile) -> ParsedFile:
    found = tuple(replace(each, is_strict=True) for each in file.diagnostics)
    return replace(file, diagnostics=found)


def _checked(file: ParsedFile, other: Sequence[Diagnostic], problems: Problems) -> ParsedFile:
    found = [
        *file.diagnostics,
        *other,
        *_long_cards(file),
        *structure_faults.findings(file),
        *_text_findings(file, problems),
    ]
    told = _without_consequences(found, file.deck.cards)
    ordered = sorted(set(told), key=lambda each: (each.line, each.column, each.code, each.message))
    return replace(file, diagnostics=tuple(ordered))


def _without_consequences(found: Sequence[Diagnostic], cards: Sequence[Card]) -> Iterator[Diagnostic]:
    """That a card has no blank goes without saying where its blanks are said to be wrong."""
    wrong = [each.line for each in found if each.code in ("bad-blank", "cloze-in-code")]
    ends = {card.line: card.end_line for card in cards}
    for each in found:
        is_blank = each.code == "cloze-without-blank"
        if not (is_blank and any(each.line <= line <= ends.get(each.line, 0) for line in wrong)):
            yield each


# -- twice, or too much --------------------------------------------------------------------------


def _twice(file: ParsedFile, ids: dict[str, str], questions: dict[str, str]) -> Iterator[Diagnostic]:
    yield from _repeated_ids(file, ids)
    yield from _repeated_questions(file, questions)


def _repeated_ids(file: ParsedFile, first_use: dict[str, str]) -> Iterator[Diagnostic]:
    """Ids that another file has; the reader of the format reports those that this one has twice."""
    own: dict[str, str] = {}
    lines = file.text.split("\n")
    for card in file.deck.cards:
        if card.id and card.id in first_use:
            message = f"{card.id!r} is used in {first_use[card.id]} too"
            yield Diagnostic("repeated-id", message, *_id_place(card, lines))
        elif card.id:
            own.setdefault(card.id, f"{file.path}:{card.line}")
    first_use.update(own)


def _id_place(card: Card, lines: Sequence[str]) -> tuple[int, int]:
    for number, line in enumerate(lines[card.line : card.end_line], start=card.line + 1):
        if found := _ID.match(line):
            return number, found.start(1) + 1
    return card.line, 1


def _repeated_questions(file: ParsedFile, first_use: dict[str, str]) -> Iterator[Diagnostic]:
    """Cards with the same question; two cloze texts may share a title."""
    for card in file.deck.cards:
        if not card.question:
            continue
        asked = _asked(card, with_answer=file.format != "native")
        cloze = "".join(section.text for section in card.of_kind(SectionKind.CLOZE))
        others = (f"{asked}\n{cloze}", f"{asked}\n") if cloze else (asked,)
        if place := next((first_use[other] for other in others if other in first_use), ""):
            message = f"{card.question!r} is asked in {place} already"
            yield Diagnostic("repeated-question", message, card.line)
        here = f"line {card.line}" if file.path is None else f"{file.path}:{card.line}"
        first_use.setdefault(asked, here)
        first_use.setdefault(f"{asked}\n{cloze}", here)


def _asked(card: Card, *, with_answer: bool) -> str:
    """What tells one question from another: all that is shown before the answer.

    In foreign files code that the question is about may be taken for the answer's.
    """
    kinds = (SectionKind.QUESTION, *((SectionKind.ANSWER,) if with_answer else ()))
    text = unicodedata.normalize("NFKC", re.sub(r"[*_]{2,}|[?.!:\s]+$", "", card.question)).casefold()
    return repr([" ".join(text.split()), *(section.parts for section in card.of_kind(*kinds))])


def _long_cards(file: ParsedFile) -> Iterator[Diagnostic]:
    for card in file.deck.cards:
        texts = [card.question, *(section.text for section in card.sections)]
        words, characters = sum(len(text.split()) for text in texts), sum(map(len, texts))
        if words > MOST_WORDS or characters > MOST_CHARACTERS:
            yield Diagnostic("long-card", f"the card has {words} words, {characters:,} characters", card.line)


# -- text ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Prose:
    """A text as it is shown, the line of its file that it seems to start on, and the lines (from 1, the end
    inclusive) that it was taken from."""

    text: str
    line: int
    first_line: int
    end_line: int


def _text_findings(file: ParsedFile, problems: Problems) -> Iterator[Diagnostic]:
    folder = file.path.parent if file.path else Path()
    lines = file.text.split("\n")
    for prose in _prose(file, lines):
        shown = prose.text.split("\n")
        for found in problems(prose.text, line=prose.line, folder=folder):
            yield _placed(found, shown[found.line - prose.line], prose, lines)


def _placed(found: Diagnostic, shown: str, prose: _Prose, lines: Sequence[str]) -> Diagnostic:
    """The finding where the shown line is in the file: it may stand deeper there, or behind `### `."""
    inside = range(prose.first_line, min(prose.end_line, len(lines)) + 1)
    holding = [number for number in inside if shown.strip() in lines[number - 1]]
    if not holding:
        return replace(found, column=1)
    line = min(holding, key=lambda number: abs(number - found.line))
    indent = len(shown) - len(shown.lstrip())
    shift = lines[line - 1].find(shown.strip()) - indent
    return replace(found, line=line, column=max(1, found.column + shift))


def _front_lines(file: ParsedFile, lines: Sequence[str]) -> int:
    if file.format == "native":
        return front_matter.end(lines)
    from flashrl.formats.foreign.page import front  # here, as native decks need none of what comes with it

    return front.read(file.text).lines


def _prose(file: ParsedFile, lines: Sequence[str]) -> Iterator[_Prose]:
    """The texts of the cards, and those between them."""
    start = _front_lines(file, lines) + 1
    for card in file.deck.cards:
        yield from _between(lines, start, card.line - 1)
        start = max(start, card.end_line + 1)
        yield _Prose(card.question, card.line, card.line, card.end_line)
        for section in card.sections:
            for part, line in zip(section.parts, section.part_lines, strict=True):
                if isinstance(part, str):
                    yield _Prose(part, line, card.line, card.end_line)
    yield from _between(lines, start, len(lines))


def _between(lines: Sequence[str], first: int, last: int) -> Iterator[_Prose]:
    while first <= last and not lines[first - 1].strip():
        first += 1
    if first <= last:
        yield _Prose("\n".join(lines[first - 1 : last]), first, first, last)
