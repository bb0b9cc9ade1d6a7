"""The `predict` lines of a sim fence: what the learner answers before the simulation runs."""

import math
from collections.abc import Iterator
from typing import Any

from flashrl.model import Choice, Prediction

_KEYS = ("question", "quantity", "tolerance", "choices")
_SHAPE = "predict takes `question`, `quantity` and either `tolerance` or `choices`"


def read(value: Any) -> tuple[Prediction | None, list[tuple[str, str]]]:
    """The prediction that `value` is written for, or None, and what is wrong: (key, message)."""
    if value is None:
        return None, []
    if not isinstance(value, dict):
        return None, [("predict", _SHAPE)]
    wrong = list(_wrong(value))
    if wrong:
        return None, wrong
    return (
        Prediction(
            question=str(value["question"]),
            quantity=str(value["quantity"]),
            tolerance=float(value.get("tolerance", 0.0)),
            choices=tuple(
                Choice(label, float(low), float(high))
                for label, (low, high) in value.get("choices", {}).items()
            ),
        ),
        [],
    )


def _wrong(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in values:
        if key not in _KEYS:
            yield f"predict.{key}", f"{key!r} is none of {', '.join(_KEYS)}"
    for key in ("question", "quantity"):
        if not str(values.get(key) or "").strip():
            yield "predict", f"predict has no {key}"
    if ("tolerance" in values) == ("choices" in values):
        yield "predict", _SHAPE
    tolerance = values.get("tolerance", 0.0)
    if not _is_number(tolerance) or not 0 <= tolerance < math.inf:
        yield "predict.tolerance", f"tolerance takes a number of at least 0, not {tolerance!r}"
    if "choices" in values:
        yield from _wrong_choices(values["choices"])


def _wrong_choices(choices: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(choices, dict) or len(choices) < 2:
        yield "predict.choices", "choices takes two or more lines `answer: [least, most]`"
        return
    for label, bounds in choices.items():
        is_range = isinstance(bounds, list) and len(bounds) == 2 and all(map(_is_number, bounds))
        if not is_range or not bounds[0] <= bounds[1]:
            yield f"predict.choices.{label}", f"the choice {label!r} takes [least, most], not {bounds!r}"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
