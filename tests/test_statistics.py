from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from flashrl.model import CardState, EventKind, Quality, ReviewEvent
from flashrl.statistics import (
    Answer,
    Day,
    DeckFigures,
    Pace,
    Recall,
    Retention,
    Stage,
    UnitStanding,
    daily,
    day,
    decks,
    forecast,
    hardest,
    pace,
    recall,
    retention,
    stage,
    stages,
)

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def known(interval: int, repetitions: int = 3, due: int = 0) -> CardState:
    return CardState(interval_days=interval, repetitions=repetitions, due_on=TODAY + timedelta(days=due))


def answer(
    quality: int, before: CardState, days: int = 0, kind: EventKind = EventKind.SCHEDULED, seconds: float = 30
) -> Answer:
    event = ReviewEvent("u", NOW, TODAY + timedelta(days=days), Quality(quality), kind, seconds)
    return Answer("RL", event, before)


def test_retention_is_the_share_that_passed_of_what_was_known() -> None:
    """Young: 3 of 4. Mature: 1 of 2. What was new or just failed is learnt, the drill repeats."""
    young, mature = known(20), known(21)
    answers = [
        *(answer(quality, young) for quality in (3, 4, 5, 2)),
        *(answer(quality, mature) for quality in (4, 0)),
        answer(1, CardState()),
        answer(1, known(1, repetitions=0)),
        answer(1, young, kind=EventKind.DRILL),
        answer(1, mature, kind=EventKind.PRACTICE),
    ]
    assert retention(answers) == Retention(0.75, 0.5)


def test_without_reviews_there_is_no_retention() -> None:
    assert retention([]) == Retention(None, None)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (CardState(), Stage.NEW),
        (known(1, repetitions=0), Stage.LEARNING),
        (known(1, repetitions=1), Stage.LEARNING),
        (known(6, repetitions=2), Stage.YOUNG),
        (known(20), Stage.YOUNG),
        (known(21), Stage.MATURE),
    ],
)
def test_a_unit_is_as_far_as_its_passes_and_its_interval_say(state: CardState, expected: Stage) -> None:
    assert stage(UnitStanding("RL", state)) is expected
    assert stage(UnitStanding("RL", state, is_suspended=True)) is Stage.SUSPENDED


def test_every_stage_is_counted() -> None:
    counts = stages([UnitStanding("RL", known(21)), UnitStanding("RL", known(30))])
    assert counts == {"new": 0, "learning": 0, "young": 0, "mature": 2, "suspended": 0}


def test_what_is_overdue_is_due_today() -> None:
    dues = (-40, -1, 0, 1, 2, 2, 9)
    standings = [UnitStanding("RL", known(6, due=each)) for each in dues]
    standings += [UnitStanding("RL", CardState()), UnitStanding("RL", known(6, due=1), is_suspended=True)]
    ahead = [TODAY + timedelta(days=each) for each in range(3)]
    assert forecast(standings, TODAY, 3) == list(zip(ahead, (3, 1, 2), strict=True))


def test_a_day_counts_reviews_new_units_and_all_its_minutes() -> None:
    answers = [
        answer(4, CardState()),
        answer(1, known(6)),
        answer(4, known(6), kind=EventKind.DRILL),
        answer(4, known(6), days=-1),
    ]
    assert day(answers, TODAY) == Day(reviews=2, new=1, minutes=1.5)


def test_the_pace_is_an_average_over_the_days_of_a_window() -> None:
    answers = [answer(4, CardState(), days=-each) for each in (0, 0, 3, 9, 10)]
    assert pace(answers, TODAY, days=10) == Pace(0.4, 0.4, 0.2, days_studied=3)


def test_recall_says_how_many_reviews_a_share_is_of() -> None:
    answers = [answer(4, known(20)), answer(2, known(1)), answer(3, known(6)), answer(5, known(21))]
    assert recall(answers) == (Recall(asked=3, passed=2), Recall(asked=1, passed=1))
    assert Recall(3, 2).share == pytest.approx(2 / 3)
    assert Recall(0, 0).share is None


def test_each_deck_has_its_own_figures() -> None:
    answers = [answer(4, known(21)), replace(answer(1, known(6)), deck="Other")]
    standings = [
        UnitStanding("RL", known(30)),
        UnitStanding("RL", CardState()),
        UnitStanding("Idle", known(6)),
    ]
    none, counts = Recall(0, 0), dict.fromkeys(Stage, 0)
    assert decks(answers, standings) == [
        DeckFigures("Idle", counts | {Stage.YOUNG: 1}, none, none),
        DeckFigures("RL", counts | {Stage.MATURE: 1, Stage.NEW: 1}, none, Recall(1, 1)),
    ]


def test_the_hardest_lapsed_most_and_are_known_for_the_shortest_time() -> None:
    lapsed = {"a": (2, 30), "b": (5, 9), "c": (2, 6), "d": (0, 1)}
    standings = [
        UnitStanding("RL", CardState(lapses=lapses, interval_days=days, due_on=TODAY), unit=unit)
        for unit, (lapses, days) in lapsed.items()
    ]
    standings.append(UnitStanding("RL", CardState(lapses=9), is_suspended=True, unit="e"))
    assert [each.unit for each in hardest(standings, 9)] == ["b", "c", "a"]
    assert [each.unit for each in hardest(standings, 2)] == ["b", "c"]


def test_days_without_reviews_count_as_none() -> None:
    before = [TODAY - timedelta(days=each) for each in (2, 1, 0)]
    assert daily({before[0]: 7, before[2]: 1}, TODAY, 3) == list(zip(before, (7, 0, 1), strict=True))
