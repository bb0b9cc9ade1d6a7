"""Opening a collection's file: made where it is missing, brought up to date after a backup, and never changed
where it is not sound."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flashrl.errors import DamagedCollectionError
from flashrl.store import backup
from flashrl.store.database import RESTORE, connect, readable_errors, use_write_ahead_log
from flashrl.store.migrations import FIRST_STEP, migrate, pending


def opened(path: Path) -> Any:
    """The database of the collection at `path`. Raises as `Collection.open`."""
    with readable_errors(path):
        _require_filled(path)
        db = connect(path)
        try:
            steps = pending(db)
            use_write_ahead_log(db)
            if steps and steps[0] != FIRST_STEP:
                backup.back_up(path, datetime.now(UTC))
            migrate(db)
        except BaseException:
            db.close()
            raise
    return db


def _require_filled(path: Path) -> None:
    """An empty file would be taken for a collection to be made; beside backups it is one that was lost."""
    is_lost = path.is_file() and path.stat().st_size == 0
    if is_lost and backup.backups(path):
        raise DamagedCollectionError("the collection is empty", RESTORE, path=path)
