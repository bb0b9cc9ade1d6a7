"""Incoming cards and known ones, until they have found each other. What is doubtful is no longer free."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flashrl.formats.identity.likeness import Text, likeness, normalised
from flashrl.model import Card


@dataclass(frozen=True, slots=True)
class KnownCard:
    """What the collection knows a card by. `source` and `line` are where it was last seen; `load` gives its
    content. `is_gone`: it vanished from there; `is_there`: it was seen to be there still."""

    id: str
    source: str
    fingerprint: str
    question: str
    is_generated_id: bool
    load: Callable[[], Card] = field(compare=False, repr=False)
    is_gone: bool = False
    is_there: bool = False
    line: int = 0


def fingerprint(card: Card) -> str:
    """What a card without an id is known by: its normalised question and answer."""
    texts = [card.question, *(section.text for section in card.sections)]
    joined = "\n".join(normalised(text) for text in texts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Old:
    """A known card, and the incoming one that continues it."""

    def __init__(self, known: KnownCard) -> None:
        self.known = known
        self.new: New | None = None
        self.is_doubtful = False

    @cached_property
    def text(self) -> Text:
        return Text(self.known.load())

    @property
    def fingerprint(self) -> str:
        return self.known.fingerprint


class New:
    """An incoming card, and the known one that it continues. `id` is the one that it is to have; None: one
    made for it."""

    def __init__(self, card: Card, source: str) -> None:
        self.card, self.source = card, source
        self.id = card.id
        self.old: Old | None = None
        self.is_doubtful = False
        self._likenesses: dict[tuple[Old, bool], tuple[float, float]] = {}

    @cached_property
    def text(self) -> Text:
        return Text(self.card)

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.card)

    @property
    def is_edited(self) -> bool:
        return self.old is not None and self.old.fingerprint != self.fingerprint

    def may_continue(self, old: Old) -> bool:
        """Both are free, and no card with an id of its own continues one that has another."""
        return self.old is None and old.new is None and (self.id is None or old.known.is_generated_id)

    def likeness(self, old: Old, *, by_answer: bool) -> tuple[float, float]:
        """How alike the two are and need to be, worked out once."""
        key = (old, by_answer)
        if key not in self._likenesses:
            self._likenesses[key] = likeness(self.text, old.text, by_answer=by_answer)
        return self._likenesses[key]

    def take(self, old: Old) -> None:
        self.old, old.new = old, self


def free_news(news: Iterable[New]) -> list[New]:
    return [new for new in news if new.old is None and not new.is_doubtful]


def free_olds(olds: Iterable[Old]) -> list[Old]:
    return [old for old in olds if old.new is None and not old.is_doubtful]


def pair_up(news: Sequence[New], olds: Sequence[Old]) -> None:
    """Let cards of one text find each other: those of the same topic first, then by their order."""
    if len(news) > 1 or len(olds) > 1:
        for topic in dict.fromkeys(new.text.topic for new in news):
            _in_order(
                [new for new in news if new.text.topic == topic],
                [old for old in olds if old.text.topic == topic],
            )
    _in_order(news, olds)


def _in_order(news: Sequence[New], olds: Sequence[Old]) -> None:
    waiting = free_olds(olds)
    for new in free_news(news):
        old = next((old for old in waiting if new.may_continue(old)), None)
        if old is not None:
            new.take(old)
            waiting.remove(old)
