"""The words around a simulation: the value under the pointer, the caption, and what is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from flashrl import simulations
from flashrl.model import SimulationBlock
from flashrl.simulations import get
from flashrl.ui.main_window import MainWindow
from flashrl.ui.simulation_view import SimulationView
from flashrl.ui.theme import Theme
from tests.ui.growing import Growing
from tests.ui.growing import View as PlainView

LEFT = Qt.MouseButton.LeftButton
Load = Callable[..., SimulationView]


class ExplainedView(PlainView):
    """A picture whose every point has a value."""

    def __init__(self, figure: Any, result: Any, palette: Any) -> None:
        super().__init__(figure, result, palette)
        figure.add_axes((0, 0, 0.5, 1))

    def explained(self, axes: Any, x: float, y: float) -> str | None:  # noqa: ARG002 - the protocol's
        return f"height {self._result.height[-1]:g}" if x < 0.9 else None


@pytest.fixture
def load(qtbot: QtBot, theme: Theme) -> Load:
    def view_of(slug: str, caption: str = "", **values: object) -> SimulationView:
        view = SimulationView(theme)
        qtbot.addWidget(view)
        view.resize(700, 640)
        view.show()
        view.load(SimulationBlock(slug, values, caption=caption, line=7))
        qtbot.waitUntil(lambda: view.is_ready or view.problem.isVisible(), timeout=20_000)
        return view

    return view_of


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Callable[[type[PlainView]], None]:
    """Put a simulation with such a view into the place of every other."""

    def put(view: type[PlainView]) -> None:
        growing = Growing()
        growing.let(1000)
        simulation = growing.simulation(view)
        monkeypatch.setattr(simulations, "get", lambda _slug: simulation)

    return put


Offer = Callable[[type[PlainView]], None]


def point_at(view: SimulationView, share_across: float) -> None:
    """Move the mouse over the picture."""
    canvas = view.stage.picture.canvas
    assert canvas is not None
    at = QPointF(QPoint(round(share_across * canvas.width()), canvas.height() // 2))
    none, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QMouseEvent.Type.MouseMove, at, canvas.mapToGlobal(at), none, none, no_key)
    QApplication.sendEvent(canvas, move)


# -- the value under the pointer -----------------------------------------------------------------


def test_what_is_explained_has_two_lines_where_the_picture_is_narrow(load: Load) -> None:
    view = load("policy-evaluation")
    explanation = view.stage.picture.explanation
    explanation.setText("v₂ = ¼[(−1 − 1) + (−1 − 1) + (−1 + 0) + (−1 − 1)] = −1.75 " * 2)
    assert len(explanation.shown_lines()) == 1
    view.resize(480, 640)
    QApplication.processEvents()
    first, second = explanation.shown_lines()
    assert explanation.text().startswith(f"{first} {second.removesuffix('…')}")


def test_the_value_under_the_pointer_is_said_below_the_picture(load: Load, offer: Offer) -> None:
    offer(ExplainedView)
    view = load("growing", slope=2.0)
    explanation = view.stage.picture.explanation
    assert explanation.text() == "Point at the picture to read its values."
    point_at(view, 0.2)
    assert explanation.text() == "height 14"
    point_at(view, 0.8)
    assert explanation.text() == "Point at the picture to read its values."


def test_pointing_moves_nothing(load: Load, offer: Offer) -> None:
    offer(ExplainedView)
    view = load("growing")
    before = view.sizeHint()
    point_at(view, 0.2)
    assert view.sizeHint() == before


def test_a_view_that_explains_nothing_has_no_line_for_it(load: Load, offer: Offer) -> None:
    offer(PlainView)
    view = load("growing")
    point_at(view, 0.2)
    assert not view.stage.picture.explanation.isVisible()


# -- the caption ---------------------------------------------------------------------------------


def shown_words(view: SimulationView) -> list[str]:
    """The caption's texts, from the top."""
    labels = [each for each in view.caption.findChildren(QLabel) if each.isVisible()]
    return [each.text() for each in sorted(labels, key=lambda each: each.y())]


def test_the_author_speaks_first_then_the_question(load: Load) -> None:
    view = load("ppo-clip", caption="Mind the other side.")
    assert shown_words(view) == ["Mind the other side.", get("ppo-clip").question]


def test_what_it_teaches_is_hidden_until_asked_for(load: Load, qtbot: QtBot) -> None:
    view, simulation = load("ppo-clip"), get("ppo-clip")
    buttons = view.caption.buttons
    qtbot.mouseClick(buttons["insight"], LEFT)
    assert shown_words(view) == [simulation.question, simulation.insight]
    qtbot.mouseClick(buttons["follow_up"], LEFT)
    assert shown_words(view) == [simulation.question, simulation.follow_up]
    qtbot.mouseClick(buttons["follow_up"], LEFT)
    assert shown_words(view) == [simulation.question]


def test_the_source_of_the_numbers_can_be_selected_and_copied(load: Load, qtbot: QtBot) -> None:
    view = load("ppo-clip")
    button = view.caption.buttons["source"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert view.caption.text.text().splitlines() == list(get("ppo-clip").references)
    assert view.caption.text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


# -- what is wrong -------------------------------------------------------------------------------


def test_a_wrong_parameter_is_said_with_its_bounds_and_line_in_the_place_of_the_picture(load: Load) -> None:
    view = load("ppo-clip", caption="Mine.", advantage=99)
    assert view.problem.text() == (
        "Line 7: advantage takes a number from -3 to 3, not 99 — "
        "`flashrl simulations` lists the parameters with their bounds"
    )
    assert not view.stage.picture.isVisible()
    assert not view.controls.isVisible()
    assert shown_words(view) == ["Mine."]


def test_a_card_of_the_collection_names_its_own_line(
    window: MainWindow, fill: Callable[[str], None], qtbot: QtBot
) -> None:
    fill("### Q?\n<!-- card\nid: q\n-->\n\n```sim ppo-clip\nadvantage: 99\n```\n\n#### Answer\n\nA.\n")
    window.study("")
    (view,) = window.review_page.card_view.simulations()
    qtbot.waitUntil(view.problem.isVisible, timeout=20_000)
    assert view.problem.text().startswith("Line 6: advantage takes")
    qtbot.keyClick(window.review_page.card_view, Qt.Key.Key_Space)
    assert window.review_page.is_revealed


def test_a_view_that_fails_is_said_too(load: Load, offer: Offer) -> None:
    class Broken(PlainView):
        def __init__(self, *_: Any) -> None:
            raise ZeroDivisionError("no height")

    offer(Broken)
    view = load("growing")
    assert "growing cannot be drawn: ZeroDivisionError: no height" in view.problem.text()


def typed(view: SimulationView, qtbot: QtBot, text: str) -> QLabel:
    """Type into the list of rewards; returns the line below it."""
    assert view.form is not None
    field: Any = view.form.field("rewards")
    box: QLineEdit = field.box
    box.clear()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    problem: QLabel = field.problem
    return problem


def test_a_list_is_typed_with_commas(load: Load, offer: Offer, qtbot: QtBot) -> None:
    offer(PlainView)
    view = load("growing")
    assert not typed(view, qtbot, "0.5,-1, 1").isVisible()
    assert view.form is not None
    assert view.form.values["rewards"] == (0.5, -1.0, 1.0)


def test_a_list_that_cannot_be_read_is_said_below_it_until_it_is_mended(
    load: Load, offer: Offer, qtbot: QtBot
) -> None:
    offer(PlainView)
    view = load("growing")
    problem = typed(view, qtbot, "0.5, 2")
    assert problem.isVisible()
    assert problem.text() == "rewards takes a list, each item a number from -1 to 1, not 2"
    assert view.form is not None
    assert view.form.values["rewards"] == (1.0, 0.0)
    assert not typed(view, qtbot, "0.5, 1").isVisible()


def test_what_does_not_fit_together_is_said_and_the_picture_stays(
    load: Load, offer: Offer, qtbot: QtBot
) -> None:
    offer(PlainView)
    view = load("growing")
    typed(view, qtbot, "1, 1, 1, 1")
    assert view.problem.text().startswith("growing: rewards has at most 3 items, not 4 — ")
    assert view.stage.picture.isVisible()
    typed(view, qtbot, "1, 1, 1")
    qtbot.waitUntil(lambda: not view.problem.isVisible(), timeout=5_000)
