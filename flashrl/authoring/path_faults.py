"""What is wrong in files of study paths: how they are written, and cards that no deck has."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from flashrl import paths
from flashrl.errors import DeckError, Diagnostic
from flashrl.formats import ParsedFile, read_all, study_paths
from flashrl.formats.study_paths import FILE_NAME, FORMAT, PathsFile
from flashrl.model import Deck


def files(sources: Sequence[Path]) -> list[Path]:
    """The files of study paths that `sources` mean: themselves, or those in a folder and below it."""
    return [path.resolve() for source in sources for path in _files(source)]


def _files(source: Path) -> Iterator[Path]:
    if source.name == FILE_NAME:
        yield source
    elif source.is_dir():
        found = sorted(source.rglob(FILE_NAME))
        yield from (each for each in found if not any(_is_hidden(p) for p in each.relative_to(source).parts))


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "node_modules"))


def check_paths(sources: Sequence[Path], decks: Sequence[ParsedFile], *, strict: bool) -> list[ParsedFile]:
    """The files of study paths that `sources` mean, with all findings. A path may name the cards of `decks`,
    of decks beside it, and those that are shipped."""
    checked = []
    for path in files(sources):
        file = study_paths.read(path)
        found = [*file.diagnostics, *_unknown(file, decks)]
        ordered = sorted(found, key=lambda each: (each.line, each.column, each.message))
        told = tuple(replace(each, is_strict=strict) for each in ordered)
        checked.append(ParsedFile(Deck(path.stem), told, FORMAT, path, text=file.text))
    return checked


def _unknown(file: PathsFile, decks: Sequence[ParsedFile]) -> list[Diagnostic]:
    """Other decks are read only for what `decks` do not have."""
    assert file.path is not None
    known, found = list(decks), list[Diagnostic]()
    for more in ((), (file.path.parent,), (paths.decks(),)):
        try:
            known += read_all(more) if more else []
        except DeckError:
            continue
        cards = {card.id for each in known for card in each.deck.cards if card.id}
        if not (found := study_paths.unknown(file, cards, {each.deck.name for each in known})):
            break
    return found
