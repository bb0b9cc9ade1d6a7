"""Packages as Anki itself writes them."""

from pathlib import Path
from typing import Literal

from anki.collection import ExportAnkiPackageOptions
from anki.notes import Note

from tests.anki.imports import Anki

GENERATIONS = ("old.apkg", "new.apkg", "old.colpkg", "new.colpkg")


def add(anki: Anki, note_type: str, *fields: str, deck: str = "A::B", tags: tuple[str, ...] = ()) -> Note:
    """Add a note."""
    kind = anki.collection.models.by_name(note_type)
    assert kind is not None
    note = anki.collection.new_note(kind)
    for at, html in enumerate(fields):
        note.fields[at] = html
    note.tags = list(tags)
    anki.collection.add_note(note, anki.collection.decks.id(deck))  # type: ignore[arg-type]
    return note


def answer(anki: Anki, note: Note, *eases: Literal[1, 2, 3, 4]) -> None:
    """Grade a note's first card, as its owner would."""
    for ease in eases:
        card = note.cards()[0]
        card.start_timer()
        anki.collection.sched.answerCard(card, ease)


def written(anki: Anki, path: Path) -> Path:
    """Everything, in the generation and of the kind that the name says."""
    is_old = path.name.startswith("old")
    if path.suffix == ".colpkg":
        anki.collection.export_collection_package(str(path), include_media=True, legacy=is_old)
        anki.collection.reopen(after_full_sync=False)
        return path
    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=False, with_media=True, legacy=is_old
    )
    anki.collection.export_anki_package(out_path=str(path), options=options, limit=None)
    return path
