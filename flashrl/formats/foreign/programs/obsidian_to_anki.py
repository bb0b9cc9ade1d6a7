"""Obsidian_to_Anki: notes between `START` and `END`, their type below the first, the fields by name."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import cloze
from flashrl.formats.foreign.styles.start import OBSIDIAN_TO_ANKI, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks
from flashrl.formats.foreign.words.wording import wording

_TARGET = re.compile(r"TARGET DECK(?:[:：][ \t]*(?P<deck>\S.*))?$")
_FILE_TAGS = re.compile(r"FILE TAGS(?:[:：][ \t]*(?P<tags>\S.*))?$")
_FIELD = re.compile(r"(?P<name>Front|Back|Text|Extra|Back Extra)[:：][ \t]*(?P<rest>.*)$")
_TAGS = re.compile(r"Tags[:：][ \t]*(?P<tags>.*)$")
_TYPE = re.compile(r"[ \t]+\[(?P<type>[^\]]{1,60})\]")
_LATER = ("Back", "Extra", "Back Extra")
_OTHER_FIELD = re.compile(r"(?P<name>[^\W\d_][\w-]{1,19}(?: [\w-]{1,19})?)[:：](?=[ \t]|$)")
_NAME = re.compile(r"[^\W\d_][\w-]*+(?: [\w()-]++){0,3}")
_WORDS = re.compile(r"(?=.*[^\W\d_])[^#>|`*$:：?？\n]{2,20}")
_TEXT = re.compile(r"\W{0,3}\w")
NOTES = {"START": "END", "%%ANKI": "END%%", "%%START": "END%%"}
"""What opens a note, and what closes it; in a comment Obsidian hides it."""
_MOST_LINES = 400
_FEW, _MOST = 3, 0.6


def starts(document: Document) -> Iterator[Start]:
    """Every note; in code only where that is marked as `anki`."""
    lines = document.lines
    pairs = NOTES | _other_pair(lines)
    if not any(line.startswith(("START", "- START")) or line.rstrip() in pairs for line in lines):
        return
    deck, tags = filed(lines)
    notes = list(_notes(document, pairs))
    named = _named_fields([lines[first + 1 : last] for first, last in notes if first < last])
    cards = [
        _note(lines[first + 1 : last], deck, tags, named.get(lines[first + 1].strip(), _FIELD))
        if first < last
        else _inline(lines[first], deck, tags)
        for first, last in notes
    ]
    for (first, last), card in zip(notes, _titled([card for card in cards if card]), strict=True):
        yield marked_start(OBSIDIAN_TO_ANKI, (first, last + 1), card)


def _notes(document: Document, pairs: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The first and the last line of each note."""
    lines = document.lines
    shown = {
        n
        for block in document.blocks
        if block.kind in ("fence", "code") and not lines[block.start].lstrip("`~ ").startswith("anki")
        for n in range(block.start, block.end)
    }
    end = 0
    for number, line in enumerate(lines):
        if number < end or number in shown:
            continue
        if (closing := pairs.get(line.rstrip())) is not None:
            last = range(number + 2, min(len(lines), number + _MOST_LINES))
            ends = (line.rstrip(), closing)
            found = next((n for n in last if lines[n].rstrip() in ends), None)
            if found is not None and lines[found].rstrip() == closing:
                end = found + 1
                yield number, found
        elif _inline(line, "", ()) is not None:
            yield number, number


def _other_pair(lines: list[str]) -> dict[str, str]:
    """What opens and closes the notes of a file whose author chose other words for that: the same two lines
    around most notes with an id, the line below the first being a type.
    """
    ids = [n for n, line in enumerate(lines) if "<!--ID:" in line and tool_marks.is_only_marks(line)]
    below = [next((line.rstrip() for line in lines[n + 1 : n + 4] if line.strip()), "") for n in ids]
    closing = _usual(([line] for line in below), len(ids))
    if not closing or closing in NOTES.values():
        return {}
    inside = [lines[first + 1 : last] for first, last in pairwise([-1, *ids])]
    opening = _usual((_different(each, closing) for each in inside), len(ids))
    types = {
        lines[n + 1].strip() for n, line in enumerate(lines[:-1]) if opening and line.rstrip() == opening
    }
    is_typed = 0 < len(types) <= _FEW and all(map(_NAME.fullmatch, types))
    return {opening: closing} if is_typed else {}


def _different(lines: list[str], closing: str) -> Iterable[str]:
    """The lines in order, each once, but the one that closes notes."""
    return dict.fromkeys(shown for line in lines if (shown := line.rstrip()) != closing)


def _usual(found: Iterable[Iterable[str]], total: int) -> str:
    """The words alone on a line that most of the notes have; "" if there are none."""
    often = Counter(line for each in found for line in each if _WORDS.fullmatch(line))
    words, count = max(often.items(), key=lambda each: each[1], default=("", 0))
    return words if count >= _FEW and count >= _MOST * total else ""


def _named_fields(notes: list[list[str]]) -> dict[str, re.Pattern[str]]:
    """For each type of notes in which none has a field of a usual name, how the lines begin that most do."""
    by_type: dict[str, list[list[str]]] = {}
    for note in notes:
        by_type.setdefault(note[0].strip(), []).append(note[1:])
    named: dict[str, re.Pattern[str]] = {}
    for kind, group in by_type.items():
        if "cloze" in kind.lower() or len(group) < 2:
            continue
        if any(_FIELD.match(line) for note in group for line in note):
            continue
        often = Counter(name for note in group for name in dict.fromkeys(map(_field_name, note)) if name)
        names = [name for name, count in often.items() if count >= 2 and count >= _MOST * len(group)]
        if names:
            any_name = "|".join(map(re.escape, names))
            named[kind] = re.compile(rf"(?P<name>{any_name})[:：][ \t]*(?P<rest>.*)$")
    return named


def _field_name(line: str) -> str:
    found = _OTHER_FIELD.match(line)
    return found["name"] if found else ""


def _titled(cards: list[Marked]) -> list[Marked]:
    """The cards, where a first line that most share and that asks nothing is no title: the next one is."""
    often = Counter(card.question for card in cards)
    return [
        _retitled(card)
        if often[card.question] >= max(_FEW, len(cards) / 2) and not wording(card.question).asks
        else card
        for card in cards
    ]


def _retitled(card: Marked) -> Marked:
    shared, (title, _, rest) = card.question, card.asked.strip("\n").partition("\n")
    if card.cloze or shared.endswith((":", "：")) or not _TEXT.match(title):
        return card
    return replace(card, question=title.strip(), asked=f"{shared}\n\n{rest.strip()}".strip())


def filed(lines: list[str]) -> tuple[str, tuple[str, ...]]:
    """The deck and the tags that a file names for all its notes."""
    return _below(lines, _TARGET, "deck"), tuple(_below(lines, _FILE_TAGS, "tags").split())


def _below(lines: list[str], mark: re.Pattern[str], name: str) -> str:
    """What a file says for all its notes: behind a mark, or on the line below it."""
    for number, line in enumerate(lines):
        if line.startswith(("TARGET", "FILE")) and (found := mark.match(line.rstrip())):
            return (found[name] or "".join(lines[number + 1 : number + 2])).strip().replace("#", "")
    return ""


def _note(lines: list[str], deck: str, tags: tuple[str, ...], field: re.Pattern[str]) -> Marked:
    """A note by the lines below its `START`: its type, and its fields, of which the first needs no name."""
    fields: list[list[str]] = [[]]
    for line in lines[1:]:
        if found := _TAGS.match(line):
            tags = (*tags, *found["tags"].replace(",", " ").split())
        elif (found := field.match(line)) and (fields != [[]] or found["name"] not in _LATER):
            fields = [*fields, [found["rest"]]] if fields != [[]] else [[found["rest"]]]
        else:
            fields[-1].append(line)
    texts = [tool_marks.without_marks("\n".join(field)).strip("\n").rstrip() for field in fields]
    note_id = tool_marks.note_id("\n".join(lines))
    return _card(lines[0].strip(), texts[0], "\n\n".join(texts[1:]), note_id, deck, tags)


def _inline(line: str, deck: str, tags: tuple[str, ...]) -> Marked | None:
    """A note on one line: `STARTI [Basic] … Back: … ENDI`."""
    _, start, rest = line.partition("STARTI")
    body, end, _ = rest.partition("ENDI")
    found = _TYPE.match(body) if start and end else None
    if found is None:
        return None
    asked, _, told = tool_marks.without_marks(body[found.end() :]).partition("Back:")
    return _card(found["type"], asked.strip(), told.strip(), tool_marks.note_id(body), deck, tags)


def _card(kind: str, asked: str, told: str, note_id: str | None, deck: str, tags: tuple[str, ...]) -> Marked:
    tags = tuple(dict.fromkeys(tag.strip("#").replace("/", "::") for tag in tags))
    if "cloze" in kind.lower() and (blanks := cloze.from_curly(asked) or cloze.from_single_curly(asked)):
        return Marked(cloze.title(blanks), told, "", blanks, note_id, tags, deck)
    question, _, rest = asked.strip("\n").partition("\n")
    return Marked(question.strip() or "?", rest.strip("\n"), told, "", note_id, tags, deck)
