"""Which units are meant, to be practised out of turn or looked through: chosen by deck, tag, difficulty,
words, where they stand, or what was missed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from flashrl.model import Difficulty, SectionKind
from flashrl.scheduling import leech
from flashrl.scheduling.queue import Candidate
from flashrl.store import rows

WEEK = timedelta(days=7)


class Standing(StrEnum):
    """Where units stand. The first four are the stages of `statistics.Stage`, without suspended units; those
    due may be asked today."""

    NEW = "new"
    LEARNING = "learning"
    YOUNG = "young"
    MATURE = "mature"
    DUE = "due"
    DUE_SOON = "due soon"
    SUSPENDED = "suspended"
    BURIED = "buried"
    FLAGGED = "flagged"
    LEECH = "leech"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which units are meant: those that fit all that is given. `decks` with those below them; of `tags` each;
    `words` each in the question or elsewhere on the card; `missed_since` the day of the first failure that
    counts; `flag` a colour's number. `standing` is meant as of `today`, and needs it.

    Of more than `number` units those are taken that were not seen for the longest time.
    """

    decks: Sequence[str] = ()
    tags: Sequence[str] = ()
    difficulties: Sequence[Difficulty] = ()
    words: str = ""
    missed_since: date | None = None
    units: Sequence[str] = ()
    standing: Standing | None = None
    today: date | None = None
    flag: int = 0
    number: int | None = None

    def __post_init__(self) -> None:
        if self.standing is not None and self.today is None:
            raise ValueError("a standing is one of a day: give `today`")


TABLES = """
    units LEFT JOIN cards ON cards.id = units.card LEFT JOIN states ON states.unit = units.id
"""
"""LEFT, so that SQLite does not look into those which a query says nothing of."""

CONTENT = """
    iif(json_valid(content), content, replace(replace(content, 'Infinity', '1e999'), 'NaN', 'null'))
"""
"""A card's content as JSON that SQLite reads: it knows neither of the numbers that Python writes there."""

KEPT = "NOT coalesce(is_suspended, 0)"
"""The condition for units that are not suspended."""

ORDER = "units.deck, units.position, units.blank"
"""The authors' order."""


def candidates(db: Any, choice: Choice, leech_lapses: int) -> list[Candidate]:
    """The units of a choice in their authors' order; none that is suspended or gone."""
    kept, values = _kept(choice, leech_lapses)
    sql = f"SELECT units.id, units.card, units.deck, {rows.STATE} FROM {TABLES} WHERE {kept} ORDER BY {ORDER}"
    found = db.execute(sql, values).fetchall()
    return [Candidate(unit, card, deck, rows.state(state)) for unit, card, deck, *state in found]


def unit_ids(db: Any, choice: Choice, leech_lapses: int) -> list[str]:
    """The units of a choice in no order of any meaning; none that is suspended or gone."""
    kept, values = _kept(choice, leech_lapses)
    return [unit for (unit,) in db.execute(f"SELECT units.id FROM {TABLES} WHERE {kept}", values).fetchall()]


def _kept(choice: Choice, leech_lapses: int) -> tuple[str, list[Any]]:
    """The condition for the units of a choice that are not suspended, and its values."""
    where, values = conditions(choice, leech_lapses)
    kept = f"{KEPT} AND {where}"
    if choice.number is None:
        return kept, values
    least_seen = f"SELECT units.id FROM {TABLES} WHERE {kept} ORDER BY {_SEEN}, {ORDER} LIMIT ?"
    return f"units.id IN ({least_seen})", [*values, choice.number]


def conditions(choice: Choice, leech_lapses: int) -> tuple[str, list[Any]]:
    """The condition for the units of a choice among TABLES, and its values. None is gone; `number` is left
    out."""
    found: list[str] = ["status = 'active'"]
    values: list[Any] = []

    def add(condition: str, *needed: Any) -> None:
        found.append(f"({condition})")
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
        add(f"json_extract({CONTENT}, '$.difficulty') IN {_LISTED}", _all(choice.difficulties))
    for word in choice.words.split():
        add(*_says(word))
    if choice.units:
        add(f"units.id IN {_LISTED}", _all(choice.units))
    for condition in _of_state(choice, leech_lapses):
        add(*condition)
    return " AND ".join(found), values


def _says(word: str) -> tuple[str, ...]:
    """The condition for cards that say a word, and its values. What the text is kept under does not count."""
    conditions: list[str] = []
    values: list[str] = []
    for form in _forms(word):
        written = _written(form)
        names = [name for name in _NAMES if written in name]
        content = "lower(content)"
        for _ in names:
            content = f"replace({content}, ?, '')"
        conditions.append(f"instr(lower(question), ?) OR instr({content}, ?)")
        values += [form, *names, written]
    return " OR ".join(conditions), *values


def _forms(word: str) -> list[str]:
    """How a word may stand in a text after SQLite's lower(), which changes no letter beyond ASCII."""
    forms = (word.lower(), word.capitalize(), word.upper())
    return list(dict.fromkeys(form.translate(_ASCII_LOWER) for form in forms))


_ASCII_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def _of_state(choice: Choice, leech_lapses: int) -> Iterator[tuple[Any, ...]]:
    """The conditions for where the units stand, each with its values."""
    if choice.missed_since is not None:
        yield _MISSED, choice.missed_since.isoformat()
    if choice.flag:
        yield "flag = ?", choice.flag
    if choice.standing is not None and choice.today is not None:
        yield _standing(choice.standing, choice.today, leech_lapses)


def _standing(standing: Standing, today: date, leech_lapses: int) -> tuple[Any, ...]:
    """The condition for a standing, and its values."""
    from flashrl.statistics import LEARNED, MATURE_DAYS  # no part of the first page

    day, soon, week_ago = today.isoformat(), (today + WEEK).isoformat(), (today - WEEK).isoformat()
    passed = f"due_on IS NOT NULL AND repetitions >= {LEARNED} AND {KEPT}"
    found: dict[Standing, tuple[Any, ...]] = {
        Standing.NEW: (f"due_on IS NULL AND {KEPT}",),
        Standing.LEARNING: (f"due_on IS NOT NULL AND repetitions < {LEARNED} AND {KEPT}",),
        Standing.YOUNG: (f"{passed} AND interval_days < {MATURE_DAYS}",),
        Standing.MATURE: (f"{passed} AND interval_days >= {MATURE_DAYS}",),
        Standing.DUE: (f"(due_on <= ? OR drill_on = ?) AND {KEPT} AND buried_on IS NOT ?", day, day, day),
        Standing.DUE_SOON: (f"due_on > ? AND due_on <= ? AND {KEPT}", day, soon),
        Standing.SUSPENDED: ("is_suspended",),
        Standing.BURIED: ("buried_on = ?", day),
        Standing.FLAGGED: ("flag > 0",),
        Standing.LEECH: ("lapses >= ?", leech_lapses),
        Standing.MISSED: (_MISSED, week_ago),
    }
    return found[standing]


_LISTED = "(SELECT value FROM json_each(?))"
_TAGGED = f"EXISTS (SELECT 1 FROM json_each({CONTENT}, '$.tags') WHERE lower(value) = lower(?))"
_MISSED = "units.id IN (SELECT unit FROM live_events WHERE day >= ? AND quality BETWEEN 0 AND 2)"
_SEEN = "(SELECT max(id) FROM events WHERE events.unit = units.id)"


_KEYS = (
    *("sections", "topic", "difficulty", "tags", "blanks", "kind", "heading", "parts"),
    *("slug", "parameters", "show", "frame", "caption", "predict", "presets"),
    *("question", "quantity", "tolerance", "choices", "label", "low", "high"),
)
_NAMES = (*(f'"kind": "{kind}"'.lower() for kind in SectionKind), *(f'"{key}": ' for key in _KEYS))
"""What a card's JSON says beside the card's own text."""


def _all(values: Sequence[str]) -> str:
    return json.dumps(list(values))


def _written(word: str) -> str:
    """A word as it stands in a card's JSON."""
    return json.dumps(word, ensure_ascii=False)[1:-1]
