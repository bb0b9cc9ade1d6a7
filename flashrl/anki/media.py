"""The files that go with the notes, each once, named by what is in it."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from flashrl.anki.player import picture_name

if TYPE_CHECKING:
    from flashrl.anki.film import Film


class Media:
    """Files in a folder of their own, under the names that Anki will know them by.

    Anki keeps a file it has when another comes under the same name, so the name changes with the
    content. The underscore keeps it from being cleaned away as unused.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Path] = {}

    @property
    def files(self) -> list[Path]:
        return list(self._files.values())

    def add_film(self, slug: str, film: "Film") -> str:
        """Add a film's pictures and return what their names have in common."""
        file = f"_flashrl_{slug}_{film.digest}"
        for ground, still, overlays in (
            ("day", film.still_day, film.day),
            ("night", film.still_night, film.night),
        ):
            self._put(picture_name(file, ground), still)
            for frame, picture in enumerate(overlays):
                self._put(picture_name(file, ground, frame), picture)
        return file

    def add_image(self, content: bytes, suffix: str) -> str:
        """Add an image and return its name."""
        name = f"_flashrl_{hashlib.sha256(content).hexdigest()[:20]}{suffix.lower()}"
        self._put(name, content)
        return name

    def _put(self, name: str, content: bytes) -> None:
        if name not in self._files:
            self._files[name] = self._folder / name
            self._files[name].write_bytes(content)
