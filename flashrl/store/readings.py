"""What deck files held when they were last read: a file that is as it was is not read again."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from flashrl import __version__, formats
from flashrl.errors import Diagnostic
from flashrl.formats import ParsedFile
from flashrl.store import rows

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held: its format with what spoke for it, its cards and drafts, and what is wrong with it.

    `deck` is the name of the deck that its cards were put into where that is not the file's own.
    """

    path: Path
    digest: str
    deck: str
    format: str
    cards: int
    drafts: int
    diagnostics: tuple[Diagnostic, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class Found:
    """What sources hold: the deck files to be brought in, those that are as they were when they last came in,
    and the folders that were read whole."""

    files: list[ParsedFile] = field(default_factory=list)
    unchanged: list[Reading] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    passed_over: list[ParsedFile] = field(default_factory=list)


def find(kept: dict[Path, Reading], sources: Sequence[Path], progress: Progress) -> Found:
    """Read the deck files that `sources` mean, except those that are as they are `kept` in mind.

    As `formats.read_all`, with the same errors.
    """
    found = Found(folders=[source.resolve() for source in sources if source.is_dir()])
    named = dict[Path, bool]()
    for source, path in formats.named_files(sources):
        named[path] = source.is_file() or named.get(path, False)
    known = {path for path in named if path in kept and _digest(path) == kept[path].digest}
    found.unchanged = [kept[path] for path in named if path in known and kept[path].format != formats.UNKNOWN]
    changed = {path: is_meant for path, is_meant in named.items() if path not in known}
    changed |= {path: True for path in known if named[path] and kept[path].format == formats.UNKNOWN}
    for file, is_meant in zip(formats.read_each(list(changed), progress), changed.values(), strict=True):
        (found.files if is_meant or not file.is_no_deck else found.passed_over).append(file)
    formats.require_decks(
        sources, [*(each.path for each in found.unchanged), *(each.path for each in found.files if each.path)]
    )
    return found


def of(db: Any, deck: str) -> dict[Path, Reading]:
    """The readings by this version that the cards in the collection still agree with, by path."""
    sql = """
        SELECT * FROM readings WHERE reader = ? AND deck = ? AND (format = ? OR cards + drafts =
          (SELECT count(*) FROM cards WHERE source = path AND NOT is_gone))
    """
    kept = (_reading(row) for row in db.query(sql, [_reader(), deck, formats.UNKNOWN]))
    return {reading.path: reading for reading in kept}


def checked(db: Any, unchanged: Sequence[Reading], deck: str) -> tuple[list[Path], list[Reading]]:
    """The paths of the readings that no longer hold, as another program imported meanwhile, and those that
    do."""
    kept = of(db, deck) if unchanged else {}
    still = [each for each in unchanged if kept.get(each.path) == each]
    return [each.path for each in unchanged if kept.get(each.path) != each], still


def keep(db: Any, files: Iterable[ParsedFile], deck: str) -> None:
    """Remember files that the collection now holds as they are, or that hold no cards."""
    rows.write(db, "readings", "path", [_row(file, deck) for file in files if file.digest])


def forget(db: Any, paths: Collection[str]) -> None:
    """Have files read again, whatever they hold."""
    db.conn.executemany("DELETE FROM readings WHERE path = ?", [(path,) for path in paths])


def _digest(path: Path) -> str:
    try:
        return formats.digest(path.read_bytes())
    except OSError:
        return ""


@cache
def _reader() -> str:
    """This version, and the very code that reads: a contributor's may change within a version."""
    code = sorted(Path(formats.__file__).parent.rglob("*.py"))
    return f"{__version__} {formats.digest(b''.join(path.read_bytes() for path in code))}"


def _row(file: ParsedFile, deck: str) -> dict[str, Any]:
    return {
        "path": str(file.path),
        "digest": file.digest,
        "reader": _reader(),
        "deck": deck,
        "format": file.format,
        "cards": file.cards,
        "drafts": file.drafts,
        "findings": json.dumps([asdict(found) for found in file.diagnostics], ensure_ascii=False),
        "reasons": json.dumps(file.reasons, ensure_ascii=False),
    }


def _reading(row: dict[str, Any]) -> Reading:
    return Reading(
        path=Path(row["path"]),
        digest=row["digest"],
        deck=row["deck"],
        format=row["format"],
        cards=row["cards"],
        drafts=row["drafts"],
        diagnostics=tuple(Diagnostic(**found) for found in json.loads(row["findings"])),
        reasons=tuple(json.loads(row["reasons"])),
    )
