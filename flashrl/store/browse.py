"""Looking through the units: which there are in which order, and what is shown of each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from flashrl.model import CardState, UnitMarks
from flashrl.scheduling import leech
from flashrl.store import practice, rows, settings
from flashrl.store.database import readable_errors
from flashrl.store.practice import ORDER, TABLES, Choice


class Column(StrEnum):
    """What units may be sorted by."""

    QUESTION = "question"
    DECK = "deck"
    DUE = "due"
    INTERVAL = "interval"
    EASE = "ease"
    STABILITY = "stability"
    LAPSES = "lapses"
    MARKS = "marks"


@dataclass(frozen=True, slots=True)
class BrowsedUnit:
    """A review unit in a list: its question as markdown, the blank that is asked, and where it stands."""

    unit: str
    question: str
    blank: int | None
    deck: str
    state: CardState
    marks: UnitMarks


_SORTED_BY = {
    Column.QUESTION: "lower(question)",
    Column.DECK: "units.deck",
    Column.DUE: "due_on",
    Column.INTERVAL: "CASE WHEN due_on IS NOT NULL THEN interval_days END",
    Column.EASE: "CASE WHEN due_on IS NOT NULL THEN easiness_factor END",
    Column.STABILITY: "stability",
    Column.LAPSES: "coalesce(lapses, 0)",
    Column.MARKS: "coalesce(flag, 0) + 100 * coalesce(is_suspended, 0)",
}


class Browser:
    """Finds units in a collection's database `db`, and says what there is to see of them."""

    def __init__(self, db: Any, path: Path) -> None:
        self._db = db
        self._path = path

    def units(self, choice: Choice, column: Column = Column.DECK, *, descending: bool = False) -> list[str]:
        """The units of a choice, suspended ones too; those that have nothing in the column come last."""
        way = "DESC" if descending else "ASC"
        order = f"{_SORTED_BY[column]} {way} NULLS LAST, {ORDER}"
        if column is Column.DECK:
            # The authors' order, either way; "+" has them sorted: to look each up by the index takes longer.
            order = ", ".join(f"+{each} {way}" for each in ORDER.split(", "))
        with readable_errors(self._path):
            where, values = self._conditions(choice)
            sql = f"SELECT units.id FROM {TABLES} WHERE {where} ORDER BY {order}"
            return [unit for (unit,) in self._db.execute(sql, values).fetchall()]

    def count(self, choice: Choice) -> int:
        """How many units of a choice can be practised: none that is suspended. Its `number` is left out."""
        with readable_errors(self._path):
            where, values = self._conditions(choice)
            sql = f"SELECT count(*) FROM {TABLES} WHERE {practice.KEPT} AND {where}"
            found: int = self._db.execute(sql, values).fetchone()[0]
        return found

    def described(self, units: Sequence[str]) -> dict[str, BrowsedUnit]:
        """What is shown of each of these units; one that is there no more is left out."""
        sql = f"""
            SELECT units.id, question, blank, units.deck, {rows.STATE}, {rows.MARKS} FROM {TABLES}
            WHERE units.id IN (SELECT value FROM json_each(?))
        """
        with readable_errors(self._path):
            found = self._db.execute(sql, [json.dumps(list(units))]).fetchall()
        return {
            unit: BrowsedUnit(unit, question, blank, deck, rows.state(rest[:-3]), rows.marks(rest[-3:]))
            for unit, question, blank, deck, *rest in found
        }

    def decks(self) -> list[str]:
        """Every deck that has units, in order of name."""
        sql = "SELECT deck FROM units GROUP BY deck ORDER BY deck"
        with readable_errors(self._path):
            return [deck for (deck,) in self._db.execute(sql).fetchall()]

    def tags(self) -> list[str]:
        """Every tag of the cards that are not gone, each once however it is written, in order."""
        sql = f"""
            SELECT min(value) FROM cards, json_each({practice.CONTENT}, '$.tags') WHERE NOT is_gone
            GROUP BY lower(value) ORDER BY lower(value)
        """
        with readable_errors(self._path):
            return [tag for (tag,) in self._db.execute(sql).fetchall()]

    def _conditions(self, choice: Choice) -> tuple[str, list[Any]]:
        lapses = settings.value(self._db, "leech_lapses", leech.LAPSES)
        return practice.conditions(choice, int(lapses))
