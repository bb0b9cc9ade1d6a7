"""What the editor of a card does off the GUI thread: files are read and written here."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flashrl import paths
from flashrl.authoring import new_card, own_copy, saving
from flashrl.authoring.check import Problems
from flashrl.authoring.saving import Draft, Passage
from flashrl.formats import read
from flashrl.model import Card
from flashrl.store import Collection
from flashrl.ui.work import deck_folders


@dataclass(frozen=True, slots=True)
class Home:
    """Where a person's collection is, and the folder of the deck files that they write in the app."""

    collection: Path
    own: Path

    @property
    def unsaved(self) -> Path:
        """The folder of texts that are in no deck yet."""
        return paths.unsaved(self.collection.parent)

    def is_shipped(self, path: Path) -> bool:
        """True for a deck file that came with flashrl."""
        return path.resolve().is_relative_to(paths.decks().resolve())


@dataclass(frozen=True, slots=True)
class OwnDeck:
    """A deck file that cards can be written into, with its topics."""

    path: Path
    name: str
    topics: tuple[str, ...]


def open_card(path: Path, card: Card, home: Home | None) -> Passage:
    """A card as its file has it now; of a shipped deck the person's own copy, if there is one."""
    own = own_copy.find(path, home.own, card) if home is not None and home.is_shipped(path) else None
    return own or saving.open_card(path, card)


def card_draft(passage: Passage, text: str, problems: Problems) -> Draft:
    """What an edited text would be in its file."""
    return saving.draft(passage, text, problems)


def save_card(passage: Passage, text: str, home: Home | None, now: datetime) -> Passage:
    """Write a card's text into its file; the card as it then is there. A shipped deck is copied first.

    The copy comes into the collection before it is edited: its cards are then known by what they were.
    """
    if home is not None and home.is_shipped(passage.path):
        passage = own_copy.make(passage, home.own)
        with Collection.open(home.collection) as opened:
            opened.apply([read(passage.path.resolve())], now=now)
    return saving.save(passage, text)


def keep_beside(passage: Passage, text: str) -> Path:
    """Write a card's text into a new file beside its own."""
    return saving.save_beside(passage, text)


def own_decks(home: Home, also: Path | None = None) -> list[OwnDeck]:
    """The native decks in the deck folders: those that a card can be written into; `also` a file that may not
    have come in yet."""
    with Collection.open(home.collection) as opened:
        folders = [each.resolve() for each in deck_folders(opened, home.own)]
        sources = [each.path for each in opened.sources() if each.cards and each.format == "native"]
    inside = [path for path in sources if any(path.is_relative_to(folder) for folder in folders)]
    if also is not None and any(also.resolve().is_relative_to(folder) for folder in folders):
        inside.append(also.resolve())
    read_now = [(path, read(path)) for path in dict.fromkeys(inside) if path.is_file()]
    return [
        OwnDeck(path, file.deck.name, tuple(topic.title for topic in file.deck.topics))
        for path, file in read_now
        if file.format == "native"
    ]


def add_card(home: Home, path: Path | None, name: str, topic: str, text: str) -> tuple[Path, Card]:
    """Write a new card at the end of a topic of a deck file; without one, into a new deck of that name."""
    with Collection.open(home.collection) as opened:
        taken = opened.card_ids()
    if path is None:
        return new_card.begin_deck(home.own, name, text, taken=taken)
    return path, new_card.add(path, text, topic=topic, taken=taken)
