"""Foreign deck files in flashrl's own format: the same questions, answers, tags and blanks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flashrl.authoring import front_matter, ids
from flashrl.authoring.fmt import Outcome, usual_end
from flashrl.authoring.writing import replace_file
from flashrl.errors import DeckError
from flashrl.formats import UNKNOWN, ParsedFile, parse
from flashrl.formats.native import ID
from flashrl.formats.native.outline import outline
from flashrl.model import Card, Deck, Section, SectionKind, Topic

_ANSWERING = (SectionKind.ANSWER, SectionKind.CORRECT_APPROACH, SectionKind.CLOZE)
_SENTINEL = "### sentinel"
_CLOSERS = ("-->", "</pre>", "</script>", "</style>", "</textarea>", "?>", "]]>", ">")


def native_path(path: Path) -> Path:
    """Where the native copy of a file is written: `notes.md` becomes `notes.flashrl.md`."""
    return path.with_name(f"{path.stem}.flashrl{path.suffix}")


def convert_files(files: Sequence[ParsedFile], *, write: bool) -> Iterator[Outcome]:
    """Write a native copy beside each foreign file, or with `write` off just look; yields the copies.

    A copy that is there already is refused: it may have been edited since.
    """
    foreign = [(file, file.path) for file in files if file.path and file.format not in ("native", UNKNOWN)]
    taken = ids.written_in({path.parent for _, path in foreign})
    taken |= {card.id for file in files for card in file.deck.cards if card.id}
    for file, path in foreign:
        target = native_path(path)
        try:
            if target.exists():
                raise DeckError("the native copy is there already", "remove or rename it first", path=target)
            own = {card.id for card in file.deck.cards if card.id}
            text = converted(file, taken - own)
            taken.update(card.id for card in parse(text, target.stem).deck.cards if card.id)
            if write:
                end = usual_end(path.read_bytes().decode("utf-8-sig"))
                replace_file(target, text.replace("\n", end))
        except OSError as error:
            refusal = DeckError(f"cannot be read: {error.strerror}", "check that you may read it", path=path)
            yield Outcome(path, refusal)
        except DeckError as refusal:
            yield Outcome(path, refusal)
        else:
            yield Outcome(target)


def converted(file: ParsedFile, taken: Iterable[str] = ()) -> str:
    """A foreign file's deck as a native one. `taken` are ids in use elsewhere.

    Raises DeckError where it would not be read back as the same cards.
    """
    text = "\n".join(_deck_lines(file.deck, set(taken)))
    after = parse(text, "converted")
    for card, again in zip(file.deck.cards, after.deck.cards, strict=False):
        if _gist(card) != _gist(again):
            raise _no_conversion(file, card.line)
    if len(after.deck.cards) != len(file.deck.cards) or after.format != "native":
        raise _no_conversion(file, 1)
    return text


def _no_conversion(file: ParsedFile, line: int) -> DeckError:
    message = "this card would not come out the same in flashrl's own format"
    return DeckError(message, "write it in that format by hand", path=file.path, line=line)


def _gist(card: Card) -> tuple[object, ...]:
    """What has to be the same after all: headings inside an answer change their level."""
    return _one_line(card.question), card.blanks, card.is_draft, set(card.tags), card.difficulty


# -- the deck ------------------------------------------------------------------------------------


def _deck_lines(deck: Deck, used: set[str]) -> Iterator[str]:
    yield from front_matter.written(_one_line(deck.name), deck.tags)
    yield ""
    if deck.title:
        yield from (f"# {_heading(deck.title)}", "")
    if deck.introduction.strip():
        yield from (_body(deck.introduction), "")
    topic = ""
    items: list[Topic | Card] = [*deck.topics, *deck.cards]
    for item in sorted(items, key=lambda item: item.line):
        title = _one_line(item.title if isinstance(item, Topic) else item.topic)
        # Text below the heading of before would be read as part of the last card.
        if (title and title != topic) or (isinstance(item, Topic) and item.introduction.strip()):
            yield from (f"## {_heading(title or '…')}", "")
            topic = title
        if isinstance(item, Card):
            yield from _card_lines(item, deck.tags, used)
        elif item.introduction.strip():
            yield from (_body(item.introduction), "")


def _card_lines(card: Card, deck_tags: Sequence[str], used: set[str]) -> Iterator[str]:
    new_id = card.id if card.id and ID.fullmatch(card.id) and card.id not in used else None
    new_id = new_id or ids.unique(ids.slug(card.question), used)
    used.add(new_id)
    yield f"### {_heading(card.question)}"
    yield from ("<!-- card", f"id: {front_matter.scalar(new_id)}")
    if card.difficulty:
        yield f"difficulty: {card.difficulty}"
    if own := [tag for tag in card.tags if tag not in deck_tags]:
        yield f"tags: {front_matter.flow(own)}"
    yield from ("-->", "")
    yield from _section_lines(card.sections)


def _section_lines(sections: Sequence[Section]) -> Iterator[str]:
    """A lone answer needs no heading, unless it has some inside; a question that goes on stands above that of
    its answer."""
    is_lone = [section.kind for section in sections] == [SectionKind.ANSWER]
    is_bare = is_lone and not outline(sections[0].text).headings
    has_answer = any(section.kind in _ANSWERING for section in sections)
    for number, section in enumerate(sections):
        is_question = number == 0 and section.kind is SectionKind.QUESTION and has_answer
        if not (is_bare or is_question):
            yield from (f"#### {section.kind.value}", "")
        yield from (_body(section.text), "")


# -- text ----------------------------------------------------------------------------------------


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _heading(text: str) -> str:
    """Text as a heading says it: on one line, and hashes at its end are not taken for marks."""
    line = _one_line(text)
    return f"{line} #" if re.search(r"(?:^|[ \t])#+$", line) else line


def _body(text: str) -> str:
    """Markdown that builds nothing of the deck and ends before the next heading."""
    lines = _without_deck_headings(text.strip("\n").split("\n"))
    body = "\n".join(lines).rstrip()
    if _ends(body):
        return body
    fences = re.findall(r"^ {0,3}(`{3,}|~{3,})", body, re.MULTILINE)
    for closer in (*dict.fromkeys(reversed(fences)), *_CLOSERS):
        if _ends(f"{body}\n{closer}"):
            return f"{body}\n{closer}"
    return body


def _ends(body: str) -> bool:
    """Whether a heading below is read as one."""
    headings = outline(f"{body}\n\n{_SENTINEL}").headings
    return bool(headings) and headings[-1].line == body.count("\n") + 2


def _without_deck_headings(lines: list[str]) -> list[str]:
    """Headings that would build the deck become headings inside a section."""
    found = outline("\n".join(lines))
    if not any(heading.level <= 4 for heading in found.headings):
        return lines
    ranks = sorted({heading.level for heading in found.headings})
    starts = {heading.line: heading for heading in found.headings}
    changed: list[str] = []
    number = 0
    while number < len(lines):
        heading = starts.get(number)
        if heading is None:
            changed.append(lines[number])
            number += 1
            continue
        level = min(6, 5 + ranks.index(heading.level))
        changed.append(f"{'#' * level} {_heading(heading.title)}".rstrip())
        number = heading.end
    return changed
