"""The front matter of foreign files, in YAML or TOML: who the deck is, and its tags."""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

_FRONT = re.compile(r"(?P<mark>---|\+\+\+)[ \t]*\n(?P<body>(?:.*\n)*?)(?P=mark)[ \t]*(?:\n|\Z)")
_KEY = re.compile(r"(?![QACqac]:|\d+\.)[^\W_][\w .'\"-]{0,40}[ \t]*[:=](?:[ \t]|$)|[\w.-]{1,40}[ \t]*=")
_CONTINUED = re.compile(r"[ \t]|-[ \t]|#(?!#)|[\]})]")
_LONGEST = 400
_DECKS = ("deck", "name", "Deck", "target-deck", "cards-deck", "anki-deck")


@dataclass(frozen=True, slots=True)
class Front:
    """What front matter says, and how many lines it takes (0: there is none). A file that is one question
    may have it here, and its answer too."""

    title: str = ""
    deck: str = ""
    tags: tuple[str, ...] = ()
    lines: int = 0
    question: str = ""
    answer: str = ""


def read(text: str) -> Front:
    """The front matter at the top of `text` (line ends as LF).

    A rule at the top of a file is none: between the two marks there have to be keys, and nothing else.
    """
    if not text.startswith(("---", "+++")):
        return Front()
    head = "\n".join(text.split("\n", _LONGEST)[:_LONGEST])
    found = _FRONT.match(head)
    if found is None or not _is_front(found["body"]):
        return Front()
    values = _values(found["body"])
    deck = next((values[key] for key in _DECKS if isinstance(values.get(key), str)), "")
    title = values.get("title")
    return Front(
        title=title.strip()[:120] if isinstance(title, str) else "",
        deck=deck.strip()[:120],
        tags=_tags(values.get("tags")),
        lines=found[0].rstrip("\n").count("\n") + 1,
        question=_said("question", values, found["body"]),
        answer=_said("answer", values, found["body"]),
    )


def written_out(text: str, front: Front) -> tuple[str, int]:
    """A text with the question of its front matter as a heading in place of that's last line, and how many
    lines are front matter then."""
    lines = text.split("\n")
    if not front.question or not (front.answer or any(map(str.strip, lines[front.lines :]))):
        return text, front.lines
    lines[front.lines - 1] = f"# Question: {front.question}"
    return "\n".join([*lines, "", f"Answer: {front.answer}"] if front.answer else lines), front.lines - 1


def _said(key: str, values: dict[str, Any], body: str) -> str:
    """The text of a key on one line, also where the rest is no YAML."""
    found = re.search(rf"^{key}[ \t]*:[ \t]+(?![|>\[{{])(.+)$", body, re.MULTILINE)
    value = values.get(key) or (found[1].strip().strip("\"'") if found else "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _is_front(body: str) -> bool:
    lines = [line for line in body.split("\n") if line.strip()]
    return any(_KEY.match(line) for line in lines) and all(
        _KEY.match(line) or _CONTINUED.match(line) for line in lines
    )


def _values(body: str) -> dict[str, Any]:
    """The keys with their values; none where the text is neither YAML nor TOML."""
    import yaml

    try:
        return tomllib.loads(body)
    except (tomllib.TOMLDecodeError, RecursionError):
        pass
    try:
        values = yaml.load(body, Loader=yaml.BaseLoader) if "*" not in body and "&" not in body else None
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _tags(given: Any) -> tuple[str, ...]:
    """Tags in our own notation. That a file holds flashcards is no tag."""
    listed = given.replace(",", " ").split() if isinstance(given, str) else given
    if not isinstance(listed, list):
        return ()
    parts = [str(tag).strip().lstrip("#").split("/") for tag in listed if not isinstance(tag, dict | list)]
    kept = [
        "::".join(p for p in each if p)
        for each in parts
        if each[0].lower() not in ("flashcards", "flashcard")
    ]
    return tuple(dict.fromkeys(tag for tag in kept if tag and not re.search(r"\s", tag)))
