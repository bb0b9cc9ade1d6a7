"""What statistics are made of: every answer, and where every unit stands."""

from datetime import date
from typing import Any

from flashrl.model import EventKind
from flashrl.statistics import Answer, UnitStanding
from flashrl.store import rows
from flashrl.store.history import History


def since(db: Any, day: date) -> list[Answer]:
    """Every grade since a day that is of a unit here, with its deck and the state before it."""
    decks = dict(db.execute("SELECT id, deck FROM units").fetchall())
    found = History(db).answers(day)
    return [Answer(decks[event.unit], event, state) for event, state in found if event.unit in decks]


def standings(db: Any) -> list[UnitStanding]:
    """Where every unit stands whose card is not gone."""
    sql = f"""
        SELECT units.id, deck, coalesce(is_suspended, 0), {rows.STATE} FROM units
        LEFT JOIN states ON states.unit = units.id WHERE status = 'active'
    """
    found = db.execute(sql).fetchall()
    return [UnitStanding(deck, rows.state(state), bool(held), unit) for unit, deck, held, *state in found]


def reviews_by_day(db: Any, first: date) -> dict[date, int]:
    """How many scheduled reviews were made on each day since the first."""
    sql = "SELECT day, count(*) FROM live_events WHERE kind = ? AND day >= ? GROUP BY day"
    found = db.execute(sql, [EventKind.SCHEDULED, first.isoformat()]).fetchall()
    return {date.fromisoformat(day): count for day, count in found}


def last_day_before(db: Any, day: date) -> date | None:
    """The last day before this one on which anything was done."""
    (found,) = db.execute("SELECT max(day) FROM events WHERE day < ?", [day.isoformat()]).fetchone()
    return None if found is None else date.fromisoformat(found)
