"""Which file an image or a link of a deck means."""

import re
from pathlib import Path
from urllib.parse import unquote

_SUFFIXES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".webp"])
_QUERY = re.compile(r"[?#].*", re.DOTALL)


def image_path(source: str, folder: Path) -> Path | None:
    """The picture inside `folder` that a relative image source means; None for anything else."""
    path = path_inside(source, folder)
    return path if path and path.is_file() and path.suffix.lower() in _SUFFIXES else None


def path_inside(source: str, folder: Path) -> Path | None:
    """What a relative address means inside `folder`; None where there is nothing.

    Nothing outside the folder is reached: no absolute path, drive or scheme, no `..`, no symbolic link.
    """
    relative = unquote(_QUERY.sub("", source)).strip().replace("\\", "/")
    if not relative or ":" in relative or relative.startswith("/"):
        return None
    try:
        path = (folder / relative).resolve(strict=True)
        is_inside = path.is_relative_to(folder.resolve(strict=True))
    except (OSError, ValueError, RuntimeError):  # missing, not a name at all, a loop of links
        return None
    return path if is_inside else None
