"""Reviews that were made in Anki, as review events of the cards they were made of."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flashrl.anki import note, note_type
from flashrl.anki.collection import AnkiCollection, AnkiReview
from flashrl.model import Card, EventKind, Quality, ReviewEvent

_QUALITIES = {1: Quality.WRONG, 2: Quality.PASS_HARD, 3: Quality.PASS, 4: Quality.PERFECT}
"""The grades of Again, Hard, Good and Easy here."""

_FILTERED = 3
_SAME = timedelta(seconds=1)
"""Nobody grades a card twice within a second: reviews so close are one, whose time was rounded on the way."""

_TYPES = (note_type.BASIC.id, note_type.CLOZE.id)


@dataclass(frozen=True, slots=True)
class Found:
    """What a package tells of reviews. `events` are those that are not known yet, in the order they were
    made; `known` counts the others, `strange` the notes of flashrl whose cards are not here, and `total` all
    reviews of notes of flashrl."""

    events: tuple[ReviewEvent, ...]
    known: int
    strange: int
    total: int


def find(
    collection: AnkiCollection,
    cards: Iterable[Card],
    *,
    live: Iterable[ReviewEvent],
    instants: Mapping[str, Collection[datetime]],
    day_of: Callable[[datetime], date],
) -> Found:
    """The reviews of `cards` in an Anki collection.

    `live` are the events that count, `instants` says of each unit when it was ever reviewed, taken back or
    not, and `day_of` which study day an instant belongs to. The first review of a unit on a study day moves
    its schedule, as here; later ones and those in filtered decks are drill.
    """
    units = {note.guid(card): note.units(card) for card in cards}
    scheduled = {(event.unit, event.day) for event in live if event.kind is EventKind.SCHEDULED}
    events: list[ReviewEvent] = []
    known = 0
    own = {each.guid for each in collection.notes if each.type.id in _TYPES}
    graded = [each for each in collection.reviews if each.ease in _QUALITIES and each.kind <= _FILTERED]
    for review in graded:
        unit = units.get(review.guid, {}).get(review.card)
        if unit is None:
            continue
        if any(abs(review.at - at) < _SAME for at in instants.get(unit, ())):
            known += 1
            continue
        events.append(_event(unit, review, scheduled, day_of(review.at)))
    total = sum(review.guid in own for review in graded)
    return Found(tuple(events), known, len(own - units.keys()), total)


def _event(unit: str, review: AnkiReview, scheduled: set[tuple[str, date]], day: date) -> ReviewEvent:
    is_drill = review.kind == _FILTERED or (unit, day) in scheduled
    if not is_drill:
        scheduled.add((unit, day))
    return ReviewEvent(
        unit=unit,
        reviewed_at=review.at,
        day=day,
        quality=_QUALITIES[review.ease],
        kind=EventKind.DRILL if is_drill else EventKind.SCHEDULED,
        seconds=review.seconds,
    )
