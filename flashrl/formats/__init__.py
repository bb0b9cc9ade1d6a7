"""Deck files: markdown text in, cards and findings out. No SQL, no Qt, no clock."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from flashrl import cycles
from flashrl.errors import DeckError, Diagnostic
from flashrl.model import Deck

__all__ = ["UNKNOWN", "ParsedFile", "digest", "find_files", "parse", "parse_at", "read", "read_all"]

UNKNOWN = "unknown"
_SUFFIXES = (".md", ".markdown")
_LARGEST = 20_000_000
_MUCH = 2_000_000
"""So many bytes take longer to read than it takes to start processes for it."""
_MOST_LINES, _SHORTEST_LINES = 50_000, 20
_MOST_NATIVE_LINES, _SHORTEST_NATIVE_LINES = 100_000, 8
"""A file of more lines than the first is read if they have the second many characters, on average."""


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a file holds: its deck, what is wrong with it, and its format, with what spoke for that one.

    `text` is what was read, with LF at each line's end: lines and columns count in it. `digest` stands for
    the bytes of the file.
    """

    deck: Deck
    diagnostics: tuple[Diagnostic, ...]
    format: str
    path: Path | None = None
    reasons: tuple[str, ...] = ()
    text: str = field(default="", repr=False, compare=False)
    digest: str = field(default="", repr=False, compare=False)

    @property
    def cards(self) -> int:
        """How many cards have an answer."""
        return sum(not card.is_draft for card in self.deck.cards)

    @property
    def drafts(self) -> int:
        return len(self.deck.cards) - self.cards

    @property
    def is_no_deck(self) -> bool:
        """True for text that is just no deck, as a README among decks."""
        return [found.code for found in self.diagnostics] == ["unknown-format"]


def find_files(path: Path) -> list[Path]:
    """The markdown files that `path` means: itself, or those below it, in order of name.

    Hidden folders are left out and links to folders not followed. Raises DeckError if the path does
    not exist or a folder holds no markdown.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise DeckError("there is no such file or folder", "check the spelling of the path", path=path)
    found = sorted(_walk(path))
    if not found:
        raise DeckError("this folder holds no markdown file", "name a folder with .md files", path=path)
    return found


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "node_modules"))]
        yield from (Path(root, name) for name in names if name.lower().endswith(_SUFFIXES))


def read(path: Path) -> ParsedFile:
    """Read a deck file. What cannot be read is a finding, never an exception."""
    try:
        size = path.stat().st_size
        data = b"" if size > _LARGEST else path.read_bytes()
    except OSError as error:
        return _unread(path, Diagnostic("unreadable-file", f"cannot be read: {error.strerror}", 1))
    if size > _LARGEST:
        return _unread(path, Diagnostic("too-large", f"the file has {size / 1e6:.0f} MB", 1))
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        return _unread(path, Diagnostic("not-text", "the file holds binary data", line))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        return _unread(path, Diagnostic("not-text", "this is not UTF-8", line, column))
    return replace(parse_at(path, text), digest=digest(data))


def parse_at(path: Path, text: str) -> ParsedFile:
    """Read a deck from what a file holds, or is to hold; its name and its folder's tell what it is about."""
    return replace(parse(text, path.stem, folder=path.absolute().parent.name), path=path)


def digest(data: bytes) -> str:
    """What stands for the bytes of a file: equal for equal bytes, and for no others."""
    import hashlib  # here, as it brings OpenSSL with it unless the store was there first

    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read_all(
    sources: Sequence[Path], progress: Callable[[int, int], object] = lambda _done, _total: None
) -> list[ParsedFile]:
    """Read all deck files that `sources` mean, each once, under absolute paths.

    In a folder a file that is no deck (a README, say) is passed over. Raises DeckError for a path that
    does not exist, and for a folder without decks.
    """
    files: dict[Path, ParsedFile] = {}
    waiting = named_files(sources)
    each = read_each([path for _, path in waiting], progress)
    for (source, path), file in zip(waiting, each, strict=True):
        if not file.is_no_deck or source.is_file():
            files[path] = file
    require_decks(sources, files)
    return list(files.values())


def read_each(paths: Sequence[Path], progress: Callable[[int, int], object]) -> Iterator[ParsedFile]:
    """Read files, in their order; many of them in several processes."""
    if sum(map(_size, paths)) < _MUCH:
        for number, path in enumerate(paths):
            progress(number, len(paths))
            yield read(path)
        return
    from flashrl.workers import Workers

    with Workers() as workers:
        for number, file in enumerate(workers.map(read, paths, enough=2)):
            progress(number, len(paths))
            yield file


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def named_files(sources: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Each source with each file that it means, under its absolute path."""
    return [(source, path.resolve()) for source in sources for path in find_files(source)]


def require_decks(sources: Sequence[Path], found: Iterable[Path]) -> None:
    """Raises DeckError for a folder that none of the decks found is in."""
    paths = list(found)
    for source in sources:
        if not any(path.is_relative_to(source.resolve()) for path in paths):
            raise DeckError("no file in this folder is a deck", "see docs/deck-format.md", path=source)


def parse(text: str, name: str, *, folder: str = "") -> ParsedFile:
    """Read a deck from text. `name` stands in where the text names neither a deck nor a title; the name of
    its `folder` may say besides that a foreign file holds questions."""
    with cycles.searched_for_later():
        return _parsed(text, name, folder)


def _parsed(text: str, name: str, folder: str) -> ParsedFile:
    from flashrl.formats import native

    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    is_native = native.recognises(text)
    most = _MOST_NATIVE_LINES if is_native else _MOST_LINES
    shortest = _SHORTEST_NATIVE_LINES if is_native else _SHORTEST_LINES
    if (count := text.count("\n")) > max(most, len(text) // shortest):
        finding = Diagnostic("too-large", f"the file has {count:,} lines with next to nothing in them", 1)
        return ParsedFile(Deck(name), (finding,), UNKNOWN)
    if is_native:
        deck, diagnostics = native.parse(text, name)
        return ParsedFile(deck, tuple(diagnostics), "native", text=text)
    from flashrl.formats import foreign

    deck, diagnostics, format, reasons = foreign.parse(text, name, folder)
    if deck.cards:
        return ParsedFile(deck, tuple(diagnostics), format, reasons=reasons, text=text)
    message = "this is not a flashrl deck, and holds no questions" if text.strip() else "the file is empty"
    return ParsedFile(Deck(name), (Diagnostic("unknown-format", message, 1),), UNKNOWN)


def _unread(path: Path, finding: Diagnostic) -> ParsedFile:
    return ParsedFile(Deck(path.stem), (finding,), UNKNOWN, path)
