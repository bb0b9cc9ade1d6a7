"""A throwaway Anki collection, and cards to export into it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER as IF_NEWER
from anki.notes import Note

from flashrl.anki import write_package
from flashrl.model import Card, FiledCard, Section, SectionKind, SimulationBlock

MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 6, 12, tzinfo=UTC)


def card(
    question: str = "What is a return?",
    answer: str | SimulationBlock = "The discounted sum of rewards.",
    kind: SectionKind = SectionKind.ANSWER,
    /,
    **values: Any,
) -> Card:
    values.setdefault("id", "return")
    return Card(question, (Section(kind, (answer,)),), **values)


def cloze_card(text: str, *blanks: int) -> Card:
    return card("The update", text, SectionKind.CLOZE, id="cloze", blanks=blanks)


def export(
    *cards: Card,
    to: Path,
    deck: str = "RL::Basics",
    changed_at: datetime = MONDAY,
    simulations: bool = True,
    images: Path = Path("/nowhere"),
) -> Path:
    entries = [FiledCard(each, deck, images / "deck.md", changed_at) for each in cards]
    write_package(entries, to, simulations=simulations)
    return to


class Anki:
    """What the tests ask of a collection."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection

    def import_package(self, path: Path, *, scheduling: bool = False) -> dict[str, int]:
        """What the import says it did, where it did anything."""
        options = ImportAnkiPackageOptions(
            merge_notetypes=False,
            update_notes=IF_NEWER,
            update_notetypes=IF_NEWER,
            with_scheduling=scheduling,
        )
        request = ImportAnkiPackageRequest(package_path=str(path), options=options)
        log = self.collection.import_anki_package(request).log
        counts = {
            "new": len(log.new),
            "updated": len(log.updated),
            "duplicate": len(log.duplicate),
            "conflicting": len(log.conflicting),
        }
        return {what: count for what, count in counts.items() if count}

    def note(self, card_id: str = "return") -> Note:
        (note,) = self.notes(f'"Source ID:{card_id}"')
        return note

    def notes(self, search: str = "") -> list[Note]:
        return [self.collection.get_note(found) for found in self.collection.find_notes(search)]

    def log(self, card_id: str) -> list[tuple[int, ...]]:
        """The reviews of a note's cards: number, ease, interval, the one before, factor, time and kind."""
        cards = ", ".join(str(each.id) for each in self.note(card_id).cards())
        columns = "id, ease, ivl, lastIvl, factor, time, type"
        rows = self.collection.db.all(  # type: ignore[union-attr]
            f"SELECT {columns} FROM revlog WHERE cid IN ({cards}) ORDER BY id"
        )
        return [tuple(row) for row in rows]

    def media(self) -> set[str]:
        return {path.name for path in Path(self.collection.media.dir()).iterdir()}


@contextmanager
def anki(folder: Path) -> Iterator[Anki]:
    """An empty collection."""
    path = folder / "anki"
    path.mkdir()
    collection = Collection(str(path / "collection.anki2"))
    try:
        yield Anki(collection)
    finally:
        collection.close()


@contextmanager
def imported(*cards: Card, folder: Path, **options: Any) -> Iterator[Anki]:
    """A collection into which these cards were exported."""
    with anki(folder) as target:
        target.import_package(export(*cards, to=folder / "deck.apkg", **options))
        yield target
