"""Deck folders: folders of deck files that the collection follows as they change."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flashrl import __version__
from flashrl.errors import DeckError
from flashrl.formats import ParsedFile, find_files, read
from flashrl.store.import_report import ImportReport, Progress

if TYPE_CHECKING:
    from flashrl.store.collection import Collection
    from flashrl.store.decks import SourceFile

_FOLDERS, _SEEN = "deck_folders", "deck_files_seen"
_MOST_WATCHED = 2_000
Stamps = dict[str, list[int]]
"""By file: its size, its time, and whether it was refused."""


@dataclass(frozen=True, slots=True)
class FolderState:
    """A deck folder: whether it is there, and the deck files of it that the collection has cards of.
    `refused_files` have errors and were left as they were."""

    path: Path
    is_there: bool
    held: "tuple[SourceFile, ...]" = ()
    refused_files: tuple[Path, ...] = ()
    is_own: bool = False

    @property
    def cards(self) -> int:
        return sum(file.cards for file in self.held)


@dataclass(slots=True)
class Sync:
    """What following the deck folders did: the import, the folders that are not there, and the paths whose
    changes matter."""

    report: ImportReport = field(default_factory=ImportReport)
    missing: list[Path] = field(default_factory=list)
    watched: list[Path] = field(default_factory=list)
    has_changed: bool = False


def chosen(collection: "Collection") -> list[Path]:
    """The folders that were added, in that order."""
    return [Path(path) for path in collection.setting(_FOLDERS, [])]


def add(
    collection: "Collection", folder: Path, seen: Stamps | None = None, report: ImportReport | None = None
) -> None:
    """Follow a folder from now on. Where it was imported just now, its files as they were `seen` then are
    not read again before they change, but for those that the `report` refused."""
    folder = folder.resolve()
    if folder not in chosen(collection):
        collection.set_setting(_FOLDERS, [*map(str, chosen(collection)), str(folder)])
    if seen is not None and report is not None:
        refused = {str(path) for path, _ in report.refused}
        known = {path: [*stamp[:2], int(path in refused)] for path, stamp in seen.items()}
        _remember(collection, {**_seen(collection), str(folder): known})


def remove(collection: "Collection", folder: Path) -> None:
    """Follow a folder no longer. Its cards stay as they are."""
    collection.set_setting(_FOLDERS, [str(each) for each in chosen(collection) if each != folder])
    _remember(collection, {key: seen for key, seen in _seen(collection).items() if key != str(folder)})


def states(collection: "Collection", own: Path) -> list[FolderState]:
    """Every deck folder, the person's own first, where there is one."""
    folders = [*([own.resolve()] if own.is_dir() else []), *chosen(collection)]
    sources, seen = collection.sources(), _seen(collection)
    found = []
    for folder in dict.fromkeys(folders):
        held = tuple(each for each in sources if each.cards and each.path.is_relative_to(folder))
        refused = tuple(Path(path) for path, stamp in seen.get(str(folder), {}).items() if stamp[2])
        found.append(FolderState(folder, folder.is_dir(), held, refused, folder == own.resolve()))
    return found


def elsewhere(collection: "Collection", folders: Sequence[FolderState]) -> "list[SourceFile]":
    """The deck files that the collection has cards of and that lie in none of these folders."""
    held = {file.path for folder in folders for file in folder.held}
    return [file for file in collection.sources() if file.cards and file.path not in held]


def follow(
    collection: "Collection",
    folders: Sequence[Path],
    *,
    now: datetime,
    progress: Progress = lambda _done, _total: None,
    everything: bool = False,
) -> Sync:
    """Bring in what has changed in `folders` since they were last followed, or all that is there.

    A folder that is not there is left alone: its disk may only be away.
    """
    sync, before, after = Sync(), {} if everything else _seen(collection), dict[str, Any]()
    present = [folder for folder in dict.fromkeys(each.resolve() for each in folders) if folder.is_dir()]
    sync.missing = [folder for folder in folders if folder.resolve() not in present]
    for folder in present:
        after[str(folder)] = stamps(folder)
        sync.watched += [*_subfolders(folder), *map(Path, after[str(folder)])]
    del sync.watched[_MOST_WATCHED:]
    changed, is_vanished = _differences(before, after)
    files = _read(changed, progress)
    if files or is_vanished or (everything and present):
        sync.report = collection.apply(files, now=now, folders=present)
        sync.has_changed = True
        _mark_refused(sync.report, before, after)
    if after != {key: before.get(key) for key in after}:
        _remember(collection, {**_seen(collection), **after})
    return sync


def bring_in_shipped(
    collection: "Collection", shipped: Path, folders: Sequence[Path], *, now: datetime, progress: Progress
) -> ImportReport:
    """Bring the shipped decks in, all but those of which a deck folder holds the person's own copy."""
    found = collection.read([shipped], progress=progress)
    files = [file for file in found.files if not _has_copy(collection, file, folders)]
    return collection.apply(files, now=now, folders=found.folders, unchanged=found.unchanged)


def _has_copy(collection: "Collection", file: ParsedFile, folders: Sequence[Path]) -> bool:
    homes = collection.homes(card.id for card in file.deck.cards if card.id) - {file.path}
    return any(
        home.exists() and any(home.is_relative_to(folder.resolve()) for folder in folders) for home in homes
    )


# -- what was seen -------------------------------------------------------------------------------


def _seen(collection: "Collection") -> dict[str, Stamps]:
    """What was seen, by folder. Nothing for another version, which may read more in the same files."""
    kept = collection.setting(_SEEN, {})
    folders: dict[str, Stamps] = kept.get("folders", {})
    return folders if kept.get("version") == __version__ else {}


def _remember(collection: "Collection", folders: dict[str, Stamps]) -> None:
    collection.set_setting(_SEEN, {"version": __version__, "folders": folders})


def stamps(folder: Path) -> Stamps:
    """The deck files in a folder as they are now."""
    try:
        paths = [path.resolve() for path in find_files(folder)]
    except DeckError:  # no markdown in it, or just gone
        return {}
    found = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:  # gone in between
            continue
        found[str(path)] = [status.st_size, status.st_mtime_ns, 0]
    return found


def _subfolders(folder: Path) -> list[Path]:
    found = []
    for root, folders, _ in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "node_modules"))]
        found.append(Path(root))
    return found


def _differences(before: dict[str, Any], after: dict[str, Any]) -> tuple[list[Path], bool]:
    """The files that are new, changed, or were refused, and whether any vanished. What was refused may fit
    now, as the error may have been in another file."""
    changed, is_vanished = dict[Path, None](), False
    for folder, files in after.items():
        known = before.get(folder, {})
        is_vanished = is_vanished or not known.keys() <= files.keys()
        changed.update((Path(path), None) for path, stamp in files.items() if known.get(path) != stamp)
    return list(changed), is_vanished


def _read(paths: Sequence[Path], progress: Progress) -> list[ParsedFile]:
    files = []
    for number, path in enumerate(paths):
        progress(number, len(paths))
        files.append(read(path))
    return [file for file in files if not file.is_no_deck]


def _mark_refused(report: ImportReport, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Note which files were refused; one that was before and is as it was needs no second word."""
    refused = {str(path) for path, _ in report.refused}
    stale = set()
    for folder, files in after.items():
        for path in refused & files.keys():
            files[path][2] = 1
            if before.get(folder, {}).get(path) == files[path]:
                stale.add(path)
    report.refused = [(path, found) for path, found in report.refused if str(path) not in stale]
