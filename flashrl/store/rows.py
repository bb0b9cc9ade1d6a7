"""Cards, states and review events as rows, and back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from flashrl.model import (
    Card,
    CardState,
    ChangeKind,
    Choice,
    Difficulty,
    EventKind,
    Prediction,
    Preset,
    Quality,
    ReviewEvent,
    Section,
    SectionKind,
    SimulationBlock,
    UnitChange,
    UnitMarks,
)

KEY = ("id", "deck", "changed_at", "length(question)", "length(content)")


def content(card: Card) -> str:
    """A card's content (all but its id and place) as JSON: equal content, equal text."""
    return json.dumps(
        {
            "sections": [_section(section) for section in card.sections],
            "topic": card.topic,
            "difficulty": card.difficulty,
            "tags": card.tags,
            "blanks": card.blanks,
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def card(row: dict[str, Any]) -> Card:
    """The card of a row of `cards`."""
    values = json.loads(row["content"])
    difficulty = values["difficulty"]
    return Card(
        question=row["question"],
        sections=tuple(_read_section(section) for section in values["sections"]),
        id=row["id"],
        topic=values["topic"],
        difficulty=Difficulty(difficulty) if difficulty else None,
        tags=tuple(values["tags"]),
        blanks=tuple(values["blanks"]),
        line=row["line"],
        end_line=row["end_line"],
    )


def key(values: Sequence[Any]) -> str:
    """A text made of the columns KEY of a card: it changes with anything of it but its place in its file,
    because a change of content is dated."""
    return "\0".join(map(str, values))


def state_row(unit: str, state: CardState, marks: UnitMarks) -> dict[str, Any]:
    return {
        "unit": unit,
        "easiness_factor": state.easiness_factor,
        "interval_days": state.interval_days,
        "repetitions": state.repetitions,
        "lapses": state.lapses,
        "due_on": _text(state.due_on),
        "drill_on": _text(state.drill_on),
        "stability": state.stability,
        "difficulty": state.difficulty,
        "reviewed_on": _text(state.reviewed_on),
        "is_suspended": int(marks.is_suspended),
        "buried_on": _text(marks.buried_on),
        "flag": marks.flag,
    }


STATE = (
    "easiness_factor, interval_days, repetitions, lapses, due_on, drill_on, "
    "stability, difficulty, reviewed_on"
)
"""The columns of a state, as `state` takes them."""

MARKS = "is_suspended, buried_on, flag"
"""The columns of the marks, as `marks` takes them."""


def state(values: Sequence[Any]) -> CardState:
    """The state of the columns STATE; of a unit without a row, a new card's."""
    if values[0] is None:
        return CardState()
    easiness, interval, repetitions, lapses, due_on, drill_on, stability, difficulty, reviewed_on = values
    return CardState(
        easiness,
        interval,
        repetitions,
        lapses,
        _day(due_on),
        _day(drill_on),
        stability,
        difficulty,
        _day(reviewed_on),
    )


def marks(values: Sequence[Any]) -> UnitMarks:
    """The marks of the columns MARKS; of a unit without a row, none."""
    is_suspended, buried_on, flag = values
    return UnitMarks(bool(is_suspended), _day(buried_on), flag or 0)


NO_QUALITY = -1
"""A change is no grade."""

EVENT = "unit, reviewed_at, day, quality, kind, seconds, value"
"""The columns of an event, as `event` takes them."""


def event_values(event: ReviewEvent | UnitChange) -> tuple[Any, ...]:
    """The values of the columns EVENT."""
    if isinstance(event, ReviewEvent):
        at, day = instant(event.reviewed_at), event.day.isoformat()
        return (event.unit, at, day, int(event.quality), event.kind, event.seconds, None)
    value = {ChangeKind.FLAGGED: str(event.flag), ChangeKind.RESCHEDULED: _text(event.due_on)}.get(event.kind)
    at, day = instant(event.made_at), event.day.isoformat()
    return (event.unit, at, day, NO_QUALITY, event.kind, 0.0, value)


def event(values: Sequence[Any]) -> ReviewEvent | UnitChange:
    """The event, or the change, of the columns EVENT."""
    unit, at, day, quality, kind, seconds, value = values
    made_at, on = datetime.fromisoformat(at), _known_day(day)
    if quality != NO_QUALITY:
        return ReviewEvent(unit, made_at, on, _QUALITIES[quality], _KINDS[kind], seconds)
    change = ChangeKind(kind)
    return UnitChange(
        unit,
        made_at,
        on,
        change,
        flag=int(value) if change is ChangeKind.FLAGGED else 0,
        due_on=_day(value) if change is ChangeKind.RESCHEDULED else None,
    )


_QUALITIES = tuple(Quality)
_KINDS = {kind.value: kind for kind in EventKind}


@lru_cache(maxsize=10_000)
def _known_day(text: str) -> date:
    return date.fromisoformat(text)


def _day(text: str | None) -> date | None:
    return None if text is None else _known_day(text)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def instant(moment: datetime) -> str:
    """An instant as it is stored, in UTC."""
    return moment.astimezone(UTC).isoformat()


def write(db: Any, table: str, key: str, values: Iterable[dict[str, Any]]) -> None:
    """Add rows of the same columns, or put them in the place of those with the same `key`.

    In one statement, as thousands of them take a while otherwise.
    """
    made = list(values)
    if not made:
        return
    columns = list(made[0])
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns if column != key)
    sql = (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{each}' for each in columns)}) "
        f"ON CONFLICT ({key}) DO UPDATE SET {changes}"
    )
    db.conn.executemany(sql, made)


def _section(section: Section) -> dict[str, Any]:
    return {
        "kind": section.kind,
        "heading": section.heading,
        "parts": [part if isinstance(part, str) else _simulation(part) for part in section.parts],
    }


def _simulation(block: SimulationBlock) -> dict[str, Any]:
    values: dict[str, Any] = {
        "slug": block.slug,
        "parameters": dict(block.parameters),
        "show": block.show,
        "frame": block.frame,
        "caption": block.caption,
    }
    # Only where there is one: a card without is then written as it always was, and has not changed.
    if block.predict:
        values["predict"] = asdict(block.predict)
    if block.presets:
        values["presets"] = [[preset.name, dict(preset.parameters)] for preset in block.presets]
    return values


def _read_section(values: dict[str, Any]) -> Section:
    parts = tuple(part if isinstance(part, str) else _read_simulation(part) for part in values["parts"])
    return Section(SectionKind(values["kind"]), parts, values["heading"])


def _read_simulation(values: dict[str, Any]) -> SimulationBlock:
    predict = values.get("predict")
    if predict is not None:
        choices = tuple(Choice(**each) for each in predict["choices"])
        values = {**values, "predict": Prediction(**{**predict, "choices": choices})}
    presets = tuple(Preset(name, parameters) for name, parameters in values.pop("presets", ()))
    return SimulationBlock(**{**values, "show": tuple(values["show"]), "presets": presets})
