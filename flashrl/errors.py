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


class DamagedCollectionError(CollectionError):
    """The collection's file is not what it was: a backup can take its place."""


class NewerCollectionError(CollectionError):
    """The collection was written by a newer version: it may be read and changed by that one only."""


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
    """What a finding's code stands for, and the remedy that is shown beside every occurrence."""

    severity: Severity
    meaning: str
    remedy: str


RULES: dict[str, Rule] = {
    # The file
    "unreadable-file": Rule(
        Severity.ERROR, "The file cannot be opened.", "check that the file exists and that you may read it"
    ),
    "not-text": Rule(Severity.ERROR, "The file is binary or not UTF-8.", "save the file as UTF-8 text"),
    "too-large": Rule(
        Severity.ERROR,
        "The file has more than 20 MB, or more than 50,000 lines of hardly any text (a native deck: "
        "100,000).",
        "split it into smaller files",
    ),
    "unknown-format": Rule(
        Severity.ERROR,
        "The file is empty, or nothing in it says that it is a deck or asks a question.",
        "start it with front matter that holds `flashrl: 1`, or leave it out",
    ),
    "bad-front-matter": Rule(
        Severity.ERROR,
        "The front matter never ends, is not valid YAML, has a key twice, or names another version or a deck "
        "that is no text.",
        "write `key: value` lines between two `---` lines",
    ),
    "repeated-title": Rule(
        Severity.HINT,
        "The file has a second `#` heading. Its text is added to the introduction.",
        "use `##` for a topic; a file has one `#` title",
    ),
    # A card
    "bad-card-comment": Rule(
        Severity.ERROR,
        "A card comment is not valid YAML or has a key twice.",
        "write `key: value` lines between `<!-- card` and `-->`",
    ),
    "stray-card-comment": Rule(
        Severity.WARNING,
        "A card comment stands somewhere else than below a `###` line.",
        "move it directly below its `###` line",
    ),
    "bad-id": Rule(
        Severity.ERROR,
        "An id has characters that it may not have, or too many.",
        "use letters, digits, `-`, `_` and `.`, at most 100 of them",
    ),
    "repeated-id": Rule(
        Severity.ERROR,
        "Two cards have the same id, in one file or in two.",
        "give one of the two cards another id",
    ),
    "missing-id": Rule(Severity.WARNING, "A card has no id.", "run `flashrl fmt`, which writes one"),
    "unknown-key": Rule(
        Severity.WARNING,
        "Front matter or a card comment has a key that is not known.",
        "remove it or correct its spelling",
    ),
    "bad-difficulty": Rule(
        Severity.WARNING, "The difficulty is none of the four.", "use easy, medium, hard or expert"
    ),
    "bad-tags": Rule(
        Severity.WARNING,
        "`tags` is no list, or a tag is empty, holds a space or a comma, begins with `#`, or lacks a part "
        "beside `::`.",
        "write `tags: [one, two]`, each without spaces, or `rl::ppo` for one below another",
    ),
    "no-question": Rule(Severity.WARNING, "The `###` line is empty.", "write the question after `###`"),
    "no-answer": Rule(
        Severity.WARNING,
        "The card has no answer.",
        "write the answer below the question; until then it is a draft",
    ),
    "repeated-question": Rule(
        Severity.WARNING,
        "Two cards ask the same, in one file or in two.",
        "remove one of the two, or say in the question what sets them apart",
    ),
    "long-card": Rule(
        Severity.HINT,
        "A card has more than 500 words or 4,000 characters.",
        "split it into several cards; what is long is not recalled as a whole",
    ),
    # Its sections
    "unknown-section": Rule(
        Severity.HINT,
        "A `####` heading is none of the sections.",
        "use Question, Answer, The trap, Correct approach, Key points, Follow-ups, Simulation, "
        "Cloze or References; its text stays in the answer",
    ),
    "repeated-section": Rule(
        Severity.HINT, "A card has the same section twice.", "join the two under one heading"
    ),
    "empty-section": Rule(
        Severity.HINT, "A section has a heading and no text.", "write its text, or remove the heading"
    ),
    "heading-jump": Rule(
        Severity.HINT,
        "A heading is more than one level below the one above it, or a section stands outside a card.",
        "use `####` for a section of a card and `#####` for a heading inside one",
    ),
    # Cloze
    "cloze-without-blank": Rule(
        Severity.WARNING, "A *Cloze* section has no blank.", "mark a blank as `==c1:: text ==`"
    ),
    "cloze-outside-section": Rule(
        Severity.HINT,
        "A blank stands in a section that is not *Cloze*.",
        "move the text into a `#### Cloze` section",
    ),
    "cloze-in-code": Rule(
        Severity.WARNING,
        "What looks like a blank stands inside code, where it is shown as written.",
        "take it out of the code; a blank cannot stand inside",
    ),
    "bad-blank": Rule(
        Severity.WARNING,
        "A blank is empty, never closed, cuts through a formula or has the number 0.",
        "write `==c1:: text ==` in one paragraph, around whole formulas, with numbers from 1",
    ),
    # Text
    "unclosed-fence": Rule(
        Severity.WARNING,
        "A code fence is never closed, so it runs to the end of what it stands in.",
        "close the fence with the same marks it opens with",
    ),
    "unclosed-comment": Rule(
        Severity.WARNING, "A comment is never closed, so it hides all that follows.", "close it with `-->`"
    ),
    "lost-text": Rule(
        Severity.WARNING,
        "Text stands where nothing reads it: behind the end of a card comment, or behind a `#` in YAML.",
        "move it to a line of its own, or put the value into quotes",
    ),
    "bad-formula": Rule(
        Severity.WARNING,
        "A formula cannot be set.",
        "correct the LaTeX; until then the card shows its source",
    ),
    "bad-image": Rule(
        Severity.WARNING,
        "An image is not there, is no picture, or is outside the deck's folder.",
        "use a PNG, JPEG, GIF or WebP file inside the deck's folder",
    ),
    "remote-image": Rule(
        Severity.WARNING,
        "An image has an address on the network.",
        "copy the picture into the deck's folder; nothing is loaded from the network",
    ),
    "broken-link": Rule(
        Severity.WARNING,
        "A relative link leads to a file that is not there, or out of the deck's folder.",
        "correct the path, or link to a web address",
    ),
    "unsafe-html": Rule(
        Severity.WARNING,
        "HTML that could do harm: a script, a frame, a form, an event handler.",
        "write it in markdown; this part is removed",
    ),
    "unsafe-link": Rule(
        Severity.WARNING, "A link whose address is not opened.", "use an http, https or mailto link"
    ),
    # Simulations
    "bad-simulation": Rule(
        Severity.ERROR,
        "A `sim` fence does not name one simulation, is not valid YAML, or has a key that is not written as "
        "it has to be.",
        "write ```` ```sim NAME ```` and `parameter: value` lines; `flashrl simulations` lists them",
    ),
    "nested-simulation": Rule(
        Severity.WARNING,
        "A `sim` fence stands inside a list or a quote.",
        "move the sim fence out of the list or quote",
    ),
    "unknown-simulation": Rule(
        Severity.ERROR, "There is no simulation of that name.", "use a name that `flashrl simulations` lists"
    ),
    "unknown-parameter": Rule(
        Severity.ERROR,
        "The simulation has no parameter of that name.",
        "use a name that `flashrl simulations --json` lists for it",
    ),
    "bad-parameter": Rule(
        Severity.ERROR,
        "A parameter has a value that it cannot take, or the values do not go together.",
        "use a value within the bounds that `flashrl simulations --json` lists",
    ),
    "bad-frame": Rule(
        Severity.ERROR, "The run has no such frame.", "use first, last, or a number from 0 within the run"
    ),
    "bad-prediction": Rule(
        Severity.ERROR,
        "`predict` asks for a quantity that the frame does not have, or its choices do not hold the truth "
        "exactly once.",
        "name a quantity of the frame's summary, and let one choice hold its value; "
        "`flashrl simulate NAME --json` prints both",
    ),
    # Study paths
    "bad-study-path": Rule(
        Severity.ERROR,
        "A file of study paths is not valid YAML, or a path in it does not list cards or decks, each once.",
        "write `name:` and below it, deeper, `cards: [one-id, another-id]` or `decks: [one, another]`",
    ),
    "unknown-card": Rule(
        Severity.ERROR,
        "A study path names a card or a deck that is not there.",
        "name a card by its id and a deck by its full name, or take it out of the path",
    ),
    # An import
    "perhaps-known": Rule(
        Severity.WARNING,
        "A new card may be one that vanished, but it is too unsure to let its history go on.",
        "if it is the same card, import its old text once more, and edit it in smaller steps or with an id",
    ),
    "perhaps-split": Rule(
        Severity.WARNING,
        "A new card holds what was a part of another one, which has no such part any more.",
        "nothing need be done if it was split on purpose; the part starts anew",
    ),
    "perhaps-merged": Rule(
        Severity.WARNING,
        "A card holds what was the answer of others, which have vanished.",
        "nothing need be done if they were merged on purpose; those that vanished are suspended",
    ),
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
