"""The person's settings: values of JSON by name."""

import json
from collections.abc import Sequence
from typing import Any


def value(db: Any, key: str, default: Any) -> Any:
    """The value of a setting; `default` where it was never set."""
    found = db.execute("SELECT value FROM settings WHERE key = ?", [key]).fetchone()
    return default if found is None else json.loads(found[0])


def values(db: Any, keys: Sequence[str]) -> dict[str, Any]:
    """The values of those settings that were set."""
    marks = ", ".join("?" for _ in keys)
    found = db.execute(f"SELECT key, value FROM settings WHERE key IN ({marks})", keys).fetchall()
    return {key: json.loads(each) for key, each in found}


def keep(db: Any, key: str, value: Any) -> None:
    """Set a setting."""
    db["settings"].upsert({"key": key, "value": json.dumps(value)}, pk="key")
