from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl.model import SimulationBlock
from flashrl.ui.figure_canvas import FigureCanvas
from flashrl.ui.simulation_view import SimulationView
from flashrl.ui.theme import Theme

Load = Callable[..., SimulationView]


@pytest.fixture
def load(qtbot: QtBot, theme: Theme) -> Load:
    """A simulation view with its first picture drawn."""

    def view_of(slug: str, **values: object) -> SimulationView:
        view = SimulationView(theme)
        qtbot.addWidget(view)
        view.resize(700, 640)
        view.show()
        settings = {name: values.pop(name) for name in ("frame", "show", "caption") if name in values}
        view.load(SimulationBlock(slug, values, **settings))  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: view.is_ready or view.stage.problem.isVisible(), timeout=20_000)
        return view

    return view_of


def canvas_of(view: SimulationView) -> FigureCanvas:
    assert view.stage.picture.canvas is not None
    return view.stage.picture.canvas


def test_step_reset_and_the_slider_move_through_the_frames(load: Load, qtbot: QtBot) -> None:
    view = load("value-iteration", sweeps=10)
    left = Qt.MouseButton.LeftButton
    assert view.frame == 0
    qtbot.mouseClick(view.controls.step_button, left)
    qtbot.mouseClick(view.controls.step_button, left)
    assert (view.frame, view.controls.frame_label.text()) == (2, "2 / 10")
    view.controls.slider.setFocus()
    qtbot.keyClick(view.controls.slider, Qt.Key.Key_End)
    assert view.frame == 10
    qtbot.mouseClick(view.controls.reset_button, left)
    assert view.frame == 0


def test_play_runs_to_the_end_and_pause_stops_it(load: Load, qtbot: QtBot) -> None:
    view = load("value-iteration", sweeps=3)
    qtbot.mouseClick(view.controls.play_button, Qt.MouseButton.LeftButton)
    assert view.controls.play_button.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: view.frame == 3, timeout=5_000)
    qtbot.waitUntil(lambda: view.controls.play_button.accessibleName() == "Play", timeout=5_000)
    view.controls.toggle_play()
    view.controls.toggle_play()
    assert view.frame == 0


def test_a_card_may_start_at_its_own_frame(load: Load) -> None:
    assert load("value-iteration", sweeps=9, frame="last").frame == 9
    assert load("value-iteration", sweeps=9, frame=4).frame == 4


def test_a_slider_of_the_form_runs_it_again(load: Load, qtbot: QtBot) -> None:
    view = load("ppo-clip", frame="last")
    assert view.summary["objective"] == pytest.approx(1.2)
    assert view.form is not None
    slider = view.form.field("advantage").slider  # type: ignore[attr-defined]
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view.is_ready and view.summary["objective"] == pytest.approx(3.6), timeout=5_000)


def test_while_a_slider_is_dragged_the_newest_value_wins(load: Load, qtbot: QtBot) -> None:
    view = load("ppo-clip", frame="last", prob_ratio=0.5)
    assert view.form is not None
    values = view.form.values
    for ratio in (0.6, 0.7, 0.8, 0.9):
        view.set_values({**values, "prob_ratio": ratio})
    qtbot.waitUntil(lambda: view.is_ready, timeout=5_000)
    assert view.summary["prob_ratio"] == pytest.approx(0.9)


def test_the_form_shows_only_what_the_card_names(load: Load) -> None:
    view = load("ppo-clip", show=("advantage",))
    assert view.form is not None
    assert view.form.field("advantage").isVisible()
    assert not view.form.field("clip_low").isVisible()


def test_a_click_on_the_grid_edits_it(load: Load, qtbot: QtBot) -> None:
    view = load("value-iteration", map="frozen-lake-4x4")
    canvas = canvas_of(view)
    axes = canvas.figure.axes[0]
    x, y = axes.transData.transform((1, 0))  # the second cell of the first row
    ratio = canvas.device_pixel_ratio
    at = canvas.rect().topLeft()
    at.setX(round(x / ratio))
    at.setY(round(canvas.height() - y / ratio))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert view.form is not None
    form = view.form
    qtbot.waitUntil(lambda: view.is_ready and form.values["map"] == "own", timeout=5_000)
    assert form.values["rows"][0] != "SFFF"
    assert form.values["rows"][1:] == ("FHFH", "FFFH", "HFFG")


def test_dragging_in_the_plot_takes_the_ratio_along(load: Load, qtbot: QtBot) -> None:
    view = load("ppo-clip")
    canvas = canvas_of(view)
    axes = canvas.figure.axes[0]

    def at(ratio: float) -> QPoint:
        x, y = axes.transData.transform((ratio, 0.5)) / canvas.device_pixel_ratio
        return QPoint(round(x), round(canvas.height() - y))

    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at(1.0))
    for ratio in (0.9, 0.8, 0.5):
        position = at(ratio)
        buttons = Qt.MouseButton.LeftButton
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(position),
            canvas.mapToGlobal(QPointF(position)),
            Qt.MouseButton.NoButton,
            buttons,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(canvas, move)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at(0.5))
    qtbot.waitUntil(lambda: view.is_ready, timeout=5_000)
    assert view.summary["prob_ratio"] == pytest.approx(0.5, abs=0.02)
    assert view.frame == view.controls.slider.maximum()


def test_a_value_that_does_not_fit_is_said_and_the_picture_stays(load: Load, qtbot: QtBot) -> None:
    view = load("ppo-clip", frame="last")
    assert view.form is not None
    view.set_values({**view.form.values, "dual_clip": 0.5})
    qtbot.waitUntil(view.stage.problem.isVisible, timeout=5_000)
    assert "dual_clip" in view.stage.problem.text() or "dual" in view.stage.problem.text()
    assert view.summary["objective"] == pytest.approx(1.2)


@pytest.mark.parametrize(
    ("slug", "values", "message"),
    [
        ("no-such", {}, "there is no simulation 'no-such'"),
        ("ppo-clip", {"advantage": 99}, "advantage takes a number from -3 to 3, not 99"),
        ("ppo-clip", {"frame": 9999}, "not 9999"),
    ],
)
def test_a_block_that_cannot_run_says_why(
    load: Load, slug: str, values: dict[str, object], message: str
) -> None:
    view = load(slug, **values)
    assert message in view.stage.problem.text()


def test_the_theme_changes_the_picture_too(load: Load, theme: Theme) -> None:
    view = load("ppo-clip")
    light = canvas_of(view).figure.get_facecolor()
    theme.set_mode("dark")
    assert canvas_of(view).figure.get_facecolor() != light
