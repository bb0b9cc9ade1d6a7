"""A process killed in the middle of a review loses no grade that its window had acknowledged."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flashrl import paths
from flashrl.formats import read
from flashrl.scheduling import sm2
from flashrl.scheduling.replay import replay
from flashrl.store import Collection

CARDS = 3_000
"""More than are graded in all runs."""

# For each line that it is given, a process that reviews by keys for ever, forked from one that has loaded all
# that needs but no Qt application. A grade counts as acknowledged once the next card is on the screen.
REVIEWER = """
import itertools, os, sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
import flashrl.rendering, flashrl.ui.main_window, flashrl.ui.review_page
from flashrl import app as composition, paths
from flashrl.store import Collection

paths.decks = lambda: Path("no decks")
QUALITIES = {"1": 1, "2": 3, "3": 4, "4": 5}

def tell(line):
    os.write(1, f"{line}\\n".encode())  # in one piece, which no kill cuts in two

def review():
    app = composition.application()
    collection = Collection.open(paths.collection(Path(sys.argv[1])))
    collection.set_setting("new_per_day", 10_000)
    window = composition.build(app, collection)
    window.show()
    while not window.today_page.tree.topLevelItemCount():
        app.processEvents()
    QTest.qWaitForWindowActive(window)
    window.study("")
    page, idle = window.review_page, 0
    tell(f"reviewing {os.getpid()}")
    for grade in itertools.cycle("3142"):
        unit, done = page.unit, page.progress.value()
        QTest.keyClick(page.card_view, Qt.Key.Key_Space)
        QTest.keyClicks(page.card_view, grade)
        app.processEvents()
        idle = 0 if page.progress.value() > done else idle + 1
        if idle > 20:
            sys.exit("nothing is left to grade")
        if not idle:
            tell(f"{unit} {QUALITIES[grade]}")

for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        review()
    os.waitpid(child, 0)
    tell(f"dead {child}")
"""


def said(reviewer: "subprocess.Popen[str]") -> list[str]:
    assert reviewer.stdout is not None
    words = reviewer.stdout.readline().split()
    assert words, "it ended"
    return words


def review_and_kill(reviewer: "subprocess.Popen[str]", after: float) -> list[tuple[str, int]]:
    """Have a process review, kill it some seconds after its first grade; what it acknowledged."""
    assert reviewer.stdin is not None
    reviewer.stdin.write("\n")
    reviewer.stdin.flush()
    what, process = said(reviewer)
    assert what == "reviewing"
    lines = [said(reviewer)]
    time.sleep(after)
    os.kill(int(process), signal.SIGKILL)
    while lines[-1] != ["dead", process]:
        lines.append(said(reviewer))
    return [(unit, int(quality)) for unit, quality in lines[:-1]]


@pytest.fixture
def reviewer(tmp_path: Path) -> "Iterator[subprocess.Popen[str]]":
    process = subprocess.Popen(
        [sys.executable, "-c", REVIEWER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    yield process
    process.communicate()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_twenty_kills_lose_no_acknowledged_grade(reviewer: "subprocess.Popen[str]", tmp_path: Path) -> None:
    rng = random.Random(0)
    acknowledged: list[tuple[str, int]] = []
    cards = "".join(f"### Question {n}?\n<!-- card\nid: c{n}\n-->\nAn answer.\n" for n in range(CARDS))
    (tmp_path / "deck.md").write_text(f"---\nflashrl: 1\n---\n{cards}")
    with Collection.open(paths.collection(tmp_path)) as collection:
        collection.apply([read(tmp_path / "deck.md")], now=datetime.now(UTC))
    for _ in range(20):
        run = review_and_kill(reviewer, rng.uniform(0.0, 0.3))
        assert run
        with Collection.open(paths.collection(tmp_path)) as collection:
            assert collection._db.execute("PRAGMA quick_check").fetchone() == ("ok",)
            events = collection.events()
            kept = [(event.unit, int(event.quality)) for event in events]
            # One more may be on disk than was acknowledged: it was killed in between.
            assert kept[: len(acknowledged) + len(run)] == acknowledged + run
            assert len(kept) - len(acknowledged) - len(run) in (0, 1)
            states = {unit: state for unit, state in replay(events).items() if state != sm2.NEW}
            assert collection.states() == states
            acknowledged = kept
