"""Study paths: lists of cards in the order in which they are to be studied, in a file beside the decks."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flashrl.errors import Diagnostic
from flashrl.formats import yaml_block
from flashrl.model import StudyPath, is_below

FILE_NAME = "study-paths.yaml"
FORMAT = "study-paths"
_KEYS = ("about", "new-a-day", "cards", "decks")
_BAD, _UNKNOWN = "bad-study-path", "unknown-card"


@dataclass(frozen=True, slots=True)
class PathsFile:
    """The study paths of a file that are without fault, and what is wrong with it."""

    paths: tuple[StudyPath, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    path: Path | None = None
    text: str = field(default="", repr=False)


def read(path: Path) -> PathsFile:
    """Read a file of study paths. What cannot be read is a finding, never an exception."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        found = Diagnostic("unreadable-file", f"cannot be read: {error.strerror}", 1)
        return PathsFile((), (found,), path)
    except UnicodeDecodeError:
        return PathsFile((), (Diagnostic("not-text", "this is not UTF-8", 1),), path)
    return replace(parse(text), path=path)


def parse(text: str) -> PathsFile:
    """Read study paths: YAML of `name: {about, new-a-day, cards or decks}`, in their order."""
    block = yaml_block.load(text, 1, _BAD, nested=lambda key: key.rpartition(".")[2] not in _KEYS)
    found, paths = list(block.diagnostics), []
    for name, value in block.values.items():
        line, column = block.places[name]
        wrong = _objections(value)
        found += [Diagnostic(_BAD, f"the study path {name!r} {each}", line, column) for each in wrong]
        if not wrong:
            paths.append(_path(name, value))
    if not block.values and not found:
        found.append(Diagnostic(_BAD, "no study path", 1))
    return PathsFile(tuple(paths), tuple(found), text=text)


def unknown(file: PathsFile, cards: Collection[str], decks: Collection[str]) -> list[Diagnostic]:
    """What the paths of a file name that is among neither these cards nor these decks."""
    found = []
    for path in file.paths:
        for card in path.cards:
            if card not in cards:
                found.append(_at(file, path, card, f"there is no card {card!r}"))
        for deck in path.decks:
            if not any(is_below(each, deck) for each in decks):
                found.append(_at(file, path, deck, f"there is no deck {deck!r}"))
    return found


def _objections(value: Any) -> list[str]:
    """What is wrong with what is said of one path."""
    if not isinstance(value, dict):
        return ["has no `cards:` and no `decks:`"]
    wrong = [f"has a key {key!r} that is not known" for key in value if key not in _KEYS]
    if ("cards" in value) == ("decks" in value):
        wrong.append("needs either `cards:` or `decks:`")
    for key in ("cards", "decks"):
        wrong += _list_objections(key, value.get(key, ["-"]))
    if not isinstance(value.get("about", ""), str):
        wrong.append("has an `about:` that is no text")
    number = value.get("new-a-day", 1)
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        wrong.append("has a `new-a-day:` that is no whole number from 1")
    return wrong


def _list_objections(key: str, given: Any) -> list[str]:
    if not isinstance(given, list) or not given or not all(isinstance(each, str) for each in given):
        return [f"has {key} that are no list of names"]
    twice = sorted({each for each in given if given.count(each) > 1})
    return [f"names {each!r} twice" for each in twice]


def _path(name: str, value: dict[str, Any]) -> StudyPath:
    return StudyPath(
        name=name,
        about=value.get("about", ""),
        cards=tuple(value.get("cards", ())),
        decks=tuple(value.get("decks", ())),
        new_a_day=value.get("new-a-day"),
    )


def _at(file: PathsFile, path: StudyPath, name: str, message: str) -> Diagnostic:
    """A finding where a path names something: below the line of the path's own name."""
    lines = file.text.splitlines()
    own = re.compile(rf"""["']?{re.escape(path.name)}["']?\s*:""")
    start = next((number for number, line in enumerate(lines) if own.match(line)), 0)
    named = re.compile(rf"(?<![\w.:-]){re.escape(name)}(?![\w.:-])")
    for number, line in enumerate(lines[start:], start=start + 1):
        if number > start + 1 and (found := named.search(line)):
            return Diagnostic(_UNKNOWN, message, number, found.start() + 1)
    return Diagnostic(_UNKNOWN, message, start + 1)
