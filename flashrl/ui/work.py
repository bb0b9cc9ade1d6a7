"""What the app does off the GUI thread. Each piece opens its own collection: a connection belongs to the
thread that opened it."""

from collections.abc import Callable
from concurrent.futures import CancelledError
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flashrl.store import Collection, ImportReport

if TYPE_CHECKING:
    from flashrl.anki import Report
    from flashrl.authoring.check import Problems
    from flashrl.errors import Diagnostic
    from flashrl.formats import ParsedFile

Progress = Callable[[int, int], None]


def import_decks(collection: Path, sources: list[Path], now: datetime, progress: Progress) -> ImportReport:
    """Read all deck files of `sources` and bring them in. Files in a folder that are no decks are left."""
    from flashrl.formats import read_all

    files = read_all(sources, progress)
    folders = [source.resolve() for source in sources if source.is_dir()]
    with Collection.open(collection) as opened:
        return opened.apply(files, now=now, folders=folders)


def export(collection: Path, target: Path, progress: Progress, cancelled: Callable[[], bool]) -> "Report":
    """Write every card of the collection into an Anki package."""
    from flashrl.anki import write_package

    with Collection.open(collection) as opened:
        cards = opened.cards()
    return write_package(cards, target, progress=progress, cancelled=cancelled)


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
