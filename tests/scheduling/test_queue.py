from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.model import CardState
from flashrl.scheduling import sm2
from flashrl.scheduling.queue import (
    ALL,
    Backlog,
    Candidate,
    Done,
    Limits,
    Order,
    Phase,
    Rules,
    ancestors,
    day_queue,
    overdueness,
)

TODAY = date(2026, 3, 1)
OPEN = Rules(TODAY)


def late(days: int, interval: int = 10) -> CardState:
    """The state of a unit that was due so many days ago."""
    return CardState(interval_days=interval, repetitions=3, due_on=TODAY - timedelta(days=days))


def waiting(unit: str, state: CardState = sm2.NEW, deck: str = "RL", card: str = "") -> Candidate:
    return Candidate(unit, card or unit, deck, state)


def new(*units: str) -> list[Candidate]:
    return [waiting(unit) for unit in units]


def asked(
    due: list[Candidate], fresh: list[Candidate], rules: Rules = OPEN, done: tuple[Done, ...] = ()
) -> list[str]:
    return [each.unit for each in day_queue(due, fresh, [], rules, done)]


def test_due_comes_before_new_and_the_drill_last() -> None:
    drill = [waiting("open", CardState(due_on=TODAY + timedelta(days=1), drill_on=TODAY))]
    queue = day_queue([waiting("due", late(0))], new("new"), drill, OPEN)
    assert [(each.unit, each.phase) for each in queue] == [
        ("due", Phase.DUE),
        ("new", Phase.NEW),
        ("open", Phase.DRILL),
    ]


def test_the_relatively_longest_overdue_comes_first() -> None:
    """9 days of 90 are a tenth, 2 days of 4 a half, 1 day of 1 all of it."""
    due = [waiting("a", late(9, 90)), waiting("b", late(2, 4)), waiting("c", late(1, 1))]
    assert [overdueness(each.state, TODAY) for each in due] == [0.1, 0.5, 1.0]
    assert asked(due, []) == ["c", "b", "a"]


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (2, 2), (9, 3)])
def test_new_cards_keep_to_the_limit(limit: int, count: int) -> None:
    assert len(asked([], new("a", "b", "c"), Rules(TODAY, {ALL: Limits(new=limit)}))) == count


def test_new_cards_come_evenly_among_the_due_ones() -> None:
    due = [waiting(each, late(0)) for each in "123456"]
    assert "".join(asked(due, new("a", "b"))) == "12a34b56"
    assert "".join(asked(due[:2], new("a", "b", "c"))) == "1ab2c"


def test_the_limits_of_the_decks_above_hold_too() -> None:
    fresh = [waiting(f"{deck}{number}", deck=deck) for deck in ("A::B", "A::C", "D") for number in range(3)]
    limits = {ALL: Limits(new=5), "A": Limits(new=3), "A::B": Limits(new=2)}
    assert asked([], fresh, Rules(TODAY, limits)) == ["A::B0", "A::B1", "A::C0", "D0", "D1"]


def test_what_was_done_today_counts_against_the_limits() -> None:
    due = [waiting(each, late(0)) for each in "abc"]
    done = (Done("x", "RL", False), Done("y", "RL", True), Done("z", "Other", False))
    limits = {ALL: Limits(new=3), "RL": Limits(new=2, reviews=3)}
    assert asked(due, new("m", "n"), Rules(TODAY, limits), done) == ["a", "m", "b"]


def test_a_limit_of_reviews_leaves_out_the_least_overdue() -> None:
    due = [waiting("a", late(1)), waiting("b", late(5)), waiting("c", late(3))]
    assert asked(due, [], Rules(TODAY, {ALL: Limits(reviews=2)})) == ["b", "c"]


def test_of_siblings_one_is_asked_a_day() -> None:
    due = [waiting("u#c1", late(1), card="u"), waiting("u#c2", late(5), card="u")]
    fresh = [waiting("u#c3", card="u"), waiting("w#c1", card="w"), waiting("w#c2", card="w"), waiting("v")]
    assert asked(due, fresh) == ["u#c2", "w#c1", "v"]
    assert asked(due, fresh, done=(Done("u", "RL", False), Done("w", "RL", True))) == ["v"]


def test_a_random_order_is_the_same_all_day_and_another_tomorrow() -> None:
    units = [f"u{number}" for number in range(30)]
    days = [Rules(TODAY + timedelta(days=each), order=Order.RANDOM) for each in (0, 0, 1)]
    first, again, tomorrow = (asked([], new(*units), each) for each in days)
    assert sorted(first) == sorted(units) == sorted(tomorrow)
    assert first == again != tomorrow
    rest = [unit for unit in units if unit != first[0]]
    assert asked([], new(*rest), days[0]) == first[1:]


def test_a_backlog_is_asked_in_its_days_the_least_overdue_first() -> None:
    """10 units in 4 days: 3, 5, 8, 10 of them are to be done by the end of each."""
    due = [waiting(f"u{days:02}", late(days)) for days in range(1, 11)]
    rules = Rules(TODAY, backlog=Backlog(TODAY, days=4, total=10))
    assert asked(due, [], rules) == ["u01", "u02", "u03"]
    second = replace(rules, today=TODAY + timedelta(days=1))
    assert asked(due[3:], [], second) == ["u04", "u05"]
    assert len(asked(due[3:], [], replace(rules, today=TODAY + timedelta(days=2)))) == 5
    assert len(asked(due[3:], [], replace(rules, today=TODAY + timedelta(days=9)))) == 7


def test_what_falls_due_after_the_break_is_asked_on_its_day() -> None:
    rules = Rules(TODAY + timedelta(days=2), backlog=Backlog(TODAY, days=100, total=2))
    due = [waiting("old", late(30)), waiting("older", late(60)), waiting("fresh", late(-1))]
    assert asked(due, [], rules) == ["fresh", "old"]


@given(st.integers(1, 300), st.integers(1, 30))
def test_a_spread_backlog_is_done_when_its_days_are_over(total: int, days: int) -> None:
    backlog, left, shares = Backlog(TODAY, days, total), total, []
    for day in range(days):
        shares.append(backlog.share(TODAY + timedelta(days=day), left))
        left -= shares[-1]
    assert left == 0
    assert max(shares) - min(shares) <= 1


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["A", "A::B", "A::C", "D"]), st.integers(0, 9))),
    st.dictionaries(st.sampled_from([ALL, "A", "A::B"]), st.integers(0, 4)),
    st.sampled_from(Order),
)
def test_no_limit_is_passed_nothing_is_asked_twice_and_siblings_stay_apart(
    units: list[tuple[int, str, int]], reviews: dict[str, int], order: Order
) -> None:
    due = [
        waiting(f"{number}", late(days), deck, f"{deck} {card}")
        for number, (card, deck, days) in enumerate(units)
    ]
    rules = Rules(TODAY, {deck: Limits(reviews=each) for deck, each in reviews.items()}, order)
    found = {each.unit for each in day_queue(due, [], [], rules)}
    taken = [each for each in due if each.unit in found]
    assert len({each.card for each in taken}) == len(taken)
    for deck, limit in reviews.items():
        assert sum(deck in ancestors(each.deck) for each in taken) <= limit


def test_the_decks_above_a_deck() -> None:
    assert ancestors("A::B::C") == ["", "A", "A::B", "A::B::C"]
