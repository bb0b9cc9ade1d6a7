"""Where a question may start in a foreign file, and what it looks like there."""

from dataclasses import dataclass, field

from flashrl.formats.wording import Wording

HEADING, BOLD, QUESTION_ANSWER, DETAILS, LISTED = "heading", "bold", "question_answer", "details", "list"


@dataclass(frozen=True, slots=True)
class Start:
    """A possible question: its lines (from 0, the end exclusive), its markdown and its look.

    `shape` is what other questions of the file look like too; `level` is a heading's, 0 for others. Text
    that follows on the question's own last line is `inline`. `limit` is the line its answer ends at the
    latest, `offset` how far that answer is indented. `list_start` is the list it is an item of.
    """

    kind: str
    line: int
    end: int
    question: str
    wording: Wording = field(repr=False)
    shape: tuple[object, ...]
    level: int = 0
    inline: str = ""
    limit: int | None = None
    offset: int = 0
    depth: int = 0
    list_start: int | None = None
    trailing: str = ""
