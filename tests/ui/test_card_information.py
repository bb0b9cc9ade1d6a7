from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flashrl.model import (
    Card,
    CardState,
    ChangeKind,
    EventKind,
    FiledCard,
    Quality,
    ReviewEvent,
    UnitChange,
    UnitMarks,
)
from flashrl.store.history import HistoryStep
from flashrl.ui.card_information import card_facts, event_cells, time_text
from flashrl.ui.deed_words import deed_text, done_text, undone_text

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
FILED = FiledCard(Card("Q?", line=12), "RL::PPO", Path("decks/ppo.md"), NOW)
GOOD = ReviewEvent("u", NOW, TODAY, Quality.PASS, seconds=8.2)
KNOWN = CardState(250, 15, 3, 2, due_on=TODAY + timedelta(days=5))


def facts(*steps: HistoryStep, marks: UnitMarks = UnitMarks()) -> list[str]:  # noqa: B008 - it is frozen
    return card_facts(FILED, steps, marks, TODAY, leech_lapses=2)


def test_a_new_card_says_so() -> None:
    assert facts() == ["RL › PPO · ppo.md, line 12", "New: never reviewed", "No grades yet"]


def test_the_schedule_the_marks_and_the_totals_stand_in_lines_of_their_own() -> None:
    drill = ReviewEvent("u", NOW, TODAY, Quality.WRONG, EventKind.DRILL, seconds=60)
    steps = [
        HistoryStep(GOOD, KNOWN, False),
        HistoryStep(drill, KNOWN, False),
        HistoryStep(GOOD, KNOWN, True),
    ]
    assert facts(*steps, marks=UnitMarks(is_suspended=True, buried_on=TODAY, flag=1))[1:] == [
        "Due on 2026-03-15 (in 5 d) · interval 15 d · EF 2.50 · 3 passed in a row · 2 lapses",
        "Suspended · Buried until tomorrow · Flag: Red · Tagged leech",
        "1 review · 100 % passed · 1 grade in drill or practice · 1:08 min in all, 34 s on average",
    ]


def test_fsrs_shows_what_it_keeps_itself() -> None:
    state = CardState(250, 2, 1, 0, due_on=TODAY, stability=2.31, difficulty=5.28, reviewed_on=TODAY)
    assert event_cells(HistoryStep(GOOD, state, False))[1:] == [
        *("Review", "4 Good", "8 s", "2 d", "stability 2.3 d, difficulty 5.3", "2026-03-10"),
    ]


@pytest.mark.parametrize(
    ("kind", "flag", "text"),
    [
        (ChangeKind.SUSPENDED, 0, "Suspended"),
        (ChangeKind.RESUMED, 0, "Resumed"),
        (ChangeKind.BURIED, 0, "Buried for the day"),
        (ChangeKind.FLAGGED, 4, "Flag: Blue"),
        (ChangeKind.FLAGGED, 7, "Flag: Flag 7"),
        (ChangeKind.FLAGGED, 0, "Flag taken off"),
        (ChangeKind.RESET, 0, "Reset to new"),
        (ChangeKind.RESCHEDULED, 0, "Another due day"),
    ],
)
def test_every_kind_of_change_has_words(kind: ChangeKind, flag: int, text: str) -> None:
    change = UnitChange("u", NOW, TODAY, kind, flag, TODAY)
    assert event_cells(HistoryStep(change, CardState(), False))[1:] == [text, "", "", "", "", ""]
    assert undone_text(change, {}) == f"Taken back: {deed_text(change, {})}."


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (59.4, "59 s"), (59.6, "1:00 min"), (300, "5:00 min")]
)
def test_times(seconds: float, text: str) -> None:
    assert time_text(seconds) == text


def test_a_grade_is_named_as_its_button_or_by_its_number() -> None:
    assert deed_text(GOOD, {Quality.PASS: "Good"}) == "the grade Good"
    assert deed_text(GOOD, {}) == "the grade 4"
    assert done_text(GOOD) == ""
