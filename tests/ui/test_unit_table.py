"""The table of units reads no more than it shows."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl.errors import CollectionError
from flashrl.model import CardState, UnitMarks
from flashrl.store.browse import BrowsedUnit
from flashrl.ui.plain_text import plain_text
from flashrl.ui.unit_list import UnitList
from flashrl.ui.unit_table import BLOCK

TODAY = date(2026, 3, 2)
MANY = [f"u{number}" for number in range(100_000)]


class Reader:
    """Reads units that are made up, and remembers which."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, units: Sequence[str]) -> Mapping[str, BrowsedUnit]:
        self.read += units
        return {unit: browsed(unit) for unit in units}


def browsed(unit: str, **given: object) -> BrowsedUnit:
    values: dict[str, object] = {
        "unit": unit,
        "question": f"Question {unit}?",
        "blank": None,
        "deck": "RL::Values",
        "state": CardState(),
        "marks": UnitMarks(),
    }
    return BrowsedUnit(**{**values, **given})  # type: ignore[arg-type]


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def units(qtbot: QtBot, reader: Reader) -> UnitList:
    """A list of 100,000 units, high enough for some ten of them."""
    made = UnitList(reader, None)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    qtbot.waitExposed(made)
    made.show_units(MANY, TODAY, has_stability=False)
    QApplication.processEvents()
    return made


def test_of_a_hundred_thousand_units_only_those_in_sight_are_read(units: UnitList, reader: Reader) -> None:
    assert units.units.rowCount() == 100_000
    assert reader.read == MANY[:BLOCK]


def test_scrolling_reads_what_comes_into_sight(units: UnitList, reader: Reader) -> None:
    reader.read.clear()
    units.scrollToBottom()
    QApplication.processEvents()
    assert reader.read[-1] == "u99999"
    assert len(reader.read) <= 2 * BLOCK


def test_end_and_home_go_to_the_last_and_the_first_row(units: UnitList, reader: Reader, qtbot: QtBot) -> None:
    units.selectRow(3)
    reader.read.clear()
    for key, unit in ((Qt.Key.Key_End, "u99999"), (Qt.Key.Key_Home, "u0")):
        qtbot.keyClick(units, key)
        assert units.selected() == [unit]
    assert len(reader.read) <= 3 * BLOCK


def test_a_letter_typed_into_the_list_reads_nothing(units: UnitList, reader: Reader, qtbot: QtBot) -> None:
    reader.read.clear()
    qtbot.keyClicks(units, "xyz")
    assert reader.read == []


def test_selecting_all_reads_nothing_and_gives_all(units: UnitList, reader: Reader) -> None:
    reader.read.clear()
    units.selectAll()
    assert units.selected() == MANY
    assert reader.read == []


def test_what_is_selected_stays_so_in_another_order(units: UnitList, reader: Reader) -> None:
    units.selectRow(5)
    reader.read.clear()
    units.show_units(MANY[::-1], TODAY, has_stability=False)
    QApplication.processEvents()
    assert (units.selected(), units.current) == (["u5"], "u5")
    assert len(reader.read) <= 3 * BLOCK


def test_where_nothing_selected_is_left_its_place_is(units: UnitList) -> None:
    units.selectRow(2)
    units.show_units(["a", "b"], TODAY, has_stability=False)
    assert units.selected() == ["b"]


def test_old_blocks_are_forgotten(units: UnitList) -> None:
    for row in range(0, 100_000, BLOCK):
        assert units.units.browsed(row) is not None
    assert len(units.units._blocks) <= 32


def test_rows_that_cannot_be_read_are_empty_and_told_once_a_block(qtbot: QtBot) -> None:
    def broken(_units: Sequence[str]) -> Mapping[str, BrowsedUnit]:
        raise CollectionError("the disk could not be read", "see that it is there")

    made = UnitList(broken, None)
    qtbot.addWidget(made)
    told: list[object] = []
    made.units.failed.connect(told.append)
    made.show_units(MANY[:3], TODAY, has_stability=False)
    assert [made.units.index(row, 0).data() for row in range(3)] == [None] * 3
    assert len(told) == 1


def test_a_cloze_says_which_blank_it_asks(qtbot: QtBot) -> None:
    made = UnitList(lambda units: {unit: browsed(unit, blank=2) for unit in units}, None)
    qtbot.addWidget(made)
    made.show_units(["u"], TODAY, has_stability=False)
    assert made.units.index(0, 0).data() == "Question u? · blank 2"
    assert made.units.index(0, 1).data() == "Values"
    assert made.units.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "RL › Values"


def test_under_fsrs_the_stability_takes_the_place_of_the_ease(qtbot: QtBot) -> None:
    state = CardState(interval_days=8, repetitions=1, due_on=TODAY, stability=8.3)
    made = UnitList(lambda units: {unit: browsed(unit, state=state) for unit in units}, None)
    qtbot.addWidget(made)
    made.show_units(["u"], TODAY, has_stability=True)
    horizontal = Qt.Orientation.Horizontal
    assert [made.units.headerData(n, horizontal) for n in (2, 3, 4)] == ["Due", "Interval", "Stability"]
    assert [made.units.index(0, n).data() for n in (2, 3, 4)] == ["today", "8 d", "8 d"]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (r"What does $\gamma$ do in $V^{\pi}(s)$?", "What does γ do in V^π(s)?"),
        (r"$\mathbb{E}[G_t \mid S_t = s]$", "E[G_t | S_t = s]"),
        (r"$$\nabla_\theta \log \pi_\theta$$", "∇_θ log π_θ"),
        ("Why **not** _this_ or `a_b`?", "Why not this or a_b?"),
        ("What is snake_case_name, and 2 * 3 * 4?", "What is snake_case_name, and 2 * 3 * 4?"),
        (r"A [link](http://x) and a \* star", "A link and a * star"),
        ("Costs $5 and $10\nfor two", "Costs $5 and $10 for two"),
    ],
)
def test_a_question_is_told_without_its_marks(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text
