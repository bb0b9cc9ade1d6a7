"""Which incoming card is which known card, so that an edit never costs anyone their progress.

Surest signs first: the id, the whole text, the question, the answer; then what is alike and has no rival.
Where that leaves a doubt, nothing is guessed: the card is new, and the doubt is told.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from flashrl.formats.identity.edits import (
    Doubt,
    Kind,
    almost_alike,
    continue_alike,
    continue_answers,
    continue_in_place,
    continue_questions,
    divided,
)
from flashrl.formats.identity.likeness import letters_alike, normalised
from flashrl.formats.identity.pairs import KnownCard, New, Old, fingerprint, free_news, free_olds, pair_up
from flashrl.model import Card

__all__ = [
    "Clash",
    "Doubt",
    "Incoming",
    "Kind",
    "KnownCard",
    "Match",
    "Recognised",
    "fingerprint",
    "recognise",
]

_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Incoming:
    """The cards of a file. `is_foreign`: nobody can be asked to correct its ids, so one that another card
    has is as good as none."""

    source: str
    cards: Sequence[Card]
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An incoming card's id, and the known card that it continues (None: it is new)."""

    id: str
    known: KnownCard | None
    is_generated_id: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Clash:
    """An id on `line` that the card at `place` (file, line) has."""

    line: int
    id: str
    place: tuple[str, int]


@dataclass(slots=True)
class Recognised:
    """What became of a file's cards. A file with `clashes` is to be left as it was, and has no matches."""

    matches: list[Match] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def recognise(
    files: Sequence[Incoming], known: Iterable[KnownCard], gone_sources: Iterable[str] = ()
) -> list[Recognised]:
    """Recognise the cards of all files at once; each known card is taken at most once.

    The known cards of a file that is neither among `files` nor `gone_sources` are still where they were, so
    only their ids count.
    """
    recognition = _Recognition(files, known, set(gone_sources))
    recognition.by_ids()
    recognition.by_texts()
    return recognition.results()


class _Recognition:
    def __init__(self, files: Sequence[Incoming], known: Iterable[KnownCard], gone: set[str]) -> None:
        self.files = files
        self.gone = gone
        self.olds = {each.id: Old(each) for each in known}
        self.news = [[New(card, file.source) for card in file.cards] for file in files]
        self.found = [Recognised() for _ in files]
        self.ids = {file.source: {card.id for card in file.cards} for file in files}
        self.places: dict[str, tuple[str, int]] = {}

    # -- ids -------------------------------------------------------------------------------------

    def by_ids(self) -> None:
        """A card keeps its id in the file that has it; one in another file can only have moved there."""
        for is_own in (True, False):
            for file, found, news in zip(self.files, self.found, self.news, strict=True):
                for new in news:
                    if new.id is not None and new.old is None:
                        self._by_id(file, found, new, is_own)

    def _by_id(self, file: Incoming, found: Recognised, new: New, is_own: bool) -> None:
        assert new.id is not None
        old = self.olds.get(new.id)
        place = self.places.get(new.id)
        if is_own and (old is None or place is not None or old.known.source != file.source):
            return
        if place is None and old is not None and not (is_own or self._has_moved(new, old)):
            place = (old.known.source, old.known.line)
        if place is None:
            self.places[new.id] = (file.source, new.card.line)
            if old is not None:
                new.take(old)
        elif file.is_foreign:
            new.id = None
        else:
            found.clashes.append(Clash(new.card.line, new.id, place))

    def _has_moved(self, new: New, old: Old) -> bool:
        """A card that another file seems to have still must at least ask much the same."""
        if old.known.is_there:
            return False
        questions = (normalised(new.card.question), normalised(old.known.question))
        return self._has_left(old) or letters_alike(*questions) >= _ALIKE

    def _has_left(self, old: Old) -> bool:
        """True for a card whose file is gone, or no longer has it: it may turn up elsewhere."""
        source = old.known.source
        is_missing = source in self.ids and old.known.id not in self.ids[source]
        return old.known.is_gone or source in self.gone or is_missing

    # -- texts -----------------------------------------------------------------------------------

    def by_texts(self) -> None:
        accepted = [news for news, found in zip(self.news, self.found, strict=True) if not found.clashes]
        refused = {file.source for file, found in zip(self.files, self.found, strict=True) if found.clashes}
        news = [new for file in accepted for new in file]
        olds = [
            old
            for old in self.olds.values()
            if old.new is None
            and self._has_left(old)
            and (old.known.is_gone or old.known.source not in refused)
        ]
        for with_source in (True, False):
            self._by_fingerprints(free_news(news), free_olds(olds), with_source)
        self._by_edits(accepted, free_olds(olds))
        rest = free_news(news) if olds else []
        continue_answers(rest, olds, moved=True)
        continue_alike(rest, olds)
        self._tell(almost_alike(rest, olds))

    def _by_fingerprints(self, news: Sequence[New], olds: Sequence[Old], with_source: bool) -> None:
        waiting: dict[Hashable, tuple[list[New], list[Old]]] = defaultdict(lambda: ([], []))
        for new in news:
            waiting[new.fingerprint, with_source and new.source][0].append(new)
        for old in olds:
            key = (old.fingerprint, with_source and old.known.source)
            if key in waiting:
                waiting[key][1].append(old)
        for alike_news, alike_olds in waiting.values():
            if alike_olds:
                pair_up(alike_news, alike_olds)

    def _by_edits(self, accepted: Sequence[list[New]], olds: Sequence[Old]) -> None:
        """File by file. The cards of a file that was renamed are looked for under its new name."""
        renamed = self._renamed(accepted)
        by_source: dict[str, list[Old]] = defaultdict(list)
        for old in olds:
            by_source[renamed.get(old.known.source, old.known.source)].append(old)
        for news in accepted:
            own = by_source[news[0].source] if free_news(news) else []
            if not own:
                continue
            continue_questions(news, own)
            continue_answers(news, own)
            self._tell(divided(news, own))
            continue_alike(news, own)
            continue_in_place(news, own)

    def _renamed(self, accepted: Sequence[list[New]]) -> dict[str, str]:
        """The files that are gone, by the new ones that most of their cards were found in."""
        known = {old.known.source for old in self.olds.values()}
        renamed = {}
        for news in accepted:
            if news and news[0].source not in known:
                homes = Counter(new.old.known.source for new in news if new.old)
                gone = [source for source, _ in homes.most_common() if source in self.gone]
                renamed.update(dict.fromkeys(gone[:1], news[0].source))
        return renamed

    def _tell(self, doubts: Iterable[tuple[New, Doubt]]) -> None:
        numbers = {file.source: number for number, file in enumerate(self.files)}
        for new, doubt in doubts:
            self.found[numbers[new.source]].doubts.append(doubt)

    # -- results ---------------------------------------------------------------------------------

    def results(self) -> list[Recognised]:
        used = self.olds.keys() | self.places.keys()
        for news, found in zip(self.news, self.found, strict=True):
            found.doubts.sort(key=lambda doubt: doubt.line)
            if not found.clashes:
                found.matches = [self._match(new, used) for new in news]
        return self.found

    def _match(self, new: New, used: set[str]) -> Match:
        known = new.old.known if new.old else None
        is_generated = new.id is None
        card_id = new.id or (known.id if known else _made_id(new, used))
        return Match(card_id, known, is_generated, new.fingerprint)


def _made_id(new: New, used: set[str]) -> str:
    """An id from the text of a card that has none."""
    base = candidate = f"text-{new.fingerprint}"
    number = 1
    while candidate in used:
        number += 1
        candidate = f"{base}-{number}"
    used.add(candidate)
    return candidate
