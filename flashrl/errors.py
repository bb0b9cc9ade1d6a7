"""What can go wrong: errors that stop a command, and findings in a deck file.

Both say what is wrong, where, and what to do about it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class FlashrlError(Exception):
    """Something a person can act on: what is wrong, where it is, and what to do."""

    def __init__(
        self, message: str, remedy: str, *, path: Path | str | None = None, line: int | None = None
    ) -> None:
        self.message = message
        self.remedy = remedy
        self.path = path
        self.line = line
        super().__init__(str(self))

    def __str__(self) -> str:
        place = "" if self.path is None else f"{self.path}:"
        if place and self.line is not None:
            place += f"{self.line}:"
        return f"{place} {self.message} — {self.remedy}".strip()


class DeckError(FlashrlError):
    """A deck file or folder that cannot be read at all."""


class CollectionError(FlashrlError):
    """The collection cannot be opened, read or written."""


class SimulationError(FlashrlError):
    """An unknown simulation, or a parameter that it cannot take."""


class FormulaError(FlashrlError):
    """LaTeX that cannot be set."""


class ExportError(FlashrlError):
    """A file that cannot be written."""


class DisplayError(FlashrlError):
    """The machine cannot open a window."""


class Severity(StrEnum):
    """How bad a finding is: an error is refused by import, a warning loses something, a hint is style."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding's code stands for: its severity and the remedy shown beside every occurrence."""

    severity: Severity
    remedy: str


RULES: dict[str, Rule] = {
    "unreadable-file": Rule(Severity.ERROR, "check that the file exists and that you may read it"),
    "not-text": Rule(Severity.ERROR, "save the file as UTF-8 text"),
    "too-large": Rule(Severity.ERROR, "split it into files of less than 20 MB"),
    "unknown-format": Rule(
        Severity.ERROR, "start it with front matter that holds `flashrl: 1`, or leave it out"
    ),
    "bad-front-matter": Rule(Severity.ERROR, "write `key: value` lines between two `---` lines"),
    "bad-card-comment": Rule(Severity.ERROR, "write `key: value` lines between `<!-- card` and `-->`"),
    "bad-id": Rule(Severity.ERROR, "use letters, digits, `-`, `_` and `.`, at most 100 of them"),
    "repeated-id": Rule(Severity.ERROR, "give one of the two cards another id"),
    "missing-id": Rule(Severity.WARNING, "run `flashrl fmt`, which writes one"),
    "unknown-key": Rule(Severity.WARNING, "remove it or correct its spelling"),
    "bad-difficulty": Rule(Severity.WARNING, "use easy, medium, hard or expert"),
    "bad-tags": Rule(Severity.WARNING, "write `tags: [one, two]`, each without spaces"),
    "no-answer": Rule(Severity.WARNING, "write the answer below the question; until then it is a draft"),
    "no-question": Rule(Severity.WARNING, "write the question after `###`"),
    "unknown-section": Rule(
        Severity.HINT,
        "use Question, Answer, The trap, Correct approach, Key points, Follow-ups, Simulation, "
        "Cloze or References; its text stays in the answer",
    ),
    "repeated-title": Rule(Severity.HINT, "use `##` for a topic; a file has one `#` title"),
    "stray-card-comment": Rule(Severity.WARNING, "move it directly below its `###` line"),
    "unclosed-fence": Rule(Severity.WARNING, "close the fence with the same marks it opens with"),
    "cloze-without-blank": Rule(Severity.WARNING, "mark a blank as `==c1:: text ==`"),
    "cloze-outside-section": Rule(Severity.HINT, "move the text into a `#### Cloze` section"),
    "bad-simulation": Rule(
        Severity.ERROR,
        "write ```` ```sim NAME ```` and `parameter: value` lines; `flashrl simulations` lists them",
    ),
    "nested-simulation": Rule(Severity.WARNING, "move the sim fence out of the list or quote"),
    "bad-formula": Rule(Severity.WARNING, "correct the LaTeX; until then the card shows its source"),
    "bad-image": Rule(Severity.WARNING, "use a PNG, JPEG, GIF or WebP file inside the deck's folder"),
    "remote-image": Rule(
        Severity.WARNING,
        "copy the picture into the deck's folder; nothing is loaded from the network",
    ),
    "unsafe-html": Rule(Severity.WARNING, "write it in markdown; this part is removed"),
    "unsafe-link": Rule(Severity.WARNING, "use an http, https or mailto link"),
}
"""Every code that a finding may carry. Codes are stable: other programs match on them."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding in a deck file. Lines and columns count from 1. A strict reader takes all for errors."""

    code: str
    message: str
    line: int
    column: int = 1
    is_strict: bool = False

    @property
    def severity(self) -> Severity:
        return Severity.ERROR if self.is_strict else RULES[self.code].severity

    @property
    def remedy(self) -> str:
        return RULES[self.code].remedy

    def text(self, path: Path | str) -> str:
        """`path:line:column: severity code: what is wrong — what to do`."""
        return (
            f"{path}:{self.line}:{self.column}: {self.severity} {self.code}: {self.message} — {self.remedy}"
        )


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(found.severity is Severity.ERROR for found in diagnostics)
