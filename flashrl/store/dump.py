"""All of a collection as lines of JSON, for people and other programs, and back.

docs/your-data.md has the form. States are left out: they follow from the events.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flashrl.errors import CollectionError
from flashrl.model import ChangeKind, EventKind, Quality
from flashrl.store import backup, rescue, rows
from flashrl.store.database import connect, readable_errors, reading
from flashrl.store.history import History, Progress
from flashrl.store.migrations import migrate

VERSION = 1
_BLOCK = 1_000
_HEAD = {"type": "flashrl", "version": VERSION}
_TABLES = {
    "source": "sources",
    "card": "cards",
    "unit": "units",
    "setting": "settings",
    "export": "exports",
}
"""The kinds of lines that are rows of a table. Events, and changes, are the others."""

_JSON = {"source": ("topics",), "card": ("content",), "setting": ("value",)}
"""Columns that hold JSON: they are written as what they hold."""

_SQL = f"""
    SELECT events.id, {rows.EVENT}, undone_at FROM events LEFT JOIN undone ON undone.event = events.id
    ORDER BY events.id
"""
_NAME_A_DUMP = "name a file that `flashrl dump` wrote"
Line = dict[str, Any]


def lines(collection: Path) -> Iterator[str]:
    """The lines of a collection, each with its line end: the head, then what it holds."""
    with readable_errors(collection), closing(reading(collection)) as connection:
        connection.execute("BEGIN")  # all of it as it is at one instant
        yield _text(_HEAD)
        for kind, table in _TABLES.items():
            found = connection.execute(f"SELECT * FROM {table} ORDER BY 1")
            names = [column[0] for column in found.description]
            for values in found:
                yield _text({"type": kind, **_opened(kind, dict(zip(names, values, strict=True)))})
        for values in connection.execute(_SQL):
            yield _text(_event_line(values))


def write(collection: Path, target: Path, progress: Progress = lambda _done, _total: None) -> int:
    """Write the lines into a file, which is there as a whole or not at all. Returns how many there are."""
    partial, count = target.with_name(f".{target.name}.partial"), 0
    with readable_errors(target):
        try:
            with partial.open("w", encoding="utf-8", newline="\n") as file:
                for line in lines(collection):
                    file.write(line)
                    count += 1
                    if count % _BLOCK == 0:
                        progress(0, 0)  # how many there will be is not known
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return count


def load(
    source: Path,
    collection: Path,
    now: datetime,
    *,
    replace: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> int:
    """Make the collection of a dump. Returns how many lines that were.

    Raises CollectionError with the line that cannot be read, or where there is a collection already; with
    `replace` that one is kept under another name. Nothing is changed before all lines are read, or
    if `progress` raises.
    """
    if collection.exists() and not replace:
        raise CollectionError(
            "there is a collection already", "name another --home, or use --replace", path=collection
        )
    if collection.is_file():
        backup.require_unused(collection)
    made = collection.with_name(f".{collection.name}.loaded")
    with readable_errors(collection):
        made.unlink(missing_ok=True)
        try:
            count = _fill(made, source, progress)
            rescue.put_in_place(made, collection, now)
        finally:
            made.unlink(missing_ok=True)
    return count


def _fill(made: Path, source: Path, progress: Progress) -> int:
    with closing(connect(made)) as db:
        migrate(db)
        with db.atomic():
            count = 0
            for count, line in _read(source):
                if count % _BLOCK == 0:
                    progress(0, 0)  # how many lines there are is not known
                try:
                    _put(db, line)
                except Exception as error:
                    what = f"this line is not what a dump holds: {error}"
                    remedy = "dump the collection again; docs/your-data.md has the form of each line"
                    raise CollectionError(what, remedy, path=source, line=count) from error
            History(db).rebuild(progress)
    return count


def _read(source: Path) -> Iterator[tuple[int, Line]]:
    """The lines of a dump with their numbers, the head checked."""
    number = 0
    with readable_errors(source), source.open(encoding="utf-8", errors="replace") as file:
        for number, text in enumerate(file, start=1):
            try:
                line = json.loads(text)
            except ValueError as error:
                message = "this is no line of JSON"
                raise CollectionError(message, _NAME_A_DUMP, path=source, line=number) from error
            if number == 1:
                _check_head(line, source)
            yield number, line
    if number == 0:
        _check_head(None, source)


def _check_head(line: Any, source: Path) -> None:
    if not isinstance(line, dict) or line.get("type") != "flashrl":
        raise CollectionError("this is no dump of flashrl", _NAME_A_DUMP, path=source, line=1)
    if line.get("version") != VERSION:
        raise CollectionError("a newer flashrl wrote this dump", "update flashrl", path=source, line=1)


def _put(db: Any, line: Line) -> None:
    kind = line.pop("type")
    if kind in _TABLES:
        _insert(db, _TABLES[kind], _closed(kind, line))
    elif kind in ("event", "change"):
        undone_at = line.pop("undone_at", None)
        _insert(db, "events", _event_row(kind, line))
        if undone_at is not None:
            datetime.fromisoformat(undone_at)
            _insert(db, "undone", {"event": line["number"], "undone_at": undone_at})
    elif kind != "flashrl":
        raise ValueError(f"there is no type {kind!r}")


def _insert(db: Any, table: str, row: Mapping[str, Any]) -> None:
    known = db[table].columns_dict
    strange = row.keys() - known.keys()
    if strange:
        raise ValueError(f"{', '.join(sorted(strange))} is not known")
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", row)


def _event_line(values: tuple[Any, ...]) -> Line:
    number, unit, at, day, quality, kind, seconds, value, undone_at = values
    line: Line = {"type": "event", "number": number, "unit": unit, "reviewed_at": at, "day": day}
    if quality == rows.NO_QUALITY:
        line |= {"type": "change", "kind": kind}
        if kind in _WRITTEN:
            line |= _WRITTEN[kind](value)
    else:
        line |= {"kind": kind, "quality": quality, "seconds": seconds}
    return line if undone_at is None else {**line, "undone_at": undone_at}


_WRITTEN: dict[str, Callable[[str], Line]] = {
    ChangeKind.FLAGGED: lambda value: {"flag": int(value)},
    ChangeKind.RESCHEDULED: lambda value: {"due_on": value},
}


def _event_row(kind: str, line: Line) -> Line:
    """The row of a line, whose values are read once to see that they fit."""
    datetime.fromisoformat(line["reviewed_at"])
    row = {
        "id": int(line["number"]),
        "unit": str(line["unit"]),
        "reviewed_at": line["reviewed_at"],
        "day": date.fromisoformat(line["day"]).isoformat(),
    }
    if kind == "event":
        quality, seconds = int(Quality(line["quality"])), float(line["seconds"])
        return {**row, "kind": str(EventKind(line["kind"])), "quality": quality, "seconds": seconds}
    change, value = ChangeKind(line["kind"]), None
    if change is ChangeKind.FLAGGED:
        value = str(int(line["flag"]))
    elif change is ChangeKind.RESCHEDULED:
        value = date.fromisoformat(line["due_on"]).isoformat()
    return {**row, "kind": str(change), "quality": rows.NO_QUALITY, "seconds": 0.0, "value": value}


def _opened(kind: str, row: Line) -> Line:
    return {name: _value(kind, name, value, json.loads) for name, value in row.items()}


def _closed(kind: str, line: Line) -> Line:
    return {name: _value(kind, name, value, _compact(kind)) for name, value in line.items()}


def _value(kind: str, name: str, value: Any, turn: Callable[[Any], Any]) -> Any:
    return turn(value) if name in _JSON.get(kind, ()) else value


def _compact(kind: str) -> Callable[[Any], str]:
    """As each is written in the database, to the letter: by its content a card is seen to have changed."""
    if kind == "setting":
        return json.dumps
    return lambda value: json.dumps(value, ensure_ascii=False, sort_keys=kind == "card")


def _text(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False) + "\n"
