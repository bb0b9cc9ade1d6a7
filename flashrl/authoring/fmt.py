"""The tidy form of a native deck file: every card has an id, headings stand clear, lines end alike."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashrl.authoring import front_matter, ids
from flashrl.authoring.writing import replace_file
from flashrl.errors import DeckError, Severity
from flashrl.formats import UNKNOWN, ParsedFile, parse
from flashrl.formats.native.outline import Heading, outline
from flashrl.model import Card

_COMMENT = re.compile(r"[ \t]*<!--\s*card\b")
_OPENING = re.compile(r"[ \t]*<!--\s*card\b[ \t]*")
_USUAL = re.compile(r"[ \t]*$|[\w.-]+[ \t]*:(?:[ \t]|$)|[ \t]+\S|-[ \t]|#")
_EMPTY_ID = re.compile(r"[ \t]*id[ \t]*:[ \t]*(?:~|null)?[ \t]*")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: it changes, or it was refused."""

    path: Path
    refusal: DeckError | None = None


def format_files(files: Sequence[ParsedFile], *, write: bool) -> Iterator[Outcome]:
    """Bring native files into their tidy form, or with `write` off just look; yields those that change.

    A file with errors is refused: what it means is not certain, so nothing is written to it. So is one that
    cannot be read; other formats are passed over. New ids are used nowhere else in the folders of the files.
    """
    native = [(file, file.path) for file in files if file.path and file.format in ("native", UNKNOWN)]
    taken = ids.written_in({path.parent for _, path in native})
    taken |= {card.id for file in files for card in file.deck.cards if card.id}
    for file, path in native:
        try:
            _refuse_errors(file)
            before = path.read_bytes().decode("utf-8")
            own = {card.id for card in file.deck.cards if card.id}
            after = formatted(before, path.stem, taken - own)
            if after == before:
                continue
            if write:
                replace_file(path, after)
        except OSError as error:
            refusal = DeckError(f"cannot be read: {error.strerror}", "check that you may read it", path=path)
            yield Outcome(path, refusal)
        except DeckError as refusal:
            yield Outcome(path, refusal)
        else:
            taken.update(card.id for card in parse(after, path.stem).deck.cards if card.id)
            yield Outcome(path)


def _refuse_errors(file: ParsedFile) -> None:
    for found in file.diagnostics:
        if found.severity is Severity.ERROR:
            raise DeckError(found.message, found.remedy, path=file.path, line=found.line)


def formatted(text: str, name: str, taken: Iterable[str] = ()) -> str:
    """`text` with missing ids written, spacing and front matter normalised; what is not native is left.

    `taken` are ids in use elsewhere. Only ids, front matter, blank lines around headings and card comments, a
    byte order mark and odd line ends are touched, so parsing the result gives the same cards.
    """
    parsed = parse(text, name)
    if parsed.format != "native":
        return text
    lines = parsed.text.split("\n")
    used = {*taken, *(card.id for card in parsed.deck.cards if card.id)}
    for card in reversed(parsed.deck.cards):
        if card.id is None and not _is_for_the_author(lines, card):
            new_id = ids.unique(ids.slug(card.question), used)
            used.add(new_id)
            _write_id(lines, card, new_id)
    return _spaced(front_matter.tidied(lines)).replace("\n", usual_end(text))


def usual_end(text: str) -> str:
    """How most lines of a text end."""
    windows, old_mac = text.count("\r\n"), len(re.findall(r"\r(?!\n)", text))
    unix = text.count("\n") - windows
    if old_mac > max(windows, unix):
        return "\r"
    return "\r\n" if windows > unix else "\n"


# -- ids -----------------------------------------------------------------------------------------


def _comment_line(lines: Sequence[str], card: Card) -> int | None:
    """The line (from 0) of the card's comment, if it has one."""
    after = card.line
    while after < len(lines) and not lines[after].strip():
        after += 1
    return after if after < len(lines) and _COMMENT.match(lines[after]) else None


def _is_for_the_author(lines: Sequence[str], card: Card) -> bool:
    """True where the comment never ends, is written in an unusual way, or holds an id that could not be read:
    no place for another."""
    start = _comment_line(lines, card)
    if start is None:
        return False
    comment, end, _ = "\n".join(lines[start : card.end_line]).partition("-->")
    if not end or any(not _USUAL.match(line) for line in _OPENING.sub("", comment).split("\n")):
        return True
    given = re.search(r"^[ \t]*(?:<!--\s*card\s+)?(id\s*:.*)$", comment, re.MULTILINE)
    return given is not None and not _EMPTY_ID.fullmatch(given[1])


def _write_id(lines: list[str], card: Card, new_id: str) -> None:
    start = _comment_line(lines, card)
    if start is None:
        lines[card.line : card.line] = ["<!-- card", f"id: {new_id}", "-->"]
        return
    for number in range(start, card.end_line):
        if _EMPTY_ID.fullmatch(lines[number]):
            lines[number] = f"id: {new_id}"
            return
        if "-->" in lines[number]:
            break
    opening, _, rest = lines[start].partition("card")
    rest = re.sub(r"^[ \t]*id[ \t]*:[ \t]*(?:~|null)?[ \t]*(?=-->|$)", "", rest).strip()
    lines[start : start + 1] = [f"{opening}card", f"id: {new_id}", *([rest] if rest else [])]


# -- spacing -------------------------------------------------------------------------------------


def _spaced(lines: Sequence[str]) -> str:
    """One blank line around each heading that builds the deck and behind each card comment, none at either
    end of the file, and one newline at its end."""
    number = front_matter.end(lines)
    found = outline("\n".join([""] * number + list(lines[number:])))
    headings = {heading.line: heading for heading in _building(found.headings)}
    comments = {start: end for start, end in found.comments if _COMMENT.match(lines[start])}
    spaced = list(lines[:number])
    is_clear = True  # whether a blank line is due, and others are dropped
    while number < len(lines):
        heading = headings.get(number)
        end = number + 1 if heading is None else heading.end
        if heading is None and is_clear and not lines[number].strip():
            number = end
            continue
        if heading is not None or is_clear:
            _leave_gap(spaced)
        block = list(lines[number:end])
        if heading is not None:
            block = [line.rstrip() for line in block] if end == number + 1 else block
            below = next((n for n in range(end, len(lines)) if lines[n].strip()), end)
            if heading.level == 3 and below in comments:
                end = comments[below]
                block += lines[below:end]
        spaced += block
        is_clear, number = heading is not None, end
    return "\n".join(spaced).strip("\n") + "\n"


def _leave_gap(lines: list[str]) -> None:
    """Let the lines end in one blank one, unless there are none."""
    while lines and not lines[-1].strip():
        lines.pop()
    lines += [""] if lines else []


def _building(headings: Iterable[Heading]) -> Iterator[Heading]:
    """The headings that a deck is built of; others are text, in which blank lines are the author's."""
    is_card = False
    for heading in headings:
        if heading.level <= 3:
            is_card = heading.level == 3
        if heading.level <= 3 or (heading.level == 4 and is_card):
            yield heading
