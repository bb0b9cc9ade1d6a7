"""New cards: into a deck that is there, or into one that begins with them."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from flashrl.authoring import edit
from flashrl.authoring.check import Problems, check
from flashrl.authoring.own_copy import free_path
from flashrl.authoring.saving import Draft
from flashrl.authoring.writing import replace_bytes
from flashrl.errors import DeckError
from flashrl.formats import parse
from flashrl.model import Card

TEMPLATE = "### \n\n"
"""What a new card begins with: the question comes after the marks, its answer below."""

_FRONT = "---\nflashrl: 1\n---\n"
_HIDDEN_CODES = ("missing-id", "no-question", "no-answer")
"""What is no fault in a card that is only being written: it gets its id when it is saved."""


def add(path: Path, text: str, *, topic: str = "", taken: Iterable[str] = ()) -> Card:
    """Write a card at the end of a topic of a native deck file; the card, with the id that it got.

    Raises DeckError for text that is no card, and for a file that cannot be read or written.
    """
    try:
        data = path.read_bytes()
        before = {card.id for card in parse(data.decode("utf-8-sig"), path.stem).deck.cards}
        after = edit.added(data, text, name=path.stem, topic=topic, taken=taken)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise DeckError(message, "choose another deck", path=path) from error
    except UnicodeDecodeError as error:
        raise DeckError("this is not UTF-8", "save the file as UTF-8 text", path=path) from error
    replace_bytes(path, after)
    return _new(after, path, before)


def begin_deck(folder: Path, name: str, text: str, *, taken: Iterable[str] = ()) -> tuple[Path, Card]:
    """Write a new deck file of one card into `folder`, which is made if missing; its path, and the card.

    Raises DeckError for text that is no card, a deck without a name, and where it cannot be written.
    """
    name = "::".join(part.strip() for part in name.split("::") if part.strip())
    if not name:
        raise DeckError("the new deck has no name", "write one, such as RL::Bandits")
    data = edit.new_deck(name, text, taken)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be made: {error.strerror}"
        raise DeckError(message, "allow writing to its place", path=folder) from error
    path = free_path(folder, _stem(name))
    replace_bytes(path, data)
    return path, _new(data, path, set())


def draft(text: str, folder: Path, problems: Problems) -> Draft:
    """What `text` would be as a new card in a deck in `folder`."""
    above = _FRONT.count("\n")
    file = replace(parse(_FRONT + text, "new"), path=folder / "new.md")
    (checked,) = check([file], problems=problems)
    found = tuple(
        replace(each, line=max(1, each.line - above))
        for each in checked.diagnostics
        if each.code not in _HIDDEN_CODES
    )
    cards = tuple(card for card in file.deck.cards if card.question)
    return Draft(cards, found)


def _new(data: bytes, path: Path, before: set[str | None]) -> Card:
    cards = parse(data.decode("utf-8-sig"), path.stem).deck.cards
    return next(card for card in cards if card.id not in before)


def _stem(name: str) -> str:
    """A file name that can be read, from a deck's name."""
    return re.sub(r"[^\w]+", "-", name.rpartition("::")[2].lower()).strip("-_") or "deck"
