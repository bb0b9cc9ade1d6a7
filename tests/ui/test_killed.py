"""A process killed in the middle of a review loses no grade that its window had acknowledged."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flashrl import paths
from flashrl.scheduling import sm2
from flashrl.scheduling.replay import replay
from flashrl.store import Collection

# Reviews by keys for ever. A grade counts as acknowledged once the next card is on the screen.
REVIEWER = """
import itertools, sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from flashrl import app as composition, paths
from flashrl.store import Collection

app = composition.application()
collection = Collection.open(paths.collection(Path(sys.argv[1])))
collection.set_setting("new_per_day", 10_000)
window = composition.build(app, collection)
window.show()
while not window.today_page.tree.topLevelItemCount():
    app.processEvents()
QTest.qWaitForWindowActive(window)
window.study("")
page = window.review_page
for grade in itertools.cycle("3142"):
    unit, done = page.unit, page.progress.value()
    QTest.keyClick(page.card_view, Qt.Key.Key_Space)
    QTest.keyClicks(page.card_view, grade)
    app.processEvents()
    if page.progress.value() > done:
        print(unit, {"1": 1, "2": 3, "3": 4, "4": 5}[grade], flush=True)
"""


def review_and_kill(home: Path, after: float) -> list[tuple[str, int]]:
    """Review in a process of its own, kill it some seconds after its first grade; what it acknowledged."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        [sys.executable, "-c", REVIEWER, str(home)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    lines = (first + process.stdout.read()).split("\n")[:-1]  # the last may be cut short
    process.stdout.close()
    process.wait()
    return [(unit, int(quality)) for unit, quality in map(str.split, lines)]


@pytest.mark.slow
def test_twenty_kills_lose_no_acknowledged_grade(tmp_path: Path) -> None:
    rng = random.Random(0)
    acknowledged: list[tuple[str, int]] = []
    for _ in range(20):
        run = review_and_kill(tmp_path, rng.uniform(0.0, 0.3))
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
