"""A guess beside the truth, and the grade it proposes."""

import pytest

from flashrl.model import Choice, Prediction, Quality
from flashrl.scheduling.guess import grade_choice, grade_number, right_choices

LOW, HIGH = Choice("low", 0.0, 0.5), Choice("high", 0.6, float("inf"))


@pytest.mark.parametrize(
    ("guess", "quality"),
    [
        (14, Quality.PASS),
        (12, Quality.PASS),
        (16, Quality.PASS),
        (17, Quality.PASS_HARD),
        (8, Quality.PASS_HARD),
        (7, Quality.WRONG),
        (-14, Quality.WRONG),
    ],
)
def test_a_number_passes_within_its_tolerance_and_hardly_within_three_of_it(
    guess: float, quality: Quality
) -> None:
    assert grade_number(Prediction("Q?", "sweep", tolerance=2.0), guess, truth=14.0) is quality


def test_without_tolerance_only_the_number_itself_passes() -> None:
    exact = Prediction("Q?", "value")
    assert grade_number(exact, 0.3, truth=0.1 + 0.2) is Quality.PASS
    assert grade_number(exact, 0.31, truth=0.3) is Quality.WRONG


@pytest.mark.parametrize(("truth", "quality"), [(0.5, Quality.PASS), (0.55, Quality.WRONG)])
def test_a_choice_passes_when_it_holds_the_truth(truth: float, quality: Quality) -> None:
    assert grade_choice(LOW, truth) is quality


def test_the_right_choices_are_derived_from_the_truth() -> None:
    prediction = Prediction("Q?", "value", choices=(LOW, HIGH))
    assert [right_choices(prediction, truth) for truth in (0.2, 0.55, 9.0)] == [[LOW], [], [HIGH]]
