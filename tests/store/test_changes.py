"""What is done to units beside grading them: recorded, undone, and found again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flashrl.formats import read
from flashrl.model import (
    CardState,
    ChangeKind,
    Difficulty,
    EventKind,
    Quality,
    ReviewEvent,
    UnitChange,
    UnitMarks,
)
from flashrl.scheduling.queue import Phase
from flashrl.store import Collection
from flashrl.store.practice import Choice

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DECK = """---
flashrl: 1
deck: RL::Basics
---
### What is V?
<!-- card
id: v
difficulty: easy
tags: [values]
-->
The expected return.
### What is Q?
<!-- card
id: q
difficulty: hard
tags: [values, Control]
-->
V after an action, "greedily".
### Update
<!-- card
id: u
-->
#### Cloze
==c1::V== and ==c2::Q==
"""


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    path = tmp_path / "basics.md"
    path.write_text(DECK)
    with Collection.open(tmp_path / "home" / "collection.sqlite") as opened:
        opened.apply([read(path)], now=NOW)
        yield opened


def grade(collection: Collection, unit: str, quality: int, day: date = TODAY) -> int:
    return collection.record(ReviewEvent(unit, NOW + (day - TODAY), day, Quality(quality)))


def change(
    collection: Collection, kind: ChangeKind, unit: str = "v", flag: int = 0, due_on: date | None = None
) -> int:
    return collection.change(UnitChange(unit, NOW + timedelta(hours=1), TODAY, kind, flag, due_on))


def asked(collection: Collection, day: date = TODAY) -> list[str]:
    return [each.unit for each in collection.queue(day)]


def test_a_suspended_unit_is_asked_no_more_until_it_is_resumed(collection: Collection) -> None:
    change(collection, ChangeKind.SUSPENDED)
    (deck,) = collection.decks(TODAY)
    assert (asked(collection), deck.suspended, deck.cards) == (["q", "u#c1"], 1, 3)
    change(collection, ChangeKind.RESUMED)
    assert asked(collection) == ["v", "q", "u#c1"]


def test_a_suspended_unit_stays_so_through_an_import(collection: Collection, tmp_path: Path) -> None:
    change(collection, ChangeKind.SUSPENDED)
    for text in (DECK.replace("### What is V?", "### What, then, is V?"), DECK):
        (tmp_path / "basics.md").write_text(text)
        collection.apply([read(tmp_path / "basics.md")], now=NOW)
    assert asked(collection) == ["q", "u#c1"]


def test_a_buried_unit_is_back_tomorrow(collection: Collection) -> None:
    change(collection, ChangeKind.BURIED)
    assert asked(collection) == ["q", "u#c1"]
    assert collection.decks(TODAY)[0].new == 3
    assert asked(collection, TODAY + timedelta(days=1))[0] == "v"


def test_a_unit_with_another_due_day_comes_on_that_day(collection: Collection) -> None:
    change(collection, ChangeKind.RESCHEDULED, due_on=TODAY + timedelta(days=9))
    assert "v" not in asked(collection, TODAY + timedelta(days=8))
    assert asked(collection, TODAY + timedelta(days=9))[0] == "v"


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_undo_restores_everything(collection: Collection, kind: ChangeKind) -> None:
    grade(collection, "v", 4)
    change(collection, ChangeKind.FLAGGED, flag=1)
    before = (collection.states(), collection.marks(), collection.decks(TODAY), asked(collection))
    number = change(collection, kind, flag=2, due_on=TODAY + timedelta(days=5))
    collection.undo(number, now=NOW)
    assert before == (collection.states(), collection.marks(), collection.decks(TODAY), asked(collection))


def test_changes_come_back_as_they_were_made_and_are_no_grades(collection: Collection) -> None:
    due_on = TODAY + timedelta(days=5)
    for kind in ChangeKind:
        change(collection, kind, flag=2, due_on=due_on)
    made = [(each.kind, each.flag, each.due_on) for each in collection.history("v")]  # type: ignore[union-attr]
    flags, days = {ChangeKind.FLAGGED: 2}, {ChangeKind.RESCHEDULED: due_on}
    assert made == [(kind, flags.get(kind, 0), days.get(kind)) for kind in ChangeKind]
    assert (collection.events(), collection.instants()) == ([], {})


def test_rebuilding_brings_states_and_marks_back(collection: Collection) -> None:
    grade(collection, "v", 1)
    change(collection, ChangeKind.FLAGGED, "q", flag=4)
    change(collection, ChangeKind.SUSPENDED, "v")
    before = (collection.states(), collection.marks())
    collection._db.execute("DELETE FROM states")
    collection.rebuild_states()
    assert (collection.states(), collection.marks()) == before
    assert before[1] == {"q": UnitMarks(flag=4), "v": UnitMarks(is_suspended=True)}


def test_every_event_of_a_unit_is_shown_with_its_state(collection: Collection) -> None:
    grade(collection, "v", 4)
    collection.undo(grade(collection, "v", 1, TODAY + timedelta(days=1)), now=NOW)
    grade(collection, "v", 5, TODAY + timedelta(days=2))
    steps = collection.steps("v")
    assert [(each.state.interval_days, each.is_undone) for each in steps] == [
        (1, False),
        (1, True),
        (6, False),
    ]
    assert steps[-1].state == collection.states()["v"]


def test_practice_leaves_the_schedule_alone(collection: Collection) -> None:
    grade(collection, "v", 4)
    before = (collection.states(), collection.decks(TODAY), collection.new_left(TODAY), asked(collection))
    for unit in ("v", "q"):
        collection.record(ReviewEvent(unit, NOW, TODAY, Quality.WRONG, EventKind.PRACTICE))
    assert len(collection.events()) == 3
    after = (collection.states(), collection.decks(TODAY), collection.new_left(TODAY), asked(collection))
    assert after == before


@pytest.mark.parametrize(
    ("choice", "units"),
    [
        (Choice(), "v q u#c1 u#c2"),
        (Choice(decks=["RL"]), "v q u#c1 u#c2"),
        (Choice(decks=["R"]), ""),
        (Choice(tags=["control"]), "q"),
        (Choice(tags=["values", "control"]), "q"),
        (Choice(difficulties=[Difficulty.EASY, Difficulty.HARD]), "v q"),
        (Choice(words='"greedily"'), "q"),
        (Choice(words="RETURN expected"), "v"),
        (Choice(words="sections"), ""),
        (Choice(tags=["values"], words="action"), "q"),
        (Choice(units=["u#c2"]), "u#c2"),
    ],
)
def test_practice_is_chosen_by_deck_tag_difficulty_and_words(
    collection: Collection, choice: Choice, units: str
) -> None:
    found = collection.practice(choice)
    assert " ".join(each.unit for each in found) == units
    assert {each.phase for each in found} <= {Phase.PRACTICE}
    assert sorted(collection.practice_units(choice)) == sorted(each.unit for each in found)


def test_practice_may_be_what_was_missed_this_week(collection: Collection) -> None:
    grade(collection, "q", 1, TODAY - timedelta(days=9))
    grade(collection, "u#c1", 2, TODAY - timedelta(days=6))
    collection.undo(grade(collection, "v", 0), now=NOW)
    week = Choice(missed_since=TODAY - timedelta(days=7))
    assert [each.unit for each in collection.practice(week)] == ["u#c1"]


def test_leeches_are_found_by_their_tag(collection: Collection) -> None:
    for day in range(16):
        grade(collection, "v", 1 if day % 2 else 4, TODAY + timedelta(days=day))
    assert collection.states()["v"] == CardState(
        interval_days=1, lapses=8, due_on=date(2026, 3, 17), drill_on=date(2026, 3, 16)
    )
    assert [each.unit for each in collection.practice(Choice(tags=["leech"]))] == ["v"]
    collection.set_setting("leech_lapses", 9)
    assert collection.practice(Choice(tags=["leech"])) == []
