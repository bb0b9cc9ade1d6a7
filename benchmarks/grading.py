"""Measured process: from the key that grades to the next card painted. Prints milliseconds as JSON."""

import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.session import READING_SECONDS, open_review, process_events
from flashrl.model import Quality, ReviewEvent
from flashrl.scheduling.day import study_day
from flashrl.store import Collection
from flashrl.ui.card_view import CardView
from flashrl.ui.review_page import ReviewPage

AREA = 1
WARM_UPS, GRADES = 30, 400
_KEYS = (Qt.Key.Key_3, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_1)
_LONGEST_SECONDS = 5.0


class Paints(QObject):
    """Counts how often the texts of a card were painted."""

    count = 0

    def watch(self, card: CardView) -> None:
        for text in card.texts():
            text.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's
        self.count += event.type() == QEvent.Type.Paint
        return False


def painted_milliseconds(app: QApplication, card: CardView, key: Qt.Key, paints: Paints) -> float:
    """The time from a key to the end of the last paint of the card that it causes."""
    start = time.perf_counter()
    QTest.keyClick(card, key)
    paints.watch(card)
    end = start
    while time.perf_counter() < start + _LONGEST_SECONDS:
        before = paints.count
        app.processEvents()
        if paints.count > before:
            end = time.perf_counter()
        elif end > start:
            return (end - start) * 1000
    raise RuntimeError("the card was never painted")


def review_milliseconds(
    app: QApplication, page: ReviewPage, key: Qt.Key, paints: Paints
) -> tuple[float, float]:
    """Reveal, read, grade: how long the answer took to be painted, and then the next card."""
    asked = page.unit
    revealed = painted_milliseconds(app, page.card_view, Qt.Key.Key_Space, paints)
    assert page.is_revealed, "the key revealed nothing"
    process_events(app, READING_SECONDS)
    graded = painted_milliseconds(app, page.card_view, key, paints)
    assert page.unit != asked, "the key graded nothing"
    return revealed, graded


def commit_milliseconds(collection: Collection, units: Sequence[str]) -> list[float]:
    """How long it takes to record a grade, on disk."""
    taken = []
    for unit in units:
        now = datetime.now().astimezone()
        event = ReviewEvent(unit, now.astimezone(UTC), study_day(now), Quality.PASS, seconds=8.0)
        start = time.perf_counter()
        collection.record(event)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def main() -> None:
    app, collection, window = open_review(Path(sys.argv[1]), AREA)
    paints = Paints()
    keys = islice(cycle(_KEYS), WARM_UPS + GRADES)
    taken = [review_milliseconds(app, window.review_page, key, paints) for key in keys]
    revealed, painted = zip(*taken[WARM_UPS:], strict=True)
    today = study_day(datetime.now().astimezone())
    units = [each.unit for each in collection.queue(today)]
    committed = commit_milliseconds(collection, units[: WARM_UPS + GRADES])
    print(json.dumps({"painted": painted, "committed": committed[WARM_UPS:], "revealed": revealed}))
    window.close()
    collection.close()


if __name__ == "__main__":
    main()
