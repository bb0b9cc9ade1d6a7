"""What takes the collection's place: the work of it, off the GUI thread, and how it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flashrl.store.inventory import Holding

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to take the collection's place: a backup, a dump as text, or, without a source, an empty
    collection; at that instant, after which the file before is named. A backup takes along the reviews made
    since, unless it is not to."""

    source: Path | None
    at: datetime
    is_dump: bool = False
    add_events: bool = True


def carry_out(collection: Path, wish: Wish, progress: Progress) -> str:
    """Let it take the place. Returns what was done, in words. Raises CollectionError; nothing has then
    changed."""
    from flashrl.store import dump, rescue

    if wish.source is not None and wish.is_dump:
        kept = rescue.kept_as(collection, wish.at) if collection.exists() else None
        lines = dump.load(wish.source, collection, wish.at, replace=True, progress=progress)
        return f"{lines:,} lines of {wish.source.name} are the collection now.{_kept(kept)}"
    if wish.source is None:
        done = rescue.start_empty(collection, wish.at, progress)
        came = f" {counted(done.events, 'review')} could still be read." if done.events else ""
        return f"This is a new collection.{came}{_kept(done.kept)}"
    found = rescue.restore(collection, wish.source, wish.at, add_events=wish.add_events, progress=progress)
    since = f", with {counted(found.events, 'review')} made since" if found.events else ""
    return f"{_name(wish.source)} is back{since}.{_kept(found.kept)}"


def _name(source: Path) -> str:
    from flashrl.store import backup

    made = backup.made_at(source)
    return source.name if made is None else f"The backup of {written(made)}"


def _kept(kept: Path | None) -> str:
    return "" if kept is None else f" What was there before is kept as {kept.name}."


def contents(held: Holding) -> str:
    """What a backup holds, in words."""
    return held.wrong or f"{counted(held.cards, 'card')} and {counted(held.reviews, 'review')}"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def written(moment: datetime) -> str:
    """A local day and time, as one says them."""
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"


def written_short(moment: datetime) -> str:
    """The same in a column."""
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y, %H:%M}"


def size(count: int) -> str:
    """So many bytes, in the unit that a person would use."""
    for unit, bytes_ in (("GB", 10**9), ("MB", 10**6)):
        if count >= bytes_:
            return f"{count / bytes_:.1f} {unit}"
    return f"{max(1, round(count / 1000))} kB"
