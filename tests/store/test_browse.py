"""Units looked through: found, sorted, described, and changed many at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flashrl.formats import read
from flashrl.model import CardState, ChangeKind, Difficulty, Quality, ReviewEvent, UnitChange, UnitMarks
from flashrl.statistics import Stage, stages
from flashrl.store import Collection
from flashrl.store.browse import Column
from flashrl.store.practice import Choice, Standing

TODAY = date(2026, 3, 20)
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
DECK = "---\nflashrl: 1\ndeck: Test\n---\n" + "".join(
    f"### {letter.upper()}?\n<!-- card\nid: {letter}\ntags: [{tag}]\n-->\nAn answer.\n"
    for letter, tag in (("d", "Values"), ("a", "values"), ("c", "control"), ("b", "proof"))
)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    path = tmp_path / "test.md"
    path.write_text(DECK)
    with Collection.open(tmp_path / "home" / "collection.sqlite") as opened:
        opened.apply([read(path)], now=NOW)
        yield opened


def grade(collection: Collection, unit: str, qualities: str, day: date = TODAY) -> None:
    """Grade a unit each time it is due; the first of the grades is given on `day`."""
    for quality in qualities:
        collection.record(ReviewEvent(unit, NOW + (day - TODAY), day, Quality(int(quality))))
        day = collection.states()[unit].due_on or day


def changes(kind: ChangeKind, units: str, flag: int = 0) -> list[UnitChange]:
    return [UnitChange(unit, NOW, TODAY, kind, flag) for unit in units]


def found(collection: Collection, choice: Choice = Choice(), **order: object) -> str:  # noqa: B008
    return "".join(collection.browser.units(choice, **order))  # type: ignore[arg-type]


def standing(collection: Collection, which: Standing) -> str:
    return found(collection, Choice(standing=which, today=TODAY))


def test_units_come_in_their_authors_order_or_by_a_column(collection: Collection) -> None:
    assert found(collection) == "dacb"
    assert found(collection, column=Column.QUESTION) == "abcd"
    assert found(collection, column=Column.QUESTION, descending=True) == "dcba"
    assert found(collection, column=Column.DECK, descending=True) == "bcad"


@pytest.mark.parametrize("column", [Column.DUE, Column.INTERVAL, Column.EASE])
def test_what_has_nothing_in_a_column_comes_last_either_way(collection: Collection, column: Column) -> None:
    grade(collection, "b", "4")
    grade(collection, "a", "5", TODAY + timedelta(days=1))
    collection.record(ReviewEvent("a", NOW, TODAY + timedelta(days=2), Quality.PERFECT))
    assert found(collection, column=column) == "badc"
    assert found(collection, column=column, descending=True) == "abdc"


def test_units_are_found_by_where_they_stand(collection: Collection) -> None:
    grade(collection, "a", "4444", TODAY - timedelta(days=24))
    grade(collection, "b", "44", TODAY - timedelta(days=1))
    grade(collection, "c", "1", TODAY - timedelta(days=8))
    expected = {"new": "d", "learning": "c", "young": "b", "mature": "a", "due": "c", "due soon": "b"}
    assert {each: standing(collection, Standing(each)) for each in expected} == expected
    assert standing(collection, Standing.MISSED) == ""
    collection.record(ReviewEvent("c", NOW, TODAY - timedelta(days=7), Quality.WRONG))
    assert standing(collection, Standing.MISSED) == "c"


def test_the_stages_are_those_of_the_statistics(collection: Collection) -> None:
    grade(collection, "a", "4444", TODAY - timedelta(days=30))
    grade(collection, "b", "44", TODAY - timedelta(days=7))
    collection.change_all(changes(ChangeKind.SUSPENDED, "d"))
    counted = stages(collection.standings())
    assert {each: len(standing(collection, Standing(each.value))) for each in Stage} == counted


def test_what_was_put_away_is_found_and_comes_back(collection: Collection) -> None:
    collection.change_all(changes(ChangeKind.SUSPENDED, "ab") + changes(ChangeKind.BURIED, "bc"))
    assert (standing(collection, Standing.SUSPENDED), standing(collection, Standing.BURIED)) == ("ab", "cb")
    collection.change_all(changes(ChangeKind.RESUMED, "abc"))
    assert [each.unit for each in collection.queue(TODAY)] == list("dacb")
    assert collection.marks() == {}


def test_units_are_found_by_the_colour_of_their_flag(collection: Collection) -> None:
    collection.change_all(changes(ChangeKind.FLAGGED, "a", 1) + changes(ChangeKind.FLAGGED, "b", 2))
    assert standing(collection, Standing.FLAGGED) == "ab"
    assert found(collection, Choice(flag=2)) == "b"


def test_a_standing_needs_a_day() -> None:
    with pytest.raises(ValueError, match="give `today`"):
        Choice(standing=Standing.DUE)


def test_what_is_shown_of_a_unit_is_its_question_deck_state_and_marks(collection: Collection) -> None:
    grade(collection, "a", "4")
    collection.change_all(changes(ChangeKind.FLAGGED, "a", 3))
    made = collection.browser.described(["a", "nowhere"])
    assert list(made) == ["a"]
    shown = made["a"]
    assert (shown.question, shown.blank, shown.deck, shown.marks) == ("A?", None, "Test", UnitMarks(flag=3))
    assert shown.state == CardState(interval_days=1, repetitions=1, due_on=TODAY + timedelta(days=1))


def test_tags_are_listed_once_however_they_are_written(collection: Collection) -> None:
    assert collection.browser.tags() == ["control", "proof", "Values"]
    assert collection.browser.decks() == ["Test"]


def test_a_card_whose_prediction_has_no_upper_end_hides_no_other(
    collection: Collection, tmp_path: Path
) -> None:
    """Such an end is written as a number that SQLite's JSON does not know."""
    choices = "    few: [0, 8]\n    many: [9, .inf]\n"
    fence = f"```sim x\npredict:\n  question: How many?\n  quantity: n\n  choices:\n{choices}```\n"
    text = DECK.replace("An answer.\n", f"{fence}\nAn answer.\n", 1)
    (tmp_path / "test.md").write_text(text.replace("tags: [proof]", "tags: [proof]\ndifficulty: easy"))
    assert collection.apply([read(tmp_path / "test.md")], now=NOW).refused == []
    assert "Infinity" in collection._db.execute("SELECT group_concat(content) FROM cards").fetchone()[0]
    assert collection.browser.tags() == ["control", "proof", "Values"]
    assert found(collection, Choice(tags=["values"])) == "da"
    assert found(collection, Choice(difficulties=[Difficulty.EASY])) == "b"


@pytest.mark.parametrize("words", ["übung", "Übung", "ÜBUNG", "δ", "Δ"])
def test_words_are_found_in_capitals_and_small_letters_of_any_alphabet(
    collection: Collection, tmp_path: Path, words: str
) -> None:
    (tmp_path / "test.md").write_text(DECK.replace("### C?", "### Übung mit Δ?"))
    collection.apply([read(tmp_path / "test.md")], now=NOW)
    assert found(collection, Choice(words=words)) == "c"


def test_only_what_can_be_practised_counts(collection: Collection) -> None:
    collection.change_all(changes(ChangeKind.SUSPENDED, "a"))
    assert collection.browser.count(Choice(number=2)) == 3
    assert found(collection) == "dacb"


def test_of_many_those_are_practised_that_were_not_seen_for_the_longest(collection: Collection) -> None:
    for unit in "dab":
        grade(collection, unit, "4")
    assert [each.unit for each in collection.practice(Choice(number=2))] == ["d", "c"]


def test_many_changes_are_made_and_taken_back_at_once(collection: Collection) -> None:
    grade(collection, "b", "4")
    before = (collection.states(), collection.marks())
    numbers = collection.change_all(changes(ChangeKind.SUSPENDED, "abcd"))
    assert collection.queue(TODAY) == []
    collection.undo_all(numbers, now=NOW)
    assert (collection.states(), collection.marks()) == before
    assert collection.wrong_states() == 0


def test_of_many_changes_all_are_made_or_none(collection: Collection) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collection.change_all(changes(ChangeKind.SUSPENDED, "abcd" * 150), progress=stop)
    assert collection.history() == []
