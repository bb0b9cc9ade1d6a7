"""What the app does off the GUI thread. Each piece opens its own collection: a connection belongs to the
thread that opened it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flashrl.store import Collection, ImportReport

if TYPE_CHECKING:
    from flashrl.anki import Report

Progress = Callable[[int, int], None]


def import_decks(collection: Path, sources: list[Path], now: datetime, progress: Progress) -> ImportReport:
    """Read all deck files of `sources` and bring them in. Files in a folder that are no decks are left."""
    from flashrl import formats

    paths = [path.resolve() for source in sources for path in formats.find_files(source)]
    files = []
    for number, path in enumerate(paths):
        progress(number, len(paths))
        file = formats.read(path)
        if path in sources or not file.is_no_deck:
            files.append(file)
    folders = [source.resolve() for source in sources if source.is_dir()]
    with Collection.open(collection) as opened:
        return opened.apply(files, now=now, folders=folders)


def export(collection: Path, target: Path, progress: Progress, cancelled: Callable[[], bool]) -> "Report":
    """Write every card of the collection into an Anki package."""
    from flashrl.anki import ExportCard, write_package

    with Collection.open(collection) as opened:
        stored = opened.cards()
    cards = [ExportCard(each.card, each.deck, each.source.parent, each.changed_at) for each in stored]
    return write_package(cards, target, progress=progress, cancelled=cancelled)
