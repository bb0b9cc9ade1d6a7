"""Killed processes and full disks: what was acknowledged is there."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashrl import paths
from flashrl.errors import CollectionError
from flashrl.model import Quality, ReviewEvent
from flashrl.store import Collection, backup
from tests.store.faults import KINDS
from tests.store.next_start import start_the_app

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KILLS = int(os.environ.get("FLASHRL_KILLS", "100"))
SEED = os.environ.get("FLASHRL_SEED") or str(random.randrange(2**31))
"""Of the moments at which processes are killed; printed where one loses something."""

MOST = 20_000


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_what_was_acknowledged_outlives_a_hundred_killed_processes() -> None:
    command = [sys.executable, "-m", "tests.store.faults", str(KILLS), SEED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    counted = json.loads(done.stdout.splitlines()[-1])
    assert counted["grades"] > KILLS
    assert min(counted[kind] for kind in KINDS) > 0


def event(number: int) -> ReviewEvent:
    moment = NOW + timedelta(seconds=number)
    return ReviewEvent(f"u{number}", moment, moment.date(), Quality.PASS)


def fill(collection: Collection) -> list[ReviewEvent]:
    """Grade until it fails. Returns the grades that were acknowledged."""
    made: list[ReviewEvent] = []

    def grade_on() -> None:
        for number in range(MOST):
            collection.record(event(number))
            made.append(event(number))

    with pytest.raises(CollectionError, match=r"disk.* — .*(space|free)"):
        grade_on()
    assert 0 < len(made) < MOST
    return made


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte and a half."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", str(folder)]
    try:
        is_mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        is_mounted = False
    if not is_mounted:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_on_a_full_disk_every_acknowledged_grade_stays_and_more_follow_once_there_is_room(
    small_disk: Path,
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(400_000))
    path = small_disk / "collection.sqlite"
    with Collection.open(path) as collection:
        made = fill(collection)
        assert collection.events() == made
        ballast.unlink()
        again = event(len(made))
        collection.record(again)  # the grade that failed, tried again
        assert collection.events() == [*made, again]
        assert collection.wrong_states() == 0
    assert backup.check(path) == []


def test_the_next_start_works_on_a_disk_that_is_still_full(small_disk: Path) -> None:
    path = paths.collection(small_disk)
    with Collection.open(path) as collection:
        made = fill(collection)
    assert shutil.disk_usage(small_disk).free == 0
    assert start_the_app(small_disk) == ""
    assert backup.check(path) == []
    with Collection.open(path) as collection:
        assert collection.events() == made


def test_a_backup_that_finds_no_room_leaves_nothing_behind(small_disk: Path) -> None:
    path = small_disk / "collection.sqlite"
    with Collection.open(path) as collection:
        collection.add_events([event(number) for number in range(1500)])
        (small_disk / "ballast").write_bytes(bytes(shutil.disk_usage(small_disk).free - 100_000))
        with pytest.raises(CollectionError, match="full"):
            collection.back_up(NOW)
        assert backup.backups(path) == []
        assert not any(backup.folder(path).iterdir())
        assert len(collection.events()) == 1500


def test_a_file_that_may_not_grow_loses_no_acknowledged_grade(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path, known = tmp_path / "collection.sqlite", [event(MOST + number) for number in range(1000)]
    with Collection.open(path) as collection:
        collection.add_events(known)
    with Collection.open(path) as collection:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        # The log beside the file takes up to 50 pages before it is moved into the file.
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(path.stat().st_size, 240_000) + 8_192, before[1]))
        try:
            made = fill(collection)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert collection.events() == [*made, *known]
        collection.record(event(len(made)))
    with Collection.open(path) as collection:
        assert len(collection.events()) == len(known) + len(made) + 1
    assert backup.check(path) == []
