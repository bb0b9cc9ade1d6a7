"""Which incoming card is which known card, so that an edit never costs anyone their progress."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from flashrl.model import Card

_NUMBERING = re.compile(r"^\s*(?:(?:q(?:uestion)?\s*)?\d+\s*[.):]|q(?:uestion)?\s*[:：])\s*", re.IGNORECASE)
_FORMATTING = re.compile(r"[*_`~#]+")
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class KnownCard:
    """What the collection knows a card by. `source` is the file it came from."""

    id: str
    source: str
    fingerprint: str
    question: str
    is_generated_id: bool
    is_source_gone: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An incoming card's id, and the known card that it continues (None: it is new).

    `is_clash` marks an id that another file still uses for a different question.
    """

    id: str
    known: KnownCard | None
    is_generated_id: bool = False
    is_clash: bool = False


def normalised(text: str) -> str:
    """Text as people recognise it: NFKC, lower case, without numbering, formatting or spacing."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return " ".join(_FORMATTING.sub("", _NUMBERING.sub("", plain)).casefold().split())


def fingerprint(card: Card) -> str:
    """What a card without an id is known by: its normalised question and answer."""
    texts = [card.question, *(section.text for section in card.sections)]
    joined = "\n".join(normalised(text) for text in texts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def match(cards: Sequence[Card], source: str, known: Iterable[KnownCard]) -> list[Match]:
    """Recognise the cards of one file, in their order."""
    return _Matching(source, known).matches(cards)


class _Matching:
    """One file's matching; each known card is taken at most once."""

    def __init__(self, source: str, known: Iterable[KnownCard]) -> None:
        self.source = source
        self.by_id: dict[str, KnownCard] = {}
        self.generated: dict[str, list[KnownCard]] = {}
        for card in known:
            self.by_id[card.id] = card
            if card.is_generated_id:
                self.generated.setdefault(card.fingerprint, []).append(card)
        self.taken: set[str] = set()

    def matches(self, cards: Sequence[Card]) -> list[Match]:
        return [self._named(card, card.id) if card.id else self._unnamed(card) for card in cards]

    def _named(self, card: Card, card_id: str) -> Match:
        known = self.by_id.get(card_id)
        if known is None:
            # Its author may just have given an id to a card known by its text.
            return Match(card_id, self._by_text(card))
        self.taken.add(known.id)
        return Match(card_id, known, is_clash=not self._continues(card, known))

    def _unnamed(self, card: Card) -> Match:
        known = self._by_text(card)
        if known is not None:
            return Match(known.id, known, is_generated_id=True)
        return Match(self._new_id(card), None, is_generated_id=True)

    def _by_text(self, card: Card) -> KnownCard | None:
        candidates = [
            known
            for known in self.generated.get(fingerprint(card), [])
            if known.id not in self.taken and (known.source == self.source or known.is_source_gone)
        ]
        if not candidates:
            return None
        self.taken.add(candidates[0].id)
        return candidates[0]

    def _continues(self, card: Card, known: KnownCard) -> bool:
        """A known id in another file that still has it must at least ask much the same."""
        if known.source == self.source or known.is_source_gone:
            return True
        return SequenceMatcher(None, normalised(card.question), normalised(known.question)).ratio() >= _ALIKE

    def _new_id(self, card: Card) -> str:
        base = fingerprint(card)
        number, candidate = 1, f"text-{base}"
        while candidate in self.by_id or candidate in self.taken:
            number += 1
            candidate = f"text-{base}-{number}"
        self.taken.add(candidate)
        return candidate
