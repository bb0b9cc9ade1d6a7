"""What other flashcard programs write into their files for themselves: ids of notes, and schedules."""

import re

_SCHEDULE = re.compile(r"<!--[ \t]*(?:SR:|NEXT:|LEARNING:|fsrs:|ID:)[^<>\n]*-->", re.IGNORECASE)
_REVIEWED = re.compile(r"<!--SR:!?\d")
_NOTE = re.compile(
    r"<!--[ \t]*ID:[ \t]*([A-Za-z0-9_-]{1,60})[ \t]*-->|^[ \t]*ID:[ \t]*(\d{13})[ \t]*$", re.MULTILINE
)
_STAMP = re.compile(r"\^\d{13}")
"""Is looked for first, as formulas are full of the sign."""
_BLOCK = re.compile(r"\^(?<![^ \t\n>]\^)(\d{13})[ \t]*$", re.MULTILINE)
_UNWRAPPED = re.compile(
    r"^[ \t]*ID:[ \t]*\d{13}[ \t]*$|(?:^|(?<=\S)[ \t]+|(?<=>))\^\d{13}[ \t]*$", re.MULTILINE
)


def note_id(text: str) -> str | None:
    """The id that another program knows the note in `text` by, as a card's id; None without one.

    Such a number is Anki's own, so the same note has the same id in whatever file it stands.
    """
    found = (_NOTE.search(text) if "ID:" in text else None) or (_BLOCK.search(text) if "^" in text else None)
    return f"anki-{next(each for each in found.groups() if each)}" if found else None


def has_ids(text: str) -> bool:
    """True for text in which a program may have given a note an id."""
    return "ID:" in text or bool(_STAMP.search(text))


def is_only_marks(line: str) -> bool:
    """True for a line that holds nothing but ids and schedules."""
    return bool(line.strip()) and not without_marks(line).strip()


def has_schedule(text: str) -> bool:
    """True for text with a date that Obsidian's spaced repetition wrote."""
    return "<!--SR:" in text and bool(_REVIEWED.search(text))


def without_marks(text: str) -> str:
    """`text` without the ids and schedules of other programs."""
    if "<!--" in text:
        text = _SCHEDULE.sub("", text)
    return _UNWRAPPED.sub("", text) if has_ids(text) else text
