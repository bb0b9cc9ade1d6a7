"""Measured process: Anki's own backend over as many cards and reviews. Prints milliseconds as JSON."""

import json
import sqlite3
import statistics
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from anki.collection import Collection
from anki.scheduler.v3 import CardAnswer, Scheduler

from benchmarks.engine import (
    CARDS,
    DECKS,
    GRADES,
    LISTINGS,
    OPENINGS,
    QUEUES,
    UNDOS,
    WORDS,
    histories,
    milliseconds,
    noon,
    p99,
)
from flashrl.scheduling import sm2

_EASE = {1: 1, 3: 2, 4: 3, 5: 4}
_FIRST_ID = 1_500_000_000_000


def make_collection(path: Path, today: date) -> int:
    """The same cards and reviews, in Anki's own tables. Returns the reviews."""
    collection = Collection(str(path))
    decks = [collection.decks.id(f"RL::{number:02}") for number in range(DECKS)]
    for conf in collection.decks.all_config():
        conf["rev"]["perDay"], conf["new"]["perDay"] = 9999, 20
        collection.decks.update_config(conf)
    model, begun = collection.models.by_name("Basic"), collection.sched.today
    assert model is not None
    collection.close()
    with closing(sqlite3.connect(path)) as tables:  # a million rows through its own backend take minutes
        places = "?, ?, ?, 0, -1, '', ?, ?, ?, 0, ''"
        tables.executemany(f"INSERT INTO notes VALUES ({places})", _notes(model["id"]))
        places = "?, ?, ?, 0, 0, -1, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ''"
        tables.executemany(f"INSERT INTO cards VALUES ({places})", _cards(decks, begun, today))
        places = "?, ?, -1, ?, 1, 1, 2500, 8000, 1"
        tables.executemany(f"INSERT INTO revlog VALUES ({places})", _reviews(today))
        tables.commit()
        return int(tables.execute("SELECT count(*) FROM revlog").fetchone()[0])


def _notes(model: int) -> Iterator[tuple[Any, ...]]:
    for number in range(CARDS):
        front = f"Question {number}?"
        fields = f"{front}\x1fThe answer to question {number}, in a sentence or two."
        yield _FIRST_ID + number, f"card-{number:06}", model, fields, front, number


def _cards(decks: list[Any], begun: int, today: date) -> Iterator[tuple[Any, ...]]:
    for number, reviews in histories(today):
        key, deck = _FIRST_ID + number, decks[number % DECKS]
        if not reviews:
            yield key, key, deck, 0, 0, number, 0, 0, 0, 0
            continue
        state = sm2.NEW
        for day, quality in reviews:
            state = sm2.review(state, quality, day)
        assert state.due_on is not None
        due = begun + (state.due_on - today).days
        yield (
            key, key, deck, 2, 2, due, state.interval_days, max(1300, state.easiness_factor * 10),
            len(reviews), state.lapses,
        )  # fmt: skip


def _reviews(today: date) -> Iterator[tuple[int, int, int]]:
    for number, reviews in histories(today):
        for day, quality in reviews:
            yield int(noon(day).timestamp()) * 1_000_000 + number, _FIRST_ID + number, _EASE[quality]


def measured(path: Path, today: date) -> dict[str, float]:
    found: dict[str, float] = {"events": make_collection(path, today)}
    found["open"] = statistics.median(milliseconds(lambda: Collection(str(path)).close(), OPENINGS))
    collection = Collection(str(path))
    scheduler, decks = (
        cast(Scheduler, collection.sched),
        [collection.decks.id(name) for name in ("RL", "RL::00")],
    )

    def queue() -> None:
        collection.decks.set_current(cast(Any, decks[0]))
        scheduler.get_queued_cards(fetch_limit=1)

    taken = []
    for _ in range(QUEUES):
        collection.decks.set_current(cast(Any, decks[1]))  # so that the queue is built anew
        taken += milliseconds(queue)
    found["queue"] = statistics.median(taken)
    found["due"] = sum(scheduler.counts())
    for key, words in (("list", ""), ("find", WORDS)):
        listing = partial(collection.find_cards, words, order="c.due asc")
        found[key] = statistics.median(milliseconds(listing, LISTINGS))
    graded = [_graded(collection, scheduler) for _ in range(GRADES)]
    found |= {"grade": statistics.median(graded), "grade_p99": p99(graded)}
    found["undo"] = statistics.median(milliseconds(collection.undo, min(UNDOS, 30)))
    collection.close()
    return found


def _graded(collection: Collection, scheduler: Scheduler) -> float:
    """How long it takes to answer the next card: choosing it is not in it."""
    queued = scheduler.get_queued_cards().cards[0]
    card = collection.get_card(cast(Any, queued.card.id))
    card.start_timer()
    answer = scheduler.build_answer(card=card, states=queued.states, rating=CardAnswer.GOOD)
    (taken,) = milliseconds(lambda: scheduler.answer_card(answer))
    return taken


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    print(json.dumps(measured(folder / "collection.anki2", datetime.now(UTC).date())))


if __name__ == "__main__":
    main()
