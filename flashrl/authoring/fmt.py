"""The tidy form of a native deck file: every card has an id, headings stand clear, lines end alike."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flashrl.errors import DeckError, Severity
from flashrl.formats import ParsedFile, parse
from flashrl.formats.outline import outline
from flashrl.model import Card

_LONGEST_ID = 40
_FILLER = re.compile(
    r"\b(?:an?|and|are|as|at|be|by|can|do|does|for|from|how|in|is|it|of|on|or|the|to|what|when|which|why|with|you)\b"
)


def format_files(files: Sequence[ParsedFile], *, write: bool) -> Iterator[Path]:
    """Bring native files into their tidy form, or with `write` off just look; yields those that change.

    Raises DeckError for a file with errors: what it means is not certain, so nothing is written to it.
    """
    taken = {card.id for file in files for card in file.deck.cards if card.id}
    for file in files:
        assert file.path is not None
        for found in file.diagnostics:
            if found.severity is Severity.ERROR:
                raise DeckError(found.message, found.remedy, path=file.path, line=found.line)
        before = file.path.read_bytes().decode("utf-8")
        own = {card.id for card in file.deck.cards}
        after = formatted(before, file.path.stem, taken - own)
        if after == before:
            continue
        if write:
            replace_file(file.path, after)
        taken.update(card.id for card in parse(after, file.path.stem).deck.cards if card.id)
        yield file.path


def formatted(text: str, name: str, taken: Iterable[str] = ()) -> str:
    """`text` with missing ids written and spacing normalised; text that is not native comes back as it is.

    `taken` are ids in use elsewhere. Only ids, blank lines around headings, line ends and a byte order
    mark are touched, so parsing the result gives the same cards.
    """
    parsed = parse(text, name)
    if parsed.format != "native":
        return text
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    used = {*taken, *(card.id for card in parsed.deck.cards if card.id)}
    for card in reversed(parsed.deck.cards):
        if card.id is None and not _is_for_the_author(lines, card):
            new_id = _unique(slug(card.question), used)
            used.add(new_id)
            _write_id(lines, card, new_id)
    return _spaced("\n".join(lines))


def slug(question: str) -> str:
    """A short, readable id from a question: its first telling words, in ASCII letters and digits."""
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"\\[a-z]+|['’]", "", plain)
    telling = re.findall(r"[a-z0-9]+", _FILLER.sub(" ", plain)) or re.findall(r"[a-z0-9]+", plain)
    chosen = ""
    for word in telling:
        longer = f"{chosen}-{word}" if chosen else word[:_LONGEST_ID]
        if len(longer) > _LONGEST_ID:
            break
        chosen = longer
    return chosen or "card"


def replace_file(path: Path, text: str) -> None:
    """Write `text` as the file at `path`; see `replace_bytes`."""
    replace_bytes(path, text.encode())


def replace_bytes(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and rename it, so that a failure leaves the old file whole. A link stays
    a link.

    Raises DeckError where that cannot be done.
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name}.flashrl")
    try:
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                beside.chmod(target.stat().st_mode)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        reason = f"cannot be written: {error.strerror}"
        raise DeckError(reason, "allow writing to it and to its folder", path=path) from error


def _unique(base: str, used: set[str]) -> str:
    number, candidate = 1, base
    while candidate in used:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def _comment_line(lines: list[str], card: Card) -> int | None:
    """The line (from 0) of the card's comment, if it has one."""
    after = card.line
    while after < len(lines) and not lines[after].strip():
        after += 1
    has_comment = after < len(lines) and re.match(r"\s*<!--\s*card\b", lines[after])
    return after if has_comment else None


def _is_for_the_author(lines: list[str], card: Card) -> bool:
    """True where the comment never ends, or holds an id that could not be read: no place for another."""
    start = _comment_line(lines, card)
    if start is None:
        return False
    comment, end, _ = "\n".join(lines[start : card.end_line]).partition("-->")
    return not end or re.search(r"^\s*(?:<!--\s*card\s+)?id\s*:", comment, re.MULTILINE) is not None


def _write_id(lines: list[str], card: Card, new_id: str) -> None:
    start = _comment_line(lines, card)
    if start is None:
        lines[card.line : card.line] = ["<!-- card", f"id: {new_id}", "-->"]
        return
    opening, _, rest = lines[start].partition("card")
    lines[start : start + 1] = [f"{opening}card", f"id: {new_id}", *([rest.strip()] if rest.strip() else [])]


def _spaced(text: str) -> str:
    """One blank line before each heading and none at either end of the file; one newline at its end."""
    lines = text.split("\n")
    front = front_matter_end(lines)
    body = "\n".join([""] * front + lines[front:])
    structural = {heading.line for heading in outline(body).headings}
    spaced: list[str] = []
    for number, line in enumerate(lines):
        if number in structural:
            while spaced and not spaced[-1].strip():
                spaced.pop()
            spaced += [""] if spaced else []
        spaced.append(line)
    return "\n".join(spaced).strip("\n") + "\n"


def front_matter_end(lines: Sequence[str]) -> int:
    """The first line (from 0) behind a native file's front matter; 0 without one."""
    if lines[0].rstrip() != "---":
        return 0
    return next((n + 1 for n, line in enumerate(lines) if n and line.rstrip() in ("---", "...")), 0)
