"""check runs the simulation that a prediction is about, and holds it to what it asks."""

from dataclasses import replace
from typing import Any

import pytest

from flashrl import simulations
from flashrl.authoring.check import check
from flashrl.formats import parse

DECK = "---\nflashrl: 1\n---\n### Q\n<!-- card\nid: q\n-->\n\nA.\n\n```sim ppo-clip\n{}```\n"
PREDICT = "predict:\n  question: What is the slope?\n  quantity: {}\n"


def messages(lines: str) -> list[tuple[int, str, str]]:
    (checked,) = check([parse(DECK.format(lines), "deck")])
    return [(found.line, found.code, found.message) for found in checked.diagnostics]


def test_a_sound_prediction_is_without_fault() -> None:
    choices = "  choices: {none: [0, 0], some: [0.1, 9]}\n"
    assert messages(PREDICT.format("slope") + choices) == []


def test_a_quantity_that_the_summary_does_not_have_is_named_with_those_it_has() -> None:
    (line, code, message), *more = messages(PREDICT.format("steepness") + "  tolerance: 0.1\n")
    assert (line, code, more) == (14, "bad-prediction", [])
    assert message.startswith("predict: ppo-clip has no quantity 'steepness' there; it has prob_ratio, obj")


@pytest.mark.parametrize(
    ("choices", "number"),
    [("{steep: [2, 3], steeper: [4, 5]}", "none"), ("{flat: [0, 0], any: [-9, 9]}", "2")],
)
def test_one_choice_has_to_hold_the_truth(choices: str, number: str) -> None:
    (found,) = messages(PREDICT.format("slope") + f"  choices: {choices}\n")
    assert found[2] == f"predict: {number} of the choices hold the true value, 0"


def test_the_truth_is_that_of_the_frame_that_is_shown() -> None:
    choices = "  choices: {none: [0, 0], some: [0.1, 9]}\n"
    assert messages(PREDICT.format("slope") + choices + "frame: 0\n") == []
    (found,) = messages(PREDICT.format("prob_ratio") + "  choices: {a: [1.4, 1.6], b: [2, 3]}\nframe: 0\n")
    assert found[2] == "predict: none of the choices hold the true value, 1"


def test_a_simulation_that_was_sound_is_not_run_at_the_next_save(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    real = simulations.get("ppo-clip")

    def run(params: Any) -> Any:
        runs.append("run")
        return real.run(params)

    monkeypatch.setattr(simulations, "get", lambda _: replace(real, run=run))
    lines = PREDICT.format("slope") + "  tolerance: 0.125\n"
    assert (messages(lines), messages(f"caption: moved\n{lines}")) == ([], [])
    assert runs == ["run"]
