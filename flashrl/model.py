"""The values everything else passes around: frozen, and made of the standard library only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"
    EXPERT = "expert"


class SectionKind(StrEnum):
    """The sections a card may have, by the heading that opens them in a deck file."""

    QUESTION = "Question"
    ANSWER = "Answer"
    TRAP = "The trap"
    CORRECT_APPROACH = "Correct approach"
    KEY_POINTS = "Key points"
    FOLLOW_UPS = "Follow-ups"
    SIMULATION = "Simulation"
    CLOZE = "Cloze"
    REFERENCES = "References"


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose from, right where the truth lies from `low` to `high`."""

    label: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """What is to be answered before a simulation runs.

    The truth is `quantity`, a name in the summary of the block's frame. With `choices` one of them is chosen,
    without a number is given, which is right within `tolerance`.
    """

    question: str
    quantity: str
    tolerance: float = 0.0
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Preset:
    """Parameters worth comparing, under a name: they go on top of a block's own."""

    name: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SimulationBlock:
    """A `sim` fence: which simulation, and how the card wants it shown.

    `parameters` are as written; only the simulation itself can say whether they fit.
    `show` names the parameters offered in the form (empty: all of them).
    `frame` is a frame number, "first" or "last", or empty: a live view then starts with the first, a still
    picture shows the last. With `predict` the learner answers before it runs. `presets` are what a player
    that cannot run it offers instead.
    """

    slug: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    show: tuple[str, ...] = ()
    frame: int | str = ""
    caption: str = ""
    line: int = 0
    predict: Prediction | None = None
    presets: tuple[Preset, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a card: markdown and simulations in reading order.

    `heading` is the author's own heading where it is not one of the known ones. `line` is where the
    section starts in its file, `part_lines` where each part does.
    """

    kind: SectionKind
    parts: tuple[str | SimulationBlock, ...]
    heading: str = ""
    line: int = 0
    part_lines: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The markdown without the simulations."""
        return "\n\n".join(part for part in self.parts if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class Card:
    """One question with everything that is said about it.

    `id` is what a card is known by; None in files that give none. `blanks` are the numbers of the
    cloze blanks, each a review unit of its own. `line` and `end_line` are where it stands in its file
    (from 1, the end inclusive).
    """

    question: str
    sections: tuple[Section, ...] = ()
    id: str | None = None
    topic: str = ""
    difficulty: Difficulty | None = None
    tags: tuple[str, ...] = ()
    blanks: tuple[int, ...] = ()
    line: int = 0
    end_line: int = 0

    @property
    def is_draft(self) -> bool:
        """A question without an answer yet: kept and counted, never scheduled."""
        if any(section.kind is SectionKind.CLOZE for section in self.sections):
            return not self.blanks
        answering = (SectionKind.ANSWER, SectionKind.CORRECT_APPROACH)
        return not any(
            section.kind in answering and any(part for part in section.parts) for section in self.sections
        )

    @property
    def is_cloze(self) -> bool:
        return bool(self.blanks)

    def of_kind(self, *kinds: SectionKind) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.kind in kinds)


@dataclass(frozen=True, slots=True)
class Topic:
    """An H2 of a deck file, with the text between it and its first card."""

    title: str
    introduction: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck file. `name` nests with `::`, as in Anki."""

    name: str
    title: str = ""
    tags: tuple[str, ...] = ()
    introduction: str = ""
    topics: tuple[Topic, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyPath:
    """Cards to be studied in this order: those with these ids, or all of these decks and those below them.

    `new_a_day` is how many of them may be begun in a day; None keeps to the limits that the decks have.
    """

    name: str
    about: str = ""
    cards: tuple[str, ...] = ()
    decks: tuple[str, ...] = ()
    new_a_day: int | None = None


@dataclass(frozen=True, slots=True)
class FiledCard:
    """A card with its deck, the file it stands in, and the instant (UTC) its content last changed."""

    card: Card
    deck: str
    source: Path
    changed_at: datetime

    @property
    def folder(self) -> Path:
        """Where the card's pictures are."""
        return self.source.parent


@dataclass(frozen=True, slots=True)
class KeyedCard:
    """A filed card that is read when it is needed. Its `key` changes with anything in it."""

    key: str
    read: Callable[[], FiledCard]


@dataclass(frozen=True, slots=True)
class ExportedNote:
    """A note as it was exported to Anki: what it is known by there, a digest of what is in it, and when that
    last changed, in epoch seconds."""

    guid: str
    digest: str
    changed_at: int


class Quality(IntEnum):
    """How well an answer was recalled, on SuperMemo's scale. Below PASS_HARD is a failure."""

    BLACKOUT = 0
    WRONG = 1
    WRONG_BUT_FAMILIAR = 2
    PASS_HARD = 3
    PASS = 4
    PERFECT = 5


class EventKind(StrEnum):
    """SCHEDULED moves the schedule; DRILL is the same day's repetition and does not; PRACTICE is a repetition
    out of turn, and changes nothing."""

    SCHEDULED = "scheduled"
    DRILL = "drill"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class ReviewEvent:
    """One grade given. Instants are UTC; `day` is the study day it counts for.

    `unit` is a card's id, or id + "#c1" for a cloze blank. `seconds` is the time to answer.
    """

    unit: str
    reviewed_at: datetime
    day: date
    quality: Quality
    kind: EventKind = EventKind.SCHEDULED
    seconds: float = 0.0


class ChangeKind(StrEnum):
    """What a person may do to a review unit beside grading it."""

    SUSPENDED = "suspended"
    RESUMED = "resumed"
    BURIED = "buried"
    FLAGGED = "flagged"
    RESET = "reset"
    RESCHEDULED = "rescheduled"


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A review unit suspended, resumed, buried for the day, flagged, reset, or put on another due day.

    The instant is UTC; `day` is the study day it counts for, on which a buried unit is left out. `flag` is
    the colour's number, 0 for none; `due_on` the new due day.
    """

    unit: str
    made_at: datetime
    day: date
    kind: ChangeKind
    flag: int = 0
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class UnitMarks:
    """What was done to a review unit beside its schedule; `buried_on` is the day on which it is left out."""

    is_suspended: bool = False
    buried_on: date | None = None
    flag: int = 0


@dataclass(frozen=True, slots=True)
class CardState:
    """Where a review unit stands in its schedule.

    `easiness_factor` counts hundredths (250 is 2.50), `interval_days` the days to the next review,
    `repetitions` the passes in a row, `lapses` the failures of something once known. `due_on` is None
    for a unit never reviewed. `drill_on` is the day whose drill it still has to pass. FSRS alone keeps
    `stability` (days), `difficulty` (1 to 10) and `reviewed_on`, the day of the last scheduled review.
    """

    easiness_factor: int = 250
    interval_days: int = 0
    repetitions: int = 0
    lapses: int = 0
    due_on: date | None = None
    drill_on: date | None = None
    stability: float | None = None
    difficulty: float | None = None
    reviewed_on: date | None = None

    @property
    def is_new(self) -> bool:
        return self.due_on is None


def is_below(deck: str, other: str) -> bool:
    """True for a deck that is `other` or nested in it."""
    return deck == other or deck.startswith(f"{other}::")


def unit_id(card_id: str, blank: int | None) -> str:
    """The id of a review unit: the card's own, or that and the number of a cloze blank."""
    return card_id if blank is None else f"{card_id}#c{blank}"
