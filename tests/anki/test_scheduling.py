"""A schedule moves to Anki: due on the same day there, with its reviews."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from flashrl.anki import Schedule, write_package
from flashrl.model import (
    CardState,
    ChangeKind,
    EventKind,
    FiledCard,
    Quality,
    ReviewEvent,
    UnitChange,
    UnitMarks,
)
from flashrl.scheduling import replay
from flashrl.scheduling.day import study_day
from flashrl.scheduling.replay import Event
from tests.anki.imports import MONDAY, anki, card, cloze_card

REVIEWS = ((0, 4), (1, 4), (7, 3))  # SM-2: 1, 6 and 15 days; 2.50, 2.50 and 2.36
DUE_IN = (-400, -1, 0, 1, 40)


def events(unit: str) -> list[ReviewEvent]:
    at = [(MONDAY + timedelta(days=day), quality) for day, quality in REVIEWS]
    return [ReviewEvent(unit, when, when.date(), Quality(quality), seconds=4.5) for when, quality in at]


def moved(*units: str, folder: Path, log: list[ReviewEvent] | None = None) -> Path:
    made = log if log is not None else [event for unit in units for event in events(unit)]
    made.sort(key=lambda event: event.reviewed_at)
    cards = [card(), card("Another?", id="other"), cloze_card("==c0::a== and ==c1::b==", 0, 1)]
    entries = [FiledCard(each, "RL", folder / "deck.md", MONDAY) for each in cards]
    schedule = Schedule(replay.replay(made), made, now=datetime.now().astimezone())
    write_package(entries, folder / "deck.apkg", schedule=schedule)
    return folder / "deck.apkg"


def test_a_reviewed_card_has_its_interval_ease_and_lapses(tmp_path: Path) -> None:
    with anki(tmp_path) as target:
        target.import_package(moved("return", folder=tmp_path), scheduling=True)
        (shown,) = target.note("return").cards()
        assert (shown.type, shown.queue, shown.ivl, shown.factor) == (2, 2, 15, 2360)
        assert (shown.reps, shown.lapses) == (3, 0)
        due = date(2026, 1, 12) + timedelta(days=15)
        assert shown.due - target.collection.sched.today == (due - today()).days


def test_its_reviews_are_in_the_log(tmp_path: Path) -> None:
    with anki(tmp_path) as target:
        target.import_package(moved("return", folder=tmp_path), scheduling=True)
        first = int(MONDAY.timestamp() * 1000)
        day = 86_400_000
        assert target.log("return") == [
            (first, 3, 1, 0, 2500, 4500, 0),
            (first + day, 3, 6, 1, 2500, 4500, 1),
            (first + 7 * day, 2, 15, 6, 2360, 4500, 1),
        ]


def test_the_drill_is_a_review_that_moves_nothing(tmp_path: Path) -> None:
    log = events("return")[:1]
    later = MONDAY + timedelta(minutes=10)
    log.append(ReviewEvent("return", later, MONDAY.date(), Quality.PERFECT, EventKind.DRILL, 2.0))
    with anki(tmp_path) as target:
        target.import_package(moved(folder=tmp_path, log=log), scheduling=True)
        assert target.log("return")[1][1:] == (4, 1, 1, 0, 2000, 3)


@pytest.mark.parametrize(("quality", "ease"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 3), (5, 4)])
def test_a_grade_is_one_of_four_buttons(quality: int, ease: int, tmp_path: Path) -> None:
    log = [ReviewEvent("return", MONDAY, MONDAY.date(), Quality(quality))]
    with anki(tmp_path) as target:
        target.import_package(moved(folder=tmp_path, log=log), scheduling=True)
        assert target.log("return")[0][1] == ease


def test_a_card_without_reviews_stays_new(tmp_path: Path) -> None:
    with anki(tmp_path) as target:
        target.import_package(moved("return", folder=tmp_path), scheduling=True)
        (shown,) = target.note("other").cards()
        assert (shown.type, shown.queue, shown.due) == (0, 0, 1)
        assert target.log("other") == []


def test_a_suspended_card_is_suspended_in_anki(tmp_path: Path) -> None:
    log = events("return")
    marks = {unit: UnitMarks(is_suspended=True) for unit in ("return", "other")}
    now = datetime.now().astimezone()
    schedule = Schedule(replay.replay(log), log, now=now, marks=marks)
    entries = [
        FiledCard(each, "RL", tmp_path / "deck.md", MONDAY) for each in (card(), card("Q", id="other"))
    ]
    write_package(entries, tmp_path / "deck.apkg", schedule=schedule)
    with anki(tmp_path) as target:
        target.import_package(tmp_path / "deck.apkg", scheduling=True)
        found = [target.note(name).cards()[0] for name in ("return", "other")]
        assert [(each.type, each.queue, each.ivl) for each in found] == [(2, -1, 15), (0, -1, 0)]


def test_a_reset_card_begins_anew_in_the_log() -> None:
    reset = UnitChange("return", MONDAY + timedelta(days=8), date(2026, 1, 13), ChangeKind.RESET)
    again = ReviewEvent("return", MONDAY + timedelta(days=9), date(2026, 1, 14), Quality.PASS)
    history: list[Event] = [*events("return"), reset, again]
    schedule = Schedule(replay.replay(history), history, now=datetime.now().astimezone())
    row = schedule.row("return")
    assert row is not None
    assert [(each.kind, each.interval_days) for each in row.log] == [(0, 1), (1, 6), (1, 15), (0, 1)]
    assert (row.reps, row.interval_days) == (4, 1)


def test_each_blank_has_its_own_schedule(tmp_path: Path) -> None:
    """A blank 0 is Anki's first, so here blank 1 is the second card."""
    with anki(tmp_path) as target:
        target.import_package(moved("cloze#c1", folder=tmp_path), scheduling=True)
        assert [shown.ivl for shown in target.note("cloze").cards()] == [0, 15]


def test_two_reviews_of_one_instant_are_both_kept(tmp_path: Path) -> None:
    with anki(tmp_path) as target:
        target.import_package(moved("return", "other", folder=tmp_path), scheduling=True)
        at = int(MONDAY.timestamp() * 1000)
        assert [row[0] for name in ("return", "other") for row in target.log(name)][::3] == [at, at + 1]


def test_anki_leaves_it_out_unless_asked_for_it(tmp_path: Path) -> None:
    with anki(tmp_path) as target:
        target.import_package(moved("return", folder=tmp_path))
        (shown,) = target.note("return").cards()
        assert (shown.type, target.log("return")) == (0, [])


def test_a_known_card_keeps_its_place_in_anki(tmp_path: Path) -> None:
    with anki(tmp_path) as target:
        package = moved("return", folder=tmp_path)
        target.import_package(package)
        target.import_package(package, scheduling=True)
        assert target.note("return").cards()[0].ivl == 0


@pytest.mark.parametrize("hour", [0, 3, 4, 12, 23])
def test_due_on_the_same_day_at_every_hour(hour: int, tmp_path: Path) -> None:
    """The zone is chosen so that it is that hour there. Anki reads the zone when it starts."""
    ahead = (hour - datetime.now(UTC).hour + 11) % 24 - 11
    found = due_in_zone(f"Etc/GMT{-ahead:+d}", tmp_path)
    assert found["hour"] in (hour, (hour + 1) % 24)
    assert found["due"] == list(DUE_IN)


def test_due_on_the_same_day_on_the_other_side_of_a_clock_change(tmp_path: Path) -> None:
    assert due_in_zone("Europe/Berlin", tmp_path)["due"] == list(DUE_IN)
    assert due_in_zone("Pacific/Auckland", tmp_path)["due"] == list(DUE_IN)


def test_the_collection_began_at_the_turn_of_a_study_day() -> None:
    zone = timezone(timedelta(hours=5, minutes=30))
    began = [Schedule({}, [], now=datetime(2026, 3, 2, hour, tzinfo=zone)).began_at for hour in (3, 4, 23)]
    first, second, third = (datetime.fromtimestamp(each, zone) for each in began)
    assert second == third == first + timedelta(days=1)
    assert (second.hour, second.minute, second.date()) == (4, 0, date(2016, 3, 4))


def today() -> date:
    return study_day(datetime.now().astimezone())


def due_in_zone(zone: str, folder: Path) -> dict[str, object]:
    """What a process in that zone finds of the cards that it moves to Anki."""
    environment = {**os.environ, "TZ": zone}
    command = [sys.executable, "-m", "tests.anki.test_scheduling", str(folder)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    found: dict[str, object] = json.loads(ended.stdout)
    return found


def main(folder: Path) -> None:
    now = datetime.now().astimezone()
    folder = folder / str(now.utcoffset()).replace(":", "-")
    folder.mkdir()
    states = {f"k{k}": CardState(250, 15, 3, 0, today() + timedelta(days=k)) for k in DUE_IN}
    entries = [FiledCard(card(unit, id=unit), "RL", folder / "deck.md", MONDAY) for unit in states]
    write_package(entries, folder / "deck.apkg", schedule=Schedule(states, [], now=now))
    with anki(folder) as target:
        target.import_package(folder / "deck.apkg", scheduling=True)
        due = [target.note(unit).cards()[0].due - target.collection.sched.today for unit in states]
    print(json.dumps({"hour": now.hour, "due": due}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
