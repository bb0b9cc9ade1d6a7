"""A person's own copy of a deck that came with flashrl: what is edited, as an update would write over it."""

import re
import shutil
from contextlib import suppress
from glob import escape
from pathlib import Path

from flashrl import rendering
from flashrl.authoring.saving import Passage, open_card
from flashrl.authoring.writing import replace_bytes
from flashrl.errors import DeckError
from flashrl.model import Card

_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>\s]+)")


def find(path: Path, folder: Path, wanted: Card) -> Passage | None:
    """The card in the copy that `folder` has of a deck; None where it has no copy with this card."""
    for copy in sorted(folder.glob(f"{escape(path.stem)}*.md")):
        with suppress(DeckError):
            return open_card(copy, wanted)
    return None


def make(passage: Passage, folder: Path) -> Passage:
    """The same card in a copy of its file in `folder`, made now with the pictures that the file shows.

    A copy that is there already is never written over: another gets a number. Raises DeckError where it
    cannot be written.
    """
    found = find(passage.path, folder, passage.card)
    if found is not None:
        return found
    path = free_path(folder, passage.path.stem)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _copy_pictures(passage, folder)
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise DeckError(message, "allow writing to the folder", path=folder) from error
    replace_bytes(path, passage.data)
    return Passage(path, passage.data, passage.card, passage.line, passage.end_line)


def free_path(folder: Path, stem: str) -> Path:
    """The path of a deck file in `folder` that is not there yet."""
    path, number = folder / f"{stem}.md", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}.md", number + 1
    return path


def _copy_pictures(passage: Passage, folder: Path) -> None:
    source = passage.path.parent.resolve()
    for name in _PICTURE.findall(passage.data.decode("utf-8-sig")):
        picture = rendering.image_path(name, source)
        if picture is None:
            continue
        copy = folder / picture.relative_to(source)
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(picture, copy)
