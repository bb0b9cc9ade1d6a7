"""A file appears whole or not at all: it is written beside its place and renamed."""

from pathlib import Path
from uuid import uuid4


def write(path: Path, content: bytes) -> None:
    """Write a file. On a failure, raised as OSError, what was there stays and nothing else is left behind."""
    # Short, because the file's own name may be as long as the file system allows.
    part = path.parent / f".{uuid4().hex}.part"
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
