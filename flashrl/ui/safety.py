"""The work of the backups page, off the GUI thread."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from flashrl.errors import DamagedCollectionError
from flashrl.store import backup, doctor, dump
from flashrl.store.doctor import Finding

Progress = Callable[[int, int], object]


def look_over(collection: Path, now: datetime, *, repair: bool) -> list[Finding]:
    """What is wrong with the collection and its backups, while it is open; with `repair` it is set right.

    Raises DamagedCollectionError where only a backup helps, for which it must be closed.
    """
    wrong = backup.check(collection)
    if wrong:
        raise DamagedCollectionError(
            f"the collection is damaged: {wrong[0]}", "bring a backup back", path=collection
        )
    return doctor.examine(collection, now, repair=repair)


def write_out(collection: Path, target: Path, progress: Progress) -> int:
    """Write the collection as text. Returns the number of lines."""
    return dump.write(collection, target, progress)


def told(found: Sequence[Finding]) -> str:
    """What was found, a line each."""
    if not found:
        return "Nothing is wrong with the collection and its backups."
    return "\n".join(f"{each.what[:1].upper()}{each.what[1:]} — {each.done}." for each in found)
