"""What waits on a study path: its own cards in its own order, on the schedule that every review keeps to."""

from pathlib import Path

from flashrl.model import StudyPath
from flashrl.scheduling.queue import ALL, Limits, Phase
from flashrl.store import Collection
from flashrl.store.study_paths import PathCounts
from tests.store.test_queue import NOW, TODAY, after, collection, grade

__all__ = ["collection"]  # the fixture: decks A (a0 to a3), A::B (b0 to b3) and D with d#c1 and d#c2

EVENING = StudyPath("One evening", cards=("b1", "a2", "b0", "d"))


def asked(collection: Collection, path: StudyPath, days: int = 0) -> str:
    return " ".join(each.unit for each in collection.path_queue(after(days), path))


def test_new_cards_come_in_the_order_of_the_path(collection: Collection) -> None:
    assert asked(collection, EVENING) == "b1 a2 b0 d#c1"


def test_due_cards_come_in_the_order_of_the_path_too(collection: Collection) -> None:
    grade(collection, "b0")
    assert asked(collection, EVENING) == "b1 a2 d#c1"
    queue = collection.path_queue(after(1), EVENING)
    assert [(each.unit, each.phase) for each in queue[:3]] == [
        ("b1", Phase.NEW),
        ("a2", Phase.NEW),
        ("b0", Phase.DUE),
    ]


def test_a_path_studied_moves_the_one_schedule_there_is(collection: Collection) -> None:
    grade(collection, "b1")
    everything = [each.unit for each in collection.queue(after(1))]
    assert everything[0] == "b1"
    assert collection.path_queue(after(1), EVENING)[0] == collection.queue(after(1))[0]


def test_what_failed_is_drilled_at_the_end(collection: Collection) -> None:
    grade(collection, "b1", quality=1)
    assert asked(collection, EVENING) == "a2 b0 d#c1 b1"
    assert collection.path_queue(TODAY, EVENING)[-1].phase is Phase.DRILL


def test_whole_decks_come_in_the_order_that_the_path_names(collection: Collection) -> None:
    assert asked(collection, StudyPath("All", decks=("D", "A"))) == "d#c1 a0 a1 a2 a3 b0 b1 b2 b3"
    assert asked(collection, StudyPath("Two", decks=("A::B", "A"))) == "b0 b1 b2 b3 a0 a1 a2 a3"


def test_a_path_has_its_own_number_of_new_cards_a_day(collection: Collection) -> None:
    collection.set_limits(ALL, Limits(new=1))
    assert asked(collection, EVENING) == "b1"
    two = StudyPath("Two a day", cards=EVENING.cards, new_a_day=2)
    assert asked(collection, two) == "b1 a2"
    for unit in ("a0", "b1"):  # the one is on the path, the other is not
        grade(collection, unit)
    assert asked(collection, two) == "a2"
    assert asked(collection, EVENING) == ""


def test_cards_that_are_not_here_are_left_out(collection: Collection) -> None:
    path = StudyPath("Other", cards=("nowhere", "a1"), decks=())
    assert asked(collection, path) == "a1"
    assert collection.path_counts(TODAY, path) == PathCounts(cards=1, due=0, new=1, new_today=1)
    assert collection.path_queue(TODAY, StudyPath("None", decks=("Z",))) == []


def test_a_vanished_card_is_on_no_path(collection: Collection, tmp_path: Path) -> None:
    (source,) = [each.path for each in collection.sources() if each.deck == "D"]
    source.unlink()
    collection.apply([], now=NOW, folders=[tmp_path])
    assert asked(collection, EVENING) == "b1 a2 b0"


def test_the_counts_of_a_path(collection: Collection) -> None:
    grade(collection, "a2")
    grade(collection, "b1", quality=0)
    three = StudyPath("Three a day", cards=EVENING.cards, new_a_day=3)
    assert collection.path_counts(TODAY, three) == PathCounts(cards=4, due=1, new=3, new_today=1)
    assert collection.path_counts(after(1), three) == PathCounts(cards=4, due=2, new=3, new_today=2)
