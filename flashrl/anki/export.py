"""From cards to a package: what is asked for, what came of it, and the way between."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from flashrl import cycles, paths
from flashrl.anki.destination import replacing
from flashrl.model import Card, ExportedNote, FiledCard, KeyedCard, SectionKind, SimulationBlock

if TYPE_CHECKING:
    from flashrl.anki.content import Writer
    from flashrl.anki.kept_notes import KeptNotes
    from flashrl.anki.note import Note
    from flashrl.anki.scheduling import Schedule
    from flashrl.anki.studio import Order


@dataclass(frozen=True, slots=True)
class Skipped:
    """A card, or a part of one, that is not in the package: the card's id (or question), and why."""

    card: str
    why: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a card that is in the package: the card's id (or question), and what."""

    card: str
    what: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a package holds. `cards` counts what Anki shows: a cloze note has one for each blank. `exported`
    are the notes that are not as they were in earlier exports."""

    path: Path
    decks: int
    notes: int
    cards: int
    media: int
    skipped: tuple[Skipped, ...]
    remarks: tuple[Remark, ...]
    exported: tuple[ExportedNote, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier exports tell: how their `notes` were, by guid, and which cards are no more.

    A note is as new as its content: one that is as it was keeps its date, one that is not has changed at the
    latest `now`. A removed card that was exported gets the tag `flashrl::removed`.
    """

    notes: Mapping[str, ExportedNote]
    removed: Sequence[FiledCard]
    now: datetime

    def removed_notes(self) -> list[FiledCard]:
        """The cards that are no more and that Anki may know."""
        from flashrl.anki import note

        return [entry for entry in self.removed if note.guid(entry.card) in self.notes]

    def dated(self, guid: str, digest: str, changed_at: int) -> int:
        """When a note has changed, whose card has at `changed_at`; in epoch seconds."""
        before = self.notes.get(guid)
        if before is None:
            return changed_at
        if before.digest == digest:
            return before.changed_at
        return changed_at if changed_at > before.changed_at else int(self.now.timestamp())


NO_PAST = Past({}, (), datetime.min.replace(tzinfo=UTC))


def write_package(
    cards: Sequence[FiledCard | KeyedCard],
    target: Path,
    *,
    simulations: bool = True,
    films: Path | None = None,
    schedule: "Schedule | None" = None,
    past: Past = NO_PAST,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    cancelled: Callable[[], bool] | None = None,
) -> Report:
    """Write an Anki package of `cards`, in their order, to `target`.

    `simulations` says whether simulations become players or just their captions; their films are kept in
    `films`, to be made once. With a `schedule` its reviewed cards bring their due days and their reviews
    along, which Anki takes over with cards that it does not know yet. `progress` is told the cards and films
    done and their total; `cancelled` is asked between them. A card or picture that cannot be exported is left
    out and listed in the report, so a package may come out empty.

    Raises ExportError if the file cannot be written and CancelledError (of concurrent.futures) if
    `cancelled` says so. Both leave an older file as it is, and no other file behind.
    """
    # genanki, markdown and their kin cost half a second: nobody pays it who does not export.
    from flashrl.anki import package
    from flashrl.anki.content import Writer
    from flashrl.anki.kept_notes import KeptNotes
    from flashrl.anki.media import Media
    from flashrl.anki.studio import Studio

    started = perf_counter()
    with replacing(target) as file, TemporaryDirectory(prefix="flashrl-") as folder:
        checkpoint = _checkpoint(cancelled)
        studio = Studio(films or paths.films()) if simulations else None
        removed = past.removed_notes()
        export = _Export(Writer(Media(Path(folder)), studio), checkpoint, past, KeptNotes(paths.kept_notes()))
        with cycles.searched_for_later():
            waiting = [*map(export.kept_or_read, cards, count()), *removed]
        orders = _orders([each for each in waiting if isinstance(each, FiledCard)]) if studio else []
        total = len(orders) + len(waiting)
        if studio is not None:
            studio.make(orders, lambda made: progress(made, total), checkpoint)
        with cycles.searched_for_later():
            for position, entry in enumerate(waiting):
                export.add(entry, position, is_removed=position >= len(cards))
                progress(len(orders) + position + 1, total)
            export.kept.save()
            files = export.writer.media.files
            package.write(export.notes, files, file, export.checkpoint, schedule)
    return Report(
        path=target,
        decks=len({note.deck for note in export.notes}),
        notes=len(export.notes),
        cards=sum(len(note.units) for note in export.notes),
        media=len(files),
        skipped=tuple(export.skipped),
        remarks=tuple(export.remarks),
        exported=tuple(export.changed_notes()),
        seconds=perf_counter() - started,
    )


def _orders(cards: Sequence[FiledCard]) -> "list[Order]":
    """The films of all players, each once."""
    from flashrl.anki import player

    blocks = (
        part
        for entry in cards
        for section in entry.card.sections
        for part in section.parts
        if isinstance(part, SimulationBlock)
    )
    return list(dict.fromkeys(order for block in blocks for _, order in player.orders(block)))


def _has_pictures(card: Card, note: "Note") -> bool:
    """Whether what it shows is more than the card's text."""
    parts = (part for section in card.sections for part in section.parts)
    is_live = any(isinstance(part, SimulationBlock) for part in parts)
    return is_live or any("<img" in field for field in note.fields)


def _checkpoint(cancelled: Callable[[], bool] | None) -> Callable[[], None]:
    def check() -> None:
        if cancelled is not None and cancelled():
            raise CancelledError

    return check


@dataclass(slots=True)
class _Export:
    """The notes so far, and what was left out."""

    writer: "Writer"
    checkpoint: Callable[[], None]
    past: Past
    kept: "KeptNotes"
    notes: list["Note"] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _keys: dict[int, str] = field(default_factory=dict)
    _without_id: dict[str, int] = field(default_factory=dict)

    def kept_or_read(self, entry: FiledCard | KeyedCard, position: int) -> "Note | FiledCard":
        """The note as it was before if nothing of it has changed, or else the card."""
        if isinstance(entry, FiledCard):
            return entry
        if (note := self.kept.get(entry.key, position, self.past.dated)) is not None:
            return note
        card = entry.read()
        self._keys[id(card)] = entry.key
        return card

    def add(self, entry: "Note | FiledCard", position: int, *, is_removed: bool) -> None:
        """Add a card, or a note that was kept."""
        self.checkpoint()
        if isinstance(entry, FiledCard):
            self._write(entry, position, is_removed=is_removed)
        else:
            self._ids.add(entry.source_id)
            self.notes.append(entry)

    def changed_notes(self) -> Iterator[ExportedNote]:
        """Those that are not as they were in earlier exports."""
        for note in self.notes:
            before = self.past.notes.get(note.guid)
            if before is None or (before.digest, before.changed_at) != (note.digest, note.changed_at):
                yield ExportedNote(note.guid, note.digest, note.changed_at)

    def _write(self, entry: FiledCard, position: int, *, is_removed: bool) -> None:
        from flashrl.anki import note

        card = entry.card
        if why := self._refusal(card):
            problems = [why]
        else:
            guid = note.guid(card, self._occurrence(card))
            prepared = note.prepare(entry, guid, position, self.writer)
            problems = self.writer.take_problems()
            if is_removed:
                prepared = replace(prepared, tags=(*prepared.tags, note.REMOVED), digest="")
            elif not problems and not _has_pictures(card, prepared):
                self.kept.put(self._keys.get(id(entry), ""), prepared)
            changed_at = self.past.dated(guid, prepared.digest, prepared.changed_at)
            self.notes.append(replace(prepared, changed_at=changed_at))
            self.remarks += [Remark(card.id or card.question, what) for what in self.writer.take_remarks()]
        self.skipped += [Skipped(card.id or card.question, why) for why in problems]

    def _refusal(self, card: Card) -> str:
        """Why a card cannot become a note; empty if it can."""
        if not card.question.strip() and not any(each.parts for each in card.of_kind(SectionKind.QUESTION)):
            return "it has no question"
        if card.is_draft:
            return "it has no answer yet"
        if card.id in self._ids:
            return f"the id {card.id} is another card's already"
        return ""

    def _occurrence(self, card: Card) -> int:
        """How many cards before this one have no id and the same question."""
        if card.id:
            self._ids.add(card.id)
            return 0
        before = self._without_id.get(card.question, 0)
        self._without_id[card.question] = before + 1
        return before
