"""Processes that are killed in the middle of their work, again and again: `python -m tests.store.faults 100`.

Each is forked and does one kind of work on the same home over and over (reviews, imports, backups, or
migrations) with grades in between; it says which grades were acknowledged and what it is at, and is killed at
a random moment. Then everything that was acknowledged has to be there, and the next start has to work. Prints
the seed, which can be given again (`python -m tests.store.faults 100 SEED`), and exits with 1 where something
is wrong.
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
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlite_utils import Database

from flashrl import paths
from flashrl.formats import read
from flashrl.model import Quality, ReviewEvent
from flashrl.scheduling.scheduler import SchedulerName
from flashrl.store import Collection, backup
from flashrl.store.migrations import _migrations
from tests.store.next_start import start_the_app

CARDS, OLD_EVENTS = 30, 400
KINDS = ("reviews", "imports", "backups", "migrations")
LONGEST_SECONDS = 0.05
"""How long after its beginning a process is killed at most."""

STARTS = 4
"""So many of the outcomes are started as the app itself."""

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""A killed process leaves the same behind there, and more is done in less time."""

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
Grade = tuple[str, str, int]


@dataclass
class Killed:
    """What a killed process had said: its grades (False for those it took back), and what it was at."""

    grades: dict[Grade, bool] = field(default_factory=dict)
    at: str = ""


def main(kills: int, seed: int) -> int:
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="flashrl-faults-", dir=MEMORY) as name:
        home, rng = Path(name), random.Random(seed)
        prepare(home)
        acknowledged: dict[Grade, bool] = {}
        hit: Counter[str] = Counter()
        for number in range(kills):
            killed = kill(home, number, rng)
            acknowledged |= killed.grades
            hit[killed.at or "reviews"] += 1
            fault = found_fault(home, acknowledged) or migration_fault(home / "migrated.sqlite")
            if not fault and number % max(1, kills // STARTS) == 0:
                fault = start_the_app(home)
            if fault:
                print(f"kill {number}, in {killed.at or 'reviews'}: {fault}")
                return 1
        print(f"{kills} kills, {len(acknowledged)} acknowledged grades, all of them there")
        print(json.dumps({"grades": len(acknowledged), **{kind: hit[kind] for kind in KINDS}}))
    return 0


def kill(home: Path, number: int, rng: random.Random) -> Killed:
    """Let a process work, and kill it some time after its beginning."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        try:
            work(home, number, KINDS[number % len(KINDS)], sending)
        finally:
            os._exit(9)
    os.close(sending)
    with os.fdopen(receiving, "rb", buffering=0) as told:
        first = told.read(1)
        time.sleep(rng.uniform(0, LONGEST_SECONDS))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = (first + told.readall()).decode().split("\n")[:-1]  # the last may be cut short
    return heard(json.loads(line) for line in lines)


def heard(lines: Iterator[list[str]]) -> Killed:
    killed = Killed()
    for line in lines:
        if len(line) == 1:
            killed.at = line[0]
        else:
            unit, at, quality, is_kept = line
            killed.grades[(unit, at, int(quality))] = bool(is_kept)
    return killed


# -- the process that is killed ----------------------------------------------------------------


def work(home: Path, number: int, kind: str, sending: int) -> None:
    """Do one kind of work without end, with a grade before each piece of it."""
    rng, now = random.Random(number), START + timedelta(days=number)
    say(sending, [""])
    with Collection.open(paths.collection(home)) as collection:
        for step in count():
            now += timedelta(seconds=61)  # imports within a minute would share a backup
            event = ReviewEvent(f"c{rng.randrange(CARDS)}", now, now.date(), Quality(rng.randrange(6)))
            made = collection.record(event)
            say_grade(sending, event, is_kept=True)
            say(sending, [kind])
            if kind == "reviews":
                review(collection, made, event, step, sending)
            elif kind == "imports":
                write_deck(home, rng.randrange(1000))
                collection.apply([read(home / "deck.md")], now=now)
            elif kind == "backups":
                collection.back_up(now)
            else:
                migrate_a_copy(home)
            say(sending, [""])


def review(collection: Collection, made: int, event: ReviewEvent, step: int, sending: int) -> None:
    """A grade that is taken back, a change of scheduler, or nothing but the grade before."""
    if step % 3 == 1:
        collection.undo(made, now=event.reviewed_at)
        say_grade(sending, event, is_kept=False)
    if step % 20 == 11:
        collection.use_scheduler(list(SchedulerName)[step // 20 % 2])


def say_grade(sending: int, event: ReviewEvent, *, is_kept: bool) -> None:
    say(sending, [event.unit, event.reviewed_at.isoformat(), int(event.quality), is_kept])


def say(sending: int, told: list[object]) -> None:
    os.write(sending, f"{json.dumps(told)}\n".encode())


def migrate_a_copy(home: Path) -> None:
    path = home / "migrated.sqlite"
    for each in home.glob("migrated.sqlite*"):
        each.unlink()
    shutil.copy(home / "old.sqlite", home / "copying")
    (home / "copying").replace(path)
    Collection.open(path).close()


# -- what it left ------------------------------------------------------------------------------


def found_fault(home: Path, acknowledged: dict[Grade, bool]) -> str:
    """What is wrong with what a killed process left; empty where nothing is."""
    path = paths.collection(home)
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
            return "the cached states are not what the events make of them"
    newest = backup.backups(path)[:2]  # those before were whole after the kills before
    damaged = [each.name for each in (path, *newest) if backup.check(each)]
    return f"damaged: {damaged}" if damaged else ""


def is_undone(collection: Collection, grade: Grade) -> bool:
    return any(
        each.is_undone
        and isinstance(each.event, ReviewEvent)
        and each.event.reviewed_at.isoformat() == grade[1]
        for each in collection.steps(grade[0])
    )


def migration_fault(path: Path) -> str:
    """What is wrong with the old collection that was being brought up to date, once it is opened again."""
    if not path.exists():
        return ""
    with Collection.open(path) as collection:
        found, wrong = len(collection.events()), collection.wrong_states()
    if found != OLD_EVENTS or wrong or backup.check(path):
        return f"after a migration {found} of {OLD_EVENTS} events, {wrong} wrong states, {backup.check(path)}"
    return ""


# -- what there is before ----------------------------------------------------------------------


def prepare(home: Path) -> None:
    """Do each kind of work once: the processes find what it needs loaded, and are killed in it."""
    make_old_collection(home)
    migrate_a_copy(home)
    write_deck(home, 0)
    with Collection.open(paths.collection(home)) as collection:
        collection.apply([read(home / "deck.md")], now=START)
        collection.back_up(START)
        for name in (SchedulerName.FSRS, SchedulerName.SM2):
            collection.use_scheduler(name)


def make_old_collection(home: Path) -> None:
    """One of before there were changes of units, with the states that its events make."""
    with Collection.open(home / "new.sqlite") as made:
        moments = [START + timedelta(days=n // CARDS, seconds=n) for n in range(OLD_EVENTS)]
        made.add_events(
            [ReviewEvent(f"c{n % CARDS}", at, at.date(), Quality(n % 6)) for n, at in enumerate(moments)]
        )
    with closing(sqlite3.connect(home / "old.sqlite", isolation_level=None)) as old:
        _migrations().apply(Database(old, execute_plugins=False), stop_before="0004_schedulers")
        old.execute("ATTACH ? AS made", [str(home / "new.sqlite")])
        for table, columns in (
            ("events", "id, unit, reviewed_at, day, quality, kind, seconds"),
            ("states", "unit, easiness_factor, interval_days, repetitions, lapses, due_on, drill_on"),
        ):
            old.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM made.{table}")


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
