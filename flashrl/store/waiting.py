"""What a day's queue is made of: what is due, new, in the drill, or done, and the person's rules."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from flashrl.model import CardState
from flashrl.scheduling.queue import (
    ALL,
    Backlog,
    Candidate,
    Done,
    Limits,
    Order,
    QueuedUnit,
    Rules,
    day_queue,
)
from flashrl.store import rows, settings

NEW_PER_DAY = 20
_PLACE = "units.deck, units.position, units.blank"
ASKED = "units.status = 'active' AND NOT coalesce(is_suspended, 0) AND buried_on IS NOT :today"
"""The condition for units that may be asked today."""


class Waiting:
    """What may be asked on a day, in a deck and those below it (None: in all), or of these `cards`."""

    def __init__(
        self, db: Any, today: date, deck: str | None = None, *, cards: Sequence[str] | None = None
    ) -> None:
        self._db = db
        self._values = {"today": today.isoformat(), "deck": deck, "below": f"{deck}::"}
        below = " AND (units.deck = :deck OR substr(units.deck, 1, length(:below)) = :below)"
        self._chosen = ASKED + ("" if deck is None else below)
        if cards is not None:
            self._values["cards"] = json.dumps(cards)
            self._chosen += " AND units.card IN (SELECT value FROM json_each(:cards))"

    def due(self) -> list[Candidate]:
        return list(self._begun("due_on <= :today"))

    def drill(self) -> list[Candidate]:
        return list(self._begun("drill_on = :today"))

    def new(self) -> Iterator[Candidate]:
        """One after the other, as few may be needed."""
        sql = f"""
            SELECT units.id, card, deck FROM units LEFT JOIN states ON states.unit = units.id
            WHERE due_on IS NULL AND {self._chosen} ORDER BY {_PLACE}
        """
        state = CardState()
        for unit, card, deck in self._db.execute(sql, self._values):
            yield Candidate(unit, card, deck, state)

    def _begun(self, condition: str) -> Iterator[Candidate]:
        # CROSS: few units are due of many, so their states are looked up first, and then sorted.
        sql = f"""
            SELECT units.id, card, deck, {rows.STATE} FROM states CROSS JOIN units ON units.id = states.unit
            WHERE {condition} AND {self._chosen} ORDER BY {_PLACE}
        """
        for unit, card, deck, *state in self._db.execute(sql, self._values):
            yield Candidate(unit, card, deck, rows.state(state))


def done(db: Any, today: date) -> list[Done]:
    """The units that had their scheduled review today. One reset since its earlier reviews was new."""
    sql = """
        SELECT units.card, units.deck, NOT EXISTS (
          SELECT 1 FROM live_events AS earlier
          WHERE earlier.unit = own.unit AND earlier.day < :today AND earlier.kind = 'scheduled'
            AND NOT EXISTS (SELECT 1 FROM live_events AS cut WHERE cut.unit = own.unit
              AND cut.kind = 'reset' AND cut.id > earlier.id))
        FROM (SELECT DISTINCT unit FROM live_events WHERE day = :today AND kind = 'scheduled') AS own
        JOIN units ON units.id = own.unit
    """
    found = db.execute(sql, {"today": today.isoformat()}).fetchall()
    return [Done(card, deck, bool(was_new)) for card, deck, was_new in found]


def next_due(db: Any, today: date) -> tuple[date, int] | None:
    """The next day after `today` on which something is due, and how many units are."""
    sql = """
        SELECT due_on, count(*) FROM states JOIN units ON units.id = states.unit
        WHERE status = 'active' AND NOT is_suspended AND due_on > ?
        GROUP BY due_on ORDER BY due_on LIMIT 1
    """
    found = db.execute(sql, [today.isoformat()]).fetchone()
    return (date.fromisoformat(found[0]), found[1]) if found else None


def queue(db: Any, today: date, deck: str | None, new_limit: int | None) -> list[QueuedUnit]:
    """What waits on `today` in a deck and those below it, or in all; `new_limit` as `Collection.queue`."""
    own, had = rules(db, today), done(db, today)
    if new_limit is not None:
        own = with_new_left(own, new_limit, had)
    found = Waiting(db, today, deck)
    return day_queue(found.due(), found.new(), found.drill(), own, had)


def new_left(db: Any, today: date) -> int:
    """How many new units may still be begun today."""
    begun = sum(each.was_new for each in done(db, today))
    return max(0, (limits(db)[ALL].new or 0) - begun)


def rules(db: Any, today: date) -> Rules:
    """The person's rules for a day."""
    own = settings.values(db, RULES)
    backlog = own.get("backlog")
    return Rules(
        today=today,
        limits=_limits(own),
        order=Order(own.get("order", Order.AUTHOR)),
        backlog=Backlog(**{**backlog, "since": date.fromisoformat(backlog["since"])}) if backlog else None,
    )


def limits(db: Any) -> dict[str, Limits]:
    """The limits by deck; those of ALL too."""
    return _limits(settings.values(db, RULES))


def _limits(own: Mapping[str, Any]) -> dict[str, Limits]:
    found = {deck: Limits(**each) for deck, each in own.get("deck_limits", {}).items()}
    total = Limits(int(own.get("new_per_day", NEW_PER_DAY)), own.get("reviews_per_day"))
    return {**found, ALL: total}


def set_limits(db: Any, deck: str, own: Limits) -> None:
    """Give a deck, or ALL, these limits."""
    if deck == ALL:
        settings.keep(db, "new_per_day", NEW_PER_DAY if own.new is None else own.new)
        settings.keep(db, "reviews_per_day", own.reviews)
        return
    kept = {**settings.value(db, "deck_limits", {}), deck: asdict(own)}
    settings.keep(db, "deck_limits", {name: each for name, each in kept.items() if each != asdict(Limits())})


def spread_backlog(db: Any, today: date, days: int) -> int:
    """Ask what is overdue in so many days, or, with 0, at once. Returns how many units that are."""
    total = len(Waiting(db, today).due())
    backlog = {"since": today.isoformat(), "days": days, "total": total}
    settings.keep(db, "backlog", backlog if days > 0 else None)
    return total


def backlog(db: Any, today: date) -> tuple[Backlog, int] | None:
    """The plan that a backlog is spread by, and how many units are left of it."""
    plan = rules(db, today).backlog
    if plan is None:
        return None
    sql = f"""
        SELECT count(*) FROM states CROSS JOIN units ON units.id = states.unit
        WHERE due_on <= :since AND {ASKED}
    """
    values = {"since": plan.since.isoformat(), "today": today.isoformat()}
    (left,) = db.execute(sql, values).fetchone()
    return plan, left


def with_new_left(rules: Rules, left: int, done: Iterable[Done]) -> Rules:
    """The rules, with so many new units left for today."""
    total = left + sum(each.was_new for each in done)
    everything = replace(rules.limits.get(ALL, Limits()), new=max(0, total))
    return replace(rules, limits={**rules.limits, ALL: everything})


RULES = ("backlog", "deck_limits", "new_per_day", "order", "reviews_per_day")
"""The settings that a day's queue keeps to."""
