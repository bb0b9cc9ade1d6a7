"""Runs off the GUI thread: what grows is shown growing, the newest parameters win, a stopped run stays."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from flashrl import simulations
from flashrl.model import SimulationBlock
from flashrl.ui import simulation_runs, tasks
from flashrl.ui.simulation_view import SimulationView
from flashrl.ui.theme import Theme
from tests.ui import growing as grown
from tests.ui.growing import FRAMES, Growing

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def growing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Growing]:
    growing = Growing()
    simulation = growing.simulation()
    monkeypatch.setattr(simulations, "get", lambda _slug: simulation)
    monkeypatch.setattr(simulation_runs, "_BETWEEN_SECONDS", 0.0)
    yield growing
    growing.let(100)
    tasks.wait_for_all()


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[SimulationView]:
    window = QWidget()
    qtbot.addWidget(window)
    view = SimulationView(theme, window)
    QVBoxLayout(window).addWidget(view)
    window.resize(700, 640)
    window.show()
    yield view
    window.close()


@pytest.fixture
def grow(view: SimulationView, growing: Growing, qtbot: QtBot) -> Callable[[int], None]:
    """Let the run go on until so many frames are shown."""

    def is_past(shown: int) -> bool:
        return view.stage.picture.frames > shown

    def to(count: int) -> None:
        for shown in range(view.stage.picture.frames, count):
            growing.let(1)
            qtbot.waitUntil(partial(is_past, shown), timeout=10_000)

    return to


Grow = Callable[[int], None]


def load(view: SimulationView, frame: int | str = "", slope: float = 1.0) -> None:
    view.load(SimulationBlock("growing", {"slope": slope}, frame=frame))


def finish(view: SimulationView, growing: Growing, qtbot: QtBot) -> None:
    growing.let(100)
    qtbot.waitUntil(lambda: view.is_ready, timeout=10_000)


def test_the_first_frames_can_be_used_while_the_rest_is_computed(
    view: SimulationView, growing: Growing, grow: Grow, qtbot: QtBot
) -> None:
    load(view)
    grow(3)
    assert not view.is_ready
    qtbot.keyClick(view.controls.slider, Qt.Key.Key_Right)
    assert (view.frame, view.summary, view.controls.frame_label.text()) == (1, {"height": 1.0}, "1 / 2")
    finish(view, growing, qtbot)
    assert (view.frame, view.controls.slider.maximum()) == (1, FRAMES - 1)


def test_a_growing_run_is_one_picture_that_is_renewed(
    view: SimulationView, growing: Growing, grow: Grow, qtbot: QtBot
) -> None:
    load(view)
    grow(4)
    finish(view, growing, qtbot)
    assert grown.View.made == 1
    assert grown.View.renewed >= 4


def test_the_progress_of_a_long_run_is_a_line_over_the_picture(
    view: SimulationView, growing: Growing, grow: Grow, qtbot: QtBot
) -> None:
    load(view)
    grow(2)
    picture = view.stage.picture
    qtbot.waitUntil(picture.progress.isVisible, timeout=5_000)
    height = view.sizeHint().height()
    assert (picture.progress.value(), picture.progress.maximum()) == (250, 1000)
    finish(view, growing, qtbot)
    assert not picture.progress.isVisible()
    assert view.sizeHint().height() == height


def test_a_stopped_run_keeps_what_is_there(
    view: SimulationView, growing: Growing, grow: Grow, qtbot: QtBot
) -> None:
    load(view)
    grow(3)
    picture = view.stage.picture
    qtbot.waitUntil(picture.stop_button.isVisible, timeout=5_000)
    qtbot.mouseClick(picture.stop_button, LEFT)
    finish(view, growing, qtbot)
    assert not picture.stop_button.isVisible()
    assert growing.frames == picture.frames == 4
    qtbot.mouseClick(view.controls.step_button, LEFT)
    assert view.summary == {"height": 1.0}


def test_a_new_value_ends_the_run_in_progress(
    view: SimulationView, growing: Growing, grow: Grow, qtbot: QtBot
) -> None:
    load(view)
    grow(2)
    view.set_values({"slope": 2.0})
    finish(view, growing, qtbot)
    assert growing.frames == 3 + FRAMES
    view.controls.go_to(1)
    assert view.summary == {"height": 2.0}


def test_of_the_values_that_wait_only_the_newest_is_run(
    view: SimulationView, growing: Growing, grow: Grow, qtbot: QtBot
) -> None:
    load(view)
    grow(1)
    for slope in (2.0, 3.0, 4.0):
        view.set_values({"slope": slope})
    finish(view, growing, qtbot)
    assert growing.slopes == [1.0, 4.0]


def test_a_frame_that_is_not_there_yet_is_shown_when_it_comes(
    view: SimulationView, growing: Growing, grow: Grow, qtbot: QtBot
) -> None:
    load(view, frame=5)
    grow(3)
    assert view.frame == 2
    finish(view, growing, qtbot)
    assert view.frame == 5


def test_the_last_frame_moves_on_with_the_run(
    view: SimulationView, growing: Growing, grow: Grow, qtbot: QtBot
) -> None:
    load(view, frame="last")
    grow(3)
    assert view.frame == 2
    finish(view, growing, qtbot)
    assert view.frame == FRAMES - 1


def test_playing_waits_for_frames_that_are_not_there_yet(
    view: SimulationView, growing: Growing, grow: Grow, qtbot: QtBot
) -> None:
    load(view)
    grow(2)
    view.controls.change_speed(2)
    view.controls.toggle_play()
    qtbot.waitUntil(lambda: view.frame == 1, timeout=5_000)
    grow(3)
    qtbot.waitUntil(lambda: view.frame == 2, timeout=5_000)
    assert view.controls.is_playing
    finish(view, growing, qtbot)
    qtbot.waitUntil(lambda: not view.controls.is_playing, timeout=5_000)
    assert view.frame == FRAMES - 1


def test_a_view_that_is_gone_stops_its_run(
    view: SimulationView, growing: Growing, grow: Grow, qtbot: QtBot
) -> None:
    load(view)
    grow(1)
    view.deleteLater()
    QApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)
    growing.let(1)
    qtbot.waitUntil(lambda: growing.frames == 2, timeout=5_000)
    QApplication.processEvents()
    growing.let(100)
    tasks.wait_for_all()
    assert growing.frames < FRAMES


def test_a_frame_that_no_run_has_is_refused_when_the_run_is_whole(
    view: SimulationView, growing: Growing, grow: Grow, qtbot: QtBot
) -> None:
    load(view, frame=99)
    grow(2)
    assert not view.problem.isVisible()
    growing.let(100)
    qtbot.waitUntil(view.problem.isVisible, timeout=5_000)
    assert "growing has frames 0 to 7, not 99" in view.problem.text()
