"""The file of an Anki package: a zip with a collection and its media, in either way that Anki writes it.

Nothing in it is trusted: not the sizes that it states, not the names of its media.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import zstandard

from flashrl.anki import protobuf
from flashrl.errors import DeckError

ENDINGS = (".apkg", ".colpkg")
MOST_COLLECTION, MOST_MEDIA_FILE, MOST_LIST = 2_000_000_000, 200_000_000, 50_000_000
"""Bytes: what a collection, a picture and the list of media may have when unpacked."""

_NEW, _OLD = "collection.anki21b", ("collection.anki21", "collection.anki2")
_CHUNK = 1 << 20
_REMEDY = "export it anew from Anki: File, Export"


class Archive:
    """An open package. `media` names its media files, safe to write as they are named."""

    def __init__(self, path: Path, file: ZipFile) -> None:
        self.path = path
        self._zip = file
        names = set(file.namelist())
        self._is_compressed = _NEW in names
        found = _NEW if self._is_compressed else next((name for name in _OLD if name in names), None)
        if found is None:
            raise DeckError("this is no Anki package: it holds no collection", _REMEDY, path=path)
        self._collection: str = found
        self._members = self._media_list(names)

    @property
    def media(self) -> frozenset[str]:
        return frozenset(self._members)

    def unpack_collection(self, target: Path) -> None:
        """Write the collection's database to `target`."""
        with target.open("wb") as file:
            for chunk in self._chunks(self._collection, MOST_COLLECTION, compressed=self._is_compressed):
                file.write(chunk)

    def read_media(self, name: str) -> bytes:
        """The content of a media file."""
        chunks = self._chunks(self._members[name], MOST_MEDIA_FILE, compressed=self._is_compressed)
        return b"".join(chunks)

    def _media_list(self, names: set[str]) -> dict[str, str]:
        """The zip's member of each media file."""
        if "media" not in names:
            return {}
        content = b"".join(self._chunks("media", MOST_LIST, compressed=self._is_compressed))
        try:
            members = _numbered(content) if self._is_compressed else json.loads(content)
            pairs = [(str(name), str(member)) for member, name in members.items()]
        except (ValueError, AttributeError) as error:
            raise self._damaged("its list of media cannot be read") from error
        for name, _ in pairs:
            if not _is_safe(name):
                message = f"the package names a media file {name!r}, which is not a plain name"
                raise DeckError(message, "do not import it, or ask its author", path=self.path)
        return {name: member for name, member in pairs if member in names}

    def _chunks(self, member: str, most: int, *, compressed: bool) -> Iterator[bytes]:
        """The content of a member, as long as it has at most so many bytes."""
        try:
            with self._zip.open(member) as stored:
                source: Any = zstandard.ZstdDecompressor().stream_reader(stored) if compressed else stored
                yield from self._bounded(source, member, most)
        except (
            BadZipFile,
            zstandard.ZstdError,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise self._damaged(f"{member} cannot be unpacked") from error

    def _bounded(self, source: IO[bytes], member: str, most: int) -> Iterator[bytes]:
        size = 0
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > most:
                message = f"{member} in this package is larger than {most // 1_000_000} MB when unpacked"
                raise DeckError(message, "do not import it, or ask its author", path=self.path)
            yield chunk

    def _damaged(self, what: str) -> DeckError:
        return DeckError(f"the package is damaged: {what}", _REMEDY, path=self.path)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The package at `path`. Raises DeckError where it is none, or cannot be read."""
    try:
        file = ZipFile(path)
    except (BadZipFile, ValueError) as error:
        raise DeckError("this is no Anki package: it is no zip file", _REMEDY, path=path) from error
    except OSError as error:
        raise DeckError(
            f"it cannot be read: {error.strerror or error}", "check the path", path=path
        ) from error
    with file:
        yield Archive(path, file)


def _numbered(content: bytes) -> dict[str, str]:
    """Newer packages list their media in order; a member is called by its number."""
    entries = [entry for number, entry in protobuf.fields(content) if number == 1]
    return {
        str(at): protobuf.texts(entry, 1)[0] for at, entry in enumerate(entries) if isinstance(entry, bytes)
    }


def _is_safe(name: str) -> bool:
    """A plain file name on every system."""
    is_plain = name not in ("", ".", "..") and not set(name) & set('/\\:*?"<>|')
    return is_plain and name.isprintable() and len(name.encode()) <= 200
