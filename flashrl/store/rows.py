"""Cards, states and review events as rows, and back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

from flashrl.model import (
    Card,
    CardState,
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
)

KEY = ("id", "question", "content", "deck", "source", "changed_at")


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
    """A digest of the columns KEY of a card: it changes with anything of it but its place in its file."""
    return blake2b("\0".join(map(str, values)).encode(), digest_size=12).hexdigest()


def state_row(unit: str, state: CardState) -> dict[str, Any]:
    return {
        "unit": unit,
        "easiness_factor": state.easiness_factor,
        "interval_days": state.interval_days,
        "repetitions": state.repetitions,
        "lapses": state.lapses,
        "due_on": state.due_on.isoformat() if state.due_on else None,
        "drill_on": state.drill_on.isoformat() if state.drill_on else None,
    }


def state(row: dict[str, Any]) -> CardState:
    """The state of a row of `states`; of a unit without one, a new card's."""
    if row["easiness_factor"] is None:
        return CardState()
    return CardState(
        easiness_factor=row["easiness_factor"],
        interval_days=row["interval_days"],
        repetitions=row["repetitions"],
        lapses=row["lapses"],
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        drill_on=date.fromisoformat(row["drill_on"]) if row["drill_on"] else None,
    )


def event_row(event: ReviewEvent) -> dict[str, Any]:
    return {
        "unit": event.unit,
        "reviewed_at": instant(event.reviewed_at),
        "day": event.day.isoformat(),
        "quality": int(event.quality),
        "kind": event.kind,
        "seconds": event.seconds,
    }


def event(row: dict[str, Any]) -> ReviewEvent:
    """The event of a row of `events`."""
    return ReviewEvent(
        unit=row["unit"],
        reviewed_at=datetime.fromisoformat(row["reviewed_at"]),
        day=date.fromisoformat(row["day"]),
        quality=Quality(row["quality"]),
        kind=EventKind(row["kind"]),
        seconds=row["seconds"],
    )


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
