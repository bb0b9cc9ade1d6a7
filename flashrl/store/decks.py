"""The decks with what waits in them, and the files that their cards come from."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class DeckCounts:
    """A deck and how many of its review units wait. `cards` counts all that are not suspended."""

    name: str
    cards: int
    new: int
    due: int
    drill: int
    suspended: int
    drafts: int


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A deck file that was imported: its deck, the format it was read as, and how many cards it has."""

    path: Path
    deck: str
    format: str
    cards: int


def counts(db: Any, today: date) -> list[DeckCounts]:
    """Every deck in order of name, with its counts for `today`."""
    sql = """
        SELECT deck AS name, count(*) FILTER (WHERE is_kept) AS cards,
          count(*) FILTER (WHERE is_kept AND is_asked AND due_on IS NULL) AS new,
          count(*) FILTER (WHERE is_kept AND is_asked AND due_on <= :today) AS due,
          count(*) FILTER (WHERE is_kept AND is_asked AND drill_on = :today) AS drill,
          count(*) FILTER (WHERE NOT is_kept) AS suspended
        FROM (
          SELECT deck, due_on, drill_on, buried_on IS NOT :today AS is_asked,
            status = 'active' AND NOT coalesce(is_suspended, 0) AS is_kept
          FROM units LEFT JOIN states ON states.unit = units.id
        ) GROUP BY name
    """
    counted = {row["name"]: row for row in db.query(sql, {"today": today.isoformat()})}
    drafts: dict[str, int] = dict(db.execute(_DRAFTS).fetchall())
    empty = {"cards": 0, "new": 0, "due": 0, "drill": 0, "suspended": 0}
    return [
        DeckCounts(**{**empty, **counted.get(name, {}), "name": name, "drafts": drafts.get(name, 0)})
        for name in sorted(counted.keys() | drafts.keys())
    ]


_DRAFTS = "SELECT deck, count(*) FROM cards WHERE is_draft AND NOT is_gone GROUP BY deck"


def names(db: Any) -> list[str]:
    """The names of the decks, in order."""
    sql = "SELECT deck FROM units UNION SELECT deck FROM cards WHERE is_draft AND NOT is_gone ORDER BY 1"
    return [name for (name,) in db.execute(sql).fetchall()]


def sources(db: Any) -> list[SourceFile]:
    """The deck files that cards come from, in order of path, with their cards that are not gone."""
    sql = """
        SELECT sources.*, (SELECT count(*) FROM cards WHERE source = path AND NOT is_gone) AS cards
        FROM sources ORDER BY path
    """
    return [SourceFile(Path(row["path"]), row["deck"], row["format"], row["cards"]) for row in db.query(sql)]


def homes(db: Any, ids: Iterable[str]) -> set[Path]:
    """The files that cards with these ids stand in."""
    sql = "SELECT DISTINCT source FROM cards WHERE NOT is_gone AND id IN (SELECT value FROM json_each(?))"
    return {Path(path) for (path,) in db.execute(sql, [json.dumps(list(ids))]).fetchall()}
