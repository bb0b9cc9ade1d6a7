"""Which units are practised out of turn: chosen by deck, tag, difficulty, words, or what was missed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flashrl.model import Difficulty
from flashrl.scheduling import leech
from flashrl.scheduling.queue import Candidate
from flashrl.store import rows


@dataclass(frozen=True, slots=True)
class Choice:
    """What is practised: units that fit all that is given. `decks` with those below them; of `tags` each;
    `words` each in the question or elsewhere on the card; `missed_since` the day of the first failure that
    counts."""

    decks: Sequence[str] = ()
    tags: Sequence[str] = ()
    difficulties: Sequence[Difficulty] = ()
    words: str = ""
    missed_since: date | None = None
    units: Sequence[str] = ()


def candidates(db: Any, choice: Choice, leech_lapses: int) -> list[Candidate]:
    """The units of a choice in their authors' order; none that is suspended or gone."""
    conditions, values = _conditions(choice, leech_lapses)
    sql = f"""
        SELECT units.id, units.card, units.deck, {rows.STATE} FROM units
        JOIN cards ON cards.id = units.card LEFT JOIN states ON states.unit = units.id
        WHERE status = 'active' AND NOT coalesce(is_suspended, 0) AND NOT is_gone {conditions}
        ORDER BY units.deck, units.position, units.blank
    """
    found = db.execute(sql, values).fetchall()
    return [Candidate(unit, card, deck, rows.state(state)) for unit, card, deck, *state in found]


def _conditions(choice: Choice, leech_lapses: int) -> tuple[str, list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []

    def add(condition: str, *needed: Any) -> None:
        conditions.append(f"AND ({condition})")
        values.extend(needed)

    if choice.decks:
        below = "units.deck = ? OR substr(units.deck, 1, ?) = ?"
        each = [(deck, len(deck) + 2, f"{deck}::") for deck in choice.decks]
        add(" OR ".join(below for _ in each), *(value for three in each for value in three))
    for tag in choice.tags:
        if tag.lower() == leech.TAG:
            add("lapses >= ? OR " + _TAGGED, leech_lapses, tag)
        else:
            add(_TAGGED, tag)
    if choice.difficulties:
        add(f"json_extract(content, '$.difficulty') IN {_LISTED}", _all(choice.difficulties))
    for word in choice.words.split():
        add("instr(lower(question), lower(?)) OR instr(lower(content), lower(?))", word, _written(word))
    if choice.missed_since is not None:
        add(_MISSED, choice.missed_since.isoformat())
    if choice.units:
        add(f"units.id IN {_LISTED}", _all(choice.units))
    return " ".join(conditions), values


_LISTED = "(SELECT value FROM json_each(?))"
_TAGGED = "EXISTS (SELECT 1 FROM json_each(content, '$.tags') WHERE lower(value) = lower(?))"
_MISSED = "units.id IN (SELECT unit FROM live_events WHERE day >= ? AND quality BETWEEN 0 AND 2)"


def _all(values: Sequence[str]) -> str:
    return json.dumps(list(values))


def _written(word: str) -> str:
    """A word as it stands in a card's JSON."""
    return json.dumps(word, ensure_ascii=False)[1:-1]
