"""The file an export goes to: it appears whole, or what was there stays."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from flashrl.errors import ExportError

_REMEDIES = {
    errno.ENOENT: "create the folder first, or choose another",
    errno.ENOTDIR: "choose a folder; part of this path is a file",
    errno.EISDIR: "name a file inside this folder",
    errno.EACCES: "choose a folder that you may write to, and close programs that have the file open",
    errno.EROFS: "choose a folder that is not read-only",
    errno.ENOSPC: "free some space, or choose another disk",
    errno.ENAMETOOLONG: "choose a shorter name",
}
_REMEDIES[errno.EPERM] = _REMEDIES[errno.EACCES]
_OTHERWISE = "choose another file or folder"


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A new file in the target's folder, which takes the target's place when the block ends well.

    Raises ExportError if the file cannot be made, written or put in place; the block's own OSErrors
    (a full disk, say) become one too. On any failure an older file is left as it was.
    """
    # Short, because the target's own name may be as long as the file system allows.
    part = target.parent / f".{uuid4().hex}.part"
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        try:
            with part.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        remedy = _REMEDIES.get(error.errno or 0, _OTHERWISE)
        raise ExportError(f"the package cannot be written: {reason}", remedy, path=target) from error
