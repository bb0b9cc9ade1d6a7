"""What a single line of Obsidian's notes says: a question with a tag, the two sides of `q::a`, or a field."""

import re
from dataclasses import dataclass

from flashrl.formats.foreign.words.plain_text import strip_emphasis
from flashrl.spans import find_code, find_math

BEFORE_TAG = r"(?<=[\s?!。，、？！：；）】》」”\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
"""What the tag of a card may be glued to: in languages without spaces it is to the question."""
TAG = re.compile(
    rf"(?:^|{BEFORE_TAG})#(?:flashcards?|cards?|🃏)(?:-(?:reverse|spaced|inline))?(?P<path>(?:/[^\s#/]+)*)/?(?=\s|$)",
    re.IGNORECASE,
)
_ASKS = re.compile(r"#(?:flashcards?|cards?(?:/[^\s#]+)?|card-(?P<kind>reverse|spaced))$", re.IGNORECASE)
"""A tag that makes a card of its line; a path behind `#flashcards` names the deck of a note."""
_GLUED = re.compile(rf"(?<!\s){BEFORE_TAG}(?=#(?:flash)?cards?(?:\s|$))", re.IGNORECASE)
_OTHER = re.compile(r"#[^\s#]+$")
_HEAD = re.compile(r"#{1,6}[ \t]+")
_CURLY = re.compile(r"\{\{.*?\}\}")
_INLINE = re.compile(r"(?<!:):{2,3}(?!:)")
_FIELD = re.compile(r"[\w-]+$")
_FIELDS = re.compile(
    r"(?:tags?|alias(?:es)?|status|up|down|related|created|updated|date|type|source|cssclass(?:es)?)$|"
    r"(?:(?-i:TARGET DECK|FILE TAGS|DECK|TAGS)[ \t]*(?::|$))",
    re.IGNORECASE,
)
"""What notes keep about themselves, and no card asks."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A question with the other tags behind it; `is_both` where it asks in both directions.

    It `is_sure` where the tag is none that may be that of a whole note, as `# Notes #flashcards`.
    """

    asked: str
    tags: tuple[str, ...]
    is_both: bool
    is_sure: bool


def tagged(line: str) -> Tagged | None:
    """Read `What is a trend? #card #exam`; None where no such tag is among the last words of a line."""
    line = _GLUED.sub(" ", line) if "#" in line else line
    tags = _last_tags(line)
    if not any(map(_ASKS.match, tags)):
        return None
    asked = TAG.sub("", line.rstrip()[: _end(line.rstrip(), len(tags))]).strip()
    if not asked.strip("# "):
        return None
    head = _HEAD.match(asked)
    start = head.end() if head else 0
    return _tagged(asked[:start] + strip_emphasis(asked[start:]), tags)


def tag_alone(line: str) -> Tagged | None:
    """Read a line of nothing but tags, the first of them that of a card: `#card #exam`; it asks nothing."""
    tags = _last_tags(line) if line.lstrip().lower().startswith("#card") else []
    found = _tagged("", tags) if tags and len(tags) == len(line.split()) else None
    return found if found is not None and found.is_sure else None


def _last_tags(line: str) -> list[str]:
    words = line.split()
    count = 0
    while count < len(words) and _OTHER.match(words[-count - 1]):
        count += 1
    return words[len(words) - count :]


def _tagged(asked: str, tags: list[str]) -> Tagged:
    own = [found for tag in tags if (found := _ASKS.match(tag))]
    others = tuple(tag.strip("#").lower() for tag in tags if not _ASKS.match(tag))
    is_both = any(found["kind"] == "reverse" for found in own)
    is_sure = any(found[0].lower().startswith("#card") for found in own)
    return Tagged(asked, others, is_both, is_sure)


def _end(line: str, count: int) -> int:
    """Where the last words of a line begin."""
    return len(line.rsplit(None, count)[0]) if count else len(line)


def is_of_note(line: str) -> bool:
    """Whether a line is one in which a note says something about itself: `TARGET DECK: Exams`."""
    asked, colon, told = line.partition(":")
    return bool(colon) and is_field(asked.strip(), told.strip())


def names_deck_below(line: str) -> bool:
    """Whether a line says that the one below it is the name of a deck: `TARGET DECK`."""
    return line.rstrip() in ("TARGET DECK", "FILE TAGS")


def is_field(asked: str, told: str) -> bool:
    """Whether the sides of a line are the name and the value of what a note says about itself."""
    return bool(_FIELDS.match(asked) or (_FIELD.match(asked) and told.startswith("[[")))


def marks(line: str) -> list[tuple[int, int]]:
    """Where `::` or `:::` stands in a line, outside code, formulas and blanks."""
    shown = line.strip()
    taken = [*find_code(shown), *((each.start, each.end) for each in find_math(shown))]
    taken += [each.span() for each in _CURLY.finditer(shown)]
    shift = len(line) - len(line.lstrip())
    return [
        each.span()
        for each in _INLINE.finditer(line)
        if not any(start <= each.start() - shift < end for start, end in taken)
    ]


def is_parting(line: str, start: int, end: int) -> bool:
    """Whether a mark stands between words, not inside a name as `std::move`."""
    before, after = line[start - 1 : start], line[end : end + 1]
    return not (before.isalnum() and after.isalnum()) or before in ("?", "？")
