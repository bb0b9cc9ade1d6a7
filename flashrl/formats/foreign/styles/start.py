"""Where a question may start in a foreign file, and what it looks like there."""

from dataclasses import dataclass, field

from flashrl.formats.foreign.words.wording import Wording, wording

HEADING, BOLD, QUESTION_ANSWER, DETAILS, LISTED = "heading", "bold", "question_answer", "details", "list"
HASHCARDS, OBSIDIAN, INKA, MDANKI, LOGSEQ = "hashcards", "obsidian", "inka", "mdanki", "logseq"
ANKDOWN = "ankdown"
OBSIDIAN_TO_ANKI = "obsidian_to_anki"
ADMONITION, PLAIN, TABLE, FRONT_BACK, HEADED = "admonition", "plain", "table", "front_back", "headed"


@dataclass(frozen=True, slots=True)
class Marked:
    """A card as the marks of a flashcard program give it, all in our own markdown.

    `asked` goes on with the question, `cloze` has the text with its blanks. `id` is what that program knows
    it by, `deck` the deck it puts it in.
    """

    question: str
    asked: str = ""
    answer: str = ""
    cloze: str = ""
    id: str | None = None
    tags: tuple[str, ...] = ()
    deck: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """A possible question: its lines (from 0, the end exclusive), its markdown and its look.

    `shape` is what other questions of the file look like too; `level` is a heading's, 0 for others. Text
    that follows on the question's own last line is `inline`. `limit` is the line its answer ends at the
    latest, `offset` how far that answer is indented. `list_start` is the list it is an item of, `item_end`
    where that item ends. A card of a flashcard program is `marked`: read already, and all of it.
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
    item_end: int | None = None
    marked: Marked | None = None

    @property
    def is_fold(self) -> bool:
        """True for a fold whose summary asks, and whose content answers."""
        return self.kind == DETAILS and self.limit is not None


def marked_start(kind: str, lines: tuple[int, int], card: Marked) -> Start:
    """The start of a card of a flashcard program, which takes the `lines` (from 0, the end exclusive)."""
    return Start(
        kind, lines[0], lines[0] + 1, card.question, wording(""), (kind,), limit=lines[1], marked=card
    )
