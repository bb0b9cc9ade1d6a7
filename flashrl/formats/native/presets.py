"""The `presets` lines of a sim fence: parameters worth comparing, each under a name."""

from typing import Any

from flashrl.model import Preset

MOST = 3
_SHAPE = f"presets takes one to {MOST} lines `name: {{parameter: value}}`"


def read(value: Any) -> tuple[tuple[Preset, ...], list[tuple[str, str]]]:
    """The presets that `value` is written for, and what is wrong: (key, message)."""
    if value is None:
        return (), []
    if not isinstance(value, dict) or not 1 <= len(value) <= MOST:
        return (), [("presets", _SHAPE)]
    wrong = [
        (f"presets.{name}", f"the preset {name!r} takes {{parameter: value}}, not {parameters!r}")
        for name, parameters in value.items()
        if not isinstance(parameters, dict) or not parameters
    ]
    return () if wrong else tuple(Preset(name, parameters) for name, parameters in value.items()), wrong
