"""A guess beside the truth: how right it is, and the grade that it proposes."""

from flashrl.model import Choice, Prediction, Quality

_NEAR = 3
"""So many times the tolerance is near: something was known."""

_ROUNDING = 1e-9


def grade_number(prediction: Prediction, guess: float, truth: float) -> Quality:
    """PASS within the tolerance, PASS_HARD near it, WRONG otherwise."""
    off = abs(guess - truth) - _ROUNDING * max(1.0, abs(truth))
    if off <= prediction.tolerance:
        return Quality.PASS
    return Quality.PASS_HARD if off <= _NEAR * prediction.tolerance else Quality.WRONG


def grade_choice(chosen: Choice, truth: float) -> Quality:
    """PASS where the truth lies in what was chosen, WRONG otherwise."""
    return Quality.PASS if holds(chosen, truth) else Quality.WRONG


def right_choices(prediction: Prediction, truth: float) -> list[Choice]:
    """The choices that hold the truth: in a sound prediction, one."""
    return [choice for choice in prediction.choices if holds(choice, truth)]


def holds(choice: Choice, truth: float) -> bool:
    room = _ROUNDING * max(1.0, abs(truth))
    return choice.low - room <= truth <= choice.high + room
