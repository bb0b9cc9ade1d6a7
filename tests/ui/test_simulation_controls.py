"""The controls of a simulation by keys and clicks, on a card too, where review has keys of its own."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from flashrl.model import Preset, SimulationBlock
from flashrl.ui.actions import ACTIONS, SIMULATION_ACTIONS
from flashrl.ui.main_window import MainWindow
from flashrl.ui.simulation_controls import stride
from flashrl.ui.simulation_view import SimulationView
from flashrl.ui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
CARD = """### Q?
<!-- card
id: q
-->

```sim value-iteration
sweeps: 9
show: [discount, slippery, rows]
```

#### Answer

Yes.
"""


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> SimulationView:
    """Value iteration of nine sweeps, with the keyboard's focus."""
    view = SimulationView(theme)
    qtbot.addWidget(view)
    view.resize(700, 640)
    view.show()
    view.load(SimulationBlock("value-iteration", {"sweeps": 9}))
    qtbot.waitUntil(lambda: view.is_ready, timeout=20_000)
    view.activateWindow()
    view.setFocus()
    return view


@pytest.fixture
def asked(window: MainWindow, fill: Callable[[str], None], qtbot: QtBot) -> SimulationView:
    """The same on the question side of a card in review."""
    fill(CARD)
    window.refresh()
    window.activateWindow()
    window.study("")
    (view,) = window.review_page.card_view.simulations()
    qtbot.waitUntil(lambda: view.is_ready, timeout=20_000)
    return view


def focus(qtbot: QtBot, widget: QWidget) -> None:
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus, timeout=5_000)


@pytest.mark.parametrize(
    ("keys", "frame"),
    [
        ("...", 3),
        ("..,", 1),
        (",", 0),
        ("...r", 0),
        ([Qt.Key.Key_End], 9),
        ([Qt.Key.Key_End, Qt.Key.Key_Home], 0),
    ],
)
def test_keys_move_through_the_frames(
    view: SimulationView, qtbot: QtBot, keys: str | list[Qt.Key], frame: int
) -> None:
    for key in keys:
        qtbot.keyClicks(view, key) if isinstance(key, str) else qtbot.keyClick(view, key)
    assert view.frame == frame


def test_p_plays_and_pauses(view: SimulationView, qtbot: QtBot) -> None:
    qtbot.keyClicks(view, "p")
    qtbot.waitUntil(lambda: view.frame >= 2, timeout=5_000)
    qtbot.keyClicks(view, "p")
    paused_at = view.frame
    qtbot.wait(200)
    assert view.frame == paused_at


def test_playing_at_the_end_begins_anew(view: SimulationView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.mouseClick(view.controls.play_button, LEFT)
    assert (view.frame, view.controls.is_playing) == (0, True)


def test_brackets_change_the_speed_within_its_four_steps(view: SimulationView, qtbot: QtBot) -> None:
    texts = []
    for key in "[[]]]]":
        qtbot.keyClicks(view, key)
        texts.append(view.controls.speed_button.text())
    assert texts == ["0.5×", "0.5×", "1×", "2×", "4×", "4×"]


def test_a_faster_speed_shortens_the_beat_of_a_run_that_plays(view: SimulationView, qtbot: QtBot) -> None:
    view.controls.toggle_play()
    before = view.controls._timer.interval()
    qtbot.mouseClick(view.controls.speed_button, LEFT)
    assert view.controls._timer.interval() == before / 2


@pytest.mark.parametrize(("count", "frames"), [(1, 1), (100, 1), (167, 2), (1001, 7)])
def test_a_long_run_plays_in_strides(count: int, frames: int) -> None:
    assert stride(count) == frames


def test_reset_brings_the_cards_own_parameters_back(view: SimulationView, qtbot: QtBot) -> None:
    assert view.form is not None
    view.form.field("sweeps").box.setValue(20)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: view.is_ready and view.controls.slider.maximum() == 20, timeout=5_000)
    qtbot.mouseClick(view.controls.reset_button, LEFT)
    qtbot.waitUntil(lambda: view.is_ready and view.controls.slider.maximum() == 9, timeout=5_000)
    assert view.form.values["sweeps"] == 9


def test_a_view_that_is_hidden_plays_no_more(view: SimulationView) -> None:
    view.controls.toggle_play()
    view.hide()
    assert not view.controls.is_playing


def test_every_control_says_what_it_is_and_has_a_tip(view: SimulationView) -> None:
    controls = view.controls
    for each in (
        controls.reset_button,
        controls.back_button,
        controls.play_button,
        controls.step_button,
        controls.speed_button,
        controls.slider,
        *view.caption.buttons.values(),
    ):
        assert each.toolTip()
        assert each.accessibleName() or each.text()  # type: ignore[attr-defined]


def test_the_keys_of_a_simulation_collide_with_no_action_and_no_grade() -> None:
    taken = {key for each in ACTIONS for key in each.keys} | set("012345")
    own = [key for each in SIMULATION_ACTIONS for key in each.keys]
    assert len(own) == len(set(own))
    assert not taken & set(own)


def test_in_review_space_still_shows_the_answer_after_a_click_on_play(
    asked: SimulationView, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.mouseClick(asked.controls.play_button, LEFT)
    assert asked.hasFocus()
    assert not window.review_page.is_revealed
    qtbot.keyClick(asked, Qt.Key.Key_Space)
    assert window.review_page.is_revealed


def test_in_review_space_presses_the_control_that_tab_went_to(
    asked: SimulationView, window: MainWindow, qtbot: QtBot
) -> None:
    focus(qtbot, asked.controls.step_button)
    qtbot.keyClick(asked.controls.step_button, Qt.Key.Key_Space)
    assert asked.frame == 1
    assert not window.review_page.is_revealed


def test_in_review_enter_ends_the_editing_of_a_list(
    asked: SimulationView, window: MainWindow, qtbot: QtBot
) -> None:
    assert asked.form is not None
    box = asked.form.field("rows").box  # type: ignore[attr-defined]
    focus(qtbot, box)
    box.clear()
    qtbot.keyClicks(box, "..G")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert asked.form.values["rows"] == ("..G",)
    assert not window.review_page.is_revealed


def test_in_review_keys_of_the_simulation_and_of_the_review_stand_side_by_side(
    asked: SimulationView, window: MainWindow, qtbot: QtBot
) -> None:
    focus(qtbot, asked)
    qtbot.keyClicks(asked, "..,")
    assert asked.frame == 1
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert window.review_page.is_revealed


def test_the_wheel_passes_over_a_field_without_the_focus(view: SimulationView) -> None:
    assert view.form is not None
    slider = view.form.field("discount").slider  # type: ignore[attr-defined]
    before = view.form.values
    at = QPointF(slider.rect().center())
    turn = QPoint(0, -120)
    none, update = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(
        at, slider.mapToGlobal(at), QPoint(), turn, Qt.MouseButton.NoButton, none, update, False
    )
    QApplication.sendEvent(slider, wheel)
    assert view.form.values == before
    assert not wheel.isAccepted()


# -- settings that the card has names for -----------------------------------------------------------


def test_a_named_setting_is_one_press_and_the_cards_own_is_another(qtbot: QtBot, theme: Theme) -> None:
    view = SimulationView(theme)
    qtbot.addWidget(view)
    view.show()
    myopic = Preset("Myopic", {"discount": 0.1})
    view.load(SimulationBlock("value-iteration", {"sweeps": 9, "discount": 0.5}, presets=(myopic,)))
    qtbot.waitUntil(lambda: view.is_ready, timeout=20_000)
    buttons = {each.text(): each for each in view.stage.form_place.findChildren(QPushButton)}
    qtbot.mouseClick(buttons["Myopic"], LEFT)
    assert (view.stage.params.discount, view.stage.params.sweeps) == (0.1, 9)
    assert view.form is not None
    assert view.form.values["discount"] == 0.1
    focus(qtbot, buttons["As on the card"])
    qtbot.keyClick(buttons["As on the card"], Qt.Key.Key_Space)
    assert view.stage.params.discount == 0.5
    qtbot.waitUntil(lambda: view.is_ready, timeout=20_000)
