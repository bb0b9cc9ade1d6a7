"""What the app does off the GUI thread. Each piece opens its own collection: a connection belongs to the
thread that opened it."""

from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from flashrl.store import Collection, DeckCounts, ImportReport, SourceFile
from flashrl.ui import packages
from flashrl.ui.packages import PackagePlan

if TYPE_CHECKING:
    from flashrl.anki import Report
    from flashrl.authoring.check import Problems
    from flashrl.errors import Diagnostic
    from flashrl.formats import ParsedFile
    from flashrl.store.folders import FolderState, Stamps, Sync
    from flashrl.store.readings import Reading

Progress = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be exported and where to: these decks with those below them, or all where none is named."""

    target: Path
    decks: tuple[str, ...] = ()
    simulations: bool = True
    scheduling: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """An import that was read and rehearsed: its files, the folders among its sources, what it would do.

    `unchanged` files are as they were when they last came in, and were not read again. `unfollowed` are those
    folders that are no deck folders yet, with what stood in them before they were read. The decks of
    `packages` are among the files, though they are not written yet.
    """

    files: "list[ParsedFile]"
    unchanged: "list[Reading]"
    folders: list[Path]
    report: ImportReport
    unfollowed: "dict[Path, Stamps]"
    packages: list[PackagePlan]


def import_decks(collection: Path, sources: list[Path], now: datetime, progress: Progress) -> ImportReport:
    """Read all deck files of `sources` and bring them in. Files in a folder that are no decks are left."""
    with Collection.open(collection) as opened:
        found = opened.read(sources, progress=progress)
        return opened.apply(found.files, now=now, folders=found.folders, unchanged=found.unchanged)


def plan_import(collection: Path, sources: list[Path], now: datetime, progress: Progress) -> Plan:
    """Read all deck files of `sources`, and find out what bringing them in would do."""
    from flashrl.store import folders as deck_folders

    folders = [source.resolve() for source in sources if source.is_dir()]
    with Collection.open(collection) as opened:
        followed = deck_folders.chosen(opened)
    stamps = {
        each: deck_folders.stamps(each)
        for each in folders
        if not any(each.is_relative_to(folder) for folder in followed)
    }
    with Collection.open(collection) as opened:
        found = opened.read([each for each in sources if not packages.is_package(each)], progress=progress)
        looked_into = [packages.look(opened, each) for each in sources if packages.is_package(each)]
        files = [*found.files, *(file for package in looked_into for file in package.files)]
        report = opened.rehearse(
            files, now=now, folders=folders, unchanged=found.unchanged, progress=progress
        )
    return Plan(files, found.unchanged, folders, report, stamps, looked_into)


def carry_out(
    collection: Path, plan: Plan, now: datetime, progress: Progress, *, follow: bool
) -> ImportReport:
    """Bring in what was planned, as it was read then; `follow` its folders from then on."""
    from flashrl.store import folders

    with Collection.open(collection) as opened:
        packages.bring_in(opened, plan.packages)
        report = opened.apply(
            plan.files, now=now, folders=plan.folders, unchanged=plan.unchanged, progress=progress
        )
        if follow:
            for folder, stamps in plan.unfollowed.items():
                folders.add(opened, folder, stamps, report)
    return report


def import_shipped(
    collection: Path, shipped: Path, own: Path, now: datetime, progress: Progress
) -> ImportReport:
    """Bring the shipped decks in. The deck folders come first: a copy there stands in for a shipped deck."""
    from flashrl.store import folders

    with Collection.open(collection) as opened:
        chosen = deck_folders(opened, own)
        folders.follow(opened, chosen, now=now)
        return folders.bring_in_shipped(opened, shipped, chosen, now=now, progress=progress)


def follow_folders(
    collection: Path, own: Path, now: datetime, progress: Progress, *, everything: bool
) -> "Sync":
    """Bring in what changed in the deck folders."""
    from flashrl.store import folders

    with Collection.open(collection) as opened:
        chosen = deck_folders(opened, own)
        return folders.follow(opened, chosen, now=now, progress=progress, everything=everything)


def deck_files(collection: Path, own: Path) -> "tuple[list[FolderState], list[SourceFile]]":
    """The deck folders, with what the collection has of each, and the files that lie in none of them."""
    from flashrl.store import folders

    with Collection.open(collection) as opened:
        states = folders.states(opened, own)
        return states, folders.elsewhere(opened, states)


def deck_folders(collection: Collection, own: Path) -> list[Path]:
    """The person's own folder, where there is one, and those that were chosen."""
    from flashrl.store import folders

    return [*([own] if own.is_dir() else []), *folders.chosen(collection)]


def export(collection: Path, wish: ExportWish, progress: Progress, cancelled: Callable[[], bool]) -> "Report":
    """Write an Anki package, and remember how its notes are."""
    from flashrl.anki import learner

    with Collection.open(collection) as opened:
        return learner.export(
            opened,
            wish.target,
            now=datetime.now().astimezone(),
            decks=wish.decks,
            scheduling=wish.scheduling,
            simulations=wish.simulations,
            progress=progress,
            cancelled=cancelled,
        )


def with_collection(collection: Path, use: Callable[[Collection], T]) -> T:
    """What `use` makes of a collection of the thread's own."""
    with Collection.open(collection) as opened:
        return use(opened)


def decks(collection: Path) -> list[DeckCounts]:
    """All decks with their counts."""
    with Collection.open(collection) as opened:
        return opened.decks(date.min)


def read_deck(path: Path) -> "ParsedFile":
    """Read one deck file."""
    from flashrl.formats import read

    return read(path)


def findings(
    file: "ParsedFile", problems: "Problems", cancelled: Callable[[], bool]
) -> "tuple[Diagnostic, ...]":
    """Everything that is wrong in a file that was read."""
    from flashrl.authoring.check import check

    def look(text: str, *, line: int, folder: Path) -> "list[Diagnostic]":
        if cancelled():
            raise CancelledError
        return problems(text, line=line, folder=folder)

    (checked,) = check([file], problems=look)
    return checked.diagnostics
