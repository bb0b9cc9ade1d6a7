"""A card as a note: what it is known by, and its fields as HTML."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flashrl.anki import note_type
from flashrl.model import Card, Section, SectionKind, unit_id

if TYPE_CHECKING:
    from flashrl.anki.content import Writer
    from flashrl.model import FiledCard

_FIELD_KINDS = (
    SectionKind.ANSWER,
    SectionKind.TRAP,
    SectionKind.CORRECT_APPROACH,
    SectionKind.KEY_POINTS,
    SectionKind.FOLLOW_UPS,
    SectionKind.REFERENCES,
    SectionKind.SIMULATION,
)


REMOVED = "flashrl::removed"
"""The tag of a note whose card is no more."""


@dataclass(frozen=True, slots=True)
class Note:
    """`source_id` is the card's id, `changed_at` in epoch seconds, `position` the place in the author's
    order, `units` the review units by the number that Anki gives the card of each, from 0. The `digest`
    changes with what Anki shows of the note."""

    source_id: str
    guid: str
    type: note_type.NoteType
    deck: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    changed_at: int
    position: int
    units: dict[int, str]
    digest: str = ""

    def __post_init__(self) -> None:
        if not self.digest:
            words = repr((self.type.name, self.deck, self.fields, self.tags, sorted(self.units)))
            object.__setattr__(self, "digest", hashlib.sha256(words.encode()).hexdigest()[:20])


def guid(card: Card, occurrence: int = 0) -> str:
    """What Anki knows a card's note by: its id, or where it has none its question.

    `occurrence` tells cards apart that have no id and the same question. This must never change, or
    every card ever exported comes back as a second one.
    """
    known_by = f"flashrl:id:{card.id}" if card.id else f"flashrl:question:{card.question}:{occurrence}"
    digest = hashlib.sha256(known_by.encode()).digest()
    return base64.urlsafe_b64encode(digest[:12]).decode()


def prepare(entry: "FiledCard", guid: str, position: int, writer: "Writer") -> Note:
    """The note of a card. The writer remembers what had to be left out."""
    card, folder = entry.card, entry.folder
    by_kind: dict[SectionKind, list[Section]] = {}
    for section in card.sections:
        by_kind.setdefault(section.kind, []).append(section)
    values = {kind.value: writer.sections(by_kind[kind], folder) for kind in _FIELD_KINDS if kind in by_kind}
    more = writer.sections(by_kind.get(SectionKind.QUESTION, ()), folder)
    values[SectionKind.QUESTION.value] = writer.question(card.question, more, folder)
    values[note_type.TOPIC] = writer.line(card.topic)
    values[note_type.DIFFICULTY] = card.difficulty.value if card.difficulty else ""
    values[note_type.SOURCE_ID] = card.id or ""
    if card.is_cloze:
        values[note_type.TEXT] = writer.cloze(card, folder)
    kind = note_type.CLOZE if card.is_cloze else note_type.BASIC
    return Note(
        source_id=card.id or "",
        guid=guid,
        type=kind,
        deck=_deck_name(entry.deck),
        fields=tuple(values.get(field.name, "") for field in kind.fields),
        tags=_tags(card),
        changed_at=int(entry.changed_at.timestamp()),
        position=position,
        units=units(card, guid),
    )


def units(card: Card, known_by: str = "") -> dict[int, str]:
    """The review units of a card by the numbers of their cards in Anki, which counts cards from 0 and blanks
    from 1. `known_by` stands in for the id of a card that has none."""
    known_by = card.id or known_by
    if not card.is_cloze:
        return {0: unit_id(known_by, None)}
    first = 0 if 0 in card.blanks else 1
    return {blank - first: unit_id(known_by, blank) for blank in card.blanks}


@cache
def _deck_name(name: str) -> str:
    parts = [part.strip() for part in name.split("::")]
    return "::".join(part for part in parts if part) or "flashrl"


def _tags(card: Card) -> tuple[str, ...]:
    """The card's tags and one for its difficulty. Anki's tags hold no space of any kind."""
    tags = [re.sub(r"\s+", "-", tag.strip()) for tag in card.tags]
    if card.difficulty:
        tags.append(f"flashrl::difficulty::{card.difficulty}")
    return tuple(dict.fromkeys(tag for tag in tags if tag))
