"""What an import did, and how far it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from flashrl.errors import Diagnostic

Progress = Callable[[int, int], object]


@dataclass(slots=True)
class ImportReport:
    """How many cards an import added, changed, left alone, moved between files or decks, and suspended
    because their text is gone. `refused` are the files left as they were, with the reasons; `doubts` are new
    cards that may be ones that vanished, split ones and merged ones; `renamed` has the new ids of review
    units whose cards were given an id."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    moved: int = 0
    suspended: int = 0
    refused: list[tuple[Path | None, Diagnostic]] = field(default_factory=list)
    doubts: list[tuple[Path | None, Diagnostic]] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
