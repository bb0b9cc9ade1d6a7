"""Looking a collection over, and setting right what can be set right."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flashrl.errors import CollectionError
from flashrl.store import backup
from flashrl.store.collection import Collection
from flashrl.store.rescue import add_missing_events, is_left_out, missing_events, rescue

NEWER = "newer flashrl"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was wrong, and what was done about it; where nothing was, whether something can be."""

    what: str
    done: str
    can_be_repaired: bool = True


def examine(collection: Path, now: datetime, *, repair: bool = True) -> list[Finding]:
    """Everything that is wrong with a collection and its backups; with `repair` it is set right.

    Raises CollectionError where nothing can be done: no good backup, another program at work, or a collection
    of a newer version.
    """
    findings = _file(collection, now, repair=repair)
    if collection.is_file() and (repair or not findings):
        findings += [*_lost_events(collection, repair=repair), *_states(collection, repair=repair)]
    return [*findings, *_backups(collection)]


def _file(collection: Path, now: datetime, *, repair: bool) -> list[Finding]:
    if not collection.exists() and not backup.backups(collection):
        return []
    wrong = backup.check(collection)
    if not wrong:
        return []
    if any(NEWER in each or "locked" in each for each in wrong):
        remedy = "update flashrl" if NEWER in wrong[0] else "close the other program and try again"
        raise CollectionError(wrong[0], remedy, path=collection)
    if not repair:
        return [Finding(f"the collection is damaged: {wrong[0]}", "not repaired")]
    found = rescue(collection, now)
    kept = f"; the file before is {found.kept}" if found.kept else ""
    done = f"restored {found.backup.name} and {found.events} later reviews{kept}"
    return [Finding(f"the collection is damaged: {wrong[0]}", done)]


def _lost_events(collection: Path, *, repair: bool) -> list[Finding]:
    """A collection that lost its write-ahead log reads well, and has forgotten what its backups know."""
    newest = backup.newest_good(collection)
    if newest is None or is_left_out(collection, newest):
        return []
    lost = missing_events(collection, newest)
    if not lost:
        return []
    if repair:
        add_missing_events(collection, newest)
    what = f"{lost} reviews are in the newest backup and not in the collection"
    return [Finding(what, "added them" if repair else "not repaired")]


def _states(collection: Path, *, repair: bool) -> list[Finding]:
    with Collection.open(collection) as opened:
        wrong = opened.wrong_states()
        if wrong and repair:
            opened.rebuild_states()
    done = "made them again" if repair else "not repaired"
    return [Finding(f"{wrong} cached states are not what the reviews make of them", done)] if wrong else []


def _backups(collection: Path) -> list[Finding]:
    bad = [each for each in backup.backups(collection) if backup.check(each)]
    return [
        Finding(f"the backup {each.name} is damaged", "left as it is", can_be_repaired=False) for each in bad
    ]
