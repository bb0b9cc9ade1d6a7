"""Measured process: the study engine over 100,000 cards and 1,000,000 reviews. Prints milliseconds as JSON.

`python -m benchmarks.engine FOLDER` makes the collection in FOLDER and measures flashrl over it.
`python -m benchmarks.anki_backend FOLDER` makes one of as many cards and reviews for Anki, and measures that.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.table import Missing, Row
from flashrl.model import Card, Quality, ReviewEvent, Section, SectionKind
from flashrl.scheduling import sm2
from flashrl.scheduling.scheduler import choose
from flashrl.store import Collection, rows
from flashrl.store.browse import Column
from flashrl.store.practice import Choice

CARDS, REVIEWS_A_CARD, DECKS = 100_000, 10, 100
NEW_SHARE, OVERDUE_SHARE = 0.1, 0.03
SETTLED = 3
"""The last reviews pass, so that what is due on a day is what a person would have due."""
GRADES, OPENINGS, QUEUES, UNDOS = 500, 15, 15, 100
SM2_CALLS, FSRS_CALLS = 200_000, 20_000
QUEUE_BOUND, DECKS_BOUND, OPEN_BOUND, GRADE_BOUND, UNDO_BOUND = 50.0, 100.0, 100.0, 5.0, 10.0
"""Milliseconds."""

REPLAY_BOUND, SM2_BOUND = 20.0, 1.0
"""Seconds."""

PEERS = (
    ("queue", "queue"),
    ("open and close", "open"),
    ("grade, p50", "grade"),
    ("grade, p99", "grade_p99"),
    ("undo", "undo"),
    ("list all cards by due day", "list"),
    ("find cards by words", "find"),
)
WORDS = "question 77"
"""In every hundredth card or so."""
LISTINGS = 7
_QUALITIES = [Quality.WRONG, Quality.WRONG, Quality.PASS_HARD, *[Quality.PASS] * 4, Quality.PERFECT]


def history(rng: random.Random, today: date) -> list[tuple[date, Quality]]:
    """A card's reviews, each on its due day, the last so long ago that the next is to come, or overdue."""
    state, days, qualities = sm2.NEW, [0], list[Quality]()
    reviews = round(REVIEWS_A_CARD / (1 - NEW_SHARE))
    for number in range(reviews):
        is_settled = number >= reviews - SETTLED
        qualities.append(Quality.PASS if is_settled else rng.choice(_QUALITIES))
        state = sm2.review(state, qualities[-1], today)
        days.append(days[-1] + state.interval_days)
    last = today - timedelta(days=rng.randint(1, max(1, state.interval_days - 1)))
    if rng.random() < OVERDUE_SHARE:
        last -= timedelta(days=state.interval_days)
    return [(last - timedelta(days=days[-2] - each), q) for each, q in zip(days, qualities, strict=False)]


def histories(today: date) -> Iterator[tuple[int, list[tuple[date, Quality]]]]:
    """The cards by number with their reviews; a tenth of them is new."""
    rng = random.Random(1)
    for number in range(CARDS):
        yield number, [] if rng.random() < NEW_SHARE else history(rng, today)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def make_collection(path: Path, today: date) -> int:
    """Write the rows themselves: an import of 100,000 cards is measured elsewhere. Returns the events."""
    now = noon(today).isoformat()
    with Collection.open(path) as collection, collection._db.atomic():
        run = collection._db.conn.executemany
        for name, columns, made in (
            ("cards", "id, source, deck, position, question, content, fingerprint, line, end_line, is_draft, "
                "is_generated_id, is_gone, added_at, changed_at", _card_rows(now)),
            ("units", "id, card, deck, position, blank, status", _unit_rows()),
        ):  # fmt: skip
            places = ", ".join("?" for _ in columns.split(","))
            run(f"INSERT INTO {name} ({columns}) VALUES ({places})", made)
        events = (
            ReviewEvent(f"card-{number:06}", noon(day), day, quality, seconds=8.0)
            for number, reviews in histories(today)
            for day, quality in reviews
        )
        places = ", ".join("?" for _ in rows.EVENT.split(","))
        run(f"INSERT INTO events ({rows.EVENT}) VALUES ({places})", map(rows.event_values, events))
        (count,) = collection._db.execute("SELECT count(*) FROM events").fetchone()
    return int(count)


def _card_rows(now: str) -> Iterator[tuple[Any, ...]]:
    for number in range(CARDS):
        answer = Section(SectionKind.ANSWER, (f"The answer to question {number}, in a sentence or two.",))
        card = Card(f"Question {number}?", (answer,))
        place = number % DECKS
        yield (
            f"card-{number:06}", f"/{place}.md", f"RL::{place:02}", number // DECKS, card.question,
            rows.content(card), str(number), number, number, 0, 0, 0, now, now,
        )  # fmt: skip


def _unit_rows() -> Iterator[tuple[Any, ...]]:
    for number in range(CARDS):
        unit = f"card-{number:06}"
        yield unit, unit, f"RL::{number % DECKS:02}", number // DECKS, None, "active"


def milliseconds(work: Callable[[], object], times: int = 1) -> list[float]:
    """How long each of so many runs takes."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def p99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def measured(path: Path, today: date) -> dict[str, float]:
    found: dict[str, float] = {"events": make_collection(path, today)}
    with Collection.open(path) as collection:
        (found["replay"],) = milliseconds(collection.rebuild_states)
    found["open"] = statistics.median(milliseconds(lambda: Collection.open(path).close(), OPENINGS))
    with Collection.open(path) as collection:
        found["due"] = len(collection.queue(today))
        found["queue"] = statistics.median(milliseconds(lambda: collection.queue(today), QUEUES))
        found["decks"] = statistics.median(milliseconds(lambda: collection.decks(today), QUEUES))
        browser = collection.browser
        found["list"] = statistics.median(milliseconds(lambda: browser.units(Choice(), Column.DUE), LISTINGS))
        found["find"] = statistics.median(
            milliseconds(lambda: browser.units(Choice(words=WORDS), Column.DUE), LISTINGS)
        )
        waiting = iter([each.unit for each in collection.queue(today)])
        numbers: list[int] = []

        def grade() -> None:
            now = datetime.now(UTC)
            numbers.append(
                collection.record(ReviewEvent(next(waiting), now, today, Quality.PASS, seconds=8.0))
            )

        graded = milliseconds(grade, GRADES)
        found |= {"grade": statistics.median(graded), "grade_p99": p99(graded)}
        undone = milliseconds(lambda: collection.undo(numbers.pop(), now=datetime.now(UTC)), UNDOS)
        found |= {"undo": statistics.median(undone), "undo_p99": p99(undone)}
        found["wrong"] = collection.wrong_states()
    found["sm2"] = calls(choose("sm2"), SM2_CALLS, today)
    found["fsrs"] = calls(choose("fsrs"), FSRS_CALLS, today) * SM2_CALLS / FSRS_CALLS
    return found


def calls(scheduler: Any, times: int, today: date) -> float:
    """Milliseconds that so many reviews take."""
    states, qualities = [sm2.NEW] * 100, list(Quality)

    def run() -> None:
        for number in range(times):
            place = number % len(states)
            states[place] = scheduler.review(states[place], qualities[number % len(qualities)], today)

    return min(milliseconds(run, 3))


def rows_of_table(run: Callable[[Sequence[str]], str], folder: Path) -> list[Row | Missing]:
    """The figures of both in one table; `run` gives what a Python module prints."""
    own = json.loads(run(["benchmarks.engine", str(folder / "flashrl")]))
    what = f"{CARDS:,} cards, {own['events']:,} reviews, {own['due']} units today"
    if own["wrong"]:
        raise ValueError(f"{own['wrong']} states are wrong after the measured grades")
    try:
        peer = json.loads(run(["benchmarks.anki_backend", str(folder / "anki")]))
    except (RuntimeError, ValueError) as failed:
        peer = {}
        missing: list[Row | Missing] = [Missing(f"{what}: Anki's backend", str(failed))]
    else:
        missing = [Row(f"  {name}, beside Anki's backend", own[key], "ms", peer[key]) for name, key in PEERS]
    return [
        Row(f"{what}: the queue", own["queue"], "ms", bound=QUEUE_BOUND),
        Row("  the decks with their counts", own["decks"], "ms", bound=DECKS_BOUND),
        Row("  opening the collection", own["open"], "ms", bound=OPEN_BOUND),
        Row("  grade to committed, p50", own["grade"], "ms"),
        Row("  grade to committed, p99", own["grade_p99"], "ms", bound=GRADE_BOUND),
        Row("  undo, p50", own["undo"], "ms"),
        Row("  undo, p99", own["undo_p99"], "ms", bound=UNDO_BOUND),
        Row("  listing all cards by due day", own["list"], "ms"),
        Row("  finding cards by two words", own["find"], "ms"),
        Row("  full replay", own["replay"] / 1000, "s", bound=REPLAY_BOUND),
        Row(f"  {SM2_CALLS:,} calls of SM-2's review", own["sm2"] / 1000, "s", bound=SM2_BOUND),
        Row(f"  {SM2_CALLS:,} calls of FSRS's review", own["fsrs"] / 1000, "s"),
        *missing,
    ]


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    print(json.dumps(measured(folder / "collection.sqlite", datetime.now(UTC).date())))


if __name__ == "__main__":
    main()
