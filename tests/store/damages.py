"""A collection with a backup, and twelve kinds of damage to it."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flashrl.formats import read
from flashrl.model import Quality, ReviewEvent
from flashrl.store import Collection

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
UNITS, DAYS, BACKED_UP = 20, 20, 15
PAGE = 4096


def make_home(home: Path) -> None:
    """A home of 20 cards reviewed on 20 days, with a backup of the 15th day; closed."""
    cards = "".join(f"### Question {n}?\n<!-- card\nid: c{n}\n-->\n{'Answer. ' * 50}\n" for n in range(UNITS))
    (home / "deck.md").write_text(f"---\nflashrl: 1\n---\n{cards}")
    with Collection.open(home / "collection.sqlite") as collection:
        collection.apply([read(home / "deck.md")], now=NOW)
        for day in range(DAYS):
            if day == BACKED_UP:
                collection.back_up(NOW + timedelta(days=day))
            collection.add_events(
                [
                    ReviewEvent(f"c{n}", moment, moment.date(), Quality(4))
                    for n in range(UNITS)
                    for moment in [NOW + timedelta(days=day, seconds=n)]
                ]
            )


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_inside_a_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size - PAGE // 2 - PAGE])


def keep_one_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:PAGE])


def random_bytes_all_over(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def random_bytes_in_the_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[2 * PAGE : 10 * PAGE] = random.Random(2).randbytes(8 * PAGE)
    path.write_bytes(data)


def zeros_in_the_header(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[:100] = bytes(100)
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("These are my notes, and precious.\n" * 100)


def database_of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (title TEXT)")


def table_gone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE states")
        connection.commit()


def newer_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO _sqlite_migrations VALUES (99, 'flashrl', '9999_future', '2030')")
        connection.commit()


def page_of_the_settings(path: Path) -> None:
    """One page is not what it was: the file opens, and fails where its settings are read."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT OR REPLACE INTO settings VALUES ('theme', '\"dark\"')")
        connection.commit()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'settings'").fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * PAGE : page * PAGE] = random.Random(3).randbytes(PAGE)
    path.write_bytes(data)


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "note").write_text("precious")


DAMAGES: list[tuple[Callable[[Path], None], int]] = [
    (truncate, BACKED_UP),
    (cut_inside_a_page, BACKED_UP),
    (keep_one_page, BACKED_UP),
    (random_bytes_all_over, BACKED_UP),
    (random_bytes_in_the_middle, BACKED_UP),
    (zeros_in_the_header, BACKED_UP),
    (empty, BACKED_UP),
    (text, BACKED_UP),
    (database_of_another_program, BACKED_UP),
    (table_gone, DAYS),
    (newer_version, DAYS),
    (folder_instead, BACKED_UP),
]
"""Each with the days whose reviews are there at least after the rescue: all where the events can be read."""


def contents(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {"": path.read_bytes()}
    return {each.name: each.read_bytes() for each in path.iterdir()}


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program has the collection to itself."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
