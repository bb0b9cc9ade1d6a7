"""The page of simulations: one is opened and left, beside another set of parameters, with its cards."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl.store import Collection
from flashrl.ui.main_window import MainWindow
from flashrl.ui.opened_simulation import OpenedSimulation
from flashrl.ui.simulations_page import SimulationsPage

LEFT = Qt.MouseButton.LeftButton
CARDS = """### Which side is open?
<!-- card
id: open
-->

The other one.

```sim ppo-clip
advantage: -1
```

### What is V?
<!-- card
id: v
-->

A value.
"""


@pytest.fixture
def page(
    window: MainWindow,
    fill: Callable[[str], None],
    qtbot: QtBot,
) -> SimulationsPage:
    fill(CARDS)
    window.activateWindow()
    window.show_simulations()
    page = window.simulating.page
    qtbot.waitUntil(lambda: bool(page.gallery.tiles), timeout=20_000)
    return page


@pytest.fixture
def opened(page: SimulationsPage, qtbot: QtBot) -> OpenedSimulation:
    page.open_simulation("ppo-clip")
    opened = page.opened
    assert opened is not None
    qtbot.waitUntil(lambda: opened.view.is_ready, timeout=20_000)
    return opened


def wait_for_focus(page: SimulationsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.gallery.search.hasFocus(), timeout=5_000)


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_enter_opens_the_chosen_one_and_escape_returns_to_it(page: SimulationsPage, qtbot: QtBot) -> None:
    wait_for_focus(page, qtbot)
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Right)
    chosen = page.gallery._current
    press(qtbot, Qt.Key.Key_Return)
    assert page.opened is not None
    assert page.opened.slug == chosen
    press(qtbot, Qt.Key.Key_Escape)
    assert page.currentWidget() is page.gallery
    assert QApplication.focusWidget() is page.gallery.tiles[chosen]


def test_a_click_opens_and_the_button_returns(page: SimulationsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.gallery.tiles[page.gallery.shown[0]], LEFT)
    assert page.opened is not None
    qtbot.mouseClick(page.opened.back_button, LEFT)
    assert page.currentWidget() is page.gallery
    assert page.opened is None


def test_the_keys_of_an_opened_simulation_work_at_once(opened: OpenedSimulation, qtbot: QtBot) -> None:
    qtbot.waitUntil(opened.view.hasFocus, timeout=5_000)
    qtbot.keyClicks(QApplication.focusWidget(), "..")
    assert opened.view.frame == 2


# -- the cards -----------------------------------------------------------------------------------


def test_the_cards_that_use_it_are_listed_with_their_decks(opened: OpenedSimulation) -> None:
    texts = [opened.cards.item(row).text() for row in range(opened.cards.count())]
    assert texts == ["Which side is open?\nTest"]
    assert not opened.no_cards.isVisible()


def test_a_simulation_without_cards_says_so(page: SimulationsPage) -> None:
    page.open_simulation("value-iteration")
    assert page.opened is not None
    assert page.opened.no_cards.isVisible()


def test_a_card_opens_by_enter_and_escape_goes_back_step_by_step(
    page: SimulationsPage, opened: OpenedSimulation, qtbot: QtBot
) -> None:
    opened.cards.setFocus()
    qtbot.keyClick(opened.cards, Qt.Key.Key_Return)
    assert page._card_page is not None
    texts = [text.plain_text() for text in page._card_page.card_view.texts()]
    assert "Which side is open?" in texts[0]
    assert any("The other one." in text for text in texts)
    press(qtbot, Qt.Key.Key_Escape)
    assert page.currentWidget() is opened
    press(qtbot, Qt.Key.Key_Escape)
    assert page.currentWidget() is page.gallery


def test_reading_a_card_gives_it_no_grade(
    opened: OpenedSimulation, qtbot: QtBot, collection: Collection
) -> None:
    opened.cards.itemClicked.emit(opened.cards.item(0))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_3):
        press(qtbot, key)
    assert collection.events() == []


# -- comparing -----------------------------------------------------------------------------------


@pytest.fixture
def compared(opened: OpenedSimulation, qtbot: QtBot) -> OpenedSimulation:
    qtbot.mouseClick(opened.compare_button, LEFT)
    other = opened.view.other
    assert other is not None
    qtbot.waitUntil(lambda: other.is_ready and opened.view.is_ready, timeout=20_000)
    return opened


def set_number(opened: OpenedSimulation, qtbot: QtBot, name: str, value: float) -> None:
    """Change a parameter of the second set."""
    other = opened.view.other
    assert other is not None
    assert other.form is not None
    other.form.field(name).box.setValue(value)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: other.is_ready, timeout=5_000)


def test_two_sets_of_parameters_share_the_frame(compared: OpenedSimulation, qtbot: QtBot) -> None:
    set_number(compared, qtbot, "advantage", 2.0)
    compared.view.controls.go_to(10)
    other = compared.view.other
    assert other is not None
    assert compared.view.summary["objective"] == pytest.approx(1.1)
    assert other.picture.summary["objective"] == pytest.approx(2.2)


def test_the_shorter_run_stays_at_its_end(compared: OpenedSimulation, qtbot: QtBot) -> None:
    set_number(compared, qtbot, "prob_ratio", 1.2)
    assert compared.view.controls.slider.maximum() == 50
    compared.view.controls.go_to(50)
    assert compared.view.other is not None
    assert compared.view.other.picture.frame == 20


def test_a_comparison_begins_with_the_parameters_of_the_first(opened: OpenedSimulation, qtbot: QtBot) -> None:
    opened.view.set_values({"advantage": -2.0})
    qtbot.waitUntil(lambda: opened.view.is_ready, timeout=5_000)
    opened.view.form.set_values({"advantage": -2.0})  # type: ignore[union-attr]
    opened.compare_button.click()
    other = opened.view.other
    assert other is not None
    qtbot.waitUntil(lambda: other.is_ready, timeout=20_000)
    assert other.params.advantage == -2.0


def test_the_second_set_goes_when_it_is_no_longer_wanted(compared: OpenedSimulation, qtbot: QtBot) -> None:
    set_number(compared, qtbot, "prob_ratio", 2.0)
    assert compared.view.controls.slider.maximum() == 100
    qtbot.mouseClick(compared.compare_button, LEFT)
    assert compared.view.other is None
    assert compared.view.controls.slider.maximum() == 50


def test_pictures_stand_beside_each_other_or_above_one_another(
    compared: OpenedSimulation, window: MainWindow
) -> None:
    other = compared.view.other
    assert other is not None
    places = []
    for width in (1000, 600):
        window.resize(width, 900)
        QApplication.processEvents()
        places.append((compared.view.stage.place.pos(), other.place.pos()))
    (wide, wide_other), (narrow, narrow_other) = places
    assert wide.y() == wide_other.y()
    assert wide.x() < wide_other.x()
    assert narrow.x() == narrow_other.x()
    assert narrow.y() < narrow_other.y()
