"""Processes that are killed in the middle of their work, again and again: `python -m tests.store.faults 100`.

Each is forked, works on one collection (grades, takes grades back, imports, backs up, switches the scheduler,
migrates an old collection), says which grades were acknowledged, and dies at a random moment. Then everything
that was acknowledged has to be there. Exits with 1 and says so where it is not.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from flashrl.formats import read
from flashrl.model import Quality, ReviewEvent
from flashrl.scheduling.scheduler import SchedulerName
from flashrl.store import Collection, backup
from flashrl.store.migrations import _migrations

CARDS, OLD_EVENTS = 30, 400
LONGEST_SECONDS = 0.25
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
Grade = tuple[str, str, int]


def main(kills: int, seed: int) -> int:
    with tempfile.TemporaryDirectory(prefix="flashrl-faults-") as name:
        home, rng = Path(name), random.Random(seed)
        make_old_collection(home / "old.sqlite")
        write_deck(home, 0)
        acknowledged: dict[Grade, bool] = {}
        for number in range(kills):
            acknowledged |= killed(home, number, rng.uniform(0, LONGEST_SECONDS))
            fault = found_fault(home, acknowledged)
            if fault:
                print(f"after kill {number} (seed {seed}): {fault}")
                return 1
        print(f"{kills} kills, {len(acknowledged)} acknowledged grades, all of them there")
    return 0


def killed(home: Path, number: int, seconds: float) -> dict[Grade, bool]:
    """Let a process work for that long at most. Returns the grades it acknowledged; False for undone ones."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        try:
            work(home, number, sending)
        finally:
            os._exit(9)
    os.close(sending)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(receiving, encoding="utf-8") as told:
        lines = [line for line in told if line.endswith("\n")]
    found: dict[Grade, bool] = {}
    for line in lines:
        *grade, is_kept = json.loads(line)
        found[(grade[0], grade[1], grade[2])] = is_kept
    return found


def work(home: Path, number: int, sending: int) -> None:
    """Grade without end, with everything else that writes between."""
    rng, now = random.Random(number), START + timedelta(days=number)
    if number % 4 == 0:
        migrate_a_copy(home)
    with Collection.open(home / "collection.sqlite") as collection:
        collection.apply([read(home / "deck.md")], now=now)
        for step in range(10_000):
            now += timedelta(seconds=5)
            event = ReviewEvent(f"c{rng.randrange(CARDS)}", now, now.date(), Quality(rng.randrange(6)))
            made = collection.record(event)
            say(sending, event, is_kept=True)
            if step % 7 == 3:
                collection.undo(made, now=now)
                say(sending, event, is_kept=False)
            if step % 10 == 5:
                write_deck(home, rng.randrange(1000))
                collection.apply([read(home / "deck.md")], now=now)
            if step % 20 == 11:
                collection.back_up(now)
            if step % 20 == 17:
                collection.use_scheduler(rng.choice(list(SchedulerName)))


def say(sending: int, event: ReviewEvent, *, is_kept: bool) -> None:
    told = [event.unit, event.reviewed_at.isoformat(), int(event.quality), is_kept]
    os.write(sending, f"{json.dumps(told)}\n".encode())


def found_fault(home: Path, acknowledged: dict[Grade, bool]) -> str:
    """What is wrong with what a killed process left; empty where nothing is."""
    path = home / "collection.sqlite"
    with Collection.open(path) as collection:
        live = {(each.unit, each.reviewed_at.isoformat(), int(each.quality)) for each in collection.events()}
        lost = [grade for grade, is_kept in acknowledged.items() if is_kept and grade not in live]
        back = [grade for grade, is_kept in acknowledged.items() if not is_kept and grade in live]
        # A process may die after its undo and before it says so: then one grade more is undone.
        if len(lost) > 1 or back or (lost and not is_undone(collection, lost[0])):
            return f"lost {lost}, came back {back}"
        for grade in lost:
            acknowledged[grade] = False
        if collection.wrong_states():
            return "the cached states are wrong"
    files = [path, *backup.backups(path), *home.glob("migrated.sqlite")]
    damaged = [each.name for each in files if backup.check(each)]
    if damaged:
        return f"damaged: {damaged}"
    return old_fault(home / "migrated.sqlite")


def is_undone(collection: Collection, grade: Grade) -> bool:
    return any(
        each.is_undone
        and isinstance(each.event, ReviewEvent)
        and each.event.reviewed_at.isoformat() == grade[1]
        for each in collection.steps(grade[0])
    )


def old_fault(path: Path) -> str:
    if not path.exists():
        return ""
    with Collection.open(path) as collection:
        count = len(collection.events())
    return "" if count == OLD_EVENTS else f"{count} of {OLD_EVENTS} events after a migration"


def migrate_a_copy(home: Path) -> None:
    path = home / "migrated.sqlite"
    for each in home.glob("migrated.sqlite*"):
        each.unlink()
    shutil.copy(home / "old.sqlite", home / "copying")
    (home / "copying").replace(path)
    Collection.open(path).close()


def make_old_collection(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _migrations().apply(Database(connection, execute_plugins=False), stop_before="0004_schedulers")
        rows = [(f"c{n % CARDS}", (START + timedelta(hours=n)).isoformat()) for n in range(OLD_EVENTS)]
        connection.executemany(
            "INSERT INTO events (unit, reviewed_at, day, quality, kind, seconds) "
            "VALUES (?, ?, '2026-03-01', 4, 'scheduled', 1.0)",
            rows,
        )


def write_deck(home: Path, number: int) -> None:
    cards = "".join(
        f"### Question {n}?\n<!-- card\nid: c{n}\n-->\nAnswer {number if n == number % CARDS else n}.\n"
        for n in range(CARDS)
    )
    (home / "deck.md.new").write_text(f"---\nflashrl: 1\n---\n{cards}")
    (home / "deck.md.new").replace(home / "deck.md")


if __name__ == "__main__":
    arguments = [int(each) for each in sys.argv[1:]]
    sys.exit(main(arguments[0] if arguments else 100, arguments[1] if len(arguments) > 1 else os.getpid()))
