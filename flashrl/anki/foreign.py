"""Other people's Anki notes as deck files of flashrl."""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from flashrl.anki import note_type
from flashrl.anki.collection import AnkiCollection, AnkiNote
from flashrl.anki.markdown import NotUnderstoodError, Reader

MEDIA = "media"
_OWN = (note_type.BASIC.id, note_type.CLOZE.id)
_NAMED = re.compile(r"\{\{(?!FrontSide|[#/^!])(?:[^{}:]+:)*([^{}]+)\}\}")
_TITLE_WORDS = 9
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck file: `name` as in Anki, `file` a name for it, and its whole text."""

    name: str
    file: str
    text: str
    cards: int


@dataclass(frozen=True, slots=True)
class Converted:
    """What could be understood. `pictures` are the media that the decks show, `losses` says in words what
    was left out, with how often."""

    decks: tuple[Deck, ...]
    pictures: frozenset[str]
    losses: tuple[str, ...]

    @property
    def cards(self) -> int:
        return sum(deck.cards for deck in self.decks)


def convert(collection: AnkiCollection, media: frozenset[str]) -> Converted:
    """The deck files of all notes but flashrl's own."""
    reader = Reader(media, MEDIA)
    losses: Counter[str] = Counter()
    by_deck: dict[str, list[str]] = defaultdict(list)
    for note in sorted(collection.notes, key=lambda each: each.id):
        if note.type.id in _OWN:
            continue
        try:
            by_deck[_deck_name(note.deck)] += _cards(note, reader)
        except NotUnderstoodError as error:
            losses[f"a note of the type {note.type.name} is left out: {error}"] += 1
        losses.update(f"{loss} ({note.type.name})" for loss in reader.losses)
        reader.losses.clear()
    files = _file_names(sorted(by_deck))
    decks = tuple(
        Deck(name, files[name], _deck_text(name, cards), len(cards))
        for name, cards in sorted(by_deck.items())
        if cards
    )
    said = tuple(f"{number} × {loss}" if number > 1 else loss for loss, number in sorted(losses.items()))
    return Converted(decks, frozenset(reader.pictures), said)


def _cards(note: AnkiNote, reader: Reader) -> list[str]:
    if note.type.is_cloze:
        return [_cloze_card(note, reader)]
    sides = [side for number in note.cards if (side := _sides(note, number)) is not None]
    if not sides or len(sides) < len(note.cards):
        raise NotUnderstoodError("its card is made in a way of its own")
    texts = [
        (reader.markdown(question), [reader.markdown(each) for each in rest]) for question, rest in sides
    ]
    if not any(question for question, _ in texts):
        raise NotUnderstoodError("it has no question")
    return [
        _card(note, question, [f"#### Answer\n\n{_joined(rest)}"] if any(rest) else [], number)
        for (question, rest), number in zip(texts, note.cards, strict=True)
        if question
    ]


def _sides(note: AnkiNote, number: int) -> tuple[str, list[str]] | None:
    """The field that a card asks, and those that answer: of a card that asks one field and nothing else."""
    if number >= len(note.type.fronts):
        return None
    fields = dict(zip(note.type.fields, note.fields, strict=False))
    asked = [name.strip() for name in _NAMED.findall(note.type.fronts[number])]
    if len(asked) != 1 or asked[0] not in fields:
        return None
    return fields[asked[0]], [
        html for name, html in fields.items() if name != asked[0] and not _is_switch(note, name)
    ]


def _is_switch(note: AnkiNote, name: str) -> bool:
    """Whether a field only says that there is a card, as "Add Reverse" does."""
    return any(f"{{{{#{name}}}}}" in front and f"{{{{{name}}}}}" not in front for front in note.type.fronts)


def _cloze_card(note: AnkiNote, reader: Reader) -> str:
    text = reader.markdown(note.fields[0], is_cloze=True)
    if "==c" not in text:
        raise NotUnderstoodError("it has no blank")
    more = _joined([reader.markdown(html) for html in note.fields[1:]])
    sections = [f"#### Cloze\n\n{text}", *([f"#### Answer\n\n{more}"] if more else [])]
    shown = re.sub(r"==c\d+:: .*? ==", "…", text, flags=re.DOTALL)
    words = re.sub(r"\$\$|[#>*_`|-]|!\[[^]]*\]\(<[^>]*>\)", " ", shown).split()
    title = " ".join(words[:_TITLE_WORDS]) + (" …" if len(words) > _TITLE_WORDS else "")
    return _card(note, title or "Fill in", sections, 0)


def _card(note: AnkiNote, question: str, sections: Sequence[str], number: int) -> str:
    title, more = _title(question)
    known_by = f"anki-{hashlib.sha256(note.guid.encode()).hexdigest()[:12]}" + (
        f"-{number + 1}" if number else ""
    )
    tags = [f"tags: {json.dumps(list(note.tags), ensure_ascii=False)}"] if note.tags else []
    head = "\n".join([f"### {title}", "<!-- card", f"id: {known_by}", *tags, "-->"])
    extended = [f"#### Question\n\n{more}"] if more else []
    return "\n\n".join([head, *extended, *sections])


def _title(question: str) -> tuple[str, str]:
    """A line for the heading, and what of the question does not go into one."""
    first, _, rest = question.partition("\n\n")
    is_line = "\n" not in first and len(first) <= _LONGEST_TITLE
    if is_line and not re.match(r"[-+>|`]|\d+\.|!\[|\$\$|#", first):
        return first, rest.strip()
    words = re.sub(r"!\[[^]]*\]\(<[^>]*>\)|\$\$|`{3,}\w*|[|#>-]", " ", question).split()
    is_plain = words and not any(sign in " ".join(words[:_TITLE_WORDS]) for sign in "$`*<[\\")
    return (" ".join(words[:_TITLE_WORDS]) + " …" if is_plain else "What belongs here?"), question


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def _deck_name(name: str) -> str:
    parts = [" ".join(unescape(part).split()) for part in name.split("::")]
    return "::".join(part for part in parts if part) or "Anki"


def _deck_text(name: str, cards: Sequence[str]) -> str:
    front = f"---\nflashrl: 1\ndeck: {json.dumps(name, ensure_ascii=False)}\n---\n"
    title = re.sub(r"([\\`*_#<>\[\]$])", r"\\\1", name.rpartition("::")[2])
    return "\n".join([front, f"# {title}", "", "\n\n".join(cards), ""])


def _file_names(names: Sequence[str]) -> dict[str, str]:
    """A file name for each deck, each once."""
    files: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^\w]+", "-", name.lower().replace("::", "--")).strip("-")[:80] or "deck"
        taken = set(files.values())
        numbered = (f"{plain}-{number}.md" for number in range(2, len(names) + 2))
        files[name] = next(file for file in (f"{plain}.md", *numbered) if file not in taken)
    return files
