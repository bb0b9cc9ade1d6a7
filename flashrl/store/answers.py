"""What statistics are made of: every answer, and where every unit stands."""

from datetime import date
from typing import Any

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
