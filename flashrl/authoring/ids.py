"""Ids for cards that have none: short, readable, made of the question's words, and each used once."""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_LONGEST = 40
_FILLER = re.compile(
    r"\b(?:an?|and|are|as|at|be|by|can|do|does|for|from|how|in|is|it|of|on|or|the|to|what|when|which|why|with|you)\b"
)
_WRITTEN = re.compile(rb"^[ \t]*(?:<!--\s*card\s+)?id[ \t]*:[ \t]*[\"']?([\w.-]+)", re.MULTILINE)


def slug(question: str) -> str:
    """A short, readable id from a question: its first telling words, in ASCII letters and digits."""
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"\\[a-z]+|['’]", "", plain)
    telling = re.findall(r"[a-z0-9]+", _FILLER.sub(" ", plain)) or re.findall(r"[a-z0-9]+", plain)
    chosen = ""
    for word in telling:
        longer = f"{chosen}-{word}" if chosen else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        chosen = longer
    return chosen or "card"


def unique(base: str, used: set[str]) -> str:
    """`base`, with the first number that makes it one that is not in `used`."""
    number, candidate = 1, base
    while candidate in used:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def written_in(folders: Iterable[Path]) -> set[str]:
    """Every id that a markdown file in these folders gives, also where it could not be read as a deck.

    Folders below them are left out: below the folder of a single file may be all that a person has.
    """
    found: set[str] = set()
    for folder in folders:
        with suppress(OSError):
            for path in folder.iterdir():
                if path.suffix.lower() in (".md", ".markdown") and path.is_file():
                    found |= _given_in(path)
    return found


def _given_in(path: Path) -> set[str]:
    try:
        return {each.decode("ascii", "ignore") for each in _WRITTEN.findall(path.read_bytes())}
    except OSError:
        return set()
