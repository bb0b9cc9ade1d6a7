"""The decks with what waits in them, and the files that their cards come from."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flashrl.store.waiting import ASKED


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

    def by_deck(sql: str) -> dict[str, int]:
        return dict(db.execute(sql, {"today": today.isoformat()}).fetchall())

    total, new, due, drill = by_deck(_TOTAL), by_deck(_NEW), by_deck(_DUE), by_deck(_DRILL)
    gone, held, drafts = by_deck(_GONE), by_deck(_HELD), by_deck(_DRAFTS)
    return [
        DeckCounts(
            name,
            cards=total.get(name, 0) - gone.get(name, 0) - held.get(name, 0),
            new=new.get(name, 0),
            due=due.get(name, 0),
            drill=drill.get(name, 0),
            suspended=gone.get(name, 0) + held.get(name, 0),
            drafts=drafts.get(name, 0),
        )
        for name in sorted(total.keys() | drafts.keys())
    ]


# Each looks at no more units than it must: of many, few are due, suspended or gone.
_TOTAL = "SELECT deck, count(*) FROM units GROUP BY deck"
_GONE = "SELECT deck, count(*) FROM units WHERE status != 'active' GROUP BY deck"
_HELD = """
    SELECT deck, count(*) FROM states CROSS JOIN units ON units.id = states.unit
    WHERE is_suspended AND status = 'active' GROUP BY deck
"""
# In the order of the ids, in which both tables lie; without the LIMIT the order would not count.
_NEW = f"""
    SELECT deck, count(*) FROM (
      SELECT deck FROM units LEFT JOIN states ON states.unit = units.id
      WHERE due_on IS NULL AND {ASKED} ORDER BY units.id LIMIT -1
    ) GROUP BY deck
"""
_DUE = f"""
    SELECT deck, count(*) FROM states CROSS JOIN units ON units.id = states.unit
    WHERE due_on <= :today AND {ASKED} GROUP BY deck
"""
_DRILL = _DUE.replace("due_on <=", "drill_on =")
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
