"""One card of a file, taken out to be edited and written back. What others wrote meanwhile is never lost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from flashrl.authoring import edit
from flashrl.authoring.check import Problems, check
from flashrl.authoring.writing import replace_bytes
from flashrl.errors import DeckError, Diagnostic
from flashrl.formats import ParsedFile, parse_at
from flashrl.model import Card


@dataclass(frozen=True, slots=True)
class Passage:
    """A card's lines in its file, with all of the file as it was read."""

    path: Path
    data: bytes
    card: Card
    line: int
    end_line: int

    @property
    def text(self) -> str:
        return edit.text_of(self.data, self.line, self.end_line)

    def with_text(self, text: str) -> bytes:
        """The whole file with another text in the card's place."""
        return edit.replaced(self.data, self.line, self.end_line, text)


class FileChangedError(DeckError):
    """The card's file says something else now; `theirs` is the card in it, None where it is gone."""

    def __init__(self, path: Path, theirs: Passage | None) -> None:
        self.theirs = theirs
        message = (
            "this card was changed in its file meanwhile" if theirs else "this card is gone from its file"
        )
        super().__init__(message, "choose what to keep", path=path)


@dataclass(frozen=True, slots=True)
class Draft:
    """What an edited text would be in its file: its cards, what is wrong in it (lines from the first of the
    text), and how many other cards of the file would be read differently."""

    cards: tuple[Card, ...]
    diagnostics: tuple[Diagnostic, ...]
    disturbed: int = 0


def same_card(wanted: Card, cards: Sequence[Card]) -> Card | None:
    """The card that `wanted` is among the cards of a newer text: by id, else by its question. Of several
    alike it is the one with the same answer, and then the nearest."""
    named = [card for card in cards if card.id == wanted.id is not None]
    alike = named or [card for card in cards if card.question == wanted.question]

    def distance(card: Card) -> tuple[bool, int]:
        return _said(card) != _said(wanted), abs(card.line - wanted.line)

    return min(alike, key=distance, default=None)


def followed(wanted: Card, position: int, cards: Sequence[Card]) -> int:
    """The position in a newer text of the card that was at `position`: the same card, or the one that stands
    there now; -1 where there is none."""
    card = same_card(wanted, cards)
    return cards.index(card) if card is not None else min(position, len(cards) - 1)


def open_card(path: Path, wanted: Card) -> Passage:
    """A card as its file has it now. Raises DeckError if it cannot be found there."""
    data = _bytes_of(path)
    found = _passage(path, data, wanted)
    if found is None:
        raise DeckError("this card is not in its file any more", "import the file again", path=path)
    return found


def save(passage: Passage, text: str, *, over_theirs: bool = False) -> Passage:
    """Write a card's text into its file, and nothing else; the card as it then is there.

    Where others changed the rest of the file, that stays. Where they changed this card, raises
    FileChangedError and writes nothing, unless `over_theirs` says that this text is the one to keep.
    """
    data = _bytes_of(passage.path)
    if data != passage.data:
        theirs = _passage(passage.path, data, passage.card)
        is_touched = theirs is not None and theirs.text not in (passage.text, text)
        if theirs is None or (is_touched and not over_theirs):
            raise FileChangedError(passage.path, theirs)
        passage = theirs
    after = passage.with_text(text)
    if after != data:
        replace_bytes(passage.path, after)
    end_line = passage.line + text.count("\n")
    cards = _cards_between(_parsed(passage.path, after), passage.line, end_line)
    card = same_card(passage.card, cards) or (cards[0] if cards else passage.card)
    return Passage(passage.path, after, card, passage.line, end_line)


def save_beside(passage: Passage, text: str) -> Path:
    """Write a card's text into a new file beside its own, under a name that no import takes for a deck."""
    for number in count(1):
        suffix = f"-{number}" if number > 1 else ""
        path = passage.path.with_name(f"{passage.path.stem}.mine{suffix}.txt")
        if not path.exists():
            replace_bytes(path, f"{text}\n".encode())
            return path
    raise AssertionError("numbers do not end")


def draft(passage: Passage, text: str, problems: Problems) -> Draft:
    """What `text` would be in its file."""
    before = _parsed(passage.path, passage.data)
    after = _parsed(passage.path, passage.with_text(text))
    line, end = passage.line, passage.line + text.count("\n")
    cards = _cards_between(after, line, end)
    known = {(found.code, found.message) for found in before.diagnostics}
    found = [each for each in after.diagnostics if line <= each.line <= end]
    # What this text breaks further down in the file belongs to it too, and is shown at its start.
    found += [
        replace(each, line=line, column=1)
        for each in after.diagnostics
        if not line <= each.line <= end and (each.code, each.message) not in known
    ]
    # Only this text is checked: a whole deck would take its time at every pause of the author.
    deck = replace(after.deck, introduction="", topics=(), cards=cards)
    alone = replace(after, deck=deck, diagnostics=tuple(found), text="\n" * (line - 1) + text)
    (checked,) = check([alone], problems=problems)
    findings = tuple(replace(each, line=each.line - line + 1) for each in checked.diagnostics)
    disturbed = len(_others(before, line, passage.end_line) - _others(after, line, end))
    return Draft(cards, findings, disturbed)


def _others(file: ParsedFile, line: int, end_line: int) -> set[tuple[object, ...]]:
    """What the cards outside some lines say."""
    return {
        (card.id, card.topic, *_said(card)) for card in file.deck.cards if not line <= card.line <= end_line
    }


def _said(card: Card) -> tuple[str, ...]:
    return card.question, *(section.text for section in card.sections)


def _cards_between(file: ParsedFile, line: int, end_line: int) -> tuple[Card, ...]:
    return tuple(card for card in file.deck.cards if line <= card.line <= end_line)


def _parsed(path: Path, data: bytes) -> ParsedFile:
    return parse_at(path, data.decode("utf-8-sig"))


def _passage(path: Path, data: bytes, wanted: Card) -> Passage | None:
    try:
        cards = _parsed(path, data).deck.cards
    except UnicodeDecodeError:
        return None
    card = same_card(wanted, cards)
    return Passage(path, data, card, card.line, card.end_line) if card else None


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileChangedError(path, None) from error
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise DeckError(message, "check that you may read it", path=path) from error
