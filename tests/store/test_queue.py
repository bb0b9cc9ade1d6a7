"""The day's queue over a collection: what is fetched, and the limits and choices that are kept."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flashrl.formats import read
from flashrl.model import ChangeKind, Quality, ReviewEvent, UnitChange
from flashrl.scheduling.queue import ALL, Backlog, Limits, Phase
from flashrl.store import Collection

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """Decks A (a0 to a3), A::B (b0 to b3) and D with one card of two blanks (d#c1, d#c2)."""
    texts = {deck: "".join(_card(f"{deck[-1].lower()}{n}") for n in range(4)) for deck in ("A", "A::B")}
    texts["D"] = "### D\n<!-- card\nid: d\n-->\n#### Cloze\n==c1::x== ==c2::y==\n"
    with Collection.open(tmp_path / "collection.sqlite") as opened:
        for number, (deck, text) in enumerate(texts.items()):
            path = tmp_path / f"{number}.md"
            path.write_text(f"---\nflashrl: 1\ndeck: {deck}\n---\n{text}")
            opened.apply([read(path)], now=NOW)
        yield opened


def _card(name: str) -> str:
    return f"### Question {name}?\n<!-- card\nid: {name}\n-->\nAnswer {name}.\n"


def grade(collection: Collection, unit: str, quality: int = 4, day: date = TODAY) -> int:
    return collection.record(ReviewEvent(unit, NOW + (day - TODAY), day, Quality(quality)))


def units(collection: Collection, day: date = TODAY, **chosen: str) -> str:
    return " ".join(each.unit for each in collection.queue(day, **chosen))  # type: ignore[arg-type]


def test_a_deck_keeps_to_its_own_limit_and_to_those_above(collection: Collection) -> None:
    collection.set_limits("A::B", Limits(new=1))
    collection.set_limits("A", Limits(new=3))
    assert units(collection) == "a0 a1 a2 d#c1"
    assert units(collection, deck="A::B") == "b0"
    collection.set_limits(ALL, Limits(new=2))
    assert units(collection) == "a0 a1"
    assert collection.limits() == {ALL: Limits(new=2), "A": Limits(new=3), "A::B": Limits(new=1)}


def test_a_limit_taken_away_is_none(collection: Collection) -> None:
    collection.set_limits("A", Limits(new=0))
    assert units(collection) == "d#c1"
    collection.set_limits("A", Limits())
    assert len(collection.queue(TODAY)) == 9


def test_the_blanks_of_one_card_are_a_day_apart(collection: Collection) -> None:
    assert units(collection, deck="D") == "d#c1"
    grade(collection, "d#c1")
    assert units(collection, deck="D") == ""
    assert units(collection, after(1), deck="D") == "d#c1"
    grade(collection, "d#c1", day=after(1))
    assert units(collection, after(2), deck="D") == "d#c2"


def test_reviews_of_today_count_against_the_limit_of_reviews(collection: Collection) -> None:
    for unit in ("a0", "a1", "b0", "b1"):
        grade(collection, unit)
    collection.set_limits(ALL, Limits(new=0, reviews=3))
    assert units(collection, after(1)) == "a0 a1 b0"
    grade(collection, "b1", day=after(1))
    assert units(collection, after(1)) == "a0 a1"


def test_a_unit_that_was_reset_is_new_again_and_counts_as_such(collection: Collection) -> None:
    grade(collection, "a0")
    collection.change(UnitChange("a0", NOW + timedelta(days=1), after(1), ChangeKind.RESET))
    assert collection.new_left(after(1)) == 20
    grade(collection, "a0", day=after(1))
    assert collection.new_left(after(1)) == 19


def test_an_undone_grade_counts_for_nothing(collection: Collection) -> None:
    before = units(collection)
    collection.undo(grade(collection, "a0"), now=NOW)
    assert (units(collection), collection.new_left(TODAY)) == (before, 20)


def test_a_spread_backlog_changes_no_due_day(collection: Collection) -> None:
    collection.set_limits(ALL, Limits(new=0))
    for unit in ("a0", "a1", "a2", "a3", "b0", "b1"):
        grade(collection, unit)
    before = collection.states()
    assert collection.spread_backlog(after(30), 3) == 6
    assert [len(collection.queue(after(30 + day))) for day in range(4)] == [2, 4, 6, 6]
    assert collection.states() == before
    grade(collection, "a0", day=after(30))
    assert len(collection.queue(after(30))) == 1
    collection.spread_backlog(after(30), 0)
    assert len(collection.queue(after(30))) == 5


def test_a_plan_says_how_much_is_left_of_it(collection: Collection) -> None:
    """What falls due later is no part of it, nor what was suspended meanwhile."""
    for unit in ("a0", "a1", "a2"):
        grade(collection, unit)
    assert collection.backlog(after(30)) is None
    collection.spread_backlog(after(30), 3)
    plan = Backlog(after(30), days=3, total=3)
    assert collection.backlog(after(30)) == (plan, 3)
    grade(collection, "a0", day=after(30))
    collection.change(UnitChange("a1", NOW, after(30), ChangeKind.SUSPENDED))
    assert collection.backlog(after(60)) == (plan, 1)
    collection.spread_backlog(after(60), 0)
    assert collection.backlog(after(60)) is None


def test_the_order_of_a_day_may_be_random(collection: Collection) -> None:
    authors = units(collection)
    collection.set_setting("order", "random")
    shuffled = units(collection)
    assert shuffled != authors
    assert units(collection) == shuffled != units(collection, after(1))


def test_a_drill_left_open_today_comes_last(collection: Collection) -> None:
    grade(collection, "b3", 1)
    waiting = collection.queue(TODAY)
    assert (waiting[-1].unit, waiting[-1].phase) == ("b3", Phase.DRILL)
