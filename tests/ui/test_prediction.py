"""Predict, then run: nothing runs before the answer, the truth stands beside it, a grade is proposed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl.model import Choice, Prediction, Quality, SimulationBlock
from flashrl.scheduling.session import summarise
from flashrl.store import Collection
from flashrl.ui.main_window import MainWindow
from flashrl.ui.prediction_box import PredictionBox
from flashrl.ui.simulation_view import SimulationView
from flashrl.ui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
NUMBER = Prediction("What is L at r = 1.5?", "objective", tolerance=0.1)
CHOICES = Prediction("Slope?", "slope", choices=(Choice("none", 0, 0), Choice("some", 0.1, 9)))
CARD = """### Q?
<!-- card
id: q
-->

```sim ppo-clip
show: [advantage]
predict:
  question: What is L at r = 1.5?
  quantity: objective
  tolerance: 0.1
```

#### Answer

1.2
"""
Ask = Callable[..., SimulationView]


@pytest.fixture
def ask(qtbot: QtBot, theme: Theme) -> Ask:
    """A view that asks for a prediction."""

    def view_of(predict: Prediction, frame: int | str = "") -> SimulationView:
        view = SimulationView(theme)
        qtbot.addWidget(view)
        view.resize(700, 640)
        view.show()
        view.load(SimulationBlock("ppo-clip", frame=frame, caption="Mine.", predict=predict))
        qtbot.waitUntil(lambda: view.prediction is not None, timeout=20_000)
        return view

    return view_of


def box_of(view: SimulationView) -> PredictionBox:
    assert view.prediction is not None
    return view.prediction


def answer(view: SimulationView, qtbot: QtBot, number: str) -> None:
    """Type a number and commit to it."""
    view.activateWindow()
    box_of(view).number.setFocus()
    qtbot.keyClicks(box_of(view).number, number)
    qtbot.keyClick(box_of(view).number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.is_ready, timeout=20_000)


def test_nothing_runs_and_nothing_is_given_away_before_the_answer(ask: Ask, qtbot: QtBot) -> None:
    view = ask(NUMBER)
    qtbot.wait(100)
    assert not view.is_ready
    for hidden in (view.stage.place, view.stage.form_place, view.controls, view.caption.question):
        assert not hidden.isVisible()
    assert box_of(view).question.text() == "What is L at r = 1.5?"
    assert not box_of(view).commit_button.isEnabled()


@pytest.mark.parametrize(
    ("number", "verdict", "quality"),
    [
        ("1.25", "Right. You said: 1.25. It is: 1.2.", Quality.PASS),
        ("1,3", "Right. You said: 1,3. It is: 1.2.", Quality.PASS),
        ("1.4", "Near. You said: 1.4. It is: 1.2.", Quality.PASS_HARD),
        ("-2", "Not so. You said: -2. It is: 1.2.", Quality.WRONG),
    ],
)
def test_the_truth_stands_beside_the_answer_and_a_grade_is_proposed(
    ask: Ask, qtbot: QtBot, number: str, verdict: str, quality: Quality
) -> None:
    view = ask(NUMBER)
    with qtbot.waitSignal(view.grade_proposed, timeout=20_000) as proposed:
        answer(view, qtbot, number)
    assert proposed.args == [quality]
    assert box_of(view).verdict.text() == verdict
    assert view.controls.isVisible()
    assert view.frame == 50


def test_what_is_no_number_cannot_be_committed_to(ask: Ask, qtbot: QtBot) -> None:
    view = ask(NUMBER)
    qtbot.keyClicks(box_of(view).number, "about 1")
    assert not box_of(view).commit_button.isEnabled()
    qtbot.keyClick(box_of(view).number, Qt.Key.Key_Return)
    assert not view.stage.place.isVisible()


def test_an_answer_is_final(ask: Ask, qtbot: QtBot) -> None:
    view = ask(NUMBER)
    answer(view, qtbot, "1.2")
    assert not box_of(view).number.isEnabled()
    assert not box_of(view).commit_button.isVisible()


def test_one_of_the_choices_is_taken_by_keys(ask: Ask, qtbot: QtBot) -> None:
    view = ask(CHOICES)
    box = box_of(view)
    assert not box.number.isVisible()
    view.activateWindow()
    box.choices[0].setFocus()
    qtbot.waitUntil(box.choices[0].hasFocus)
    qtbot.keyClick(box.choices[0], Qt.Key.Key_Down)
    qtbot.keyClick(box.choices[1], Qt.Key.Key_Space)
    with qtbot.waitSignal(view.grade_proposed, timeout=20_000) as proposed:
        qtbot.keyClick(box.choices[1], Qt.Key.Key_Return)
    assert proposed.args == [Quality.WRONG]
    assert box.verdict.text() == "Not so. You said: some. It is: none (0)."


def test_the_truth_is_that_of_the_cards_frame(ask: Ask, qtbot: QtBot) -> None:
    view = ask(NUMBER, frame=0)
    answer(view, qtbot, "1")
    assert box_of(view).verdict.text() == "Right. You said: 1. It is: 1."
    assert view.frame == 0


def test_another_parameter_later_changes_no_verdict(ask: Ask, qtbot: QtBot) -> None:
    view = ask(NUMBER)
    answer(view, qtbot, "1.2")
    with qtbot.assertNotEmitted(view.grade_proposed):
        view.set_values({"advantage": -1.0})
        qtbot.waitUntil(lambda: view.is_ready, timeout=5_000)
    assert "It is: 1.2." in box_of(view).verdict.text()


def test_a_quantity_that_is_not_there_is_said(ask: Ask, qtbot: QtBot) -> None:
    view = ask(Prediction("Q?", "speed", tolerance=1.0))
    answer(view, qtbot, "1")
    assert "ppo-clip has no quantity 'speed' to predict" in view.problem.text()


# -- in review -----------------------------------------------------------------------------------


@pytest.fixture
def asked(window: MainWindow, fill: Callable[[str], None], qtbot: QtBot) -> SimulationView:
    fill(CARD)
    window.refresh()
    window.activateWindow()
    window.study("")
    (view,) = window.review_page.card_view.simulations()
    qtbot.waitUntil(lambda: view.prediction is not None, timeout=20_000)
    return view


def proposed(window: MainWindow) -> list[str]:
    buttons = window.review_page.grade_buttons.values()
    return [button.text().split("\n")[0] for button in buttons if button.objectName() == "primary"]


def test_the_proposed_grade_is_marked_when_the_answer_shows_and_enter_gives_it(
    asked: SimulationView, window: MainWindow, qtbot: QtBot, collection: Collection
) -> None:
    answer(asked, qtbot, "1.2")
    assert proposed(window) == []
    qtbot.keyClick(window.review_page.card_view, Qt.Key.Key_Space)
    assert proposed(window) == ["Good"]
    button = window.review_page.grade_buttons[Quality.PASS]
    assert QApplication.focusWidget() is button
    assert "proposed by your answer" in button.accessibleName()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert [event.quality for event in collection.events()] == [Quality.PASS]


def test_space_gives_no_proposed_grade(
    asked: SimulationView, window: MainWindow, qtbot: QtBot, collection: Collection
) -> None:
    answer(asked, qtbot, "1.2")
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert window.review_page.is_revealed
    assert collection.events() == []


def test_a_proposed_grade_can_be_overridden(
    asked: SimulationView, window: MainWindow, qtbot: QtBot, collection: Collection
) -> None:
    answer(asked, qtbot, "9")
    qtbot.keyClick(window.review_page.card_view, Qt.Key.Key_Space)
    assert proposed(window) == ["Again"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_4)
    assert [event.quality for event in collection.events()] == [Quality.PERFECT]


def test_a_prediction_made_after_the_answer_is_shown_marks_its_grade_too(
    asked: SimulationView, window: MainWindow, qtbot: QtBot
) -> None:
    window.review_page.reveal()
    assert proposed(window) == []
    answer(asked, qtbot, "1.4")
    assert proposed(window) == ["Hard"]


def test_a_prediction_before_the_answer_shows_counts_as_an_answer(
    asked: SimulationView, window: MainWindow, qtbot: QtBot
) -> None:
    answer(asked, qtbot, "9")
    qtbot.keyClick(window.review_page.card_view, Qt.Key.Key_Space)
    window.review_page.grade(Quality.WRONG)
    window.review_page.reveal()
    (view,) = window.review_page.card_view.simulations()
    qtbot.waitUntil(lambda: view.prediction is not None, timeout=20_000)
    answer(view, qtbot, "1.2")  # the second time, in the drill, after the answer was shown
    window.review_page.grade(Quality.PASS)
    assert summarise(window.review_page.run.session.steps).answered == 1


def test_the_next_card_proposes_nothing(asked: SimulationView, window: MainWindow, qtbot: QtBot) -> None:
    answer(asked, qtbot, "9")
    qtbot.keyClick(window.review_page.card_view, Qt.Key.Key_Space)
    window.review_page.grade(Quality.WRONG)  # the drill asks it again
    assert window.review_page.unit == "q"
    window.review_page.reveal()
    assert proposed(window) == []


def test_the_full_scale_marks_the_same_grade(asked: SimulationView, window: MainWindow, qtbot: QtBot) -> None:
    answer(asked, qtbot, "1.2")
    window.review_page.reveal()
    window.actions_["full_scale"].trigger()
    assert proposed(window) == ["Good"]
