"""Measured process: memory after reviewing cards of text, then with a simulation. Prints JSON."""

import json
import sys
from pathlib import Path

from benchmarks.memory import resident_megabytes
from benchmarks.session import READING_SECONDS, open_review, process_events
from flashrl.model import Quality

AREA = 2


def main() -> None:
    app, collection, window = open_review(Path(sys.argv[1]), AREA)
    page, cards = window.review_page, int(sys.argv[2])
    for _ in range(cards):
        page.reveal()
        process_events(app, READING_SECONDS)
        page.grade(Quality.PASS)
        process_events(app, READING_SECONDS)
    assert page.progress.value() == cards
    review = resident_megabytes()
    from flashrl.ui import tasks

    window.show_today()
    window.show_simulations()
    tasks.wait_for_all()
    process_events(app, 1.0)
    print(json.dumps({"review": review, "simulation": resident_megabytes()}))
    window.close()
    collection.close()


if __name__ == "__main__":
    main()
